//! What must be true after every run.

use crate::account::at;
use crate::case::{Case, SECOND, SETTLE, Target};
use crate::driver::Run;
use crate::truth::{Fact, Truth};
use cdn_refresh_tasks::plan::{Reason, Route};
use cdn_refresh_tasks::walk::{BUDGET, Ledger, Stop, Verdict, WindowRead};
use cdn_refresh_tasks_emulator::{CallKind, Ties};
use std::collections::{BTreeMap, BTreeSet};

/// A law that does not hold, and why.
pub(crate) type Breach = (&'static str, String);
type Law = Result<(), Breach>;

pub(crate) fn check(case: &Case, run: &Run) -> Law {
    let Some(stop) = run.stop else {
        let seconds = (run.ended - case.start) / SECOND;
        return Err(("ends", format!("still going after {seconds} s")));
    };
    if !run.plan.ok() {
        let refused = stop == Stop::Failed && !run.ledger.complete;
        return require(refused, "unanswerable", || format!("{stop:?}"));
    }
    let truth = Truth::of(case, run);
    asked_for_and_once(run, &truth)?;
    nothing_is_missing(case, run, &truth)?;
    the_ledger_adds_up(case, run)?;
    windows_hold_the_truth(case, run, &truth)?;
    the_verdict_is_true(run, &truth)?;
    waited_until_all_was_over(case, run, &truth)?;
    paced(case, run)?;
    let most = 64 * 1024 + 32 * ids_of(&run.ledger);
    require(run.largest_checkpoint <= most, "checkpoint", || {
        format!("{} bytes", run.largest_checkpoint)
    })
}

fn require(holds: bool, law: &'static str, why: impl FnOnce() -> String) -> Law {
    if holds { Ok(()) } else { Err((law, why())) }
}

fn assumes(ledger: &Ledger, name: &str) -> bool {
    ledger.assumptions.iter().any(|assumed| assumed == name)
}

fn proven_until(run: &Run) -> i64 {
    let until = run.ledger.proven_until;
    until.map_or(i64::MIN, cdn_refresh_tasks::time::Instant::ms)
}

/// Every delivered row is one that was asked for, once.
fn asked_for_and_once(run: &Run, truth: &Truth) -> Law {
    let mut delivered = BTreeSet::new();
    for fact in run.delivered.iter().filter_map(|(row, _)| truth.fact(*row)) {
        require(fact.asked, "asked-for", || format!("{:?} was not asked for", fact.key))?;
        require(delivered.insert(&fact.key), "exactly-once", || {
            let told = assumes(&run.ledger, "rows-may-repeat");
            let largest = run.largest_checkpoint;
            format!("{:?} came twice; told: {told}; checkpoints up to {largest}", fact.key)
        })?;
    }
    Ok(())
}

/// What was asked for and shown is delivered, or lies where the ledger says that something is missing.
fn nothing_is_missing(case: &Case, run: &Run, truth: &Truth) -> Law {
    let ledger = &run.ledger;
    // A date of another clock cannot be told from the service's while it stands still for a minute only.
    if truth.clock_may_mislead() && (case.host.frozen_date || assumes(ledger, "host-clock")) {
        return Ok(());
    }
    let delivered: BTreeSet<_> = run
        .delivered
        .iter()
        .filter_map(|(row, _)| truth.fact(*row).map(|fact| &fact.key))
        .collect();
    let missing = truth
        .facts
        .iter()
        .filter(|fact| fact.asked && truth.is_held(fact) && !delivered.contains(&fact.key));
    let until = proven_until(run);
    // Without a limit, to the end, and not only what had become final.
    let everything = run.stop == Some(Stop::Finished)
        && case.question.wait.is_none()
        && case.question.limit.is_none_or(|limit| ledger.rows < limit);
    for fact in missing {
        let Some(visible) = fact.visible else { continue };
        let proven = fact.second() < until;
        require(
            !(ledger.complete && proven && visible <= truth.clock),
            "complete",
            || {
                let (key, from) = (&fact.key, at(visible));
                format!(
                    "{key:?}, visible from {from}, is missing before {:?}",
                    ledger.proven_until
                )
            },
        )?;
        let begun = case.start + truth.offset;
        let long_enough = visible <= begun && fact.created < begun - SETTLE - SECOND;
        let named = is_named(ledger, fact)
            // Until the first reply there is no better clock than the host's.
            || ((case.host.frozen_date || case.host.other_clock.is_some()) && !proven)
            // Nothing is claimed of the time that a clock which was set back takes for the future.
            || assumes(ledger, "clock-set-back");
        require(!(everything && long_enough) || named, "delivered-or-named", || {
            format!("{:?} is neither delivered nor in a gap", fact.key)
        })?;
    }
    Ok(())
}

/// Whether the ledger says that a row like this may be missing.
fn is_named(ledger: &Ledger, fact: &Fact) -> bool {
    let (id, second) = (&fact.key.0, fact.second());
    let of_its_id = format!("TaskId={id}");
    let is_gap = |read: &WindowRead| {
        let holds = (read.window.start().ms()..read.window.end().ms()).contains(&second);
        read.state != "done" && (holds || read.filter == of_its_id)
    };
    ledger.windows.iter().any(is_gap)
        || ledger
            .unreachable
            .iter()
            .any(|part| (part.start.ms()..part.end.ms()).contains(&second))
        || ledger.ids.unread.contains(id)
        || ledger.ids.aged.contains(id)
}

fn the_ledger_adds_up(case: &Case, run: &Run) -> Law {
    let ledger = &run.ledger;
    let same = |name: &str, told: u64, truth: u64| {
        require(told == truth, "ledger", || format!("{name}: told {told}, is {truth}"))
    };
    same("rows", ledger.rows, run.delivered.len() as u64)?;
    same("throttled", ledger.throttled, run.throttled)?;
    let limited = case.question.limit.is_some_and(|limit| ledger.rows >= limit);
    if run.lost == 0 && run.stop == Some(Stop::Finished) && !limited {
        // A call that was given up may still wait for the host's quota.
        same("calls", ledger.calls.min(run.sends.len() as u64 + 16), ledger.calls)?;
        same("calls sent", ledger.calls.max(run.sends.len() as u64), ledger.calls)?;
    }
    if run.plan.route != Route::ById {
        let of_windows = ledger.windows.iter().map(|read| u64::from(read.rows)).sum();
        // A checkpoint that is short of room keeps rows without their times: taken apart, a window counts those that it meets again, and
        // those of a part that stays a gap are met no more.
        let all_met = !run.shortened || ledger.windows.iter().all(|read| read.state == "done");
        if all_met || of_windows > ledger.rows {
            same("rows of windows", of_windows, ledger.rows)?;
        }
    }
    Ok(())
}

fn the_verdict_is_true(run: &Run, truth: &Truth) -> Law {
    let ledger = &run.ledger;
    let agree = ledger.complete == (ledger.verdict == Verdict::Proven);
    require(
        agree && (!ledger.complete || ledger.proven_until.is_some()),
        "ledger",
        || "complete and verdict disagree".to_owned(),
    )?;
    let out_of_reach = ledger.unreachable.iter().any(|part| part.reason == Reason::Retention);
    require(!(ledger.complete && out_of_reach), "ledger", || {
        "complete although a part could not be reached".to_owned()
    })?;
    let latest = if truth.clock_is_shown {
        truth.clock
    } else {
        run.ended + truth.offset.max(truth.ahead)
    };
    let has_come = proven_until(run) <= latest;
    require(has_come, "ledger", || {
        format!("proven until {:?}, which has not come", ledger.proven_until)
    })
}

/// Windows that were proven to their end hold as many rows as the truth, no matter what was filtered here.
fn windows_hold_the_truth(case: &Case, run: &Run, truth: &Truth) -> Law {
    let scans = run.plan.route == Route::Scan && matches!(case.question.target, Target::All);
    let in_doubt = !truth.clock_is_shown && (truth.offset != 0 || case.host.other_clock.is_some());
    if !scans || in_doubt || case.question.wait.is_some() || case.question.limit.is_some() {
        return Ok(());
    }
    for read in run.ledger.windows.iter().filter(|read| read.state == "done") {
        let (start, end) = (read.window.start().ms(), read.window.end().ms());
        if end > proven_until(run) {
            continue;
        }
        let shown = truth.facts.iter().filter(|fact| fact.asked && fact.visible.is_some());
        let inside: Vec<_> = shown
            .filter(|fact| (start..end).contains(&fact.second()))
            .map(|fact| &fact.key)
            .collect();
        let once = inside.iter().collect::<BTreeSet<_>>().len();
        require(u64::from(read.rows) == once as u64, "ledger", || {
            format!("{:?}: told {} rows, is {once}", read.window, read.rows)
        })?;
        let told = read.rows + read.duplicates + read.outside;
        // Where rows change places, what another pass found counts too.
        let one_look = read.passes == 1 && case.world.ties == Ties::Stable;
        require(!one_look || read.total_last == Some(told), "ledger", || {
            format!(
                "{:?}: TotalCount {:?}, accounted for {told}",
                read.window, read.total_last
            )
        })?;
        let counted = u64::from(read.rows + read.duplicates);
        require(read.passes != 1 || counted >= inside.len() as u64, "ledger", || {
            format!(
                "{:?}: {} duplicates told, {} rows are",
                read.window,
                read.duplicates,
                inside.len()
            )
        })?;
    }
    Ok(())
}

/// A wait that finished delivered final rows only, and ends so only when every task it could see is over.
fn waited_until_all_was_over(case: &Case, run: &Run, truth: &Truth) -> Law {
    if case.question.wait.is_none() || run.stop != Some(Stop::Finished) {
        return Ok(());
    }
    for (row, delivered_at) in &run.delivered {
        let early = truth.fact(*row).filter(|fact| fact.ends > delivered_at + truth.offset);
        if let Some(fact) = early {
            return Err(("final", format!("{} was delivered before it ended", fact.key.1)));
        }
    }
    if !run.ledger.complete || truth.clock_may_mislead() {
        return Ok(());
    }
    let until = proven_until(run);
    let mut seen = truth.facts.iter().filter(|fact| {
        let shown = fact.visible.is_some_and(|visible| visible <= truth.clock);
        fact.asked && shown && truth.is_held(fact) && fact.second() < until
    });
    match seen.find(|fact| fact.ends > truth.clock) {
        None => Ok(()),
        Some(open) => Err(("waits", format!("finished although {} is still going on", open.key.1))),
    }
}

/// No more calls in any second than the service allows, and no storm of retries.
fn paced(case: &Case, run: &Run) -> Law {
    for (kind, most) in [(CallKind::List, 5), (CallKind::ById, 30)] {
        let of_kind = run.sends.iter().filter(|(of, _)| *of == kind);
        let times: Vec<i64> = of_kind.map(|(_, time)| *time).collect();
        if let Some(pair) = times.windows(most + 1).find(|pair| pair[most] - pair[0] < 1000) {
            return Err(("quota", format!("{} calls in a second from {}", most + 1, at(pair[0]))));
        }
    }
    let ledger = &run.ledger;
    let most = u64::from(BUDGET) + run.answered + ledger.throttled + run.lost + 64;
    require(ledger.retries <= most, "storm", || {
        format!("{} retries for {} answers", ledger.retries, run.answered)
    })?;
    // Calls that leave evenly may still arrive together, where the way is of uneven length.
    let even = case.host.latency.1 < 50;
    let alone = even && case.world.others_per_second == 0;
    require(!alone || ledger.throttled == 0, "quota", || {
        format!("{} calls were refused though nobody else calls", ledger.throttled)
    })
}

fn ids_of(ledger: &Ledger) -> usize {
    let ids = &ledger.ids;
    usize::try_from(ids.found).unwrap_or(0) + ids.absent.len() + ids.aged.len() + ids.unread.len()
}

/// Two runs that must not differ.
pub(crate) fn same(one: &Run, other: &Run) -> Law {
    let alike = one.delivered == other.delivered && one.trace == other.trace && one.ledger == other.ledger;
    require(alike, "same-seed", || "two runs of the same seed differ".to_owned())
}

/// A run that was handed from process to process against one that was not, where no call was lost on the way and every checkpoint had room
/// for the whole state: otherwise pages are read again, which is another run.
pub(crate) fn resumed(case: &Case, unbroken: &Run, resumed: &Run) -> Law {
    // A Date that stands still is found out by one process; many of them take it for a clock that differs from theirs.
    let found_out = case.host.frozen_date && assumes(&unbroken.ledger, "host-clock");
    if resumed.lost > 0 || resumed.shortened || found_out {
        return Ok(());
    }
    let rows = |run: &Run| -> BTreeMap<u32, usize> {
        run.delivered.iter().fold(BTreeMap::new(), |mut rows, (row, _)| {
            *rows.entry(*row).or_default() += 1;
            rows
        })
    };
    require(rows(unbroken) == rows(resumed), "resumed", || {
        "other rows than the unbroken run".to_owned()
    })?;
    let alike = unbroken.ledger == resumed.ledger && unbroken.trace == resumed.trace;
    require(alike, "resumed", || {
        format!("another ledger:\n{:?}\n{:?}", unbroken.ledger, resumed.ledger)
    })
}
