//! The last answer of a hot export, kept until the next one, for the host to read where it lies: a `String` that is returned crosses as an
//! array of two numbers and a second call that frees it, half a microsecond of a call that takes three.

use std::cell::RefCell;

thread_local! {
    static ANSWER: RefCell<Answer> = const {
        RefCell::new(Answer { text: String::new(), place: [0.0; 2] })
    };
}

struct Answer {
    text: String,
    place: [f64; 2],
}

/// Where two numbers stand: the address of `text` and its length in bytes.
pub(super) fn keep(text: String) -> *const f64 {
    ANSWER.with_borrow_mut(|answer| {
        answer.text = text;
        #[allow(clippy::cast_precision_loss, reason = "an address and a length: far below 2^53")]
        let number = |value: usize| value as f64;
        answer.place = [number(answer.text.as_ptr().addr()), number(answer.text.len())];
        answer.place.as_ptr()
    })
}
