//! Instants, and their text in UTC.

mod instant;

pub use instant::Instant;
