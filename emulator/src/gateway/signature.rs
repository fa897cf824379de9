//! Signatures V1 and V3 from the service's side: what it would have signed, and whether that is what was sent. Written from the documents of
//! the signature, not by calling the core's `signing`; a test holds the two against each other.

use super::http::{Pairs, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What a call says about its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    /// The id of the access key.
    pub(crate) key_id: String,
    /// The signature as sent.
    pub(crate) signature: String,
    /// When it was made, as sent.
    pub(crate) timestamp: String,
    /// Good for one call.
    pub(crate) nonce: String,
    /// The token of a temporary key.
    pub(crate) token: Option<String>,
    /// How it was made.
    pub(crate) version: SignatureVersion,
}

/// The two signatures in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignatureVersion {
    /// HMAC-SHA1 over the sorted parameters.
    V1,
    /// HMAC-SHA256 over the canonical request, with the names of the signed headers.
    V3(Vec<String>),
}

impl SignatureVersion {
    /// How far a timestamp may lie from now, in milliseconds.
    pub(crate) const fn window_ms(&self) -> i64 {
        match self {
            SignatureVersion::V1 => 31 * 60_000,
            SignatureVersion::V3(_) => 15 * 60_000,
        }
    }
}

/// The string to sign of V1: all parameters but the signature itself.
pub(crate) fn v1_string_to_sign(method: &str, params: &Pairs) -> String {
    let unsigned: Pairs = params.iter().filter(|(name, _)| name != "Signature").cloned().collect();
    format!("{method}&%2F&{}", encoded(&canonical_query(unsigned)))
}

/// The signature of V1, Base64.
pub(crate) fn v1_signature(secret: &str, string_to_sign: &str) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).ok()?;
    mac.update(string_to_sign.as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

/// The canonical request of V3.
pub(crate) fn v3_canonical_request(request: &Request, signed_headers: &[String]) -> String {
    let mut names: Vec<&str> = signed_headers.iter().map(String::as_str).collect();
    names.sort_unstable();
    let mut text = format!(
        "{}\n{}\n{}\n",
        request.method,
        request.path(),
        canonical_query(request.query())
    );
    for name in &names {
        let value = request
            .header(name)
            .unwrap_or(if *name == "host" { request.host() } else { "" });
        text.push_str(&format!("{name}:{value}\n"));
    }
    text.push_str(&format!(
        "\n{}\n{}",
        names.join(";"),
        hex(&Sha256::digest(&request.body))
    ));
    text
}

/// The signature of V3, hexadecimal.
pub(crate) fn v3_signature(secret: &str, canonical_request: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical_request))).as_bytes());
    Some(hex(&mac.finalize().into_bytes()))
}

/// The parts of `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…;…,Signature=…`.
pub(crate) fn v3_authorization(header: &str) -> Option<(String, Vec<String>, String)> {
    let rest = header.strip_prefix("ACS3-HMAC-SHA256")?;
    let part = |name: &str| {
        let mut parts = rest.split(',').map(str::trim);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    let headers = part("SignedHeaders")?.split(';').map(str::to_ascii_lowercase).collect();
    Some((part("Credential")?.to_owned(), headers, part("Signature")?.to_owned()))
}

fn canonical_query(mut params: Pairs) -> String {
    params.sort();
    let mut text = String::new();
    for (name, value) in params {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&encoded(&name));
        text.push('=');
        text.push_str(&encoded(&value));
    }
    text
}

/// RFC 3986: everything but `A-Za-z0-9-_.~` is encoded.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// Compares all of both, whatever differs first.
pub(crate) fn same(sent: &str, ours: &str) -> bool {
    sent.len() == ours.len() && sent.bytes().zip(ours.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(params: &[(&str, &str)]) -> Pairs {
        params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[track_caller]
    fn check_v1(secret: &str, params: &[(&str, &str)], expected: &str) {
        let common = [("SignatureMethod", "HMAC-SHA1"), ("SignatureVersion", "1.0")];
        let params = pairs(&[params, &common].concat());
        assert_eq!(
            v1_signature(secret, &v1_string_to_sign("GET", &params)).unwrap(),
            expected
        );
    }

    /// Vectors of official documents, each recomputed independently (facts: V1 A, B, C, F).
    #[test]
    fn v1_agrees_with_official_vectors() {
        check_v1(
            "testsecret",
            &[
                ("AccessKeyId", "testid"),
                ("Action", "DescribeRegions"),
                ("Format", "XML"),
                ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
                ("Timestamp", "2016-02-23T12:46:24Z"),
                ("Version", "2014-05-26"),
            ],
            "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
        );
        check_v1(
            "testsecret",
            &[
                ("AccessKeyId", "testid"),
                ("Action", "DescribeDedicatedHosts"),
                ("Format", "JSON"),
                ("RegionId", "cn-beijing"),
                ("SignatureNonce", "edb2b34af0af9a6d14deaf7c1a5315eb"),
                ("Timestamp", "2023-03-13T08:34:30Z"),
                ("Version", "2014-05-26"),
            ],
            "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
        );
        check_v1(
            "testSecret",
            &[
                ("AccessKeyId", "testId"),
                ("Action", "SendSms"),
                ("Format", "XML"),
                ("OutId", "123"),
                ("PhoneNumbers", "15300000001"),
                ("RegionId", "cn-hangzhou"),
                ("SignName", "阿里云短信测试专用"),
                ("TemplateCode", "SMS_71390007"),
                ("TemplateParam", "{\"customer\":\"test\"}"),
                ("SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"),
                ("Timestamp", "2017-07-12T02:42:19Z"),
                ("Version", "2017-05-25"),
            ],
            "zJDF+Lrzhj/ThnlvIToysFRq6t4=",
        );
        check_v1(
            "testsecret",
            &[
                ("AccessKeyId", "testid"),
                ("Action", "DescribeCdnService"),
                ("Format", "JSON"),
                ("SignatureNonce", "9b7a44b0-3be1-11e5-8c73-08002700c460"),
                ("Timestamp", "2015-08-06T02:19:46Z"),
                ("Version", "2014-11-11"),
            ],
            "KkkQOf0ymKf4yVZLggy6kYiwgFs=",
        );
    }

    /// The vector of the V3 document (facts: V3 H).
    #[test]
    fn v3_agrees_with_the_official_vector() {
        let empty = hex(&Sha256::digest(b""));
        let request = Request {
            method: "POST".to_owned(),
            url: "https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai".to_owned(),
            headers: pairs(&[
                ("host", "ecs.cn-shanghai.aliyuncs.com"),
                ("x-acs-action", "RunInstances"),
                ("x-acs-version", "2014-05-26"),
                ("x-acs-date", "2023-10-26T10:22:32Z"),
                ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-content-sha256", &empty),
            ]),
            body: Vec::new(),
        };
        let signed: Vec<String> = request.headers.iter().map(|(name, _)| name.clone()).collect();
        let canonical = v3_canonical_request(&request, &signed);
        assert_eq!(
            hex(&Sha256::digest(&canonical)),
            "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
        );
        assert_eq!(
            v3_signature("YourAccessKeySecret", &canonical).unwrap(),
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    #[test]
    fn reads_the_authorization_header() {
        let header = "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=Host;x-acs-date,Signature=ab";
        let expected = (
            "id".to_owned(),
            vec!["host".to_owned(), "x-acs-date".to_owned()],
            "ab".to_owned(),
        );
        assert_eq!(v3_authorization(header), Some(expected));
        assert_eq!(v3_authorization("ACS3-HMAC-SHA256 Credential=id"), None);
        assert_eq!(v3_authorization("Bearer x"), None);
    }
}
