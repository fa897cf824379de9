//! What the documents say about the service that no rule can judge, and that every reader of an answer must know.

use super::{Source, Text};

/// One fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Our name for it, in kebab case.
    pub name: &'static str,
    /// The fact.
    pub text: Text,
    /// Where it is documented.
    pub source: Source,
}

/// The object types under which rows are documented to be shown: see `fewer-types-answered`.
pub const SHOWN_TYPES: [&str; 4] = ["file", "directory", "regex", "preload"];

/// Every fact, in reading order.
pub const ALL: &[Note] = &[
    Note {
        name: "states-advance-when-asked",
        text: Text::new(
            "a task's state is brought up to date because it is asked for, so a single answer may be stale: ask again before you trust it",
            "任务状态由查询请求触发异步更新，单次结果可能滞后：请再查一次确认",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "oss-refresh-invisible",
        text: Text::new(
            "tasks of the automatic cache refresh that is switched on in the OSS console never appear in an answer",
            "在 OSS 控制台开启 CDN 缓存自动刷新后，由此产生的任务无法通过查询接口看到",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "path-matches-exactly",
        text: Text::new(
            "`ObjectPath` matches exactly, scheme and query string included; together with `TaskId` both must match",
            "`ObjectPath` 按完整路径精确匹配，包括协议头和查询串；与 `TaskId` 同时填写时须同时满足",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "default-listing",
        text: Text::new(
            "without `TaskId` and `ObjectPath` the answer is the first page, {page-size-default} rows, of the last {retention} days",
            "`TaskId` 和 `ObjectPath` 都不填时，返回最近 {retention} 天内的第一页（{page-size-default} 条）",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "all-domains",
        text: Text::new(
            "without `DomainName` tasks of all domains are answered",
            "不填 `DomainName` 时返回全部域名的任务",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "fewer-types-answered",
        text: Text::new(
            "answers are documented with four types (file, directory, regex, preload), two fewer than can be asked for; `block` and `unblock` may or may not be shown as such",
            "返回结果的类型在文档中只有四种（file、directory、regex、preload），比可查询的少两种；`block`、`unblock` 任务以何种类型返回，文档没有说明",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "ram-permission",
        text: Text::new(
            "a RAM user needs the action `cdn:DescribeRefreshTasks` on `acs:cdn:*:<account>:domain/<domain>`; without `DomainName`, on `domain/*`",
            "RAM 用户需要对 `acs:cdn:*:<账号 ID>:domain/<域名>` 拥有操作 `cdn:DescribeRefreshTasks`；不填 `DomainName` 时，资源须为 `domain/*`",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "by-id-is-faster",
        text: Text::new(
            "for many ids DescribeRefreshTaskById takes {by-id-ids} at once and {by-id-rate} calls per second, where DescribeRefreshTasks takes {list-rate}",
            "查询大量 ID 时，DescribeRefreshTaskById 一次可查 {by-id-ids} 个、每秒 {by-id-rate} 次，而 DescribeRefreshTasks 每秒只能调用 {list-rate} 次",
        ),
        source: Source::REFERENCE,
    },
    Note {
        name: "preload-percent",
        text: Text::new(
            "100 % of a preload may mean 90 % of the nodes",
            "预热进度显示 100% 时，可能只代表 90% 的节点已完成",
        ),
        source: Source::SKILL,
    },
    Note {
        name: "order-undocumented",
        text: Text::new(
            "the order of rows is not documented; newest first is usual, and only a hint",
            "结果的排序没有文档说明；通常最新的在前，仅供参考",
        ),
        source: Source::SKILL,
    },
];
