use super::plain::{meant, plain};
use crate::contract::rule::{Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Given, Operation, Param, Source, Text, Value};

pub(super) const RULES: &[Rule] = &[Rule {
    code: "InvalidResourceGroupId.Malformed",
    severity: Severity::Error,
    disputed: false,
    operation: Some(Operation::DescribeRefreshTasks),
    params: &[Param::ResourceGroupId],
    message: Text::new(
        "`ResourceGroupId` must start with `rg-`",
        "`ResourceGroupId` 须以 `rg-` 开头",
    ),
    help: Text::new(
        "give the id of the resource group, not its name; leave it out for all groups",
        "填写资源组 ID，而不是资源组名称；不填为全部资源组",
    ),
    source: Source::REFERENCE,
    judge: Judge::Value(malformed),
    examples: examples! {
        // The reference's own example hides its end behind asterisks.
        passes: [{ ResourceGroupId: "rg-acfmyuji4b6r4**" }, { ResourceGroupId: "rg-aekzx5lrzhkx3gy" }],
        fails: [
            { ResourceGroupId: "default" },
            { ResourceGroupId: "rg-" },
            { ResourceGroupId: "rg-a b" },
            { ResourceGroupId: "rg-aek\t" } => { ResourceGroupId: "rg-aek" },
            { ResourceGroupId: "RG-aek" } => { ResourceGroupId: "rg-aek" },
        ],
    },
}];

fn is_group(text: &str) -> bool {
    text.strip_prefix("rg-")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

fn malformed(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let finding = match plain(param, given) {
        Ok(text) if is_group(text) => return Ok(()),
        Ok(text) => Finding::of(text),
        Err(finding) => finding,
    };
    let group = meant(given).and_then(|text| {
        let (prefix, rest) = text.split_at_checked(3)?;
        let group = if prefix.eq_ignore_ascii_case("rg-") {
            ["rg-", rest].concat()
        } else {
            return None;
        };
        is_group(&group).then_some(group)
    });
    Err(match group {
        Some(group) => finding.or_use(param, Value::Text(group)),
        None => finding,
    })
}
