//! Every code that credentials, timestamps and nonces can earn, with both signatures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks_emulator::{Emulator, Request, TEST_KEY};
use serde_json::json;
use support::{START, body, emulator, outcome, text, v1, v1_params, v3};

const DESCRIBE: (&str, &str) = ("Action", "DescribeRefreshTasks");
const NOW: &str = "2026-11-24T04:00:00Z";

/// A V1 call whose signing went as `change` has it.
#[track_caller]
fn signed(change: impl Fn(&mut Vec<(&'static str, String)>), secret: &str) -> String {
    let base = v1_params(&[DESCRIBE], "n", NOW);
    let mut params: Vec<(&'static str, String)> = base
        .iter()
        .map(|(name, value)| (leak(name), (*value).to_owned()))
        .collect();
    change(&mut params);
    let pairs: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
    outcome(&emulator(json!({})).handle(&v1(&pairs, secret), START))
}

fn leak(name: &str) -> &'static str {
    String::leak(name.to_owned())
}

#[test]
fn the_gateways_codes_for_v1() {
    let set = |name: &'static str, value: &'static str| {
        move |params: &mut Vec<(&'static str, String)>| {
            params
                .iter_mut()
                .filter(|(known, _)| *known == name)
                .for_each(|(_, old)| *old = value.to_owned())
        }
    };
    let good = TEST_KEY.1;
    assert_eq!(signed(|_| (), good), "200 ok");
    assert_eq!(signed(|_| (), "wrong"), "400 SignatureDoesNotMatch");
    assert_eq!(
        signed(set("AccessKeyId", "nobody"), good),
        "404 InvalidAccessKeyId.NotFound"
    );
    assert_eq!(
        signed(set("Timestamp", "yesterday"), good),
        "400 InvalidTimeStamp.Format"
    );
    assert_eq!(
        signed(set("SignatureMethod", "HMAC-MD5"), good),
        "400 InvalidSignatureMethod"
    );
    // 31 minutes and the quarter second by which the clock is past the full one.
    assert_eq!(signed(set("Timestamp", "2026-11-24T03:29:01Z"), good), "200 ok");
    assert_eq!(
        signed(set("Timestamp", "2026-11-24T03:29:00Z"), good),
        "400 InvalidTimeStamp.Expired"
    );
    assert_eq!(signed(set("Timestamp", "2026-11-24T04:31:00Z"), good), "200 ok");
    assert_eq!(
        signed(set("Timestamp", "2026-11-24T04:31:01Z"), good),
        "400 InvalidTimeStamp.Expired"
    );
    for name in [
        "Action",
        "Version",
        "AccessKeyId",
        "Timestamp",
        "SignatureNonce",
        "SignatureMethod",
    ] {
        assert_eq!(
            signed(|params| params.retain(|(known, _)| *known != name), good),
            format!("400 Missing{name}")
        );
    }
}

#[test]
fn the_gateways_codes_for_v3() {
    let ask = |request: &Request| outcome(&emulator(json!({})).handle(request, START));
    let good = v3(DESCRIBE.1, &[], TEST_KEY.1, START, "n", &[]);
    assert_eq!(ask(&good), "200 ok");
    assert_eq!(
        ask(&v3(DESCRIBE.1, &[], "wrong", START, "n", &[])),
        "400 SignatureDoesNotMatch"
    );
    assert_eq!(
        ask(&v3(DESCRIBE.1, &[], TEST_KEY.1, START - 15 * 60_000, "n", &[])),
        "400 InvalidTimeStamp.Expired"
    );
    assert_eq!(
        ask(&v3(DESCRIBE.1, &[], TEST_KEY.1, START - 15 * 60_000 + 1000, "n", &[])),
        "200 ok"
    );
    assert_eq!(
        ask(&v3("DescribeNothing", &[], TEST_KEY.1, START, "n", &[])),
        "404 InvalidAction.NotFound"
    );
    for name in ["x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"] {
        let mut without = good.clone();
        without.headers.retain(|(known, _)| known != name);
        assert_eq!(ask(&without), format!("400 Missing{name}"));
    }
    let mut tampered = good.clone();
    tampered.body = b"x".to_vec();
    assert_eq!(ask(&tampered), "400 SignatureDoesNotMatch");
    let mut unsigned = good.clone();
    unsigned.headers.push(("X-Acs-Extra".to_owned(), "1".to_owned()));
    assert_eq!(ask(&unsigned), "400 SignatureDoesNotMatch");
    let mut unreadable = good;
    unreadable.headers.retain(|(name, _)| name != "Authorization");
    unreadable
        .headers
        .push(("authorization".to_owned(), "ACS3-HMAC-SHA256 nonsense".to_owned()));
    assert_eq!(ask(&unreadable), "400 SignatureDoesNotMatch");
}

#[test]
fn a_nonce_is_good_once_and_only_a_good_signature_uses_it_up() {
    let mut emulator = emulator(json!({}));
    let params = v1_params(&[DESCRIBE], "n", NOW);
    assert_eq!(
        outcome(&emulator.handle(&v1(&params, "wrong"), START)),
        "400 SignatureDoesNotMatch"
    );
    assert_eq!(outcome(&emulator.handle(&v1(&params, TEST_KEY.1), START)), "200 ok");
    assert_eq!(
        outcome(&emulator.handle(&v1(&params, TEST_KEY.1), START)),
        "400 SignatureNonceUsed"
    );
    assert_eq!(
        outcome(&emulator.handle(&v3(DESCRIBE.1, &[], TEST_KEY.1, START, "n", &[]), START)),
        "400 SignatureNonceUsed"
    );
}

#[test]
fn temporary_keys_need_their_token_while_it_lasts() {
    let options = json!({ "securityTokens": { "testid": { "token": "tok/en+=", "expiresAt": START + 5000 } } });
    let ask = |token: &[(&str, &str)], now: i64| {
        let (nonce, timestamp) = (token.len().to_string(), text(now));
        let params = v1_params(&[&[DESCRIBE], token].concat(), &nonce, &timestamp);
        outcome(&emulator(options.clone()).handle(&v1(&params, TEST_KEY.1), now))
    };
    assert_eq!(ask(&[("SecurityToken", "tok/en+=")], START), "200 ok");
    assert_eq!(
        ask(&[("SecurityToken", "other")], START),
        "400 InvalidSecurityToken.Malformed"
    );
    assert_eq!(ask(&[], START), "400 MissingSecurityToken");
    assert_eq!(
        ask(&[("SecurityToken", "tok/en+=")], START + 5000),
        "400 InvalidSecurityToken.Expired"
    );
    let by_header = v3(
        DESCRIBE.1,
        &[],
        TEST_KEY.1,
        START,
        "n",
        &[("x-acs-security-token", "tok/en+=")],
    );
    assert_eq!(outcome(&emulator(options.clone()).handle(&by_header, START)), "200 ok");
    let unasked = v1_params(&[DESCRIBE, ("SecurityToken", "x")], "n", NOW);
    assert_eq!(
        outcome(&emulator(json!({})).handle(&v1(&unasked, TEST_KEY.1), START)),
        "400 InvalidSecurityToken.Malformed"
    );
}

#[test]
fn a_refusal_tells_what_the_service_would_have_signed_but_no_secret() {
    let request = v1(&v1_params(&[DESCRIBE], "n", NOW), "other-secret");
    let answer = Emulator::handle(&mut emulator(json!({})), &request, START);
    let message = body(&answer)["Message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("server string to sign is:GET&%2F&AccessKeyId%3Dtestid%26Action"),
        "{message}"
    );
    assert!(!String::from_utf8(answer.body).unwrap().contains(TEST_KEY.1));
}
