//! The examples of every rule, as tests of that rule.

use super::{Checked, Diagnostic, Draft, Given, Mode, Options, Severity, check};
use crate::contract::rule::Example;
use crate::contract::{Locale, Rule, rules};
use crate::time::{Instant, Reading, read};
use std::collections::BTreeSet;

fn now() -> Instant {
    match read(Example::NOW) {
        Reading::Exact(now) => now,
        other => panic!("{other:?}"),
    }
}

fn judged(rule: &Rule, fields: &[(&'static str, &'static str)], mode: Mode) -> Checked {
    let options = Options {
        operation: rule.operation.unwrap_or_default(),
        mode,
        locale: Locale::En,
    };
    check(&fields.iter().copied().collect(), now(), &options)
}

/// The diagnostic of this very rule; others may share its code.
fn of<'c>(rule: &Rule, checked: &'c Checked) -> Option<&'c Diagnostic> {
    let found = |diagnostic: &&Diagnostic| {
        let param = diagnostic
            .params
            .first()
            .and_then(|name| crate::contract::Param::named(name));
        diagnostic.code == rule.code
            && diagnostic
                .message
                .starts_with(&rule.says(&rule.message, param, Locale::En))
    };
    checked.diagnostics.iter().find(found)
}

/// The fields as text, sorted; numbers in decimals.
fn fields(draft: &Draft<'_>) -> BTreeSet<(String, String)> {
    draft
        .entries()
        .map(|(key, given)| match given {
            Given::Text(text) | Given::Number(text) => (key.to_owned(), text.to_string()),
            other => panic!("{key}: {other:?}"),
        })
        .collect()
}

#[test]
fn examples_pass_and_fail_as_they_say() {
    for rule in rules::all() {
        assert!(!rule.examples.passes.is_empty(), "{} has no passing example", rule.code);
        for example in rule.examples.passes {
            let checked = judged(rule, example.draft, Mode::Strict);
            let found = checked.diagnostics.iter().find(|found| found.code == rule.code);
            assert_eq!(found, None, "{:?} should pass {}", example.draft, rule.code);
        }
        for example in rule.examples.fails {
            let checked = judged(rule, example.draft, Mode::Strict);
            let Some(found) = of(rule, &checked) else {
                panic!(
                    "{:?} should break {} ({})\n{checked:#?}",
                    example.draft,
                    rule.code,
                    rule.message.get(Locale::En)
                );
            };
            assert_eq!(found.severity, rule.severity, "{:?}", example.draft);
            assert_eq!(
                checked.request.is_none(),
                checked.diagnostics.iter().any(|d| d.severity == Severity::Error)
            );
            if let Some(fixed) = example.fixed {
                let Some(fix) = found.fixes.first() else {
                    panic!("{:?} should be fixed as {fixed:?}\n{found:#?}", example.draft);
                };
                let draft: Draft<'_> = example.draft.iter().copied().collect();
                let expected: BTreeSet<_> = fixed
                    .iter()
                    .map(|(key, value)| (key.to_string(), value.to_string()))
                    .collect();
                assert_eq!(fields(&draft.apply(fix)), expected, "{:?}", example.draft);
            }
            let lenient = judged(rule, example.draft, Mode::Lenient);
            let severity = of(rule, &lenient).map(|found| found.severity);
            assert_eq!(
                severity,
                Some(if rule.disputed {
                    Severity::Warning
                } else {
                    rule.severity
                }),
                "{:?}",
                example.draft
            );
        }
    }
}
