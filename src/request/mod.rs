//! What was typed becomes a request that the service accepts, or diagnostics that say why not.

mod diagnostic;
mod draft;
mod valid;

mod check;
mod words;

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests read and write files")]
mod cases;
#[cfg(test)]
mod examples;

pub use crate::contract::{Flaw, Given, Mode, Severity, Value};
#[cfg(feature = "bindgen")]
pub(crate) use check::diagnose;
pub use check::{Checked, Options, check};
pub use diagnostic::{Diagnostic, Edit, Fix};
pub use draft::Draft;
pub use valid::TaskRequest;
