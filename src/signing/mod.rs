//! A request becomes signed-ready: canonical strings and strings to sign, byte for byte what the service signs. No secret enters.
//!
//! [`V1`] and [`V3`] serve any operation of the API family. The signature itself, an HMAC over the [`StringToSign`], is made by the host.

mod encode;

mod canonical;
mod error;
mod v1;
mod v3;

mod endpoint;
mod options;
mod prepare;

mod finish;

pub(crate) use canonical::sorted;
pub use canonical::{CanonicalQuery, CanonicalRequest, MAX_INPUT, StringToSign};
pub use endpoint::Endpoint;
pub use error::SigningError;
pub use finish::SignedRequest;
pub use options::{Method, PrepareOptions, Signature};
#[cfg(feature = "bindgen")]
pub(crate) use prepare::prepare_call;
pub use prepare::{ACCEPT, Prepared, prepare};
pub use v1::V1;
pub use v3::{ALGORITHM, EMPTY_PAYLOAD, V3, V3Input};

/// An HTTP method in capitals.
fn method(method: &str) -> Result<String, SigningError> {
    if method.is_empty() || method.len() > 32 || !method.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(SigningError::Method);
    }
    Ok(method.to_ascii_uppercase())
}

/// Whether `text` can stand in a header or a query as one word.
fn is_visible_ascii(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}
