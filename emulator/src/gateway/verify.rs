//! Whether a call comes from whom it says: key, token, timestamp, signature, nonce, permission, in this order.

use super::call::Call;
use super::http::Request;
use super::signature::{
    SignatureVersion, Signed, same, v1_signature, v1_string_to_sign, v3_canonical_request, v3_signature,
};
use crate::operations::{Service, time};
use crate::refusal::{Code, Refusal};

/// Uses up the nonce of a call that is what it says; `now` is the caller's clock.
pub(super) fn verify(
    service: &mut Service,
    request: &Request,
    call: &Call,
    signed: &Signed,
    now: i64,
) -> Result<(), Refusal> {
    let clock = service.clock(now);
    let key = service.account.key(&signed.key_id)?;
    match (&key.token, &signed.token) {
        (None, None) => {}
        (Some(_), None) => return Err(Refusal::with(Code::Missing, "SecurityToken")),
        (Some((token, expires)), Some(sent)) if token == sent => {
            if expires.is_some_and(|at| at <= clock) {
                return Err(Code::TokenExpired.into());
            }
        }
        _ => return Err(Code::TokenMalformed.into()),
    }
    let at = time(&signed.timestamp).map_err(|_| Code::TimestampMalformed)?;
    if clock.saturating_sub(at).saturating_abs() > signed.version.window_ms() {
        return Err(Code::TimestampExpired.into());
    }
    let (what, text, ours) = match &signed.version {
        SignatureVersion::V1 => {
            let text = v1_string_to_sign(&request.method, &call.params);
            let ours = v1_signature(&key.secret, &text);
            ("string to sign", text, ours)
        }
        SignatureVersion::V3(headers) => {
            // What is not signed could be changed on the way.
            let must = |name: &str| name == "host" || name == "content-type" || name.starts_with("x-acs-");
            let names = request.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
            if let Some(unsigned) = names.into_iter().find(|name| must(name) && !headers.contains(name)) {
                return Err(Refusal::with(
                    Code::SignatureMismatch,
                    format!("The header {unsigned} is not signed."),
                ));
            }
            let text = v3_canonical_request(request, headers);
            let ours = v3_signature(&key.secret, &text);
            ("CanonicalRequest", text, ours)
        }
    };
    if !ours.is_some_and(|ours| same(&signed.signature, &ours)) {
        return Err(Refusal::with(
            Code::SignatureMismatch,
            format!("server {what} is:{text}"),
        ));
    }
    let forbidden = key.forbidden;
    service.account.use_nonce(&signed.key_id, &signed.nonce, clock)?;
    if forbidden {
        Err(Code::ForbiddenRam.into())
    } else {
        Ok(())
    }
}
