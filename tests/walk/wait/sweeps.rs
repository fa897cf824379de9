//! When an id is asked about, and for how long.

use super::{SETTLED, ids, status_at, sweeps, wait, wait_with};
use crate::desk::{Desk, HOUR, MINUTE, SECOND, START, Task, honest, task, text};
use cdn_refresh_tasks::contract::{Operation, Param};
use cdn_refresh_tasks::walk::{GRACE_MS, Stop};

#[test]
fn ids_are_asked_ten_at_a_time() {
    let tasks: Vec<Task> = (1..=25).map(|id| task(id, "a", SETTLED)).collect();
    let (mut walk, mut desk) = (wait(&ids(25)), Desk::new());
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    let batches: Vec<usize> = desk
        .sent
        .iter()
        .map(|(_, call)| text(call, Param::TaskId).split(',').count())
        .collect();
    assert_eq!(batches, [10, 10, 5, 10, 10, 5], "a sweep, and the one that confirms it");
    assert!(
        desk.sent
            .iter()
            .all(|(_, call)| call.operation == Operation::DescribeRefreshTaskById)
    );
    let ledger = walk.ledger();
    assert_eq!(
        (ledger.complete, ledger.ids.found, desk.delivered.len()),
        (true, 25, 25)
    );
}

#[test]
fn sweeps_start_five_seconds_apart_and_grow_to_thirty_with_jitter() {
    let begun_with = |seed| {
        let tasks = [(task(1, "a", SETTLED), 20 * MINUTE)];
        let (mut walk, mut desk) = (wait_with(&ids(1), seed, HOUR), Desk::new());
        assert_eq!(
            desk.run(&mut walk, &mut |call, now| honest(&status_at(&tasks, now), call)),
            Stop::Finished
        );
        sweeps(&desk)
    };
    let begun = begun_with(1);
    let pauses: Vec<i64> = begun.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(pauses[0], 5 * SECOND);
    let (last, pauses) = pauses.split_last().unwrap();
    assert_eq!(*last, 5 * SECOND, "a second look need not be far off");
    for pair in pauses.windows(2) {
        let grown = (pair[0] * 3 / 2).min(30 * SECOND);
        assert!(
            (grown * 9 / 10 - 1..=grown * 11 / 10 + 1).contains(&pair[1]),
            "{pauses:?}"
        );
    }
    let late = pauses.iter().skip(6);
    assert!(
        late.clone().all(|pause| (27 * SECOND..=30 * SECOND).contains(pause)),
        "{pauses:?}"
    );
    assert!(
        late.clone().any(|pause| *pause != pauses[6]),
        "those who began together do not stay together"
    );
    assert_ne!(begun, begun_with(2));
}

#[test]
fn a_just_submitted_id_may_be_absent_for_the_grace() {
    let tasks = [task(1, "a", SETTLED)];
    let (mut walk, mut desk) = (wait(&ids(2)), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| honest(&tasks, call));
    let ledger = walk.ledger();
    assert_eq!((stop, &ledger.ids.absent[..]), (Stop::Finished, &["2".to_owned()][..]));
    let (last, before) = (desk.sent[desk.sent.len() - 1].0, desk.sent[desk.sent.len() - 2].0);
    let grace_ends = START + i64::from(GRACE_MS);
    assert!(before < grace_ends && grace_ends <= last, "{before} {last}");

    // One that comes within it is waited for.
    let (mut walk, mut desk) = (wait(&ids(2)), Desk::new());
    desk.run(&mut walk, &mut |call, now| match now - START {
        ..100_000 => honest(&tasks, call),
        _ => honest(&[tasks[0].clone(), task(2, "b", 0)], call),
    });
    assert_eq!((walk.ledger().ids.found, walk.ledger().ids.absent.len()), (2, 0));
    assert_eq!(desk.delivered.len(), 2);
}

#[test]
fn the_deadline_ends_it_and_names_what_is_left() {
    let tasks = [(task(1, "a", SETTLED), 0), (task(2, "b", SETTLED), HOUR)];
    let (mut walk, mut desk) = (wait_with(&ids(2), 0, 3 * MINUTE), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, now| honest(&status_at(&tasks, now), call));
    assert_eq!((stop, desk.now), (Stop::Deadline, START + 3 * MINUTE));
    assert_eq!(walk.unfinished(), ["2"]);
    let ledger = walk.ledger();
    assert_eq!(
        (ledger.complete, &ledger.ids.unread[..]),
        (false, &["2".to_owned()][..])
    );
    assert_eq!(
        desk.delivered.iter().map(|task| task.id.as_str()).collect::<Vec<_>>(),
        ["1"]
    );
}
