//! What a wait is said to do, sentence by sentence, against a service whose answers are written beside it.

use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, by_id, honest, number, task, text};
use cdn_refresh_tasks::contract::{Locale, Operation, Param};
use cdn_refresh_tasks::plan::{Asked, PlanOptions, Query, plan};
use cdn_refresh_tasks::walk::{GRACE_MS, Stop, Walk, WalkOptions};

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
fn progress_tells_states_and_the_time_that_is_left() {
    let mut walk = wait(&ids(1));
    let mut desk = Desk::new();
    let mut left = Vec::new();
    let stop = desk.run(&mut walk, &mut |_, now| {
        let share = ((now - START) / (6 * SECOND)).clamp(0, 100);
        by_id(vec![Task {
            status: if share == 100 { "Complete" } else { "Refreshing" },
            progress: u8::try_from(share).unwrap(),
            ..task(1, "a", SETTLED)
        }])
    });
    assert_eq!(stop, Stop::Finished);
    assert_eq!(walk.progress().by_state[1], 1);
    // The same again, looking on: ten minutes in all, at an even pace.
    let mut walk = wait(&ids(1));
    let mut desk = Desk::new();
    while desk.now - START < 9 * MINUTE {
        let step = walk.next(at(desk.now));
        if let cdn_refresh_tasks::walk::Step::Send { id, .. } = step {
            let progress = u8::try_from((desk.now - START) / (6 * SECOND)).unwrap();
            let rows = vec![Task {
                status: "Refreshing",
                progress,
                ..task(1, "a", SETTLED)
            }];
            desk.hand_in(&mut walk, id, &by_id(rows));
            let told = walk.progress();
            assert_eq!((told.rows, told.by_state[0]), (1, 1));
            left.extend(told.eta_ms.map(|ms| (desk.now - START, i64::try_from(ms).unwrap())));
        }
        desk.now += SECOND;
    }
    assert!(left.len() > 10);
    for (since, left) in left.into_iter().skip(3) {
        let true_left = 10 * MINUTE - since;
        assert!(
            (true_left * 8 / 10..=true_left * 12 / 10 + 10 * SECOND).contains(&left),
            "{since}: {left}"
        );
    }
}

#[test]
fn a_finished_preload_says_how_much_its_hundred_percent_may_be() {
    for (kind, status, noted) in [
        ("preload", "Complete", true),
        ("preload", "Failed", false),
        ("file", "Complete", false),
    ] {
        let query = Query {
            object_types: [kind].into(),
            ..Query::since(at(START - HOUR))
        };
        for query in [ids(1), query] {
            let tasks = [Task {
                kind,
                status,
                ..task(1, "a", SETTLED)
            }];
            let (mut walk, mut desk) = (wait(&query), Desk::new());
            assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
            let walk = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
            let ledger = walk.ledger();
            assert_eq!(
                ledger.assumptions.iter().any(|name| name == "preload-percent"),
                noted,
                "{kind} {status}"
            );
            assert_eq!(
                ledger
                    .sentence(Locale::En)
                    .contains("100 % of a preload may mean 90 % of the nodes"),
                noted
            );
            assert_eq!(ledger.sentence(Locale::Zh).contains("90%"), noted);
        }
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
fn a_checkpoint_takes_no_more_than_thirty_two_bytes_for_each_id() {
    let count = 10_000_u64;
    let query = Query {
        task_ids: (0..count).map(|id| (15_423_123_921 + id * 977).to_string()).collect(),
        ..Query::default()
    };
    let mut walk = wait(&query);
    let mut desk = Desk::new();
    let mut longest = walk.checkpoint().len();
    for sent in 0..2 * count / 10 {
        if let cdn_refresh_tasks::walk::Step::Send { id, call } = walk.next(at(desk.now)) {
            let rows = text(&call, Param::TaskId).split(',').zip(0..).map(|(id, place)| Task {
                id: id.to_owned(),
                status: if place % 3 == 0 { "Refreshing" } else { "Complete" },
                ..task(1, &place.to_string(), SETTLED - place * SECOND)
            });
            desk.hand_in(&mut walk, id, &by_id(rows.collect()));
        }
        if sent % 97 == 0 {
            longest = longest.max(walk.checkpoint().len());
        }
        desk.now += 42;
    }
    let most = 64 * 1024 + 32 * usize::try_from(count).unwrap();
    assert!((50_000..most).contains(&longest), "{longest}");
    let resumed = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
    assert_eq!(resumed.unfinished(), walk.unfinished());
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
