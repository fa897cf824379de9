use super::choices;
use crate::contract::rule::{Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Examples, Operation, Param, Source, Text};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "InvalidObjectType.Malformed",
        message: Text::new(
            "`ObjectType` must be text without white space around it",
            "`ObjectType` 须为文本，首尾不能有空白字符",
        ),
        judge: Judge::Value(choices::malformed),
        examples: examples! {
            passes: [{ ObjectType: "file" }],
            fails: [{ ObjectType: " file" } => { ObjectType: "file" }, { ObjectType: "File\n" } => { ObjectType: "file" }],
        },
        ..TYPE
    },
    Rule {
        judge: Judge::Value(choices::unknown),
        examples: examples! {
            passes: [
                { ObjectType: "file" },
                { ObjectType: "directory" },
                { ObjectType: "regex" },
                { ObjectType: "preload" },
                { ObjectType: "block" },
                { ObjectType: "unblock" },
            ],
            fails: [
                { ObjectType: "path" },
                { ObjectType: "全部" },
                { ObjectType: "File" } => { ObjectType: "file" },
                { ObjectType: "dir" } => { ObjectType: "directory" },
            ],
        },
        ..TYPE
    },
    Rule {
        disputed: true,
        help: Text::new(
            "tasks of this type exist and the service's metadata lists it, but the newest reference does not; `lenient` lets it pass",
            "这类任务确实存在，官方元数据也列出了该取值，但最新参考文档没有；宽松模式（lenient）可放行",
        ),
        source: Source::OPENAPI,
        judge: Judge::Value(choices::disputed),
        examples: examples! {
            passes: [{ ObjectType: "file" }],
            fails: [{ ObjectType: "IgnoreParams" } => {}],
        },
        ..TYPE
    },
    Rule {
        code: "MissingParameter.ObjectType",
        params: &[Param::ObjectType, Param::DomainName, Param::Status],
        message: Text::new(
            "`ObjectType` is required when `DomainName` or `Status` is given",
            "填写了 `DomainName` 或 `Status` 时，`ObjectType` 必填",
        ),
        help: Text::new(
            "choose one type; to cover all types, ask once per type",
            "请选择一种任务类型；要覆盖全部类型，请按类型逐个查询",
        ),
        judge: Judge::Draft(missing),
        examples: examples! {
            passes: [{ ObjectType: "file", DomainName: "example.com", Status: "Failed" }, { ObjectType: "file" }, { TaskId: "1" }],
            fails: [{ DomainName: "example.com" }, { Status: "Complete" }, { Status: "nonsense", DomainName: "http://" }],
        },
        ..TYPE
    },
];

const TYPE: Rule = Rule {
    code: "InvalidObjectType.ValueNotSupported",
    severity: Severity::Error,
    disputed: false,
    operation: Some(Operation::DescribeRefreshTasks),
    params: &[Param::ObjectType],
    message: Text::new(
        "`ObjectType` must be one of {choices}",
        "`ObjectType` 须为 {choices} 之一",
    ),
    help: Text::new(
        "the query writes types in lower case, although the submit call writes `File`",
        "查询接口的类型全部小写，与提交接口的 `File` 写法不同",
    ),
    source: Source::REFERENCE,
    judge: Judge::Value(choices::unknown),
    examples: Examples::NONE,
};

fn missing(case: &Case<'_>) -> Verdict {
    if case.is_given(Param::ObjectType) {
        return Ok(());
    }
    let given: Vec<Param> = [Param::DomainName, Param::Status]
        .into_iter()
        .filter(|param| case.is_given(*param))
        .collect();
    if given.is_empty() {
        return Ok(());
    }
    Err(Finding::bare().at([Param::ObjectType].into_iter().chain(given).collect()))
}
