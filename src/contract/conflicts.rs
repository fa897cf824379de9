//! Where official documents disagree, and what each mode makes of it.

use super::{Source, Text};

/// One thing about which official documents say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// What it is about.
    pub about: Text,
    /// What each document says.
    pub readings: &'static [Reading],
    /// What `strict` does.
    pub strict: Text,
    /// What `lenient` does.
    pub lenient: Text,
}

/// What one document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// In its own terms.
    pub value: Text,
    /// Which document.
    pub source: Source,
}

const fn reads(value: Text, source: Source) -> Reading {
    Reading { value, source }
}

const SAME: Text = Text::new("the same", "同左");

/// Every disagreement, in the order of the form.
pub const ALL: &[Conflict] = &[
    Conflict {
        about: Text::new("how many ids `TaskId` takes", "`TaskId` 可填几个 ID"),
        readings: &[
            reads(Text::new("one", "一个"), Source::REFERENCE),
            reads(
                Text::new(
                    "up to {by-id-ids}, comma-separated, in DescribeRefreshTaskById only",
                    "最多 {by-id-ids} 个，逗号分隔，仅限 DescribeRefreshTaskById",
                ),
                Source::BY_ID,
            ),
        ],
        strict: Text::new(
            "a list is an error that names DescribeRefreshTaskById",
            "列表报错，并提示改用 DescribeRefreshTaskById",
        ),
        lenient: SAME,
    },
    Conflict {
        about: Text::new("which types `ObjectType` takes", "`ObjectType` 的取值"),
        readings: &[
            reads(
                Text::new(
                    "file, directory, regex, preload, block, unblock",
                    "file、directory、regex、preload、block、unblock",
                ),
                Source::REFERENCE,
            ),
            reads(
                Text::new("file, directory, regex, preload", "file、directory、regex、preload"),
                Source::ENGLISH,
            ),
            reads(Text::new("IgnoreParams as well", "另有 IgnoreParams"), Source::OPENAPI),
            reads(Text::new("path as well", "另有 path"), Source::OLD),
        ],
        strict: Text::new("the six of the newest reference", "以最新文档的六种为准"),
        lenient: Text::new(
            "IgnoreParams warns; `path`, which no current document has, stays an error",
            "IgnoreParams 仅警告；`path` 已不见于现行文档，仍然报错",
        ),
    },
    Conflict {
        about: Text::new("how many names `DomainName` takes", "`DomainName` 可填几个域名"),
        readings: &[
            reads(Text::new("one", "一个"), Source::REFERENCE),
            reads(
                Text::new(
                    "a comma-separated list; the error for more than {domain-names} is still documented",
                    "逗号分隔的列表；超过 {domain-names} 个的错误码至今仍在文档中",
                ),
                Source::OLD,
            ),
        ],
        strict: Text::new("a list is an error", "列表报错"),
        lenient: Text::new(
            "a list of up to {domain-names} warns",
            "不超过 {domain-names} 个的列表仅警告",
        ),
    },
    Conflict {
        about: Text::new("which states `Status` takes", "`Status` 的取值"),
        readings: &[
            reads(
                Text::new("Complete, Refreshing, Failed", "Complete、Refreshing、Failed"),
                Source::REFERENCE,
            ),
            reads(
                Text::new("Timeout and Canceled as well", "另有 Timeout、Canceled"),
                Source::META,
            ),
        ],
        strict: Text::new("the three of the newest reference", "以最新文档的三种为准"),
        lenient: Text::new("Timeout and Canceled warn", "Timeout、Canceled 仅警告"),
    },
    Conflict {
        about: Text::new("the largest `PageSize`", "`PageSize` 的上限"),
        readings: &[
            reads(Text::new("{page-size-max}", "{page-size-max}"), Source::REFERENCE),
            reads(Text::new("50", "50"), Source::OLD),
            reads(
                Text::new("50 in the text, 100 in the metadata", "正文为 50，元数据为 100"),
                Source::DCDN,
            ),
        ],
        strict: Text::new("{page-size-max}", "{page-size-max}"),
        lenient: SAME,
    },
    Conflict {
        about: Text::new(
            "how often DescribeRefreshTasks may be called",
            "DescribeRefreshTasks 的调用频率",
        ),
        readings: &[
            reads(
                Text::new("{list-rate} per second", "每秒 {list-rate} 次"),
                Source::REFERENCE,
            ),
            reads(
                Text::new("{list-rate} per second", "每秒 {list-rate} 次"),
                Source::ENGLISH,
            ),
            reads(Text::new("10 per second", "每秒 10 次"), Source::OLD),
        ],
        strict: Text::new("{list-rate} per second", "每秒 {list-rate} 次"),
        lenient: SAME,
    },
    Conflict {
        about: Text::new("which types an answer may hold", "返回结果中的任务类型"),
        readings: &[
            reads(
                Text::new(
                    "file, directory, regex, preload: fewer than can be asked for",
                    "file、directory、regex、preload，少于可查询的类型",
                ),
                Source::REFERENCE,
            ),
            reads(
                Text::new("path and IgnoreParams occur", "实际会出现 path、IgnoreParams"),
                Source::OPENAPI,
            ),
        ],
        strict: Text::new("an answer is read whatever type it holds", "任何类型都照常读取"),
        lenient: SAME,
    },
];
