use super::v3::{EMPTY_PAYLOAD, HEADERS_ROOM, to_sign, with_headers};
use super::{
    CanonicalQuery, CanonicalRequest, Endpoint, Method, PrepareOptions, Signature, SigningError, StringToSign, V1,
};
use crate::contract::Operation;
use crate::request::TaskRequest;
use crate::time::Instant;
use std::fmt;

/// The format that is asked for in the `accept` header.
pub const ACCEPT: &str = "application/json";

/// A request that lacks nothing but its signature. It borrows what it was given: credentials are not copied.
///
/// `Debug` shows no value of a parameter or header.
#[derive(Clone)]
pub struct Prepared<'a> {
    operation: Operation,
    pub(super) options: PrepareOptions<'a>,
    /// The timestamp, as it is sent.
    date: String,
    canonical_query: CanonicalQuery,
    string_to_sign: StringToSign,
    /// Nothing under V1.
    pub(super) in_headers: Option<InHeaders>,
}

/// What only V3 has.
#[derive(Clone)]
pub(super) struct InHeaders {
    canonical_request: CanonicalRequest,
    pub(super) signed_headers: String,
}

/// Everything of one call but its signature.
///
/// # Errors
/// [`SigningError::AccessKeyId`], [`SigningError::SecurityToken`], [`SigningError::Nonce`]: what would break out of its place.
pub fn prepare<'a>(request: &TaskRequest, options: &PrepareOptions<'a>) -> Result<Prepared<'a>, SigningError> {
    let params: Vec<_> = request.params().collect();
    let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    prepare_call(request.operation(), &params, options)
}

/// The same for parameters that were checked on the other side of the boundary.
pub(crate) fn prepare_call<'a>(
    operation: Operation,
    request: &[(&str, &str)],
    options: &PrepareOptions<'a>,
) -> Result<Prepared<'a>, SigningError> {
    options.validate()?;
    let date = options.now.to_string();
    let (canonical_query, string_to_sign, in_headers) = match options.signature {
        Signature::V1 => {
            let mut params = Vec::with_capacity(request.len() + 9);
            params.extend_from_slice(request);
            params.extend_from_slice(&[
                ("AccessKeyId", options.access_key_id),
                ("Action", operation.name()),
                // The service answers XML to those who don't say.
                ("Format", "JSON"),
                ("SignatureMethod", "HMAC-SHA1"),
                ("SignatureNonce", options.nonce),
                ("SignatureVersion", "1.0"),
                ("Timestamp", &date),
                ("Version", Operation::VERSION),
            ]);
            params.extend(options.security_token.map(|token| ("SecurityToken", token)));
            let v1 = V1::new(options.method().name(), &params)?;
            (v1.canonical_query, v1.string_to_sign, None)
        }
        Signature::V3 => {
            let query = CanonicalQuery::new(request)?;
            let mut text = String::with_capacity(HEADERS_ROOM + query.as_str().len());
            for part in [options.method().name(), "\n/\n", query.as_str()] {
                text.push_str(part);
            }
            let headers = signed_headers(operation, options, &date);
            let (canonical_request, signed_headers) = with_headers(text, &headers, EMPTY_PAYLOAD);
            let v3 = InHeaders {
                canonical_request,
                signed_headers,
            };
            (query, to_sign(v3.canonical_request.as_str()), Some(v3))
        }
    };
    Ok(Prepared {
        operation,
        options: options.clone(),
        date,
        canonical_query,
        string_to_sign,
        in_headers,
    })
}

/// The headers that V3 signs, in the order of their names.
fn signed_headers<'t>(
    operation: Operation,
    options: &PrepareOptions<'t>,
    date: &'t str,
) -> Vec<(&'static str, &'t str)> {
    let mut headers = Vec::with_capacity(7);
    headers.extend_from_slice(&[
        ("host", options.endpoint.host()),
        ("x-acs-action", operation.name()),
        ("x-acs-content-sha256", EMPTY_PAYLOAD),
        ("x-acs-date", date),
    ]);
    headers.extend(options.security_token.map(|token| ("x-acs-security-token", token)));
    headers.extend_from_slice(&[
        ("x-acs-signature-nonce", options.nonce),
        ("x-acs-version", Operation::VERSION),
    ]);
    headers
}

impl Prepared<'_> {
    /// GET or POST.
    pub fn method(&self) -> Method {
        self.options.method()
    }

    /// Where to.
    pub fn endpoint(&self) -> &Endpoint {
        self.options.endpoint
    }

    /// The timestamp, as it is sent.
    pub fn timestamp(&self) -> &str {
        &self.date
    }

    /// The signed-ready query string.
    pub fn canonical_query(&self) -> &CanonicalQuery {
        &self.canonical_query
    }

    /// V3's canonical request; `None` under V1, which has none.
    pub fn canonical_request(&self) -> Option<&CanonicalRequest> {
        self.in_headers.as_ref().map(|v3| &v3.canonical_request)
    }

    /// What the host signs.
    pub fn string_to_sign(&self) -> &StringToSign {
        &self.string_to_sign
    }

    /// The headers to send, without `authorization`, in the order of their names.
    pub fn headers(&self) -> Vec<(&'static str, &str)> {
        let mut headers = vec![("accept", ACCEPT)];
        if self.in_headers.is_some() {
            headers.extend(signed_headers(self.operation, &self.options, &self.date));
        } else {
            headers.push(("host", self.options.endpoint.host()));
        }
        headers
    }

    /// After this the service refuses the timestamp.
    pub fn expires_at(&self) -> Instant {
        let minutes = i64::from(self.options.signature.validity().value);
        self.options.now.floor_to_second().plus_ms(minutes * 60_000)
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("operation", &self.operation)
            .field("options", &self.options)
            .field("canonical_query", &self.canonical_query)
            .finish_non_exhaustive()
    }
}
