//! Waiting: a walk that is repeated in sweeps until every task is final.
//!
//! Sweeps start five seconds apart and grow to thirty, with jitter. What is settled is not asked for again. A unit or an id is settled
//! when it was proven whole, all its rows were final, and a second look found the same; that second look delivers its rows.

use super::ids::{Id, Phase, Way, all_final};
use super::machine::{Walk, WalkOptions};
use super::unit::{Of, Unit, UnitState};
use crate::plan::Plan;
use crate::time::Instant;

/// The pause between the starts of two sweeps, at first and at most, in milliseconds.
const FIRST_MS: u32 = 5_000;
const LONGEST_MS: u32 = 30_000;

/// How long a just-submitted id may be absent, in milliseconds, where nothing else is said.
pub const GRACE_MS: u32 = 120_000;

/// The state of waiting. Moments are the walk's own time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Waiting {
    pub(super) deadline: i64,
    /// An id that is absent from then on is absent.
    pub(super) grace_ends: i64,
    /// When this sweep began.
    pub(super) began: i64,
    /// The pause before the next.
    pub(super) pause: u32,
    /// Units to be read again in the next sweep.
    pub(super) again: Vec<u32>,
    /// For the time that is left: share done, in ten-thousandths, at the end of the first sweep, and when that was.
    pub(super) first_share: Option<(u32, i64)>,
}

impl Walk {
    /// Waits until every task that `plan` asks for is final, but no longer than `deadline`. An id may be absent for `grace_ms`.
    pub fn wait(plan: Plan, now: Instant, deadline: Instant, grace_ms: u32, options: WalkOptions) -> Walk {
        let mut walk = Walk::start(plan, now, options);
        walk.waiting = Some(Waiting {
            deadline: deadline.ms(),
            grace_ends: walk.started.saturating_add(i64::from(grace_ms)),
            began: walk.started,
            pause: FIRST_MS,
            again: Vec::new(),
            first_share: None,
        });
        walk
    }

    /// A wait may take until `deadline` instead.
    pub fn wait_until(&mut self, deadline: Instant) {
        let deadline = self.clock.to_walk(deadline);
        if let Some(waiting) = &mut self.waiting {
            waiting.deadline = deadline;
        }
    }

    /// When the next sweep begins; `None` where all is settled or nothing is waited for.
    pub(super) fn next_sweep(&self) -> Option<i64> {
        let waiting = self.waiting.as_ref()?;
        let ids_open = self.ids.all.iter().any(|id| !id.is_over());
        if waiting.again.is_empty() && !ids_open {
            return None;
        }
        // Where only second looks are outstanding, they need not be far off. Of an id that is paged, its list tells.
        let ids_confirm = |id: &Id| id.is_over() || id.phase == Phase::FinalOnce || id.way == Way::List;
        let units_confirm = |unit: &Unit| unit.state != UnitState::Open || unit.final_once;
        let confirming = self.ids.all.iter().all(ids_confirm) && self.units.iter().all(units_confirm);
        let pause = if confirming { FIRST_MS } else { waiting.pause };
        Some(waiting.began.saturating_add(i64::from(pause)))
    }

    pub(super) fn begin_sweep(&mut self) {
        let share = self.share_done();
        let time = self.clock.latest;
        let Some(waiting) = self.waiting.as_mut() else { return };
        waiting.first_share = waiting.first_share.or(Some((share, time)));
        waiting.began = time;
        let pause = (waiting.pause.saturating_mul(3) / 2).min(LONGEST_MS);
        // Up to a tenth more or less, so that those who began together do not stay together.
        let jitter = self.chance.up_to(pause / 5);
        waiting.pause = (pause - pause / 10).saturating_add(jitter).min(LONGEST_MS);
        let again = std::mem::take(&mut waiting.again);
        for at in again {
            if let Some(reading) = self.unit(at).and_then(|unit| unit.reading.as_mut()) {
                reading.start_anew();
            }
            self.queue.push_back(at);
        }
        self.ids.ask_open();
    }

    /// While waiting, a unit was read whole, as far as rows were settled at its first call.
    pub(super) fn whole_while_waiting(&mut self, at: u32, settle: Instant) {
        let Some(unit) = self.unit(at) else { return };
        let is_final = all_final(&unit.states);
        let settled = match unit.of {
            Of::List { .. } | Of::Folded(_) => unit.end <= settle,
            // Rows of an id are made together; more of them may appear until the youngest has settled.
            Of::Id(_) => unit
                .youngest
                .is_none_or(|second| i64::from(second) * 1000 < settle.ms()),
        };
        if is_final && settled && unit.final_once {
            let proven = unit.end.min(settle);
            unit.state = UnitState::Done(proven);
            unit.reading = None;
            return self.id_unit_closed(at);
        }
        unit.final_once = is_final && settled;
        self.keep_for_next_sweep(at);
    }

    /// Reads a unit again in the next sweep.
    pub(super) fn keep_for_next_sweep(&mut self, at: u32) {
        let states = self.unit(at).map(|unit| (unit.of, unit.states, unit.progress));
        if let Some((Of::Id(place), states, progress)) = states
            && let Some(id) = self.ids.get(place)
        {
            id.states = states;
            id.progress = u32::try_from(progress).unwrap_or(u32::MAX);
        }
        if let Some(waiting) = self.waiting.as_mut() {
            waiting.again.push(at);
        }
    }
}
