use super::choices;
use crate::contract::rule::{Judge, Rule, Severity, examples};
use crate::contract::{Examples, Operation, Param, Source, Text};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "InvalidStatus.Malformed",
        message: Text::new(
            "`Status` must be text without white space around it",
            "`Status` 须为文本，首尾不能有空白字符",
        ),
        judge: Judge::Value(choices::malformed),
        examples: examples! {
            passes: [{ ObjectType: "file", Status: "Failed" }],
            fails: [{ ObjectType: "file", Status: "failed " } => { ObjectType: "file", Status: "Failed" }],
        },
        ..STATUS
    },
    Rule {
        judge: Judge::Value(choices::unknown),
        examples: examples! {
            passes: [
                { ObjectType: "file", Status: "Complete" },
                { ObjectType: "file", Status: "Refreshing" },
                { ObjectType: "file", Status: "Failed" },
            ],
            fails: [
                { ObjectType: "file", Status: "Pending" },
                { ObjectType: "file", Status: "完成" },
                { ObjectType: "file", Status: "complete" } => { ObjectType: "file", Status: "Complete" },
                { ObjectType: "file", Status: "Completed" } => { ObjectType: "file", Status: "Complete" },
            ],
        },
        ..STATUS
    },
    Rule {
        disputed: true,
        help: Text::new(
            "tasks in this state exist and the service's metadata lists it, but the newest reference does not; `lenient` lets it pass",
            "任务确实会处于该状态，官方元数据也列出了该取值，但最新参考文档没有；宽松模式（lenient）可放行",
        ),
        source: Source::META,
        judge: Judge::Value(choices::disputed),
        examples: examples! {
            passes: [{ ObjectType: "file", Status: "Failed" }],
            fails: [
                { ObjectType: "file", Status: "Timeout" } => { ObjectType: "file" },
                { ObjectType: "file", Status: "Canceled" } => { ObjectType: "file" },
            ],
        },
        ..STATUS
    },
];

const STATUS: Rule = Rule {
    code: "InvalidStatus.ValueNotSupported",
    severity: Severity::Error,
    disputed: false,
    operation: Some(Operation::DescribeRefreshTasks),
    params: &[Param::Status],
    message: Text::new("`Status` must be one of {choices}", "`Status` 须为 {choices} 之一"),
    help: Text::new(
        "for any other state leave `Status` out and filter the answer",
        "查询其他状态时，请不填 `Status`，再筛选返回结果",
    ),
    source: Source::REFERENCE,
    judge: Judge::Value(choices::unknown),
    examples: Examples::NONE,
};
