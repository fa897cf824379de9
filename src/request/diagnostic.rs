use crate::contract::{Severity, Source, Value};
use serde::Serialize;

/// One finding about a draft, a question or a response, in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnostic {
    /// The service's own code where it has one (`MissingParameter.ObjectType`), else ours in the same dotted style.
    pub code: &'static str,
    /// Whether `code` is the service's own.
    pub official: bool,
    /// How much it matters.
    pub severity: Severity,
    /// The fields to mark, as typed; the first takes the focus.
    pub params: Vec<String>,
    /// What was expected and what was found: lower case, user input in backticks.
    pub message: String,
    /// What to do about it, apart from the fixes.
    pub help: Option<String>,
    /// Edits that can be applied with one click.
    pub fixes: Vec<Fix>,
    /// Where the rule is documented.
    pub source: Option<Source>,
}

/// One way to mend a draft: all its edits together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fix {
    /// What the fix does, as a button says it.
    pub title: String,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

/// One change to one field of a draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Edit {
    /// Give the field this value.
    Set {
        /// The field, as the draft names it.
        param: String,
        /// Its new value.
        value: Value,
    },
    /// Take the field out.
    Remove {
        /// The field, as the draft names it.
        param: String,
    },
}
