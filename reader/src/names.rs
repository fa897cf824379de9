//! Open enums: a text becomes a code, the known ones fixed, the unknown ones numbered as they come and kept.

use std::collections::BTreeMap;

/// The unknown texts of one column.
#[derive(Debug, Clone, Default)]
pub struct Names {
    list: Vec<Name>,
    codes: BTreeMap<Box<str>, u32>,
}

/// A text that no document names.
#[derive(Debug, Clone)]
pub struct Name {
    /// As it was sent.
    pub text: Box<str>,
    /// The entry that had it first, counted as in the body.
    pub first: usize,
}

impl Names {
    /// The place of `text` among the unknown ones.
    pub(crate) fn code(&mut self, text: &str, row: usize) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let code = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(Name {
            text: text.into(),
            first: row,
        });
        self.codes.insert(text.into(), code);
        code
    }

    /// The text at a place.
    pub fn get(&self, code: usize) -> Option<&str> {
        self.list.get(code).map(|name| &*name.text)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.list.iter()
    }

    /// Forgets them.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.codes.clear();
    }
}
