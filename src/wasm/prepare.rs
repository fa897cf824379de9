use super::answer::keep;
use super::check::param;
use super::{Numbers, input, joined, operation};
use crate::contract::{Locale, Operation, Param};
use crate::help::{Language, RamPolicy};
use crate::signing::{
    ACCEPT, CanonicalRequest, EMPTY_PAYLOAD, Endpoint, Method, PrepareOptions, Signature, SigningError, V1, V3,
    V3Input, prepare_call,
};
use crate::time::Instant;
use std::borrow::Cow;
use wasm_bindgen::prelude::wasm_bindgen;

/// In the first `length` bytes of the input: endpoint (may be empty), access key id, security token (may be empty), nonce, then a request
/// as `check` takes it and found nothing wrong with it. `now` is in milliseconds; `method` is 1 for GET, 2 for POST, else the
/// signature's own.
///
/// Answers method, origin, timestamp, canonical query, string to sign, and the canonical request (empty under V1). Where it stands: [`keep`].
#[wasm_bindgen]
pub fn prepare(length: usize, now: f64, v1: bool, method: u32, by_id: bool) -> *const f64 {
    let prepared = input::text(length, |fields| {
        // What has to be escaped is refused escaped, too: nothing here may hold a control character.
        let mut fields = fields;
        let mut next = || joined::take(&mut fields);
        let (endpoint, access_key_id, token, nonce) = (next(), next(), next(), next());
        let values = checked(fields);
        let request = params(&Param::BY_NAME, &values);
        let endpoint = match endpoint {
            "" => Endpoint::default(),
            endpoint => Endpoint::parse(endpoint)?,
        };
        let options = PrepareOptions {
            access_key_id,
            security_token: Some(token).filter(|token| !token.is_empty()),
            signature: if v1 { Signature::V1 } else { Signature::V3 },
            method: match method {
                1 => Some(Method::Get),
                2 => Some(Method::Post),
                _ => None,
            },
            endpoint: &endpoint,
            now: moment(now).ok_or(SigningError::Moment)?,
            nonce,
        };
        let prepared = prepare_call(operation(by_id), &request, &options)?;
        Ok(answer(&[
            prepared.method().name(),
            endpoint.as_str(),
            prepared.timestamp(),
            prepared.canonical_query().as_str(),
            prepared.string_to_sign().as_str(),
            prepared.canonical_request().map_or("", CanonicalRequest::as_str),
        ]))
    });
    keep(prepared.unwrap_or_else(|error: SigningError| refusal(error.code(), &error.message(Locale::En))))
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "whole milliseconds; what is too large is too large afterwards"
)]
fn moment(ms: f64) -> Option<Instant> {
    Instant::from_ms(ms as i64)
}

/// What the host tells of every request: the accepted format; of V3 the payload hash and the API version; the minutes for which V1 and V3 hold.
pub(super) fn signing_terms() -> String {
    let validity = [Signature::V1, Signature::V3].map(|signature| signature.validity().value.to_string());
    let mut terms = String::new();
    for term in [ACCEPT, EMPTY_PAYLOAD, Operation::VERSION]
        .into_iter()
        .chain(validity.iter().map(String::as_str))
    {
        joined::push(&mut terms, term);
    }
    terms
}

/// `fields`: language, operation, then a request as `prepare` takes it. Answers name and value of each place of the language's template;
/// nothing for a language that there is not.
pub(super) fn sample_places(mut fields: &str) -> String {
    let (language, operation) = (joined::take(&mut fields), joined::take(&mut fields));
    let mut places = String::new();
    if let Some(language) = Language::named(language) {
        let operation = Operation::named(operation).unwrap_or_default();
        for (name, value) in crate::help::places(operation, &params(&Param::ALL, &checked(fields)), language) {
            joined::push(&mut places, name);
            joined::push(&mut places, &value);
        }
    }
    places
}

/// Whether ids are asked for; `fields`: account, then the domain names. Answers the policy document.
pub(super) fn ram_policy(fields: &str, numbers: Numbers<'_>) -> String {
    let fields: Vec<Cow<'_, str>> = joined::split(fields).collect();
    let (account, domains) = fields.split_at_checked(1).unwrap_or_default();
    match RamPolicy::new(domains.iter().map(AsRef::as_ref), numbers.flag(0), text(account, 0)) {
        Ok(policy) => answer(&[&policy.to_string()]),
        Err(error) => refusal(error.code(), &error.message(Locale::En)),
    }
}

/// `fields`: method, then name and value of each parameter. Answers canonical query and string to sign; see [`answer`] and [`refusal`].
pub(super) fn signing_v1(fields: &str) -> String {
    let fields: Vec<Cow<'_, str>> = joined::split(fields).collect();
    let (head, params) = fields.split_at_checked(1).unwrap_or_default();
    match V1::new(text(head, 0), &pairs(params)) {
        Ok(v1) => answer(&[v1.canonical_query.as_str(), v1.string_to_sign.as_str()]),
        Err(error) => refusal(error.code(), &error.message(Locale::En)),
    }
}

/// How many parameters, how many headers, whether headers are named; `fields`: method, pathname (`/` if empty), payload hash (that of nothing if
/// empty), name and value of each parameter, name and value of each header, and the names of the headers to sign. Answers canonical query, canonical request, signed headers, string to sign.
pub(super) fn signing_v3(fields: &str, numbers: Numbers<'_>) -> String {
    let fields: Vec<Cow<'_, str>> = joined::split(fields).collect();
    let (head, rest) = fields.split_at_checked(3).unwrap_or_default();
    let (params, rest) = rest.split_at_checked(2 * numbers.index(0)).unwrap_or_default();
    let (headers, rest) = rest.split_at_checked(2 * numbers.index(1)).unwrap_or_default();
    let signed_headers: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
    let v3 = V3::new(&V3Input {
        method: text(head, 0),
        pathname: or(text(head, 1), "/"),
        params: &pairs(params),
        headers: &pairs(headers),
        hashed_payload: or(text(head, 2), EMPTY_PAYLOAD),
        signed_headers: numbers.flag(2).then_some(&signed_headers),
    });
    match v3 {
        Ok(v3) => answer(&[
            v3.canonical_query.as_str(),
            v3.canonical_request.as_str(),
            &v3.signed_headers,
            v3.string_to_sign.as_str(),
        ]),
        Err(error) => refusal(error.code(), &error.message(Locale::En)),
    }
}

fn text<'a>(fields: &'a [Cow<'_, str>], position: usize) -> &'a str {
    fields.get(position).map_or("", AsRef::as_ref)
}

fn or<'a>(text: &'a str, absent: &'a str) -> &'a str {
    if text.is_empty() { absent } else { text }
}

/// The values of a request in the order of the form, from what was checked: none of them holds a control character.
fn checked(mut fields: &str) -> [&str; Param::ALL.len()] {
    let mut values = [""; Param::ALL.len()];
    while !fields.is_empty() {
        let entry = joined::take(&mut fields);
        let mut tagged = entry.chars();
        match tagged
            .next()
            .and_then(param)
            .and_then(|param| values.get_mut(param as usize))
        {
            Some(value) => {
                tagged.next();
                *value = tagged.as_str();
            }
            // The moment of judging.
            None => {
                joined::take(&mut fields);
            }
        }
    }
    values
}

/// The parameters of a request in this order, from its values in the order of the form.
fn params<'a>(order: &[Param], values: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let value = |param: &Param| values.get(*param as usize).copied().unwrap_or_default();
    let all = order.iter().map(|param| (param.name(), value(param)));
    let mut params = Vec::with_capacity(order.len());
    params.extend(all.filter(|(_, value)| !value.is_empty()));
    params
}

fn pairs<'a>(fields: &'a [Cow<'_, str>]) -> Vec<(&'a str, &'a str)> {
    fields
        .chunks_exact(2)
        .map(|pair| (text(pair, 0), text(pair, 1)))
        .collect()
}

/// An empty field and the texts. What was signed holds neither U+0000 nor U+0001, so nothing needs to be escaped.
fn answer(texts: &[&str]) -> String {
    let mut answer = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum::<usize>() + 1);
    answer.push('\0');
    for text in texts {
        answer.push_str(text);
        answer.push('\0');
    }
    answer
}

/// The code and the message of an error.
fn refusal(code: &str, message: &str) -> String {
    let mut refusal = String::new();
    joined::push(&mut refusal, code);
    joined::push(&mut refusal, message);
    refusal
}
