//! What the pages of a list prove: counts that are true, capped, absent or moving, and pages of any size.

use crate::desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, honest_by, moment, number, rows, since, start,
    start_with, task,
};
use cdn_refresh_tasks::contract::{Given, Param};
use cdn_refresh_tasks::plan::{Order, PlanOptions, PlannedCall, Query, plan};
use cdn_refresh_tasks::walk::{Head, Step, Stop, Verdict, Walk, WalkOptions};

/// An hour that is over.
fn an_hour() -> Query<'static> {
    Query {
        to: Some(Given::Moment(Some(at(START - HOUR)))),
        ..since(2 * HOUR)
    }
}

/// So many tasks, one in each second of [`an_hour`] in turn.
fn spread(count: u64) -> Vec<Task> {
    let second = |number: u64| (number * 3600 / count).cast_signed();
    (0..count)
        .map(|number| task(number, "a.js", -2 * HOUR + second(number) * SECOND))
        .collect()
}

fn pages(desk: &Desk) -> Vec<(u64, u64)> {
    let page = |call: &PlannedCall| (number(call, Param::PageNumber), number(call, Param::PageSize));
    desk.sent.iter().map(|(_, call)| page(call)).collect()
}

#[test]
fn a_count_that_fills_every_page_is_put_to_the_test_once() {
    for (count, expected) in [
        (0, &[(1, 100)][..]),
        (1, &[(1, 100)]),
        (99, &[(1, 100)]),
        (100, &[(1, 100), (2, 99)]),
        (101, &[(1, 100), (2, 100)]),
        (200, &[(1, 100), (2, 100), (3, 99)]),
        (250, &[(1, 100), (2, 100), (3, 100)]),
    ] {
        let tasks = spread(count.max(1))[..usize::try_from(count).unwrap()].to_vec();
        let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
        assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
        let ledger = walk.ledger();
        assert_eq!((ledger.complete, ledger.rows, ledger.duplicates), (true, count, 0));
        assert_eq!(pages(&desk), expected, "{count} rows");
        assert_eq!(ledger.windows[0].pages as usize, expected.len());
        assert_eq!(ledger.windows[0].total_last, Some(u32::try_from(count).unwrap()));
    }
}

#[test]
fn a_pass_is_over_when_its_last_page_has_come_whichever_that_is() {
    let tasks = spread(330);
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let planned = plan(&an_hour(), at(START), &PlanOptions::default());
        let (mut walk, mut desk) = (Walk::start(planned, at(START), WalkOptions::default()), Desk::new());
        let (id, call) = desk.send(&mut walk);
        desk.hand_in(&mut walk, id, &honest(&tasks, &call));
        let under_way = [(); 3].map(|()| desk.send(&mut walk));
        for place in order {
            assert_eq!(walk.next(at(START)), Step::Wait { until: None });
            let (id, call) = &under_way[place];
            desk.hand_in(&mut walk, *id, &honest(&tasks, call));
        }
        assert_eq!(walk.next(at(START)), Step::Done(Stop::Finished));
        let ledger = walk.ledger();
        assert_eq!((ledger.complete, ledger.calls, ledger.rows), (true, 4, 330));
    }
}

/// As [`honest`], but TotalCount is never more than this.
fn capped(tasks: &[Task], call: &PlannedCall, cap: u64) -> Answer {
    match honest(tasks, call) {
        Answer::Page { mut head, rows } => {
            head.total_count = head.total_count.map(|total| total.min(cap));
            Answer::Page { head, rows }
        }
        other => other,
    }
}

#[test]
fn behind_a_count_that_is_capped_everything_is_found() {
    for (count, cap) in [(730, 500), (600, 500), (501, 500), (730, 430), (101, 100)] {
        let tasks = spread(count);
        let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| capped(&tasks, call, cap));
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, ledger.rows),
            (Stop::Finished, true, count),
            "{count} {cap}"
        );
        assert!(
            ledger.windows.len() > 1,
            "it was taken apart until every count was true"
        );
        // Nothing is read to its end of which a part can be counted better.
        assert!(ledger.calls <= 14, "{}", ledger.calls);
    }
    // So are rows that are identical to others.
    for (count, more, cap) in [(500, 10, 500), (430, 70, 430)] {
        let mut tasks = spread(count);
        tasks.extend_from_within(tasks.len() - more..);
        let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| capped(&tasks, call, cap));
        let ledger = walk.ledger();
        assert_eq!((stop, ledger.complete, ledger.rows), (Stop::Finished, true, count));
        assert_eq!(ledger.duplicates, more as u64, "{count}: {:?}", ledger.windows);
    }
    // Of one second no part can be counted better: it is read to its end, and is a gap.
    let tasks = rows(730, -5400);
    let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| capped(&tasks, call, 500));
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.rows, desk.delivered.len()), (Stop::Finished, 730, 730));
    // The neighbours are asked for a second wider, so they have the same count.
    let second = -5400 * SECOND;
    let expected = [-1, 0, 1].map(|by| second + by * SECOND);
    assert_eq!(
        gaps(&ledger),
        expected.map(|start| (start, start + SECOND, "total-too-small"))
    );
}

#[test]
fn without_a_count_pages_are_read_until_one_is_not_full_and_nothing_is_proven() {
    for count in [0, 99, 100, 101, 250, 300] {
        let tasks = spread(300)[..count].to_vec();
        let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match honest(&tasks, call) {
            Answer::Page { mut head, rows } => {
                head.total_count = None;
                Answer::Page { head, rows }
            }
            other => other,
        });
        let ledger = walk.ledger();
        assert_eq!((stop, desk.delivered.len()), (Stop::Finished, count));
        assert_eq!(gaps(&ledger), [(-2 * HOUR, -HOUR, "no-total")], "{count}");
        let read: Vec<u64> = pages(&desk).into_iter().map(|(number, _)| number).collect();
        let expected: Vec<u64> = (1..=count as u64 / 100 + 1).collect();
        assert_eq!(read, expected, "{count}");
    }
}

#[test]
fn a_service_that_knows_only_smaller_pages_is_read_by_those() {
    for largest in [1, 20, 50, 99, 100, 1000] {
        let tasks = spread(130);
        let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| honest_by(&tasks, call, largest));
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, ledger.rows),
            (Stop::Finished, true, 130),
            "{largest}"
        );
        assert_eq!(ledger.windows[0].passes, 1, "{largest}");
        assert!(
            desk.sent.len() as u64 <= 131_u64.div_ceil(largest.min(100)) + 1,
            "{largest}: {}",
            desk.sent.len()
        );
    }
}

#[test]
fn a_list_of_very_many_rows_is_taken_apart_before_it_is_read_in_the_order_of_the_plan() {
    for order in [Order::Oldest, Order::Newest] {
        for (count, parts) in [(10_000, 1), (10_001, 6), (24_000, 12)] {
            let tasks = spread(count);
            let options = PlanOptions {
                order,
                ..PlanOptions::default()
            };
            let (mut walk, mut desk) = (start_with(&an_hour(), &options), Desk::new());
            assert_eq!(desk.run(&mut walk, &mut |call, _| honest(&tasks, call)), Stop::Finished);
            let ledger = walk.ledger();
            assert_eq!(
                (ledger.complete, ledger.rows, ledger.windows.len()),
                (true, count, parts)
            );
            assert_eq!(desk.delivered.len() as u64, count);
            let firsts = desk
                .sent
                .iter()
                .filter(|(_, call)| number(call, Param::PageNumber) == 1);
            let mut starts: Vec<i64> = firsts.map(|(_, call)| moment(call, Param::StartTime)).collect();
            starts.remove(0);
            if order == Order::Newest {
                starts.reverse();
            }
            assert!(
                starts.is_sorted() && starts.len() == if parts == 1 { 0 } else { parts },
                "{starts:?}"
            );
        }
    }
}

#[test]
fn rows_that_come_up_while_it_is_read_keep_nothing_from_being_proven_that_has_settled() {
    // A task a second, visible at once.
    let (mut walk, mut desk) = (start(&since(HOUR)), Desk::new());
    let mut calls = 0;
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        let mut tasks = spread(250);
        for (task, number) in tasks.iter_mut().zip(0..) {
            task.created = Some(START - 3000 * SECOND + number * 10 * SECOND);
        }
        tasks.extend((0..calls).map(|number| task(1000 + number, "young.js", -1000 - 7 * number.cast_signed())));
        honest(&tasks, call)
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.complete, ledger.verdict),
        (Stop::Finished, true, Verdict::Proven)
    );
    assert_eq!(ledger.proven_until, Some(at(START - 2 * MINUTE)));
    assert!(ledger.calls < 20 && ledger.windows.len() == 2, "{ledger:?}");
    assert!(desk.delivered.len() > 250, "what is young is delivered too");
}

#[test]
fn rows_that_were_counted_and_do_not_come_are_missing() {
    let tasks = spread(250);
    let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
    let hidden = tasks[120].clone();
    let stop = desk.run(&mut walk, &mut |call, _| match honest(&tasks, call) {
        Answer::Page { head, mut rows } => {
            rows.retain(|row| *row != hidden);
            Answer::Page { head, rows }
        }
        other => other,
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.rows, ledger.verdict),
        (Stop::Finished, 249, Verdict::Gaps)
    );
    let second = hidden.created.unwrap() - START;
    assert!(gaps(&ledger).iter().all(|(.., why)| *why == "rows-missing"));
    assert!(
        gaps(&ledger)
            .iter()
            .any(|(start, end, _)| (*start..*end).contains(&second))
    );
    assert!(ledger.proven_until <= hidden.created.map(at));
}

/// As [`honest`], but TotalCount counts what is never shown, too.
fn counting_more(tasks: &[Task], call: &PlannedCall, more: u64) -> Answer {
    match honest(tasks, call) {
        Answer::Page { mut head, rows } => {
            head.total_count = head.total_count.map(|total| total + more);
            Answer::Page { head, rows }
        }
        other => other,
    }
}

#[test]
fn a_count_that_is_never_true_is_not_pursued_to_the_last_second() {
    for (count, more) in [(0, 1), (250, 1), (250, 300), (1500, 1)] {
        let tasks = spread(count);
        let (mut walk, mut desk) = (start(&since(3 * 24 * HOUR)), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| counting_more(&tasks, call, more));
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.complete, ledger.rows, ledger.verdict),
            (Stop::Finished, false, count, Verdict::Gaps),
            "{count} {more}"
        );
        assert!(gaps(&ledger).iter().all(|(.., why)| *why == "rows-missing"));
        assert!(ledger.calls < 2000, "{count} {more}: {} calls", ledger.calls);
    }
}

#[test]
fn nor_is_one_that_is_wrong_only_where_there_are_rows() {
    // One too many, or one too few: then every row comes, as what no count can be true of is read to its end.
    let days: Vec<Task> = (1..=60_i64)
        .map(|hour| task(hour.unsigned_abs(), "a.js", -hour * HOUR))
        .collect();
    for (more, why, query, tasks) in [
        (1, "rows-missing", an_hour(), spread(1500)),
        (-1, "total-too-small", an_hour(), spread(1500)),
        // Parts without any row are proven at once, but nothing is gained by them.
        (1, "rows-missing", since(3 * 24 * HOUR), days),
    ] {
        let (mut walk, mut desk) = (start(&query), Desk::new());
        let stop = desk.run(&mut walk, &mut |call, _| match honest(&tasks, call) {
            Answer::Page { mut head, rows } => {
                head.total_count = head.total_count.map(|total| {
                    if total > 0 {
                        total.saturating_add_signed(more)
                    } else {
                        0
                    }
                });
                Answer::Page { head, rows }
            }
            other => other,
        });
        let ledger = walk.ledger();
        assert_eq!(
            (stop, ledger.rows, ledger.verdict),
            (Stop::Finished, tasks.len() as u64, Verdict::Gaps),
            "{more}"
        );
        assert!(gaps(&ledger).iter().all(|(.., of)| *of == why), "{more}");
        assert!(ledger.calls < 700, "{more}: {}", ledger.calls);
    }
}

#[test]
fn windows_are_taken_apart_as_long_as_their_parts_are_proven() {
    // Three hundred parts of a cap of ten, and what lies behind the cap is found in each.
    let tasks = spread(3000);
    let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| capped(&tasks, call, 10));
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.complete, ledger.rows), (Stop::Finished, true, 3000));
    assert!(ledger.windows.len() > 300, "{}", ledger.windows.len());
}

#[test]
fn a_row_that_comes_up_where_the_count_is_tested_is_one_more_than_the_count() {
    // TotalCount is capped at 300, and rows change places: the page that tests it has no more rows than it should, but one that is new.
    let tasks = rows(301, -5400);
    let (mut walk, mut desk) = (start(&an_hour()), Desk::new());
    let stop = desk.run(&mut walk, &mut |call, _| match honest(&tasks[..300], call) {
        Answer::Page { head, mut rows } => {
            if number(call, Param::PageSize) != 100 {
                rows.pop();
                rows.extend(rows.last().is_some().then(|| tasks[300].clone()));
            }
            Answer::Page { head, rows }
        }
        other => other,
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.verdict), (Stop::Finished, Verdict::Gaps), "{ledger:?}");
}

#[test]
fn a_pass_that_is_whole_by_itself_proves_what_is_left_of_a_list_that_shrank() {
    let tasks = spread(3);
    let (mut walk, mut desk, mut calls) = (start(&an_hour()), Desk::new(), 0);
    let stop = desk.run(&mut walk, &mut |call, _| {
        calls += 1;
        match (calls, honest(&tasks, call)) {
            // One row is left out, and another one is gone from then on.
            (1, Answer::Page { head, rows }) => Answer::Page {
                head,
                rows: rows[..2].to_vec(),
            },
            _ => honest(&tasks[1..], call),
        }
    });
    let ledger = walk.ledger();
    assert_eq!(
        (stop, ledger.verdict, ledger.calls),
        (Stop::Finished, Verdict::Proven, 2)
    );
    assert_eq!(desk.delivered.len(), 3);
}

#[test]
fn no_page_is_asked_for_beyond_the_last_number_there_may_be() {
    // A service that knows pages of one row, counts nothing, and has no end.
    let (mut walk, mut desk, mut last) = (start(&an_hour()), Desk::new(), 0);
    let stop = loop {
        match walk.next(at(START)) {
            Step::Send { id, call } => {
                last = number(&call, Param::PageNumber);
                let head = Head {
                    page_number: Some(last),
                    page_size: Some(1),
                    ..Head::default()
                };
                let rows = vec![task(last, "a", -90 * MINUTE)];
                desk.hand_in(&mut walk, id, &Answer::Page { head, rows });
            }
            Step::Done(stop) => break stop,
            Step::Wait { until } => panic!("{until:?}"),
        }
    };
    assert_eq!((stop, last, walk.ledger().rows), (Stop::Finished, 100_000, 100_000));
}
