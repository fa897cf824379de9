//! Replies whose `Date` is wrong, or turns out to be: nothing is proven that was not asked for.

use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, honest, number, since, start_with, task};
use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::{Order, PlanOptions, PlannedCall};
use cdn_refresh_tasks::walk::{Head, Ledger, Verdict, Walk};

/// Each window of twenty minutes is one call.
fn start() -> Walk {
    let options = PlanOptions {
        window_seconds: Some(1200),
        ..PlanOptions::default()
    };
    start_with(&since(HOUR), &options)
}

/// An honest answer that says what time it is.
fn dated(tasks: &[Task], call: &PlannedCall, date: i64) -> Answer {
    match honest(tasks, call) {
        Answer::Page { head, rows } => Answer::Page {
            head: Head {
                date: Some(at(date)),
                ..head
            },
            rows,
        },
        other => other,
    }
}

/// That all tasks were delivered that are older than what is proven.
#[track_caller]
fn keeps_its_word(tasks: &[Task], desk: &Desk, ledger: &Ledger) {
    let proven = ledger.proven_until.map_or(i64::MIN, |until| until.ms());
    let missing: Vec<&Task> = tasks
        .iter()
        .filter(|task| task.created.is_some_and(|created| created < proven))
        .filter(|task| !desk.delivered.contains(task))
        .collect();
    assert_eq!(missing, Vec::<&Task>::new());
}

#[test]
fn a_date_that_stands_still() {
    // A cache's Date, ten minutes old: what is asked for ends there. When it is found out, the host's clock says that more was settled.
    let tasks = [task(1, "old.js", -50 * MINUTE), task(2, "young.js", -5 * MINUTE)];
    let (mut walk, mut desk) = (start(), Desk::new());
    for _ in 0..3 {
        let (id, call) = desk.send(&mut walk);
        desk.now += 31 * SECOND;
        desk.hand_in(&mut walk, id, &dated(&tasks, &call, START - 10 * MINUTE));
    }
    desk.run(&mut walk, &mut |call, _| honest(&tasks, call));
    let ledger = walk.ledger();
    assert_eq!(ledger.proven_until, Some(at(START - 10 * MINUTE)));
    keeps_its_word(&tasks, &desk, &ledger);
}

#[test]
fn rows_beyond_a_later_pass_are_not_counted_for_it() {
    // The first pass asks up to now and sees a young row; its Date says that now is earlier. What is asked for from then on has as many
    // rows as are known with the young one, but one of them is never shown.
    let tasks: Vec<Task> = (1..=3).map(|id| task(id, "old.js", -11 * MINUTE)).collect();
    let young = task(4, "young.js", -MINUTE);
    let page = |rows: Vec<Task>, total: u64, now: i64| Answer::Page {
        head: Head {
            page_number: Some(1),
            page_size: Some(100),
            total_count: Some(total),
            date: Some(at(now - 10 * MINUTE)),
        },
        rows,
    };
    let shown = |young: Option<&Task>| tasks.iter().take(2).chain(young).cloned().collect();
    let (mut walk, mut desk) = (start_with(&since(11 * MINUTE), &PlanOptions::default()), Desk::new());
    let (id, _) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &page(shown(Some(&young)), 4, START));
    desk.now += 5 * MINUTE;
    desk.run(&mut walk, &mut |call, now| match number(call, Param::PageNumber) {
        1 => page(shown(None), 3, now),
        _ => dated(&[], call, now - 10 * MINUTE),
    });
    let ledger = walk.ledger();
    keeps_its_word(&tasks, &desk, &ledger);
    assert_eq!(ledger.verdict, Verdict::Gaps);
}

#[test]
fn what_was_proven_before_the_clock_was_set_back_is_proven_no_further_than_by_the_clock_as_it_is_now() {
    // The youngest window is read first, by a clock that was ahead.
    let options = PlanOptions {
        order: Order::Newest,
        window_seconds: Some(1200),
        ..PlanOptions::default()
    };
    for back in [30 * SECOND, 10 * MINUTE] {
        let (mut walk, mut desk) = (start_with(&since(HOUR), &options), Desk::new());
        let (id, call) = desk.send(&mut walk);
        desk.now += 10;
        desk.hand_in(&mut walk, id, &honest(&[], &call));
        desk.now -= back;
        desk.run(&mut walk, &mut |call, _| honest(&[], call));
        assert_eq!(walk.ledger().proven_until, Some(at(START - back - 2 * MINUTE)));
    }
}
