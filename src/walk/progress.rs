//! How far a walk is, for bars and estimates. Nothing is proven by it.

use super::ids::{Id, Phase};
use super::machine::Walk;
use super::unit::{Of, Unit, UnitState};
use crate::contract::State;
use crate::contract::limits::BY_ID_IDS;
use crate::plan::Route;

/// How far a walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows delivered; while waiting, rows found.
    pub rows: u64,
    /// How many there will be, once TotalCount of everything that is asked for is known.
    pub expected_rows: Option<u64>,
    /// Calls sent.
    pub calls: u64,
    /// How many it will take, as far as known.
    pub expected_calls: Option<u64>,
    /// Those rows by state, in the order of [`State::ALL`].
    pub by_state: [u64; State::COUNT],
    /// The time that is left, reckoned from how it went so far, in milliseconds.
    pub eta_ms: Option<u64>,
}

impl Walk {
    /// How far it is.
    pub fn progress(&self) -> Progress {
        let elapsed = u64::try_from(self.clock.latest.saturating_sub(self.started)).unwrap_or(0);
        let calls = self.counts.calls;
        if self.waiting.is_some() {
            let by_state = self.states_found();
            return Progress {
                rows: by_state.iter().sum(),
                expected_rows: None,
                calls,
                expected_calls: None,
                by_state,
                eta_ms: self.wait_eta(),
            };
        }
        let left = self.calls_left();
        let answered = calls.saturating_sub(u64::try_from(self.calls.len()).unwrap_or(0));
        Progress {
            rows: self.counts.rows,
            expected_rows: self.rows_expected(),
            calls,
            expected_calls: left.map(|left| calls.saturating_add(left)),
            by_state: self.counts.states,
            eta_ms: left.and_then(|left| elapsed.saturating_mul(left).checked_div(answered)),
        }
    }

    /// The calls that are still to be sent, as far as the first pages tell.
    fn calls_left(&self) -> Option<u64> {
        if self.end.is_some() {
            return Some(0);
        }
        let pages: u64 = self
            .units
            .iter()
            .filter(|unit| unit.state == UnitState::Open)
            .map(|unit| match &unit.reading {
                Some(reading) => u64::from((reading.last + 1).saturating_sub(reading.next)),
                None => 1,
            })
            .sum();
        let lists = u64::try_from(self.lists().saturating_sub(self.cursor)).ok()?;
        let due = u64::try_from(self.ids.due.len()).ok()?;
        let batches = due.div_ceil(u64::from(BY_ID_IDS.value));
        // Before the first reply nothing is known of the volume.
        (self.cursor > 0 || self.lists() == 0).then_some(pages + lists + batches)
    }

    fn rows_expected(&self) -> Option<u64> {
        let all_known = self.cursor >= self.lists() && self.ids.due.is_empty();
        if !all_known || !self.filter.is_empty() {
            return None;
        }
        let mut rows = self.ids.all.iter().map(|id| u64::from(id.rows())).sum::<u64>();
        for unit in self.units_of_lists() {
            rows += match &unit.state {
                UnitState::Done(_) => u64::from(unit.rows),
                UnitState::Split => 0,
                UnitState::Open | UnitState::Gap(_) => u64::from(unit.last_total?),
            };
        }
        Some(rows)
    }

    /// All but those whose rows count with their ids, and those whose rows count with their parts.
    fn units_of_lists(&self) -> impl Iterator<Item = &Unit> {
        let by_id = self.plan.route == Route::ById;
        let units = self.units.iter().filter(|unit| unit.state != UnitState::Split);
        units.filter(move |_| !by_id)
    }

    /// Rows found, by state, as they were seen last.
    fn states_found(&self) -> [u64; State::COUNT] {
        let mut found = [0; State::COUNT];
        let units = self.units_of_lists().map(|unit| &unit.states);
        for states in units.chain(self.ids.all.iter().map(|id| &id.states)) {
            for (sum, count) in found.iter_mut().zip(states) {
                *sum += u64::from(*count);
            }
        }
        found
    }

    /// The share of all work that is done, in ten-thousandths: a final row counts whole, a running one by its progress.
    pub(super) fn share_done(&self) -> u32 {
        let (mut rows, mut percent) = (0_u64, 0_u64);
        // What was not looked at yet counts as one row that has not begun.
        let mut add = |states: &[u32; State::COUNT], progress: u64, looked_at: bool| {
            let count: u64 = states.iter().map(|count| u64::from(*count)).sum();
            let failed = states.get(State::Failed as usize).copied().unwrap_or(0);
            let canceled = states.get(State::Canceled as usize).copied().unwrap_or(0);
            rows += count.max(u64::from(!looked_at));
            percent += progress.max(100 * u64::from(failed + canceled)).min(100 * count);
        };
        for Id { states, progress, .. } in &self.ids.all {
            add(states, u64::from(*progress), false);
        }
        for unit in self.units_of_lists() {
            add(&unit.states, unit.progress, unit.first_total.is_some());
        }
        u32::try_from((100 * percent).checked_div(rows).unwrap_or(0)).unwrap_or(0)
    }

    /// What is left at the speed since the first sweep.
    fn wait_eta(&self) -> Option<u64> {
        let (first, at) = self.waiting.as_ref()?.first_share?;
        let now = self.share_done();
        let elapsed = u64::try_from(self.clock.latest.saturating_sub(at)).ok()?;
        let done = u64::from(now.checked_sub(first)?);
        elapsed
            .saturating_mul(u64::from(10_000_u32.saturating_sub(now)))
            .checked_div(done)
    }

    /// The ids that are not settled, absent or aged: what a wait still waits for, and what it could not learn the end of.
    pub fn unfinished(&self) -> Vec<&str> {
        (0_u32..)
            .zip(&self.ids.all)
            .filter(|(_, id)| !id.is_over() || id.phase == Phase::Failed)
            .filter_map(|(place, _)| self.task_id(Of::Id(place)))
            .collect()
    }
}
