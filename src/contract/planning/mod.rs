//! What `plan` and `splitRange` tell about a question. Where the service has a code for it, that code; else ours.

mod query;
mod range;
mod routes;

pub use query::*;
pub use range::*;
pub use routes::*;

use super::{Locale, Severity, Source, Text, fill, limits};

/// One finding of the planner.
#[derive(Debug)]
pub struct PlanRule {
    /// The service's own code where it has one, else ours in the same dotted style.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is expected or what was done. Places: those of the finding, and the names of limits.
    pub message: Text,
    /// What to do or to know, apart from the fixes. The same places.
    pub help: Text,
    /// Where the reason is documented; `None` where it is ours alone.
    pub source: Option<Source>,
}

/// What stands in texts for what only a finding knows.
const PLACES: [&str; 17] = [
    "param", "found", "value", "first", "second", "expected", "limit", "known", "fields", "route", "routes", "why",
    "calls", "instead", "more", "meant", "count",
];

impl PlanRule {
    /// Its message without a finding: what only a finding knows is left open.
    pub fn says(&self, locale: Locale) -> String {
        let open = PLACES.map(|place| (place, if matches!(place, "more" | "meant") { "" } else { "…" }));
        fill(&limits::fill_in(self.message.get(locale)), &open)
    }

    /// Its help, likewise.
    pub fn helps(&self, locale: Locale) -> String {
        fill(
            &limits::fill_in(self.help.get(locale)),
            &PLACES.map(|place| (place, "…")),
        )
    }
}

/// Every one of them.
pub static ALL: &[&PlanRule] = &[
    &START_MALFORMED,
    &END_MALFORMED,
    &START_IMPOSSIBLE,
    &END_IMPOSSIBLE,
    &REVERSED,
    &OUT_OF_REACH,
    &OUTSIDE_RETENTION,
    &NEAR_RETENTION,
    &FUTURE,
    &NEAR_NOW,
    &OPTION,
    &RATE,
    &KEY,
    &LIST,
    &QUERY,
    &EMPTY,
    &SPLIT,
    &READ_AS,
    &BLANK,
    &DUPLICATE,
    &UNKNOWN_WORD,
    &FOREIGN_LETTERS,
    &LOCAL,
    &VOLATILE,
    &ROUTE_IMPOSSIBLE,
    &UNPROVEN,
    &CHEAPER,
];
