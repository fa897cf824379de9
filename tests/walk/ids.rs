//! Task ids that are read once, without waiting: answers in batches, and what makes an answer doubtful.

use crate::desk::{Answer, Desk, HOUR, START, Task, at, by_id, honest, since, start, start_with, task, text};
use cdn_refresh_tasks::contract::{Given, Operation, Param, State};
use cdn_refresh_tasks::plan::{PlanOptions, Query, Rate, Route};
use cdn_refresh_tasks::walk::{Head, Stop, Verdict, Walk};

fn ids(count: u64) -> Query<'static> {
    Query {
        task_ids: (1..=count).map(|id| id.to_string()).collect(),
        ..Query::default()
    }
}

/// So many rows of each id, from the first on.
fn tasks(rows_of_ids: &[u64]) -> Vec<Task> {
    let ids = (1_u64..).zip(rows_of_ids);
    ids.flat_map(|(id, rows)| (0..*rows).map(move |row| task(id, &row.to_string(), -HOUR)))
        .collect()
}

#[test]
fn an_answer_is_doubted_where_a_row_limit_may_have_cut_it() {
    // Rows of each id, the most rows that an answer holds, and what is asked: batches, single ids, pages of an id's own list.
    for (rows, most, asked) in [
        (&[1, 2, 3][..], 1000, (1, 0, 0)),
        (&[1; 10], 1000, (1, 0, 0)),
        (&[0, 1, 0], 1000, (1, 0, 0)),
        // Ten rows in all, and an id with more than one: each is asked for by itself.
        (&[7, 1, 1, 1], 1000, (1, 4, 0)),
        (&[7, 3, 1, 5], 10, (1, 4, 0)),
        // Ten or a multiple of it for one id: it is read as a list, which no row limit cuts.
        (&[10, 1], 1000, (1, 0, 1)),
        (&[30, 2, 1], 1000, (1, 0, 1)),
        (&[11, 2, 1], 1000, (1, 0, 0)),
        (&[120], 100, (0, 1, 2)),
    ] {
        for told in [true, false] {
            let all = tasks(rows);
            let (mut walk, mut desk) = (start(&ids(rows.len() as u64)), Desk::new());
            let stop = desk.run(&mut walk, &mut |call, _| match honest(&all, call) {
                Answer::Page { mut head, mut rows } if call.operation == Operation::DescribeRefreshTaskById => {
                    rows.truncate(most);
                    head.total_count = Some(if told {
                        head.total_count.unwrap()
                    } else {
                        rows.len() as u64
                    });
                    Answer::Page { head, rows }
                }
                answer => answer,
            });
            let ledger = walk.ledger();
            assert_eq!((stop, ledger.complete), (Stop::Finished, true), "{rows:?}");
            assert_eq!(desk.delivered.len(), all.len(), "{rows:?}");
            let present = rows.iter().filter(|rows| **rows > 0).count();
            assert_eq!(usize::try_from(ledger.ids.found).unwrap(), present);
            assert_eq!(ledger.ids.absent.len(), rows.len() - present);
            let by_id = |call: &&(i64, _)| {
                let (_, call): &(i64, cdn_refresh_tasks::plan::PlannedCall) = call;
                (call.operation == Operation::DescribeRefreshTaskById).then(|| text(call, Param::TaskId).contains(','))
            };
            let calls = |kind| desk.sent.iter().filter(|call| by_id(call) == kind).count();
            assert_eq!(
                (calls(Some(true)), calls(Some(false)), calls(None)),
                asked,
                "{rows:?} {most} {told}"
            );
        }
    }
}

#[test]
fn an_answer_that_does_not_count_its_rows_right_is_asked_for_one_by_one_and_then_paged() {
    let all = tasks(&[2, 3]);
    for wrong in [None, Some(0), Some(4), Some(6)] {
        let (mut walk, mut desk) = (start(&ids(2)), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match honest(&all, call) {
            Answer::Page { mut head, rows } if call.operation == Operation::DescribeRefreshTaskById => {
                head.total_count = wrong;
                Answer::Page { head, rows }
            }
            answer => answer,
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, desk.delivered.len()),
            (Stop::Finished, true, 5),
            "{wrong:?}"
        );
        assert_eq!(
            (ledger.ids.found, ledger.calls),
            (2, 5),
            "one together, two alone, two lists"
        );
    }
}

#[test]
fn an_id_that_no_list_shows_is_absent() {
    let (mut walk, mut desk) = (start(&ids(1)), Desk::new());
    desk.run(&mut walk, &mut |call, _| match honest(&[], call) {
        Answer::Page { mut head, rows } if call.operation == Operation::DescribeRefreshTaskById => {
            head.total_count = Some(1);
            Answer::Page { head, rows }
        }
        answer => answer,
    });
    let ledger = walk.ledger();
    assert_eq!((ledger.complete, ledger.ids.found), (true, 0));
    assert_eq!(
        (&ledger.ids.absent[..], &ledger.ids.aged[..]),
        (&["1".to_owned()][..], &[][..])
    );
}

#[test]
fn identical_rows_of_an_answer_are_delivered_once_and_counted() {
    let mut rows = tasks(&[3, 1]);
    rows[2] = rows[0].clone();
    let (mut walk, mut desk) = (start(&ids(2)), Desk::new());
    desk.run(&mut walk, &mut |_, _| by_id(rows.clone()));
    let ledger = walk.ledger();
    assert_eq!((ledger.complete, ledger.rows, ledger.duplicates), (true, 3, 1));
    assert_eq!(desk.delivered.len(), 3);
}

#[test]
fn a_limit_counts_rows_of_ids_too() {
    for (limit, delivered, verdict) in [
        (1, 1, Verdict::Unproven),
        (3, 3, Verdict::Unproven),
        (4, 4, Verdict::Proven),
        (5, 4, Verdict::Proven),
    ] {
        let options = PlanOptions {
            limit: Some(limit),
            ..PlanOptions::default()
        };
        let (mut walk, mut desk) = (start_with(&ids(4), &options), Desk::new());
        let all = tasks(&[1; 4]);
        assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&all, call)), Stop::Finished);
        let ledger = walk.ledger();
        assert_eq!((desk.delivered.len(), ledger.verdict), (delivered, verdict), "{limit}");
        assert_eq!(ledger.rows, delivered as u64);
    }
}

#[test]
fn rows_that_may_not_have_been_asked_for_are_delivered_and_prove_nothing() {
    let query = Query {
        domain_names: ["example.com"].into(),
        ..ids(3)
    };
    for (path, delivered, verdict) in [
        ("http://example.com/a.js", 3, Verdict::Proven),
        ("http://example.org/a.js", 2, Verdict::Proven),
        // Of whose domain it is, it does not say.
        ("/a.js", 3, Verdict::Unproven),
    ] {
        let mut all = tasks(&[1; 3]);
        all[1].path = path.to_owned();
        let (mut walk, mut desk) = (start(&query), Desk::new());
        desk.run(&mut walk, &mut |call, _| honest(&all, call));
        assert_eq!(
            (desk.delivered.len(), walk.ledger().verdict),
            (delivered, verdict),
            "{path}"
        );
    }
}

#[test]
fn a_row_without_a_readable_time_may_lie_outside_of_a_range_but_of_none() {
    let moment = |hours: i64| Some(Given::Moment(Some(at(START - hours * HOUR))));
    for (from, to, verdict) in [
        (None, None, Verdict::Proven),
        (moment(2), None, Verdict::Unproven),
        (None, moment(0), Verdict::Unproven),
    ] {
        let query = Query { from, to, ..ids(3) };
        let options = PlanOptions {
            route: Some(Route::ById),
            ..PlanOptions::default()
        };
        let mut all = tasks(&[1; 3]);
        all[1].created = None;
        let (mut walk, mut desk) = (start_with(&query, &options), Desk::new());
        desk.run(&mut walk, &mut |call, _| honest(&all, call));
        assert_eq!((desk.delivered.len(), walk.ledger().verdict), (3, verdict));
    }
}

#[test]
fn progress_counts_rows_of_ids_by_state() {
    let mut all = tasks(&[2, 1, 1]);
    all[3].status = "Refreshing";
    let (mut walk, mut desk) = (start(&ids(3)), Desk::new());
    assert_eq!(walk.progress().expected_calls, Some(1));
    desk.run(&mut walk, &mut |call, _| honest(&all, call));
    let told = walk.progress();
    let count = |state: State| told.by_state[state as usize];
    assert_eq!((count(State::Succeeded), count(State::Running), told.rows), (3, 1, 4));
    assert_eq!(
        (told.expected_rows, told.expected_calls, told.eta_ms),
        (Some(4), Some(1), Some(0))
    );
}

#[test]
fn a_scan_gives_way_to_asking_by_id_where_there_are_too_many_rows() {
    // Asking by id is slow here, so that a scan is begun; its first page says of how many rows.
    let query = Query {
        task_ids: (1..=3000).map(|id: u64| id.to_string()).collect(),
        ..since(24 * HOUR)
    };
    let options = PlanOptions {
        by_id_rate: Rate::per_thousand_seconds(2000).unwrap(),
        ..PlanOptions::default()
    };
    let all = tasks(&[1; 3000]);
    let (mut walk, mut desk) = (start_with(&query, &options), Desk::new());
    assert_eq!(walk.plan().route, Route::Scan);
    let stop = desk.run(&mut walk, &mut |call, _| match honest(&all, call) {
        Answer::Page { mut head, rows } if call.operation == Operation::DescribeRefreshTasks => {
            head.total_count = Some(100_000);
            Answer::Page { head, rows }
        }
        answer => answer,
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, walk.plan().route, desk.sent.len()),
        (Stop::Finished, Route::ById, 301)
    );
    assert_eq!(
        (desk.delivered.len(), ledger.ids.found, ledger.verdict),
        (3000, 3000, Verdict::Proven)
    );
    let resumed = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
    assert_eq!((resumed.ledger(), resumed.plan()), (ledger, walk.plan()));
}

#[test]
fn rows_of_another_task_in_the_list_of_an_id_are_not_delivered() {
    let all = tasks(&[20, 3]);
    let (mut walk, mut desk) = (start(&ids(1)), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| match (honest(&all, call), call.operation) {
        // TaskId is left out of account.
        (Answer::Page { head, .. }, Operation::DescribeRefreshTasks) => Answer::Page {
            head: Head {
                total_count: Some(23),
                ..head
            },
            rows: all.clone(),
        },
        (answer, _) => answer,
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.rows, ledger.ids.found), (Stop::Finished, 20, 1));
    assert!(desk.delivered.iter().all(|task| task.id == "1"));
}
