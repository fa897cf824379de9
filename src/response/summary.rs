//! What a page amounts to, from its columns alone.

use super::columns::{Columns, STATUS_BITS, WIDE};
use crate::contract::{FailureReason, OBJECT_TYPES, STATUSES, State};

/// Counts of one page. `status` and `object_type` count by code: the known ones of the contract in their order, then the unknown ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counts {
    pub(crate) rows: usize,
    pub(crate) state: [u32; State::COUNT],
    pub(crate) failure: [u32; FailureReason::COUNT],
    pub(crate) status: Vec<u32>,
    pub(crate) object_type: Vec<u32>,
    /// Mean of the readable progresses; not a number where there is none.
    pub(crate) mean_progress: f64,
    /// Creation time of the oldest running task, of the newest and of the oldest task; not a number where there is none.
    pub(crate) oldest_unfinished: f64,
    pub(crate) newest: f64,
    pub(crate) oldest: f64,
}

impl Counts {
    pub(crate) fn of(columns: &Columns) -> Counts {
        let mut status = vec![0; STATUSES.len() + columns.statuses.len()];
        let mut object_type = vec![0; OBJECT_TYPES.len() + columns.object_types.len()];
        let mut failure = [0; FailureReason::COUNT];
        let (mut sum, mut readable) = (0.0, 0.0);
        let (mut oldest_unfinished, mut newest, mut oldest) = (f64::NAN, f64::NAN, f64::NAN);
        for record in &columns.records {
            let code = record.status & ((1 << STATUS_BITS) - 1);
            count(&mut status, code);
            count(&mut object_type, record.object_type & !WIDE);
            let known = STATUSES.get(code as usize);
            match known.map_or(State::Unknown, |known| known.state) {
                State::Failed => count(&mut failure, (record.status >> STATUS_BITS) & 3),
                State::Running => oldest_unfinished = record.creation_time.min(oldest_unfinished),
                _ => {}
            }
            if !record.progress.is_nan() {
                sum += record.progress;
                readable += 1.0;
            }
            // `min` and `max` take the number where the other is none.
            newest = record.creation_time.max(newest);
            oldest = record.creation_time.min(oldest);
        }
        let mut state = [0; State::COUNT];
        for (at, rows) in status.iter().enumerate() {
            let of = STATUSES.get(at).map_or(State::Unknown, |known| known.state);
            if let Some(count) = state.get_mut(of as usize) {
                *count += rows;
            }
        }
        Counts {
            rows: columns.records.len(),
            state,
            failure,
            status,
            object_type,
            mean_progress: sum / readable,
            oldest_unfinished,
            newest,
            oldest,
        }
    }
}

fn count(counts: &mut [u32], code: u32) {
    if let Some(count) = counts.get_mut(code as usize) {
        *count += 1;
    }
}
