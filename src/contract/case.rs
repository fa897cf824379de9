//! What a rule sees of a draft.

use super::{Given, Operation, Param};
use crate::time::{Instant, Reading, read};

/// How disputed bounds are judged, where official documents disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The newest reference decides.
    #[default]
    Strict,
    /// A bound that some official document does not have only warns.
    Lenient,
}

/// A field in three values. Rules between fields are judged wherever the fields they read are not `Invalid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field<T> {
    /// Nothing was given.
    Absent,
    /// Something was given, and is wrong: nothing follows from it.
    Invalid,
    /// Something that can be sent.
    Value(T),
}

/// What one parameter holds, and whether it was given more than once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot<'c> {
    /// What was given first.
    pub first: Option<&'c Given<'c>>,
    /// What was given last, if it was given more than once.
    pub last: Option<&'c Given<'c>>,
    /// Whether a rule found it wrong.
    pub invalid: bool,
}

/// What the host could not hand on as a draft or an option, to be told like everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The draft is no object with fields but this.
    Draft(String),
    /// This option has this value.
    Option {
        /// Its name.
        name: &'static str,
        /// What it holds.
        found: String,
    },
}

/// A draft as the rules see it: its parameters taken apart, with the moment and the operation it is judged for.
#[derive(Debug, Clone)]
pub struct Case<'c> {
    /// The moment of judging.
    pub now: Instant,
    /// The operation that is to be called.
    pub operation: Operation,
    /// How disputed bounds are judged.
    pub mode: Mode,
    /// The parameters, in the order of the form.
    pub slots: [Slot<'c>; Param::ALL.len()],
    /// Whether any key was given that is no parameter.
    pub other_keys: bool,
    /// What the host could not hand on.
    pub flaws: &'c [Flaw],
    start: Field<Instant>,
    end: Field<Instant>,
}

impl<'c> Case<'c> {
    /// A case of an empty draft.
    pub fn new(now: Instant, operation: Operation, mode: Mode, flaws: &'c [Flaw]) -> Case<'c> {
        Case {
            now,
            operation,
            mode,
            slots: [Slot::default(); Param::ALL.len()],
            other_keys: false,
            flaws,
            start: Field::Absent,
            end: Field::Absent,
        }
    }

    /// The slot of `param`.
    pub fn slot(&self, param: Param) -> Slot<'c> {
        self.slots.get(param as usize).copied().unwrap_or_default()
    }

    /// The slot of `param`, to fill.
    pub fn slot_mut(&mut self, param: Param) -> Option<&mut Slot<'c>> {
        self.slots.get_mut(param as usize)
    }

    /// Whether anything stands in the field of `param`, right or wrong.
    pub fn is_given(&self, param: Param) -> bool {
        self.slot(param).first.is_some()
    }

    /// Whether no parameter is given at all.
    pub fn is_empty(&self) -> bool {
        self.slots.iter().all(|slot| slot.first.is_none())
    }

    /// The text of `param`, once its own rules have been asked.
    pub fn text(&self, param: Param) -> Field<&'c str> {
        let slot = self.slot(param);
        match slot.first {
            None => Field::Absent,
            Some(Given::Text(text) | Given::Number(text)) if !slot.invalid => Field::Value(text),
            Some(_) => Field::Invalid,
        }
    }

    /// StartTime, once [`Case::settle`] was called.
    pub fn start(&self) -> Field<Instant> {
        self.start
    }

    /// EndTime, once [`Case::settle`] was called.
    pub fn end(&self) -> Field<Instant> {
        self.end
    }

    /// Reads the values that rules between fields share, when every field has been judged by itself.
    pub fn settle(&mut self) {
        self.start = self.moment(Param::StartTime);
        self.end = self.moment(Param::EndTime);
    }

    fn moment(&self, param: Param) -> Field<Instant> {
        match self.text(param) {
            Field::Absent => Field::Absent,
            Field::Invalid => Field::Invalid,
            Field::Value(text) => match read(text) {
                Reading::Exact(instant) => Field::Value(instant),
                _ => Field::Invalid,
            },
        }
    }
}
