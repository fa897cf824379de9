//! Bytes become a page of typed task views, or a fault that says what it is.
//!
//! The body is read once, from its first byte to its last, by a reader that knows which members matter: the crate in `reader/`. Rows become records of
//! fixed width and their texts are packed behind each other, so that nothing is made that nobody asks for, and a page can leave wasm in
//! two blocks.

mod notes;

mod envelope;

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
