//! The walk, driven by hand: each file asks for one thing that must hold. A service in few lines stands in `desk`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "tests fail loudly; clippy does not know their helpers as tests"
)]

mod dates;
mod desk;
mod edge;
mod failures;
mod handed_over;
mod ids;
mod input;
mod pages;
mod plans;
#[path = "../random/mod.rs"]
mod random;
mod refused;
mod resumed;
mod shortened;
mod ties;
mod told;
mod wait;
mod whole;
