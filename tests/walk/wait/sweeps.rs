//! When an id is asked about, and for how long.

use super::{SETTLED, ids, status_at, sweeps, wait, wait_with};
use crate::desk::{Desk, HOUR, MINUTE, SECOND, START, Task, at, honest, since, task, text};
use cdn_refresh_tasks::contract::{Operation, Param};
use cdn_refresh_tasks::plan::Query;
use cdn_refresh_tasks::walk::{GRACE_MS, Step, Stop};

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
    for query in [ids(1), since(HOUR)] {
        sweeps_of(&query);
    }
}

fn sweeps_of(query: &Query<'_>) {
    let begun_with = |seed| {
        let tasks = [(task(1, "a", SETTLED), 20 * MINUTE)];
        let (mut walk, mut desk) = (wait_with(query, seed, HOUR), Desk::new());
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

#[test]
fn a_sweep_is_not_over_while_a_reply_is_outstanding() {
    let (mut walk, mut desk) = (wait_with(&ids(1), 0, HOUR), Desk::new());
    desk.send(&mut walk);
    for later in [0, 5 * SECOND, 10 * MINUTE] {
        let until = Some(at(START + HOUR));
        assert_eq!(walk.next(at(START + later)), Step::Wait { until }, "{later}");
    }
}

#[test]
fn an_id_is_final_once_its_youngest_row_has_settled() {
    // One row, or so many that they are paged as a list. Two looks, or one more where the first was too early for any of them.
    for (rows, calls) in [(1, 1), (20, 2)] {
        for (created, looks) in [(-121 * SECOND, 2), (-120 * SECOND, 3)] {
            let row = |row: i64| task(1, &row.to_string(), created - row * MINUTE);
            let tasks: Vec<Task> = (0..rows).map(row).collect();
            let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
            assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
            assert_eq!(desk.sent.len() + 1, looks + calls, "{rows} {created}");
            assert_eq!(desk.delivered.len(), tasks.len());
        }
    }
}

#[test]
fn a_list_is_looked_at_for_as_long_as_it_takes() {
    // More sweeps than a byte can count.
    let tasks = [(task(1, "a", SETTLED), 3 * HOUR)];
    let (mut walk, mut desk) = (wait_with(&since(HOUR), 0, 4 * HOUR), Desk::new());
    while let Some(step) = Some(walk.next(at(desk.now))).filter(|step| !matches!(step, Step::Done(_))) {
        match step {
            Step::Send { id, call } => {
                desk.sent.push((desk.now, (*call).clone()));
                desk.hand_in(&mut walk, id, &honest(&status_at(&tasks, desk.now), &call));
                assert_eq!(walk.progress().rows, 1, "after {} looks", desk.sent.len());
                assert_eq!(walk.ledger().duplicates, 0, "after {} looks", desk.sent.len());
            }
            Step::Wait { until } => desk.now = until.unwrap().ms(),
            Step::Done(_) => {}
        }
    }
    assert_eq!((walk.ended(), desk.delivered.len()), (Some(Stop::Finished), 1));
    assert!(desk.sent.len() > 256, "{}", desk.sent.len());
}
