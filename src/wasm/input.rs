//! What the host writes before a call: text or bytes, straight to where the core reads them. A `&str` argument would be written by the bindings
//! character by character, which takes as long as a check.

use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

/// Room of this many bytes, or of twice what is at hand, is kept for the next call; what a huge body took before is given back.
pub(super) const KEPT: usize = 1 << 20;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for `length` bytes and says where. It stays there until more is asked for.
#[wasm_bindgen]
pub fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        if input.len() < length || input.len() > KEPT.max(2 * length) {
            // The old room goes first, so that the new one can take its place.
            *input = Vec::new();
            *input = vec![0; length.max(1 << 16).next_power_of_two()];
        }
        input.as_mut_ptr()
    })
}

/// The first `length` bytes of the input.
pub(super) fn bytes<T>(length: usize, work: impl FnOnce(&[u8]) -> T) -> T {
    INPUT.with_borrow(|input| work(input.get(..length).unwrap_or_default()))
}

/// The same as text, which is what the host's encoder wrote.
pub(super) fn text<T>(length: usize, work: impl FnOnce(&str) -> T) -> T {
    bytes(length, |bytes| work(str::from_utf8(bytes).unwrap_or_default()))
}
