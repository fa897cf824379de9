//! The official vectors, and whole requests of our own that an independent script wrote: each a folder under `tests/vectors`, every intermediate string a file, so that a failure names the step.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods
)]

use base64::Engine;
use cdn_refresh_tasks::request::{Draft, Given, Options, check};
use cdn_refresh_tasks::signing::{Endpoint, Method, PrepareOptions, Signature, V1, V3, V3Input, prepare};
use cdn_refresh_tasks::time::Instant;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use std::path::Path;

fn pairs(object: &Value) -> Vec<(&str, &str)> {
    let entries = object.as_object().unwrap().iter();
    entries
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect()
}

#[track_caller]
fn same(folder: &Path, file: &str, text: &str) {
    let expected = std::fs::read_to_string(folder.join(file)).unwrap();
    assert_eq!(text, expected, "{}/{file}", folder.display());
}

fn whole_request(folder: &Path, input: &Value) {
    let options = &input["options"];
    let option = |name: &str| options[name].as_str().unwrap();
    let now = Instant::from_ms(options["now"].as_i64().unwrap()).unwrap();
    let mut draft = Draft::new();
    for (key, value) in input["request"].as_object().unwrap() {
        draft.push(
            key.as_str(),
            match value {
                Value::Number(number) => Given::Number(number.to_string().into()),
                _ => Given::Text(value.as_str().unwrap().into()),
            },
        );
    }
    let request = check(&draft, now, &Options::default()).request.unwrap();
    let signature = if option("signature") == "v1" {
        Signature::V1
    } else {
        Signature::V3
    };
    let endpoint = Endpoint::parse(option("endpoint")).unwrap();
    let prepared = prepare(
        &request,
        &PrepareOptions {
            access_key_id: option("accessKeyId"),
            security_token: Some(option("securityToken")),
            signature,
            method: Some(if option("method") == "GET" {
                Method::Get
            } else {
                Method::Post
            }),
            endpoint: &endpoint,
            now,
            nonce: option("nonce"),
        },
    )
    .unwrap();
    same(folder, "canonical-query.txt", prepared.canonical_query().as_str());
    if let Some(text) = prepared.canonical_request() {
        same(folder, "canonical-request.txt", text.as_str());
    }
    let string_to_sign = prepared.string_to_sign().as_str();
    same(folder, "string-to-sign.txt", string_to_sign);
    let secret = input["secret"].as_str().unwrap();
    let signed = match signature {
        Signature::V1 => hmac_sha1(secret, string_to_sign),
        Signature::V3 => hmac_sha256(secret, string_to_sign),
    };
    same(folder, "signature.txt", &signed);
    let mut signed = prepared.finish(&signed).unwrap();
    same(folder, "url.txt", &signed.url);
    signed.headers.sort();
    let lines = signed.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
    same(folder, "headers.txt", &lines.collect::<String>());
}

fn hmac_sha1(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
    mac.update(text.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

fn hmac_sha256(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn vectors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut count = 0;
    for entry in std::fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        let input: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("input.json")).unwrap()).unwrap();
        let text = |name: &str| input[name].as_str().unwrap();
        let params = if input["params"].is_object() {
            pairs(&input["params"])
        } else {
            Vec::new()
        };
        match text("signature") {
            "prepare" => whole_request(&folder, &input),
            "v1" => {
                let v1 = V1::new(text("method"), &params).unwrap();
                same(&folder, "canonical-query.txt", v1.canonical_query.as_str());
                same(&folder, "string-to-sign.txt", v1.string_to_sign.as_str());
                let signature = hmac_sha1(text("secret"), v1.string_to_sign.as_str());
                same(&folder, "signature.txt", &signature);
            }
            "v3" => {
                let v3 = V3::new(&V3Input {
                    method: text("method"),
                    pathname: text("pathname"),
                    params: &params,
                    headers: &pairs(&input["headers"]),
                    hashed_payload: text("hashedPayload"),
                    signed_headers: None,
                })
                .unwrap();
                same(&folder, "canonical-query.txt", v3.canonical_query.as_str());
                same(&folder, "canonical-request.txt", v3.canonical_request.as_str());
                same(&folder, "signed-headers.txt", &v3.signed_headers);
                same(&folder, "string-to-sign.txt", v3.string_to_sign.as_str());
                let signature = hmac_sha256(text("secret"), v3.string_to_sign.as_str());
                same(&folder, "signature.txt", &signature);
            }
            other => panic!("signature {other} in {}", folder.display()),
        }
        count += 1;
    }
    assert_eq!(count, 10, "a folder was lost or added: say so here");
}
