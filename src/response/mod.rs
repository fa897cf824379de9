//! Bytes become a page of typed task views, or a fault that says what it is.
//!
//! The body is read once, from its first byte to its last, by a reader that knows which members matter: the crate in `reader/`. Rows become records of
//! fixed width and their texts are packed behind each other, so that nothing is made that nobody asks for, and a page can leave wasm in
//! two blocks.
//!
//! # What is decided otherwise than by `JSON.parse`
//!
//! A body is read as `JSON.parse` reads its decoded text, but for these; `tests/response/bounds.rs` holds each.
//!
//! | in the body | here | told as |
//! |---|---|---|
//! | half a surrogate pair in an escape | U+FFFD: it is no character, and no UTF-8 could carry it | `LoneSurrogate` |
//! | bytes that are no UTF-8, within a text | U+FFFD, as decoders do, but told | `InvalidUtf8` |
//! | the same outside of texts | no JSON | fault `not-json` |
//! | a member twice | the last one counts, as there, but told | `DuplicateMember` |
//! | a number that a double cannot hold (20 digits, `1e400`) | every digit kept: as text in `taskId`, and in `extra` | `NumberKeptAsText` |
//! | a value that cannot be what its name says | absent; what was sent stands in `extra` under the same name | `UnreadableValue` |
//! | an unknown member nested deeper than 128 levels | null in `extra`; any depth is read, in memory of a bit a level | `TooDeep` |
//! | a byte order mark in front | passed | |
//! | NUL or anything else behind the text | no JSON | fault `not-json` |
//! | a cut anywhere | never a page in part | fault `truncated` |
//! | percent with more than 15 digits | digits past the fifteenth are cut | |

mod notes;

mod envelope;

mod list;

mod retry;

mod redact;

mod markup;

mod fault;

mod page;

pub use cdn_refresh_tasks_reader::EXTRA_DEPTH_LIMIT;
pub use fault::{About, Fault, HEADERS};
pub use notes::DIAGNOSTICS_LIMIT;
pub use page::{Failure, Summary, TaskPage, TaskView, parse};

// The boundary copies pages out in blocks, as they lie in memory.
#[cfg(feature = "bindgen")]
pub(crate) use {
    cdn_refresh_tasks_reader::{Columns, Counts},
    envelope::{Body, Envelope, Reading, read},
    fault::Answer,
};
