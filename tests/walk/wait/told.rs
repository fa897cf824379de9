//! What is told of a wait while it goes on.

use super::{SETTLED, ids, wait};
use crate::desk::{Desk, HOUR, MINUTE, SECOND, START, Task, at, by_id, honest, since, task, text};
use cdn_refresh_tasks::contract::{Locale, Param};
use cdn_refresh_tasks::plan::{PlanOptions, Query, plan};
use cdn_refresh_tasks::walk::{GRACE_MS, Step, Stop, Walk, WalkOptions};

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
fn what_failed_or_was_canceled_is_no_work_that_is_left() {
    // Of four rows two are over after the first look, without any progress: as much time is left as has passed.
    let (mut walk, mut desk, mut looks) = (wait(&ids(1)), Desk::new(), 0);
    while looks < 2 {
        match walk.next(at(desk.now)) {
            Step::Wait { until } => desk.now = until.unwrap().ms(),
            Step::Send { id, .. } => {
                let over = if looks == 0 {
                    ["Refreshing"; 2]
                } else {
                    ["Failed", "Canceled"]
                };
                let rows = [over[0], over[1], "Refreshing", "Refreshing"].map(|status| Task {
                    status,
                    progress: 0,
                    ..task(1, "a", SETTLED)
                });
                desk.hand_in(&mut walk, id, &by_id(rows.to_vec()));
                looks += 1;
                desk.now += SECOND;
            }
            Step::Done(stop) => panic!("{stop:?}"),
        }
    }
    walk.next(at(desk.now));
    let since_the_first_look = desk.now - START - 5 * SECOND;
    assert_eq!(walk.progress().eta_ms, Some(since_the_first_look.unsigned_abs()));
}

#[test]
fn empty_windows_are_no_work_that_is_left() {
    // One task that takes 100 s, in one window or in one of sixty.
    for window_seconds in [None, Some(60)] {
        let options = PlanOptions {
            window_seconds,
            ..PlanOptions::default()
        };
        let plan = plan(&since(HOUR), at(START), &options);
        let mut walk = Walk::wait(plan, at(START), at(START + HOUR), GRACE_MS, WalkOptions::default());
        let mut desk = Desk::new();
        while desk.now < START + MINUTE {
            match walk.next(at(desk.now)) {
                Step::Wait { until } => desk.now = until.unwrap().ms(),
                Step::Send { id, call } => {
                    desk.now += 10;
                    let running = Task {
                        status: "Refreshing",
                        progress: u8::try_from((desk.now - START) / SECOND).unwrap(),
                        ..task(1, "a", SETTLED)
                    };
                    desk.hand_in(&mut walk, id, &honest(&[running], &call));
                }
                Step::Done(stop) => panic!("{stop:?}"),
            }
        }
        let left = walk.progress().eta_ms.unwrap().cast_signed();
        assert!(
            (30 * SECOND..60 * SECOND).contains(&left),
            "{window_seconds:?}: {left} ms"
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
