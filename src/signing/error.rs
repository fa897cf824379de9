use crate::contract::quote;
use std::fmt;

/// Why something cannot be signed. Names what is wrong and what was expected; never repeats a value, because it might be a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// The method is not a word of letters.
    Method,
    /// A parameter without a name.
    EmptyName,
    /// Two parameters of one name.
    RepeatedName(String),
    /// Two names that official clients sort differently (by UTF-16 units or by code points), so that no order is right for all.
    AmbiguousOrder(String, String),
    /// All names and values together are longer than [`super::MAX_INPUT`] bytes.
    TooLong,
    /// A path that does not start with `/`, or holds what a URL's path cannot hold.
    Pathname,
    /// More than 256 headers.
    TooManyHeaders,
    /// A header name that HTTP does not allow.
    HeaderName(String),
    /// A header value with a line break or another control character.
    HeaderValue(String),
    /// A header that is to be signed but is not there.
    MissingHeader(String),
    /// A payload hash with characters other than visible ASCII.
    PayloadHash,
    /// The access key id is empty, longer than 128 characters, or has characters other than letters, digits and `.-_=`.
    AccessKeyId,
    /// The security token is longer than 16,384 characters or has characters other than visible ASCII.
    SecurityToken,
    /// The nonce is empty, longer than 128 characters, or has characters other than visible ASCII.
    Nonce,
    /// The endpoint is not a host or an http(s) origin.
    Endpoint,
    /// The signature has characters that no signature has.
    Signature,
}

impl SigningError {
    /// The name by which programs tell the errors apart, in the dotted style of the diagnostics.
    pub const fn code(&self) -> &'static str {
        match self {
            SigningError::Method => "InvalidMethod",
            SigningError::EmptyName => "InvalidParameterName.Empty",
            SigningError::RepeatedName(_) => "InvalidParameterName.Repeated",
            SigningError::AmbiguousOrder(..) => "InvalidParameterName.AmbiguousOrder",
            SigningError::TooLong => "InputTooLong",
            SigningError::Pathname => "InvalidPathname",
            SigningError::TooManyHeaders => "TooManyHeaders",
            SigningError::HeaderName(_) => "InvalidHeaderName",
            SigningError::HeaderValue(_) => "InvalidHeaderValue",
            SigningError::MissingHeader(_) => "MissingSignedHeader",
            SigningError::PayloadHash => "InvalidHashedPayload",
            SigningError::AccessKeyId => "InvalidAccessKeyId",
            SigningError::SecurityToken => "InvalidSecurityToken",
            SigningError::Nonce => "InvalidNonce",
            SigningError::Endpoint => "InvalidEndpoint",
            SigningError::Signature => "InvalidSignature",
        }
    }
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, name, after) = match self {
            SigningError::Method => ("the method must be a word of letters, such as `GET`", None, ""),
            SigningError::EmptyName => ("a parameter has an empty name", None, ""),
            SigningError::RepeatedName(name) => ("the parameter ", Some(name), " is given twice"),
            SigningError::AmbiguousOrder(name, other) => {
                return write!(
                    f,
                    "the parameters {} and {} are sorted differently by official clients, so no order of them can be signed",
                    quote(name),
                    quote(other)
                );
            }
            SigningError::TooLong => ("names and values must be at most 1 MiB together", None, ""),
            SigningError::Pathname => (
                "the pathname must start with `/` and be percent-encoded, as it stands in the URL",
                None,
                "",
            ),
            SigningError::TooManyHeaders => ("there are more than 256 headers", None, ""),
            SigningError::HeaderName(name) => ("", Some(name), " is not a header name"),
            SigningError::HeaderValue(name) => (
                "the value of the header ",
                Some(name),
                " holds a line break or another control character",
            ),
            SigningError::MissingHeader(name) => (
                "the header ",
                Some(name),
                " is to be signed, but is not among the headers",
            ),
            SigningError::PayloadHash => (
                "the payload hash must be visible ASCII, such as a SHA-256 in hex",
                None,
                "",
            ),
            SigningError::AccessKeyId => ("the access key id must be 1 to 128 letters, digits or `.-_=`", None, ""),
            SigningError::SecurityToken => (
                "the security token must be visible ASCII of at most 16384 characters",
                None,
                "",
            ),
            SigningError::Nonce => ("the nonce must be 1 to 128 characters of visible ASCII", None, ""),
            SigningError::Endpoint => (
                "the endpoint must be a host or an origin, such as `cdn.aliyuncs.com` or `http://127.0.0.1:8080`, without path, query or user",
                None,
                "",
            ),
            SigningError::Signature => ("the signature must be Base64 (V1) or hex (V3)", None, ""),
        };
        f.write_str(before)?;
        if let Some(name) = name {
            f.write_str(&quote(name))?;
        }
        f.write_str(after)
    }
}

impl std::error::Error for SigningError {}
