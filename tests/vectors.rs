//! The official vectors: each a folder under `tests/vectors`, every intermediate string a file, so that a failure names the step.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods
)]

use base64::Engine;
use cdn_refresh_tasks::signing::{V1, V3, V3Input};
use hmac::{Hmac, Mac};
use serde_json::Value;
use std::path::Path;

fn pairs(object: &Value) -> Vec<(&str, &str)> {
    let entries = object.as_object().unwrap().iter();
    entries
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect()
}

#[track_caller]
fn check(folder: &Path, file: &str, text: &str) {
    let expected = std::fs::read_to_string(folder.join(file)).unwrap();
    assert_eq!(text, expected, "{}/{file}", folder.display());
}

#[test]
fn official_vectors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut count = 0;
    for entry in std::fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        let input: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("input.json")).unwrap()).unwrap();
        let text = |name: &str| input[name].as_str().unwrap();
        let params = pairs(&input["params"]);
        match text("signature") {
            "v1" => {
                let v1 = V1::new(text("method"), &params).unwrap();
                check(&folder, "canonical-query.txt", v1.canonical_query.as_str());
                check(&folder, "string-to-sign.txt", v1.string_to_sign.as_str());
                let mut mac = Hmac::<sha1::Sha1>::new_from_slice(format!("{}&", text("secret")).as_bytes()).unwrap();
                mac.update(v1.string_to_sign.as_str().as_bytes());
                let signature = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
                check(&folder, "signature.txt", &signature);
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
                check(&folder, "canonical-query.txt", v3.canonical_query.as_str());
                check(&folder, "canonical-request.txt", v3.canonical_request.as_str());
                check(&folder, "signed-headers.txt", &v3.signed_headers);
                check(&folder, "string-to-sign.txt", v3.string_to_sign.as_str());
                let mut mac = Hmac::<sha2::Sha256>::new_from_slice(text("secret").as_bytes()).unwrap();
                mac.update(v3.string_to_sign.as_str().as_bytes());
                let signature: String = mac
                    .finalize()
                    .into_bytes()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                check(&folder, "signature.txt", &signature);
            }
            other => panic!("signature {other} in {}", folder.display()),
        }
        count += 1;
    }
    assert_eq!(count, 6, "a folder was lost or added: say so here");
}
