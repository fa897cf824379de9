//! What was asked, read: every value valid by itself, once, in the service's spelling; and what was made of it on the way told.

use super::moment::{Edge, moment};
use super::notes::Notes;
use super::punycode;
use super::query::{Asked, KEYS, Query};
use super::reach::Range;
use crate::contract::params::{Choice, Kind};
use crate::contract::planning::{BLANK, DUPLICATE, EMPTY, FOREIGN_LETTERS, KEY, LIST, READ_AS, SPLIT, UNKNOWN_WORD};
use crate::contract::{Given, Param, PlanRule, Severity, Text, Value, nearest, quote};
use crate::request::{Diagnostic, Draft, Edit, Options, check};
use crate::time::Instant;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A question in which every value can be sent or compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Question {
    pub(crate) ids: Option<Vec<String>>,
    pub(crate) paths: Option<Vec<String>>,
    pub(crate) domains: Option<Vec<String>>,
    pub(crate) types: Option<Vec<String>>,
    pub(crate) statuses: Option<Vec<String>>,
    pub(crate) range: Range,
    pub(crate) group: Option<String>,
}

const AND_MORE: Text = Text::new(", and {count} more like it", "，另有 {count} 处同类情况");
const MEANT: Text = Text::new("; did you mean `{word}`?", "；是否想写 `{word}`？");
const NUMBER: Text = Text::new("the number {digits}", "数字 {digits}");

impl Question {
    /// Reads `query`, telling `notes` what was wrong or read otherwise; after an error the question may lack values.
    pub(crate) fn read(query: &Query<'_>, now: Instant, notes: &mut Notes) -> Question {
        let mut reader = Reader { now, notes };
        let ids = reader.list("taskIds", Param::TaskId, &query.task_ids);
        let paths = reader.list("objectPaths", Param::ObjectPath, &query.object_paths);
        let domains = reader.list("domainNames", Param::DomainName, &query.domain_names);
        let types = reader.list("objectTypes", Param::ObjectType, &query.object_types);
        let statuses = reader.list("statuses", Param::Status, &query.statuses);
        let from = moment(query.from.as_ref(), Edge::From, reader.notes);
        let to = moment(query.to.as_ref(), Edge::To, reader.notes);
        let group = query.resource_group_id.as_ref().filter(|given| !given.is_absent());
        let group = group.and_then(|group| {
            let asked = Asked::List(vec![group.borrowed()]);
            reader.list("resourceGroupId", Param::ResourceGroupId, &asked)?.pop()
        });
        for key in &query.other {
            reader.unknown_key(key);
        }
        Question {
            ids,
            paths,
            domains,
            types,
            statuses,
            range: Range {
                from: from.unwrap_or(None),
                to: to.unwrap_or(None),
            },
            group,
        }
    }

    /// The one status that can be left to the service: under a final one, rows are only added.
    pub(crate) fn sent_status(&self) -> Option<&str> {
        match self.statuses.as_deref() {
            Some([status]) if sendable(Param::Status, status) && !is_volatile(status) => Some(status),
            _ => None,
        }
    }

    /// The types that a fan-out asks for: those that were named, or all that can be.
    pub(crate) fn sent_types(&self) -> Vec<&str> {
        let mut types = Vec::new();
        match &self.types {
            Some(named) => named.iter().for_each(|of| types.push(of.as_str())),
            None => {
                for choice in choices(Param::ObjectType) {
                    if !choice.disputed {
                        types.push(choice.value);
                    }
                }
            }
        }
        types
    }
}

/// How often something was found in a list, and the first of it.
struct Tally<T> {
    first: Option<T>,
    count: usize,
}

impl<T> Default for Tally<T> {
    fn default() -> Tally<T> {
        Tally { first: None, count: 0 }
    }
}

impl<T> Tally<T> {
    fn add(&mut self, found: impl FnOnce() -> T) {
        if self.count == 0 {
            self.first = Some(found());
        }
        self.count += 1;
    }

    /// The first, and the words for the others.
    fn told(self, notes: &Notes) -> Option<(T, String)> {
        let more = match self.count {
            0 | 1 => String::new(),
            count => notes.fill(&AND_MORE, &[("count", &(count - 1).to_string())]),
        };
        Some((self.first?, more))
    }
}

#[derive(Default)]
struct Tallies {
    blank: usize,
    split: Tally<(String, usize)>,
    read_as: Tally<(String, String)>,
    unknown: Tally<String>,
    foreign: Tally<String>,
    duplicates: Tally<String>,
    errors: Tally<Diagnostic>,
    warnings: Tally<Diagnostic>,
}

struct Reader<'n> {
    now: Instant,
    notes: &'n mut Notes,
}

impl Reader<'_> {
    fn list(&mut self, name: &str, param: Param, asked: &Asked<'_>) -> Option<Vec<String>> {
        let one;
        let given = match asked {
            Asked::Any => return None,
            Asked::One(given) if given.is_absent() => return None,
            Asked::One(Given::Other(kind)) => {
                self.notes.tell(&LIST, &[name], &[("found", &quote(kind))]);
                return None;
            }
            Asked::One(given) => {
                one = [given.borrowed()];
                one.as_slice()
            }
            Asked::List(list) => list,
        };
        let mut tallies = Tallies::default();
        let mut values = Vec::with_capacity(given.len());
        for given in given {
            self.entry(param, given, &mut values, &mut tallies);
        }
        let broken = tallies.errors.count > 0;
        if values.is_empty() && !broken {
            self.notes.tell(&EMPTY, &[name], &[]);
        }
        let values = without_duplicates(values, &mut tallies.duplicates);
        self.tell(name, param, tallies);
        (!broken && !values.is_empty()).then_some(values)
    }

    /// Reads one entry of a list into the values it holds.
    fn entry(&self, param: Param, given: &Given<'_>, values: &mut Vec<String>, tallies: &mut Tallies) {
        let Given::Text(text) = given else {
            return self.value(param, given, values, tallies);
        };
        if text.trim().is_empty() {
            tallies.blank += 1;
            return;
        }
        // Commas and semicolons belong to URLs; line ends do not.
        let separates = |character: char| match param {
            Param::ObjectPath => matches!(character, '\n' | '\r'),
            Param::ResourceGroupId => false,
            _ => character.is_whitespace() || matches!(character, ',' | ';' | '，' | '；' | '、'),
        };
        let pieces = text.split(separates).filter(|piece| !piece.trim().is_empty());
        match pieces.clone().count() {
            0 | 1 => self.value(param, given, values, tallies),
            count => {
                tallies.split.add(|| (quote(text), count));
                for piece in pieces {
                    self.value(param, &Given::Text(Cow::Borrowed(piece)), values, tallies);
                }
            }
        }
    }

    /// Reads one value: as it is, or as the one that `check` would make of it.
    fn value(&self, param: Param, given: &Given<'_>, values: &mut Vec<String>, tallies: &mut Tallies) {
        let mut at_hand = given.borrowed();
        let mut read_as = matches!(given, Given::Number(_));
        for _ in 0..4 {
            if let Some(word) = word_of(param, &at_hand) {
                read_as |= !matches!(&at_hand, Given::Text(text) if *text == word.text);
                if !word.known {
                    tallies.unknown.add(|| word.text.clone());
                }
                if read_as {
                    tallies.read_as.add(|| (self.shown(given), quote(&word.text)));
                }
                return values.push(word.text);
            }
            let mut draft = Draft::new().with(param.name(), at_hand.borrowed());
            if param == Param::DomainName {
                draft.push(Param::ObjectType.name(), Given::Text(Cow::Borrowed("file")));
            }
            let mut found = check(
                &draft,
                self.now,
                &Options {
                    locale: self.notes.locale,
                    ..Options::default()
                },
            )
            .diagnostics;
            let Some(error) = found.iter().position(|told| told.severity == Severity::Error) else {
                if let Some(warning) = found.pop() {
                    tallies.warnings.add(|| warning);
                }
                let text = match at_hand {
                    Given::Text(text) | Given::Number(text) => text.into_owned(),
                    // Whatever is no text, `check` finds an error in.
                    _ => return,
                };
                let text = if param == Param::DomainName {
                    lower_case(text, &mut read_as)
                } else {
                    text
                };
                if param == Param::DomainName && !text.is_ascii() {
                    tallies.foreign.add(|| quote(&text));
                }
                if read_as {
                    tallies.read_as.add(|| (self.shown(given), quote(&text)));
                }
                return values.push(text);
            };
            let error = found.swap_remove(error);
            // Two ways to mend it are one too many to choose by itself.
            let mended = match error.fixes.as_slice() {
                [fix] => match fix.edits.as_slice() {
                    [
                        Edit::Set {
                            param: of,
                            value: Value::Text(text),
                        },
                    ] if of == param.name() => Some(text.clone()),
                    _ => None,
                },
                _ => None,
            };
            match mended {
                Some(text) => {
                    at_hand = Given::Text(Cow::Owned(text));
                    read_as = true;
                }
                None => return tallies.errors.add(|| error),
            }
        }
    }

    fn tell(&mut self, name: &str, param: Param, tallies: Tallies) {
        for told in [tallies.errors, tallies.warnings] {
            if let Some((mut told, more)) = told.told(self.notes) {
                told.params = vec![name.to_owned()];
                told.message.push_str(&more);
                told.fixes.clear();
                self.notes.list.push(told);
            }
        }
        if let Some((word, more)) = tallies.unknown.told(self.notes) {
            let meant = match nearest(&word, choices(param).iter().map(|choice| choice.value)) {
                Some(word) => self.notes.fill(&MEANT, &[("word", word)]),
                None => String::new(),
            };
            self.tell_first(
                &UNKNOWN_WORD,
                name,
                &[("found", &quote(&word)), ("more", &more), ("meant", &meant)],
            );
        }
        if let Some((found, more)) = tallies.foreign.told(self.notes) {
            self.tell_first(&FOREIGN_LETTERS, name, &[("found", &found), ("more", &more)]);
        }
        if let Some(((found, count), more)) = tallies.split.told(self.notes) {
            self.tell_first(
                &SPLIT,
                name,
                &[("found", &found), ("count", &count.to_string()), ("more", &more)],
            );
        }
        if let Some(((found, value), more)) = tallies.read_as.told(self.notes) {
            self.tell_first(&READ_AS, name, &[("found", &found), ("value", &value), ("more", &more)]);
        }
        if tallies.blank > 0 {
            self.tell_first(&BLANK, name, &[("count", &tallies.blank.to_string())]);
        }
        let count = tallies.duplicates.count.to_string();
        if let Some(first) = tallies.duplicates.first {
            self.tell_first(&DUPLICATE, name, &[("found", &quote(&first)), ("count", &count)]);
        }
    }

    fn shown(&self, given: &Given<'_>) -> String {
        match given {
            Given::Number(digits) => self.notes.fill(&NUMBER, &[("digits", &quote(digits))]),
            Given::Text(text) | Given::IllFormed(text) | Given::Other(text) => quote(text),
            Given::Moment(_) => "`Date`".to_owned(),
        }
    }

    fn tell_first(&mut self, rule: &PlanRule, name: &str, values: &[(&str, &str)]) {
        self.notes.tell(rule, &[name], values);
    }

    /// The keys of a query are plural; people write the singular, the service's spelling, or what other tools call it.
    fn unknown_key(&mut self, key: &str) {
        let names = KEYS.iter().map(|(name, _)| *name);
        let alias = || {
            let bare: String = key
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|letter| letter.to_ascii_lowercase())
                .collect();
            KEYS.iter()
                .find(|(_, param)| {
                    param.name().eq_ignore_ascii_case(&bare) || param.row().aliases.contains(&bare.as_str())
                })
                .map(|(name, _)| *name)
        };
        let meant = if key.len() > 64 {
            None
        } else {
            nearest(key, names.clone()).or_else(alias)
        };
        let meant = meant.map_or_else(String::new, |word| self.notes.fill(&MEANT, &[("word", word)]));
        let values = [("found", quote(key)), ("known", list_of(names)), ("meant", meant)];
        self.notes.tell(
            &KEY,
            &[key],
            &values.each_ref().map(|(place, value)| (*place, value.as_str())),
        );
    }
}

/// `a`, `b`, `c`: readable in every language.
pub(crate) fn list_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut list = String::new();
    for word in words {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push('`');
        list.push_str(word);
        list.push('`');
    }
    list
}

/// Host names have no case, and the service knows them in ASCII.
fn lower_case(name: String, read_as: &mut bool) -> String {
    let lower = match punycode::to_ascii(&name) {
        Some(ascii) => ascii,
        None => name.to_ascii_lowercase(),
    };
    *read_as |= lower != name;
    lower
}

/// A type or a status, in the service's spelling where it is known.
struct Word {
    text: String,
    known: bool,
}

fn word_of(param: Param, given: &Given<'_>) -> Option<Word> {
    let Given::Text(text) = given else { return None };
    if !matches!(param, Param::ObjectType | Param::Status) {
        return None;
    }
    let text = text.trim();
    Some(
        match choices(param)
            .iter()
            .find(|choice| choice.value.eq_ignore_ascii_case(text))
        {
            Some(choice) => Word {
                text: choice.value.to_owned(),
                known: true,
            },
            None => Word {
                text: text.to_owned(),
                known: false,
            },
        },
    )
}

/// The words that some document lists for the parameter.
fn choices(param: Param) -> &'static [Choice] {
    match param.row().kind {
        Kind::Choice(choices) => choices,
        _ => &[],
    }
}

/// Whether the service takes the word.
pub(crate) fn sendable(param: Param, word: &str) -> bool {
    choices(param)
        .iter()
        .any(|choice| choice.value == word && !choice.disputed)
}

/// Whether rows leave this status while they are paged.
pub(crate) fn is_volatile(status: &str) -> bool {
    status == "Refreshing"
}

fn without_duplicates(values: Vec<String>, duplicates: &mut Tally<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let first: Vec<bool> = values.iter().map(|value| seen.insert(value.as_str())).collect();
    drop(seen);
    let mut kept = Vec::with_capacity(values.len());
    for (value, first) in values.into_iter().zip(first) {
        if first {
            kept.push(value);
        } else {
            duplicates.add(|| value);
        }
    }
    kept
}
