use super::json::to_json;
use super::{answer, joined};
use crate::contract::{self, Flaw, Given, Locale, Mode, Operation};
use crate::request::{Diagnostic, Draft, Options, TaskRequest};
use crate::time::{Instant, Reading, read};
use serde::Serialize;
use std::borrow::Cow;
use wasm_bindgen::prelude::wasm_bindgen;

/// Judges a draft. `fields`: the clock in milliseconds; `now` as text, or nothing; then key and tagged value of each entry. The first
/// character of a value says what it is: `t` text, `n` number, `i` text with lone surrogates replaced, `d` a date in milliseconds,
/// `o` the name of another kind; `D` (a draft of that kind) and `O` (the option named by the key) are flaws.
///
/// Answers the values of the request, joined, in the order of the form; only where there is more to say, an object as JSON. The two cannot be
/// confused: the first value is an id, or nothing. Where it stands: [`answer::keep`].
#[wasm_bindgen]
pub fn check(fields: &str, chinese: bool, lenient: bool, by_id: bool) -> *const f64 {
    let options = Options {
        operation: if by_id {
            Operation::DescribeRefreshTaskById
        } else {
            Operation::DescribeRefreshTasks
        },
        mode: if lenient { Mode::Lenient } else { Mode::Strict },
        locale: locale(chinese),
    };
    let mut fields = joined::split(fields);
    let clock = moment(fields.next().as_deref()).unwrap_or(Instant::MIN);
    let mut draft = Draft::new();
    let now = match fields.next() {
        Some(text) if !text.is_empty() => match read(&text) {
            Reading::Exact(at) | Reading::Moment(at) => at,
            _ => {
                draft.push_flaw(Flaw::Option {
                    name: "now",
                    found: text.into_owned(),
                });
                clock
            }
        },
        _ => clock,
    };
    while let (Some(key), Some(tagged)) = (fields.next(), fields.next()) {
        push(&mut draft, key, tagged);
    }
    let checked = crate::request::check(&draft, now, &options);
    let values = checked.request.as_ref().map(values);
    answer::keep(match values {
        Some(values) if checked.diagnostics.is_empty() => values,
        values => to_json(&Told {
            values,
            diagnostics: checked.diagnostics,
        }),
    })
}

#[derive(Serialize)]
struct Told {
    values: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

fn locale(chinese: bool) -> Locale {
    if chinese { Locale::Zh } else { Locale::En }
}

fn moment(ms: Option<&str>) -> Option<Instant> {
    Instant::from_ms(ms?.parse().ok()?)
}

fn push<'a>(draft: &mut Draft<'a>, key: Cow<'a, str>, tagged: Cow<'a, str>) {
    let (tag, value) = match tagged {
        Cow::Borrowed(text) => {
            let (tag, value) = text.split_at_checked(1).unwrap_or_default();
            (tag.to_owned(), Cow::Borrowed(value))
        }
        Cow::Owned(mut text) => {
            let value = text.split_off(text.len().min(1));
            (text, Cow::Owned(value))
        }
    };
    let given = match tag.as_str() {
        "n" => Given::Number(value),
        "i" => Given::IllFormed(value),
        "d" => Given::Moment(moment(Some(&value))),
        "o" => Given::Other(value),
        "D" => return draft.push_flaw(Flaw::Draft(value.into_owned())),
        "O" => {
            let name = if key == "mode" {
                "mode"
            } else if key == "operation" {
                "operation"
            } else {
                "now"
            };
            return draft.push_flaw(Flaw::Option {
                name,
                found: value.into_owned(),
            });
        }
        _ => Given::Text(value),
    };
    draft.push(key, given);
}

/// Every parameter's value, nothing for an absent one.
fn values(request: &TaskRequest) -> String {
    let mut values = String::with_capacity(128);
    for param in contract::Param::ALL {
        joined::push(&mut values, request.get(param).unwrap_or_default());
    }
    values
}
