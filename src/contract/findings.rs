//! What can be found in a response, each with its words.

use super::{Severity, Text};
use cdn_refresh_tasks_reader::Expected;

/// A finding about a response, in every language. `{…}` places are filled when it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseRule {
    /// Ours: the service has no codes for what it sends itself.
    pub code: &'static str,
    /// Error where something of the body is lost, warning where something is not as documented and may mislead, else notice.
    pub severity: Severity,
    /// What was expected and what was found.
    pub message: Text,
    /// What to do about it, or what was made of it.
    pub help: Text,
}

macro_rules! response_rules {
    ($($(#[$doc:meta])* $name:ident $code:literal $severity:ident { $message:expr, $help:expr })*) => {
        impl ResponseRule {
            $($(#[$doc])* pub const $name: ResponseRule = ResponseRule {
                code: $code,
                severity: Severity::$severity,
                message: $message,
                help: $help,
            };)*
            /// All of them.
            pub const ALL: &'static [ResponseRule] = &[$(ResponseRule::$name),*];
        }
    };
}

response_rules! {
    /// A known member whose value cannot be read.
    UNREADABLE_VALUE "UnreadableValue" Warning {
        Text::new("expected {expected}, found {found}", "应为{expected}，实际为 {found}"),
        Text::new("the value counts as absent; what was sent stands in `extra` under the member's own name", "该值按缺失处理；原始内容保留在 `extra` 中的同名成员下")
    }
    /// A row that is not an object.
    UNREADABLE_ROW "UnreadableRow" Error {
        Text::new("expected a task object, found {found}", "应为任务对象，实际为 {found}"),
        Text::new("this entry is no task: it stands in the page's `extra` under `Tasks`, and the others were read", "该条目不是任务，原文保留在该页 `extra` 的 `Tasks` 下；其余条目照常读取")
    }
    /// A row without a member that every task has.
    MISSING_MEMBER "MissingMember" Warning {
        Text::new("the task has no `{field}`", "任务缺少 `{field}`"),
        Text::new("the other members of the task were read", "该任务的其他成员照常读取")
    }
    /// A status that no document names.
    UNKNOWN_STATUS "UnknownStatus" Warning {
        Text::new("the status {found} is in no document; its state is `unknown`", "任何文档都未提及状态 {found}；其 state 为 `unknown`"),
        Text::new("the status is kept as it was sent; do not take it for final", "状态按原文保留；请勿视为最终状态")
    }
    /// An object type that no document names.
    UNKNOWN_OBJECT_TYPE "UnknownObjectType" Notice {
        Text::new("the object type {found} is in no document", "任何文档都未提及任务类型 {found}"),
        Text::new("the type is kept as it was sent", "类型按原文保留")
    }
    /// `Tasks` in a shape that no document shows.
    UNUSUAL_TASKS "UnusualTasks" Notice {
        Text::new("expected a list of tasks, found {found}", "应为任务列表，实际为 {found}"),
        Text::new("it was read as {rows} task(s)", "已按 {rows} 个任务读取")
    }
    /// A page that counts tasks and lists none of them.
    MISSING_TASKS "MissingTasks" Warning {
        Text::new("the page has no `Tasks`, but its total count is {total}", "响应中没有 `Tasks`，但总条数为 {total}"),
        Text::new("the page was read as empty; ask for it again before trusting it", "该页按空页读取；请重新查询后再采信")
    }
    /// A member that occurs twice in one object.
    DUPLICATE_MEMBER "DuplicateMember" Notice {
        Text::new("`{field}` occurs more than once", "`{field}` 出现了不止一次"),
        Text::new("the last one counts, as it does for `JSON.parse`", "以最后一个为准，与 `JSON.parse` 一致")
    }
    /// A time that says nothing of its offset.
    TIME_WITHOUT_OFFSET "TimeWithoutOffset" Notice {
        Text::new("{found} has no offset and was read as UTC", "{found} 未带时区偏移，已按 UTC 读取"),
        Text::new("the service documents its times as UTC; told once for the whole page", "服务端文档规定时间为 UTC；整页只提示一次")
    }
    /// A time as a number of seconds.
    TIME_IN_SECONDS "NumericTime" Notice {
        Text::new("{found} is a number and was read as seconds since 1970", "{found} 是数字，已按 1970 年以来的秒数读取"),
        Text::new("no document shows times as numbers; told once for the whole page", "任何文档都未以数字表示时间；整页只提示一次")
    }
    /// A time as a number of milliseconds.
    TIME_IN_MILLISECONDS "NumericTime" Notice {
        Text::new("{found} is a number and was read as milliseconds since 1970", "{found} 是数字，已按 1970 年以来的毫秒数读取"),
        Text::new("no document shows times as numbers; told once for the whole page", "任何文档都未以数字表示时间；整页只提示一次")
    }
    /// Half of a surrogate pair in an escape.
    LONE_SURROGATE "LoneSurrogate" Warning {
        Text::new("an escape names half a surrogate pair, which is no character", "转义序列只给出了半个代理对，不构成字符"),
        Text::new("it was replaced by U+FFFD", "已替换为 U+FFFD")
    }
    /// Bytes that are no UTF-8.
    INVALID_UTF8 "InvalidUtf8" Warning {
        Text::new("the text holds bytes that are not UTF-8", "文本中含有非 UTF-8 字节"),
        Text::new("they were replaced by U+FFFD", "已替换为 U+FFFD")
    }
    /// A number in `extra` that a double cannot hold.
    NUMBER_KEPT_AS_TEXT "NumberKeptAsText" Notice {
        Text::new("a number in `{field}` has more digits than a double holds", "`{field}` 中的数字超出双精度浮点数的精度"),
        Text::new("it stands in `extra` as text, so that no digit is lost", "它以文本形式保留在 `extra` 中，不丢失任何数字")
    }
    /// A value nested deeper than we hand on.
    TOO_DEEP "TooDeep" Error {
        Text::new("the value of `{field}` is nested deeper than {limit} levels", "`{field}` 的值嵌套超过 {limit} 层"),
        Text::new("it stands in `extra` as null", "它在 `extra` 中记为 null")
    }
    /// A page that also has the code of an error.
    TASKS_WITH_ERROR "TasksWithError" Warning {
        Text::new("the page lists tasks and yet has the error code {found}", "该页列出了任务，却同时带有错误码 {found}"),
        Text::new("the tasks were read; what was told of the error stands in `extra`", "任务照常读取；错误信息保留在 `extra` 中")
    }
    /// A page under a status that is none of success.
    PAGE_UNDER_ERROR_STATUS "PageUnderErrorStatus" Warning {
        Text::new("the body is a page, but it came with HTTP status {status}", "响应体是正常的一页，但 HTTP 状态码为 {status}"),
        Text::new("the page was read; something between the service and you may have changed the status", "该页已读取；状态码可能被中间设备改写")
    }
    /// A string body that was not well-formed.
    ILL_FORMED_TEXT "IllFormedText" Warning {
        Text::new("the body's text holds half a surrogate pair, which is no character", "响应体文本中含有半个代理对，不构成字符"),
        Text::new("it was replaced by U+FFFD; hand over the bytes to keep what was sent", "已替换为 U+FFFD；如需保留原始内容，请传入字节")
    }
    /// There were more findings than are listed.
    MORE_DIAGNOSTICS "MoreDiagnostics" Notice {
        Text::new("{count} more finding(s) are not listed", "另有 {count} 条诊断未列出"),
        Text::new("the first {limit} are listed", "仅列出前 {limit} 条")
    }
}

/// What a value should have been: text, time, percentage, count.
static EXPECTED: [Text; 4] = [
    Text::new("text", "文本"),
    Text::new(
        "a time such as `2014-11-27T08:23:22Z`",
        "形如 `2014-11-27T08:23:22Z` 的时间",
    ),
    Text::new("a percentage from 0 to 100", " 0 到 100 的百分比"),
    Text::new("a whole number", "整数"),
];

impl ResponseRule {
    /// What a value should have been, as [`ResponseRule::UNREADABLE_VALUE`] says it.
    pub(crate) fn expected(what: Expected) -> &'static Text {
        let [text, time, percent, count] = &EXPECTED;
        match what {
            Expected::Text => text,
            Expected::Time => time,
            Expected::Percent => percent,
            Expected::Count => count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_finding_is_listed_twice() {
        for (at, rule) in ResponseRule::ALL.iter().enumerate() {
            assert!(ResponseRule::ALL[..at].iter().all(|earlier| earlier != rule));
        }
    }
}
