//! What the tests share: signed requests, bodies as JSON, seeded choices.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use base64::Engine;
use cdn_refresh_tasks::signing::{EMPTY_PAYLOAD, V1, V3, V3Input};
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks_emulator::{Chance, Emulator, Options, Request, Response, TEST_KEY};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};

/// 2026-11-24T04:00:00.250Z.
pub(crate) const START: i64 = 1_795_492_800_250;

/// An emulator from options as JSON, started at [`START`].
#[track_caller]
pub(crate) fn emulator(options: Value) -> Emulator {
    Emulator::new(&Options::read(&options.to_string()).unwrap(), START).unwrap()
}

/// An emulator whose quotas are never in the way.
#[track_caller]
pub(crate) fn patient(mut options: Value) -> Emulator {
    let world = options.as_object_mut().unwrap().entry("world").or_insert(json!({}));
    for quota in ["listPerSecond", "byIdPerSecond", "submitPerSecond"] {
        world[quota] = json!(1_000_000);
    }
    emulator(options)
}

pub(crate) fn text(ms: i64) -> String {
    Instant::from_ms(ms).unwrap().to_string()
}

/// Common parameters and those of the call, without a signature.
pub(crate) fn v1_params<'a>(
    params: &[(&'a str, &'a str)],
    nonce: &'a str,
    timestamp: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let common = [
        ("Format", "JSON"),
        ("Version", "2018-05-10"),
        ("AccessKeyId", TEST_KEY.0),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", nonce),
        ("Timestamp", timestamp),
    ];
    let mut all: Vec<_> = params.to_vec();
    all.extend(
        common
            .into_iter()
            .filter(|(name, _)| params.iter().all(|(given, _)| given != name)),
    );
    all
}

/// A GET signed by the core's own V1 strings.
pub(crate) fn v1(params: &[(&str, &str)], secret: &str) -> Request {
    let v1 = V1::new("GET", params).unwrap();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
    mac.update(v1.string_to_sign.to_string().as_bytes());
    let signature = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
    let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    Request {
        method: "GET".to_owned(),
        url: format!("https://cdn.aliyuncs.com/?{}&Signature={signature}", v1.canonical_query),
        ..Request::default()
    }
}

/// A POST signed by the core's own V3 strings; `more` headers are signed too.
pub(crate) fn v3(
    action: &str,
    params: &[(&str, &str)],
    secret: &str,
    now: i64,
    nonce: &str,
    more: &[(&str, &str)],
) -> Request {
    let date = text(now);
    let mut headers = vec![
        ("host", "cdn.aliyuncs.com"),
        ("accept", "application/json"),
        ("x-acs-action", action),
        ("x-acs-version", "2018-05-10"),
        ("x-acs-date", date.as_str()),
        ("x-acs-signature-nonce", nonce),
        ("x-acs-content-sha256", EMPTY_PAYLOAD),
    ];
    headers.extend(more);
    let v3 = V3::new(&V3Input {
        method: "POST",
        params,
        headers: &headers,
        ..V3Input::default()
    })
    .unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(v3.string_to_sign.to_string().as_bytes());
    let signature: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let authorization = format!(
        "ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={signature}",
        TEST_KEY.0, v3.signed_headers
    );
    let mut owned: Vec<_> = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    owned.push(("Authorization".to_owned(), authorization));
    Request {
        method: "POST".to_owned(),
        url: format!("https://cdn.aliyuncs.com/?{}", v3.canonical_query),
        headers: owned,
        body: Vec::new(),
    }
}

/// One signed call; every call needs another nonce.
pub(crate) fn call(emulator: &mut Emulator, params: &[(&str, &str)], now: i64) -> Response {
    let nonce = format!("nonce-{}", emulator.requests().len());
    let timestamp = text(now);
    let request = v1(&v1_params(params, &nonce, &timestamp), TEST_KEY.1);
    emulator.handle(&request, now)
}

#[track_caller]
pub(crate) fn body(response: &Response) -> Value {
    serde_json::from_slice(&response.body)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&response.body)))
}

/// Status and code of an answer.
#[track_caller]
pub(crate) fn outcome(response: &Response) -> String {
    let code = body(response)["Code"].as_str().unwrap_or("ok").to_owned();
    format!("{} {code}", response.status)
}

/// Seeded choices, one after another.
pub(crate) struct Choices {
    chance: Chance,
    number: u64,
}

impl Choices {
    pub(crate) fn new(seed: u64) -> Choices {
        Choices {
            chance: Chance::new(seed),
            number: 0,
        }
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.number += 1;
        self.chance.below(self.number, bound)
    }

    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[usize::try_from(self.below(u64::try_from(choices.len()).unwrap())).unwrap()]
    }
}
