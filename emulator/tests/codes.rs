//! Every code of the service and its gateway, each drawn by an exchange that deserves it; and its table held against the core's.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks::contract::errors;
use cdn_refresh_tasks_emulator::Code;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{START, body, call, emulator, outcome, patient};

const DESCRIBE: (&str, &str) = ("Action", "DescribeRefreshTasks");
const NOW: &str = "2026-11-24T04:00:00Z";

/// What one call with these parameters is answered.
#[track_caller]
fn asked(params: &[(&str, &str)]) -> String {
    let all: Vec<_> = [DESCRIBE].iter().chain(params).copied().collect();
    outcome(&call(&mut patient(json!({})), &all, START))
}

#[test]
fn the_operations_own_codes() {
    let many = "a.com,".repeat(500) + "a.com";
    for (params, expected) in [
        (&[("TaskId", "12a")][..], "400 InvalidTaskId.Malformed"),
        (&[("TaskId", "1,2")], "400 InvalidTaskId.Malformed"),
        (&[("Status", "Complete")], "400 MissingParameter.ObjectType"),
        (&[("DomainName", "a.com")], "400 MissingParameter.ObjectType"),
        (&[("StartTime", NOW)], "400 MissingTimeParameter"),
        (&[("EndTime", "soon")], "400 MissingTimeParameter"),
        (&[("StartTime", NOW), ("EndTime", NOW)], "400 InvalidEndTime.Mismatch"),
        (
            &[("StartTime", "2026-11-21T04:00:00Z"), ("EndTime", NOW)],
            "400 InvalidTime",
        ),
        (&[("StartTime", "2026-11-21T04:00:01Z"), ("EndTime", NOW)], "200 ok"),
        (
            &[("StartTime", "2026-11-24 03:00:00"), ("EndTime", NOW)],
            "400 InvalidStartTime.Malformed",
        ),
        (
            &[("StartTime", "2026-11-31T03:00:00Z"), ("EndTime", NOW)],
            "400 InvalidStartTime.ValueNotSupported",
        ),
        (
            &[("StartTime", "2026-11-24T03:00:00Z"), ("EndTime", "2026-11-24")],
            "400 InvalidEndTime.Malformed",
        ),
        (
            &[
                ("StartTime", "2026-11-24T03:00:00Z"),
                ("EndTime", "2026-11-24T24:00:00Z"),
            ],
            "400 InvalidEndTime.ValueNotSupported",
        ),
        (&[("ObjectPath", "1.txt")], "400 InvalidObjectPath.Malformed"),
        (&[("ObjectType", "File")], "400 InvalidObjectType.ValueNotSupported"),
        (
            &[("ObjectType", "file"), ("Status", "Timeout")],
            "400 InvalidStatus.ValueNotSupported",
        ),
        (
            &[("ObjectType", "file"), ("DomainName", &many)],
            "400 DomainNameOverLimit",
        ),
        (&[("PageNumber", "x")], "400 InvalidPageNumber.Malformed"),
        (&[("PageNumber", "0")], "400 InvalidPageNumber.ValueNotSupported"),
        (&[("PageSize", "1.5")], "400 InvalidPageSize.Malformed"),
        (&[("PageSize", "101")], "400 InvalidPageSize.ValueNotSupported"),
        (&[("TaskId", ""), ("PageSize", ""), ("Unknown", "x")], "200 ok"),
    ] {
        assert_eq!(asked(params), expected, "{params:?}");
    }
}

#[test]
fn the_codes_of_the_other_operations() {
    let urls = |count: usize| {
        (0..count)
            .map(|n| format!("https://a.com/{n}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (thousand, more) = (urls(1000), urls(1001));
    for (params, expected) in [
        (&[("Action", "DescribeRefreshTaskById")][..], "400 MissingTaskId"),
        (
            &[
                ("Action", "DescribeRefreshTaskById"),
                ("TaskId", "1,2,3,4,5,6,7,8,9,10,11"),
            ],
            "400 InvalidTaskId.Malformed",
        ),
        (
            &[("Action", "DescribeRefreshTaskById"), ("TaskId", "1,,2")],
            "400 InvalidTaskId.Malformed",
        ),
        (
            &[
                ("Action", "DescribeRefreshTaskById"),
                ("TaskId", "1,2,3,4,5,6,7,8,9,10"),
            ],
            "200 ok",
        ),
        (&[("Action", "DescribeRefreshQuota")], "200 ok"),
        (&[("Action", "RefreshObjectCaches")], "400 MissingObjectPath"),
        (
            &[("Action", "RefreshObjectCaches"), ("ObjectPath", &thousand)],
            "200 ok",
        ),
        (
            &[("Action", "RefreshObjectCaches"), ("ObjectPath", &more)],
            "400 InvalidObjectPath.Malformed",
        ),
        (
            &[
                ("Action", "RefreshObjectCaches"),
                ("ObjectPath", "https://a.com/x"),
                ("ObjectType", "Directory"),
            ],
            "400 InvalidObjectPath.Malformed",
        ),
        (
            &[
                ("Action", "RefreshObjectCaches"),
                ("ObjectPath", "https://a.com/x/"),
                ("ObjectType", "Directory"),
            ],
            "200 ok",
        ),
        (
            &[
                ("Action", "RefreshObjectCaches"),
                ("ObjectPath", "https://a.com/x"),
                ("ObjectType", "Page"),
            ],
            "400 InvalidObjectType.ValueNotSupported",
        ),
        (
            &[("Action", "PushObjectCache"), ("ObjectPath", &thousand)],
            "400 InvalidObjectPath.Malformed",
        ),
        (
            &[("Action", "PushObjectCache"), ("ObjectPath", "https://a.com/x")],
            "200 ok",
        ),
        (&[("Action", "DescribeNothing")], "404 InvalidAction.NotFound"),
        (
            &[("Action", "DescribeRefreshTasks"), ("Version", "2014-11-11")],
            "400 InvalidVersion",
        ),
        (
            &[("Action", "DescribeDcdnRefreshTasks"), ("Version", "2018-01-15")],
            "200 ok",
        ),
        (&[("Action", "DescribeDcdnRefreshTasks")], "400 InvalidVersion"),
    ] {
        assert_eq!(
            outcome(&call(&mut patient(json!({})), params, START)),
            expected,
            "{params:?}"
        );
    }
}

#[test]
fn daily_quotas_are_spent_and_come_back() {
    let mut emulator = patient(json!({ "world": { "refreshPerDay": 2, "preloadPerDay": 1, "regexPerDay": 0 } }));
    let refresh = &[
        ("Action", "RefreshObjectCaches"),
        ("ObjectPath", "https://a.com/1\nhttps://a.com/2"),
    ][..];
    let push = &[("Action", "PushObjectCache"), ("ObjectPath", "https://a.com/1")];
    let regex = &[
        ("Action", "RefreshObjectCaches"),
        ("ObjectPath", "https://a.com/.*"),
        ("ObjectType", "Regex"),
    ];
    assert_eq!(outcome(&call(&mut emulator, refresh, START)), "200 ok");
    assert_eq!(
        outcome(&call(&mut emulator, refresh, START)),
        "400 QuotaExceeded.Refresh"
    );
    assert_eq!(outcome(&call(&mut emulator, push, START)), "200 ok");
    assert_eq!(outcome(&call(&mut emulator, push, START)), "400 QuotaExceeded.Preload");
    assert_eq!(outcome(&call(&mut emulator, regex, START)), "400 QuotaExceeded.Refresh");
    let quota = body(&call(&mut emulator, &[("Action", "DescribeRefreshQuota")], START));
    assert_eq!(
        (&quota["UrlRemain"], &quota["PreloadRemain"]),
        (&json!("0"), &json!("0"))
    );
    // 04:00 UTC is noon in China: the next day begins twelve hours later.
    assert_eq!(
        outcome(&call(&mut emulator, refresh, START + 11 * 3_600_000)),
        "400 QuotaExceeded.Refresh"
    );
    assert_eq!(outcome(&call(&mut emulator, refresh, START + 12 * 3_600_000)), "200 ok");
}

#[test]
fn permissions_and_everything_that_strikes_by_fault() {
    let once = |options: Value| outcome(&call(&mut emulator(options), &[DESCRIBE], START));
    assert_eq!(once(json!({ "forbidden": ["testid"] })), "403 Forbidden.RAM");
    for (fault, expected) in [
        ("forbidden", "403 Forbidden.RAM"),
        ("operation-denied", "403 OperationDenied"),
        ("internal-error", "500 InternalError"),
        ("service-unavailable", "503 ServiceUnavailable"),
        ("error-200", "200 InternalError"),
        ("throttling-storm", "429 TooManyRequests"),
    ] {
        assert_eq!(once(json!({ "faults": { fault: 1 } })), expected);
    }
}

/// Five calls are admitted; what the sixth is answered.
fn sixth(world: Value) -> (String, Option<(&'static str, String)>) {
    let mut emulator = emulator(json!({ "world": world }));
    for _ in 0..5 {
        assert_eq!(outcome(&call(&mut emulator, &[DESCRIBE], START)), "200 ok");
    }
    let refused = call(&mut emulator, &[DESCRIBE], START + 400);
    let hint = refused
        .headers
        .iter()
        .find(|(name, _)| name.contains("retry") || name.contains("ratelimit"));
    assert_eq!(outcome(&call(&mut emulator, &[DESCRIBE], START + 1000)), "200 ok");
    (outcome(&refused), hint.cloned())
}

#[test]
fn throttling_in_all_its_forms() {
    let acs = Some(("x-acs-retry-after", "600".to_owned()));
    assert_eq!(sixth(json!({})), ("429 TooManyRequests".to_owned(), acs.clone()));
    assert_eq!(
        sixth(json!({ "throttleForm": "user" })),
        ("400 Throttling.User".to_owned(), acs.clone())
    );
    assert_eq!(
        sixth(json!({ "throttleForm": "api" })),
        ("503 Throttling.Api".to_owned(), acs.clone())
    );
    assert_eq!(
        sixth(json!({ "throttleForm": "plain" })),
        ("400 Throttling".to_owned(), acs)
    );
    assert_eq!(sixth(json!({ "retryAfter": "none" })).1, None);
    let (name, hint) = sixth(json!({ "retryAfter": "ratelimit" })).1.unwrap();
    assert_eq!(
        (name, hint.split(",Reset:").next().unwrap()),
        ("x-ratelimit-user-api", "Limit:5,Remain:0,TimeLeft:600")
    );
}

#[test]
fn by_id_has_a_quota_of_its_own() {
    let by_id = &[("Action", "DescribeRefreshTaskById"), ("TaskId", "1")][..];
    let mut emulator = emulator(json!({}));
    let mut admitted = |params: &[(&str, &str)], calls: usize| {
        (0..calls)
            .filter(|_| call(&mut emulator, params, START).status == 200)
            .count()
    };
    assert_eq!(admitted(by_id, 40), 30);
    assert_eq!(admitted(&[DESCRIBE], 10), 5);
    assert_eq!(
        admitted(
            &[("Action", "RefreshObjectCaches"), ("ObjectPath", "https://a.com/1")],
            60
        ),
        50
    );
}

/// Codes that the emulator gives and the core's table does not list, and the reverse, each with its reason.
#[test]
fn the_two_tables_agree() {
    let ours: BTreeSet<&str> = Code::ALL.iter().map(|code| code.text()).collect();
    for code in Code::ALL {
        let Some(row) = errors::find(code.text()) else { continue };
        // Throttling comes with 400 or 503: the core's row has the former, and here one of the forms has the latter.
        assert!(
            row.http_status == code.status() || *code == Code::ThrottlingApi,
            "{}",
            row.code
        );
        assert_eq!(
            row.message.trim_end_matches(['.', ' ']),
            code.message().trim_end_matches(['.', ' ']),
            "{}",
            row.code
        );
    }
    let missing_here: Vec<&str> = errors::all()
        .map(|row| row.code)
        .filter(|code| !ours.contains(code))
        .collect();
    assert_eq!(missing_here, Vec::<&str>::new());
    let missing_there: Vec<&str> = ours.into_iter().filter(|code| errors::find(code).is_none()).collect();
    let reasons = [
        // Codes of the gateway that no paper of this project lists.
        "InvalidAction.NotFound",
        // No document has codes for numbers out of range.
        "InvalidPageNumber.Malformed",
        "InvalidPageNumber.ValueNotSupported",
        "InvalidPageSize.Malformed",
        "InvalidPageSize.ValueNotSupported",
        // The gateway's again.
        "InvalidSecurityToken.Expired",
        "InvalidSecurityToken.Malformed",
        "InvalidSignatureMethod",
        "InvalidTimeStamp.Format",
        "InvalidVersion",
        // The beginning of `MissingTaskId` and the like.
        "Missing",
        // Submissions, which the core does not make.
        "QuotaExceeded.Preload",
        "QuotaExceeded.Refresh",
    ];
    assert_eq!(missing_there, reasons);
}
