//! Golden exchanges, byte for byte; and whatever arrives is answered.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks_emulator::{Chance, Fault, Response, TEST_KEY, World, scenarios};
use expect_test::{Expect, expect};
use serde_json::{Value, json};
use support::{Choices, START, call, emulator, outcome, patient, text, v1, v1_params, v3};

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
}

/// What requests are made of.
const PIECES: &[&str] = &[
    "Action=",
    "DescribeRefreshTasks",
    "DescribeRefreshTaskById",
    "&",
    "=",
    "%",
    "%E5",
    "%00",
    "+",
    "?",
    "/",
    "#",
    "://",
    "http",
    "TaskId=",
    "1,2",
    "9999999999999999999999",
    "StartTime=2026-11-24T04:00:00Z",
    "Timestamp=",
    "2026-11-24T04:00:00Z",
    "Signature=",
    "SignatureMethod=HMAC-SHA1",
    "AccessKeyId=testid",
    "Version=2018-05-10",
    "Format=JSON",
    "SignatureNonce=1",
    "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=,Signature=",
    "x-acs-action",
    "authorization",
    "图",
    "\u{0}",
    "\r\n",
    "[::1]",
];

#[test]
fn garbage_is_refused() {
    use cdn_refresh_tasks_emulator::Request;
    let mut emulator = emulator(json!({}));
    let mut choices = Choices::new(5);
    let mut word = |most: u64| {
        (0..choices.below(most))
            .map(|_| *choices.pick(PIECES))
            .collect::<String>()
    };
    for _ in 0..3000 {
        let headers = (0..3).map(|_| (word(2), word(4))).collect();
        let request = Request {
            method: ["GET", "POST"][word(3).len() % 2].to_owned(),
            url: word(16),
            headers,
            body: word(8).into_bytes(),
        };
        let answer = emulator.handle(&request, START);
        assert!(
            answer.status >= 400 && answer.status < 500,
            "{} {request:?}",
            answer.status
        );
    }
}

/// Simulations run these worlds: questions are answered in all of them, whatever strikes.
#[test]
fn every_drawn_world_answers_every_scenario() {
    let faults: Value = Fault::ALL
        .iter()
        .map(|fault| (fault.name().to_owned(), json!(0.05)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let mut statuses = std::collections::BTreeMap::<u16, u32>::new();
    for seed in 0..60 {
        let world = serde_json::to_value(World::drawn(Chance::new(seed))).unwrap();
        let names: Vec<&str> = scenarios()
            .map(|(name, _)| name)
            .filter(|name| *name != "large-account")
            .collect();
        let name = names[usize::try_from(seed).unwrap() % names.len()];
        let mut emulator = emulator(json!({ "scenario": name, "seed": seed, "faults": faults, "world": world }));
        for n in 0..40 {
            let number = (n % 10 + 1).to_string();
            let (at, end) = (START + n * 700, text(START - 5000));
            let params = [
                ("PageNumber", number.as_str()),
                ("StartTime", "2026-11-23T01:00:00Z"),
                ("EndTime", end.as_str()),
            ];
            *statuses
                .entry(emulator.unsigned(DESCRIBE.1, &params, at).status)
                .or_default() += 1;
        }
    }
    assert!(statuses[&200] > 800, "{statuses:?}");
    assert!(
        statuses
            .keys()
            .all(|status| [200, 400, 403, 429, 500, 502, 503].contains(status)),
        "{statuses:?}"
    );
}
