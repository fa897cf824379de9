//! Open enums: a text becomes a code, the known ones fixed, the unknown ones numbered as they come and kept.

use std::collections::BTreeMap;

/// The unknown texts of one column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    list: Vec<Name>,
    codes: BTreeMap<Box<str>, u32>,
}

/// A text that no document names.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: Box<str>,
    /// The entry that had it first, counted as in the body.
    pub(crate) first: usize,
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

    pub(crate) fn get(&self, code: usize) -> Option<&str> {
        self.list.get(code).map(|name| &*name.text)
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Name> {
        self.list.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.codes.clear();
    }
}
