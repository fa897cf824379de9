//! Values of any kind in joined text; the same in `pkg/src/tagged.ts`. The first character says the kind: `t` text, `n` number as
//! JavaScript prints it, `i` text with lone surrogates replaced, `d` a date in milliseconds or nothing, `o` the name of another kind.

use crate::contract::Given;
use crate::time::Instant;
use std::borrow::Cow;

/// The value of one field.
pub(super) fn given(tagged: Cow<'_, str>) -> Given<'_> {
    let (tag, value) = match tagged {
        Cow::Borrowed(text) => {
            let mut characters = text.chars();
            (characters.next(), Cow::Borrowed(characters.as_str()))
        }
        Cow::Owned(mut text) => {
            let tag = if text.is_empty() { None } else { Some(text.remove(0)) };
            (tag, Cow::Owned(text))
        }
    };
    match tag {
        Some('n') => Given::Number(value),
        Some('i') => Given::IllFormed(value),
        Some('d') => Given::Moment(value.parse().ok().and_then(Instant::from_ms)),
        Some('o') => Given::Other(value),
        _ => Given::Text(value),
    }
}
