//! What the ledger and the progress of a walk say at each stage, to people and to programs.

use crate::desk::{Answer, Desk, HOUR, SECOND, START, Task, at, honest, rows, since, start, start_with, task};
use cdn_refresh_tasks::contract::{Given, Locale, Operation, State};
use cdn_refresh_tasks::plan::{Order, PlanOptions, Query, Route, plan};
use cdn_refresh_tasks::walk::{Ignored, Step, Stop, Trouble, Verdict, Walk, WalkOptions};

/// Hands in so many answers of an honest service.
fn answered(walk: &mut Walk, desk: &mut Desk, tasks: &[Task], count: usize) {
    for _ in 0..count {
        let (id, call) = desk.send(walk);
        desk.hand_in(walk, id, &honest(tasks, &call));
        desk.now += SECOND;
    }
}

fn start_by(query: &Query<'_>, options: WalkOptions) -> Walk {
    Walk::start(plan(query, at(START), &PlanOptions::default()), at(START), options)
}

#[test]
fn names_are_those_of_the_documents() {
    let stops = [Stop::Finished, Stop::Cancelled, Stop::Deadline, Stop::Failed];
    assert_eq!(stops.map(Stop::name), ["finished", "cancelled", "deadline", "failed"]);
    let verdicts = [Verdict::Proven, Verdict::Gaps, Verdict::Unproven];
    assert_eq!(verdicts.map(Verdict::name), ["proven", "gaps", "unproven"]);
    let ignored = [Ignored::Unknown, Ignored::Repeated, Ignored::Late];
    assert_eq!(ignored.map(Ignored::name), ["unknown", "repeated", "late"]);
}

#[test]
fn progress_tells_what_the_first_page_tells_and_counts_down() {
    let mut tasks = rows(950, -1800);
    tasks[0].status = "Failed";
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let before = walk.progress();
    assert_eq!(
        (before.expected_rows, before.expected_calls, before.eta_ms),
        (None, None, None)
    );
    for page in 1..=10_u64 {
        answered(&mut walk, &mut desk, &tasks, 1);
        let told = walk.progress();
        assert_eq!(
            (told.rows, told.expected_rows),
            ((page * 100).min(950), Some(950)),
            "page {page}"
        );
        assert_eq!(told.by_state[State::Failed as usize], 1);
        assert_eq!((told.calls, told.expected_calls), (page, Some(10)), "page {page}");
        // A second a page, so far.
        let elapsed = (page - 1) * 1000;
        assert_eq!(told.eta_ms, Some(elapsed * (10 - page) / page), "page {page}");
    }
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
}

#[test]
fn rows_are_expected_only_where_every_row_is_asked_for() {
    let options = PlanOptions {
        route: Some(Route::Scan),
        ..PlanOptions::default()
    };
    let filtered = Query {
        domain_names: ["example.org"].into(),
        ..since(HOUR)
    };
    for (query, expected) in [(since(HOUR), Some(250)), (filtered, None)] {
        let (mut walk, mut desk) = (start_with(&query, &options), Desk::new());
        answered(&mut walk, &mut desk, &rows(250, -1800), 1);
        assert_eq!(walk.progress().expected_rows, expected);
        // A row of another domain lies outside of the question, not of its window.
        assert_eq!(walk.ledger().windows[0].outside, 0);
    }
}

#[test]
fn windows_are_told_before_they_are_read_and_in_their_order() {
    for order in [Order::Oldest, Order::Newest] {
        let options = PlanOptions {
            order,
            window_seconds: Some(1200),
            route: Some(Route::FanOut),
            ..PlanOptions::default()
        };
        let query = Query {
            domain_names: ["example.com"].into(),
            object_types: ["file", "directory"].into(),
            ..since(HOUR)
        };
        let (mut walk, mut desk) = (start_with(&query, &options), Desk::new());
        let all: Vec<(i64, String)> = [-3600, -2400, -1200]
            .into_iter()
            .flat_map(|start| {
                ["directory", "file"].map(|of| (start * SECOND, format!("DomainName=example.com ObjectType={of}")))
            })
            .collect();
        for read in 0..=all.len() {
            let ledger = walk.ledger();
            let told = ledger
                .windows
                .iter()
                .map(|read| (read.window.start().ms() - START, read.filter.clone()));
            assert_eq!(told.collect::<Vec<_>>(), all, "{order:?} {read}");
            let open = ledger.windows.iter().filter(|read| read.state == "open").count();
            assert_eq!(open, all.len() - read);
            // What is proven ends where the first window begins that is not read.
            let proven = match (order, read) {
                // An answer a second: the youngest window was first asked for at once, or after four of them.
                (Order::Newest, 6) => Some(-120 * SECOND),
                (Order::Oldest, 6) => Some(-116 * SECOND),
                (Order::Oldest, 2 | 3) => Some(-2400 * SECOND),
                (Order::Oldest, 4 | 5) => Some(-1200 * SECOND),
                _ => None,
            };
            assert_eq!(
                ledger.proven_until.map(|until| until.ms() - START),
                proven,
                "{order:?} {read}"
            );
            assert_ne!(ledger.verdict, Verdict::Proven, "it is not over");
            if read < all.len() {
                answered(&mut walk, &mut desk, &[], 1);
            }
        }
    }
}

#[test]
fn a_limit_that_is_reached_with_the_last_row_leaves_nothing_out() {
    for (limit, verdict) in [(149, Verdict::Unproven), (150, Verdict::Proven), (151, Verdict::Proven)] {
        let options = PlanOptions {
            limit: Some(limit),
            ..PlanOptions::default()
        };
        let (mut walk, mut desk) = (start_with(&since(HOUR), &options), Desk::new());
        desk.run(&mut walk, &mut |call, _| honest(&rows(150, -1800), call));
        assert_eq!(
            (walk.ledger().verdict, walk.ledger().rows),
            (verdict, limit.min(150)),
            "{limit}"
        );
    }
}

#[test]
fn the_sentence_says_what_applies_and_nothing_else() {
    let sentence = |walk: &Walk| walk.ledger().sentence(Locale::En);
    // Retries are told where there were any.
    for (failures, told) in [(0, false), (2, true)] {
        let (mut walk, mut desk, mut failed) = (start(&since(HOUR)), Desk::new(), 0);
        desk.run(&mut walk, &mut |call, _| {
            failed += 1;
            match failed <= failures {
                true => Answer::Lost,
                false => honest(&rows(3, -1800), call),
            }
        });
        assert_eq!(sentence(&walk).contains("of them again"), told, "{}", sentence(&walk));
        assert!(!sentence(&walk).contains("preload"), "{}", sentence(&walk));
    }
    // An hour that is over may not grow.
    let over = Query {
        to: Some(Given::Moment(Some(at(START - HOUR)))),
        ..since(2 * HOUR)
    };
    let (mut walk, mut desk) = (start(&over), Desk::new());
    desk.run(&mut walk, &mut |call, _| honest(&[], call));
    assert!(!sentence(&walk).contains("may still grow"), "{}", sentence(&walk));
    // What the service has forgotten is told.
    let (mut walk, mut desk) = (start(&Query::since(at(START - 100 * HOUR))), Desk::new());
    desk.run(&mut walk, &mut |call, _| honest(&[task(1, "a", -HOUR)], call));
    let ledger = walk.ledger();
    assert_eq!(
        (ledger.verdict, ledger.unreachable.len()),
        (Verdict::Gaps, 1),
        "{ledger:?}"
    );
    let told = sentence(&walk);
    assert!(
        told.starts_with("incomplete: 1 tasks read")
            && told.contains("1 parts of the range can no longer be asked for"),
        "{told}"
    );
    assert!(!told.contains("windows or ids"), "{told}");
    // An id that was paged counts once.
    let many = rows(100, -1800);
    let query = Query {
        task_ids: ["1"].into(),
        ..Query::default()
    };
    let (mut walk, mut desk) = (start(&query), Desk::new());
    desk.run(&mut walk, &mut |call, _| match call.operation {
        Operation::DescribeRefreshTaskById => honest(&many, call),
        _ => Answer::Code("InvalidTaskId.Malformed"),
    });
    assert!(
        sentence(&walk).contains("1 windows or ids could not"),
        "{}",
        sentence(&walk)
    );
}

#[test]
fn ids_that_a_wait_has_found_but_not_seen_over_are_both_found_and_unread() {
    let query = Query {
        task_ids: ["1", "2", "3", "4"].into(),
        ..Query::default()
    };
    let plan = cdn_refresh_tasks::plan::plan(&query, at(START), &PlanOptions::default());
    let mut walk = Walk::wait(
        plan,
        at(START),
        at(START + 60 * SECOND),
        120_000,
        WalkOptions::default(),
    );
    let mut desk = Desk::new();
    let mut running = task(2, "b", -HOUR);
    running.status = "Refreshing";
    let tasks = [task(1, "a", -HOUR), running];
    assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Deadline);
    let ids = walk.ledger().ids;
    assert_eq!(
        (ids.found, ids.unread, ids.absent),
        (2, ["2", "3", "4"].map(str::to_owned).to_vec(), vec![])
    );
    assert!(
        walk.ledger()
            .sentence(Locale::En)
            .starts_with("incomplete: 1 tasks read, 3 windows or ids"),
        "{}",
        walk.ledger().sentence(Locale::En)
    );
    let told = walk.ledger().sentence(Locale::En);
    assert_eq!(told.matches("incomplete").count(), 1, "{told}");
}

#[test]
fn a_call_that_was_never_sent_does_not_count_and_is_sent_by_whoever_goes_on() {
    let tasks = rows(950, -1800);
    let options = WalkOptions {
        in_flight: 4,
        ..WalkOptions::default()
    };
    let (mut walk, mut desk) = (start_by(&since(HOUR), options), Desk::new());
    answered(&mut walk, &mut desk, &tasks, 1);
    let under_way: Vec<u32> = (0..4).map(|_| desk.send(&mut walk).0).collect();
    walk.unsent(under_way[2]);
    walk.unsent(under_way[3]);
    assert_eq!((walk.ledger().calls, walk.ledger().retries), (3, 0));
    // What is not under way has nothing to take back.
    walk.unsent(under_way[3]);
    walk.unsent(99);
    assert_eq!(walk.ledger().calls, 3);
    // Of a call that was to be sent again the retry is taken back.
    let mut other = walk.clone();
    let mut failing = Desk::new();
    other.fault(under_way[1], &Trouble::no_reply("timeout"), at(failing.now));
    failing.now += HOUR / 60;
    while let Step::Send { id, .. } = other.next(at(failing.now)) {
        let (calls, retries) = (other.ledger().calls, other.ledger().retries);
        if retries > 0 {
            other.unsent(id);
            assert_eq!((other.ledger().calls, other.ledger().retries), (calls - 1, retries - 1));
            break;
        }
    }
    assert_eq!(other.ledger().retries, 0);
    let mut resumed = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
    let stop = desk.run(&mut resumed, &mut |call, _| honest(&tasks, call));
    let ledger = resumed.ledger();
    assert_eq!((stop, ledger.complete, ledger.rows), (Stop::Finished, true, 950));
    // Ten pages, and once more the two that were under way when it was handed over.
    assert_eq!((ledger.calls, ledger.retries), (12, 2));
}

#[test]
fn calls_made_besides_count() {
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    answered(&mut walk, &mut desk, &[], 1);
    walk.made_besides(3, 1);
    assert_eq!((walk.ledger().calls, walk.ledger().retries), (4, 1));
}

#[test]
fn rows_that_were_not_asked_for_count_in_no_part_of_a_window() {
    let options = PlanOptions {
        route: Some(Route::Scan),
        ..PlanOptions::default()
    };
    let query = Query {
        domain_names: ["example.org"].into(),
        ..since(HOUR)
    };
    // Its count changes once, so that what has settled is read by itself.
    let (mut walk, mut desk, mut calls) = (start_with(&query, &options), Desk::new(), 0);
    desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        honest(&rows(if calls == 1 { 250 } else { 251 }, -1800), call)
    });
    let ledger = walk.ledger();
    assert!(
        ledger.windows.len() > 1 && ledger.windows.iter().all(|read| read.rows == 0),
        "{ledger:?}"
    );
}
