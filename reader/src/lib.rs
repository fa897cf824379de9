//! Bytes of a page of tasks into columns, in one pass.
//!
//! A crate of its own for one reason: it is compiled for speed, and everything around it for size (see the profiles in `../Cargo.toml`).
//! It knows how JSON is written and which members a task has; what the words mean ([`Schema`]) and how findings are told ([`Tell`]) comes
//! from outside.

mod block;
mod columns;
mod counts;
mod extra;
mod habits;
mod json;
mod member;
mod names;
mod schema;
mod skip;
mod task;
mod tell;
mod text;
mod usual;
pub mod value;

pub use columns::{ABSENT, CANONICAL, Columns, Record, STATUS_BITS, Span, WIDE};
pub use counts::Counts;
pub use extra::{EXTRA_DEPTH_LIMIT, Extra};
pub use json::{Broken, Raw, Reader};
pub use names::{Name, Names};
pub use schema::{Schema, TaskField, Word};
pub use task::Tasks;
pub use tell::{Expected, Finding, Place, Tell, tell_replaced};
pub use text::{Replaced, name, unescape};
