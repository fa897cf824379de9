use super::window::{SECOND, Window, ceil_to_second};
use crate::contract::PlanRule;
use crate::contract::limits::{EDGE_MS, RETENTION_MS};
use crate::contract::planning::{FUTURE, NEAR_NOW, NEAR_RETENTION, OUT_OF_REACH, OUTSIDE_RETENTION, REVERSED};
use crate::time::Instant;

/// A time range as asked for, half-open; `None` is "all that the service still holds" and "up to now".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// The first moment.
    pub from: Option<Instant>,
    /// The first moment after it.
    pub to: Option<Instant>,
}

/// A part of a range that cannot be asked for: half-open, whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable {
    /// The first moment.
    pub start: Instant,
    /// The first moment after it.
    pub end: Instant,
    /// Why.
    pub reason: Reason,
}

/// Why a part of a range cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The service has forgotten it.
    Retention,
    /// It has not happened yet.
    Future,
}

impl Reason {
    /// `retention` or `future`.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Retention => "retention",
            Reason::Future => "future",
        }
    }
}

/// The oldest window starts at least this far inside the retention, so that it is still valid when it is read.
const MARGIN_LEAST: i64 = 60 * SECOND;
const MARGIN_MOST: i64 = EDGE_MS;

/// How far inside the retention the oldest window starts, for a walk that is expected to take `walk_ms`.
pub(crate) fn margin(walk_ms: u64) -> i64 {
    i64::try_from(walk_ms)
        .unwrap_or(MARGIN_MOST)
        .saturating_add(MARGIN_LEAST)
        .min(MARGIN_MOST)
}

/// How a range lies to what the service holds.
#[derive(Debug)]
pub(crate) struct Reach {
    /// The reachable part.
    pub(crate) whole: Option<Window>,
    /// The rest.
    pub(crate) unreachable: Vec<Unreachable>,
    /// What is to be told.
    pub(crate) findings: Vec<Cut>,
}

/// What a range loses at an edge, or why nothing of it is left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    pub(crate) rule: &'static PlanRule,
    /// The ends of the question that it is about.
    pub(crate) params: &'static [&'static str],
    /// What the rule's texts show.
    pub(crate) first: Option<Instant>,
    pub(crate) second: Option<Instant>,
}

impl Reach {
    fn cut(
        &mut self,
        rule: &'static PlanRule,
        params: &'static [&'static str],
        first: Option<Instant>,
        second: Option<Instant>,
    ) {
        self.findings.push(Cut {
            rule,
            params,
            first,
            second,
        });
    }
}

impl Range {
    /// What of the range can be asked for at `now`, if the oldest window shall start `margin` milliseconds inside the retention.
    pub(crate) fn reach(self, now: Instant, margin: i64) -> Reach {
        let mut reach = Reach {
            whole: None,
            unreachable: Vec::new(),
            findings: Vec::new(),
        };
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to <= from
        {
            reach.cut(&REVERSED, &["to", "from"], self.from, self.to);
            return reach;
        }
        let edge = now.plus_ms(-RETENTION_MS);
        let floor = ceil_to_second(edge.plus_ms(margin));
        // The current second is not over: its end would be an EndTime in the future.
        let ceiling = now.floor_to_second();
        let asked_start = self.from.map_or(Instant::MIN, Instant::floor_to_second);
        let asked_end = self.to.map_or(ceiling, ceil_to_second);
        let Some(whole) = Window::new(asked_start, asked_end.min(ceiling), floor) else {
            reach.cut(&OUT_OF_REACH, &["from", "to"], self.from, self.to);
            if self.from.is_some() && self.to.is_some() {
                let reason = if asked_start >= ceiling {
                    Reason::Future
                } else {
                    Reason::Retention
                };
                reach.unreachable.push(Unreachable {
                    start: asked_start,
                    end: asked_end,
                    reason,
                });
            }
            return reach;
        };
        if let Some(from) = self.from
            && asked_start < whole.start()
        {
            let start = whole.start();
            // Cutting off no more than this at either edge is worth a notice, not a warning, and nothing counts as unreachable.
            if from >= edge.plus_ms(-EDGE_MS) {
                reach.cut(&NEAR_RETENTION, &["from"], self.from, Some(start));
            } else {
                reach.cut(&OUTSIDE_RETENTION, &["from"], self.from, Some(start));
                reach.unreachable.push(Unreachable {
                    start: asked_start,
                    end: start,
                    reason: Reason::Retention,
                });
            }
        }
        if let Some(to) = self.to
            && to > now
        {
            let end = whole.end();
            if to <= now.plus_ms(EDGE_MS) {
                reach.cut(&NEAR_NOW, &["to"], Some(end), self.to);
            } else {
                reach.cut(&FUTURE, &["to"], Some(end), self.to);
                reach.unreachable.push(Unreachable {
                    start: end,
                    end: asked_end,
                    reason: Reason::Future,
                });
            }
        }
        reach.whole = Some(whole);
        reach
    }
}
