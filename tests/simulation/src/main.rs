//! Walks and waits against the emulated service: a seed is a world, an account, a question, faults and an interleaving of calls, and in
//! every one of them the same laws must hold.
//!
//! ```text
//! cargo run --profile simulation -p cdn-refresh-tasks-simulation -- --seeds 2000 [--from 0] [--seconds 600]
//! cargo run --profile simulation -p cdn-refresh-tasks-simulation -- --seed 4711        one again, told at length and made smaller; or --as-drawn
//! ```
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program, not the core: it prints, and has a clock and threads"
)]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a test: it may fail loudly"
)]

mod account;
mod case;
mod driver;
mod host;
mod laws;
mod shrink;
mod truth;

use case::Case;
use laws::Breach;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Seeds beyond the usual ones that once broke a law: run whenever the usual ones are.
const ONCE_BROKEN: &[u64] = &[
    3_477, 10_144, 11_750, 15_233, 16_904, 17_801, 108_084, 108_520, 121_738, 130_095, 328_328, 415_579, 560_907,
    580_242, 772_717, 785_944,
];

/// What runs came to, so that a law which is never put to the test shows.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, u64>,
    failures: Vec<(u64, Breach)>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    if let Some(seed) = value("--seed") {
        return replay(seed);
    }
    let (from, seeds) = (value("--from").unwrap_or(0), value("--seeds").unwrap_or(2000));
    let bound = Duration::from_secs(value("--seconds").unwrap_or(3600));
    let most_failures = value("--failures").unwrap_or(5);
    std::panic::set_hook(Box::new(|_| {}));
    let (next, started, tally) = (AtomicU64::new(from), Instant::now(), Mutex::new(Tally::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let again = usize::try_from(number - from).ok().filter(|_| from == 0);
                    let again = again.and_then(|number| ONCE_BROKEN.get(number)).copied();
                    let seed = again.unwrap_or(number);
                    let over = tally
                        .lock()
                        .is_ok_and(|tally| tally.failures.len() as u64 >= most_failures);
                    if number >= from + seeds || over || started.elapsed() > bound {
                        return;
                    }
                    let (result, seen) = try_case(&Case::draw(seed), seed.is_multiple_of(16));
                    if let Ok(mut tally) = tally.lock() {
                        for what in seen {
                            *tally.counts.entry(what).or_default() += 1;
                        }
                        tally.failures.extend(result.err().map(|breach| (seed, breach)));
                    }
                }
            });
        }
    });
    let Ok(tally) = tally.into_inner() else {
        return ExitCode::FAILURE;
    };
    let ran = tally.counts.get("runs").copied().unwrap_or(0);
    println!("{ran} seeds from {from}, {:.1} s", started.elapsed().as_secs_f64());
    for (what, count) in &tally.counts {
        println!("  {what:40} {count}");
    }
    for (seed, (law, why)) in &tally.failures {
        println!("seed {seed} breaks the law `{law}`: {why}");
        println!("  again: cargo run --profile simulation -p cdn-refresh-tasks-simulation -- --seed {seed}");
    }
    if tally.failures.is_empty() && ran > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs a case and holds it to the laws; a panic is a breach too.
fn try_case(case: &Case, twice: bool) -> (Result<(), Breach>, Vec<String>) {
    let run = || -> (Result<(), Breach>, Vec<String>) {
        let run = driver::run(case);
        let mut seen = seen(case, &run);
        let mut result = laws::check(case, &run);
        if result.is_ok() && twice {
            seen.push("ran twice".to_owned());
            result = laws::same(&run, &driver::run(case));
        }
        let one_clock = case.host.other_clock.is_none();
        if result.is_ok() && case.host.resume_every.is_some() && one_clock && run.lost == 0 && !run.shortened {
            seen.push("compared with an unbroken run".to_owned());
            result = laws::resumed(case, &driver::run_with(case, None), &run);
        }
        (result, seen)
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            (Err(("no-panic", text.unwrap_or_default())), vec!["runs".to_owned()])
        }
    }
}

fn seen(case: &Case, run: &driver::Run) -> Vec<String> {
    let mut seen = vec!["runs".to_owned(), format!("route {}", run.plan.route.name())];
    if !run.plan.ok() {
        return seen;
    }
    let kind = if case.question.wait.is_some() { "wait" } else { "walk" };
    seen.push(format!("{kind}: {}", run.ledger.verdict.name()));
    seen.push(format!("{kind}: {}", run.stop.map_or("endless", |stop| stop.name())));
    let mut gaps: Vec<&str> = run
        .ledger
        .windows
        .iter()
        .filter_map(|read| read.gap.as_deref())
        .collect();
    gaps.sort_unstable();
    gaps.dedup();
    seen.extend(gaps.iter().map(|gap| format!("gap: {gap}")));
    let mut note = |is: bool, name: &str| {
        if is {
            seen.push(name.to_owned());
        }
    };
    note(run.ledger.windows.iter().any(|read| read.passes > 1), "read again");
    note(run.ledger.throttled > 0, "throttled");
    note(run.ledger.retries > 0, "retried");
    note(run.ledger.duplicates > 0, "duplicates");
    note(run.ledger.changed > 0, "changed");
    note(run.lost > 0, "calls lost with their process");
    note(run.largest_checkpoint > 0, "handed over");
    note(
        run.largest_checkpoint > 0 && case.host.other_clock.is_some(),
        "handed over to another clock",
    );
    note(run.shortened, "handed over, told less exactly");
    note(!run.ledger.ids.absent.is_empty(), "absent ids");
    note(
        run.ledger.windows.iter().any(|read| read.filter.starts_with("TaskId=")),
        "ids paged",
    );
    seen
}

fn replay(seed: u64) -> ExitCode {
    let case = Case::draw(seed);
    let (result, _) = try_case(&case, true);
    let Err((law, why)) = result else {
        let run = driver::run(&case);
        println!("seed {seed} keeps every law\n{case:#?}\n{:#?}", run.ledger);
        return ExitCode::SUCCESS;
    };
    println!("seed {seed} breaks the law `{law}`: {why}");
    if std::env::args().any(|argument| argument == "--as-drawn") {
        println!("{case:#?}\n{:#?}", driver::run(&case).ledger);
        return ExitCode::FAILURE;
    }
    std::panic::set_hook(Box::new(|_| {}));
    let until = Instant::now() + Duration::from_secs(40);
    let smallest = shrink::shrink(&case, 3000, |candidate| {
        Instant::now() < until && matches!(try_case(candidate, true).0, Err((broken, _)) if broken == law)
    });
    let (result, _) = try_case(&smallest, true);
    if let Err((law, why)) = result {
        println!("\nmade smaller, `{law}`: {why}");
    }
    let mut told = smallest.clone();
    told.batches.retain(|batch| batch.rows > 0);
    println!("batches with rows (numbers as drawn):");
    for (number, batch) in smallest.batches.iter().enumerate().filter(|(_, batch)| batch.rows > 0) {
        println!("  {number}: {batch:?}");
    }
    println!(
        "{:#?}\n{:#?}\n{:#?}\n{:?}",
        smallest.world, smallest.question, smallest.faults, smallest.host
    );
    let run = driver::run(&smallest);
    println!(
        "{:?} after {} s, {} delivered, {:?}",
        run.stop,
        (run.ended - case.start) / 1000,
        run.delivered.len(),
        run.sends
    );
    println!("{:#?}", run.ledger);
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few worlds with every `cargo test`; thousands are a command of their own.
    #[test]
    fn the_laws_hold_in_some_worlds() {
        for seed in (0..120).chain(ONCE_BROKEN.iter().copied()) {
            if let (Err((law, why)), _) = try_case(&Case::draw(seed), true) {
                panic!("seed {seed} breaks the law `{law}`: {why}");
            }
        }
    }
}
