//! What a rule is: one unit of data, texts, judgement and examples. Rules stand in `rules/`, one file per field.

use super::{Case, Given, Locale, Operation, Param, Source, Text, Value, errors, fill, limits, quote};
use serde::Serialize;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The service would refuse it, or something is lost.
    Error,
    /// It may be sent, but probably does not mean what was meant.
    Warning,
    /// Worth knowing.
    Notice,
}

/// One rule of the contract.
#[derive(Debug)]
pub struct Rule {
    /// The service's own code where it has one, else ours in the same dotted style. Several rules may share a code.
    pub code: &'static str,
    /// How much a breach matters.
    pub severity: Severity,
    /// Whether official documents disagree about it: then a breach only warns in lenient mode.
    pub disputed: bool,
    /// The operation it holds for; `None` for both.
    pub operation: Option<Operation>,
    /// The parameters it is about.
    pub params: &'static [Param],
    /// What is expected: one statement, lower case. Places: `{param}` and the names of limits.
    pub message: Text,
    /// What to do or to know, apart from the fixes. The same places.
    pub help: Text,
    /// Where it is documented.
    pub source: Source,
    /// Who decides.
    pub judge: Judge,
    /// Drafts that pass and drafts that fail; they are its tests.
    pub examples: Examples,
}

impl Rule {
    /// Whether the code is the service's own.
    pub fn is_official(&self) -> bool {
        errors::is_known(self.code)
    }

    /// Whether it is asked of calls of `operation`.
    pub(crate) fn is_of(&self, operation: Operation) -> bool {
        self.operation.is_none_or(|of| of == operation)
    }

    /// Message or help, with its places filled from the table, about `param` or else the rule's first parameter.
    pub fn says(&self, text: &Text, param: Option<Param>, locale: Locale) -> String {
        let template = limits::fill_in(text.get(locale));
        match param.or(self.params.first().copied()) {
            Some(param) => fill(
                &template,
                &[("param", param.name()), ("choices", &param.choices(locale))],
            ),
            None => template,
        }
    }
}

/// What a rule needs to see in order to decide.
#[derive(Debug)]
pub enum Judge {
    /// One field by itself, if given. The first error makes the field invalid, and its later rules are not asked.
    Value(fn(Param, &Given<'_>, &Case<'_>) -> Verdict),
    /// A key that is no parameter.
    Key(fn(&str, &Given<'_>, &Case<'_>) -> Verdict),
    /// The draft as a whole, once every field has been judged by itself.
    Draft(fn(&Case<'_>) -> Verdict),
}

/// Fine, or what was found.
pub type Verdict = Result<(), Box<Finding>>;

/// What a rule found, in numbers and values; the checker puts it into words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    /// The fields to mark, if not the judged field or all fields of the rule; the first takes the focus.
    pub params: Option<Vec<Param>>,
    /// What was found, to follow the rule's message: a text with the places `{0}`, `{1}` … and what goes there.
    pub found: Option<(Text, Vec<String>)>,
    /// What would mend it. Only those that do are offered.
    pub repairs: Vec<Repair>,
}

/// One way to mend a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What a button says. Places: `{param}` and `{value}` of the first change that sets one.
    pub title: Text,
    /// All its changes together.
    pub changes: Vec<Change>,
}

/// One change to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Gives the field this value.
    Set(Param, Value),
    /// Takes the field out.
    Remove(Param),
    /// Takes the judged key out.
    RemoveKey,
}

/// `found {0}`.
pub(super) const FOUND: Text = Text::new("found {0}", "实际为 {0}");
const USE: Text = Text::new("use {value}", "改为 {value}");
const REMOVE: Text = Text::new("remove `{param}`", "去掉 `{param}`");

impl Finding {
    /// A breach about which there is nothing more to say.
    pub fn bare() -> Box<Finding> {
        Box::default()
    }

    /// A breach by this input.
    pub fn of(input: &str) -> Box<Finding> {
        Finding::saying(FOUND, vec![quote(input)])
    }

    /// A breach, with what was found in words.
    pub fn saying(text: Text, values: Vec<String>) -> Box<Finding> {
        Box::new(Finding {
            found: Some((text, values)),
            ..Finding::default()
        })
    }

    /// Marks these fields.
    #[must_use]
    pub fn at(mut self: Box<Self>, params: Vec<Param>) -> Box<Finding> {
        self.params = Some(params);
        self
    }

    /// Offers to set `param`.
    #[must_use]
    pub fn or_use(self: Box<Self>, param: Param, value: Value) -> Box<Finding> {
        self.or(USE, vec![Change::Set(param, value)])
    }

    /// Offers to take `param` out.
    #[must_use]
    pub fn or_remove(self: Box<Self>, param: Param) -> Box<Finding> {
        self.or(REMOVE, vec![Change::Remove(param)])
    }

    /// Offers these changes under this title.
    #[must_use]
    pub fn or(mut self: Box<Self>, title: Text, changes: Vec<Change>) -> Box<Finding> {
        self.repairs.push(Repair { title, changes });
        self
    }
}

/// The drafts that show a rule at work. They are compiled into tests only.
#[cfg(not(test))]
#[derive(Debug)]
pub struct Examples;

#[cfg(not(test))]
impl Examples {
    /// For the rows that others are made from.
    pub(super) const NONE: Examples = Examples;
}

/// The drafts that show a rule at work.
#[cfg(test)]
#[derive(Debug)]
pub struct Examples {
    /// Drafts that this rule lets pass.
    pub passes: &'static [Example],
    /// Drafts that break this rule.
    pub fails: &'static [Example],
}

/// One draft, judged at [`Example::NOW`], strictly and for the rule's operation.
#[cfg(test)]
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The fields, as text.
    pub draft: &'static [(&'static str, &'static str)],
    /// What the first fix makes of the draft, if the example shows a fix.
    pub fixed: Option<&'static [(&'static str, &'static str)]>,
}

#[cfg(test)]
impl Examples {
    /// For the rows that others are made from.
    pub(super) const NONE: Examples = Examples {
        passes: &[],
        fails: &[],
    };
}

#[cfg(test)]
impl Example {
    /// The moment at which examples are judged.
    pub const NOW: &'static str = "2026-11-24T08:00:00Z";
}

/// Examples of a rule: `passes` and `fails`, each a list of drafts, `{ TaskId: "1" }`, a failing one with what its first fix makes of
/// it: `{ PageSize: "500" } => { PageSize: "100" }`.
#[cfg(test)]
macro_rules! examples {
    (passes: [$($pass:tt),* $(,)?], fails: [$($fail:tt $(=> $fixed:tt)?),* $(,)?] $(,)?) => {
        $crate::contract::rule::Examples {
            passes: &[$($crate::contract::rule::Example { draft: examples!(@draft $pass), fixed: None }),*],
            fails: &[$($crate::contract::rule::Example { draft: examples!(@draft $fail), fixed: examples!(@fixed $($fixed)?) }),*],
        }
    };
    (@draft { $($key:ident: $value:literal),* $(,)? }) => { &[$((stringify!($key), $value)),*] };
    (@fixed) => { None };
    (@fixed $draft:tt) => { Some(examples!(@draft $draft)) };
}
#[cfg(not(test))]
macro_rules! examples {
    ($($any:tt)*) => {
        $crate::contract::rule::Examples
    };
}
pub(super) use examples;
