//! walk: a machine that lives here between calls; `pkg/src/walk.ts` keeps what it needs to make it anew after a trap.

use super::json::{push_number, to_json};
use super::ledger::LedgerTold;
use super::{Numbers, joined, parse, plan};
use crate::contract::{Locale, Param};
use crate::time::Instant;
use crate::walk::{Handled, Refused, Step, Trouble, Walk, WalkOptions};
use std::cell::RefCell;

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

fn options(numbers: Numbers<'_>) -> WalkOptions {
    WalkOptions {
        // Any number is as good a seed as another, by its bits.
        seed: numbers.at(1).to_bits(),
        in_flight: numbers.count(2),
        settle_ms: numbers.count(3),
    }
}

thread_local! {
    /// The walks that live here; the host holds their places. A place is used again when its walk was freed.
    static WALKS: RefCell<Vec<Option<Box<Walk>>>> = const { RefCell::new(Vec::new()) };
}

/// What a walk is asked. The first number is the walk's place, but for the questions that make one: `walk-start`, `walk-wait`, `walk-resume`.
pub(super) fn ask(name: &str, fields: &str, numbers: Numbers<'_>) -> String {
    match name {
        "walk-start" => keep(start(fields, numbers)),
        "walk-wait" => keep(wait(fields, numbers)),
        "walk-resume" => match resume(fields, numbers) {
            Ok(walk) => keep(walk),
            Err(refused) => refused.code().to_owned(),
        },
        _ => WALKS.with_borrow_mut(|walks| {
            let place = walks.get_mut(numbers.index(0));
            match place {
                Some(place) if name == "walk-free" => {
                    *place = None;
                    String::new()
                }
                Some(Some(walk)) => ask_walk(walk, name, fields, numbers),
                _ => String::new(),
            }
        }),
    }
}

fn ask_walk(walk: &mut Walk, name: &str, fields: &str, numbers: Numbers<'_>) -> String {
    match name {
        "walk-next" => next(walk, moment(numbers.at(1))),
        "walk-page" => page(walk, numbers),
        "walk-fault" => fault(walk, fields, numbers),
        "walk-ledger" => to_json(&LedgerTold::of(&walk.ledger())),
        // In one sentence; whether in Chinese.
        "walk-sentence" => walk
            .ledger()
            .sentence(if numbers.flag(1) { Locale::Zh } else { Locale::En }),
        // A text to go on from; whether however long.
        "walk-checkpoint" if numbers.flag(1) => walk.whole(),
        "walk-checkpoint" => walk.checkpoint(),
        "walk-progress" => progress(walk),
        // The ids that a wait still waits for.
        "walk-unfinished" => {
            let mut fields = String::new();
            walk.unfinished().iter().for_each(|id| joined::push(&mut fields, id));
            fields
        }
        "walk-unsent" => {
            walk.unsent(numbers.count(1));
            String::new()
        }
        // How many, and how many of them repeat others.
        "walk-besides" => {
            walk.made_besides(numbers.count(1), numbers.count(2));
            String::new()
        }
        "walk-waits" => u8::from(walk.waits()).to_string(),
        "walk-cancel" => {
            walk.cancel();
            String::new()
        }
        _ => String::new(),
    }
}

/// Answers the place of a walk.
fn keep(walk: Walk) -> String {
    WALKS.with_borrow_mut(|walks| {
        let place = walks.iter().position(Option::is_none).unwrap_or(walks.len());
        if place == walks.len() {
            walks.push(None);
        }
        if let Some(free) = walks.get_mut(place) {
            *free = Some(Box::new(walk));
        }
        place.to_string()
    })
}

/// Now, seed, calls under way at once, settle time; `fields`: the question with its options, as the plan was made of it.
fn start(fields: &str, numbers: Numbers<'_>) -> Walk {
    let (query, planned, options_of_plan) = plan::question(fields);
    let plan = crate::plan::plan(&query, planned, &options_of_plan);
    Walk::start(plan, moment(numbers.at(0)), options(numbers))
}

/// The same, then the deadline and the grace.
fn wait(fields: &str, numbers: Numbers<'_>) -> Walk {
    let (mut query, planned, options_of_plan) = plan::question(fields);
    // A status is what is waited for, so it cannot be what is asked for.
    query.statuses = crate::plan::Asked::Any;
    let plan = crate::plan::plan(&query, planned, &options_of_plan);
    let (now, deadline) = (moment(numbers.at(0)), moment(numbers.at(4)));
    Walk::wait(plan, now, deadline, numbers.count(5), options(numbers))
}

/// Now, whether as it was, calls under way included, and another deadline, or not a number; `fields`: the checkpoint, then the question, if it
/// is given. A refusal is its code.
fn resume(fields: &str, numbers: Numbers<'_>) -> Result<Walk, Refused> {
    let (text, question) = fields.split_once('\0').unwrap_or((fields, ""));
    let question = (!question.is_empty()).then(|| plan::question(question).0);
    match numbers.flag(1) {
        true => Walk::restore(text, question.as_ref()),
        false => {
            let mut walk = Walk::resume(text, question.as_ref(), moment(numbers.at(0)))?;
            if let Some(deadline) = date(numbers.at(2)) {
                walk.wait_until(deadline);
            }
            Ok(walk)
        }
    }
}

/// `d` and why it is over; `w` and until when, empty for a reply; or `s`, number, operation, window, not before, not after, and a value
/// for each parameter, empty where absent.
fn next(walk: &mut Walk, now: Instant) -> String {
    let mut fields = String::new();
    match walk.next(now) {
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

/// Hands in the page that `parse_page` read last: its number, the reply's Date, or not a number, now, its HTTP status (0: not known). See
/// [`told`].
fn page(walk: &mut Walk, numbers: Numbers<'_>) -> String {
    let (id, date, now) = (numbers.count(1), date(numbers.at(2)), moment(numbers.at(3)));
    let status = u16::try_from(numbers.count(4)).ok().filter(|status| *status > 0);
    parse::with_page(|page| told(walk.read_page_of(id, page, status, date, now)))
}

/// Hands in a failure: the same numbers, then whether it is retryable, throttled, about parameters, and the hint when to come back, or not a
/// number. `code` is the fault's.
fn fault(walk: &mut Walk, code: &str, numbers: Numbers<'_>) -> String {
    let trouble = Trouble {
        code,
        retryable: numbers.flag(4),
        throttled: numbers.flag(5),
        retry_after_ms: (!numbers.at(7).is_nan()).then(|| numbers.count(7)),
        about_params: numbers.flag(6),
        date: date(numbers.at(2)),
    };
    told(walk.fault(numbers.count(1), &trouble, moment(numbers.at(3))))
}

/// Rows, expected rows, calls, expected calls, time left, and rows by state; empty where unknown.
fn progress(walk: &Walk) -> String {
    let progress = walk.progress();
    let mut fields = String::new();
    let mut tell = |count: Option<u64>| {
        joined::push(&mut fields, &count.map_or_else(String::new, |count| count.to_string()));
    };
    for count in [
        Some(progress.rows),
        progress.expected_rows,
        Some(progress.calls),
        progress.expected_calls,
        progress.eta_ms,
    ] {
        tell(count);
    }
    for count in progress.by_state {
        tell(Some(count));
    }
    fields
}

/// 0 and the places of the fresh rows; 1 (fault) or 2 (another call's page) and when it is sent again, if it is; 3 (unknown), 4 (repeated),
/// 5 (late).
fn told(handled: Handled) -> String {
    let (kind, retry_at, fresh) = match handled {
        Handled::Page { fresh } => ("0", None, fresh),
        Handled::Fault { retry_at } => ("1", retry_at, Vec::new()),
        Handled::Unexpected { retry_at } => ("2", retry_at, Vec::new()),
        Handled::Ignored(crate::walk::Ignored::Unknown) => ("3", None, Vec::new()),
        Handled::Ignored(crate::walk::Ignored::Repeated) => ("4", None, Vec::new()),
        Handled::Ignored(crate::walk::Ignored::Late) => ("5", None, Vec::new()),
    };
    let mut fields = String::new();
    joined::push(&mut fields, kind);
    if let Some(retry_at) = retry_at {
        joined::push(&mut fields, &retry_at.ms().to_string());
    }
    for place in fresh {
        push_number(&mut fields, false, u64::from(place));
        fields.push('\0');
    }
    fields
}
