//! The service's side of the refresh task operations, as a pure state machine: every world that the documents allow.
//!
//! ```text
//!  Options ──▶ Emulator ─┬─ handle(request, now) ──▶ response          HTTP, signatures, quotas, formats, faults
//!  (scenario, world,     │    gateway
//!   seed, faults, keys)  ├─ service().describe(params, now) ──▶ rows    the operations below HTTP, for simulations
//!                        │    operations ─ account ─ tasks ─ world
//!                        └─ truth(now)                                  what it knows, for assertions
//! ```
//!
//! Each stage is a room, and a room uses only the rooms above it in the list below. There is no clock and no randomness but the seed: `now` is an
//! argument, always the caller's clock in milliseconds since the epoch. The rules are written from the reference document a second time,
//! not by calling the core's `check` and `signing`, so that each side can convict the other; tests compare them.
#![cfg_attr(test, allow(clippy::string_slice))]

mod chance;
mod refusal;

mod world;

mod tasks;

mod account;

mod operations;

mod truth;

mod faults;

mod gateway;

mod scenario;

mod emulator;

#[cfg(feature = "bindgen")]
mod wasm;

pub use account::{AccessKey, Account, CallKind, Throttled};
pub use chance::Chance;
pub use emulator::{Emulator, Options, SecurityToken, TEST_KEY};
pub use faults::{Fault, Rates};
pub use gateway::{Cut, Request, Response};
pub use operations::{Page, Params, Service};
pub use refusal::{Code, Refusal};
pub use scenario::{Arrivals, Scenario, scenarios};
pub use tasks::{End, Fate, Kind, NewBatch, Reason, Shown, Status, TaskRow, Tasks};
pub use truth::{Seen, TaskTruth};
pub use world::*;
