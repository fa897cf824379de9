//! Rows that were delivered: they come once, and count where they belong.

use super::{LIMIT, answered, handed_over, repeats, spread, times};
use crate::desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, honest, moment, number, since, start, start_with, task,
};
use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::PlanOptions;
use cdn_refresh_tasks::walk::{Step, Stop};

#[test]
fn a_checkpoint_is_small_after_every_step() {
    // More rows than a checkpoint has room for, in one window or in none.
    for timeless in [false, true] {
        let mut tasks = spread(9_990, 10, -HOUR);
        if timeless {
            tasks.iter_mut().for_each(|task| task.created = None);
        }
        let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
        let mut longest = 0;
        for _ in 0..99 {
            answered(&mut walk, &mut desk, 1, &tasks);
            longest = longest.max(walk.checkpoint().len());
        }
        assert!(desk.delivered.len() > 9_000, "{}", desk.delivered.len());
        assert!((49_000..=LIMIT).contains(&longest), "{timeless}: {longest}");
        let mut walk = handed_over(&mut walk, desk.now);
        assert_eq!(walk.ledger().rows, 9_900);
        // Rows of no window are the first to be forgotten; here all of them are known by the one window that is open.
        assert_eq!(repeats(&walk.ledger()), timeless);
        assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
        assert_eq!((times(&desk).len(), desk.delivered.len()), (9_990, 9_990));
        assert_eq!(walk.ledger().complete, !timeless);
    }
}

#[test]
fn rows_come_once_however_often_a_walk_is_handed_over() {
    let tasks = spread(9_990, 3, -HOUR);
    let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
    for pages in [50, 60, 70, 80] {
        answered(&mut walk, &mut desk, pages, &tasks);
        let told = walk.progress();
        walk = handed_over(&mut walk, desk.now);
        assert_eq!(
            (walk.progress().rows, told.rows),
            (pages as u64 * 100, pages as u64 * 100)
        );
    }
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    let ledger = walk.ledger();
    assert_eq!((desk.delivered.len(), times(&desk).len()), (9_990, 9_990));
    assert!(ledger.complete && !repeats(&ledger));
    let of_windows: u32 = ledger.windows.iter().map(|read| read.rows).sum();
    assert_eq!((ledger.rows, of_windows), (9_990, 9_990));
}

#[test]
fn what_is_taken_apart_counts_every_row_where_it_belongs() {
    let mut tasks = spread(5_000, 3, -HOUR);
    let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
    answered(&mut walk, &mut desk, 40, &tasks);
    walk = handed_over(&mut walk, desk.now);
    answered(&mut walk, &mut desk, 30, &tasks);
    // It changes while it is read, so that what has settled is read again by itself; and that is handed over in its midst.
    tasks.push(task(5_000, "a", -HOUR));
    answered(&mut walk, &mut desk, 22, &tasks);
    walk = handed_over(&mut walk, desk.now);
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    let ledger = walk.ledger();
    assert_eq!((desk.delivered.len(), times(&desk).len()), (5_001, 5_001));
    assert!(ledger.complete && ledger.windows.len() == 2 && !repeats(&ledger));
    for read in &ledger.windows {
        let inside = tasks.iter().filter(|task| read.window.holds(at(task.created.unwrap())));
        assert_eq!(usize::try_from(read.rows).unwrap(), inside.count(), "{:?}", read.window);
    }
}

#[test]
fn what_keeps_failing_is_taken_apart_and_counts_what_came_before_where_it_belongs() {
    let tasks = spread(5_000, 3, -HOUR);
    let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
    answered(&mut walk, &mut desk, 45, &tasks);
    walk = handed_over(&mut walk, desk.now);
    // All pages come again but for one, which keeps failing until the window is read in parts.
    let stop = desk.run(&mut walk, &mut |call, _| match number(call, Param::PageNumber) {
        11 => Answer::Code("InternalError"),
        _ => honest(&tasks, call),
    });
    let ledger = walk.ledger();
    assert_eq!(stop, Stop::Finished);
    assert!(ledger.windows.len() > 4 && !repeats(&ledger), "{ledger:?}");
    assert_eq!((desk.delivered.len(), times(&desk).len()), (5_000, 5_000));
    for read in &ledger.windows {
        let inside = tasks.iter().filter(|task| read.window.holds(at(task.created.unwrap())));
        assert_eq!(usize::try_from(read.rows).unwrap(), inside.count(), "{:?}", read.window);
    }
}

#[test]
fn where_rows_of_open_windows_do_not_fit_only_those_may_come_again() {
    // Three windows of an hour; of two of them a page fails, and every other one has come.
    let tasks: Vec<Task> = (0..29_700_u64)
        .map(|number| task(number, "a", -3 * HOUR + (number * 4 / 11).cast_signed() * SECOND))
        .collect();
    let options = PlanOptions {
        window_seconds: Some(3600),
        ..PlanOptions::default()
    };
    let (mut walk, mut desk) = (start_with(&since(3 * HOUR), &options), Desk::new());
    while let Step::Send { id, call } = walk.next(at(desk.now)) {
        let fails = moment(&call, Param::StartTime) > START - 3 * HOUR && number(&call, Param::PageNumber) == 50;
        let answer = if fails { Answer::Lost } else { honest(&tasks, &call) };
        desk.hand_in(&mut walk, id, &answer);
    }
    assert!(walk.checkpoint().len() <= LIMIT);
    let mut walk = handed_over(&mut walk, desk.now);
    assert!(repeats(&walk.ledger()));
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    let again = desk.sent.iter().map(|(_, call)| moment(call, Param::StartTime)).min();
    assert!(
        again > Some(START - 2 * HOUR - MINUTE),
        "what was done is not read again"
    );
    assert_eq!(times(&desk).len(), 29_700);
    let ledger = walk.ledger();
    assert!(!ledger.complete && ledger.windows.iter().all(|read| read.state == "done"));
}

#[test]
fn a_walk_that_is_handed_over_with_every_pass_ends() {
    // Two seconds, the rows of which come in another order with each page.
    let mut tasks = spread(5_000, 2_500, -HOUR);
    let (mut walk, mut desk, mut handed) = (start(&since(2 * HOUR)), Desk::new(), 0);
    for calls in 0..10_000 {
        match walk.next(at(desk.now)) {
            Step::Done(_) => break,
            Step::Wait { until } => desk.now = until.unwrap().ms(),
            Step::Send { id, call } => {
                tasks.rotate_left(1_319);
                desk.hand_in(&mut walk, id, &honest(&tasks, &call));
            }
        }
        if calls % 80 == 79 && walk.checkpoint() != walk.whole() {
            walk = handed_over(&mut walk, desk.now);
            handed += 1;
        }
    }
    let ledger = walk.ledger();
    assert_eq!(
        (walk.ended(), handed > 3),
        (Some(Stop::Finished), true),
        "{handed} {}",
        ledger.calls
    );
    // Parts of a window share what is known of its rows; told with each of them, it would not fit.
    assert_eq!((desk.delivered.len(), times(&desk).len()), (5_000, 5_000));
    assert!(!repeats(&ledger));
}

#[test]
fn memory_is_held_for_what_is_open_and_let_go() {
    let tasks = spread(9_990, 3, -HOUR);
    let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
    let before = walk.held();
    answered(&mut walk, &mut desk, 99, &tasks);
    let open = walk.held();
    assert!((9_900 * 16..9_900 * 128).contains(&(open - before)), "{before} {open}");
    // Of a row that came before, eight bytes are left.
    let less = handed_over(&mut walk, desk.now).held();
    assert!((9_900 * 8..9_900 * 9).contains(&(less - before)), "{before} {less}");
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    assert!(
        (before..before + 4096).contains(&walk.held()),
        "{before} {}",
        walk.held()
    );
}
