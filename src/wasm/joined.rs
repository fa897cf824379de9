//! Joined text: fields in one string, so that a call crosses the boundary once (1.5 µs instead of 17 µs for ten fields).
//!
//! Fields are separated by U+0000. A field that holds U+0000 or U+0001 is written with U+0001 before it, `\u{1}0` and `\u{1}1`;
//! the same in `pkg/src/joined.ts`. An empty string is no fields; each field is followed by a separator.

use std::borrow::Cow;

/// The fields of `joined`, in order.
pub(super) fn split(joined: &str) -> impl Iterator<Item = Cow<'_, str>> {
    joined.split_terminator('\0').map(|field| {
        if field.contains('\u{1}') {
            Cow::Owned(field.replace("\u{1}0", "\0").replace("\u{1}1", "\u{1}"))
        } else {
            Cow::Borrowed(field)
        }
    })
}

/// Adds one field to `joined`.
pub(super) fn push(joined: &mut String, field: &str) {
    if field.contains(['\0', '\u{1}']) {
        joined.push_str(&field.replace('\u{1}', "\u{1}1").replace('\0', "\u{1}0"));
    } else {
        joined.push_str(field);
    }
    joined.push('\0');
}
