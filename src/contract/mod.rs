//! The one table of what the service accepts and answers. Everything else reads it; nothing restates it.
//!
//! A fact has one place: parameters in [`params`], numbers in [`limits`], error codes in [`errors`], disagreements between official
//! documents in [`conflicts`], and each rule, with its texts and the drafts that show it, in one entry under [`rules`].

mod case;
mod explain;
mod given;
pub(crate) mod host;
mod listing;
mod nearest;
mod number;
mod operation;
mod punycode;
pub(crate) mod rule;
mod source;
mod text;

pub mod params;

pub mod ledger;

pub mod limits;

pub mod rules;

pub mod planning;

pub mod errors;

pub mod conflicts;

mod faults;

mod fields;

mod findings;

pub mod notes;

pub use case::{Case, Field, Flaw, Mode, Slot};
pub use explain::{Explanation, explain};
pub use faults::{FAULTS, FaultCause, FaultRow};
pub(crate) use fields::SCHEMA;
pub use fields::{FailureReason, KnownObjectType, KnownStatus, OBJECT_TYPES, STATUSES, State, TaskField};
pub use findings::ResponseRule;
pub use given::{Given, Value};
pub use limits::Limit;
pub use listing::{
    Contract, ListedConflict, ListedLimit, ListedNote, ListedParam, ListedReading, ListedRule, contract,
};
pub(crate) use nearest::nearest;
pub(crate) use number::{digits, is_digits};
pub use operation::Operation;
pub use params::{Param, ParamRow};
pub use planning::PlanRule;
pub(crate) use punycode::to_ascii;
pub use rule::{Change, Examples, Finding, Judge, Repair, Rule, Severity, Verdict};
pub use source::Source;
pub use text::{Locale, Text, fill, key, quote};
