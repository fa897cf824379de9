//! What a walk is said to do, sentence by sentence, against a service whose answers are written beside it.

use crate::desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, number, rows, since, start, start_with, task,
    text,
};
use cdn_refresh_tasks::contract::{Given, Locale, Param};
use cdn_refresh_tasks::plan::{Asked, PlanOptions, Query, Route, plan};
use cdn_refresh_tasks::walk::{Stop, Verdict, Walk, WalkOptions};
use std::collections::BTreeSet;

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
fn of_what_is_younger_than_the_settle_time_nothing_is_proven() {
    let (mut walk, mut desk) = (start(&since(MINUTE)), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| honest(&rows(3, -30), call));
    let ledger = walk.ledger();
    assert_eq!((stop, desk.delivered.len()), (Stop::Finished, 3));
    assert_eq!(
        (ledger.complete, ledger.proven_until, ledger.verdict),
        (false, None, Verdict::Unproven)
    );
}

#[test]
fn a_list_none_of_which_has_settled_is_read_as_often_as_may_help_and_proves_nothing() {
    for (counted, passes) in [(false, 1), (true, 3)] {
        // It begins where rows have just settled, and its TotalCount changes with each page, if there is one.
        let (mut walk, mut desk, mut calls) = (start(&since(2 * MINUTE)), Desk::new(), 0);
        let stop = desk.run(&mut walk, &mut |call, _| match honest(&rows(150, -90), call) {
            Answer::Page { mut head, rows } => {
                calls += 1;
                head.total_count = counted.then_some(150 + calls % 2);
                Answer::Page { head, rows }
            }
            other => other,
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.verdict),
            (Stop::Finished, Verdict::Unproven),
            "{ledger:?}"
        );
        let read: Vec<u32> = ledger.windows.iter().map(|read| read.passes).collect();
        assert_eq!(
            (read, ledger.proven_until, desk.delivered.len()),
            (vec![passes], None, 150)
        );
    }
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
fn a_type_that_no_document_shows_is_filtered_here_on_an_assumption() {
    let assumes = |object_type: &str, route: Route| {
        let query = Query {
            task_ids: ["1"].into(),
            domain_names: ["example.com"].into(),
            object_types: [object_type].into(),
            ..since(HOUR)
        };
        let options = PlanOptions {
            route: Some(route),
            ..PlanOptions::default()
        };
        let assumed = start_with(&query, &options).ledger().assumptions;
        assumed.iter().any(|name| name == "types-shown-as-asked")
    };
    for (object_type, assumed) in [
        ("file", false),
        ("preload", false),
        ("block", true),
        ("unblock", true),
        ("IgnoreParams", true),
    ] {
        assert_eq!(assumes(object_type, Route::Scan), assumed, "{object_type}");
        assert_eq!(assumes(object_type, Route::ById), assumed, "{object_type}");
    }
    assert!(!assumes("block", Route::FanOut), "the service itself is asked by type");
}

#[test]
fn a_total_that_changes_is_read_again_until_it_does_not() {
    let query = Query {
        to: Some(Given::Moment(Some(at(START - 10 * MINUTE)))),
        ..since(HOUR)
    };
    // A count that has changed already is not put to the test, though it fills every page.
    for (count, pages) in [(250, 3 + 3), (300, 4 + 4)] {
        let tasks = rows(count, -1800);
        let (mut walk, mut desk) = (start(&query), Desk::new());
        let mut calls = 0;
        let stop = desk.run(&mut walk, &mut |call, _| {
            calls += 1;
            let mut answer = honest(&tasks, call);
            if let (2, Answer::Page { head, .. }) = (calls, &mut answer) {
                head.total_count = Some(count + 1);
            }
            answer
        });
        let ledger = walk.ledger();
        assert_eq!((stop, ledger.complete, ledger.calls), (Stop::Finished, true, pages));
        assert_eq!((ledger.windows[0].passes, ledger.rows), (2, count));
    }
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
    // Another page size moves the seams between pages, and none is larger than may be asked for.
    let sizes = desk.sent.iter().map(|(_, call)| number(call, Param::PageSize));
    let sizes: BTreeSet<u64> = sizes.collect();
    assert!(
        sizes.is_superset(&[73, 89, 100].into()) && sizes.last() == Some(&100),
        "{sizes:?}"
    );
    assert_eq!(desk.delivered.len(), 250, "what came is delivered all the same, once");
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
    // The last second before each window, and the first after each but the youngest.
    let outside: u32 = ledger.windows.iter().map(|read| read.outside).sum();
    assert_eq!(outside as usize, 2 * seams.len() - 1);
    assert!(ledger.complete);
    assert_eq!(ledger.proven_until, Some(at(START - 120 * SECOND)));
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
