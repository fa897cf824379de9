use super::json::to_json;
use super::{answer, input, joined, operation};
use crate::contract::{Flaw, Given, Locale, Mode, Param};
use crate::request::{Diagnostic, Draft, Options, diagnose};
use crate::time::{Instant, Reading, read};
use std::borrow::Cow;
use wasm_bindgen::prelude::wasm_bindgen;

/// Judges a draft as at `now`, in milliseconds. In the first `length` bytes of the input: key and tagged value of each entry. A key is the
/// letter of a parameter (`A` is the first one of the form) right before the tag; or `-`, the key itself and U+0000. The tag is the first
/// character of a value and says what it is: `t` text, `n` number, `i` text with lone surrogates replaced, `d` a date in milliseconds, `o` the
/// name of another kind; `D` (a draft of that kind) and `O` (the option named by the key) are flaws; `N` is another moment to judge by.
///
/// Answers the diagnostics as JSON, null where there are none. If no one is an error, what was typed is the request, value by value.
#[wasm_bindgen]
pub fn check(length: usize, now: f64, chinese: bool, lenient: bool, by_id: bool) -> *const f64 {
    let options = Options {
        operation: operation(by_id),
        mode: if lenient { Mode::Lenient } else { Mode::Strict },
        locale: locale(chinese),
    };
    let diagnostics = input::text(length, |fields| judge(fields, now, &options));
    if diagnostics.is_empty() {
        return std::ptr::null();
    }
    answer::keep(to_json(&diagnostics))
}

fn judge(fields: &str, now: f64, options: &Options) -> Vec<Diagnostic> {
    #[allow(clippy::cast_possible_truncation, reason = "whole milliseconds of a date")]
    let mut now = Instant::from_ms(now as i64).unwrap_or(Instant::MIN);
    let mut fields = joined::split(fields);
    let mut draft = Draft::with_capacity(16);
    while let Some(entry) = fields.next() {
        let (letter, rest) = untag(entry);
        let (key, tagged) = match param(letter) {
            Some(param) => (Cow::Borrowed(param.name()), rest),
            None => (rest, fields.next().unwrap_or_default()),
        };
        let (tag, value) = untag(tagged);
        let given = match tag {
            't' => Given::Text(value),
            'n' => Given::Number(value),
            'i' => Given::IllFormed(value),
            'd' => Given::Moment(moment(&value)),
            'D' => {
                draft.push_flaw(Flaw::Draft(value.into_owned()));
                continue;
            }
            'N' | 'O' => {
                match read(&value) {
                    Reading::Exact(at) | Reading::Moment(at) if tag == 'N' => now = at,
                    _ => draft.push_flaw(Flaw::Option {
                        name: option(&key),
                        found: value.into_owned(),
                    }),
                }
                continue;
            }
            _ => Given::Other(value),
        };
        draft.push(key, given);
    }
    diagnose(&draft, now, options)
}

/// The parameter that this letter stands for.
pub(super) fn param(letter: char) -> Option<Param> {
    let place = u32::from(letter).checked_sub(u32::from('A'))?;
    Param::ALL.get(usize::try_from(place).ok()?).copied()
}

fn locale(chinese: bool) -> Locale {
    if chinese { Locale::Zh } else { Locale::En }
}

fn moment(ms: &str) -> Option<Instant> {
    Instant::from_ms(ms.parse().ok()?)
}

fn option(key: &str) -> &'static str {
    match key {
        "mode" => "mode",
        "operation" => "operation",
        _ => "now",
    }
}

/// The first character, and what follows it.
fn untag(tagged: Cow<'_, str>) -> (char, Cow<'_, str>) {
    let tag = tagged.chars().next().unwrap_or_default();
    let value = match tagged {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(tag).unwrap_or_default()),
        Cow::Owned(mut text) => Cow::Owned(text.split_off(tag.len_utf8().min(text.len()))),
    };
    (tag, value)
}
