//! StartTime and EndTime together: the range that is asked for.

use super::times::{TIMES, set};
use crate::contract::rule::{Change, Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Field, Param, Text, limits, quote};
use crate::time::Instant;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "MissingTimeParameter",
        params: &[Param::StartTime, Param::EndTime],
        message: Text::new(
            "`StartTime` and `EndTime` must be given together",
            "`StartTime` 和 `EndTime` 必须同时填写",
        ),
        help: Text::new(
            "leave both out to ask for everything of the last {retention} days",
            "两个都不填即查询最近 {retention} 天",
        ),
        judge: Judge::Draft(missing),
        examples: examples! {
            passes: [
                { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { TaskId: "1" },
                { StartTime: "nonsense", EndTime: "nonsense" },
            ],
            fails: [
                { StartTime: "2026-11-23T08:00:00Z" } => { StartTime: "2026-11-23T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
                { EndTime: "2026-11-24T08:00:00Z" } => { StartTime: "2026-11-21T08:10:01Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "nonsense" },
            ],
        },
        ..TIMES
    },
    Rule {
        code: "InvalidEndTime.Mismatch",
        params: &[Param::EndTime, Param::StartTime],
        message: Text::new(
            "`EndTime` must be later than `StartTime`",
            "`EndTime` 必须晚于 `StartTime`",
        ),
        help: Text::new(
            "equal times are refused as well; for one second ask from that second to the next",
            "两者相等也会被拒绝；要查某一秒，请从该秒查到下一秒",
        ),
        judge: Judge::Draft(mismatch),
        examples: examples! {
            passes: [{ StartTime: "2026-11-24T07:59:59Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-23T07:00:00Z" }
                    => { StartTime: "2026-11-23T07:00:00Z", EndTime: "2026-11-24T07:00:00Z" },
                { StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-24T07:00:00Z" }
                    => { StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
            ],
        },
        ..TIMES
    },
    Rule {
        code: "InvalidTime",
        params: &[Param::StartTime, Param::EndTime],
        message: Text::new(
            "times must lie within the last {retention} days",
            "时间须在最近 {retention} 天内",
        ),
        help: Text::new(
            "the service forgets older tasks; whether its days are rolling hours or calendar days is not documented, so 72 hours count here",
            "更早的任务服务已不保留；文档未说明按滚动小时还是按自然日计算，这里按 72 小时判断",
        ),
        judge: Judge::Draft(too_old),
        examples: examples! {
            passes: [{ StartTime: "2026-11-21T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "2026-11-21T07:59:59Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-21T08:10:01Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2017-12-21T08:00:00Z", EndTime: "2017-12-22T08:00:00Z" }
                    => { StartTime: "2026-11-21T08:10:01Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "nonsense", EndTime: "2017-12-22T08:00:00Z" },
            ],
        },
        ..TIMES
    },
    Rule {
        code: "FutureStartTime",
        severity: Severity::Warning,
        params: &[Param::StartTime],
        message: FUTURE,
        help: FUTURE_HELP,
        judge: Judge::Draft(start_in_future),
        examples: examples! {
            passes: [{ StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [{ StartTime: "2026-11-24T08:00:01Z", EndTime: "2026-11-24T09:00:00Z" } => {}],
        },
        ..TIMES
    },
    Rule {
        code: "FutureEndTime",
        severity: Severity::Warning,
        params: &[Param::EndTime],
        message: FUTURE,
        help: FUTURE_HELP,
        judge: Judge::Draft(end_in_future),
        examples: examples! {
            passes: [{ StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-24T08:00:01Z" }
                    => { StartTime: "2026-11-24T07:00:00Z", EndTime: "2026-11-24T08:00:00Z" },
            ],
        },
        ..TIMES
    },
    Rule {
        code: "NearRetention",
        severity: Severity::Warning,
        params: &[Param::StartTime],
        message: Text::new(
            "`StartTime` should be more than 10 minutes inside the last {retention} days",
            "`StartTime` 应比 {retention} 天的边界晚 10 分钟以上",
        ),
        help: Text::new(
            "the {retention} days move on with the clock: a request sent a little later would be refused with InvalidTime",
            "{retention} 天的边界随时间推移：稍后再发送，就会被服务以 InvalidTime 拒绝",
        ),
        judge: Judge::Draft(near_retention),
        examples: examples! {
            passes: [{ StartTime: "2026-11-21T08:10:01Z", EndTime: "2026-11-24T08:00:00Z" }],
            fails: [
                { StartTime: "2026-11-21T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-21T08:10:01Z", EndTime: "2026-11-24T08:00:00Z" },
                { StartTime: "2026-11-21T08:10:00Z", EndTime: "2026-11-24T08:00:00Z" }
                    => { StartTime: "2026-11-21T08:10:01Z", EndTime: "2026-11-24T08:00:00Z" },
            ],
        },
        ..TIMES
    },
];

const FUTURE: Text = Text::new("`{param}` should not lie in the future", "`{param}` 不应晚于当前时间");
const FUTURE_HELP: Text = Text::new(
    "nothing can be found there yet; if the time is right, the clock of this machine is not",
    "未来的时间段内不会有任务；如果时间无误，请检查本机时钟",
);
const BUT_NOW: Text = Text::new("found {0}, and now it is {1}", "实际为 {0}，而当前时间为 {1}");
const NOT_LATER: Text = Text::new("found {0}, which is not later than {1}", "{0} 不晚于 {1}");
const ONLY: Text = Text::new("found only `{0}`", "只填写了 `{0}`");
const SWAP: Text = Text::new("swap the two times", "对调两个时间");
const UNTIL_NOW: Text = Text::new("set `{param}` to now: {value}", "将 `{param}` 设为当前时间：{value}");
const EARLIEST: Text = Text::new(
    "set `{param}` as early as is safe: {value}",
    "将 `{param}` 设为最早的稳妥时间：{value}",
);
const LAST_DAYS: Text = Text::new(
    "ask for the last {retention} days instead, from {value} to now",
    "改查最近 {retention} 天：从 {value} 到当前时间",
);
const NO_TIMES: Text = Text::new(
    "remove both times: everything of the last {retention} days",
    "去掉两个时间，查询最近 {retention} 天",
);

/// The oldest moment that can be asked for.
fn edge(case: &Case<'_>) -> Instant {
    case.now.plus_ms(-limits::RETENTION_MS)
}

/// The earliest start that gives no warning.
fn earliest(case: &Case<'_>) -> Instant {
    edge(case).plus_ms(limits::EDGE_MS).floor_to_second().plus_ms(1000)
}

fn missing(case: &Case<'_>) -> Verdict {
    let now = case.now.floor_to_second();
    let (given, missing, repair) = match (case.is_given(Param::StartTime), case.is_given(Param::EndTime)) {
        (true, false) => (Param::StartTime, Param::EndTime, (UNTIL_NOW, now)),
        (false, true) => (Param::EndTime, Param::StartTime, (EARLIEST, earliest(case))),
        _ => return Ok(()),
    };
    let (title, at) = repair;
    Err(Finding::saying(ONLY, vec![given.name().to_owned()])
        .at(vec![missing, given])
        .or(title, vec![set(missing, at)])
        .or_remove(given))
}

fn mismatch(case: &Case<'_>) -> Verdict {
    let (Field::Value(start), Field::Value(end)) = (case.start(), case.end()) else {
        return Ok(());
    };
    if start < end {
        return Ok(());
    }
    Err(
        Finding::saying(NOT_LATER, vec![quote(&end.to_string()), quote(&start.to_string())])
            .or(SWAP, vec![set(Param::StartTime, end), set(Param::EndTime, start)])
            .or(UNTIL_NOW, vec![set(Param::EndTime, case.now.floor_to_second())]),
    )
}

fn too_old(case: &Case<'_>) -> Verdict {
    let old: Vec<(Param, Instant)> = [(Param::StartTime, case.start()), (Param::EndTime, case.end())]
        .into_iter()
        .filter_map(|(param, field)| match field {
            Field::Value(at) if at < edge(case) => Some((param, at)),
            _ => None,
        })
        .collect();
    let Some((_, at)) = old.first() else { return Ok(()) };
    let finding = Finding::saying(BUT_NOW, vec![quote(&at.to_string()), quote(&case.now.to_string())])
        .at(old.iter().map(|(param, _)| *param).collect());
    let start = set(Param::StartTime, earliest(case));
    let end = set(Param::EndTime, case.now.floor_to_second());
    Err(match case.end() {
        Field::Value(end) if end > earliest(case) => finding.or(EARLIEST, vec![start]),
        Field::Value(_) => finding.or(LAST_DAYS, vec![start, end]).or(NO_TIMES, no_times()),
        Field::Absent | Field::Invalid => finding.or(EARLIEST, vec![start]),
    })
}

fn no_times() -> Vec<Change> {
    vec![Change::Remove(Param::StartTime), Change::Remove(Param::EndTime)]
}

fn in_future(case: &Case<'_>, field: Field<Instant>) -> Option<Box<Finding>> {
    match field {
        Field::Value(at) if at > case.now => Some(Finding::saying(
            BUT_NOW,
            vec![quote(&at.to_string()), quote(&case.now.to_string())],
        )),
        _ => None,
    }
}

fn start_in_future(case: &Case<'_>) -> Verdict {
    in_future(case, case.start()).map_or(Ok(()), |finding| Err(finding.or(NO_TIMES, no_times())))
}

fn end_in_future(case: &Case<'_>) -> Verdict {
    in_future(case, case.end()).map_or(Ok(()), |finding| {
        Err(finding.or(UNTIL_NOW, vec![set(Param::EndTime, case.now.floor_to_second())]))
    })
}

fn near_retention(case: &Case<'_>) -> Verdict {
    match case.start() {
        Field::Value(at) if edge(case) <= at && at <= edge(case).plus_ms(limits::EDGE_MS) => Err(Finding::saying(
            BUT_NOW,
            vec![quote(&at.to_string()), quote(&case.now.to_string())],
        )
        .or(EARLIEST, vec![set(Param::StartTime, earliest(case))])),
        _ => Ok(()),
    }
}
