//! What was typed becomes a request that the service accepts, or diagnostics that say why not.

mod diagnostic;

pub use diagnostic::{Diagnostic, Edit, Fix, Severity, Value};
