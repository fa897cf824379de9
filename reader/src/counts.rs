//! What a page amounts to, from its columns alone.

use crate::columns::{Columns, STATUS_BITS, WIDE};
use crate::schema::Schema;

/// Counts of one page. `status` and `object_type` count by code: the known ones of the schema in their order, then the unknown ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// How many tasks.
    pub rows: usize,
    /// Tasks by state.
    pub state: Vec<u32>,
    /// Failed tasks by reason.
    pub failure: Vec<u32>,
    /// Tasks by status.
    pub status: Vec<u32>,
    /// Tasks by type.
    pub object_type: Vec<u32>,
    /// Mean of the readable progresses; not a number where there is none.
    pub mean_progress: f64,
    /// Creation time of the oldest running task; not a number where there is none.
    pub oldest_unfinished: f64,
    /// Creation time of the newest task; not a number where there is none.
    pub newest: f64,
    /// Creation time of the oldest task; not a number where there is none.
    pub oldest: f64,
}

impl Counts {
    /// Counts the rows of a page.
    pub fn of(columns: &Columns, schema: &Schema) -> Counts {
        let mut status = vec![0; schema.statuses.len() + columns.statuses.len()];
        let mut object_type = vec![0; schema.object_types.len() + columns.object_types.len()];
        let mut failure = vec![0; schema.reasons];
        let (mut sum, mut readable) = (0.0, 0.0);
        let (mut oldest_unfinished, mut newest, mut oldest) = (f64::NAN, f64::NAN, f64::NAN);
        for record in &columns.records {
            let code = record.status & ((1 << STATUS_BITS) - 1);
            count(&mut status, code);
            count(&mut object_type, record.object_type & !WIDE);
            let state = schema.state(code);
            if state == schema.failed {
                count(&mut failure, (record.status >> STATUS_BITS) & 3);
            } else if state == schema.running {
                oldest_unfinished = earlier(record.creation_time, oldest_unfinished);
            }
            if !record.progress.is_nan() {
                sum += record.progress;
                readable += 1.0;
            }
            newest = -earlier(-record.creation_time, -newest);
            oldest = earlier(record.creation_time, oldest);
        }
        let mut state = vec![0; schema.states];
        for (code, rows) in (0..).zip(&status) {
            if let Some(count) = state.get_mut(usize::from(schema.state(code))) {
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

    /// Adds the counts to a row of numbers: states, reasons, statuses, types.
    pub fn list(&self, numbers: &mut Vec<f64>) {
        for counts in [&self.state, &self.failure, &self.status, &self.object_type] {
            numbers.extend(counts.iter().map(|count| f64::from(*count)));
        }
    }
}

/// The smaller of two, of which one or both may be not a number.
#[inline(always)]
fn earlier(one: f64, best: f64) -> f64 {
    if one < best || best.is_nan() { one } else { best }
}

fn count(counts: &mut [u32], code: u32) {
    if let Some(count) = counts.get_mut(code as usize) {
        *count += 1;
    }
}
