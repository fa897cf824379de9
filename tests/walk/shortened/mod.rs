//! Walks of which a checkpoint cannot hold everything.

mod lists;
mod rows;

use crate::desk::{Desk, SECOND, Task, at, honest, task};
use cdn_refresh_tasks::walk::{Ledger, Walk};
use std::collections::BTreeMap;

const LIMIT: usize = 64 * 1024;

/// So many tasks, some of them in each second from so long before [`START`].
pub(super) fn spread(count: u64, each: u64, from: i64) -> Vec<Task> {
    (0..count)
        .map(|number| task(number, "a", from + (number / each).cast_signed() * SECOND))
        .collect()
}

/// Hands in so many answers.
pub(super) fn answered(walk: &mut Walk, desk: &mut Desk, count: usize, tasks: &[Task]) {
    for _ in 0..count {
        let (id, call) = desk.send(walk);
        desk.hand_in(walk, id, &honest(tasks, &call));
    }
}

/// Another process goes on, from a checkpoint that could not hold everything.
pub(super) fn handed_over(walk: &mut Walk, now: i64) -> Walk {
    let text = walk.checkpoint();
    assert!(text != walk.whole(), "it has room for everything");
    Walk::resume(&text, None, at(now)).unwrap()
}

pub(super) fn repeats(ledger: &Ledger) -> bool {
    ledger.assumptions.iter().any(|name| name == "rows-may-repeat")
}

/// How often each task was delivered.
pub(super) fn times(desk: &Desk) -> BTreeMap<&str, usize> {
    desk.delivered.iter().fold(BTreeMap::new(), |mut times, task| {
        *times.entry(task.id.as_str()).or_default() += 1;
        times
    })
}
