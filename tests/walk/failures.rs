//! What a walk does when calls fail: what it sends again, when it gives up, and what it says it could not read.

use crate::desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, moment, number, rows, since, start, start_with,
    task,
};
use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::{Order, PlanOptions, Query, plan};
use cdn_refresh_tasks::response::About;
use cdn_refresh_tasks::walk::{ATTEMPTS, Handled, IN_A_ROW, Ignored, Step, Stop, Trouble, Verdict, Walk, WalkOptions};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_window_that_keeps_failing_is_halved_down_to_one_second_and_then_a_gap() {
    for (back, order) in [2345, 3590, 130, 1801]
        .into_iter()
        .flat_map(|back| [(back, Order::Oldest), (back, Order::Newest)])
    {
        let poisoned = START - back * SECOND;
        let tasks: Vec<Task> = (0..700)
            .map(|number| task(number, "a", -number.cast_signed() * 5 * SECOND))
            .collect();
        let options = PlanOptions {
            order,
            ..PlanOptions::default()
        };
        let made = plan(&since(HOUR), at(START), &options);
        let (mut walk, mut desk) = (Walk::start(made, at(START), WalkOptions::default()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| {
            let asked = moment(call, Param::StartTime)..=moment(call, Param::EndTime);
            match asked.contains(&poisoned) {
                true => Answer::Code("InternalError"),
                false => honest(&tasks, call),
            }
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, ledger.verdict),
            (Stop::Finished, false, Verdict::Gaps),
            "{back} {order:?}"
        );
        // Windows are asked for a second wider on both sides, so the neighbours fail with it.
        let second = poisoned - START;
        let expected: Vec<(i64, i64, &str)> = [-1, 0, 1]
            .map(|by| (second + by * SECOND, second + (by + 1) * SECOND, "InternalError"))
            .into();
        assert_eq!(gaps(&ledger), expected);
        assert_eq!(ledger.proven_until, Some(at(poisoned - SECOND)));
        let inside = |task: &&Task| (-1..=1).any(|by| task.created == Some(poisoned + by * SECOND));
        assert_eq!(desk.delivered.len(), 699 - tasks.iter().filter(inside).count());
        let ends: BTreeSet<(i64, i64)> = ledger
            .windows
            .iter()
            .map(|read| (read.window.start().ms(), read.window.end().ms()))
            .collect();
        assert!(
            ends.iter().zip(ends.iter().skip(1)).all(|(one, next)| one.1 == next.0),
            "contiguous"
        );
        assert!(ledger.calls < 200, "{}", ledger.calls);
    }
}

#[test]
fn while_nothing_succeeds_no_window_is_given_up() {
    // Three minutes in which nobody answers, between the first and the second page.
    let tasks = rows(950, -1800);
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, now| match now - START {
        20..180_000 => Answer::Lost,
        _ => honest(&tasks, call),
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, desk.delivered.len()),
        (Stop::Finished, true, 950)
    );
    assert_eq!(ledger.windows.len(), 1, "{:?}", ledger.windows);
    assert!(ledger.retries < 20, "{}", ledger.retries);
}

#[test]
fn two_pages_that_keep_failing_are_their_windows_fault_and_three_are_the_services() {
    // Two of three pages fail together; of five one after the other, until the last is left to be asked for.
    for (in_flight, count, windows) in [(2, 250, 4), (1, 450, 1)] {
        let tasks = rows(count, -1800);
        let settings = WalkOptions {
            in_flight,
            ..WalkOptions::default()
        };
        let made = plan(&since(HOUR), at(START), &PlanOptions::default());
        let (mut walk, mut desk) = (Walk::start(made, at(START), settings), Desk::new());
        let (id, call) = desk.send(&mut walk);
        desk.hand_in(&mut walk, id, &honest(&tasks, &call));
        let mut under_way = Vec::new();
        let stop = loop {
            match walk.next(at(desk.now)) {
                Step::Send { id, call } => under_way.push((id, call)),
                Step::Wait { until: Some(until) } if under_way.is_empty() => desk.now = until.ms(),
                Step::Wait { .. } => {
                    for (id, call) in std::mem::take(&mut under_way) {
                        let out = desk.now - START < 2 * MINUTE && number(&call, Param::PageNumber) > 1;
                        let answer = if out { Answer::Lost } else { honest(&tasks, &call) };
                        desk.hand_in(&mut walk, id, &answer);
                    }
                }
                Step::Done(stop) => break stop,
            }
        };
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, desk.delivered.len()),
            (Stop::Finished, true, tasks.len())
        );
        assert_eq!(ledger.windows.len(), windows, "{ledger:?}");
    }
}

#[test]
fn what_is_taken_apart_during_a_pause_is_read_after_it() {
    let tasks = rows(650, -1800);
    let settings = WalkOptions {
        in_flight: 2,
        ..WalkOptions::default()
    };
    let made = plan(&since(HOUR), at(START), &PlanOptions::default());
    let (mut walk, mut desk) = (Walk::start(made, at(START), settings), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&tasks, &call));
    // The second page keeps failing, others come in between.
    let (mut second, _) = desk.send(&mut walk);
    let mut other = desk.send(&mut walk);
    for attempt in 1..ATTEMPTS {
        let Handled::Fault { retry_at: Some(again) } = desk.hand_in(&mut walk, second, &Answer::Lost) else {
            panic!("it is sent again");
        };
        let (id, call) = &other;
        if attempt % 2 == 0 {
            desk.hand_in(&mut walk, *id, &honest(&tasks, call));
        }
        desk.now = again.ms();
        second = desk.send(&mut walk).0;
        if attempt % 2 == 0 {
            other = desk.send(&mut walk);
        }
    }
    // With its last attempt another is under way, and the service wants to be left alone.
    let trouble = Trouble::of_code("Throttling.User", Some(7000), None);
    walk.fault(other.0, &trouble, at(desk.now));
    assert_eq!(
        desk.hand_in(&mut walk, second, &Answer::Lost),
        Handled::Fault { retry_at: None }
    );
    let until = Some(at(desk.now + 7000));
    assert_eq!(walk.next(at(desk.now)), Step::Wait { until });
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    assert_eq!((walk.ledger().complete, desk.delivered.len()), (true, 650));
}

#[test]
fn an_outage_before_all_ids_were_asked_for_is_a_failure() {
    let query = Query {
        task_ids: (1..=300).map(|id: u64| id.to_string()).collect(),
        ..Query::default()
    };
    let tasks: Vec<Task> = (0..250).map(|row| task(1, &row.to_string(), -HOUR)).collect();
    let (mut walk, mut desk, mut calls) = (start(&query), Desk::new(), 0);
    // The first answer, and the first page of the list that it leads to.
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        if calls <= 2 { honest(&tasks, call) } else { Answer::Lost }
    });
    assert_eq!((stop, walk.ledger().verdict), (Stop::Failed, Verdict::Gaps));
}

#[test]
fn throttling_takes_no_window_apart_not_even_on_its_last_call() {
    let tasks: Vec<Task> = (0..950)
        .map(|second| task(1, &format!("{second}.js"), (second - 3000) * SECOND))
        .collect();
    let (mut walk, mut desk, mut refused) = (start(&since(HOUR)), Desk::new(), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        if number(call, Param::PageNumber) == 10 && refused < 8 {
            refused += 1;
            return Answer::Code("Throttling.User");
        }
        honest(&tasks, call)
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, desk.delivered.len()),
        (Stop::Finished, true, 950)
    );
    assert_eq!((ledger.throttled, ledger.retries), (8, 8));
    // Ten pages, and the last one eight times more: nothing is read again.
    assert_eq!((ledger.calls, ledger.duplicates), (18, 0), "{:?}", ledger.windows);
}

#[test]
fn a_last_call_that_fails_a_few_times_is_only_sent_again() {
    let tasks = rows(950, -1800);
    let (mut walk, mut desk, mut failed) = (start(&since(HOUR)), Desk::new(), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        if number(call, Param::PageNumber) == 10 && failed < 3 {
            failed += 1;
            return Answer::Code("InternalError");
        }
        honest(&tasks, call)
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.complete), (Stop::Finished, true));
    let told = (ledger.calls, ledger.retries, ledger.throttled, ledger.windows.len());
    assert_eq!(told, (13, 3, 0, 1));
}

fn windows_of(seconds: u32) -> PlanOptions {
    PlanOptions {
        window_seconds: Some(seconds),
        ..PlanOptions::default()
    }
}

#[test]
fn whether_it_is_the_call_or_the_service_another_call_tells_after_five_attempts() {
    let (mut walk, mut desk) = (start_with(&since(HOUR), &windows_of(300)), Desk::new());
    desk.run(&mut walk, &mut |_, _| Answer::Lost);
    let starts = desk.sent.iter().map(|(_, call)| moment(call, Param::StartTime));
    let (mut attempts, mut before_the_next) = (BTreeMap::new(), Vec::new());
    for start in starts {
        if !attempts.contains_key(&start) {
            before_the_next.push(attempts.values().copied().max().unwrap_or(0));
        }
        *attempts.entry(start).or_insert(0) += 1;
    }
    // Three fail before it is looked at with care.
    assert_eq!(before_the_next[..4], [0, 1, 1, ATTEMPTS], "{attempts:?}");
    assert_eq!(attempts.values().sum::<u32>(), IN_A_ROW);
}

/// Sends whatever may be sent now.
fn send_all(walk: &mut Walk, now: i64) -> Vec<u32> {
    let mut sent = Vec::new();
    while let Step::Send { id, .. } = walk.next(at(now)) {
        sent.push(id);
        assert!(sent.len() <= 100, "there is no end to it");
    }
    sent
}

#[test]
fn no_more_calls_are_under_way_than_may_be_and_only_one_while_they_fail() {
    for (in_flight, allowed) in [(0, 1), (1, 1), (3, 3), (8, 8), (64, 64), (1000, 64)] {
        let settings = WalkOptions {
            in_flight,
            ..WalkOptions::default()
        };
        let made = plan(&since(HOUR), at(START), &windows_of(30));
        let (mut walk, mut desk) = (Walk::start(made, at(START), settings), Desk::new());
        let mut under_way = send_all(&mut walk, START);
        assert_eq!(under_way.len(), allowed);
        assert_eq!(walk.next(at(START)), Step::Wait { until: None }, "only a reply helps");
        // All of them fail, one after the other: soon it is the service.
        for _ in 0..8 {
            for id in under_way {
                desk.hand_in(&mut walk, id, &Answer::Lost);
            }
            desk.now += MINUTE;
            under_way = send_all(&mut walk, desk.now);
        }
        assert_eq!(under_way.len(), 1, "{in_flight}");
    }
}

#[test]
fn every_call_that_was_given_up_is_known_by_its_late_reply() {
    let made = plan(&since(HOUR), at(START), &windows_of(300));
    let (mut walk, mut desk) = (Walk::start(made, at(START), WalkOptions::default()), Desk::new());
    let sent = send_all(&mut walk, START);
    for id in &sent {
        desk.hand_in(&mut walk, *id, &Answer::Lost);
    }
    for id in &sent {
        assert_eq!(
            desk.hand_in(&mut walk, *id, &Answer::Lost),
            Handled::Ignored(Ignored::Late)
        );
    }
}

#[test]
fn a_pause_that_the_service_asks_for_holds_back_every_call_of_its_kind() {
    let made = plan(&since(HOUR), at(START), &windows_of(1200));
    let (mut walk, mut desk) = (Walk::start(made, at(START), WalkOptions::default()), Desk::new());
    let (id, _) = desk.send(&mut walk);
    let (other, call) = desk.send(&mut walk);
    let trouble = Trouble::of_code("Throttling.User", Some(7000), None);
    let Handled::Fault { retry_at: Some(again) } = walk.fault(id, &trouble, at(START)) else {
        panic!("it is sent again");
    };
    let pause = START + 7000;
    assert!((pause..=pause + SECOND).contains(&again.ms()), "{again}");
    // A call that was under way is answered; nothing follows before the pause is over.
    desk.hand_in(&mut walk, other, &honest(&[], &call));
    assert_eq!(walk.next(at(START)), Step::Wait { until: Some(at(pause)) });
    assert!(matches!(walk.next(at(pause - 1)), Step::Wait { .. }));
    assert!(matches!(walk.next(at(pause)), Step::Send { .. }));
}

#[test]
fn where_nothing_ever_answers_it_ends_and_says_so() {
    // One window, which is taken apart; or three under way at once, of which none is to blame.
    for (options, windows) in [(PlanOptions::default(), None), (windows_of(1200), Some(3))] {
        let made = plan(&since(HOUR), at(START), &options);
        let (mut walk, mut desk) = (Walk::start(made, at(START), WalkOptions::default()), Desk::new());
        let mut under_way = Vec::new();
        let stop = loop {
            match walk.next(at(desk.now)) {
                Step::Send { id, .. } => under_way.push(id),
                Step::Wait { until: Some(until) } if under_way.is_empty() => desk.now = until.ms(),
                Step::Wait { .. } => under_way.drain(..).for_each(|id| {
                    desk.hand_in(&mut walk, id, &Answer::Lost);
                }),
                Step::Done(stop) => break stop,
            }
        };
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.verdict, ledger.proven_until),
            (Stop::Failed, Verdict::Gaps, None)
        );
        let gaps = gaps(&ledger);
        assert!(gaps.iter().all(|(.., why)| *why == "timeout"), "{gaps:?}");
        assert!(windows.is_none_or(|windows| gaps.len() == windows), "{gaps:?}");
        assert!(desk.now - START < 10 * MINUTE);
    }
}

#[test]
fn a_hint_of_days_is_taken_for_a_mistake() {
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let (id, _) = desk.send(&mut walk);
    let trouble = Trouble::of_code("Throttling", Some(u32::MAX), None);
    let handled = walk.fault(id, &trouble, at(START));
    let soon = at(START + 11 * MINUTE);
    assert!(
        matches!(handled, Handled::Fault { retry_at: Some(retry_at) } if retry_at < soon),
        "{handled:?}"
    );
    assert!(matches!(walk.next(at(START)), Step::Wait { until: Some(until) } if until < soon));
}

#[test]
fn a_page_under_a_status_of_failure_proves_nothing() {
    let body = br#"{"RequestId":"r","PageNumber":1,"PageSize":100,"TotalCount":0,"Tasks":{"CDNTask":[]}}"#;
    for status in [200, 404, 429, 502, 503] {
        let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
        let (id, _) = desk.send(&mut walk);
        let about = About {
            status: Some(status),
            ..About::default()
        };
        let (_, handled) = walk.handle(id, body, &about, Some(at(START)), at(START));
        let assumed = walk.ledger().assumptions;
        assert!(
            !assumed.iter().any(|name| name == "host-clock"),
            "its Date tells the time"
        );
        assert_eq!(matches!(handled, Handled::Page { .. }), status == 200, "{status}");
        assert_eq!(walk.ledger().throttled, u64::from(matches!(status, 429 | 503)));
        assert_eq!(
            walk.next(at(START)) == Step::Done(Stop::Finished),
            status == 200,
            "{status}"
        );
    }
}
