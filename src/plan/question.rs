//! What was asked, read: every value valid by itself, once, in the service's spelling; and what was made of it on the way told.

use super::moment::{Edge, moment};
use super::notes::Notes;
use super::query::{Asked, KEYS, Query};
use super::reach::Range;
use super::words::Words;
use crate::contract::planning::{
    BLANK, DUPLICATE, EMPTY, FOREIGN_LETTERS, KEY, LIST, QUERY, READ_AS, SPLIT, UNKNOWN_WORD,
};
use crate::contract::{
    Given, OBJECT_TYPES, Param, PlanRule, STATUSES, Severity, State, Text, Value, nearest, quote, to_ascii,
};
use crate::request::{Diagnostic, Draft, Edit, Options, check};
use crate::time::Instant;
use std::borrow::Cow;

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
        if let Some(kind) = &query.flaw {
            reader.notes.tell(&QUERY, &[], &[("found", &quote(kind))]);
        }
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
                for choice in Param::ObjectType.words() {
                    if !choice.disputed {
                        types.push(choice.value);
                    }
                }
            }
        }
        types
    }
}

/// What was found in a list, told once with the first of its kind and how many there are more.
struct Tally {
    told: Told,
    count: usize,
}

enum Told {
    /// One of our rules, with what was found and what was made of it.
    Ours(&'static PlanRule, String, String),
    /// What `check` says about an entry.
    Theirs(Box<Diagnostic>),
}

impl Told {
    fn code(&self) -> &'static str {
        match self {
            Told::Ours(rule, ..) => rule.code,
            Told::Theirs(told) => told.code,
        }
    }

    fn is_error(&self) -> bool {
        matches!(self, Told::Theirs(told) if told.severity == Severity::Error)
    }
}

/// What a list came to.
#[derive(Default)]
struct List {
    values: Words,
    tallies: Vec<Tally>,
}

impl List {
    fn add(&mut self, told: Told) {
        match self.tallies.iter_mut().find(|tally| tally.told.code() == told.code()) {
            Some(tally) => tally.count += 1,
            None => self.tallies.push(Tally { told, count: 0 }),
        }
    }

    fn take(&mut self, value: String) {
        if !self.values.insert(value.clone()) {
            self.add(Told::Ours(&DUPLICATE, quote(&value), String::new()));
        }
    }
}

struct Reader<'n> {
    now: Instant,
    notes: &'n mut Notes,
}

impl Reader<'_> {
    fn list(&mut self, name: &str, param: Param, asked: &Asked<'_>) -> Option<Vec<String>> {
        let mut list = List::default();
        match asked {
            Asked::Any => return None,
            Asked::One(given) if given.is_absent() => return None,
            Asked::One(Given::Other(kind)) => {
                self.notes.tell(&LIST, &[name], &[("found", &quote(kind))]);
                return None;
            }
            Asked::One(given) => self.entry(param, given, &mut list),
            Asked::List(entries) => {
                for entry in entries {
                    self.entry(param, entry, &mut list);
                }
            }
        }
        let broken = list.tallies.iter().any(|tally| tally.told.is_error());
        if list.values.is_empty() && !broken {
            self.notes.tell(&EMPTY, &[name], &[]);
        }
        for Tally { told, count } in list.tallies {
            let mut more = String::new();
            if count > 0 {
                more = self.notes.fill(&AND_MORE, &[("count", &count.to_string())]);
            }
            match told {
                Told::Ours(rule, found, value) => {
                    self.notes
                        .tell(rule, &[name], &[("found", &found), ("value", &value), ("more", &more)]);
                }
                Told::Theirs(mut told) => {
                    told.params = vec![name.to_owned()];
                    told.message.push_str(&more);
                    told.fixes.clear();
                    self.notes.list.push(*told);
                }
            }
        }
        let values = list.values.into_values();
        (!broken && !values.is_empty()).then_some(values)
    }

    /// Reads one entry of a list into the values it holds.
    fn entry(&self, param: Param, given: &Given<'_>, list: &mut List) {
        let Given::Text(text) = given else {
            return self.value(param, given, list);
        };
        // Commas and semicolons belong to URLs; line ends do not.
        let separates = |character: char| match param {
            Param::ObjectPath => matches!(character, '\n' | '\r'),
            Param::ResourceGroupId => false,
            _ => character.is_whitespace() || matches!(character, ',' | ';' | '，' | '；' | '、'),
        };
        let mut pieces: Vec<&str> = text.split(separates).collect();
        pieces.retain(|piece| !piece.trim().is_empty());
        match pieces.len() {
            0 => list.add(Told::Ours(&BLANK, String::new(), String::new())),
            1 => self.value(param, given, list),
            count => {
                list.add(Told::Ours(&SPLIT, quote(text), count.to_string()));
                for piece in pieces {
                    self.value(param, &Given::Text(Cow::Borrowed(piece)), list);
                }
            }
        }
    }

    /// Reads one value: as it is, or as the one that `check` would make of it.
    fn value(&self, param: Param, given: &Given<'_>, list: &mut List) {
        let mut at_hand = given.borrowed();
        let text = loop {
            if let (Param::ObjectType | Param::Status, Given::Text(text)) = (param, &at_hand) {
                break self.word(param, text.trim(), list);
            }
            let mut draft = Draft::new().with(param.name(), at_hand.borrowed());
            if param == Param::DomainName {
                draft.push(Param::ObjectType.name(), Given::Text(Cow::Borrowed("file")));
            }
            let options = Options {
                locale: self.notes.locale,
                ..Options::default()
            };
            let told = check(&draft, self.now, &options).diagnostics.into_iter();
            let first: Option<Diagnostic> = told.min_by_key(|told| told.severity);
            let broken = first.as_ref().filter(|told| told.severity == Severity::Error);
            // Two ways to mend it are one too many to choose by itself.
            let mended = match broken.map(|told| told.fixes.as_slice()) {
                Some([fix]) => match fix.edits.as_slice() {
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
            let is_broken = broken.is_some();
            if let Some(text) = mended {
                at_hand = Given::Text(Cow::Owned(text));
                continue;
            }
            if let Some(told) = first {
                list.add(Told::Theirs(Box::new(told)));
            }
            match at_hand {
                Given::Text(text) | Given::Number(text) if !is_broken => break text.into_owned(),
                // Whatever is no text, `check` finds an error in.
                _ => return,
            }
        };
        let text = if param == Param::DomainName {
            host_name(text, list)
        } else {
            text
        };
        if !matches!(given, Given::Text(given) if *given == text) {
            list.add(Told::Ours(&READ_AS, self.shown(given), quote(&text)));
        }
        list.take(text);
    }

    /// A type or a status in the service's spelling, or as it is where no document lists it.
    fn word(&self, param: Param, text: &str, list: &mut List) -> String {
        let mut known: Vec<&str> = Vec::new();
        if param == Param::Status {
            known.extend(STATUSES.iter().map(|status| status.name));
        } else {
            known.extend(OBJECT_TYPES.iter().map(|object_type| object_type.name));
        }
        for word in &known {
            if word.eq_ignore_ascii_case(text) {
                return (*word).to_owned();
            }
        }
        let meant = match nearest(text, known.into_iter()) {
            Some(word) => self.notes.fill(&MEANT, &[("word", word)]),
            None => String::new(),
        };
        list.add(Told::Ours(&UNKNOWN_WORD, quote(text), meant));
        text.to_owned()
    }

    fn shown(&self, given: &Given<'_>) -> String {
        match given {
            Given::Number(digits) => self.notes.fill(&NUMBER, &[("digits", &quote(digits))]),
            Given::Text(text) | Given::IllFormed(text) | Given::Other(text) => quote(text),
            Given::Moment(_) => "`Date`".to_owned(),
        }
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
        let (found, known) = (quote(key), list_of(names));
        self.notes
            .tell(&KEY, &[key], &[("found", &found), ("known", &known), ("meant", &meant)]);
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
fn host_name(name: String, list: &mut List) -> String {
    if let Some(ascii) = to_ascii(&name) {
        return ascii;
    }
    if !name.is_ascii() {
        list.add(Told::Ours(&FOREIGN_LETTERS, quote(&name), String::new()));
    }
    name.to_ascii_lowercase()
}

/// Whether the service takes the word.
pub(crate) fn sendable(param: Param, word: &str) -> bool {
    param
        .words()
        .iter()
        .any(|choice| choice.value == word && !choice.disputed)
}

/// Whether rows leave this status while they are paged.
pub(crate) fn is_volatile(status: &str) -> bool {
    STATUSES
        .iter()
        .any(|known| known.name == status && known.state == State::Running)
}
