//! Lists told as one, and lists that do not fit at all.

use super::{LIMIT, answered, handed_over, repeats, spread, times};
use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, honest, moment, since, start_with, task, text};
use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::{Order, PlanOptions, PlannedCall, Query, plan};
use cdn_refresh_tasks::walk::{Ledger, Step, Stop, Walk, WalkOptions, WindowRead};
use std::collections::BTreeMap;

/// What a ledger says of all its windows together.
fn sums(ledger: &Ledger) -> impl PartialEq + std::fmt::Debug + use<> {
    let sum = |of: fn(&WindowRead) -> u32| ledger.windows.iter().map(of).sum::<u32>();
    (
        [
            sum(|read| read.rows),
            sum(|read| read.pages),
            sum(|read| read.duplicates),
            sum(|read| read.outside),
            sum(|read| read.total_first.unwrap_or(0)),
            sum(|read| read.total_last.unwrap_or(0)),
            sum(lists),
        ],
        ledger.windows.iter().map(|read| read.passes).max(),
        ledger.windows.iter().map(|read| read.window.start()).min(),
        ledger.windows.iter().map(|read| read.window.end()).max(),
        (ledger.rows, ledger.duplicates, ledger.proven_until, ledger.verdict),
    )
}

/// How many lists are told by this.
fn lists(read: &WindowRead) -> u32 {
    let told_as_one = read.filter.strip_suffix(" lists");
    told_as_one.map_or(1, |lists| lists.parse().unwrap())
}

#[test]
fn windows_that_are_done_are_told_as_one_with_all_that_they_held() {
    // One row in each window of two seconds, and every tenth of them twice.
    let each = |number: u64| task(number, "a", -4 * HOUR + number.cast_signed() * 2 * SECOND);
    let tasks: Vec<Task> = (0..7_100)
        .flat_map(|number| vec![each(number); if number % 10 == 0 { 2 } else { 1 }])
        .collect();
    // Two seconds cannot be read.
    let serve = |call: &PlannedCall| {
        let asked = moment(call, Param::StartTime)..=moment(call, Param::EndTime);
        match [7001, 3001]
            .iter()
            .any(|second| asked.contains(&(START - second * SECOND)))
        {
            true => Answer::Code("InternalError"),
            false => {
                let near = tasks.iter().filter(|task| asked.contains(&task.created.unwrap()));
                honest(&near.cloned().collect::<Vec<_>>(), call)
            }
        }
    };
    for order in [Order::Oldest, Order::Newest] {
        let options = PlanOptions {
            window_seconds: Some(2),
            order,
            ..PlanOptions::default()
        };
        let (mut walk, mut desk) = (start_with(&since(4 * HOUR), &options), Desk::new());
        let mut handed = 0;
        for step in 0.. {
            match walk.next(at(desk.now)) {
                Step::Done(_) => break,
                Step::Wait { until } => desk.now = until.unwrap().ms(),
                Step::Send { id, call } => {
                    desk.now += 10;
                    desk.hand_in(&mut walk, id, &serve(&call));
                }
            }
            if step % 100 > 0 {
                continue;
            }
            let text = walk.checkpoint();
            assert!(text.len() <= LIMIT);
            if text != walk.whole() {
                let resumed = Walk::resume(&text, None, at(desk.now)).unwrap();
                assert_eq!(sums(&resumed.ledger()), sums(&walk.ledger()));
                assert_eq!(resumed.progress(), walk.progress());
                assert!(resumed.ledger().windows.iter().any(|read| lists(read) > 2_000));
                walk = resumed;
                handed += 1;
            }
        }
        let ledger = walk.ledger();
        assert!(handed > 1 && !repeats(&ledger), "{handed}");
        let gaps: Vec<&WindowRead> = ledger.windows.iter().filter(|read| read.gap.is_some()).collect();
        assert!(gaps.iter().all(|read| read.gap.as_deref() == Some("InternalError")));
        let times = times(&desk);
        for task in &tasks {
            let came = times.get(task.id.as_str()).copied();
            let in_gap = gaps.iter().any(|read| read.window.holds(at(task.created.unwrap())));
            assert!(came == Some(1) || (came.is_none() && in_gap), "{task:?} {came:?}");
        }
    }
}

/// A wait of ten hours at most, with one call under way at a time.
fn waiting(query: &Query<'_>, options: &PlanOptions) -> Walk {
    let settings = WalkOptions {
        in_flight: 1,
        ..WalkOptions::default()
    };
    let deadline = at(START + 10 * HOUR);
    Walk::wait(plan(query, at(START), options), at(START), deadline, 0, settings)
}

#[test]
fn a_wait_counts_the_rows_of_windows_that_are_told_as_one() {
    let options = PlanOptions {
        window_seconds: Some(2),
        ..PlanOptions::default()
    };
    let tasks = spread(2_000, 1, -2 * HOUR);
    let (mut walk, mut desk) = (waiting(&since(3 * HOUR), &options), Desk::new());
    let running = tasks.iter().map(|task| Task {
        status: "Refreshing",
        progress: 50,
        ..task.clone()
    });
    let running: Vec<Task> = running.collect();
    // Each of 5,400 windows is looked at twice, and those with rows, which were not over at first, once more.
    while desk.sent.len() < 11_500 {
        match walk.next(at(desk.now)) {
            Step::Wait { until } => desk.now = until.unwrap().ms(),
            Step::Send { id, call } => {
                desk.sent.push((desk.now, (*call).clone()));
                desk.now += 10;
                let now = if desk.sent.len() > 5_400 { &tasks } else { &running };
                desk.hand_in(&mut walk, id, &honest(now, &call));
            }
            Step::Done(stop) => panic!("{stop:?}"),
        }
    }
    let told = walk.progress();
    let mut walk = handed_over(&mut walk, desk.now);
    assert_eq!((told.rows, told.by_state), (2_000, [0, 2_000, 0, 0, 0]));
    let resumed = walk.progress();
    assert_eq!((resumed.rows, resumed.by_state), (told.rows, told.by_state));
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    assert_eq!((times(&desk).len(), desk.delivered.len()), (2_000, 2_000));
    assert!(walk.ledger().complete);
}

#[test]
fn where_not_even_the_windows_fit_they_are_read_again_and_it_is_told() {
    let query = since(3 * HOUR);
    let options = PlanOptions {
        window_seconds: Some(2),
        ..PlanOptions::default()
    };
    let tasks: Vec<Task> = spread(2_000, 1, -2 * HOUR)
        .into_iter()
        .map(|task| Task {
            status: "Refreshing",
            ..task
        })
        .collect();
    let final_now: Vec<Task> = tasks
        .iter()
        .map(|task| Task {
            status: "Complete",
            ..task.clone()
        })
        .collect();
    let mut walk = waiting(&query, &options);
    let mut desk = Desk::new();
    answered(&mut walk, &mut desk, 5_000, &tasks);
    assert!(walk.checkpoint().len() <= LIMIT);
    let mut walk = handed_over(&mut walk, desk.now);
    assert!(repeats(&walk.ledger()) && !walk.ledger().complete);
    desk.now += MINUTE;
    assert_eq!(
        desk.run(&mut walk, &mut |call, _| honest(&final_now, call)),
        Stop::Finished
    );
    let ledger = walk.ledger();
    assert_eq!(times(&desk).len(), 2_000);
    assert!(ledger.windows.iter().all(|read| read.state == "done") && !ledger.complete);
}

#[test]
fn ids_of_many_rows_are_asked_for_again_where_their_lists_do_not_fit() {
    let ids = 15_423_000_000..15_423_004_000_u64;
    let query = Query {
        task_ids: ids.clone().map(|id| id.to_string()).collect(),
        ..Query::default()
    };
    let tasks: Vec<Task> = ids
        .flat_map(|id| (0..10).map(move |row| task(id, &row.to_string(), -HOUR)))
        .collect();
    let of_id: BTreeMap<&str, &[Task]> = tasks.chunks(10).map(|of| (of[0].id.as_str(), of)).collect();
    let serve = |call: &PlannedCall, status: &'static str| {
        let asked: Vec<Task> = text(call, Param::TaskId)
            .split(',')
            .flat_map(|id| of_id[id].iter().map(|task| Task { status, ..task.clone() }))
            .collect();
        honest(&asked, call)
    };
    for waits in [true, false] {
        let options = PlanOptions::default();
        let mut walk = if waits {
            waiting(&query, &options)
        } else {
            start_with(&query, &options)
        };
        let mut desk = Desk::new();
        for _ in 0..4_200 {
            let (id, call) = desk.send(&mut walk);
            desk.hand_in(&mut walk, id, &serve(&call, "Refreshing"));
        }
        assert!(walk.checkpoint().len() <= LIMIT + 32 * 4_000);
        let mut walk = handed_over(&mut walk, desk.now);
        assert!(repeats(&walk.ledger()));
        let stop = desk.run(&mut walk, &mut |call, _| serve(call, "Complete"));
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.ids.found, ledger.ids.unread.len()),
            (Stop::Finished, 4_000, 0)
        );
        assert_eq!((desk.delivered.len(), ledger.rows), (40_000, 40_000));
    }
}
