//! The table as plain data, for programs, pages and the documents that are generated from it.

use super::params::Kind;
use super::{
    Explanation, Limit, Locale, Param, Rule, Severity, Source, conflicts, errors, explain, ledger, limits, notes, rules,
};
use serde::Serialize;

/// The one table, in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contract {
    /// The parameters, in the order of the form.
    pub params: Vec<ListedParam>,
    /// The rules, by field.
    pub rules: Vec<ListedRule>,
    /// The error codes of the operation and its gateway.
    pub errors: Vec<Explanation>,
    /// The service's numbers.
    pub limits: Vec<ListedLimit>,
    /// Where official documents disagree.
    pub conflicts: Vec<ListedConflict>,
    /// What no rule can judge.
    pub notes: Vec<ListedNote>,
    /// What the names in a ledger say.
    pub ledger: ListedLedger,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedParam {
    /// Its name, as sent.
    pub name: Param,
    /// `text`, `choice`, `integer` or `time`.
    pub kind: &'static str,
    /// What a form calls it.
    pub label: String,
    /// One line below the field.
    pub hint: String,
    /// The smallest value, of an integer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The largest value, of an integer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// What the service takes where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<u32>,
    /// The words it may be, of a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<&'static str>>,
    /// What each word means.
    #[serde(rename = "choiceLabels", skip_serializing_if = "Option::is_none")]
    pub choice_labels: Option<Vec<String>>,
    /// Where it is documented.
    pub source: Source,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedRule {
    /// Its code.
    pub code: &'static str,
    /// Whether the code is the service's own.
    pub official: bool,
    /// How much a breach matters.
    pub severity: Severity,
    /// Whether lenient mode only warns.
    pub disputed: bool,
    /// `null` for both operations.
    pub operation: Option<super::Operation>,
    /// The parameters it is about.
    pub params: &'static [Param],
    /// What is expected.
    pub message: String,
    /// What to do or to know.
    pub help: String,
    /// Where it is documented.
    pub source: Source,
}

/// One number of the service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedLimit {
    /// Our name for it, in kebab case.
    pub name: &'static str,
    /// How much.
    pub value: u32,
    /// Of what.
    pub unit: String,
    /// Where it is documented.
    pub source: Source,
}

/// One disagreement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedConflict {
    /// What it is about.
    pub about: String,
    /// What each document says.
    pub readings: Vec<ListedReading>,
    /// What `strict` does.
    pub strict: String,
    /// What `lenient` does.
    pub lenient: String,
}

/// What one document says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedReading {
    /// In its own terms.
    pub value: String,
    /// Where it is documented.
    pub source: Source,
}

/// One fact that no rule can judge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedNote {
    /// Our name for it, in kebab case.
    pub name: &'static str,
    /// The fact.
    pub text: String,
    /// Where it is documented.
    pub source: Source,
}

/// What the names in a ledger say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedLedger {
    /// What no client can prove.
    pub assumptions: Vec<ListedName>,
    /// Why a window is not proven.
    pub gaps: Vec<ListedName>,
}

/// A name and what it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedName {
    /// As the ledger has it; a `*` stands for any number.
    pub name: &'static str,
    /// In words.
    pub text: String,
}

/// The one table in `locale`.
pub fn contract(locale: Locale) -> Contract {
    Contract {
        params: Param::ALL
            .into_iter()
            .map(|param| listed_param(param, locale))
            .collect(),
        rules: rules::all().map(|rule| listed_rule(rule, locale)).collect(),
        errors: errors::all().map(|row| explain::of_row(row, locale)).collect(),
        limits: limits::ALL.iter().map(|limit| listed_limit(limit, locale)).collect(),
        conflicts: conflicts::ALL
            .iter()
            .map(|conflict| listed_conflict(conflict, locale))
            .collect(),
        notes: notes::ALL
            .iter()
            .map(|note| ListedNote {
                name: note.name,
                text: limits::fill_in(note.text.get(locale)),
                source: note.source,
            })
            .collect(),
        ledger: ListedLedger {
            assumptions: listed_names(ledger::ASSUMPTIONS, locale),
            gaps: listed_names(ledger::REASONS, locale),
        },
    }
}

fn listed_names(table: &[ledger::Named], locale: Locale) -> Vec<ListedName> {
    let listed = |named: &ledger::Named| ListedName {
        name: named.name,
        text: named.text.get(locale).to_owned(),
    };
    table.iter().map(listed).collect()
}

fn listed_param(param: Param, locale: Locale) -> ListedParam {
    let row = param.row();
    let (kind, bounds, choices) = match row.kind {
        Kind::Text => ("text", None, None),
        Kind::Time => ("time", None, None),
        Kind::Integer { min, max, default } => ("integer", Some((min.value, max.value, default)), None),
        Kind::Choice(choices) => ("choice", None, Some(choices)),
    };
    let settled = || choices.into_iter().flatten().filter(|choice| !choice.disputed);
    ListedParam {
        name: param,
        kind,
        label: row.label.get(locale).to_owned(),
        hint: limits::fill_in(row.hint.get(locale)),
        min: bounds.map(|(min, _, _)| min),
        max: bounds.map(|(_, max, _)| max),
        default: bounds.map(|(_, _, default)| default),
        choices: choices.map(|_| settled().map(|choice| choice.value).collect()),
        choice_labels: choices.map(|_| settled().map(|choice| choice.label.get(locale).to_owned()).collect()),
        source: row.source,
    }
}

fn listed_rule(rule: &'static Rule, locale: Locale) -> ListedRule {
    ListedRule {
        code: rule.code,
        official: rule.is_official(),
        severity: rule.severity,
        disputed: rule.disputed,
        operation: rule.operation,
        params: rule.params,
        message: rule.says(&rule.message, None, locale),
        help: rule.says(&rule.help, None, locale),
        source: rule.source,
    }
}

fn listed_limit(limit: &Limit, locale: Locale) -> ListedLimit {
    ListedLimit {
        name: limit.name,
        value: limit.value,
        unit: limit.unit.get(locale).to_owned(),
        source: limit.source,
    }
}

fn listed_conflict(conflict: &conflicts::Conflict, locale: Locale) -> ListedConflict {
    ListedConflict {
        about: limits::fill_in(conflict.about.get(locale)),
        readings: conflict
            .readings
            .iter()
            .map(|reading| ListedReading {
                value: limits::fill_in(reading.value.get(locale)),
                source: reading.source,
            })
            .collect(),
        strict: limits::fill_in(conflict.strict.get(locale)),
        lenient: limits::fill_in(conflict.lenient.get(locale)),
    }
}
