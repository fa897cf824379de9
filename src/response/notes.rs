//! What is worth telling about a page, each with its place, and never more than a bounded number.

use crate::contract::{Locale, ResponseRule, fill, quote};
use crate::request::Diagnostic;
use cdn_refresh_tasks_reader::{EXTRA_DEPTH_LIMIT, Finding, Place, Tell};

/// How many diagnostics one page lists. A body of a million bad values must not become a million texts.
pub const DIAGNOSTICS_LIMIT: usize = 100;

/// Collects diagnostics.
#[derive(Debug, Default)]
pub(super) struct Notes {
    locale: Locale,
    list: Vec<Diagnostic>,
    unlisted: usize,
}

impl Notes {
    pub(super) fn new(locale: Locale) -> Notes {
        Notes {
            locale,
            ..Notes::default()
        }
    }

    /// Tells that `rule` was met at `place`. Not inlined: this is never the usual case.
    #[inline(never)]
    pub(super) fn tell_rule(&mut self, rule: &ResponseRule, place: Place<'_>, values: &[(&str, &str)]) {
        if self.list.len() >= DIAGNOSTICS_LIMIT {
            self.unlisted += 1;
            return;
        }
        let params = match place {
            Place::Body => Vec::new(),
            Place::Member(name) => vec![short(name)],
            Place::Row(row) => vec![["Tasks[", &row.to_string(), "]"].concat()],
            Place::Field(row, name) => vec![["Tasks[", &row.to_string(), "].", &short(name)].concat()],
        };
        self.list.push(Diagnostic {
            code: rule.code,
            official: false,
            severity: rule.severity,
            params,
            message: fill(rule.message.get(self.locale), values),
            help: Some(fill(rule.help.get(self.locale), values)),
            fixes: Vec::new(),
            source: None,
        });
    }

    /// The diagnostics, the number of those not listed told by the last one.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if self.unlisted > 0 {
            let (count, limit) = (self.unlisted.to_string(), DIAGNOSTICS_LIMIT.to_string());
            // Past the limit by one: the only one that may be.
            let values = [("count", count.as_str()), ("limit", limit.as_str())];
            let mut last = Notes::new(self.locale);
            last.tell_rule(&ResponseRule::MORE_DIAGNOSTICS, Place::Body, &values);
            self.list.append(&mut last.list);
        }
        self.list
    }
}

impl Tell for Notes {
    fn tell(&mut self, finding: Finding<'_>, place: Place<'_>) {
        // Past the limit nothing is worded.
        if self.list.len() >= DIAGNOSTICS_LIMIT {
            self.unlisted += 1;
            return;
        }
        let limit = EXTRA_DEPTH_LIMIT.to_string();
        let rows;
        let raw;
        let (rule, values): (_, &[(&str, &str)]) = match finding {
            Finding::Unreadable(expected, found) => {
                raw = shown(found);
                let expected = ResponseRule::expected(expected).get(self.locale);
                (
                    &ResponseRule::UNREADABLE_VALUE,
                    &[("expected", expected), ("found", &raw)],
                )
            }
            Finding::UnreadableRow(found) => {
                raw = shown(found);
                (&ResponseRule::UNREADABLE_ROW, &[("found", &raw)])
            }
            Finding::Missing(field) => (&ResponseRule::MISSING_MEMBER, &[("field", field)]),
            Finding::Duplicate(field) => (&ResponseRule::DUPLICATE_MEMBER, &[("field", field)]),
            Finding::WithoutOffset(found) => {
                raw = shown(found);
                (&ResponseRule::TIME_WITHOUT_OFFSET, &[("found", &raw)])
            }
            Finding::Numeric(found, milliseconds) => {
                raw = shown(found);
                let rule = if milliseconds {
                    &ResponseRule::TIME_IN_MILLISECONDS
                } else {
                    &ResponseRule::TIME_IN_SECONDS
                };
                (rule, &[("found", &raw)])
            }
            Finding::LoneSurrogate => (&ResponseRule::LONE_SURROGATE, &[]),
            Finding::InvalidUtf8 => (&ResponseRule::INVALID_UTF8, &[]),
            Finding::NumberAsText(field) => {
                raw = short(field);
                (&ResponseRule::NUMBER_KEPT_AS_TEXT, &[("field", &raw)])
            }
            Finding::TooDeep(field) => {
                raw = short(field);
                (&ResponseRule::TOO_DEEP, &[("field", &raw), ("limit", &limit)])
            }
            Finding::UnusualTasks(found, count) => {
                raw = shown(found);
                rows = count.to_string();
                (&ResponseRule::UNUSUAL_TASKS, &[("found", &raw), ("rows", &rows)])
            }
        };
        self.tell_rule(rule, place, values);
    }
}

/// Raw bytes of a body as a message shows them.
pub(super) fn shown(raw: &[u8]) -> String {
    // A message shows 80 characters at most, which are 320 bytes at most.
    quote(&String::from_utf8_lossy(raw.get(..400).unwrap_or(raw)))
}

/// A member's name as a place shows it: a body may name a member in a megabyte.
fn short(name: &str) -> String {
    name.chars().take(80).collect()
}
