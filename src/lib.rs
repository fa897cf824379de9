//! What was typed becomes a request the service accepts; a request becomes a string to sign; a response becomes typed task views.
//!
//! ```text
//!  what was typed        what may be sent     signed-ready              what came back        what was learnt
//!    Draft ──check(now)──▶ TaskRequest ──prepare──▶ Prepared   · host ·   bytes ──parse──▶ TaskPage | Fault
//!      ▲         │
//!      └─ fixes ─┴─ Diagnostics
//! ```
//!
//! Each stage is a room, and a room uses only the rooms above it in the list below. The core has no clock, no randomness, no network,
//! no environment and no secret: `now`, nonces and bytes come in as arguments. It always answers, with a value and every finding.
#![cfg_attr(test, allow(clippy::string_slice))]

pub mod time;

pub mod contract;

pub mod request;

pub mod signing;

pub mod plan;

pub mod response;

pub mod walk;

pub mod help;

#[cfg(feature = "bindgen")]
mod wasm;

/// The programs of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
