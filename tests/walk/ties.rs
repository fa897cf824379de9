//! Walks against a service that puts the rows of one second in another order with every answer.

use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, by_id, honest, moment, number, task};
use crate::random::Random;
use cdn_refresh_tasks::contract::{Operation, Param, State};
use cdn_refresh_tasks::plan::{PlanOptions, PlannedCall, Query, plan};
use cdn_refresh_tasks::walk::{Ledger, Stop, Verdict, Walk, WalkOptions, WindowRead};
use std::collections::BTreeSet;

const DAY: i64 = 24 * HOUR;

fn start(query: &Query<'_>) -> Walk {
    let options = WalkOptions {
        in_flight: 1,
        ..WalkOptions::default()
    };
    Walk::start(plan(query, at(START), &PlanOptions::default()), at(START), options)
}

/// So many rows of one task, created in one second.
fn release(id: u64, rows: u64, created: i64) -> Vec<Task> {
    (0..rows)
        .map(|number| task(id, &format!("{id}/{number}.js"), created))
        .collect()
}

/// Newest first; the rows of one second as they fall.
fn reordered(tasks: &[Task], call: &PlannedCall, chance: &mut Random) -> Answer {
    let mut tasks = tasks.to_vec();
    tasks.sort_by_cached_key(|task| (task.created.map(|ms| -ms / SECOND), chance.next()));
    honest(&tasks, call)
}

fn read(desk: &mut Desk, walk: &mut Walk, tasks: &[Task]) -> Ledger {
    let mut chance = Random::new(7);
    let stop = desk.run(walk, &mut |call, _| reordered(tasks, call, &mut chance));
    assert_eq!(stop, Stop::Finished);
    let once: BTreeSet<&str> = desk.delivered.iter().map(|task| task.path.as_str()).collect();
    assert_eq!(
        (desk.delivered.len(), once.len()),
        (tasks.len(), tasks.len()),
        "each once"
    );
    walk.ledger()
}

/// The window that holds what was created so long before [`START`].
fn window(ledger: &Ledger, created: i64) -> &WindowRead {
    let holds = |read: &&WindowRead| (read.window.start().ms()..read.window.end().ms()).contains(&(START + created));
    ledger.windows.iter().find(holds).unwrap()
}

#[test]
fn a_thousand_rows_of_one_second_are_read_until_all_came() {
    let tasks = release(1, 1000, -30 * MINUTE);
    let (mut desk, mut walk) = (Desk::new(), start(&Query::since(at(START - HOUR))));
    let ledger = read(&mut desk, &mut walk, &tasks);
    assert_eq!((ledger.complete, ledger.verdict), (true, Verdict::Proven));
    let passes = window(&ledger, -30 * MINUTE).passes;
    assert!((2..=12).contains(&passes), "{passes}");
}

#[test]
fn a_row_right_behind_them_takes_nothing_from_what_passes_found() {
    // Where they are read by themselves, a second more is asked for on both sides: it comes with them, and is none of them.
    let mut tasks = release(1, 1000, -30 * MINUTE);
    tasks.push(task(2, "behind.js", -30 * MINUTE + 2 * SECOND));
    let (mut desk, mut walk) = (Desk::new(), start(&Query::since(at(START - HOUR))));
    let ledger = read(&mut desk, &mut walk, &tasks);
    assert!(ledger.complete, "{ledger:?}");
    assert_eq!(
        window(&ledger, -30 * MINUTE).window.end(),
        at(START - 30 * MINUTE + 2 * SECOND)
    );
}

#[test]
fn a_second_is_read_twelve_times_at_most() {
    // One row never comes; in its place another one comes twice, each time a different one.
    let tasks = release(1, 150, -30 * MINUTE);
    let (mut desk, mut walk, mut calls) = (Desk::new(), start(&Query::since(at(START - HOUR))), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        let mut tasks = tasks.clone();
        tasks[149] = tasks[calls % 90].clone();
        honest(&tasks, call)
    });
    assert_eq!(stop, Stop::Finished);
    let ledger = walk.ledger();
    let read = window(&ledger, -30 * MINUTE);
    assert_eq!(
        (read.gap.as_deref(), read.passes),
        (Some("unstable-order"), 12),
        "{read:?}"
    );
}

#[test]
fn what_lies_beside_them_is_proven_by_its_count() {
    let mut tasks: Vec<Task> = (0..500_u32)
        .flat_map(|number| [31 * MINUTE, 2 * MINUTE + 40 * SECOND].map(|by| -by - i64::from(number) * 3 * SECOND))
        .zip(100..)
        .map(|(created, id)| task(id, &id.to_string(), created))
        .collect();
    tasks.extend(release(1, 700, -30 * MINUTE));
    let (mut desk, mut walk) = (Desk::new(), start(&Query::since(at(START - HOUR))));
    let ledger = read(&mut desk, &mut walk, &tasks);
    assert!(ledger.complete, "{ledger:?}");
    for beside in [-45 * MINUTE, -20 * MINUTE] {
        let read = window(&ledger, beside);
        assert!(read.rows > 400, "{read:?}");
        // One page, and another that puts TotalCount to the test.
        assert_eq!((read.passes, read.pages), (1, 2), "{read:?}");
        assert_eq!(read.duplicates, 0);
    }
}

#[test]
fn a_count_of_no_more_than_what_came_is_put_to_the_test() {
    let tasks: Vec<Task> = (0..900_u32)
        .map(|number| {
            task(
                u64::from(number) + 100,
                &number.to_string(),
                -5 * MINUTE - i64::from(number) * SECOND,
            )
        })
        .collect();
    let (mut desk, mut walk) = (Desk::new(), start(&Query::since(at(START - HOUR))));
    let mut shown: BTreeSet<i64> = BTreeSet::new();
    let mut first_pass = true;
    let stop = desk.run(&mut walk, &mut |call, _| {
        let (from, to) = (moment(call, Param::StartTime), moment(call, Param::EndTime));
        first_pass &= to > START - MINUTE;
        let mut answer = honest(&tasks, call);
        if let Answer::Page { head, rows } = &mut answer {
            match first_pass {
                true if number(call, Param::PageNumber) > 5 => rows.clear(),
                true => shown.extend(rows.iter().filter_map(|task| task.created)),
                false => head.total_count = Some(shown.range(from..=to).count() as u64),
            }
        }
        answer
    });
    assert_eq!(stop, Stop::Finished);
    let ledger = walk.ledger();
    assert!(!ledger.complete || desk.delivered.len() == tasks.len(), "{ledger:?}");
}

#[test]
fn where_a_pass_fails_the_oldest_minutes_of_the_retention_are_read_by_themselves() {
    let mut tasks = release(1, 700, -30 * MINUTE);
    tasks.extend((0..20).map(|number| {
        task(
            number + 100,
            &number.to_string(),
            -3 * DAY + (2 + number.cast_signed()) * MINUTE,
        )
    }));
    let (mut desk, mut walk) = (Desk::new(), start(&Query::default()));
    let ledger = read(&mut desk, &mut walk, &tasks);
    assert!(ledger.complete, "{ledger:?}");
    // The first pass failed; from then on nothing that is read again and again begins where rows leave.
    let edge = START - 3 * DAY;
    let old = |call: &PlannedCall| moment(call, Param::StartTime) < edge + 10 * MINUTE;
    let again = desk
        .sent
        .iter()
        .skip_while(|(_, call)| moment(call, Param::EndTime) > START - 2 * MINUTE);
    let ends: BTreeSet<i64> = again
        .filter(|(_, call)| old(call))
        .map(|(_, call)| moment(call, Param::EndTime))
        .collect();
    assert_eq!(ends.len(), 1, "{ends:?}");
    assert!(ends.iter().all(|end| *end <= edge + 25 * MINUTE));
}

/// An answer by id of which the service gives a hundred rows.
fn cut(tasks: &[Task]) -> Answer {
    match by_id(tasks[..100].to_vec()) {
        Answer::Page { mut head, rows } => {
            head.total_count = Some(tasks.len() as u64);
            Answer::Page { head, rows }
        }
        other => other,
    }
}

#[test]
fn an_id_of_many_rows_is_paged_until_all_came() {
    let tasks = release(1, 400, -30 * MINUTE);
    let query = Query {
        task_ids: ["1"].into(),
        ..Query::default()
    };
    let (mut desk, mut walk) = (Desk::new(), start(&query));
    let mut chance = Random::new(7);
    let stop = desk.run(&mut walk, &mut |call, _| match call.operation {
        Operation::DescribeRefreshTaskById => cut(&tasks),
        Operation::DescribeRefreshTasks => reordered(&tasks, call, &mut chance),
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, ledger.verdict),
        (Stop::Finished, true, Verdict::Proven)
    );
    assert_eq!(desk.delivered.len(), 400);
}

#[test]
fn while_waiting_a_row_that_a_pass_missed_counts_as_it_was_seen_last() {
    let over = START + 10 * MINUTE;
    let tasks = release(1, 150, -30 * MINUTE);
    let query = Query {
        task_ids: ["1"].into(),
        ..Query::default()
    };
    let planned = plan(&query, at(START), &PlanOptions::default());
    let mut walk = Walk::wait(planned, at(START), at(START + HOUR), 0, WalkOptions::default());
    let mut desk = Desk::new();
    let stop = desk.run(&mut walk, &mut |call, now| {
        let mut tasks = tasks.clone();
        if now < over {
            (tasks[0].status, tasks[0].progress) = ("Refreshing", 50);
        }
        if call.operation == Operation::DescribeRefreshTaskById {
            return cut(&tasks);
        }
        if number(call, Param::PageSize) == 100 {
            // The last row is missed; the first comes on both pages.
            tasks[149] = tasks[0].clone();
        } else {
            // That which is going on is missed; the last comes on both pages.
            tasks[0] = tasks[149].clone();
        }
        honest(&tasks, call)
    });
    assert_eq!((stop, desk.delivered.len()), (Stop::Finished, 150));
    assert!(desk.now >= over, "finished while a row was going on");
    assert_eq!(walk.progress().by_state[State::Succeeded as usize], 150);
}
