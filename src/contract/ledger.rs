//! What a ledger says, in words: its verdict, its gaps, and what it rests on.

use super::Text;

/// All of it is proven.
pub const COMPLETE: Text = Text::new(
    "complete up to {until}: {rows} tasks",
    "截至 {until} 完整：共 {rows} 条任务",
);
/// What was asked for reaches beyond the proof.
pub const YOUNG: Text = Text::new(
    "; the last {seconds} seconds may still grow",
    "；此后 {seconds} 秒内的任务可能还会增加",
);
/// Something is known to be missing.
pub const GAPS: Text = Text::new(
    "incomplete: {rows} tasks read, {gaps} windows or ids could not be proven",
    "不完整：已读取 {rows} 条任务，有 {gaps} 个时间窗口或 ID 未能证实",
);
/// Only what could not be asked for is missing.
pub const READ_IN_PART: Text = Text::new("incomplete: {rows} tasks read", "不完整：已读取 {rows} 条任务");
/// Part of the range could not be asked for.
pub const UNREACHABLE: Text = Text::new(
    "; {parts} parts of the range can no longer be asked for",
    "；时间范围内有 {parts} 段已无法查询",
);
/// Nothing is known to be missing, but nothing proves that.
pub const UNPROVEN: Text = Text::new(
    "not proven complete: {rows} tasks read",
    "尚不能证明完整：已读取 {rows} 条任务",
);
/// Some ids have no task.
pub const ABSENT: Text = Text::new("; {ids} ids have no task", "；有 {ids} 个 ID 没有对应任务");
/// A preload has succeeded.
pub const PRELOADED: Text = Text::new(
    "; 100 % of a preload may mean 90 % of the nodes",
    "；预热进度显示 100% 时，可能只代表 90% 的节点已完成",
);
/// Retries, when there were any.
pub const CALLS: Text = Text::new(
    "; {calls} calls, {retries} of them again",
    "；共 {calls} 次请求，其中重试 {retries} 次",
);

/// A task that succeeded covers the URL.
pub const COVERED: Text = Text::new("a task that succeeded is about this URL", "有成功的任务覆盖该 URL");
/// None does, and all are known: of the question, and up to the ledger's `provenUntil`.
pub const NOT_COVERED: Text = Text::new(
    "none of the tasks asked for that succeeded is about this URL, and the ledger proves these to be all up to the moment it names",
    "查询范围内没有成功的任务覆盖该 URL；完整性记录证明任务已全部读取，但仅截至其所示时刻",
);
/// Some may, or is not over.
pub const PERHAPS_COVERED: Text = Text::new(
    "a task may be about this URL: it is not over, or its pattern, scheme or type leaves that open",
    "可能有任务覆盖该 URL：任务尚未结束，或其正则、协议头、类型无法确定",
);
/// None does, but there may be others.
pub const COVER_UNPROVEN: Text = Text::new(
    "no task read so far is about this URL, but the ledger does not prove that these are all",
    "已读取的任务均未覆盖该 URL，但完整性记录不能证明任务已全部读取",
);

/// An assumption or the reason of a gap, by its name in the ledger, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// As the ledger has it; `settle-*s` stands for every settle time.
    pub name: &'static str,
    /// What it says.
    pub text: Text,
}

const fn named(name: &'static str, text: Text) -> Named {
    Named { name, text }
}

/// What no client can prove.
pub const ASSUMPTIONS: &[Named] = &[
    named(
        "credentials-see-all",
        Text::new(
            "only tasks that these credentials may see are counted",
            "只统计当前凭证有权查看的任务",
        ),
    ),
    named(
        "oss-refresh-invisible",
        Text::new(
            "tasks of OSS's automatic refresh are never shown",
            "OSS 自动刷新产生的任务不会出现在查询结果中",
        ),
    ),
    named(
        "settle-*s",
        Text::new(
            "a task is visible this long after it was made",
            "任务创建后经过这段时间即可查到",
        ),
    ),
    named(
        "host-clock",
        Text::new(
            "the clock of this machine agrees with the service's; no date of a reply could be relied on",
            "本机时钟与服务端一致；返回中没有可信的日期可供核对",
        ),
    ),
    named(
        "clock-set-back",
        Text::new(
            "the clock of this machine was set back meanwhile",
            "读取期间本机时钟曾被调回",
        ),
    ),
    named(
        "by-id-row-limit-round",
        Text::new(
            "an undocumented row limit of the query by id is a multiple of ten",
            "按 ID 查询若有未说明的条数上限，则为 10 的倍数",
        ),
    ),
    named(
        "named-types-only",
        Text::new(
            "only the task types that were asked for by name are covered",
            "只覆盖按名称查询的任务类型",
        ),
    ),
    named(
        "types-shown-as-asked",
        Text::new(
            "rows name the asked-for types as they are asked for; of `block`, `unblock` and `IgnoreParams` no document says so",
            "返回的任务以查询时所用的名称标明类型；`block`、`unblock`、`IgnoreParams` 是否如此，文档没有说明",
        ),
    ),
    named(
        "preload-percent",
        Text::new(
            "100 % of a preload may mean 90 % of the nodes",
            "预热进度显示 100% 时，可能只代表 90% 的节点已完成",
        ),
    ),
    named(
        "rows-may-repeat",
        Text::new(
            "rows that were delivered before the checkpoint may come again",
            "断点之前已交付的任务可能再次出现",
        ),
    ),
];

/// Why a window is not proven.
pub const REASONS: &[Named] = &[
    named(
        "total-changed",
        Text::new(
            "TotalCount kept changing while it was read",
            "读取过程中 TotalCount 不断变化",
        ),
    ),
    named(
        "unstable-order",
        Text::new("rows kept changing places between pages", "翻页之间任务的顺序不断变化"),
    ),
    named(
        "rows-missing",
        Text::new("fewer rows came than TotalCount says", "返回的任务少于 TotalCount"),
    ),
    named(
        "total-too-small",
        Text::new("more rows came than TotalCount says", "返回的任务多于 TotalCount"),
    ),
    named(
        "no-total",
        Text::new("replies had no TotalCount", "返回中没有 TotalCount"),
    ),
    named(
        "retention",
        Text::new("it is older than the service keeps tasks", "已超出服务保留任务的期限"),
    ),
    named("unread", Text::new("it was not read before the end", "结束前尚未读取")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let names: Vec<&str> = ASSUMPTIONS.iter().chain(REASONS).map(|named| named.name).collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name}");
        }
    }
}
