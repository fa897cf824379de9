//! Messages of the service echo what was sent: the string to sign with access key id and security token in it, the signature, whole query
//! strings. None of that may reach a log by way of a message.

/// What stands for what was taken out.
const HIDDEN: &str = "[hidden]";

/// From these words on, the service repeats what it signed itself.
const ECHOES: [&str; 4] = [
    "string to sign is",
    "stringtosign is",
    "canonicalrequest is",
    "canonical request is",
];

/// Names whose values are hidden, in any case, as `name=value`, `name: value`, `"name":"value"` and percent-encoded.
const NAMES: [&str; 9] = [
    "accesskeyid",
    "accesskeysecret",
    "access_key_id",
    "access_key_secret",
    "securitytoken",
    "security_token",
    "security-token",
    "signature",
    "credential",
];

/// `message` without secrets, signatures, access key ids and echoed strings to sign.
pub(super) fn redact(message: &str) -> String {
    let lower = message.to_ascii_lowercase();
    let end = ECHOES
        .iter()
        .filter_map(|echo| find(&lower, echo).map(|at| at + echo.len()))
        .min()
        .unwrap_or(message.len());
    let (Some(kept), Some(kept_lower)) = (message.get(..end), lower.get(..end)) else {
        return HIDDEN.to_owned();
    };
    let mut text = String::with_capacity(kept.len());
    let mut at = 0;
    while let (Some(rest), Some(rest_lower)) = (kept.get(at..), kept_lower.get(at..)) {
        let Some(first) = rest.chars().next() else { break };
        if let Some((shown, hidden)) = named_value(rest_lower.as_bytes()) {
            text.push_str(rest.get(..shown).unwrap_or_default());
            text.push_str(HIDDEN);
            at += shown + hidden;
            continue;
        }
        let token = token_length(rest);
        if token > 0 {
            let token = rest.get(..token).unwrap_or_default();
            text.push_str(if looks_secret(token) { HIDDEN } else { token });
            at += token.len();
            continue;
        }
        text.push(first);
        at += first.len_utf8();
    }
    if end < message.len() {
        text.push(' ');
        text.push_str(HIDDEN);
    }
    text
}

/// `str::find` without its two-way search: messages are short, and the search is more code than this file.
fn find(text: &str, piece: &str) -> Option<usize> {
    (0..text.len()).find(|at| begins(text.as_bytes(), *at, piece))
}

/// Whether `piece` stands at `at`. Not inlined: it is asked in many places, and never of a page.
#[inline(never)]
fn begins(text: &[u8], at: usize, piece: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(piece.as_bytes()))
}

/// Where a name of [`NAMES`] with a value begins here: how much is shown, and how much hidden.
fn named_value(lower: &[u8]) -> Option<(usize, usize)> {
    let mut at = NAMES.iter().find(|name| begins(lower, 0, name))?.len();
    let mut named = false;
    // `=`, `:`, quotes and their percent-encoded forms, however deep the encoding.
    while let Some(byte) = lower.get(at) {
        match byte {
            b'=' | b':' => named = true,
            b' ' | b'"' | b'\'' | b'\\' => {}
            b'%' => {
                let mut code = at + 1;
                while begins(lower, code, "25") {
                    code += 2;
                }
                let separates = begins(lower, code, "3d") || begins(lower, code, "3a");
                if !separates && !begins(lower, code, "22") {
                    break;
                }
                named |= separates;
                at = code + 1;
            }
            _ => break,
        }
        at += 1;
    }
    let value = at;
    // An encoded `&` ends a value too.
    while let Some(byte) = lower.get(at) {
        if b"&,; \"'<>\n\r}])".contains(byte) || begins(lower, at, "%26") || begins(lower, at, "%2526") {
            break;
        }
        at += 1;
    }
    (named && at > value).then_some((value, at - value))
}

/// How long the word of letters, digits and Base64 signs is that begins here.
fn token_length(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'.'))
        .count()
}

/// An access key id, a temporary one, its security token, a Base64 digest with its padding, or a hexadecimal digest. Request ids have
/// hyphens and are none.
fn looks_secret(token: &str) -> bool {
    let id = token.len() >= 14 && (token.starts_with("LTAI") || token.starts_with("STS."));
    let temporary = token.len() >= 100 && token.starts_with("CAIS");
    let base64 =
        token.len() >= 28 && token.ends_with('=') && !token.contains(['.', '_']) && find(token, "//").is_none();
    let hexadecimal = token.len() >= 40 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    id || temporary || base64 || hexadecimal
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn hides_what_was_signed_and_keeps_the_rest() {
        for (message, expected) in [
            ("The specified TaskId is invalid.", "The specified TaskId is invalid."),
            (
                "Specified signature is not matched with our calculation.",
                "Specified signature is not matched with our calculation.",
            ),
            (
                "Specified signature is not matched with our calculation. server string to sign is:GET&%2F&AccessKeyId%3Dtestid%26Action",
                "Specified signature is not matched with our calculation. server string to sign is [hidden]",
            ),
            (
                "server StringToSign is [ACS3-HMAC-SHA256\n06563a]",
                "server StringToSign is [hidden]",
            ),
            (
                "bad https://a/?Action=X&AccessKeyId=abc&Signature=x%3D&Format=JSON",
                "bad https://a/?Action=X&AccessKeyId=[hidden]&Signature=[hidden]&Format=JSON",
            ),
            (
                "a AccessKeyId%3Dtestid%26Format%3DJSON",
                "a AccessKeyId%3D[hidden]%26Format%3DJSON",
            ),
            ("a SecurityToken%253Dabc%2526b", "a SecurityToken%253D[hidden]%2526b"),
            (
                "{\"AccessKeySecret\": \"abc\", \"b\": 1}",
                "{\"AccessKeySecret\": \"[hidden]\", \"b\": 1}",
            ),
            (
                "x-acs-security-token: CAIS, next",
                "x-acs-security-token: [hidden], next",
            ),
            (
                "Specified access key LTAI5tAbCdEfGhIjKlMn is not found.",
                "Specified access key [hidden] is not found.",
            ),
            ("key STS.NUgYrLnoC37mZZCNnAbez.", "key [hidden]"),
            ("got OLeaidS1JvxuMvnyHOwuJ+uX5qY= here", "got [hidden] here"),
            (
                "digest 7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259!",
                "digest [hidden]!",
            ),
            (
                "id 3C85E634-24F4-5242-89B9-4E9453FC6D2B",
                "id 3C85E634-24F4-5242-89B9-4E9453FC6D2B",
            ),
            ("签名 Signature=abc；中文", "签名 Signature=[hidden]"),
            ("Signature", "Signature"),
            ("accesskeyid=%", "accesskeyid=[hidden]"),
            ("security_token=CAIS/a+b&c", "security_token=[hidden]&c"),
            (&["令牌：CAIS", &"a+/".repeat(40), "。"].concat(), "令牌：[hidden]。"),
            ("SignatureNonceUsed", "SignatureNonceUsed"),
            ("", ""),
        ] {
            assert_eq!(redact(message), expected);
        }
    }
}
