//! Calls that the service refuses for good: what that costs, and what is read all the same.

use crate::desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, moment, number, rows, since, start, start_with,
    task, text,
};
use cdn_refresh_tasks::contract::{Given, Operation, Param};
use cdn_refresh_tasks::plan::{PlanOptions, PlannedCall, Query, Route};
use cdn_refresh_tasks::response::About;
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks::walk::{IN_A_ROW, Stop, Trouble, Verdict, Walk, WalkOptions};
use std::collections::BTreeSet;

fn ids(count: u64) -> Query<'static> {
    Query {
        task_ids: (1..=count).map(|id| id.to_string()).collect(),
        ..Query::default()
    }
}

/// A walk with a list for each of so many paths.
fn by_paths(count: u64) -> Walk {
    let query = Query {
        object_paths: (0..count).map(|path| format!("http://example.com/{path}.js")).collect(),
        ..since(HOUR)
    };
    let options = PlanOptions {
        route: Some(Route::ByPath),
        ..PlanOptions::default()
    };
    start_with(&query, &options)
}

/// What an honest service answers for one path.
fn of_path(tasks: &[Task], call: &PlannedCall) -> Answer {
    let path = text(call, Param::ObjectPath);
    let its: Vec<Task> = tasks.iter().filter(|task| task.path == path).cloned().collect();
    honest(&its, call)
}

#[test]
fn what_every_call_would_meet_ends_the_walk_at_once() {
    for (query, unread) in [(since(HOUR), 0), (ids(3), 3)] {
        let (mut walk, mut desk) = (start(&query), Desk::new());
        let stop = desk.run(&mut walk, &mut |_, _| Answer::Code("Forbidden.RAM"));
        let ledger = walk.ledger();
        assert_eq!((stop, ledger.calls, ledger.verdict), (Stop::Failed, 1, Verdict::Gaps));
        assert_eq!(ledger.ids.unread.len(), unread);
        assert!(gaps(&ledger).iter().all(|(.., why)| *why == "Forbidden.RAM"));
    }
}

#[test]
fn what_was_read_before_stays_read() {
    let options = PlanOptions {
        window_seconds: Some(1200),
        ..PlanOptions::default()
    };
    let (mut walk, mut desk) = (start_with(&since(HOUR), &options), Desk::new());
    let tasks = rows(30, -3000);
    let mut calls = 0;
    desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        match calls {
            1 => honest(&tasks, call),
            _ => Answer::Code("Forbidden.RAM"),
        }
    });
    let ledger = walk.ledger();
    let states: Vec<&str> = ledger.windows.iter().map(|read| read.state).collect();
    assert_eq!(states, ["done", "gap", "gap"]);
    assert_eq!(ledger.proven_until, Some(at(START - 40 * MINUTE)));
}

#[test]
fn a_refused_parameter_costs_its_own_list_and_no_other() {
    // A code that no document lists may be about anything.
    for code in ["InvalidObjectPath.Malformed", "Quite.New"] {
        let tasks: Vec<Task> = (0..4)
            .map(|path| task(path, &format!("{path}.js"), -HOUR / 2))
            .collect();
        let (mut walk, mut desk) = (by_paths(4), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match text(call, Param::ObjectPath) {
            "http://example.com/1.js" => Answer::Code(code),
            _ => of_path(&tasks, call),
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, desk.delivered.len(), ledger.verdict),
            (Stop::Finished, 3, Verdict::Gaps)
        );
        assert_eq!(gaps(&ledger), [(-HOUR, 0, code)]);
        assert_eq!(ledger.retries, 0, "it is not asked again");
    }
}

#[test]
fn lists_that_are_being_read_go_on_when_another_is_refused() {
    let tasks: Vec<Task> = (0..250).map(|number| task(number, "1.js", -HOUR / 2)).collect();
    let query = Query {
        object_paths: ["http://example.com/0.js", "http://example.com/1.js"].into(),
        ..since(HOUR)
    };
    let options = PlanOptions {
        route: Some(Route::ByPath),
        ..PlanOptions::default()
    };
    let plan = cdn_refresh_tasks::plan::plan(&query, at(START), &options);
    let (mut walk, mut desk) = (Walk::start(plan, at(START), WalkOptions::default()), Desk::new());
    let [(first, _), (second, call)] = [desk.send(&mut walk), desk.send(&mut walk)];
    desk.hand_in(&mut walk, first, &Answer::Code("InvalidObjectPath.Malformed"));
    desk.hand_in(&mut walk, second, &of_path(&tasks, &call));
    assert_eq!(
        desk.run(&mut walk, &mut |call, _| of_path(&tasks, call)),
        Stop::Finished
    );
    assert_eq!((desk.delivered.len(), gaps(&walk.ledger()).len()), (250, 1));
}

#[test]
fn ids_of_a_refused_call_are_asked_for_one_by_one() {
    let tasks: Vec<Task> = (1..=3).map(|id| task(id, "a", -HOUR)).collect();
    let (mut walk, mut desk) = (start(&ids(3)), Desk::new());
    let stop = desk.run(
        &mut walk,
        &mut |call, _| match text(call, Param::TaskId).split(',').any(|id| id == "2") {
            true => Answer::Code("InvalidTaskId.Malformed"),
            false => honest(&tasks, call),
        },
    );
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.calls, ledger.verdict), (Stop::Finished, 4, Verdict::Gaps));
    assert_eq!((ledger.ids.found, &ledger.ids.unread[..]), (2, &["2".to_owned()][..]));
    assert_eq!(desk.delivered.len(), 2);
}

#[test]
fn an_id_whose_list_is_refused_is_unread() {
    let tasks: Vec<Task> = (0..20).map(|row| task(1, &row.to_string(), -HOUR)).collect();
    // No window of it could be asked for otherwise.
    for code in [
        "InvalidTaskId.Malformed",
        "InvalidTime",
        "InvalidEndTime.ValueNotSupported",
    ] {
        let (mut walk, mut desk) = (start(&ids(1)), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match call.operation {
            Operation::DescribeRefreshTasks => Answer::Code(code),
            Operation::DescribeRefreshTaskById => honest(&tasks, call),
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.verdict, ledger.calls),
            (Stop::Finished, Verdict::Gaps, 2),
            "{code}"
        );
        assert_eq!((ledger.ids.found, &ledger.ids.unread[..]), (0, &["1".to_owned()][..]));
    }
}

#[test]
fn refusals_alone_end_the_walk_but_not_where_others_are_answered() {
    let refused = Answer::Code("InvalidObjectPath.Malformed");
    let (mut walk, mut desk) = (by_paths(40), Desk::new());
    assert_eq!(desk.run(&mut walk, &mut |_, _| refused.clone()), Stop::Failed);
    assert_eq!(walk.ledger().calls, u64::from(IN_A_ROW));

    let (mut walk, mut desk) = (by_paths(40), Desk::new());
    let mut calls = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        match calls % u64::from(IN_A_ROW) {
            0 => of_path(&[], call),
            _ => refused.clone(),
        }
    });
    assert_eq!((stop, walk.ledger().calls), (Stop::Finished, 40));
}

#[test]
fn where_the_service_forgets_sooner_than_documented_the_edge_is_found() {
    for second in 1234..1274 {
        let edge = START - 50 * HOUR - second * SECOND;
        let tasks: Vec<Task> = (0..140)
            .map(|half| task(half, "a", -half.cast_signed() * HOUR / 2 - MINUTE))
            .collect();
        let (mut walk, mut desk) = (start(&Query::default()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match moment(call, Param::StartTime) < edge {
            true => Answer::Code("InvalidTime"),
            false => honest(&tasks, call),
        });
        let ledger = walk.ledger();
        assert_eq!((stop, ledger.verdict), (Stop::Finished, Verdict::Gaps));
        let lost = gaps(&ledger);
        assert!(lost.iter().all(|(.., why)| *why == "retention"), "{lost:?}");
        // A window is asked for from the second before it.
        let last = lost.iter().map(|(_, end, _)| START + end).max().unwrap();
        assert_eq!(last, edge + SECOND, "{second}");
        let held = tasks.iter().filter(|task| task.created.unwrap() >= last);
        assert_eq!(desk.delivered.len(), held.count());
        assert!(ledger.calls < 20, "{}", ledger.calls);
    }
}

#[test]
fn an_edge_that_is_found_is_not_searched_again() {
    // Windows of six hours, each of them read twice, as its TotalCount changes in the first pass.
    let options = PlanOptions {
        window_seconds: Some(6 * 3600),
        ..PlanOptions::default()
    };
    for second in 1234..1274 {
        let edge = START - 50 * HOUR - second * SECOND;
        let tasks: Vec<Task> = (0..1800_i64)
            .map(|row| task(row.unsigned_abs(), "a", (row / 150) * 6 * HOUR - 70 * HOUR))
            .collect();
        let (mut walk, mut desk) = (start_with(&Query::default(), &options), Desk::new());
        let mut second_pages = BTreeSet::new();
        let stop = desk.run(&mut walk, &mut |call, _| match honest(&tasks, call) {
            _ if moment(call, Param::StartTime) < edge => Answer::Code("InvalidTime"),
            Answer::Page { mut head, rows } => {
                let first_time =
                    number(call, Param::PageNumber) == 2 && second_pages.insert(moment(call, Param::StartTime));
                head.total_count = head.total_count.map(|total| total + u64::from(first_time));
                Answer::Page { head, rows }
            }
            other => other,
        });
        let ledger = walk.ledger();
        let lost = gaps(&ledger);
        assert!(lost.iter().all(|(.., why)| *why == "retention"), "{lost:?}");
        let last = lost.iter().map(|(_, end, _)| START + end).max();
        assert_eq!((stop, last), (Stop::Finished, Some(edge + SECOND)), "{second}");
        // A search in each window that is forgotten altogether, though these are many refusals in a row; none in those that are held.
        assert!(ledger.calls <= 91, "{second}: {}", ledger.calls);
    }
}

#[test]
fn where_the_service_takes_now_for_the_future_the_host_is_ahead() {
    for ahead in [3 * SECOND, 40 * SECOND, HOUR] {
        let tasks = rows(30, -5400);
        let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
        let stop = desk.run(
            &mut walk,
            &mut |call, now| match moment(call, Param::EndTime) > now - ahead {
                true => Answer::Code("InvalidEndTime.ValueNotSupported"),
                false => honest(&tasks, call),
            },
        );
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, desk.delivered.len()),
            (Stop::Finished, true, 30),
            "{ahead}"
        );
        let until = ledger.proven_until.map_or(0, Instant::ms);
        let proven = START - 2 * ahead - 2 * MINUTE..=START - ahead - MINUTE;
        assert!(proven.contains(&until), "{ahead}: {}", START - until);
    }
    // A service that refuses whatever it is asked is no clock that is behind.
    let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
    desk.run(&mut walk, &mut |_, _| Answer::Code("InvalidEndTime.ValueNotSupported"));
    let ledger = walk.ledger();
    assert!(ledger.calls < 40, "{ledger:?}");
    assert_eq!(
        (ledger.complete, ledger.proven_until, ledger.verdict),
        (false, None, Verdict::Unproven)
    );
}

#[test]
fn a_route_is_kept_once_rows_came_by_it() {
    // One second too many rows are asked for, and then there are so many that each path had better been asked for by itself.
    let tasks = rows(12_000, -5400);
    let query = Query {
        object_paths: (0..60).map(|path| format!("http://example.com/{path}.js")).collect(),
        ..since(2 * HOUR)
    };
    for refused in [false, true] {
        let (mut walk, mut desk, mut calls) = (start(&query), Desk::new(), 0);
        let stop = desk.run(&mut walk, &mut |call, _| {
            calls += 1;
            let path = text(call, Param::ObjectPath);
            let of_path = |task: &&Task| path.is_empty() || task.path == path;
            let few = if refused && calls == 1 { 1500 } else { 12_000 };
            let asked: Vec<Task> = tasks.iter().take(few).filter(of_path).cloned().collect();
            match refused && calls == 2 {
                true => Answer::Code("InvalidEndTime.ValueNotSupported"),
                false => honest(&asked, call),
            }
        });
        let route = if refused { Route::Scan } else { Route::ByPath };
        assert_eq!((stop, walk.plan().route), (Stop::Finished, route), "{refused}");
        assert_eq!((desk.delivered.len(), walk.ledger().rows), (60, 60), "{refused}");
    }
}

#[test]
fn a_refused_later_page_is_one_without_rows() {
    let tasks = rows(250, -1800);
    let query = Query {
        to: Some(Given::Moment(Some(at(START - 10 * MINUTE)))),
        ..since(HOUR)
    };
    let (mut walk, mut desk, mut calls) = (start(&query), Desk::new(), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        match calls {
            3 => Answer::Code("InvalidPageNumber.Malformed"),
            _ => honest(&tasks, call),
        }
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, desk.delivered.len()),
        (Stop::Finished, true, 250)
    );
    assert_eq!(
        ledger.windows.iter().map(|read| read.passes).max(),
        Some(2),
        "rows were missing, so it is read again"
    );

    // But what is about the whole account is not taken for a page.
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| match number(call, Param::PageNumber) {
        3 => Answer::Code("Forbidden.RAM"),
        _ => honest(&tasks, call),
    });
    assert_eq!((stop, walk.ledger().calls), (Stop::Failed, 3));
}

#[test]
fn a_refusal_means_the_same_as_a_body_and_as_a_code() {
    for code in [
        "InvalidObjectPath.Malformed",
        "Quite.New",
        "Forbidden.RAM",
        "InternalError",
        "Throttling.User",
    ] {
        let [mut by_code, mut by_body] = [by_paths(3), by_paths(3)];
        let (id, _) = Desk::new().send(&mut by_code);
        let date = Some(at(START - MINUTE));
        by_code.fault(id, &Trouble::of_code(code, None, date), at(START));
        let (id, _) = Desk::new().send(&mut by_body);
        let body = format!(r#"{{"Code":"{code}","Message":"no","RequestId":"1"}}"#);
        let about = About {
            status: Some(400),
            ..About::default()
        };
        let (read, _) = by_body.handle(id, body.as_bytes(), &about, date, at(START));
        assert!(read.is_err());
        assert_eq!(by_body.whole(), by_code.whole(), "{code}");
    }
}
