//! Plans: their laws over random questions, and what they say, word for word.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests fail loudly; clippy does not know their helpers as tests"
)]

mod account;
mod cases;
mod examples;
mod laws;
mod questions;
#[path = "../random/mod.rs"]
mod random;
mod walked;
mod windows;
