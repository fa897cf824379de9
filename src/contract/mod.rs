//! The one table of what the service accepts and answers. Everything else reads it; nothing restates it.

mod source;
mod text;

pub use source::Source;
pub use text::{Locale, Text, fill, quote};
