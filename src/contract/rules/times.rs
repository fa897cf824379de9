//! StartTime and EndTime, each by itself. Together they are a range, in `range.rs`.

use super::plain::plain;
use crate::contract::rule::{Change, Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Examples, Given, Operation, Param, Source, Text, Value};
use crate::time::{DAY, Instant, Reading, read};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "InvalidStartTime.Malformed",
        params: &[Param::StartTime],
        examples: examples! {
            passes: [{ StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "yesterday", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23T16:00:00+08:00", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23T08:00:00.000Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23T08:00Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23 08:00:00", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23t08:00:00z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T00:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "1795420800", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23T08:00:00:00Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
            ],
        },
        ..MALFORMED
    },
    Rule {
        code: "InvalidStartTime.ValueNotSupported",
        params: &[Param::StartTime],
        examples: examples! {
            passes: [{ StartTime: "2026-11-23T23:59:59Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "2026-02-30T00:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-13-01T00:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23T23:59:60Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-23T24:00:00Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-24T00:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
            ],
        },
        ..IMPOSSIBLE
    },
    Rule {
        code: "InvalidEndTime.Malformed",
        params: &[Param::EndTime],
        examples: examples! {
            passes: [{ StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "2026-11-23T08:00:00Z", EndTime: "now" },
                { StartTime: "2026-11-22T08:00:00Z", EndTime: "2026-11-23 24:00" }
                    => { StartTime: "2026-11-22T08:00:00Z", EndTime: "2026-11-24T00:00:00Z" },
                // The whole of that day is meant.
                { StartTime: "2026-11-22T08:00:00Z", EndTime: "2026-11-22" }
                    => { StartTime: "2026-11-22T08:00:00Z", EndTime: "2026-11-23T00:00:00Z" },
                { StartTime: "2026-11-23T08:00:00Z", EndTime: "２０２６－１１－２４Ｔ０７：００：００Ｚ" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T07:00:00Z" },
                { StartTime: "2026-11-23T08:00:00Z", EndTime: " 2026-11-24T07:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T07:00:00Z" },
            ],
        },
        ..MALFORMED
    },
    Rule {
        code: "InvalidEndTime.ValueNotSupported",
        params: &[Param::EndTime],
        examples: examples! {
            passes: [{ StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-23T23:59:59Z" }],
            fails: [
                { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-31T00:00:00Z" },
                { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-23T24:00:00Z" }
                    => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T00:00:00Z" },
            ],
        },
        ..IMPOSSIBLE
    },
];

/// What the rules about times share.
pub(super) const TIMES: Rule = Rule {
    code: "",
    severity: Severity::Error,
    disputed: false,
    operation: Some(Operation::DescribeRefreshTasks),
    params: &[],
    message: Text::new("", ""),
    help: Text::new("", ""),
    source: Source::REFERENCE,
    judge: Judge::Value(malformed),
    examples: Examples::NONE,
};

const MALFORMED: Rule = Rule {
    message: Text::new(
        "`{param}` must be exactly `yyyy-MM-ddTHH:mm:ssZ`, in UTC",
        "`{param}` 格式须为 `yyyy-MM-ddTHH:mm:ssZ`（UTC 时间）",
    ),
    help: Text::new(
        "no offset, no fraction, no missing seconds: `2017-12-21T16:00:00+08:00` is written `2017-12-21T08:00:00Z`",
        "不能带时区偏移或小数秒，秒不能省略：`2017-12-21T16:00:00+08:00` 应写作 `2017-12-21T08:00:00Z`",
    ),
    ..TIMES
};

const IMPOSSIBLE: Rule = Rule {
    message: Text::new("`{param}` must be a moment that exists", "`{param}` 须为真实存在的时刻"),
    help: Text::new(
        "hours run from 00 to 23, minutes and seconds to 59, and months have their days",
        "小时为 00–23，分、秒最大为 59，日期不能超出当月天数",
    ),
    judge: Judge::Value(impossible),
    ..TIMES
};

const CONVERT: Text = Text::new("convert to UTC: {value}", "换算为 UTC：{value}");
const AS_UTC: Text = Text::new("read as UTC: {value}", "按 UTC 理解：{value}");
const AS_CHINA: Text = Text::new("read as UTC+8: {value}", "按北京时间（UTC+8）理解：{value}");
const TO_END_OF_DAY: Text = Text::new(
    "read as UTC, to the end of that day: {value}",
    "按 UTC 理解，到当天结束：{value}",
);
const TO_END_OF_DAY_CHINA: Text = Text::new(
    "read as UTC+8, to the end of that day: {value}",
    "按北京时间（UTC+8）理解，到当天结束：{value}",
);
const NEXT_DAY: Text = Text::new("use the start of the next day: {value}", "改为次日零点：{value}");

/// UTC+8, in milliseconds.
const CHINA: i64 = DAY / 3;

pub(super) fn set(param: Param, at: Instant) -> Change {
    Change::Set(param, Value::Text(at.to_string()))
}

fn malformed(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let (finding, reading) = match plain(param, given) {
        Ok(text) => match read(text) {
            Reading::Exact(_) | Reading::Impossible { .. } => return Ok(()),
            other => (Finding::of(text), other),
        },
        Err(finding) => {
            let reading = match given {
                Given::Text(text) => read(text),
                Given::Moment(Some(moment)) => Reading::Moment(*moment),
                _ => Reading::Unreadable,
            };
            (finding, reading)
        }
    };
    Err(match (reading, param) {
        (Reading::Exact(at) | Reading::Moment(at) | Reading::Impossible { meant: Some(at) }, _) => {
            finding.or(CONVERT, vec![set(param, at)])
        }
        (Reading::Local(at), _) | (Reading::Day(at), Param::StartTime) => finding
            .or(AS_UTC, vec![set(param, at)])
            .or(AS_CHINA, vec![set(param, at.plus_ms(-CHINA))]),
        // Who names a day as the end means the whole of it.
        (Reading::Day(at), _) => finding
            .or(TO_END_OF_DAY, vec![set(param, at.plus_ms(DAY))])
            .or(TO_END_OF_DAY_CHINA, vec![set(param, at.plus_ms(DAY - CHINA))])
            .or(AS_UTC, vec![set(param, at)]),
        (Reading::Impossible { meant: None } | Reading::Unreadable, _) => finding,
    })
}

fn impossible(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let text = plain(param, given)?;
    match read(text) {
        Reading::Impossible { meant: None } => Err(Finding::of(text)),
        Reading::Impossible { meant: Some(at) } => Err(Finding::of(text).or(NEXT_DAY, vec![set(param, at)])),
        _ => Ok(()),
    }
}
