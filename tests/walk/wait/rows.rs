//! Which rows count, and when they are final.

use super::{SETTLED, ids, status_at, wait, wait_with};
use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, by_id, honest, number, task};
use cdn_refresh_tasks::contract::{Given, Operation, Param, State};
use cdn_refresh_tasks::plan::{Asked, Query};
use cdn_refresh_tasks::walk::{Step, Stop, Walk};

#[test]
fn a_final_state_is_confirmed_by_a_second_read() {
    let tasks = [task(1, "a", SETTLED)];
    let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&tasks, &call));
    assert!(desk.delivered.is_empty() && walk.unfinished() == ["1"]);
    // It moves on after all: asking is what advances it.
    let running = [Task {
        status: "Refreshing",
        ..tasks[0].clone()
    }];
    desk.now += 5 * SECOND;
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&running, &call));
    assert!(desk.delivered.is_empty());
    let mut looks = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        looks += 1;
        honest(&tasks, call)
    });
    assert_eq!((stop, looks, desk.delivered.len()), (Stop::Finished, 2, 1));
}

#[test]
fn of_an_id_with_many_rows_every_row_is_read_although_the_answer_by_id_is_cut() {
    let tasks: Vec<Task> = (0..1000).map(|row| task(1, &row.to_string(), SETTLED)).collect();
    for total_counts_all in [true, false] {
        let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match call.operation {
            Operation::DescribeRefreshTasks => honest(&tasks, call),
            Operation::DescribeRefreshTaskById => match by_id(tasks[..100].to_vec()) {
                Answer::Page { mut head, rows } => {
                    head.total_count = Some(if total_counts_all { 1000 } else { 100 });
                    Answer::Page { head, rows }
                }
                other => other,
            },
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, desk.delivered.len()),
            (Stop::Finished, true, 1000)
        );
        assert!(desk.sent.iter().any(|(_, call)| {
            call.operation == Operation::DescribeRefreshTasks && number(call, Param::PageNumber) == 10
        }));
        assert_eq!(
            ledger.windows.iter().filter(|read| read.filter == "TaskId=1").count(),
            1
        );
        assert!(ledger.assumptions.iter().any(|name| name == "by-id-row-limit-round"));
    }
}

#[test]
fn a_query_is_waited_for_without_its_statuses_and_rows_come_when_they_are_over() {
    let tasks = [(task(1, "a", SETTLED), 0), (task(2, "b", SETTLED - SECOND), 4 * MINUTE)];
    let query = Query {
        statuses: Asked::Any,
        ..Query::since(at(START - HOUR))
    };
    let (mut walk, mut desk) = (wait(&query), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, now| honest(&status_at(&tasks, now), call));
    assert_eq!((stop, desk.delivered.len()), (Stop::Finished, 2));
    assert!(desk.now - START > 4 * MINUTE);
    assert!(desk.delivered.iter().all(|task| task.status == "Complete"));
    assert!(walk.ledger().complete);
}

#[test]
fn an_id_whose_rows_have_left_the_retention_is_aged() {
    // It never ends, and the service forgets it after three days.
    let made = START - 70 * HOUR;
    let tasks = [Task {
        status: "Refreshing",
        ..task(1, "a", made - START)
    }];
    let (mut walk, mut desk) = (wait_with(&ids(2), 0, 10 * HOUR), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, now| match now - made > 72 * HOUR {
        true => honest(&[], call),
        false => honest(&tasks, call),
    });
    let ledger = walk.ledger();
    assert_eq!(stop, Stop::Finished);
    assert_eq!(
        (&ledger.ids.aged[..], &ledger.ids.absent[..]),
        (&["1".to_owned()][..], &["2".to_owned()][..])
    );
    assert!(desk.now - made < 73 * HOUR, "it is not waited for any longer");
}

#[test]
fn a_second_look_that_finds_something_else_confirms_nothing() {
    let (mut walk, mut desk) = (wait(&ids(1)), Desk::new());
    let rows = |count: i64| {
        (0..count)
            .map(|row| task(1, &row.to_string(), SETTLED))
            .collect::<Vec<Task>>()
    };
    let mut looks = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        looks += 1;
        honest(&rows(looks.min(4)), call)
    });
    assert_eq!((stop, looks, desk.delivered.len()), (Stop::Finished, 5, 4));
}

#[test]
fn a_list_whose_count_does_not_rest_is_looked_at_again_in_the_next_sweep() {
    let tasks: Vec<Task> = (0..150).map(|row| task(1, &row.to_string(), SETTLED)).collect();
    let query = Query {
        to: Some(cdn_refresh_tasks::contract::Given::Moment(Some(at(START - 5 * MINUTE)))),
        ..Query::since(at(START - HOUR))
    };
    let (mut walk, mut desk) = (wait(&query), Desk::new());
    let mut calls = 0;
    let stop = desk.run(&mut walk, &mut |call, now| {
        calls += 1;
        match honest(&tasks, call) {
            Answer::Page { mut head, rows } if now - START < 3 * SECOND => {
                head.total_count = head.total_count.map(|total| total + calls % 2);
                Answer::Page { head, rows }
            }
            answer => answer,
        }
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, desk.delivered.len()),
        (Stop::Finished, true, 150),
        "{ledger:?}"
    );
}

#[test]
fn an_id_whose_rows_vanish_is_waited_for_until_they_can_have_left() {
    // Seen once, and then no more: just made, or at the retention's edge. The walk is handed over between the looks.
    for (created, aged) in [(SETTLED, false), (30 * SECOND - 72 * HOUR, true)] {
        let tasks = [Task {
            status: "Refreshing",
            ..task(1, "a", created)
        }];
        let (mut walk, mut desk, mut looks) = (wait(&ids(1)), Desk::new(), 0);
        while let Some(step) = Some(walk.next(at(desk.now))).filter(|step| !matches!(step, Step::Done(_))) {
            match step {
                Step::Send { id, call } => {
                    looks += 1;
                    let held = if looks == 1 { &tasks[..] } else { &[] };
                    desk.hand_in(&mut walk, id, &honest(held, &call));
                    walk = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
                }
                Step::Wait { until } => desk.now = until.unwrap().ms(),
                Step::Done(_) => {}
            }
        }
        let ids = walk.ledger().ids;
        assert_eq!(
            (ids.aged.len(), ids.unread.len(), ids.absent.len()),
            (usize::from(aged), usize::from(!aged), 0),
            "{created}"
        );
    }
}

#[test]
fn rows_that_a_second_look_delivered_do_not_come_again_where_it_confirms_nothing() {
    let query = Query {
        to: Some(Given::Moment(Some(at(START - 5 * MINUTE)))),
        ..Query::since(at(START - HOUR))
    };
    let tasks = [task(1, "a", SETTLED), task(2, "b", SETTLED)];
    let (mut walk, mut desk, mut looks) = (wait(&query), Desk::new(), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        looks += 1;
        let mut tasks = tasks.clone();
        if looks == 2 {
            tasks[1].status = "Refreshing";
        }
        honest(&tasks, call)
    });
    assert_eq!((stop, looks, desk.delivered.len()), (Stop::Finished, 4, 2));
}

#[test]
fn a_row_that_only_the_list_as_a_whole_showed_counts_in_its_part() {
    // Of what has settled a part is made, as one row came twice and another not at all; then the other way round.
    let tasks: Vec<Task> = (0..150).map(|row| task(1, &row.to_string(), SETTLED)).collect();
    let (mut walk, mut desk) = (wait(&Query::since(at(START - HOUR))), Desk::new());
    let mut calls = 0;
    while desk.now < START + SECOND {
        match walk.next(at(desk.now)) {
            Step::Send { id, call } => {
                calls += 1;
                let mut tasks = tasks.clone();
                (tasks[0].status, tasks[0].progress) = ("Refreshing", 50);
                match calls {
                    1 | 2 => tasks[149] = tasks[0].clone(),
                    _ => tasks[0] = tasks[149].clone(),
                }
                desk.hand_in(&mut walk, id, &honest(&tasks, &call));
            }
            Step::Wait { until } => desk.now = until.unwrap().ms(),
            Step::Done(stop) => panic!("{stop:?}"),
        }
    }
    let told = walk.progress();
    assert_eq!((told.rows, told.by_state[State::Running as usize]), (150, 1));
}
