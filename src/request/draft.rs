use super::{Edit, Fix};
use crate::contract::{Flaw, Given, Value};
use std::borrow::Cow;

/// What was typed: keys with what was given for them, in the order of typing. Any key may stand here, and any of them twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft<'a> {
    entries: Vec<(Cow<'a, str>, Given<'a>)>,
    flaws: Vec<Flaw>,
}

impl<'a> Draft<'a> {
    /// Nothing typed yet.
    pub fn new() -> Draft<'a> {
        Draft::default()
    }

    /// Nothing typed yet, with room for so many entries.
    #[cfg(feature = "bindgen")]
    pub(crate) fn with_capacity(entries: usize) -> Draft<'a> {
        Draft {
            entries: Vec::with_capacity(entries),
            flaws: Vec::new(),
        }
    }

    /// With one more entry.
    #[must_use]
    pub fn with(mut self, key: impl Into<Cow<'a, str>>, given: Given<'a>) -> Draft<'a> {
        self.push(key, given);
        self
    }

    /// Adds an entry.
    pub fn push(&mut self, key: impl Into<Cow<'a, str>>, given: Given<'a>) {
        self.entries.push((key.into(), given));
    }

    /// Adds what the host could not hand on, to be told.
    pub fn push_flaw(&mut self, flaw: Flaw) {
        self.flaws.push(flaw);
    }

    /// The entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Given<'a>)> {
        self.entries.iter().map(|(key, given)| (key.as_ref(), given))
    }

    /// What the host could not hand on.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// The draft with all edits of `fix` made. What is set stands where the first entry of that key stood, else at the end.
    #[must_use]
    pub fn apply(&self, fix: &Fix) -> Draft<'_> {
        self.edit(&fix.edits)
    }

    pub(super) fn edit(&self, edits: &[Edit]) -> Draft<'_> {
        let mut edited = Draft {
            entries: self
                .entries()
                .map(|(key, given)| (Cow::Borrowed(key), given.borrowed()))
                .collect(),
            flaws: self.flaws.clone(),
        };
        for edit in edits {
            match edit {
                Edit::Remove { param } => edited.entries.retain(|(key, _)| key != param),
                Edit::Set { param, value } => edited.set(param, value),
            }
        }
        edited
    }

    fn set(&mut self, param: &str, value: &Value) {
        let mut given = Some(match value {
            Value::Text(text) => Given::Text(Cow::Owned(text.clone())),
            Value::Integer(number) => Given::Number(Cow::Owned(number.to_string())),
        });
        self.entries.retain_mut(|(key, old)| {
            if key != param {
                return true;
            }
            match given.take() {
                Some(given) => {
                    *old = given;
                    true
                }
                None => false,
            }
        });
        if let Some(given) = given {
            self.entries.push((Cow::Owned(param.to_owned()), given));
        }
    }
}

/// Fields of plain text; what is empty counts as absent.
impl<'a, K: Into<Cow<'a, str>>, V: Into<Cow<'a, str>>> FromIterator<(K, V)> for Draft<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Draft<'a> {
        let mut draft = Draft::new();
        for (key, value) in fields {
            draft.push(key, Given::Text(value.into()));
        }
        draft
    }
}
