//! What is worth telling about a page, each with its place, and never more than a bounded number.

use super::text::Replaced;
use crate::contract::{Locale, ResponseRule, fill};
use crate::request::Diagnostic;

/// How many diagnostics one page lists. A body of a million bad values must not become a million texts.
pub const DIAGNOSTICS_LIMIT: usize = 100;

/// Where in the body something was found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// The body as a whole.
    Body,
    /// A member of the envelope.
    Member(&'a str),
    /// An entry of the list of tasks, counted as in the body.
    Row(usize),
    /// A member of an entry.
    Field(usize, &'a str),
}

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

    pub(super) fn locale(&self) -> Locale {
        self.locale
    }

    /// Tells that `rule` was met at `place`. Not inlined: this is never the usual case.
    #[inline(never)]
    pub(super) fn tell(&mut self, rule: &ResponseRule, place: Place<'_>, values: &[(&str, &str)]) {
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

    /// Tells what had to be replaced in a text.
    pub(super) fn tell_replaced(&mut self, replaced: Replaced, place: Place<'_>) {
        if replaced.surrogate {
            self.tell(&ResponseRule::LONE_SURROGATE, place, &[]);
        }
        if replaced.bytes {
            self.tell(&ResponseRule::INVALID_UTF8, place, &[]);
        }
    }

    /// The diagnostics, the number of those not listed told by the last one.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if self.unlisted > 0 {
            let (count, limit) = (self.unlisted.to_string(), DIAGNOSTICS_LIMIT.to_string());
            // Past the limit by one: the only one that may be.
            let values = [("count", count.as_str()), ("limit", limit.as_str())];
            let mut last = Notes::new(self.locale);
            last.tell(&ResponseRule::MORE_DIAGNOSTICS, Place::Body, &values);
            self.list.append(&mut last.list);
        }
        self.list
    }
}

/// A member's name as a place shows it: a body may name a member in a megabyte.
fn short(name: &str) -> String {
    name.chars().take(80).collect()
}
