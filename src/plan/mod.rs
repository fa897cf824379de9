//! A question becomes the cheapest set of valid calls, priced before anything is sent.
//!
//! ```text
//!  Query ──read──▶ Question ──each route──▶ Way (asks, filter, windows, price) ──cheapest safe──▶ Plan ──call(i)──▶ PlannedCall
//! ```

mod notes;
mod options;

mod host;

mod moment;
mod query;
mod question;
mod words;

mod reach;
mod split;
mod window;

mod filter;
mod price;
mod routes;

mod because;

#[allow(clippy::module_inception, reason = "the plan of the room of plans")]
mod plan;

pub use because::Candidate;
pub use filter::{Decision, Filter, Row};
pub(crate) use notes::Notes;
pub use options::{Order, PlanOptions, Route};
pub use plan::{Plan, PlannedCall, plan};
pub use price::{Calls, Duration, Price, Rate};
pub use query::{Asked, Query};
pub(crate) use question::Question;
pub use reach::{Range, Reason, Unreachable};
#[cfg(feature = "bindgen")]
pub(crate) use routes::BATCH;
pub use split::{Split, split_range};
pub use window::{Window, Windows};
