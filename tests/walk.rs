//! What a walk is said to do, sentence by sentence, against a service whose answers are written beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy does not know these as tests"
)]

mod desk;

use cdn_refresh_tasks::contract::{Given, Locale, Param};
use cdn_refresh_tasks::plan::{Asked, Order, Plan, PlanOptions, Query, plan};
use cdn_refresh_tasks::walk::{Ledger, Stop, Verdict, Walk, WalkOptions};
use desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, honest, moment, number, task, text};
use std::collections::BTreeSet;

fn since(ms: i64) -> Query<'static> {
    Query::since(at(START - ms))
}

fn planned(query: &Query<'_>) -> Plan {
    plan(query, at(START), &PlanOptions::default())
}

fn start(query: &Query<'_>) -> Walk {
    let options = WalkOptions {
        in_flight: 1,
        ..WalkOptions::default()
    };
    Walk::start(planned(query), at(START), options)
}

fn rows(count: u64, second: i64) -> Vec<Task> {
    (0..count)
        .map(|number| task(1, &format!("{number}.js"), second * SECOND))
        .collect()
}

fn gaps(ledger: &Ledger) -> Vec<(i64, i64, &str)> {
    let told = |read: &'_ cdn_refresh_tasks::walk::WindowRead| (read.window.start().ms(), read.window.end().ms());
    let gaps = ledger
        .windows
        .iter()
        .filter_map(|read| Some((told(read), read.gap.as_deref()?)));
    gaps.map(|((start, end), why)| (start - START, end - START, why))
        .collect()
}

#[test]
fn up_to_now_is_proven_up_to_the_settle_time_before_the_first_call() {
    let tasks: Vec<Task> = (0..250)
        .map(|number| task(number, "a", -number.cast_signed() * 7 * SECOND))
        .collect();
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    let ledger = walk.ledger();
    assert_eq!((ledger.complete, ledger.verdict), (true, Verdict::Proven));
    assert_eq!(ledger.proven_until, Some(at(START - 120 * SECOND)));
    // The youngest are delivered too, but for the second that is not over.
    assert_eq!((desk.delivered.len(), ledger.rows), (249, 249));
    assert_eq!(
        ledger.sentence(Locale::En),
        "complete up to 2026-11-24T07:58:00Z: 249 tasks; the last 120 seconds may still grow"
    );
}

#[test]
fn what_no_client_can_prove_is_always_named() {
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    desk.run(&mut walk, &mut |call, _| honest(&[], call));
    let assumed = walk.ledger().assumptions;
    for name in [
        "credentials-see-all",
        "oss-refresh-invisible",
        "settle-120s",
        "host-clock",
    ] {
        assert!(assumed.iter().any(|assumed| assumed == name), "{name}");
    }
    assert!(!assumed.iter().any(|name| name == "named-types-only"));
    let query = Query {
        domain_names: ["example.com"].into(),
        object_types: ["file"].into(),
        ..since(HOUR)
    };
    let mut walk = start(&query);
    Desk::new().run(&mut walk, &mut |call, _| honest(&[], call));
    assert!(walk.ledger().assumptions.iter().any(|name| name == "named-types-only"));
}

#[test]
fn a_total_that_changes_is_read_again_until_it_does_not() {
    let tasks = rows(250, -1800);
    let query = Query {
        to: Some(Given::Moment(Some(at(START - 10 * MINUTE)))),
        ..since(HOUR)
    };
    let (mut walk, mut desk) = (start(&query), Desk::new());
    let mut calls = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        let mut answer = honest(&tasks, call);
        if let (2, Answer::Page { head, .. }) = (calls, &mut answer) {
            head.total_count = Some(251);
        }
        answer
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.complete), (Stop::Finished, true));
    assert_eq!((ledger.windows[0].passes, desk.delivered.len()), (2, 250));
    // Another page size moves the seams between pages.
    let sizes: BTreeSet<u64> = desk
        .sent
        .iter()
        .map(|(_, call)| number(call, Param::PageSize))
        .collect();
    assert_eq!(sizes.len(), 2);
}

#[test]
fn a_total_that_never_rests_is_a_gap_of_one_second_after_three_passes() {
    let tasks = rows(250, -1800);
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let mut calls = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        let mut answer = honest(&tasks, call);
        if let Answer::Page { head, .. } = &mut answer
            && head.total_count > Some(0)
        {
            head.total_count = Some(250 + calls % 2);
        }
        answer
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, ledger.verdict),
        (Stop::Finished, false, Verdict::Gaps)
    );
    let second = -1800 * SECOND;
    assert!(
        gaps(&ledger).contains(&(second, second + SECOND, "total-changed")),
        "{:?}",
        gaps(&ledger)
    );
    assert!(gaps(&ledger).iter().all(|(start, end, _)| end - start == SECOND));
    assert!(
        ledger
            .windows
            .iter()
            .filter(|read| read.gap.is_some())
            .all(|read| read.passes == 3)
    );
    assert!(ledger.proven_until <= Some(at(START + second)));
    assert_eq!(desk.delivered.len(), 250, "what came is delivered all the same, once");
}

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
    assert_eq!(
        ledger.windows.iter().filter(|read| read.rows > 0).count(),
        1,
        "{:?}",
        ledger.windows
    );
    assert!(ledger.retries < 20, "{}", ledger.retries);
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
    // Ten pages, and the last one eight times more: nothing is read again.
    assert_eq!((ledger.calls, ledger.duplicates), (18, 0), "{:?}", ledger.windows);
}

#[test]
fn where_nothing_ever_answers_it_ends_and_says_so() {
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    assert_eq!(desk.run(&mut walk, &mut |_, _| Answer::Lost), Stop::Failed);
    let ledger = walk.ledger();
    assert_eq!(
        (ledger.complete, ledger.verdict, ledger.proven_until),
        (false, Verdict::Gaps, None)
    );
    assert!(
        gaps(&ledger).iter().all(|(.., why)| *why == "timeout"),
        "{:?}",
        gaps(&ledger)
    );
    assert!(desk.now - START < 10 * MINUTE);
}

#[test]
fn truly_identical_rows_are_done_with_their_number_after_passes_that_agree() {
    let mut tasks = rows(250, -1800);
    tasks[240] = tasks[10].clone();
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    desk.run(&mut walk, &mut |call, _| honest(&tasks, call));
    let ledger = walk.ledger();
    assert_eq!((ledger.complete, desk.delivered.len()), (true, 249));
    assert_eq!((ledger.windows[0].passes, ledger.windows[0].duplicates), (3, 1));
}

#[test]
fn the_first_delivery_wins_and_a_later_change_is_counted() {
    let mut tasks = rows(150, -1800);
    tasks[3].status = "Refreshing";
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let mut calls = 0;
    desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        let mut answer = honest(&tasks, call);
        if let (2, Answer::Page { head, .. }) = (calls, &mut answer) {
            head.total_count = Some(151);
            tasks[3].status = "Failed";
        }
        answer
    });
    let ledger = walk.ledger();
    assert_eq!((ledger.changed, ledger.rows), (1, 150));
    assert_eq!(
        desk.delivered
            .iter()
            .filter(|task| task.path.ends_with("/3.js"))
            .count(),
        1
    );
    assert_eq!(desk.delivered[3].status, "Refreshing");
}

#[test]
fn rows_at_seams_come_once() {
    let query = since(4 * HOUR);
    let options = PlanOptions {
        window_seconds: Some(3600),
        ..PlanOptions::default()
    };
    let made = plan(&query, at(START), &options);
    let seams: Vec<i64> = (0..made.windows.len())
        .filter_map(|at| Some(made.windows.get(at)?.start().ms()))
        .collect();
    let tasks: Vec<Task> = (0_u64..)
        .zip(&seams)
        .flat_map(|(id, seam)| [-1, 0, 1].map(|by| task(id, &by.to_string(), seam - START + by * SECOND)))
        .collect();
    let mut walk = Walk::start(made, at(START), WalkOptions::default());
    let mut desk = Desk::new();
    desk.run(&mut walk, &mut |call, _| honest(&tasks, call));
    // The one before the first seam lies outside of what was asked.
    assert_eq!(desk.delivered.len(), tasks.len() - 1);
    let ledger = walk.ledger();
    assert!(ledger.windows.iter().map(|read| read.outside).sum::<u32>() > 0);
    assert!(ledger.complete);
}

#[test]
fn what_ages_out_before_it_is_read_is_told() {
    let tasks: Vec<Task> = (0..70)
        .map(|hour| task(hour, "a", -hour.cast_signed() * HOUR - 30 * MINUTE))
        .collect();
    let options = PlanOptions {
        window_seconds: Some(3600),
        ..PlanOptions::default()
    };
    let mut walk = Walk::start(
        plan(&Query::default(), at(START), &options),
        at(START),
        WalkOptions::default(),
    );
    let mut desk = Desk::new();
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&tasks, &call));
    let text = walk.checkpoint();
    // A night later somebody goes on.
    desk.now += 10 * HOUR;
    let mut walk = Walk::resume(&text, None, at(desk.now)).unwrap();
    let stop = desk.run(&mut walk, &mut |call, now| {
        assert!(
            moment(call, Param::StartTime) >= now - 72 * HOUR,
            "refused by the service"
        );
        honest(&tasks, call)
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.complete), (Stop::Finished, false));
    let lost = gaps(&ledger);
    assert!(
        !lost.is_empty() && lost.iter().all(|(.., why)| *why == "retention"),
        "{lost:?}"
    );
    let (last, held) = (lost.iter().map(|(_, end, _)| *end).max().unwrap(), -62 * HOUR);
    assert!((held..held + 2 * MINUTE).contains(&last), "{last}");
    for task in &tasks {
        let created = task.created.unwrap() - START;
        let named = lost.iter().any(|(start, end, _)| (*start..*end).contains(&created));
        assert!(named != desk.delivered.contains(task), "{task:?}");
    }
}

#[test]
fn a_limit_ends_it_and_proves_nothing_beyond() {
    let tasks = rows(250, -1800);
    let options = PlanOptions {
        limit: Some(120),
        ..PlanOptions::default()
    };
    let mut walk = Walk::start(
        plan(&since(HOUR), at(START), &options),
        at(START),
        WalkOptions::default(),
    );
    let mut desk = Desk::new();
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
    let ledger = walk.ledger();
    assert_eq!((desk.delivered.len(), ledger.rows), (120, 120));
    assert_eq!((ledger.complete, ledger.verdict), (false, Verdict::Unproven));
}

#[test]
fn rows_without_a_readable_time_come_once_and_prove_nothing() {
    let mut tasks = rows(30, -1800);
    tasks.iter_mut().take(5).for_each(|task| task.created = None);
    let options = PlanOptions {
        window_seconds: Some(600),
        ..PlanOptions::default()
    };
    let mut walk = Walk::start(
        plan(&since(HOUR), at(START), &options),
        at(START),
        WalkOptions::default(),
    );
    let mut desk = Desk::new();
    desk.run(&mut walk, &mut |call, _| honest(&tasks, call));
    assert_eq!(desk.delivered.len(), 30);
    assert_eq!(walk.ledger().verdict, Verdict::Unproven);
}

#[test]
fn a_checkpoint_is_small_after_every_step() {
    // More rows than a checkpoint has room for, in one window or in none.
    for timeless in [false, true] {
        let mut tasks: Vec<Task> = (0..9_990)
            .map(|number| task(number, "a", -HOUR + (number / 10).cast_signed() * SECOND))
            .collect();
        if timeless {
            tasks.iter_mut().for_each(|task| task.created = None);
        }
        let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
        let mut longest = 0;
        for _ in 0..99 {
            let (id, call) = desk.send(&mut walk);
            desk.hand_in(&mut walk, id, &honest(&tasks, &call));
            longest = longest.max(walk.checkpoint().len());
        }
        assert!(desk.delivered.len() > 9_000, "{}", desk.delivered.len());
        assert!((49_000..=64 * 1024).contains(&longest), "{timeless}: {longest}");
        let resumed = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
        assert_eq!(resumed.ledger().rows, walk.ledger().rows);
    }
}

#[test]
fn a_checkpoint_keeps_no_url_that_may_be_signed() {
    let query = Query {
        object_paths: ["http://example.com/a.mp4?auth_key=topsecret"].into(),
        ..since(HOUR)
    };
    let mut walk = start(&query);
    let bytes = {
        use base64::Engine;
        let text = walk.checkpoint();
        base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(text.strip_prefix("crt2.").unwrap())
            .unwrap()
    };
    assert!(!bytes.windows(9).any(|part| part == b"topsecret"));
    let refused = Walk::resume(&walk.checkpoint(), None, at(START)).err();
    assert_eq!(
        refused.map(cdn_refresh_tasks::walk::Refused::code),
        Some("CheckpointQueryNeeded")
    );
    assert!(Walk::resume(&walk.checkpoint(), Some(&query), at(START)).is_ok());
}

#[test]
fn no_status_is_sent_that_rows_leave() {
    for (status, sent) in [("Refreshing", ""), ("Complete", "Complete")] {
        let query = Query {
            statuses: [status].into(),
            object_types: ["file"].into(),
            from: Some(Given::Moment(Some(at(START - HOUR)))),
            domain_names: Asked::Any,
            ..Query::default()
        };
        let (mut walk, mut desk) = (start(&query), Desk::new());
        desk.run(&mut walk, &mut |call, _| honest(&[], call));
        assert!(
            desk.sent
                .iter()
                .all(|(_, call)| text(call, Param::Status) == sent || text(call, Param::Status).is_empty())
        );
    }
}
