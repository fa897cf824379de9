//! The draft as a whole, and the options it came with.

use crate::contract::rule::{FOUND, Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Flaw, Operation, Source, Text, quote};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "InvalidDraft",
        severity: Severity::Error,
        disputed: false,
        operation: None,
        params: &[],
        message: Text::new(
            "a draft must be an object with one field per parameter, or form data",
            "草稿须为对象（每个参数一个字段）或表单数据",
        ),
        help: Text::new(
            "pass an object, a FormData or a URLSearchParams",
            "请传入普通对象、FormData 或 URLSearchParams",
        ),
        source: Source::REFERENCE,
        judge: Judge::Draft(no_draft),
        examples: examples! { passes: [{ TaskId: "1" }], fails: [] },
    },
    Rule {
        code: "InvalidOption",
        severity: Severity::Error,
        disputed: false,
        operation: None,
        params: &[],
        message: Text::new(
            "options must be readable: a moment with its offset, and names that exist",
            "选项须可识别：时刻须带时区，名称须存在",
        ),
        help: Text::new(
            "`now` takes milliseconds, a Date, or text like `2026-11-24T08:00:00Z`; the rest is listed with `check`",
            "`now` 可为毫秒数、Date 或 `2026-11-24T08:00:00Z` 这样的文本；其余选项见 `check` 的说明",
        ),
        source: Source::REFERENCE,
        judge: Judge::Draft(bad_option),
        examples: examples! { passes: [{ TaskId: "1" }], fails: [] },
    },
    Rule {
        code: "DefaultListing",
        severity: Severity::Notice,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTasks),
        params: &[],
        message: Text::new(
            "nothing is given: the answer is the first {page-size-default} tasks of the last {retention} days, of all domains",
            "未填写任何条件：将返回最近 {retention} 天内、全部域名的前 {page-size-default} 条任务",
        ),
        help: Text::new(
            "the service never shows tasks of OSS's automatic refresh here",
            "OSS 自动刷新产生的任务不会出现在结果中",
        ),
        source: Source::REFERENCE,
        judge: Judge::Draft(default_listing),
        examples: examples! {
            passes: [{ PageSize: "20" }, { nonsense: "1" }],
            fails: [{}, { TaskId: "" }],
        },
    },
];

const NAMED: Text = Text::new("found `{0}`: {1}", "实际为 `{0}`：{1}");

fn no_draft(case: &Case<'_>) -> Verdict {
    case.flaws.iter().try_for_each(|flaw| match flaw {
        Flaw::Draft(kind) => Err(Finding::saying(FOUND, vec![quote(kind)])),
        Flaw::Option { .. } => Ok(()),
    })
}

fn bad_option(case: &Case<'_>) -> Verdict {
    case.flaws.iter().try_for_each(|flaw| match flaw {
        Flaw::Option { name, found } => Err(Finding::saying(NAMED, vec![(*name).to_owned(), quote(found)])),
        Flaw::Draft(_) => Ok(()),
    })
}

fn default_listing(case: &Case<'_>) -> Verdict {
    if case.is_empty() && !case.other_keys && case.flaws.is_empty() {
        return Err(Finding::bare());
    }
    Ok(())
}
