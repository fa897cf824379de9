//! The boundary to JavaScript: the only place that knows wasm-bindgen. Thin: it unpacks arguments, calls the core, packs answers.
//!
//! Inward come bytes, numbers and joined text ([`joined`]); an object of ten fields would cost more than the work itself.
//! Outward go joined text or columns where it is hot, and plain objects, as JSON, where it is not.

#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub, whatever the module")]

mod check;
mod covers;
mod joined;
mod json;
mod ledger;
mod outward;
mod parse;
mod plan;
mod prepare;
mod quota;
mod tagged;
mod walk;

use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The version of the core, to be told beside the version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
