//! The conformance cases under `tests/cases`: the same drafts for Rust, Node and browsers, with the same answers.
//!
//! `decisions.json` is written by hand: which codes a draft gets, and what its first fix makes of it. `check.json` is generated from its
//! drafts and from the examples of every rule: whole answers, byte for byte.

use super::{Checked, Draft, Given, Mode, Options, TaskRequest, check};
use crate::contract::rule::Example;
use crate::contract::{Locale, Operation, Param, rules};
use crate::time::{Instant, Reading, read};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::fmt::Write;

#[path = "../../tests/support/generated.rs"]
mod generated;

/// A draft as JSON has it.
fn draft(fields: &Map<String, Value>) -> Draft<'_> {
    let mut draft = Draft::new();
    for (key, value) in fields {
        let given = match value {
            Value::Null => continue,
            Value::String(text) => Given::Text(Cow::Borrowed(text)),
            Value::Number(number) => Given::Number(Cow::Owned(number.to_string())),
            Value::Bool(_) => Given::Other("boolean".into()),
            Value::Array(_) => Given::Other("array".into()),
            Value::Object(_) => Given::Other("object".into()),
        };
        draft.push(key.as_str(), given);
    }
    draft
}

fn options(options: &Value) -> (Instant, Options) {
    let text = |name: &str| options[name].as_str();
    let now = match read(text("now").unwrap_or(Example::NOW)) {
        Reading::Exact(now) => now,
        other => panic!("{other:?}"),
    };
    let options = Options {
        operation: text("operation").map_or_else(Operation::default, |name| Operation::named(name).unwrap()),
        mode: if text("mode") == Some("lenient") {
            Mode::Lenient
        } else {
            Mode::Strict
        },
        locale: if text("locale") == Some("zh") {
            Locale::Zh
        } else {
            Locale::En
        },
    };
    (now, options)
}

fn judged(fields: &Map<String, Value>, asked: &Value) -> Checked {
    let (now, options) = options(asked);
    check(&draft(fields), now, &options)
}

/// An answer in the form in which the package gives it.
#[derive(Serialize)]
struct Answer<'c> {
    ok: bool,
    request: Option<Plain<'c>>,
    diagnostics: &'c [super::Diagnostic],
}

/// A request as the package gives it: pages are numbers.
struct Plain<'c>(&'c TaskRequest);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Param::ALL.into_iter().filter_map(|param| {
            let text = self.0.get(param)?;
            let value = match param {
                Param::PageNumber | Param::PageSize => json!(text.parse::<u32>().unwrap()),
                _ => json!(text),
            };
            Some((param.name(), value))
        }))
    }
}

fn answer(checked: &Checked) -> Answer<'_> {
    Answer {
        ok: checked.request.is_some(),
        request: checked.request.as_ref().map(Plain),
        diagnostics: &checked.diagnostics,
    }
}

fn decisions() -> Vec<Value> {
    let text = std::fs::read_to_string(generated::at("tests/cases/decisions.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn decisions_hold() {
    let mut failures = String::new();
    for case in decisions() {
        let fields = case["draft"].as_object().unwrap();
        let checked = judged(fields, &case["options"]);
        let codes: Vec<&str> = checked.diagnostics.iter().map(|found| found.code).collect();
        if json!(codes) != case["codes"] {
            writeln!(failures, "{case}\n  gave {codes:?}").unwrap();
        }
        if let Some(fixed) = case["fixed"].as_object() {
            let first = checked.diagnostics.iter().find_map(|found| found.fixes.first());
            let typed = draft(fields);
            let mended = first.map(|fix| {
                let mended = typed.apply(fix);
                let plain = mended.entries().map(|(key, given)| {
                    let value = match given {
                        Given::Text(text) => json!(text),
                        Given::Number(digits) => serde_json::from_str(digits).unwrap(),
                        other => panic!("{other:?}"),
                    };
                    (key.to_owned(), value)
                });
                plain.collect::<Map<String, Value>>()
            });
            if mended.as_ref() != Some(fixed) {
                writeln!(failures, "{case}\n  was mended to {mended:?}").unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Every code that a client can foresee is given for some draft, under that very name.
#[test]
fn every_foreseeable_code_is_given() {
    let decisions = decisions();
    let given = |code: &str| {
        decisions
            .iter()
            .any(|case| case["codes"].as_array().unwrap().contains(&json!(code)))
    };
    for row in crate::contract::errors::all().filter(|row| !row.params.is_empty()) {
        assert!(given(row.code), "{}", row.code);
    }
}

#[test]
fn answers_are_written_down() {
    let mut cases: Vec<(Map<String, Value>, Value)> = Vec::new();
    for case in decisions() {
        // Long lists are only long; and numbers of so many digits lose some on their way into JavaScript.
        let text = case.to_string();
        if text.len() < 1000 && !text.contains(":12345678901234567890}") {
            cases.push((case["draft"].as_object().unwrap().clone(), case["options"].clone()));
        }
    }
    for rule in rules::all() {
        for example in rule.examples.passes.iter().chain(rule.examples.fails) {
            let fields: Map<String, Value> = example
                .draft
                .iter()
                .map(|(key, value)| ((*key).to_owned(), json!(value)))
                .collect();
            let mut asked = json!({});
            if let Some(Operation::DescribeRefreshTaskById) = rule.operation {
                asked["operation"] = json!("DescribeRefreshTaskById");
            }
            if fields.len() == example.draft.len() {
                cases.push((fields, asked));
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut file = String::from("[\n");
    for (fields, asked) in cases {
        for locale in ["en", "zh"] {
            let mut asked = if asked.is_null() { json!({}) } else { asked.clone() };
            asked["locale"] = json!(locale);
            if asked["now"].is_null() {
                asked["now"] = json!(Example::NOW);
            }
            let input = format!("{{\"draft\":{},\"options\":{asked}", json!(fields));
            if seen.insert(input.clone()) {
                let checked = judged(&fields, &asked);
                let answer = serde_json::to_string(&answer(&checked)).unwrap();
                writeln!(
                    file,
                    "{}{input},\"answer\":{answer}}}",
                    if seen.len() == 1 { "" } else { "," }
                )
                .unwrap();
            }
        }
    }
    file.push_str("]\n");
    generated::ensure("tests/cases/check.json", &file);
}
