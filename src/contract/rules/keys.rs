//! The keys of a draft: given twice, not of this operation, unknown.

use super::plain;
use crate::contract::nearest::{bare, nearest};
use crate::contract::rule::{Change, Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Examples, Given, Operation, Param, Source, Text, quote};

/// Asked before a field's own rules.
pub(super) const GIVEN: &[Rule] = &[
    Rule {
        operation: Some(Operation::DescribeRefreshTaskById),
        params: BUT_TASK_ID,
        message: Text::new(
            "DescribeRefreshTaskById takes `TaskId` alone",
            "DescribeRefreshTaskById 只支持 `TaskId`",
        ),
        help: Text::new(
            "filters and pages belong to DescribeRefreshTasks; by id the answer comes whole",
            "筛选和分页属于 DescribeRefreshTasks；按 ID 查询会一次返回全部结果",
        ),
        source: Source::BY_ID,
        judge: Judge::Value(not_by_id),
        examples: examples! {
            passes: [{ TaskId: "1" }],
            fails: [{ TaskId: "1", PageSize: "20" } => { TaskId: "1" }],
        },
        ..UNKNOWN
    },
    Rule {
        code: "RepeatedParameter",
        params: &Param::ALL,
        message: Text::new("`{param}` must be given once", "`{param}` 只能出现一次"),
        help: Text::new(
            "the service would read one of the values, and not say which",
            "服务只会采用其中一个值，而且不会说明是哪一个",
        ),
        judge: Judge::Value(repeated),
        examples: examples! {
            passes: [{ PageSize: "20" }],
            fails: [
                { PageSize: "20", PageSize: "50" } => { PageSize: "20" },
                { TaskId: "1", TaskId: "1" } => { TaskId: "1" },
            ],
        },
        ..UNKNOWN
    },
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        message: Text::new(
            "parameters of signing and transport do not belong in a query",
            "签名与传输参数不属于查询条件",
        ),
        help: Text::new(
            "`prepare` adds it, from its own options",
            "这类参数由 `prepare` 按其选项自动添加",
        ),
        source: Source::SIGNING,
        judge: Judge::Key(common),
        examples: examples! {
            passes: [{ TaskId: "1" }],
            fails: [
                { Action: "DescribeRefreshTasks" } => {},
                { TaskId: "1", SecurityToken: "secret" } => { TaskId: "1" },
                { Timestamp: "2026-11-24T08:00:00Z" } => {},
            ],
        },
        ..UNKNOWN
    },
    Rule {
        examples: examples! {
            passes: [{ PageSize: "20" }],
            fails: [
                { pageSize: "20" } => { PageSize: "20" },
                { page_size: "20" } => { PageSize: "20" },
                { PagSize: "20" } => { PageSize: "20" },
                { limit: "20" } => { PageSize: "20" },
                { nonsense: "1" } => {},
            ],
        },
        ..UNKNOWN
    },
];

const UNKNOWN: Rule = Rule {
    code: "UnknownParameter",
    severity: Severity::Error,
    disputed: false,
    operation: None,
    params: &[],
    message: Text::new(
        "every key must be a parameter of the operation",
        "只接受该接口支持的参数",
    ),
    help: Text::new(
        "the service ignores what it does not know, so a slip of the pen would silently widen the question",
        "服务会忽略不认识的参数，一个拼写错误就会悄悄放宽查询范围",
    ),
    source: Source::REFERENCE,
    judge: Judge::Key(unknown),
    examples: Examples::NONE,
};

const BUT_TASK_ID: &[Param] = {
    let [_task_id, others @ ..] = &Param::ALL;
    others
};

/// Parameters of every call, which `prepare` adds, and those that only the generated clients know.
const COMMON: &[&str] = &[
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "SecurityToken",
    "RegionId",
    "OwnerId",
    "OwnerAccount",
    "ResourceOwnerId",
    "ResourceOwnerAccount",
];

const GIVEN_TOO: Text = Text::new("found `{0}`", "多出了 `{0}`");
const TWICE: Text = Text::new("found {0} and {1}", "实际有 {0} 和 {1}");
const KEY: Text = Text::new("found {0}", "发现 {0}");
const DID_YOU_MEAN: Text = Text::new("found {0}: did you mean `{1}`?", "发现 {0}，是否想写 `{1}`？");
const REMOVE_KEY: Text = Text::new("remove it", "去掉它");
const RENAME: Text = Text::new("rename to `{param}`", "改名为 `{param}`");

fn not_by_id(param: Param, _: &Given<'_>, _: &Case<'_>) -> Verdict {
    Err(Finding::saying(GIVEN_TOO, vec![param.name().to_owned()]).or_remove(param))
}

fn repeated(param: Param, first: &Given<'_>, case: &Case<'_>) -> Verdict {
    let Some(last) = case.slot(param).last else {
        return Ok(());
    };
    let shown = |given: &Given<'_>| match (plain::trimmed(given), plain::plain(param, given)) {
        (Some(text), _) | (None, Ok(text)) => quote(text),
        (None, Err(_)) => "…".to_owned(),
    };
    let mut finding = Finding::saying(TWICE, vec![shown(first), shown(last)]);
    for given in if first == last { vec![first] } else { vec![first, last] } {
        if let (Some(_), Some(value)) = (plain::trimmed(given), given.value()) {
            finding = finding.or_use(param, value);
        }
    }
    Err(finding)
}

fn common(key: &str, _: &Given<'_>, _: &Case<'_>) -> Verdict {
    let typed = bare(key);
    if key.len() <= 32 && COMMON.iter().any(|common| bare(common) == typed) {
        return Err(Finding::saying(KEY, vec![quote(key)]).or(REMOVE_KEY, vec![Change::RemoveKey]));
    }
    Ok(())
}

fn unknown(key: &str, given: &Given<'_>, case: &Case<'_>) -> Verdict {
    let Some(param) = meant_by(key).filter(|param| case.operation.takes(*param)) else {
        return Err(Finding::saying(KEY, vec![quote(key)]).or(REMOVE_KEY, vec![Change::RemoveKey]));
    };
    let mut finding = Finding::saying(DID_YOU_MEAN, vec![quote(key), param.name().to_owned()]);
    // A name that is taken cannot be given to a second value.
    if let (false, Some(_), Some(value)) = (case.is_given(param), plain::trimmed(given), given.value()) {
        finding = finding.or(RENAME, vec![Change::RemoveKey, Change::Set(param, value)]);
    }
    Err(finding.or(REMOVE_KEY, vec![Change::RemoveKey]))
}

/// The parameter that a wrong key probably stands for: by its name, by another name for it, by a slip.
fn meant_by(key: &str) -> Option<Param> {
    if key.len() > 64 {
        return None;
    }
    let typed = bare(key);
    let alias = || {
        Param::ALL
            .into_iter()
            .find(|param| param.row().aliases.iter().any(|alias| alias.as_bytes() == typed))
    };
    let name = || nearest(key, Param::ALL.into_iter().map(Param::name)).and_then(Param::named);
    alias().or_else(name)
}
