//! Checks beyond the tables of decisions: laws over random drafts, and what odd values come to.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail loudly; clippy does not know their helpers as tests"
)]

mod laws;
#[path = "../random/mod.rs"]
mod random;
mod values;
