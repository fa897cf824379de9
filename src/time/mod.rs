//! Instants, their text in UTC, and times as people write them.

mod instant;
mod read;

pub use instant::Instant;
pub use read::{DAY, Reading, read};
