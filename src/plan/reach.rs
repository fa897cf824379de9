use super::window::{SECOND, Window, ceil_to_second};
use crate::contract::limits::RETENTION_MS;
use crate::time::Instant;
use serde::{Serialize, Serializer};

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

impl Serialize for Unreachable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Unreachable", 3)?;
        object.serialize_field("start", &self.start.to_string())?;
        object.serialize_field("end", &self.end.to_string())?;
        object.serialize_field("reason", self.reason.name())?;
        object.end()
    }
}

/// Cutting off no more than this at either edge is worth a notice, not a warning, and nothing counts as unreachable.
pub(crate) const EDGE: i64 = 10 * 60 * SECOND;

/// The oldest window starts at least this far inside the retention, so that it is still valid when it is read.
const MARGIN_LEAST: i64 = 60 * SECOND;
const MARGIN_MOST: i64 = EDGE;

/// How far inside the retention the oldest window starts, for a walk that is expected to take `walk_ms`.
pub(crate) fn margin(walk_ms: u64) -> i64 {
    i64::try_from(walk_ms)
        .unwrap_or(MARGIN_MOST)
        .saturating_add(MARGIN_LEAST)
        .min(MARGIN_MOST)
}

/// How a range lies to what the service holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The reachable part.
    pub(crate) whole: Option<Window>,
    /// The rest.
    pub(crate) unreachable: Vec<Unreachable>,
    /// What is to be told.
    pub(crate) findings: Vec<Cut>,
}

/// What a range loses at an edge, or why nothing of it is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The end is not later than the start.
    Reversed { from: Instant, to: Instant },
    /// Nothing of it can be asked for.
    OutOfReach,
    /// It starts more than [`EDGE`] before the retention.
    Retention { from: Instant, start: Instant },
    /// It starts about where the retention does.
    NearRetention { from: Instant, start: Instant },
    /// It ends more than [`EDGE`] after now.
    Future { end: Instant, to: Instant },
    /// It ends shortly after now.
    NearNow { end: Instant, to: Instant },
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
            reach.findings.push(Cut::Reversed { from, to });
            return reach;
        }
        let edge = now.plus_ms(-RETENTION_MS);
        let floor = ceil_to_second(edge.plus_ms(margin));
        // The current second is not over: its end would be an EndTime in the future.
        let ceiling = now.floor_to_second();
        let asked_start = self.from.map_or(Instant::MIN, Instant::floor_to_second);
        let asked_end = self.to.map_or(ceiling, ceil_to_second);
        let Some(whole) = Window::new(asked_start, asked_end.min(ceiling), floor) else {
            reach.findings.push(Cut::OutOfReach);
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
            if from >= edge.plus_ms(-EDGE) {
                reach.findings.push(Cut::NearRetention { from, start });
            } else {
                reach.findings.push(Cut::Retention { from, start });
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
            if to <= now.plus_ms(EDGE) {
                reach.findings.push(Cut::NearNow { end, to });
            } else {
                reach.findings.push(Cut::Future { end, to });
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
