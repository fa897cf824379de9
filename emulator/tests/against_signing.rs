//! The two canonicalisations held against each other: what the core says is to be signed is what this gateway verifies, byte for byte.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks_emulator::{Emulator, Request, TEST_KEY};
use serde_json::json;
use support::{Choices, START, body, outcome, patient, text, v1, v1_params, v3};

const SETS: usize = 600;

fn value(choices: &mut Choices) -> String {
    let alphabets = [
        "abcXYZ019-._~",
        " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~",
        "刷新预热任务，。　图片",
        "🙂𝒳𠮷é\u{301}\u{200b}",
        "\u{0}\u{1}\t\n\r\u{7f}\u{85}\u{2028}\u{feff}",
    ];
    let mixed: Vec<char> = alphabets.concat().chars().collect();
    let one: Vec<char> = choices.pick(&alphabets).chars().collect();
    let alphabet = if choices.below(2) == 0 { mixed } else { one };
    let length = if choices.below(20) == 0 {
        2000
    } else {
        choices.below(30)
    };
    (0..length).map(|_| *choices.pick(&alphabet)).collect()
}

fn params(choices: &mut Choices) -> Vec<(String, String)> {
    let names = [
        "ObjectPath",
        "TaskId",
        "a",
        "A",
        "Tag.1.Key",
        "PageSize",
        "名",
        "x y",
        "z*",
    ];
    let mut params: Vec<(String, String)> = Vec::new();
    for name in names {
        if choices.below(2) == 0 {
            params.push((name.to_owned(), value(choices)));
        }
    }
    params
}

/// The quota needs no parameter, so that any may be signed with it.
const ACTION: &str = "DescribeRefreshQuota";

#[track_caller]
fn accepts(emulator: &mut Emulator, request: &Request, params: &[(String, String)]) {
    let answer = emulator.handle(request, START);
    assert_eq!(
        outcome(&answer),
        "200 ok",
        "{params:?}\n{}\n{}",
        request.url,
        body(&answer)
    );
}

#[test]
fn every_v1_string_of_the_core_is_verified() {
    let (mut emulator, mut choices) = (patient(json!({ "scenario": "empty" })), Choices::new(1));
    for set in 0..SETS {
        let owned = params(&mut choices);
        let mut pairs: Vec<(&str, &str)> = vec![("Action", ACTION)];
        pairs.extend(owned.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let (nonce, now) = (set.to_string(), text(START));
        accepts(&mut emulator, &v1(&v1_params(&pairs, &nonce, &now), TEST_KEY.1), &owned);
    }
}

#[test]
fn every_v3_string_of_the_core_is_verified() {
    let (mut emulator, mut choices) = (patient(json!({ "scenario": "empty" })), Choices::new(2));
    for set in 0..SETS {
        let owned: Vec<_> = params(&mut choices)
            .into_iter()
            .filter(|(name, _)| name.is_ascii())
            .collect();
        let pairs: Vec<(&str, &str)> = owned
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let more = [
            ("x-acs-extra", "  a  b "),
            ("content-type", "application/json"),
            ("X-Acs-Upper", "x"),
        ];
        let more = &more[..usize::try_from(choices.below(4)).unwrap()];
        accepts(
            &mut emulator,
            &v3(ACTION, &pairs, TEST_KEY.1, START, &set.to_string(), more),
            &owned,
        );
    }
}

#[test]
fn the_truth_holds_the_parameters_as_they_were_meant() {
    let (mut emulator, mut choices) = (patient(json!({ "scenario": "empty" })), Choices::new(3));
    for set in 0..200 {
        let owned = params(&mut choices);
        let mut pairs: Vec<(&str, &str)> = vec![("Action", ACTION)];
        pairs.extend(owned.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let (nonce, now) = (set.to_string(), text(START));
        emulator.handle(&v1(&v1_params(&pairs, &nonce, &now), TEST_KEY.1), START);
        let seen = emulator.requests().last().unwrap();
        for (name, value) in owned {
            assert!(seen.params.contains(&(name, value)));
        }
        assert!(seen.params.iter().all(|(name, _)| name != "Signature"));
    }
}

/// One byte changed anywhere in what was signed is refused.
#[test]
fn no_change_of_a_signed_request_goes_through() {
    let (mut emulator, mut choices) = (patient(json!({ "scenario": "empty" })), Choices::new(4));
    let now = text(START);
    let pairs = [("Action", ACTION), ("ObjectPath", "http://a.com/图 1.txt")];
    let by_query = v1(&v1_params(&pairs, "n", &now), TEST_KEY.1);
    let by_header = v3(ACTION, &pairs[1..], TEST_KEY.1, START, "n", &[]);
    let mut refused = 0;
    for _ in 0..400 {
        let mut changed = if choices.below(2) == 0 {
            by_query.clone()
        } else {
            by_header.clone()
        };
        let query_at = u64::try_from(changed.url.find('?').unwrap()).unwrap() + 1;
        let at =
            usize::try_from(query_at + choices.below(u64::try_from(changed.url.len()).unwrap() - query_at)).unwrap();
        let old = changed.url.as_bytes()[at];
        let new = *choices.pick(b"abcXYZ0189");
        if old == new || old == b'%' || changed.url.as_bytes()[at.saturating_sub(2)..at].contains(&b'%') {
            continue;
        }
        changed
            .url
            .replace_range(at..=at, char::from(new).encode_utf8(&mut [0; 4]));
        let answer = emulator.handle(&changed, START);
        // A byte in the name of the format changes the body's own.
        assert_ne!(answer.status, 200, "{}", changed.url);
        refused += 1;
    }
    assert!(refused > 200, "{refused}");
    accepts(&mut emulator, &by_query, &[]);
    let mut later = v3(ACTION, &pairs[1..], TEST_KEY.1, START, "m", &[]);
    accepts(&mut emulator, &later, &[]);
    later
        .headers
        .iter_mut()
        .filter(|(name, _)| name == "x-acs-date")
        .for_each(|(_, date)| *date = text(START + 1000));
    assert_eq!(outcome(&emulator.handle(&later, START)), "400 SignatureDoesNotMatch");
}

#[test]
fn a_form_body_counts_as_parameters() {
    let mut emulator = patient(json!({ "scenario": "empty" }));
    let now = text(START);
    let params = v1_params(&[("Action", ACTION), ("ObjectPath", "a b+c")], "n", &now);
    let as_query = v1(&params, TEST_KEY.1);
    // The same parameters, posted: another method, another signature.
    let (_, query) = as_query.url.split_once('?').unwrap();
    let posted = Request {
        method: "POST".to_owned(),
        url: "http://127.0.0.1/".to_owned(),
        headers: vec![(
            "Content-Type".to_owned(),
            "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
        )],
        body: query.as_bytes().to_vec(),
    };
    assert_eq!(outcome(&emulator.handle(&posted, START)), "400 SignatureDoesNotMatch");
    let message = body(&emulator.handle(&posted, START))["Message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(message.contains("is:POST&%2F&AccessKeyId"), "{message}");
}
