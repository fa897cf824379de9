//! walk: a machine that lives here between calls; `pkg/src/walk.ts` keeps what it needs to make it anew after a trap.

use super::ledger::LedgerTold;
use super::{joined, outward, parse, plan};
use crate::contract::{Locale, Param};
use crate::time::Instant;
use crate::walk::{Handled, Refused, Step, Trouble, Walk, WalkOptions};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Milliseconds of JavaScript; what lies outside becomes the nearest moment there is.
fn moment(ms: f64) -> Instant {
    let ms = ms.clamp(ms_of(Instant::MIN), ms_of(Instant::MAX));
    #[allow(clippy::cast_possible_truncation, reason = "just clamped")]
    Instant::from_ms(ms as i64).unwrap_or(Instant::MIN)
}

fn date(ms: f64) -> Option<Instant> {
    (!ms.is_nan()).then(|| moment(ms))
}

#[allow(clippy::cast_precision_loss, reason = "every moment is below 2^53")]
fn ms_of(moment: Instant) -> f64 {
    moment.ms() as f64
}

#[allow(clippy::cast_precision_loss, reason = "counts, far below 2^53")]
fn number(count: u64) -> f64 {
    count as f64
}

fn options(seed: f64, in_flight: u32, settle_ms: u32) -> WalkOptions {
    // Any number is as good a seed as another, by its bits.
    let seed = seed.to_bits();
    WalkOptions {
        seed,
        in_flight,
        settle_ms,
    }
}

/// A walk.
#[wasm_bindgen]
pub struct Machine(Walk);

/// Starts a walk. `fields`: the question with its options, as the plan was made of it.
#[wasm_bindgen]
pub fn walk_start(fields: &str, now: f64, seed: f64, in_flight: u32, settle_ms: u32) -> Machine {
    let (query, planned, options_of_plan) = plan::question(fields);
    let plan = crate::plan::plan(&query, planned, &options_of_plan);
    Machine(Walk::start(plan, moment(now), options(seed, in_flight, settle_ms)))
}

/// Starts a wait.
#[wasm_bindgen]
pub fn walk_wait(
    fields: &str,
    now: f64,
    deadline: f64,
    grace_ms: u32,
    seed: f64,
    in_flight: u32,
    settle_ms: u32,
) -> Machine {
    let (mut query, planned, options_of_plan) = plan::question(fields);
    // A status is what is waited for, so it cannot be what is asked for.
    query.statuses = crate::plan::Asked::Any;
    let plan = crate::plan::plan(&query, planned, &options_of_plan);
    let options = options(seed, in_flight, settle_ms);
    Machine(Walk::wait(plan, moment(now), moment(deadline), grace_ms, options))
}

/// Goes on from a checkpoint; `exact`: as it was, calls under way included. `fields`: the question, or empty. A refusal is thrown as its code.
#[wasm_bindgen]
pub fn walk_resume(text: &str, fields: &str, now: f64, exact: bool) -> Result<Machine, JsValue> {
    let question = (!fields.is_empty()).then(|| plan::question(fields).0);
    let walk = match exact {
        true => Walk::restore(text, question.as_ref()),
        false => Walk::resume(text, question.as_ref(), moment(now)),
    };
    walk.map(Machine)
        .map_err(|refused: Refused| JsValue::from_str(refused.code()))
}

#[wasm_bindgen]
impl Machine {
    /// `d` and why it is over; `w` and until when, empty for a reply; or `s`, number, operation, window, not before, not after, and a value
    /// for each parameter, empty where absent.
    pub fn next(&mut self, now: f64) -> String {
        let mut fields = String::new();
        match self.0.next(moment(now)) {
            Step::Done(stop) => {
                joined::push(&mut fields, "d");
                joined::push(&mut fields, stop.name());
            }
            Step::Wait { until } => {
                joined::push(&mut fields, "w");
                joined::push(
                    &mut fields,
                    &until.map_or_else(String::new, |until| until.ms().to_string()),
                );
            }
            Step::Send { id, call } => {
                joined::push(&mut fields, "s");
                let window = call.window.map_or_else(String::new, |window| window.to_string());
                let not_after = call
                    .not_after
                    .map_or_else(String::new, |moment| moment.ms().to_string());
                for field in [
                    &id.to_string(),
                    call.operation.name(),
                    &window,
                    &call.not_before.ms().to_string(),
                    &not_after,
                ] {
                    joined::push(&mut fields, field);
                }
                for param in Param::ALL {
                    joined::push(&mut fields, call.request.get(param).unwrap_or_default());
                }
            }
        }
        fields
    }

    /// Hands in the page that `parse_page` read last. See [`told`]. `date`: the reply's Date, or not a number.
    pub fn page(&mut self, id: u32, date_ms: f64, now: f64) -> Vec<f64> {
        parse::with_page(|page| told(self.0.read_page_of(id, page, date(date_ms), moment(now))))
    }

    /// Hands in a failure. `retry_after`: not a number where there is no hint.
    #[allow(clippy::too_many_arguments, reason = "one crossing")]
    pub fn fault(
        &mut self,
        id: u32,
        code: &str,
        retryable: bool,
        throttled: bool,
        about_params: bool,
        retry_after: f64,
        date_ms: f64,
        now: f64,
    ) -> Vec<f64> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let retry_after_ms = (!retry_after.is_nan()).then_some(retry_after as u32);
        let trouble = Trouble {
            code,
            retryable,
            throttled,
            retry_after_ms,
            about_params,
            date: date(date_ms),
        };
        told(self.0.fault(id, &trouble, moment(now)))
    }

    /// The proof so far.
    pub fn ledger(&self) -> JsValue {
        outward::object(&LedgerTold::of(&self.0.ledger()))
    }

    /// The ledger in one sentence.
    pub fn sentence(&self, chinese: bool) -> String {
        let locale = if chinese { Locale::Zh } else { Locale::En };
        self.0.ledger().sentence(locale)
    }

    /// A text to go on from; `whole`: however long.
    pub fn checkpoint(&mut self, whole: bool) -> String {
        if whole { self.0.whole() } else { self.0.checkpoint() }
    }

    /// Rows, expected rows, calls, expected calls, time left, and rows by state; not a number where unknown.
    pub fn progress(&self) -> Vec<f64> {
        let progress = self.0.progress();
        let maybe = |count: Option<u64>| count.map_or(f64::NAN, number);
        let mut told = vec![
            number(progress.rows),
            maybe(progress.expected_rows),
            number(progress.calls),
            maybe(progress.expected_calls),
            maybe(progress.eta_ms),
        ];
        told.extend(progress.by_state.map(number));
        told
    }

    /// The ids that a wait still waits for.
    pub fn unfinished(&self) -> String {
        let mut fields = String::new();
        self.0.unfinished().iter().for_each(|id| joined::push(&mut fields, id));
        fields
    }

    /// Ends it.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }
}

/// 0 and the places of the fresh rows; 1 (fault) or 2 (another call's page) and when it is sent again, if it is; 3 (unknown), 4 (repeated),
/// 5 (late).
fn told(handled: Handled) -> Vec<f64> {
    let failed = |kind: f64, retry_at: Option<Instant>| {
        let mut told = vec![kind];
        told.extend(retry_at.map(ms_of));
        told
    };
    match handled {
        Handled::Page { fresh } => std::iter::once(0.0).chain(fresh.into_iter().map(f64::from)).collect(),
        Handled::Fault { retry_at } => failed(1.0, retry_at),
        Handled::Unexpected { retry_at } => failed(2.0, retry_at),
        Handled::Ignored(why) => vec![match why {
            crate::walk::Ignored::Unknown => 3.0,
            crate::walk::Ignored::Repeated => 4.0,
            crate::walk::Ignored::Late => 5.0,
        }],
    }
}
