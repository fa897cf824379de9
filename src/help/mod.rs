//! What helps people on: the same request in other tools, and the permissions it needs.

mod policy;
mod sample;

pub use policy::{PolicyError, RamPolicy};
pub use sample::Language;
#[cfg(feature = "bindgen")]
pub(crate) use sample::places;
#[cfg(not(feature = "bindgen"))]
pub use sample::sample;
