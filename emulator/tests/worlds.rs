//! The switches of a world, each seen from outside; and what holds in all of them: pages without drift show every task exactly once,
//! and TotalCount is the truth.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks_emulator::{Emulator, Page, Params, Scenario, scenarios};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{Choices, START, emulator, patient, text};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

#[track_caller]
fn page(emulator: &mut Emulator, params: &[(&str, &str)], now: i64) -> Page {
    emulator.service().describe(Params(params), now).unwrap()
}

/// Every row of a question, page by page at one moment, and the TotalCount of the first page.
#[track_caller]
fn all(emulator: &mut Emulator, params: &[(&str, &str)], size: usize, now: i64) -> (Vec<u32>, usize) {
    let (mut rows, mut total) = (Vec::new(), 0);
    for number in 1.. {
        let (number, size) = (number.to_string(), size.to_string());
        let paged: Vec<_> = params
            .iter()
            .copied()
            .chain([("PageNumber", number.as_str()), ("PageSize", size.as_str())])
            .collect();
        let page = page(emulator, &paged, now);
        total = usize::try_from(page.total).unwrap();
        if page.rows.is_empty() {
            break;
        }
        rows.extend(page.rows.iter().map(|shown| shown.row));
    }
    (rows, total)
}

/// A world drawn at random, of switches that change what is found or in which order.
fn world(choices: &mut Choices) -> Value {
    json!({
        "start": choices.pick(&["inclusive", "exclusive"]),
        "end": choices.pick(&["inclusive", "exclusive"]),
        "precision": choices.pick(&["second", "millisecond"]),
        "retention": choices.pick(&["rolling", "calendar", "calendar-short"]),
        "order": choices.pick(&["newest", "oldest"]),
        // Ties that change places between the calls may well hide a row and show another twice: that is what `unstable` is for.
        "ties": "stable",
        "visibilityLagMs": choices.pick(&[0, 2000, 90_000]),
        "clockOffsetMs": choices.pick(&[0, 600_000, -600_000]),
        "states": choices.pick(&["documented", "wide"]),
    })
}

#[test]
fn pages_without_drift_show_every_task_exactly_once() {
    let mut choices = Choices::new(1);
    for seed in 0..120 {
        let world = world(&mut choices);
        let names: Vec<&str> = scenarios()
            .map(|(name, _)| name)
            .filter(|name| *name != "large-account")
            .collect();
        let scenario = *choices.pick(&names);
        let mut emulator = emulator(json!({ "scenario": scenario, "seed": seed, "world": world }));
        let now = START + i64::try_from(choices.below(3_600_000)).unwrap();
        let clock = emulator.service().clock(now);
        let (start, end) = (
            clock - 2 * DAY + HOUR,
            clock - i64::try_from(choices.below(7_200)).unwrap() * 1000,
        );
        let (start_text, end_text) = (text(start), text(end));
        let ranged = choices.below(2) == 0;
        let domain = *choices.pick(&["", "static.example.com"]);
        let kind = if domain.is_empty() {
            *choices.pick(&["", "file", "preload"])
        } else {
            "file"
        };
        let mut params = vec![("DomainName", domain), ("ObjectType", kind)];
        if ranged {
            params.extend([("StartTime", start_text.as_str()), ("EndTime", end_text.as_str())]);
        }
        let size = *choices.pick(&[7, 20, 100]);
        let (rows, total) = all(&mut emulator, &params, size, now);
        let distinct: BTreeSet<u32> = rows.iter().copied().collect();
        assert_eq!(distinct.len(), rows.len(), "{scenario} {world}: a row was shown twice");
        assert_eq!(total, rows.len(), "{scenario} {world}: TotalCount");

        // The truth, told by the switches' own words.
        let exclusive = |which: &str| world[which] == "exclusive";
        let grain = |ms: i64| {
            if world["precision"] == "second" {
                ms - ms.rem_euclid(1000)
            } else {
                ms
            }
        };
        let midnight = clock - clock.rem_euclid(DAY);
        let kept = match world["retention"].as_str().unwrap() {
            "rolling" => clock - 3 * DAY,
            "calendar" => midnight - 3 * DAY,
            _ => midnight - 2 * DAY,
        };
        let (start, end) = (start - start.rem_euclid(1000), end - end.rem_euclid(1000));
        let expected = emulator
            .tasks(now)
            .filter(|task| task.visible_from.is_some_and(|from| from <= clock) && kept <= task.created)
            .filter(|task| kind.is_empty() || task.object_type == kind)
            .filter(|task| domain.is_empty() || task.object_path.starts_with(&format!("https://{domain}/")))
            .filter(|task| {
                let at = grain(task.created);
                let after = if exclusive("start") { start < at } else { start <= at };
                let before = if exclusive("end") { at < end } else { at <= end };
                !ranged || (after && before)
            })
            .count();
        assert_eq!(expected, total, "seed {seed}, {scenario} {world} {params:?}: the truth");
    }
}

#[test]
fn rows_come_in_the_worlds_order() {
    for (order, ties) in [
        ("newest", "stable"),
        ("oldest", "stable"),
        ("newest", "unstable"),
        ("oldest", "unstable"),
    ] {
        let mut emulator = emulator(json!({ "scenario": "drift", "world": { "order": order, "ties": ties } }));
        let (rows, _) = all(&mut emulator, &[], 100, START);
        let tasks: Vec<i64> = emulator.tasks(START).map(|task| task.created / 1000).collect();
        let seconds: Vec<i64> = rows.iter().map(|row| tasks[usize::try_from(*row).unwrap()]).collect();
        let sorted = seconds.windows(2).all(|pair| {
            if order == "oldest" {
                pair[0] <= pair[1]
            } else {
                pair[0] >= pair[1]
            }
        });
        assert!(sorted && seconds.len() > 2900, "{order} {ties}");
    }
}

#[test]
fn unstable_ties_change_places_and_stable_ones_do_not() {
    for (ties, changes) in [("stable", false), ("unstable", true)] {
        let mut emulator = emulator(json!({ "scenario": "release", "world": { "ties": ties } }));
        let first = page(&mut emulator, &[("PageSize", "100")], START);
        let again = page(&mut emulator, &[("PageSize", "100")], START);
        assert_eq!(first != again, changes, "{ties}");
        let second = |rows: &Page| rows.rows.iter().map(|shown| shown.row).collect::<BTreeSet<_>>();
        assert_eq!(
            second(&first) != second(&again),
            changes,
            "{ties}: other rows of the second come to the page"
        );
    }
}

#[test]
fn new_rows_become_visible_within_the_lag_and_states_move_only_when_asked_for() {
    let mut emulator = patient(json!({ "scenario": "empty", "world": { "visibilityLagMs": 5000 } }));
    let paths = (0..200)
        .map(|n| format!("https://a.com/{n}"))
        .collect::<Vec<_>>()
        .join("\n");
    let id = emulator
        .service()
        .refresh(Params(&[("ObjectPath", &paths)]), START)
        .unwrap();
    let counts = [0, 1000, 2500, 4000, 5000].map(|later| page(&mut emulator, &[], START + later).total);
    assert!(
        counts[0] < 20 && counts.is_sorted() && counts[4] == 200 && counts[2] > 50 && counts[2] < 150,
        "{counts:?}"
    );

    let by_id = [("TaskId", id.as_str())];
    let mut complete = |later: i64| {
        let page = emulator
            .service()
            .describe_by_id(Params(&by_id), START + later)
            .unwrap();
        page.rows
            .iter()
            .filter(|shown| shown.status.text() == "Complete")
            .count()
    };
    // Last asked for long before they were done, so this answer is stale; it triggers the update that the next one shows.
    assert_eq!(complete(400_000), 0);
    assert_eq!(complete(400_500), 0);
    assert_eq!(complete(401_000), 200);
    let mut fresh = patient(json!({ "scenario": "empty", "world": { "advance": "always" } }));
    fresh
        .service()
        .refresh(Params(&[("ObjectPath", "https://a.com/1")]), START)
        .unwrap();
    assert_eq!(page(&mut fresh, &[], START + 400_000).rows[0].status.text(), "Complete");
}

#[test]
fn a_status_filter_asks_for_what_it_hides_where_the_world_says_so() {
    for (advance, found) in [("matched", 1), ("returned", 0), ("always", 1)] {
        let mut emulator = patient(json!({ "scenario": "empty", "world": { "advance": advance } }));
        emulator
            .service()
            .refresh(Params(&[("ObjectPath", "https://a.com/1")]), START)
            .unwrap();
        let complete = [("ObjectType", "file"), ("Status", "Complete")];
        page(&mut emulator, &complete, START + 400_000);
        assert_eq!(
            page(&mut emulator, &complete, START + 410_000).total,
            found,
            "{advance}"
        );
    }
}

#[test]
fn what_lies_beyond_the_last_page_and_beyond_the_cap() {
    let ask = |world: Value, number: &str| {
        let mut emulator = emulator(json!({ "scenario": "many-rows-per-id", "world": world }));
        match emulator
            .service()
            .describe(Params(&[("PageNumber", number), ("PageSize", "100")]), START)
        {
            Ok(page) => format!("{} of {} on page {}", page.rows.len(), page.total, page.number.unwrap()),
            Err(refusal) => refusal.code(),
        }
    };
    assert_eq!(ask(json!({}), "31"), "0 of 3000 on page 31");
    assert_eq!(ask(json!({ "beyondEnd": "last-page" }), "31"), "100 of 3000 on page 31");
    assert_eq!(
        ask(json!({ "beyondEnd": "refuse" }), "31"),
        "InvalidPageNumber.ValueNotSupported"
    );
    assert_eq!(ask(json!({ "beyondEnd": "refuse" }), "30"), "100 of 3000 on page 30");
    assert_eq!(ask(json!({ "totalCountCap": 1000 }), "30"), "100 of 1000 on page 30");
}

#[test]
fn rows_by_id_are_cut_where_the_world_cuts_them() {
    let ask = |world: Value, ids: usize| {
        let mut emulator = emulator(json!({ "scenario": "many-rows-per-id", "world": world }));
        let all: BTreeSet<String> = emulator.tasks(START).map(|task| task.task_id).collect();
        let list = all.into_iter().take(ids).collect::<Vec<_>>().join(",");
        let page = emulator
            .service()
            .describe_by_id(Params(&[("TaskId", &list)]), START)
            .unwrap();
        (page.rows.len(), page.total)
    };
    assert_eq!(ask(json!({}), 1), (100, 1000));
    assert_eq!(ask(json!({}), 3), (100, 3000));
    assert_eq!(ask(json!({ "byIdCut": "id" }), 3), (300, 3000));
    assert_eq!(ask(json!({ "byIdTotal": "returned" }), 3), (100, 100));
    assert_eq!(ask(json!({ "byIdRows": null }), 3), (3000, 3000));
}

#[test]
fn other_switches_of_reading() {
    let ask = |world: Value, params: &[(&str, &str)]| {
        let mut emulator = emulator(json!({ "world": world }));
        emulator
            .service()
            .describe(Params(params), START)
            .map_or_else(|refusal| refusal.code(), |page| page.rows.len().to_string())
    };
    let future = text(START + HOUR);
    let now = text(START - HOUR);
    for (world, params, expected) in [
        (json!({ "pageBounds": "clamp" }), &[("PageSize", "1000")][..], "100"),
        (
            json!({ "futureTimes": "refuse" }),
            &[("StartTime", &now), ("EndTime", &future)],
            "InvalidEndTime.ValueNotSupported",
        ),
        (
            json!({ "futureTimes": "refuse" }),
            &[("StartTime", &future), ("EndTime", "2026-12-24T00:00:00Z")],
            "InvalidStartTime.ValueNotSupported",
        ),
        (
            json!({ "letterCase": "ignored" }),
            &[("ObjectType", "FILE"), ("Status", "complete")],
            "20",
        ),
        (
            json!({ "domainList": "accept" }),
            &[
                ("ObjectType", "file"),
                ("DomainName", "www.example.com, img.example.com"),
            ],
            "20",
        ),
        (
            json!({}),
            &[
                ("ObjectType", "file"),
                ("DomainName", "www.example.com, img.example.com"),
            ],
            "0",
        ),
        (json!({ "disputed": "accept" }), &[("ObjectType", "IgnoreParams")], "0"),
        (json!({}), &[("ResourceGroupId", "rg-acfmyuji4b6r4")], "0"),
        // The clock of the service is what its retention is counted by.
        (
            json!({ "clockOffsetMs": 600_000 }),
            &[("StartTime", "2026-11-21T04:05:00Z"), ("EndTime", &now)],
            "InvalidTime",
        ),
        (
            json!({ "retention": "calendar" }),
            &[("StartTime", "2026-11-21T00:00:00Z"), ("EndTime", &now)],
            "20",
        ),
        (
            json!({ "retention": "calendar-short" }),
            &[("StartTime", "2026-11-21T23:59:59Z"), ("EndTime", &now)],
            "InvalidTime",
        ),
    ] {
        assert_eq!(ask(world.clone(), params), expected, "{world} {params:?}");
    }
}

#[test]
fn a_submission_may_answer_one_id_or_one_for_each_url() {
    let submit = |ids: &str| {
        let mut emulator = patient(json!({ "scenario": "empty", "world": { "submitIds": ids } }));
        emulator
            .service()
            .preload(Params(&[("ObjectPath", "https://a.com/1\r\nhttps://a.com/2\n")]), START)
            .unwrap()
    };
    assert_eq!(submit("one").split(',').count(), 1);
    let list = submit("per-url");
    let ids: BTreeSet<&str> = list.split(',').collect();
    assert!(ids.len() == 2 && ids.iter().all(|id| id.len() == 11), "{list}");
}

#[test]
fn the_service_outlives_a_clock_that_goes_back() {
    let mut emulator = emulator(json!({ "scenario": "drift" }));
    let mut choices = Choices::new(9);
    for _ in 0..200 {
        let now = START - 5 * DAY + i64::try_from(choices.below(10 * 86_400_000)).unwrap();
        page(&mut emulator, &[("ObjectType", "file"), ("Status", "Complete")], now);
    }
    page(&mut emulator, &[], i64::MAX);
    page(&mut emulator, &[], i64::MIN);
}

#[test]
fn every_scenario_says_what_it_holds() {
    for (name, about) in scenarios() {
        let scenario = Scenario::named(Some(name)).unwrap();
        let urls: u32 = scenario.tasks.iter().map(|arrivals| arrivals.urls).sum();
        let mut emulator = emulator(json!({ "scenario": name }));
        assert_eq!(
            emulator.service().tasks().len(),
            usize::try_from(urls).unwrap(),
            "{name}"
        );
        assert!(!about.en.is_empty() && !about.zh.is_empty());
    }
    let mut large = emulator(json!({ "scenario": "large-account" }));
    assert_eq!(
        page(&mut large, &[("PageNumber", "2999"), ("PageSize", "100")], START).total,
        300_000
    );
}
