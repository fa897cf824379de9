//! What a walk does when calls fail: what it sends again, when it gives up, and what it says it could not read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy does not know these as tests"
)]

mod desk;

use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::{Order, PlanOptions, plan};
use cdn_refresh_tasks::walk::{Stop, Verdict, Walk, WalkOptions};
use desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, moment, number, rows, since, start, task,
};
use std::collections::BTreeSet;

#[test]
fn a_window_that_keeps_failing_is_halved_down_to_one_second_and_then_a_gap() {
    for (back, order) in [2345, 3590, 130, 1801]
        .into_iter()
        .flat_map(|back| [(back, Order::Oldest), (back, Order::Newest)])
    {
        let poisoned = START - back * SECOND;
        let tasks: Vec<Task> = (0..700)
            .map(|number| task(number, "a", -number.cast_signed() * 5 * SECOND))
            .collect();
        let options = PlanOptions {
            order,
            ..PlanOptions::default()
        };
        let made = plan(&since(HOUR), at(START), &options);
        let (mut walk, mut desk) = (Walk::start(made, at(START), WalkOptions::default()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| {
            let asked = moment(call, Param::StartTime)..=moment(call, Param::EndTime);
            match asked.contains(&poisoned) {
                true => Answer::Code("InternalError"),
                false => honest(&tasks, call),
            }
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, ledger.verdict),
            (Stop::Finished, false, Verdict::Gaps),
            "{back} {order:?}"
        );
        // Windows are asked for a second wider on both sides, so the neighbours fail with it.
        let second = poisoned - START;
        let expected: Vec<(i64, i64, &str)> = [-1, 0, 1]
            .map(|by| (second + by * SECOND, second + (by + 1) * SECOND, "InternalError"))
            .into();
        assert_eq!(gaps(&ledger), expected);
        assert_eq!(ledger.proven_until, Some(at(poisoned - SECOND)));
        let inside = |task: &&Task| (-1..=1).any(|by| task.created == Some(poisoned + by * SECOND));
        assert_eq!(desk.delivered.len(), 699 - tasks.iter().filter(inside).count());
        let ends: BTreeSet<(i64, i64)> = ledger
            .windows
            .iter()
            .map(|read| (read.window.start().ms(), read.window.end().ms()))
            .collect();
        assert!(
            ends.iter().zip(ends.iter().skip(1)).all(|(one, next)| one.1 == next.0),
            "contiguous"
        );
        assert!(ledger.calls < 200, "{}", ledger.calls);
    }
}

#[test]
fn while_nothing_succeeds_no_window_is_given_up() {
    // Three minutes in which nobody answers, between the first and the second page.
    let tasks = rows(950, -1800);
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, now| match now - START {
        20..180_000 => Answer::Lost,
        _ => honest(&tasks, call),
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, desk.delivered.len()),
        (Stop::Finished, true, 950)
    );
    assert_eq!(
        ledger.windows.iter().filter(|read| read.rows > 0).count(),
        1,
        "{:?}",
        ledger.windows
    );
    assert!(ledger.retries < 20, "{}", ledger.retries);
}

#[test]
fn throttling_takes_no_window_apart_not_even_on_its_last_call() {
    let tasks: Vec<Task> = (0..950)
        .map(|second| task(1, &format!("{second}.js"), (second - 3000) * SECOND))
        .collect();
    let (mut walk, mut desk, mut refused) = (start(&since(HOUR)), Desk::new(), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        if number(call, Param::PageNumber) == 10 && refused < 8 {
            refused += 1;
            return Answer::Code("Throttling.User");
        }
        honest(&tasks, call)
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, desk.delivered.len()),
        (Stop::Finished, true, 950)
    );
    // Ten pages, and the last one eight times more: nothing is read again.
    assert_eq!((ledger.calls, ledger.duplicates), (18, 0), "{:?}", ledger.windows);
}

#[test]
fn where_nothing_ever_answers_it_ends_and_says_so() {
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    assert_eq!(desk.run(&mut walk, &mut |_, _| Answer::Lost), Stop::Failed);
    let ledger = walk.ledger();
    assert_eq!(
        (ledger.complete, ledger.verdict, ledger.proven_until),
        (false, Verdict::Gaps, None)
    );
    assert!(
        gaps(&ledger).iter().all(|(.., why)| *why == "timeout"),
        "{:?}",
        gaps(&ledger)
    );
    assert!(desk.now - START < 10 * MINUTE);
}
