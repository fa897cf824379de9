//! Golden exchanges, byte for byte, and every fault as its name promises.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks_emulator::{Cut, Emulator, Fault, Response, TEST_KEY};
use expect_test::{Expect, expect};
use serde_json::{Value, json};
use support::{START, body, call, emulator, outcome, patient, text, v1, v1_params, v3};

const DESCRIBE: (&str, &str) = ("Action", "DescribeRefreshTasks");

#[track_caller]
fn check(response: &Response, expected: Expect) {
    let headers: String = response
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let text = String::from_utf8_lossy(&response.body);
    expected.assert_eq(&format!("{}\n{headers}\n{text}\n", response.status));
}

#[test]
fn a_page_in_json() {
    check(
        &call(&mut emulator(json!({})), &[DESCRIBE, ("PageSize", "2")], START),
        expect![[r#"
            200
            access-control-allow-origin: *
            content-type: application/json;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

            {"RequestId":"2CF7551D-A316-4BBD-AD94-BCD9DA293A96","PageNumber":1,"PageSize":2,"TotalCount":316,"Tasks":{"CDNTask":[{"Status":"Refreshing","CreationTime":"2026-11-24T03:56:40Z","ObjectType":"preload","Process":"32.88%","Description":"","ObjectPath":"https://video.example.com/download/patch-6.3.52339.exe","TaskId":"15423129829"},{"Status":"Refreshing","CreationTime":"2026-11-24T03:56:40Z","ObjectType":"preload","Process":"14.69%","Description":"","ObjectPath":"https://video.example.com/video/64339/77c028fc27_1080p.mp4","TaskId":"15423129829"}]}}
        "#]],
    );
}

#[test]
fn a_page_in_xml() {
    check(
        &call(
            &mut emulator(json!({})),
            &[DESCRIBE, ("PageSize", "2"), ("Format", "XML")],
            START,
        ),
        expect![[r#"
            200
            access-control-allow-origin: *
            content-type: text/xml;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

            <?xml version='1.0' encoding='UTF-8'?><DescribeRefreshTasksResponse><RequestId>2CF7551D-A316-4BBD-AD94-BCD9DA293A96</RequestId><PageNumber>1</PageNumber><PageSize>2</PageSize><TotalCount>316</TotalCount><Tasks><CDNTask><Status>Refreshing</Status><CreationTime>2026-11-24T03:56:40Z</CreationTime><ObjectType>preload</ObjectType><Process>32.88%</Process><Description></Description><ObjectPath>https://video.example.com/download/patch-6.3.52339.exe</ObjectPath><TaskId>15423129829</TaskId></CDNTask><CDNTask><Status>Refreshing</Status><CreationTime>2026-11-24T03:56:40Z</CreationTime><ObjectType>preload</ObjectType><Process>14.69%</Process><Description></Description><ObjectPath>https://video.example.com/video/64339/77c028fc27_1080p.mp4</ObjectPath><TaskId>15423129829</TaskId></CDNTask></Tasks></DescribeRefreshTasksResponse>
        "#]],
    );
}

#[test]
fn rows_by_id() {
    let mut emulator = emulator(json!({}));
    let failed =
        |task: &cdn_refresh_tasks_emulator::TaskTruth<'_>| task.final_status == "Failed" && task.object_type == "file";
    let id = emulator.tasks(START).find(failed).unwrap().task_id;
    check(
        &call(
            &mut emulator,
            &[("Action", "DescribeRefreshTaskById"), ("TaskId", &id)],
            START,
        ),
        expect![[r#"
            200
            access-control-allow-origin: *
            content-type: application/json;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

            {"RequestId":"2CF7551D-A316-4BBD-AD94-BCD9DA293A96","TotalCount":1,"Tasks":[{"Status":"Failed","CreationTime":"2026-11-21T08:24:26Z","ObjectType":"file","Process":"93.99%","Description":"Internal Error","ObjectPath":"https://img.example.com/images/19600/thumb-2ad51167a3.webp","TaskId":"15423124046"}]}
        "#]],
    );
}

#[test]
fn a_page_of_the_sibling() {
    let params = [
        ("Action", "DescribeDcdnRefreshTasks"),
        ("Version", "2018-01-15"),
        ("PageSize", "1"),
    ];
    check(
        &call(&mut emulator(json!({})), &params, START),
        expect![[r#"
        200
        access-control-allow-origin: *
        content-type: application/json;charset=utf-8
        date: Tue, 24 Nov 2026 04:00:00 GMT
        x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

        {"RequestId":"2CF7551D-A316-4BBD-AD94-BCD9DA293A96","PageNumber":1,"PageSize":1,"TotalCount":316,"Tasks":{"Task":[{"Status":"Refreshing","CreationTime":"2026-11-24T03:56:40Z","ObjectType":"preload","Process":"32.88%","Description":"","ObjectPath":"https://video.example.com/download/patch-6.3.52339.exe","TaskId":"15423129829"}]}}
    "#]],
    );
}

#[test]
fn submissions_and_the_quota() {
    let mut emulator = emulator(json!({ "scenario": "empty" }));
    let url = ("ObjectPath", "https://www.example.com/a.js");
    check(
        &call(&mut emulator, &[("Action", "RefreshObjectCaches"), url], START),
        expect![[r#"
            200
            access-control-allow-origin: *
            content-type: application/json;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

            {"RequestId":"2CF7551D-A316-4BBD-AD94-BCD9DA293A96","RefreshTaskId":"15423123937"}
        "#]],
    );
    check(
        &call(&mut emulator, &[("Action", "PushObjectCache"), url], START),
        expect![[r#"
            200
            access-control-allow-origin: *
            content-type: application/json;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: BEB152D1-D464-474D-BEAD-2FA6972EEDB4

            {"RequestId":"BEB152D1-D464-474D-BEAD-2FA6972EEDB4","PushTaskId":"15423123941"}
        "#]],
    );
    check(
        &call(&mut emulator, &[("Action", "DescribeRefreshQuota")], START),
        expect![[r#"
            200
            access-control-allow-origin: *
            content-type: application/json;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CC344CC-27CF-449C-92FD-FF459A1CBF9D

            {"RequestId":"2CC344CC-27CF-449C-92FD-FF459A1CBF9D","UrlQuota":"10000","UrlRemain":"9999","DirQuota":"100","DirRemain":"100","RegexQuota":"20","RegexRemain":"20","PreloadQuota":"1000","PreloadRemain":"999","BlockQuota":"300","BlockRemain":"300"}
        "#]],
    );
}

#[test]
fn a_refusal_in_both_formats() {
    check(
        &call(&mut emulator(json!({})), &[DESCRIBE, ("TaskId", "x")], START),
        expect![[r#"
            400
            access-control-allow-origin: *
            content-type: application/json;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

            {"RequestId":"2CF7551D-A316-4BBD-AD94-BCD9DA293A96","HostId":"cdn.aliyuncs.com","Code":"InvalidTaskId.Malformed","Message":"The specified TaskId is invalid.","Recommend":"https://api.aliyun.com/troubleshoot?q=InvalidTaskId.Malformed&product=Cdn&requestId=2CF7551D-A316-4BBD-AD94-BCD9DA293A96"}
        "#]],
    );
    // The older signature answers in XML unless Format says otherwise, the newer one in what is accepted.
    let params: Vec<_> = v1_params(&[DESCRIBE, ("TaskId", "x")], "n", "2026-11-24T04:00:00Z")
        .into_iter()
        .filter(|(name, _)| *name != "Format")
        .collect();
    check(
        &emulator(json!({})).handle(&v1(&params, TEST_KEY.1), START),
        expect![[r#"
            400
            access-control-allow-origin: *
            content-type: text/xml;charset=utf-8
            date: Tue, 24 Nov 2026 04:00:00 GMT
            x-acs-request-id: 2CF7551D-A316-4BBD-AD94-BCD9DA293A96

            <?xml version='1.0' encoding='UTF-8'?><Error><RequestId>2CF7551D-A316-4BBD-AD94-BCD9DA293A96</RequestId><HostId>cdn.aliyuncs.com</HostId><Code>InvalidTaskId.Malformed</Code><Message>The specified TaskId is invalid.</Message><Recommend>https://api.aliyun.com/troubleshoot?q=InvalidTaskId.Malformed&amp;product=Cdn&amp;requestId=2CF7551D-A316-4BBD-AD94-BCD9DA293A96</Recommend></Error>
        "#]],
    );
    let mut by_header = v3(DESCRIBE.1, &[], TEST_KEY.1, START, "n", &[]);
    by_header.headers.retain(|(name, _)| name != "accept");
    assert!(emulator(json!({})).handle(&by_header, START).body.starts_with(b"<?xml"));
}

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
    let (fresh, _) = struck_fresh();
    assert!(fresh.contains("\"Verifying\"") && fresh.contains("\"Refreshing\""));
}

/// A page of running tasks with unknown states among them.
fn struck_fresh() -> (String, ()) {
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
    (String::from_utf8(page.body).unwrap(), ())
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

#[test]
fn same_seed_same_bytes() {
    let run = |seed: u64| -> Vec<Vec<u8>> {
        let faults: Value = Fault::ALL
            .iter()
            .map(|fault| (fault.name().to_owned(), json!(0.1)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let mut emulator = patient(json!({ "scenario": "drift", "seed": seed, "faults": faults }));
        (0..200)
            .map(|n| {
                call(
                    &mut emulator,
                    &[DESCRIBE, ("PageNumber", &(n % 40 + 1).to_string())],
                    START + n * 900,
                )
                .body
            })
            .collect()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn an_unsigned_exchange_is_the_signed_one_without_its_signature() {
    let faults = json!({ "delay": 0.2, "reset": 0.2, "shape-shuffled": 0.2, "throttling": 0.1 });
    let new = || emulator(json!({ "scenario": "release", "faults": faults }));
    let (mut signed, mut unsigned) = (new(), new());
    for n in 0..100 {
        let (number, now) = (n.to_string(), START + n * 150);
        let params = [("PageNumber", number.as_str())];
        assert_eq!(
            call(&mut signed, &[DESCRIBE, params[0]], now),
            unsigned.unsigned(DESCRIBE.1, &params, now)
        );
    }
    assert_eq!(
        outcome(&new().unsigned("DescribeNothing", &[], START)),
        "404 InvalidAction.NotFound"
    );
}

#[test]
fn a_browser_is_told_that_it_may_ask_but_not_sign_by_header() {
    let mut emulator = emulator(json!({}));
    let preflight = cdn_refresh_tasks_emulator::Request {
        method: "OPTIONS".to_owned(),
        url: "/".to_owned(),
        ..Default::default()
    };
    let answer = emulator.handle(&preflight, START);
    let allowed = &answer
        .headers
        .iter()
        .find(|(name, _)| *name == "access-control-allow-headers")
        .unwrap()
        .1;
    assert!(
        answer.status == 200 && allowed.contains("x-acs-action") && !allowed.to_lowercase().contains("authorization")
    );
    assert!(emulator.requests().is_empty());
}

#[test]
fn whatever_arrives_is_answered() {
    use cdn_refresh_tasks_emulator::Request;
    let mut emulator = emulator(json!({}));
    for (method, url, content) in [
        ("", "", &b""[..]),
        ("GET", "http://", b""),
        ("GET", "?", b""),
        ("PATCH", "https://cdn.aliyuncs.com/?Action=DescribeRefreshTasks", b""),
        ("GET", "/%zz%f0%28%8c?%=%&&&==&Action=%ff", b""),
        ("POST", "/?Action=DescribeRefreshTasks&Action=x", b"\xff\xfe\x00"),
        ("POST", "http://[::1]:80/?Signature=%00", b"{}"),
    ] {
        for kind in ["application/x-www-form-urlencoded", "application/json"] {
            let headers = vec![
                ("content-type".to_owned(), kind.to_owned()),
                ("Host".to_owned(), "\u{0}:x".to_owned()),
            ];
            let request = Request {
                method: method.to_owned(),
                url: url.to_owned(),
                headers,
                body: content.to_vec(),
            };
            let answer = emulator.handle(&request, START);
            assert!(answer.status >= 400 && !answer.body.is_empty(), "{method} {url}");
        }
    }
    assert_eq!(text(START).len(), 20);
}
