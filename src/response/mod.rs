//! Bytes become a page of typed task views, or a fault that says what it is.
//!
//! The body is read once, from its first byte to its last, by a reader that knows which members matter ([`parse`]). Rows become records of
//! fixed width and their texts are packed behind each other, so that nothing is made that nobody asks for, and a page can leave wasm in
//! two blocks.

mod block;
mod text;

mod reader;

mod value;

mod notes;

mod extra;

mod names;

mod columns;

mod task;
mod usual;

mod envelope;

mod retry;

mod redact;

mod markup;

mod fault;

mod summary;

mod page;

pub use extra::EXTRA_DEPTH_LIMIT;
pub use fault::{About, Fault, HEADERS};
pub use notes::DIAGNOSTICS_LIMIT;
pub use page::{Failure, Summary, TaskPage, TaskView, parse};

// The boundary copies pages out in blocks, as they lie in memory.
#[cfg(feature = "bindgen")]
pub(crate) use {
    columns::Columns,
    envelope::{Body, Envelope, Reading, read},
    fault::Answer,
    summary::Counts,
};
