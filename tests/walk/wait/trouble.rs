//! What does not end a wait: an outage, one stale answer, rows that nobody asked for, and time that was up.

use super::{SETTLED, ids, status_at, wait, wait_with};
use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, at, by_id, honest, task, text};
use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::Query;
use cdn_refresh_tasks::walk::{Stop, Walk};

#[test]
fn an_outage_of_some_seconds_leaves_an_id_to_the_next_sweep() {
    for outage in [0..20, 10..40, 30..60] {
        let tasks = [(task(1, "a", SETTLED), MINUTE)];
        let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
        let stop = desk.run(
            &mut walk,
            &mut |call, now| match outage.contains(&((now - START) / SECOND)) {
                true => Answer::Lost,
                false => honest(&status_at(&tasks, now), call),
            },
        );
        let ledger = walk.ledger();
        assert_eq!((stop, ledger.complete), (Stop::Finished, true), "{outage:?}");
        assert_eq!(desk.delivered.len(), 1, "{outage:?}");
    }
}

#[test]
fn one_that_cannot_be_read_to_the_end_is_unfinished() {
    let tasks = [(task(1, "a", SETTLED), HOUR)];
    let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
    desk.run(&mut walk, &mut |call, now| match now - START < MINUTE {
        true => honest(&status_at(&tasks, now), call),
        false => Answer::Code("InvalidTaskId.Malformed"),
    });
    assert_eq!((walk.unfinished(), walk.ledger().complete), (vec!["1"], false));
}

#[test]
fn one_stale_answer_does_not_make_an_id_absent_that_was_there() {
    let tasks = [(task(1, "a", SETTLED), 5 * MINUTE)];
    let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
    let stop = desk.run(
        &mut walk,
        &mut |call, now| match (180 * SECOND..210 * SECOND).contains(&(now - START)) {
            true => by_id(Vec::new()),
            false => honest(&status_at(&tasks, now), call),
        },
    );
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.complete, ledger.ids.found), (Stop::Finished, true, 1));
    assert_eq!((ledger.ids.absent.len(), desk.delivered.len()), (0, 1));
    assert!(desk.now - START >= 5 * MINUTE);
}

#[test]
fn only_rows_that_were_asked_for_are_waited_for() {
    let mut preload = task(1, "a", SETTLED);
    preload.kind = "preload";
    let tasks = [(preload, 0), (task(1, "b", SETTLED), HOUR)];
    let query = Query {
        object_types: ["preload"].into(),
        ..ids(1)
    };
    let (mut walk, mut desk) = (wait(&query), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, now| honest(&status_at(&tasks, now), call));
    assert_eq!((stop, walk.ledger().complete), (Stop::Finished, true));
    assert_eq!((desk.delivered.len(), walk.progress().rows), (1, 1));
    assert!(desk.now - START < MINUTE);
}

#[test]
fn a_wait_whose_time_was_up_goes_on_with_more() {
    let tasks = [(task(1, "a", SETTLED), 5 * MINUTE)];
    let (mut walk, mut desk) = (wait_with(&ids(1), 0, MINUTE), Desk::new());
    let mut serve = |call: &_, now| honest(&status_at(&tasks, now), call);
    assert_eq!(desk.run(&mut walk, &mut serve), Stop::Deadline);
    let checkpoint = walk.checkpoint();

    let mut resumed = Walk::resume(&checkpoint, None, at(desk.now)).unwrap();
    assert_eq!(
        desk.run(&mut resumed, &mut serve),
        Stop::Deadline,
        "its own time is still up"
    );

    let mut resumed = Walk::resume(&checkpoint, None, at(desk.now)).unwrap();
    resumed.wait_until(at(START + HOUR));
    assert_eq!(desk.run(&mut resumed, &mut serve), Stop::Finished);
    assert_eq!((resumed.ledger().complete, desk.delivered.len()), (true, 1));
}

#[test]
fn an_id_that_keeps_failing_keeps_no_other_from_its_second_look() {
    let tasks = [task(1, "a", SETTLED)];
    let (mut walk, mut desk) = (wait(&ids(2)), Desk::new());
    let stop = desk.run(
        &mut walk,
        &mut |call, _| match text(call, Param::TaskId).split(',').any(|id| id == "2") {
            true => Answer::Code("InternalError"),
            false => honest(&tasks, call),
        },
    );
    // Once it alone is left, nothing tells it from an outage.
    assert_eq!((stop, walk.unfinished()), (Stop::Failed, vec!["2"]));
    assert_eq!(desk.delivered, tasks);
}
