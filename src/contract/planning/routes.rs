//! Of routes: what is filtered here instead of by the service, and what each can prove.

use super::PlanRule;
use crate::contract::{Severity, Source, Text};

/// Conditions that the service does not apply.
pub static LOCAL: PlanRule = PlanRule {
    code: "LocalFilter",
    severity: Severity::Notice,
    message: Text::new(
        "the service is not asked for {fields}: its answers are filtered here",
        "{fields} 不由服务筛选，而是在本地筛选返回的任务",
    ),
    help: Text::new(
        "one call takes one task id or ten, one path, one domain with one type, and one of three statuses",
        "一次请求只支持一个（按 ID 查询时十个）任务 ID、一个路径、一个域名加一种类型，以及三种任务状态之一",
    ),
    source: Some(Source::REFERENCE),
};

/// A status under which rows leave while they are paged.
pub static VOLATILE: PlanRule = PlanRule {
    code: "VolatileStatus",
    severity: Severity::Notice,
    message: Text::new(
        "the status {found} is not sent: rows would leave the list while it is paged",
        "不发送状态 {found}：翻页期间任务会离开该列表，造成遗漏",
    ),
    help: Text::new(
        "asking is what advances a task; all rows are read and filtered here",
        "任务状态随查询而推进；将读取全部任务并在本地筛选",
    ),
    source: Some(Source::REFERENCE),
};

/// A forced route that cannot answer the question.
pub static ROUTE_IMPOSSIBLE: PlanRule = PlanRule {
    code: "RouteNotPossible",
    severity: Severity::Error,
    message: Text::new(
        "route `{route}` cannot answer this question: {why}",
        "查询方式 `{route}` 无法回答该问题：{why}",
    ),
    help: Text::new("choose `auto`, or one of {routes}", "请改用 `auto`，或选择 {routes}"),
    source: Some(Source::REFERENCE),
};

/// A route whose answer cannot be proven whole.
pub static UNPROVEN: PlanRule = PlanRule {
    code: "UnprovenRoute",
    severity: Severity::Warning,
    message: Text::new(
        "route `{route}` cannot prove its answer whole: {why}",
        "查询方式 `{route}` 无法证明结果完整：{why}",
    ),
    help: Text::new("the answer may be whole all the same", "结果仍有可能是完整的"),
    source: Some(Source::REFERENCE),
};

/// A far cheaper route that proves less.
pub static CHEAPER: PlanRule = PlanRule {
    code: "CheaperRoute",
    severity: Severity::Notice,
    message: Text::new(
        "route `{route}` may take as few as {calls} calls instead of about {instead}, but {why}",
        "查询方式 `{route}` 最少只需 {calls} 次请求，而不是约 {instead} 次，但{why}",
    ),
    help: Text::new(
        "name `objectTypes` to make it safe, or choose the route yourself",
        "填写 `objectTypes` 即可安全使用，或自行指定查询方式",
    ),
    source: Some(Source::REFERENCE),
};
