//! What helps people on: the same request in other tools, the permissions it needs, and whether tasks cover a URL.

mod covers;
mod policy;
mod sample;

pub use covers::{Cover, Covered, covered, covers};
pub use policy::{PolicyError, RamPolicy};
pub use sample::Language;
#[cfg(feature = "bindgen")]
pub(crate) use sample::places;
#[cfg(not(feature = "bindgen"))]
pub use sample::sample;
