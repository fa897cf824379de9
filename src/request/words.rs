//! Findings put into words, with the fixes that help.

use super::check::{Found, Place, Score};
use super::{Diagnostic, Draft, Edit, Fix};
use crate::contract::params::Kind;
use crate::contract::{Change, Locale, Param, Repair, Rule, Text, errors, fill_with, limits, quote};
use std::borrow::Cow;

/// Writes diagnostics about one draft.
pub(super) struct Reader<'r> {
    pub(super) draft: &'r Draft<'r>,
    pub(super) before: Score,
    /// What an edited draft would come to.
    pub(super) score: &'r dyn Fn(&Draft<'_>) -> Score,
    pub(super) locale: Locale,
}

const THEN: Text = Text { en: "; ", zh: "；" };
const MORE_KEYS: Text = Text {
    en: "found {0} more keys that are none",
    zh: "另有 {0} 个不支持的键",
};

impl Reader<'_> {
    pub(super) fn diagnostic(&self, found: &Found<'_>) -> Diagnostic {
        let Found {
            rule,
            severity,
            finding,
            place,
        } = found;
        let param = match place {
            Place::Param(param) => Some(*param),
            _ => None,
        };
        let mut message = statement(rule, &rule.message, param, self.locale);
        let more;
        let tail = match place {
            Place::Rest(count) => {
                more = (MORE_KEYS, vec![count.to_string()]);
                Some(&more)
            }
            _ => finding.found.as_ref(),
        };
        if let Some((text, values)) = tail {
            message.push_str(THEN.get(self.locale));
            message.push_str(&fill_with(text.get(self.locale), |place| {
                let value = values.get(place.parse::<usize>().ok()?)?;
                Some(Cow::Borrowed(value.as_str()))
            }));
        }
        let params = match (place, &finding.params) {
            (Place::Key(_, key), _) => vec![(*key).to_owned()],
            (Place::Rest(_), _) => Vec::new(),
            (_, Some(params)) => params.iter().map(|param| param.name().to_owned()).collect(),
            (Place::Param(_), None) if matches!(rule.judge, crate::contract::Judge::Value(_)) => {
                param.iter().map(|param| param.name().to_owned()).collect()
            }
            _ => rule.params.iter().map(|param| param.name().to_owned()).collect(),
        };
        Diagnostic {
            code: rule.code,
            official: errors::find(rule.code).is_some(),
            severity: *severity,
            params,
            message,
            help: Some(statement(rule, &rule.help, param, self.locale)),
            fixes: finding
                .repairs
                .iter()
                .filter_map(|repair| self.fix(repair, place))
                .collect(),
            source: Some(rule.source),
        }
    }

    /// The fix, if the draft checks better with it.
    fn fix(&self, repair: &Repair, place: &Place<'_>) -> Option<Fix> {
        let mut param = match place {
            Place::Param(param) => Some(*param),
            _ => None,
        };
        let mut value = None;
        let mut edits = Vec::with_capacity(repair.changes.len());
        for change in &repair.changes {
            edits.push(match change {
                Change::Set(of, to) => {
                    if value.is_none() {
                        param = Some(*of);
                        value = Some(quote(&to.to_string()));
                    }
                    Edit::Set {
                        param: of.name().to_owned(),
                        value: to.clone(),
                    }
                }
                Change::Remove(of) => {
                    param = param.or(Some(*of));
                    Edit::Remove {
                        param: of.name().to_owned(),
                    }
                }
                Change::RemoveKey => {
                    let Place::Key(_, key) = place else { return None };
                    Edit::Remove {
                        param: (*key).to_owned(),
                    }
                }
            });
        }
        if (self.score)(&self.draft.edit(&edits)) >= self.before {
            return None;
        }
        let title = fill_with(repair.title.get(self.locale), |place| match place {
            "param" => param.map(|param| Cow::Borrowed(param.name())),
            "value" => value.as_deref().map(Cow::Borrowed),
            other => limits::value_of(other),
        });
        Some(Fix { title, edits })
    }
}

/// `text` of `rule`, with its places filled from the table.
pub(super) fn statement(rule: &Rule, text: &Text, param: Option<Param>, locale: Locale) -> String {
    fill_with(text.get(locale), |place| match place {
        "param" => param
            .or(rule.params.first().copied())
            .map(|param| Cow::Borrowed(param.name())),
        "choices" => rule.params.first().map(|param| Cow::Owned(choices(*param, locale))),
        other => limits::value_of(other),
    })
}

fn choices(param: Param, locale: Locale) -> String {
    let Kind::Choice(choices) = param.row().kind else {
        return String::new();
    };
    let mut list = String::new();
    for choice in choices.iter().filter(|choice| !choice.disputed) {
        if !list.is_empty() {
            list.push_str(match locale {
                Locale::En => ", ",
                Locale::Zh => "、",
            });
        }
        list.push('`');
        list.push_str(choice.value);
        list.push('`');
    }
    list
}
