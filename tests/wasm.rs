//! The core on wasm32, in Node and in a browser: the same answers as natively.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy does not know these as tests"
)]

use cdn_refresh_tasks::time::Instant;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn instants_print_the_service_form() {
    let instant = Instant::from_civil(2024, 2, 29, 23, 59, 59).unwrap();
    assert_eq!(instant.to_string(), "2024-02-29T23:59:59Z");
}
