//! Where a row stands: what queries show of it, and how asking moves it on.

use super::progress::{self, End, Fate, Reason};
use super::{Batch, Kind, Status, Tasks};
use crate::world::{Advance, World};

/// A row as one answer shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Which row.
    pub row: u32,
    /// Its status in this answer.
    pub status: Status,
    /// Its progress in this answer, in hundredths of a percent.
    pub progress: u16,
}

/// A row in words.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow<'a> {
    /// The id of its task.
    pub task_id: u64,
    /// What was to be refreshed or preloaded.
    pub object_path: &'a str,
    /// How.
    pub kind: Kind,
    /// Its status in this answer.
    pub status: Status,
    /// Its progress in this answer, in hundredths of a percent.
    pub progress: u16,
    /// Milliseconds since the epoch, by the service's clock; answers show whole seconds.
    pub created: i64,
    /// Why it failed; empty where it did not.
    pub description: String,
}

/// The purposes of draws.
const LAG: u64 = 10;
const SPELLING: u64 = 12;

impl Tasks {
    /// When a row becomes visible, by the service's clock; `None` where it never does.
    pub(crate) fn visible_from(&self, row: u32, batch: &Batch, world: &World) -> Option<i64> {
        if batch.hidden {
            return None;
        }
        let lag = self
            .chance
            .stream(LAG)
            .below(u64::from(row), u64::from(world.visibility_lag_ms) + 1);
        Some(batch.created.saturating_add(i64::try_from(lag).unwrap_or(i64::MAX)))
    }

    /// Whether queries show a row at `now`.
    pub(crate) fn is_visible(&self, row: u32, batch: &Batch, now: i64, world: &World) -> bool {
        // Most rows are older than any lag, and drawing theirs would cost more than all other filters.
        let settled = batch.created.saturating_add(i64::from(world.visibility_lag_ms)) <= now;
        !batch.hidden && (settled || self.visible_from(row, batch, world).is_some_and(|from| from <= now))
    }

    /// How a row ends.
    pub(crate) fn end_of(&self, row: u32, batch: &Batch, world: &World) -> End {
        let fate = self.fates.get(usize::from(batch.fate)).unwrap_or(&Fate::GOOD);
        progress::end(self.chance, u64::from(row), batch.kind, fate, world.states)
    }

    /// The row as it would be shown now; nothing moves.
    pub(crate) fn look(&self, row: u32, now: i64, world: &World) -> Option<Shown> {
        let state = self.row(row)?;
        let batch = self.batch(state.batch)?;
        let age = age(batch, now);
        let known = match world.advance {
            Advance::Always => age,
            _ if state.asked > 0 && state.asked <= age => state.known.max(state.asked),
            _ => state.known,
        };
        let end = self.end_of(row, batch, world);
        let (status, progress) = progress::at_age(&end, known, batch.kind, world.states);
        Some(Shown { row, status, progress })
    }

    /// Someone asks for a row: an update is triggered, which is done a little later, and whose result the next answer shows.
    pub(crate) fn ask(&mut self, row: u32, now: i64, world: &World) {
        let Some(batch) = self.batch_of(row) else { return };
        let age = age(batch, now);
        let Some(state) = usize::try_from(row).ok().and_then(|at| self.rows.get_mut(at)) else {
            return;
        };
        if state.asked > 0 && state.asked <= age {
            state.known = state.known.max(state.asked);
            state.asked = 0;
        }
        // An update under way is not triggered again.
        if state.asked == 0 {
            state.asked = age.saturating_add(world.advance_lag_ms).max(1);
        }
    }

    /// Takes it that someone has been looking until now: every state is fresh.
    pub fn ask_all(&mut self, now: i64) {
        let batches = &self.batches;
        for row in &mut self.rows {
            let batch = usize::try_from(row.batch).ok().and_then(|at| batches.get(at));
            row.known = batch.map_or(0, |batch| age(batch, now));
        }
    }

    /// A shown row in words.
    pub fn view(&self, shown: Shown, world: &World) -> Option<TaskRow<'_>> {
        let batch = self.batch_of(shown.row)?;
        let reason = if shown.status.is_final() {
            self.end_of(shown.row, batch, world).reason
        } else {
            None
        };
        Some(TaskRow {
            task_id: batch.id,
            object_path: self.path(shown.row),
            kind: batch.kind,
            status: shown.status,
            progress: shown.progress,
            created: batch.created,
            description: reason.map(|reason| self.spelled(reason, shown.row)).unwrap_or_default(),
        })
    }

    pub(crate) fn spelled(&self, reason: Reason, row: u32) -> String {
        reason.text(self.chance.stream(SPELLING), u64::from(row))
    }
}

fn age(batch: &Batch, now: i64) -> u32 {
    u32::try_from(now.saturating_sub(batch.created).max(0)).unwrap_or(u32::MAX)
}
