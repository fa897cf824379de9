//! A failing case made smaller, as long as the same law fails.

use crate::case::{Case, Faults, Host};
use cdn_refresh_tasks_emulator::World;

/// Every case that is a step simpler.
fn simpler(case: &Case) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut with = |change: &dyn Fn(&mut Case)| {
        let mut changed = case.clone();
        change(&mut changed);
        cases.push(changed);
    };
    let count = case.batches.len();
    for part in [2, 4, 8, 16, count.max(1)] {
        let size = count.div_ceil(part).max(1);
        for from in (0..count).step_by(size) {
            // The numbers of the others stay, because questions go by them.
            with(&|case| {
                for batch in case.batches.iter_mut().skip(from).take(size) {
                    batch.rows = 0;
                }
            });
        }
    }
    for at in 0..count {
        with(&|case| case.batches[at].rows /= 2);
        with(&|case| case.batches[at].rows = case.batches[at].rows.saturating_sub(1));
        with(&|case| case.batches[at].twice = false);
    }
    with(&|case| case.world = World::default());
    let plain = World::default();
    macro_rules! reset {
        ($($switch:ident),*) => { $( with(&|case| case.world.$switch = plain.$switch); )* };
    }
    reset!(
        start,
        end,
        precision,
        retention,
        order,
        ties,
        visibility_lag_ms,
        advance,
        advance_lag_ms,
        states,
        total_count_cap,
        beyond_end,
        by_id_rows,
        by_id_cut,
        by_id_total,
        clock_offset_ms,
        future_times,
        others_per_second,
        quota_window,
        throttle_form,
        retry_after
    );
    with(&|case| case.world.visibility_lag_ms = 0);
    with(&|case| case.faults = Faults::default());
    with(&|case| case.faults.outage = None);
    with(&|case| case.faults.heavy = None);
    with(&|case| case.faults.internal = 0);
    with(&|case| case.faults.network = 0);
    with(&|case| case.faults.timeout = 0);
    with(&|case| case.faults.html = 0);
    with(&|case| case.faults.repeated = 0);
    with(&|case| case.faults.foreign = 0);
    with(&|case| {
        case.host = Host {
            in_flight: 1,
            latency: (1, 1),
            date: true,
            frozen_date: false,
            set_back: None,
            resume_every: None,
            other_clock: None,
        }
    });
    with(&|case| case.host.in_flight = 1);
    with(&|case| case.host.latency = (1, 1));
    with(&|case| case.host.date = true);
    with(&|case| case.host.set_back = None);
    with(&|case| case.host.resume_every = None);
    with(&|case| case.host.other_clock = None);
    with(&|case| case.question.rows_per_hour = None);
    with(&|case| case.question.window_seconds = None);
    with(&|case| case.question.newest = false);
    with(&|case| case.question.limit = None);
    with(&|case| case.question.forced = None);
    with(&|case| case.question.wait = None);
    with(&|case| case.question.to = None);
    with(&|case| case.question.from = None);
    cases
}

/// The smallest case that `fails` as this one does, within so many tries.
pub(crate) fn shrink(case: &Case, tries: usize, fails: impl Fn(&Case) -> bool) -> Case {
    let mut smallest = case.clone();
    let mut left = tries;
    'again: loop {
        for candidate in simpler(&smallest) {
            if format!("{candidate:?}") == format!("{smallest:?}") {
                continue;
            }
            if left == 0 {
                return smallest;
            }
            left -= 1;
            if fails(&candidate) {
                smallest = candidate;
                continue 'again;
            }
        }
        return smallest;
    }
}
