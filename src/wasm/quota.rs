//! quota: five numbers that stay with the host, so that there is nothing to free and nothing that a trap could lose.

use crate::contract::limits::{BY_ID_RATE, LIST_RATE};
use crate::walk::Quota;
use wasm_bindgen::prelude::wasm_bindgen;

/// A quota in five numbers, which stay with the host: interval, next, closed until, share, lowered at. `rate`: calls a second; not a number
/// for 80 % of the service's limit. Empty where the rate is none.
#[wasm_bindgen]
pub fn quota_new(rate: f64, by_id: bool) -> Vec<f64> {
    let shared = Quota::shared(if by_id { BY_ID_RATE } else { LIST_RATE });
    let quota = if rate.is_nan() {
        Some(shared)
    } else {
        Quota::per_second(rate)
    };
    quota.map_or_else(Vec::new, |quota| numbers(&quota, 0.0))
}

/// Takes the right to send a call: the quota's numbers, and how many milliseconds to wait if there is none yet.
#[wasm_bindgen]
pub fn quota_take(quota: &[f64], now: f64) -> Vec<f64> {
    let mut quota = of_numbers(quota);
    let wait = quota.take(now).err().unwrap_or(0.0);
    numbers(&quota, wait)
}

/// The service refused a call: the quota's numbers, and how long it is closed.
#[wasm_bindgen]
pub fn quota_penalize(quota: &[f64], ms: f64, now: f64) -> Vec<f64> {
    let mut quota = of_numbers(quota);
    quota.penalize(ms, now);
    numbers(&quota, quota.wait(now))
}

fn numbers(quota: &Quota, wait: f64) -> Vec<f64> {
    let Quota {
        interval,
        next,
        closed_until,
        share,
        lowered_at,
    } = *quota;
    vec![interval, next, closed_until, share, lowered_at, wait]
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
