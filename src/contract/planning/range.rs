//! Of the range: moments that cannot be read, and what of it the service holds.

use super::PlanRule;
use crate::contract::{Severity, Source, Text};

/// A start that cannot be read.
pub static START_MALFORMED: PlanRule = MALFORMED;

/// An end that cannot be read.
pub static END_MALFORMED: PlanRule = PlanRule {
    code: "InvalidEndTime.Malformed",
    ..MALFORMED
};

const MALFORMED: PlanRule = PlanRule {
    code: "InvalidStartTime.Malformed",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be milliseconds since the epoch, a date object, or RFC 3339 text with its offset; found {found}",
        "`{param}` 须为毫秒时间戳、日期对象，或带时区偏移的 RFC 3339 文本；实际为 {found}",
    ),
    help: Text::new(
        "write the offset, `Z` or one like `+08:00`: without it, the moment would be a guess",
        "请写明时区偏移，如 `Z` 或 `+08:00`：没有偏移就无法确定是哪一刻",
    ),
    source: Some(Source::REFERENCE),
};

/// A start that never was.
pub static START_IMPOSSIBLE: PlanRule = IMPOSSIBLE;

/// An end that never was.
pub static END_IMPOSSIBLE: PlanRule = PlanRule {
    code: "InvalidEndTime.ValueNotSupported",
    ..IMPOSSIBLE
};

const IMPOSSIBLE: PlanRule = PlanRule {
    code: "InvalidStartTime.ValueNotSupported",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be a moment that exists; found {found}",
        "`{param}` 须为真实存在的时刻；实际为 {found}",
    ),
    help: Text::new(
        "check the day of the month, the hour and the offset; years have four digits",
        "请检查日期、小时和时区偏移；年份为四位数",
    ),
    source: Some(Source::REFERENCE),
};

/// An end that is not later than the start.
pub static REVERSED: PlanRule = PlanRule {
    code: "InvalidEndTime.Mismatch",
    severity: Severity::Error,
    message: Text::new(
        "`to` must be later than `from`; found {first} to {second}",
        "`to` 须晚于 `from`；实际为 {first} 至 {second}",
    ),
    help: Text::new(
        "a range holds its start and everything before its end",
        "时间范围包含起点，不包含终点",
    ),
    source: Some(Source::REFERENCE),
};

/// A range of which nothing can be asked for.
pub static OUT_OF_REACH: PlanRule = PlanRule {
    code: "InvalidTime",
    severity: Severity::Error,
    message: Text::new(
        "the range must reach into the last {retention} days, up to now; found {first} to {second}",
        "时间范围须与最近 {retention} 天（截至当前）有交集；实际为 {first} 至 {second}",
    ),
    help: Text::new(
        "the service forgets older tasks; numbers count milliseconds since the epoch, not seconds",
        "更早的任务已无法查询；数字按毫秒时间戳解释，而不是秒",
    ),
    source: Some(Source::REFERENCE),
};

/// A start well before the retention.
pub static OUTSIDE_RETENTION: PlanRule = PlanRule {
    code: "OutsideRetention",
    severity: Severity::Warning,
    message: Text::new(
        "only the last {retention} days can be asked for: {first} to {second} is out of reach",
        "只能查询最近 {retention} 天：{first} 至 {second} 无法查询",
    ),
    help: Text::new(
        "the answer will lack that part; keep your own record of older tasks",
        "查询结果不含这一段；更早的任务请自行留存记录",
    ),
    source: Some(Source::REFERENCE),
};

/// A start about where the retention begins.
pub static NEAR_RETENTION: PlanRule = PlanRule {
    code: "NearRetention",
    severity: Severity::Notice,
    message: Text::new(
        "the range starts at {second} instead of {first}, a little inside the last {retention} days",
        "起点由 {first} 改为 {second}，略晚于 {retention} 天的边界",
    ),
    help: Text::new(
        "the retention slides while calls are sent: a request at its very edge would have become invalid",
        "发送请求期间可查范围会不断后移：紧贴边界的请求到发出时可能已经失效",
    ),
    source: Some(Source::REFERENCE),
};

/// An end well after now.
pub static FUTURE: PlanRule = PlanRule {
    code: "FutureEndTime",
    severity: Severity::Warning,
    message: Text::new(
        "the future cannot be asked for: {first} to {second} is left out",
        "无法查询未来：{first} 至 {second} 不在计划内",
    ),
    help: Text::new("leave `to` out to ask up to now", "不填 `to` 即查询到当前为止"),
    source: Some(Source::REFERENCE),
};

/// An end shortly after now.
pub static NEAR_NOW: PlanRule = PlanRule {
    code: "FutureEndTime",
    severity: Severity::Notice,
    message: Text::new(
        "the range ends at {first} instead of {second}: no end time may lie in the future",
        "终点由 {second} 改为 {first}：结束时间不得晚于当前",
    ),
    help: Text::new(
        "leave `to` out to ask up to now; if this surprises you, compare your clock",
        "不填 `to` 即查询到当前为止；如与预期不符，请核对本机时钟",
    ),
    source: Some(Source::REFERENCE),
};
