//! A walk that another machine goes on with: its clock may be another, and calls under way are lost without anybody's fault.

use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, at, honest, since, start_with};
use cdn_refresh_tasks::plan::PlanOptions;
use cdn_refresh_tasks::walk::{ATTEMPTS, Head, Ledger, Walk};

/// Two windows, one call each.
fn start() -> Walk {
    let options = PlanOptions {
        window_seconds: Some(1800),
        ..PlanOptions::default()
    };
    start_with(&since(HOUR), &options)
}

/// Nothing but the time, of which the true one is told.
fn dated(call: &cdn_refresh_tasks::plan::PlannedCall, truth: i64) -> Answer {
    match honest(&[], call) {
        Answer::Page { head, rows } => Answer::Page {
            head: Head {
                date: Some(at(truth)),
                ..head
            },
            rows,
        },
        other => other,
    }
}

/// Reads one window here and the other where the clock is ahead by `ahead`, five seconds later.
fn read_by_two(ahead: i64) -> Ledger {
    let (mut walk, mut desk) = (start(), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &dated(&call, START));
    desk.now = START + 5 * SECOND + ahead;
    let mut walk = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
    desk.run(&mut walk, &mut |call, now| dated(call, now - ahead));
    walk.ledger()
}

#[test]
fn proof_goes_by_the_clock_of_the_service_wherever_it_is_read() {
    for ahead in [0, -10 * MINUTE, -90 * SECOND, 90 * SECOND, 10 * MINUTE] {
        let ledger = read_by_two(ahead);
        let proven = ledger.proven_until.map(|until| until.ms() - START);
        assert!(
            proven.is_some_and(|until| (-2 * MINUTE - 10 * MINUTE..=-2 * MINUTE + 5 * SECOND).contains(&until)),
            "{ahead}: {proven:?}"
        );
        let by_host = ledger.assumptions.iter().any(|name| name == "host-clock");
        assert!(!by_host, "{ahead}: its Dates are believed");
    }
}

#[test]
fn a_date_that_jumps_in_one_hand_is_still_another_clock_s() {
    let (mut walk, mut desk) = (start(), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &dated(&call, START));
    desk.run(&mut walk, &mut |call, now| dated(call, now + 10 * MINUTE));
    assert!(walk.ledger().assumptions.iter().any(|name| name == "host-clock"));
}

#[test]
fn a_call_is_not_to_blame_for_the_processes_that_were_replaced_while_it_was_under_way() {
    let (mut walk, mut desk) = (start(), Desk::new());
    let handed_over = u64::from(ATTEMPTS) + 3;
    for _ in 0..handed_over {
        desk.send(&mut walk);
        desk.now += SECOND;
        walk = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
    }
    let mut failed = 0;
    desk.run(&mut walk, &mut |call, _| {
        failed += 1;
        if failed == 1 { Answer::Lost } else { honest(&[], call) }
    });
    let ledger = walk.ledger();
    assert!(ledger.complete, "{ledger:?}");
    // But it was sent each time.
    assert_eq!((ledger.calls, ledger.retries), (handed_over + 3, handed_over + 1));
}
