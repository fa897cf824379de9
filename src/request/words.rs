//! Findings put into words, with the fixes that help.

use super::check::{Found, Place, Score};
use super::{Diagnostic, Draft, Edit, Fix};
use crate::contract::{Change, Judge, Locale, Param, Repair, Text, fill, limits, quote};

/// Writes diagnostics about one draft.
pub(super) struct Reader<'r> {
    pub(super) draft: &'r Draft<'r>,
    pub(super) before: Score,
    /// What an edited draft would come to.
    pub(super) score: &'r dyn Fn(&Draft<'_>) -> Score,
    pub(super) locale: Locale,
}

const THEN: Text = Text::new("; ", "；");
const MORE_KEYS: Text = Text::new("found {0} more keys that are none", "另有 {0} 个不支持的键");

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
        let mut message = rule.says(&rule.message, param, self.locale);
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
            let values: Vec<(&str, &str)> = ["0", "1"].into_iter().zip(values.iter().map(String::as_str)).collect();
            message.push_str(&fill(text.get(self.locale), &values));
        }
        let params = match (place, &finding.params) {
            (Place::Key(_, key), _) => vec![(*key).to_owned()],
            (_, Some(params)) => params.iter().map(|param| param.name().to_owned()).collect(),
            (Place::Param(_), None) if matches!(rule.judge, Judge::Value(_)) => {
                param.iter().map(|param| param.name().to_owned()).collect()
            }
            _ => rule.params.iter().map(|param| param.name().to_owned()).collect(),
        };
        Diagnostic {
            code: rule.code,
            official: rule.is_official(),
            severity: *severity,
            params,
            message,
            help: Some(rule.says(&rule.help, param, self.locale)),
            fixes: finding
                .repairs
                .iter()
                .filter_map(|repair| self.fix(repair, place))
                .collect(),
            source: Some(rule.source),
        }
    }

    /// The fix, if the draft checks better with it. Its title names the field that is set, or else the one that is removed.
    fn fix(&self, repair: &Repair, place: &Place<'_>) -> Option<Fix> {
        let mut param = None;
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
        let title = fill(
            &limits::fill_in(repair.title.get(self.locale)),
            &[
                ("param", param.map_or("", Param::name)),
                ("value", value.as_deref().unwrap_or_default()),
            ],
        );
        Some(Fix { title, edits })
    }
}

#[cfg(test)]
mod tests {
    use crate::request::{Draft, Edit, Given, Options, check};
    use crate::time::Instant;

    #[test]
    fn a_title_names_the_field_that_its_edits_change() {
        let now = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
        for (given, other) in [("StartTime", "EndTime"), ("EndTime", "StartTime")] {
            let draft = Draft::new().with(given, Given::Text("2026-11-24T07:00:00Z".into()));
            let checked = check(&draft, now, &Options::default());
            let fixes: Vec<_> = checked.diagnostics.iter().flat_map(|found| &found.fixes).collect();
            assert_eq!(fixes.len(), 2);
            for fix in fixes {
                let [Edit::Set { param, .. } | Edit::Remove { param }] = fix.edits.as_slice() else {
                    panic!("{fix:?}")
                };
                assert!(fix.title.contains(&format!("`{param}`")), "{fix:?}");
                let expected = if matches!(fix.edits[0], Edit::Set { .. }) {
                    other
                } else {
                    given
                };
                assert_eq!(param, expected);
            }
        }
    }
}
