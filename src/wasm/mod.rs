//! The boundary to JavaScript: the only place that knows wasm-bindgen. Thin: it unpacks arguments, calls the core, packs answers.
//!
//! Inward come bytes, numbers and joined text ([`joined`]); an object of ten fields would cost more than the work itself. What is hot or long the
//! host writes where it is read ([`input`]).
//! Outward go joined text or columns where it is hot, and JSON where it is not. Only what is hot has an export of its own: all else is
//! [`ask`]ed for by name, because every export and every kind of value costs JavaScript that each page has to load.
//!
//! No export answers with a reference (`JsValue`): V8 up to Node 20 aborts the process when it gives up optimized code during the call of one.

#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub, whatever the module")]

mod answer;
mod check;
mod covers;
mod input;
mod joined;
mod json;
mod ledger;
mod parse;
mod plan;
mod prepare;
mod quota;
mod tagged;
mod walk;

use crate::contract::Operation;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What is not hot. In the first `length` bytes of the input: its name, U+0000, its fields as joined text; `numbers`: what of it is a number. Each
/// answer is described at the function that gives it; an unknown name gets nothing.
#[wasm_bindgen]
pub fn ask(length: usize, numbers: &[f64]) -> *const f64 {
    answer::keep(input::text(length, |question| {
        let (name, fields) = question.split_once('\0').unwrap_or((question, ""));
        answer(name, fields, Numbers(numbers))
    }))
}

fn answer(name: &str, fields: &str, numbers: Numbers<'_>) -> String {
    match name {
        // To be told beside the version of the package.
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        "names" => parse::names(),
        "diagnostics" => parse::diagnostics(),
        "fault" => parse::fault(fields),
        "no-answer" => parse::no_answer(fields),
        "split-range" => plan::split_range(fields),
        "plan" => plan::plan(fields),
        "signing-terms" => prepare::signing_terms(),
        "signing-v1" => prepare::signing_v1(fields),
        "signing-v3" => prepare::signing_v3(fields, numbers),
        "sample" => prepare::sample_places(fields),
        "ram-policy" => prepare::ram_policy(fields, numbers),
        "covers" => covers::covers(fields, numbers),
        _ => walk::ask(name, fields, numbers),
    }
}

fn operation(by_id: bool) -> Operation {
    if by_id {
        Operation::DescribeRefreshTaskById
    } else {
        Operation::DescribeRefreshTasks
    }
}

/// The numbers of a question, by place. One that is missing is not a number.
#[derive(Clone, Copy)]
struct Numbers<'n>(&'n [f64]);

impl Numbers<'_> {
    fn at(self, place: usize) -> f64 {
        self.0.get(place).copied().unwrap_or(f64::NAN)
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; 0 where it is none"
    )]
    fn count(self, place: usize) -> u32 {
        self.at(place) as u32
    }

    fn index(self, place: usize) -> usize {
        self.count(place) as usize
    }

    fn flag(self, place: usize) -> bool {
        self.at(place) == 1.0
    }
}
