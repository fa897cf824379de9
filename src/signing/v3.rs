use super::canonical::{sorted, within_limit};
use super::{CanonicalQuery, CanonicalRequest, SigningError, StringToSign};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;

/// The name of the algorithm, first line of every V3 string to sign.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// SHA-256 of nothing, in hex: the payload hash of a request without a body.
pub const EMPTY_PAYLOAD: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What V3 signs. Fields that are not needed have a default: path `/`, no parameters, no body, the usual headers signed.
#[derive(Clone)]
pub struct V3Input<'a> {
    /// Signed in capitals, as HTTP clients send it.
    pub method: &'a str,
    /// Percent-encoded, as it stands in the URL.
    pub pathname: &'a str,
    /// The parameters of the query.
    pub params: &'a [(&'a str, &'a str)],
    /// Names in any case; values of one name are sorted and joined by a comma.
    pub headers: &'a [(&'a str, &'a str)],
    /// SHA-256 of the body, in hex.
    pub hashed_payload: &'a str,
    /// The headers to sign; `None` for `host`, `content-type` and `x-acs-*`, which the service insists on and the JavaScript clients
    /// sign. Python's sign every header: name them all for that.
    pub signed_headers: Option<&'a [&'a str]>,
}

impl Default for V3Input<'_> {
    fn default() -> Self {
        V3Input {
            method: "POST",
            pathname: "/",
            params: &[],
            headers: &[],
            hashed_payload: EMPTY_PAYLOAD,
            signed_headers: None,
        }
    }
}

impl fmt::Debug for V3Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values are left out: a security token may be among them.
        f.debug_struct("V3Input")
            .field("method", &self.method)
            .field("pathname", &self.pathname)
            .field("params", &self.params.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field(
                "headers",
                &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            )
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}

/// The strings of a V3 signature (ACS3-HMAC-SHA256, in the `Authorization` header).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct V3 {
    /// The query, sorted and encoded, as it is sent.
    pub canonical_query: CanonicalQuery,
    /// Everything that is signed, one line under another.
    pub canonical_request: CanonicalRequest,
    /// The names of the signed headers, sorted and joined by `;`.
    pub signed_headers: String,
    /// The algorithm and the hash of the canonical request.
    pub string_to_sign: StringToSign,
}

impl V3 {
    /// The strings for `input`.
    ///
    /// Names of parameters are encoded as values are, which the documentation asks for. Official clients disagree where that makes a
    /// difference (PHP and Java encode, JavaScript, Python, Go and C# do not); no documented parameter has such a name.
    ///
    /// # Errors
    /// [`SigningError::Method`], [`SigningError::Pathname`], [`SigningError::PayloadHash`], those of [`CanonicalQuery::new`], and
    /// those of headers: [`SigningError::HeaderName`], [`SigningError::HeaderValue`], [`SigningError::MissingHeader`].
    pub fn new(input: &V3Input<'_>) -> Result<V3, SigningError> {
        let method = super::method(input.method)?;
        if !super::is_visible_ascii(input.hashed_payload) {
            return Err(SigningError::PayloadHash);
        }
        let canonical_query = CanonicalQuery::new(input.params)?;
        within_limit(input.headers)?;
        let lower = lower_names(input.headers.iter().map(|(name, _)| *name))?;
        let mut text = String::with_capacity(HEADERS_ROOM + canonical_query.as_str().len());
        text.push_str(&method);
        text.push('\n');
        push_pathname(&mut text, input.pathname)?;
        text.push('\n');
        text.push_str(canonical_query.as_str());
        let headers = signed_headers(input, &lower)?;
        let (canonical_request, signed_headers) = with_headers(text, &sorted(&headers), input.hashed_payload);
        Ok(V3 {
            canonical_query,
            string_to_sign: to_sign(canonical_request.as_str()),
            canonical_request,
            signed_headers,
        })
    }
}

/// What stands around the query takes about so many bytes.
pub(super) const HEADERS_ROOM: usize = 640;

/// The canonical request that begins with `text`, which ends with the query, and the names of its headers, which come in the order of
/// their names.
pub(super) fn with_headers(mut text: String, headers: &[(&str, &str)], payload: &str) -> (CanonicalRequest, String) {
    let mut names = String::with_capacity(128);
    let mut previous = "";
    for &(name, value) in headers {
        if name == previous {
            text.push(',');
            text.push_str(value);
            continue;
        }
        if !names.is_empty() {
            names.push(';');
        }
        names.push_str(name);
        text.push('\n');
        text.push_str(name);
        text.push(':');
        text.push_str(value);
        previous = name;
    }
    // The block of headers ends with a line break of its own, also when it is empty.
    text.push_str("\n\n");
    text.push_str(&names);
    text.push('\n');
    text.push_str(payload);
    (CanonicalRequest::new(text), names)
}

/// The string to sign of a canonical request.
pub(super) fn to_sign(canonical_request: &str) -> StringToSign {
    let mut text = String::with_capacity(ALGORITHM.len() + 65);
    text.push_str(ALGORITHM);
    text.push('\n');
    push_sha256_hex(&mut text, canonical_request.as_bytes());
    StringToSign::new(text)
}

/// The most headers of one request. Servers take about a hundred.
const MAX_HEADERS: usize = 256;

/// Header names in lower case.
fn lower_names<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Result<Vec<Cow<'a, str>>, SigningError> {
    if names.len() > MAX_HEADERS {
        return Err(SigningError::TooManyHeaders);
    }
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let mut lower = Vec::with_capacity(names.len());
    for name in names {
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(SigningError::HeaderName(name.to_owned()));
        }
        lower.push(if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        });
    }
    Ok(lower)
}

/// Whether the service insists that a header of this name be signed, if it is sent.
fn is_usually_signed(name: &str) -> bool {
    matches!(name, "host" | "content-type") || name.starts_with("x-acs-")
}

/// The signed headers: lower-case name, from `lower`, and trimmed value.
fn signed_headers<'a>(input: &V3Input<'a>, lower: &'a [Cow<'_, str>]) -> Result<Vec<(&'a str, &'a str)>, SigningError> {
    let wanted = match input.signed_headers {
        Some(names) => Some(lower_names(names.iter().copied())?),
        None => None,
    };
    let mut signed = Vec::with_capacity(lower.len());
    for (name, (_, value)) in lower.iter().zip(input.headers) {
        let value = value.trim_ascii();
        if value.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            return Err(SigningError::HeaderValue(name.to_string()));
        }
        let is_signed = match &wanted {
            Some(wanted) => wanted.contains(name),
            None => is_usually_signed(name),
        };
        if is_signed {
            signed.push((name.as_ref(), value));
        }
    }
    for name in wanted.into_iter().flatten() {
        if !lower.contains(&name) {
            return Err(SigningError::MissingHeader(name.into_owned()));
        }
    }
    Ok(signed)
}

/// The path as the service's own clients put it into the canonical request: `+` and `*` encoded, `~` not.
fn push_pathname(text: &mut String, pathname: &str) -> Result<(), SigningError> {
    let is_path = |byte: u8| byte.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&byte);
    if !pathname.starts_with('/') || !pathname.bytes().all(is_path) {
        return Err(SigningError::Pathname);
    }
    let mut rest = pathname;
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("%7E") {
            text.push('~');
            rest = after;
            continue;
        }
        match character {
            '+' => text.push_str("%20"),
            '*' => text.push_str("%2A"),
            _ => text.push(character),
        }
        rest = rest.strip_prefix(character).unwrap_or_default();
    }
    Ok(())
}

fn push_sha256_hex(text: &mut String, bytes: &[u8]) {
    let mut hex = [0; 64];
    for (pair, byte) in hex.as_chunks_mut().0.iter_mut().zip(Sha256::digest(bytes)) {
        *pair = [byte >> 4, byte & 15].map(|digit| if digit < 10 { b'0' + digit } else { b'a' - 10 + digit });
    }
    text.push_str(str::from_utf8(&hex).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &V3Input<'_>, expected: Result<&str, &str>) {
        let v3 = V3::new(input);
        let seen = v3
            .as_ref()
            .map(|v3| v3.canonical_request.as_str())
            .map_err(SigningError::code);
        assert_eq!(seen, expected);
    }

    #[test]
    fn hashes_as_the_standard_says() {
        for (bytes, expected) in [
            ("", EMPTY_PAYLOAD),
            (
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
        ] {
            let mut hash = String::new();
            push_sha256_hex(&mut hash, bytes.as_bytes());
            assert_eq!(hash, expected, "{bytes}");
        }
    }

    #[test]
    fn signs_the_usual_headers_or_those_named() {
        let headers = [
            ("Accept", " application/json "),
            ("X-Acs-B", "2\t2"),
            ("host", "h"),
            ("x-acs-a", "1"),
            ("x-acs-A", " 0"),
        ];
        let usual = V3Input {
            headers: &headers,
            hashed_payload: "p",
            ..V3Input::default()
        };
        check(
            &usual,
            Ok("POST\n/\n\nhost:h\nx-acs-a:0,1\nx-acs-b:2\t2\n\nhost;x-acs-a;x-acs-b\np"),
        );
        let named = V3Input {
            signed_headers: Some(&["Host", "accept", "host"]),
            ..usual.clone()
        };
        check(
            &named,
            Ok("POST\n/\n\naccept:application/json\nhost:h\n\naccept;host\np"),
        );
        let none = V3Input {
            signed_headers: Some(&[]),
            ..usual.clone()
        };
        check(&none, Ok("POST\n/\n\n\n\np"));
        let missing = V3Input {
            signed_headers: Some(&["date"]),
            ..usual
        };
        check(&missing, Err("MissingSignedHeader"));
    }

    #[test]
    fn refuses_what_http_cannot_carry() {
        let input = V3Input::default();
        for (headers, code) in [
            ([("a b", "")], "InvalidHeaderName"),
            ([("", "")], "InvalidHeaderName"),
            ([("a", "b\r\nc: d")], "InvalidHeaderValue"),
            ([("a", "b\0c")], "InvalidHeaderValue"),
        ] {
            let headers = V3Input {
                headers: &headers,
                ..input.clone()
            };
            check(&headers, Err(code));
        }
        for (pathname, expected) in [
            ("/a+b*/%7Ec", Ok("POST\n/a%20b%2A/~c\n\n\n\np")),
            ("", Err("InvalidPathname")),
            ("a", Err("InvalidPathname")),
            ("/a b", Err("InvalidPathname")),
            ("/a?b", Err("InvalidPathname")),
            ("/中", Err("InvalidPathname")),
        ] {
            let input = V3Input {
                pathname,
                hashed_payload: "p",
                ..input.clone()
            };
            check(&input, expected);
        }
        for method in ["", "GET ", "G\nT", "取"] {
            let input = V3Input {
                method,
                ..input.clone()
            };
            check(&input, Err("InvalidMethod"));
        }
        let payload = V3Input {
            hashed_payload: "a\nb",
            ..input
        };
        check(&payload, Err("InvalidHashedPayload"));
    }

    #[test]
    fn debug_shows_no_value() {
        let input = V3Input {
            params: &[("SecurityToken", "marker")],
            headers: &[("x-acs-security-token", "marker")],
            ..V3Input::default()
        };
        let shown = format!("{input:?} {:?}", V3::new(&input).unwrap());
        assert!(!shown.contains("marker"), "{shown}");
        assert!(shown.contains("x-acs-security-token"), "{shown}");
    }
}
