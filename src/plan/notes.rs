use crate::contract::{Locale, PlanRule, Severity, Text, Value, errors, fill, limits};
use crate::request::{Diagnostic, Edit, Fix};

/// Collects what the planner has to tell, in the reader's language.
#[derive(Debug)]
pub(crate) struct Notes {
    pub(crate) locale: Locale,
    pub(crate) list: Vec<Diagnostic>,
}

impl Notes {
    pub(crate) fn new(locale: Locale) -> Notes {
        Notes {
            locale,
            list: Vec::new(),
        }
    }

    /// Tells `rule` about `params`, with `values` in the places of its texts.
    pub(crate) fn tell(&mut self, rule: &PlanRule, params: &[&str], values: &[(&str, &str)]) {
        self.tell_with(rule, params, values, Vec::new());
    }

    /// The same, with the fixes that it offers.
    pub(crate) fn tell_with(&mut self, rule: &PlanRule, params: &[&str], values: &[(&str, &str)], fixes: Vec<Fix>) {
        let param = params.first().copied().unwrap_or_default();
        let mut filled = values.to_vec();
        filled.push(("param", param));
        let told = Diagnostic {
            code: rule.code,
            official: errors::is_known(rule.code),
            severity: rule.severity,
            params: params.iter().map(|param| (*param).to_owned()).collect(),
            message: self.fill(&rule.message, &filled),
            help: Some(self.fill(&rule.help, &filled)),
            fixes,
            source: rule.source,
        };
        self.list.push(told);
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.list.iter().any(|told| told.severity == Severity::Error)
    }

    /// The text in the reader's language, with its places filled.
    pub(crate) fn fill(&self, text: &Text, values: &[(&str, &str)]) -> String {
        fill(&limits::fill_in(text.get(self.locale)), values)
    }
}

/// A fix that takes fields out of the question.
pub(crate) fn without(title: String, params: &[&str]) -> Fix {
    Fix {
        title,
        edits: params
            .iter()
            .map(|param| Edit::Remove {
                param: (*param).to_owned(),
            })
            .collect(),
    }
}

/// A fix that sets fields of the question.
pub(crate) fn fix(title: String, edits: Vec<(&str, String)>) -> Fix {
    Fix {
        title,
        edits: edits
            .into_iter()
            .map(|(param, value)| Edit::Set {
                param: param.to_owned(),
                value: Value::Text(value),
            })
            .collect(),
    }
}
