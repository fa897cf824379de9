//! Every fault as its name promises.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks_emulator::{Cut, Emulator, Fault, Response};
use serde_json::{Value, json};
use support::{START, body, call, emulator, patient};

const DESCRIBE: (&str, &str) = ("Action", "DescribeRefreshTasks");

/// One call struck by one fault, at a fixed seed.
#[track_caller]
fn struck(fault: Fault, params: &[(&str, &str)]) -> (Response, Emulator) {
    let options = json!({ "scenario": "release", "faults": { fault.name(): 1 } });
    let mut emulator = emulator(options);
    let all: Vec<_> = [DESCRIBE].iter().chain(params).copied().collect();
    let response = call(&mut emulator, &all, START);
    assert_eq!(emulator.requests().last().unwrap().faults, [fault.name()]);
    (response, emulator)
}

/// The body of one call struck by a shape, and the plain one.
#[track_caller]
fn shaped(fault: Fault, params: &[(&str, &str)]) -> (String, Value) {
    let all: Vec<_> = [DESCRIBE].iter().chain(params).copied().collect();
    let plain = body(&call(&mut emulator(json!({ "scenario": "release" })), &all, START));
    (String::from_utf8(struck(fault, params).0.body).unwrap(), plain)
}

#[test]
fn faults_of_the_transport() {
    let (plain, _) = (
        call(&mut emulator(json!({ "scenario": "release" })), &[DESCRIBE], START),
        (),
    );
    for fault in Fault::ALL.iter().filter(|fault| !fault.name().starts_with("shape-")) {
        let (response, mut emulator) = struck(*fault, &[]);
        let Response {
            status,
            delay_ms,
            cut,
            body: bytes,
            ..
        } = &response;
        match fault {
            Fault::Delay => assert!(*status == 200 && (200..=3000).contains(delay_ms) && *bytes == plain.body),
            Fault::Hang => assert_eq!(*delay_ms, 120_000),
            Fault::Reset => assert_eq!((*cut, bytes.len()), (Some(Cut::Reset), 0)),
            Fault::CutOff => {
                assert_eq!((*cut, bytes.len()), (Some(Cut::Truncate), plain.body.len() / 2));
                assert!(
                    response
                        .headers
                        .contains(&("content-length", plain.body.len().to_string()))
                );
            }
            Fault::TruncatedBody => assert_eq!((*cut, bytes.as_slice()), (None, &plain.body[..plain.body.len() / 2])),
            Fault::EmptyBody => assert_eq!((*status, bytes.len()), (200, 0)),
            Fault::Html502 => assert!(*status == 502 && bytes.starts_with(b"<html>")),
            Fault::Xml => assert!(bytes.starts_with(b"<?xml")),
            Fault::Error200 => assert_eq!(
                (*status, body(&response)["Code"].clone()),
                (200, json!("InternalError"))
            ),
            Fault::InternalError => assert_eq!(*status, 500),
            Fault::ServiceUnavailable => assert_eq!(*status, 503),
            Fault::Forbidden | Fault::OperationDenied => assert_eq!(*status, 403),
            Fault::Throttling => {
                let code = body(&response)["Code"].to_string();
                assert!(
                    code.contains("Throttling") || code.contains("TooManyRequests"),
                    "{status} {code}"
                );
            }
            Fault::ThrottlingStorm => {
                assert_eq!(*status, 429);
                let hint: i64 = response
                    .headers
                    .iter()
                    .find(|(name, _)| *name == "x-acs-retry-after")
                    .unwrap()
                    .1
                    .parse()
                    .unwrap();
                assert!((2000..=10_000).contains(&hint));
                assert_eq!(call(&mut emulator, &[DESCRIBE], START + hint - 1).status, 429);
            }
            other => panic!("{} is not tested", other.name()),
        }
    }
}

#[test]
fn a_reset_call_took_effect() {
    let mut emulator = emulator(json!({ "scenario": "empty", "faults": { "reset": 1 } }));
    call(
        &mut emulator,
        &[("Action", "RefreshObjectCaches"), ("ObjectPath", "https://a.com/1")],
        START,
    );
    assert_eq!(emulator.tasks(START).count(), 1);
}

#[test]
fn a_storm_passes() {
    let mut emulator = patient(json!({ "faults": { "throttling-storm": 0.02 } }));
    let statuses: Vec<u16> = (0..600)
        .map(|n| call(&mut emulator, &[DESCRIBE], START + n * 100).status)
        .collect();
    let runs: Vec<usize> = statuses
        .chunk_by(|a, b| a == b)
        .filter(|run| run[0] == 429)
        .map(<[u16]>::len)
        .collect();
    // The last one may not be over yet.
    let over = &runs[..runs.len() - 1];
    assert!(over.len() > 3 && over.iter().all(|run| *run >= 20), "{runs:?}");
    assert!(statuses.iter().filter(|status| **status == 200).count() > 100);
}

#[test]
fn shapes_that_say_the_same() {
    for fault in [Fault::ShapeShuffled, Fault::ShapeEscaped, Fault::ShapeIndented] {
        let (text, plain) = shaped(fault, &[("PageSize", "50")]);
        assert_ne!(text, plain.to_string());
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), plain, "{}", fault.name());
    }
    let (text, plain) = shaped(Fault::ShapeBom, &[]);
    assert_eq!(
        serde_json::from_str::<Value>(text.strip_prefix('\u{feff}').unwrap()).unwrap(),
        plain
    );
    assert!(
        shaped(Fault::ShapeEscaped, &[])
            .0
            .contains("\\u0054\\u0061\\u0073\\u006b\\u0049\\u0064")
    );
    assert!(shaped(Fault::ShapeIndented, &[]).0.contains(" : "));
    let (text, _) = shaped(Fault::ShapeShuffled, &[("PageSize", "50")]);
    assert!(text.contains("{\"TaskId\"") && text.contains("{\"ObjectPath\""));
}

#[test]
fn shapes_that_are_spelled_otherwise() {
    let rows = |fault: Fault| {
        let (text, plain) = shaped(fault, &[("PageSize", "50")]);
        let shaped: Value = serde_json::from_str(&text).unwrap();
        (shaped, plain)
    };
    let (counts, plain) = rows(Fault::ShapeCountsAsText);
    assert_eq!(
        (&counts["TotalCount"], &counts["PageSize"]),
        (&json!("3400"), &json!("50"))
    );
    assert_eq!(counts["Tasks"], plain["Tasks"]);
    // Of a page, some rows are struck and some are not.
    let struck = |fault: Fault, is_odd: &dyn Fn(&Value) -> bool| {
        let (page, _) = rows(fault);
        let list = page["Tasks"]["CDNTask"].as_array().unwrap();
        let odd = list.iter().filter(|row| is_odd(row)).count();
        assert!(odd > 5 && odd < 45, "{}: {odd}", fault.name());
    };
    struck(Fault::ShapeIdAsNumber, &|row| row["TaskId"].is_u64());
    struck(Fault::ShapeExtraFields, &|row| row.get("Node").is_some());
    struck(Fault::ShapeBareProgress, &|row| {
        !row["Process"].as_str().unwrap().ends_with('%')
    });
    struck(Fault::ShapeTimeWithSpace, &|row| {
        row["CreationTime"].as_str().unwrap().as_bytes()[10] == b' '
    });
    struck(Fault::ShapeDescription, &|row| row["Description"] == "Internal Error");
    let fresh = running_with_unknown_states();
    assert!(fresh.contains("\"Verifying\"") && fresh.contains("\"Refreshing\""));
}

/// A page of running tasks, some with a state that no document names.
fn running_with_unknown_states() -> String {
    let mut emulator = patient(json!({ "scenario": "empty", "faults": { "shape-unknown-status": 1 } }));
    let paths = (0..40)
        .map(|n| format!("https://a.com/{n}"))
        .collect::<Vec<_>>()
        .join("\n");
    call(
        &mut emulator,
        &[("Action", "RefreshObjectCaches"), ("ObjectPath", &paths)],
        START,
    );
    let page = call(&mut emulator, &[DESCRIBE, ("PageSize", "100")], START + 10_000);
    String::from_utf8(page.body).unwrap()
}

#[test]
fn shapes_of_an_empty_and_of_a_single_row() {
    let nothing = [("TaskId", "1")];
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let mut emulator = emulator(json!({ "seed": seed, "faults": { "shape-empty-tasks": 1 } }));
        let page = body(&call(&mut emulator, &[DESCRIBE, nothing[0]], START));
        seen.insert(page.get("Tasks").map_or("absent".to_owned(), Value::to_string));
    }
    let expected = ["\"\"", "[]", "absent", "null", "{\"CDNTask\":null}", "{}"];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    let (single, _) = struck(Fault::ShapeSingleObject, &[("PageSize", "1")]);
    let row = &body(&single)["Tasks"]["CDNTask"];
    assert!(row.is_object() && row["TaskId"].is_string(), "{row}");
}
