use super::joined;
use crate::signing::{SigningError, V1, V3, V3Input};
use std::borrow::Cow;
use wasm_bindgen::prelude::wasm_bindgen;

/// `fields`: method, then name and value of each parameter. Answers canonical query and string to sign; see [`answer`] and [`refusal`].
#[wasm_bindgen]
pub fn signing_v1(fields: &str) -> String {
    let fields: Vec<Cow<'_, str>> = joined::split(fields).collect();
    let (head, params) = fields.split_at_checked(1).unwrap_or_default();
    match V1::new(text(head, 0), &pairs(params)) {
        Ok(v1) => answer(&[v1.canonical_query.as_str(), v1.string_to_sign.as_str()]),
        Err(error) => refusal(&error),
    }
}

/// `fields`: method, pathname, payload hash, name and value of `params` parameters, name and value of `headers` headers, and, where
/// `names` says so, the names of the headers to sign. Answers canonical query, canonical request, signed headers, string to sign.
#[wasm_bindgen]
pub fn signing_v3(fields: &str, params: usize, headers: usize, names: bool) -> String {
    let fields: Vec<Cow<'_, str>> = joined::split(fields).collect();
    let (head, rest) = fields.split_at_checked(3).unwrap_or_default();
    let (params, rest) = rest.split_at_checked(2 * params).unwrap_or_default();
    let (headers, rest) = rest.split_at_checked(2 * headers).unwrap_or_default();
    let signed_headers: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
    let v3 = V3::new(&V3Input {
        method: text(head, 0),
        pathname: text(head, 1),
        params: &pairs(params),
        headers: &pairs(headers),
        hashed_payload: text(head, 2),
        signed_headers: names.then_some(&signed_headers),
    });
    match v3 {
        Ok(v3) => answer(&[
            v3.canonical_query.as_str(),
            v3.canonical_request.as_str(),
            &v3.signed_headers,
            v3.string_to_sign.as_str(),
        ]),
        Err(error) => refusal(&error),
    }
}

fn text<'a>(fields: &'a [Cow<'_, str>], position: usize) -> &'a str {
    fields.get(position).map_or("", AsRef::as_ref)
}

fn pairs<'a>(fields: &'a [Cow<'_, str>]) -> Vec<(&'a str, &'a str)> {
    fields
        .chunks_exact(2)
        .map(|pair| (text(pair, 0), text(pair, 1)))
        .collect()
}

/// An empty field and the texts.
fn answer(texts: &[&str]) -> String {
    let mut answer = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum::<usize>() + 1);
    joined::push(&mut answer, "");
    for text in texts {
        joined::push(&mut answer, text);
    }
    answer
}

/// The code and the message of an error.
fn refusal(error: &SigningError) -> String {
    let mut refusal = String::new();
    joined::push(&mut refusal, error.code());
    joined::push(&mut refusal, &error.to_string());
    refusal
}
