//! What a wait is said to do, sentence by sentence, against a service whose answers are written beside it.

mod rows;
mod sweeps;
mod told;
mod trouble;

use crate::desk::{Desk, HOUR, MINUTE, SECOND, START, Task, at};
use cdn_refresh_tasks::plan::{PlanOptions, Query, plan};
use cdn_refresh_tasks::walk::{GRACE_MS, Walk, WalkOptions};

const SETTLED: i64 = -10 * MINUTE;

fn ids(count: u64) -> Query<'static> {
    Query {
        task_ids: (1..=count).map(|id| id.to_string()).collect(),
        ..Query::default()
    }
}

fn wait_with(query: &Query<'_>, seed: u64, deadline: i64) -> Walk {
    let options = WalkOptions {
        seed,
        ..WalkOptions::default()
    };
    let plan = plan(query, at(START), &PlanOptions::default());
    Walk::wait(plan, at(START), at(START + deadline), GRACE_MS, options)
}

fn wait(query: &Query<'_>) -> Walk {
    wait_with(query, 0, HOUR)
}

/// Tasks that are over at these moments.
fn status_at(tasks: &[(Task, i64)], now: i64) -> Vec<Task> {
    let shown = tasks.iter().map(|(task, ends)| match now - START >= *ends {
        true => task.clone(),
        false => Task {
            status: "Refreshing",
            progress: 50,
            ..task.clone()
        },
    });
    shown.collect()
}

/// The moments at which sweeps began.
fn sweeps(desk: &Desk) -> Vec<i64> {
    let mut begun: Vec<i64> = Vec::new();
    for (time, _) in &desk.sent {
        if begun.last().is_none_or(|last| time - last > SECOND) {
            begun.push(*time);
        }
    }
    begun
}
