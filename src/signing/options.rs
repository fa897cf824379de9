use super::{Endpoint, SigningError, is_visible_ascii};
use crate::contract::{Limit, limits};
use crate::time::Instant;
use std::fmt;

/// Which of the service's two signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signature {
    /// HMAC-SHA1 in the query: one URL holds everything. Officially discontinued, still accepted.
    V1,
    /// ACS3-HMAC-SHA256 in headers, the default of the current SDKs.
    #[default]
    V3,
}

/// The HTTP method. The service takes both; all parameters are in the query either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST, with an empty body.
    Post,
}

impl Method {
    /// In capitals.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

impl Signature {
    /// How long the service takes a timestamp.
    pub const fn validity(self) -> Limit {
        match self {
            Signature::V1 => limits::V1_VALIDITY,
            Signature::V3 => limits::V3_VALIDITY,
        }
    }

    /// The method that is used where none is asked for: V1's of a URL that can be pasted, V3's of the current SDKs.
    pub const fn default_method(self) -> Method {
        match self {
            Signature::V1 => Method::Get,
            Signature::V3 => Method::Post,
        }
    }
}

/// What `prepare` needs beside the request. The secret is not among it.
///
/// `Debug` shows neither the access key id nor the security token.
#[derive(Clone)]
pub struct PrepareOptions<'a> {
    /// The access key id.
    pub access_key_id: &'a str,
    /// The security token of temporary credentials (STS).
    pub security_token: Option<&'a str>,
    /// Which signature.
    pub signature: Signature,
    /// Which method; `None` for the signature's own.
    pub method: Option<Method>,
    /// Where to.
    pub endpoint: &'a Endpoint,
    /// Becomes the timestamp, cut to the second.
    pub now: Instant,
    /// Random and never used before: the service takes each one only once.
    pub nonce: &'a str,
}

impl fmt::Debug for PrepareOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrepareOptions")
            .field("has_security_token", &self.security_token.is_some())
            .field("signature", &self.signature)
            .field("method", &self.method)
            .field("endpoint", &self.endpoint)
            .field("now", &self.now)
            .field("nonce", &self.nonce)
            .finish_non_exhaustive()
    }
}

impl PrepareOptions<'_> {
    /// The method that was asked for, or the signature's own.
    pub(super) fn method(&self) -> Method {
        self.method.unwrap_or(self.signature.default_method())
    }

    /// Nothing that could end a header, a parameter or the `Authorization` header's list early.
    pub(super) fn validate(&self) -> Result<(), SigningError> {
        let id = self.access_key_id;
        let is_part_of_id = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b',' | b'"' | b'\\');
        if id.is_empty() || id.len() > 128 || !id.bytes().all(is_part_of_id) {
            return Err(SigningError::AccessKeyId);
        }
        if self
            .security_token
            .is_some_and(|token| token.is_empty() || token.len() > 16384 || !is_visible_ascii(token))
        {
            return Err(SigningError::SecurityToken);
        }
        if self.nonce.is_empty() || self.nonce.len() > 128 || !is_visible_ascii(self.nonce) {
            return Err(SigningError::Nonce);
        }
        Ok(())
    }
}
