//! Rows near the retention's edge: the service forgets them while they are read.

use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, moment, since, start, task};
use cdn_refresh_tasks::contract::{Given, Param};
use cdn_refresh_tasks::plan::Query;
use cdn_refresh_tasks::walk::{Step, Stop, Verdict};
use std::collections::BTreeSet;

const RETENTION: i64 = 72 * HOUR;

#[test]
fn no_start_time_is_risked_within_five_seconds_of_the_edge() {
    let query = Query {
        to: Some(Given::Moment(Some(at(START - 70 * HOUR)))),
        ..since(71 * HOUR)
    };
    // So many seconds inside the retention when its first call is made.
    for inside in -30..=30 {
        let (mut walk, mut desk) = (start(&query), Desk::new());
        let begins = walk.plan().windows.get(0).unwrap().start().ms();
        desk.now = begins + RETENTION - inside * SECOND;
        let edge = desk.now - RETENTION;
        let tasks: Vec<Task> = (0..250).map(|id| task(id, "a", -70 * HOUR - MINUTE)).collect();
        desk.run(&mut walk, &mut |call, _| honest(&tasks, call));
        let asked: BTreeSet<i64> = desk
            .sent
            .iter()
            .map(|(_, call)| moment(call, Param::StartTime))
            .collect();
        // A window is asked for from the second before it; three calls take no time in which it could age.
        let start = if inside >= 6 { begins } else { edge + 6 * SECOND };
        assert_eq!(asked, [start - SECOND].into(), "{inside}");
        let lost = (start > begins).then_some((begins - START, start - START, "retention"));
        assert_eq!(gaps(&walk.ledger()), lost.into_iter().collect::<Vec<_>>(), "{inside}");
    }
}

#[test]
fn a_window_that_keeps_ageing_out_is_cut_by_more_each_time() {
    // Ten calls for each pass, each of which takes three seconds.
    let created = 40 * MINUTE - RETENTION;
    let tasks: Vec<Task> = (0..950).map(|id| task(id, "a", created)).collect();
    let query = Query {
        to: Some(Given::Moment(Some(at(START - 70 * HOUR)))),
        ..since(RETENTION)
    };
    let (mut walk, mut desk) = (start(&query), Desk::new());
    desk.now = walk.plan().windows.get(0).unwrap().start().ms() + RETENTION;
    while let Step::Send { id, call } = walk.next(at(desk.now)) {
        let inside = moment(&call, Param::StartTime) - (desk.now - RETENTION);
        assert!(inside >= 2 * SECOND, "a call that waits for its turn would be refused");
        desk.now += 3 * SECOND;
        desk.hand_in(&mut walk, id, &honest(&tasks, &call));
    }
    let ledger = walk.ledger();
    assert_eq!((walk.ended(), ledger.rows), (Some(Stop::Finished), 950));
    assert!(ledger.calls <= 30, "{}", ledger.calls);
    let lost: Vec<i64> = gaps(&ledger).iter().map(|(start, end, _)| end - start).collect();
    assert!(
        lost.len() > 2 && lost.is_sorted() && lost.iter().sum::<i64>() < 2 * MINUTE,
        "{lost:?}"
    );
}

#[test]
fn rows_that_have_left_do_not_stand_in_for_one_that_is_missing() {
    // The service forgets a few minutes sooner than documented, and never shows one of the rows that are left.
    let edge = START - RETENTION;
    let query = Query {
        to: Some(Given::Moment(Some(at(edge + HOUR)))),
        ..since(RETENTION - 5 * MINUTE)
    };
    let rows = [7_i64, 15, 16].map(|minutes| task(minutes.unsigned_abs(), "a", minutes * MINUTE - RETENTION));
    let missing = &rows[2];
    let (mut walk, mut desk) = (start(&query), Desk::new());
    let mut calls = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        let counted = if calls == 1 { &rows[..] } else { &rows[1..] };
        match honest(counted, call) {
            Answer::Page { head, mut rows } => {
                rows.retain(|row| row != missing);
                Answer::Page { head, rows }
            }
            other => other,
        }
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.verdict), (Stop::Finished, Verdict::Gaps), "{ledger:?}");
    let lost = missing.created.unwrap() - START;
    assert!(
        gaps(&ledger)
            .iter()
            .any(|(start, end, _)| (*start..*end).contains(&lost)),
        "{ledger:?}"
    );
}
