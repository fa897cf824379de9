//! quota: five numbers that stay with the host, so that there is nothing to free and nothing that a trap could lose.

use crate::contract::limits::{BY_ID_RATE, LIST_RATE};
use crate::walk::Quota;
use std::cell::Cell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static ANSWER: Cell<[f64; 6]> = const { Cell::new([0.0; 6]) };
}

/// A quota is five numbers, which stay with the host: interval, next, closed until, share, lowered at; the sixth is how many milliseconds to
/// wait. Of two numbers, the rate (not a number for 80 % of the service's limit) and whether by id, one is made: nothing, where the rate is none.
/// Else the right to send a call is taken; or, where `ms` is a number, the service refused one and wants none for so long. Answers where the six
/// numbers stand until it is called again.
#[wasm_bindgen]
pub fn quota(numbers: &[f64], now: f64, ms: f64) -> *const f64 {
    if let &[rate, by_id] = numbers {
        let limit = if by_id == 1.0 { BY_ID_RATE } else { LIST_RATE };
        let quota = if rate.is_nan() {
            Some(Quota::shared(limit))
        } else {
            Quota::per_second(rate)
        };
        return quota.map_or(std::ptr::null(), |quota| keep(&quota, 0.0));
    }
    let mut quota = of_numbers(numbers);
    let wait = if ms.is_nan() {
        quota.take(now).err().unwrap_or(0.0)
    } else {
        quota.penalize(ms, now);
        quota.wait(now)
    };
    keep(&quota, wait)
}

fn keep(quota: &Quota, wait: f64) -> *const f64 {
    let Quota {
        interval,
        next,
        closed_until,
        share,
        lowered_at,
    } = *quota;
    ANSWER.with(|answer| {
        answer.set([interval, next, closed_until, share, lowered_at, wait]);
        answer.as_ptr().cast_const().cast()
    })
}

fn of_numbers(numbers: &[f64]) -> Quota {
    let at = |place: usize| numbers.get(place).copied().unwrap_or(1.0);
    Quota {
        interval: at(0),
        next: at(1),
        closed_until: at(2),
        share: at(3),
        lowered_at: at(4),
    }
}
