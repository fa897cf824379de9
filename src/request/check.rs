//! The checker: it walks the rules as data and knows none of them.

use super::words::Reader;
use super::{Diagnostic, Draft, TaskRequest};
use crate::contract::{
    Case, Finding, Given, Judge, Locale, Mode, Operation, Param, Rule, Severity, Slot, Verdict, rules,
};
use crate::time::Instant;

/// How a draft is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The operation that is to be called.
    pub operation: Operation,
    /// How bounds are judged about which official documents disagree.
    pub mode: Mode,
    /// The language of the diagnostics.
    pub locale: Locale,
}

/// A request, if the draft makes one, and everything that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The request; `None` if any diagnostic is an error.
    pub request: Option<TaskRequest>,
    /// Everything found, in the order of the form: by field, then unknown keys, then the draft as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// Judges `draft` by every rule at once, as at `now`.
pub fn check(draft: &Draft<'_>, now: Instant, options: &Options) -> Checked {
    let (case, findings) = judge(draft, now, options);
    Checked {
        request: (findings.score.errors == 0).then(|| TaskRequest::of(&case)),
        diagnostics: findings.in_words(draft, now, options),
    }
}

/// The diagnostics alone, for a host that keeps what was typed: unless one of them is an error, that is the request, value by value.
#[cfg(feature = "bindgen")]
pub(crate) fn diagnose(draft: &Draft<'_>, now: Instant, options: &Options) -> Vec<Diagnostic> {
    judge(draft, now, options).1.in_words(draft, now, options)
}

/// One breach of one rule.
pub(super) struct Found<'d> {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) finding: Box<Finding>,
    pub(super) place: Place<'d>,
}

/// Where a breach was found; their order is that of the form.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
pub(super) enum Place<'d> {
    /// At a parameter.
    Param(Param),
    /// At a key that is none, by its position in the draft.
    Key(usize, &'d str),
    /// At this many more keys, which are only counted.
    Rest(usize),
    /// At the draft as a whole.
    Draft,
}

/// How many errors and warnings there are. Fewer is better, errors first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Score {
    pub(super) errors: usize,
    warnings: usize,
}

#[derive(Default)]
struct Findings<'d> {
    list: Vec<Found<'d>>,
    score: Score,
}

impl<'d> Findings<'d> {
    fn in_words(&self, draft: &Draft<'_>, now: Instant, options: &Options) -> Vec<Diagnostic> {
        let reader = Reader {
            draft,
            before: self.score,
            score: &|edited: &Draft<'_>| judge(edited, now, options).1.score,
            locale: options.locale,
        };
        self.list.iter().map(|found| reader.diagnostic(found)).collect()
    }

    fn add(&mut self, rule: &'static Rule, mode: Mode, finding: Box<Finding>, place: Place<'d>) -> Severity {
        let severity = self.count(rule, mode);
        let position = self.list.partition_point(|found| found.place <= place);
        let found = Found {
            rule,
            severity,
            finding,
            place,
        };
        self.list.insert(position, found);
        severity
    }

    fn count(&mut self, rule: &Rule, mode: Mode) -> Severity {
        let severity = match mode {
            Mode::Lenient if rule.disputed => Severity::Warning,
            _ => rule.severity,
        };
        match severity {
            Severity::Error => self.score.errors += 1,
            Severity::Warning => self.score.warnings += 1,
            // It has no repair, and none is held back for it.
            Severity::Notice => {}
        }
        severity
    }
}

/// Unknown keys beyond this many are counted, not listed: an answer stays short.
const LISTED_KEYS: usize = 16;
/// Nor are longer keys listed.
const LONGEST_KEY: usize = 256;

fn judge<'d>(draft: &'d Draft<'_>, now: Instant, options: &Options) -> (Case<'d>, Findings<'d>) {
    let mut case = Case::new(now, options.operation, options.mode, draft.flaws());
    let keys = fill(&mut case, draft);
    let mut findings = Findings::default();
    let between = findings.of_values(&mut case);
    case.settle();
    for (rule, judge) in between {
        if let Err(finding) = judge(&case) {
            let focus = match &finding.params {
                Some(params) => params.first(),
                None => rule.params.first(),
            };
            let place = focus.map_or(Place::Draft, |param| Place::Param(*param));
            findings.add(rule, case.mode, finding, place);
        }
    }
    if !keys.is_empty() {
        findings.of_keys(keys, &case);
    }
    (case, findings)
}

/// Puts the fields of a draft into their slots; answers the keys that are no parameter.
fn fill<'d>(case: &mut Case<'d>, draft: &'d Draft<'_>) -> Vec<(&'d str, &'d Given<'d>)> {
    let mut keys = Vec::new();
    for (key, given) in draft.entries().filter(|(_, given)| !given.is_absent()) {
        match Param::named(key) {
            Some(param) => {
                if let Some(slot) = case.slot_mut(param) {
                    *slot = match slot.first {
                        None => Slot {
                            first: Some(given),
                            ..Slot::default()
                        },
                        Some(_) => Slot {
                            last: Some(given),
                            ..*slot
                        },
                    };
                }
            }
            None => keys.push((key, given)),
        }
    }
    case.other_keys = !keys.is_empty();
    keys
}

type Between = (&'static Rule, fn(&Case<'_>) -> Verdict);

impl<'d> Findings<'d> {
    /// Asks the rules that see one field; answers those that are to see all.
    fn of_values(&mut self, case: &mut Case<'_>) -> Vec<Between> {
        let mut between = Vec::with_capacity(16);
        let operation = case.operation;
        for rules in rules::ALL {
            for rule in rules.iter().filter(|rule| rule.is_of(operation)) {
                match rule.judge {
                    Judge::Value(judge) => {
                        for &param in rule.params {
                            let slot = case.slot(param);
                            let Some(given) = slot.first.filter(|_| !slot.invalid) else {
                                continue;
                            };
                            if let Err(finding) = judge(param, given, case)
                                && self.add(rule, case.mode, finding, Place::Param(param)) == Severity::Error
                                && let Some(slot) = case.slot_mut(param)
                            {
                                slot.invalid = true;
                            }
                        }
                    }
                    Judge::Draft(judge) => between.push((rule, judge)),
                    Judge::Key(_) => {}
                }
            }
        }
        between
    }

    /// Asks the rules that see a key that is no parameter; the first breach of each key is told.
    fn of_keys(&mut self, keys: Vec<(&'d str, &'d Given<'d>)>, case: &Case<'_>) {
        let of_keys = || {
            let asked = rules::all().filter(|rule| rule.is_of(case.operation));
            asked.filter_map(|rule| match rule.judge {
                Judge::Key(judge) => Some((rule, judge)),
                Judge::Value(_) | Judge::Draft(_) => None,
            })
        };
        let (mut listed, mut rest) = (Vec::new(), 0);
        for (position, (key, given)) in keys.into_iter().enumerate() {
            if listed.contains(&key) {
                continue;
            }
            if listed.len() == LISTED_KEYS || key.len() > LONGEST_KEY {
                rest += 1;
                continue;
            }
            let mut judged = of_keys().map(|(rule, judge)| (rule, judge(key, given, case)));
            if let Some((rule, Err(finding))) = judged.find(|(_, verdict)| verdict.is_err()) {
                listed.push(key);
                self.add(rule, case.mode, finding, Place::Key(position, key));
            }
        }
        if let (1.., Some((rule, _))) = (rest, of_keys().last()) {
            for found in &mut self.list {
                // One key fewer would only bring the next one up: no single edit makes this answer shorter.
                if matches!(found.place, Place::Key(..)) {
                    found.finding.repairs.clear();
                }
            }
            self.add(rule, case.mode, Finding::bare(), Place::Rest(rest));
        }
    }
}
