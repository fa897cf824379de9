//! What must be true after every run.

use crate::account::{DOMAINS, at};
use crate::case::{Case, DAY, SECOND, SETTLE, Target};
use crate::driver::Run;
use cdn_refresh_tasks::plan::{Reason, Route};
use cdn_refresh_tasks::walk::{BUDGET, Stop, Verdict};
use cdn_refresh_tasks_emulator::{CallKind, Retention, TaskTruth, Ties};
use std::collections::{BTreeMap, BTreeSet};

/// A law that does not hold, and why.
pub(crate) type Breach = (&'static str, String);

/// One row of the truth.
struct Fact {
    key: (String, String, String, i64),
    created: i64,
    visible: Option<i64>,
    asked: bool,
}

pub(crate) fn check(case: &Case, run: &Run) -> Result<(), Breach> {
    let facts: Vec<Fact> = run
        .service
        .truth(run.ended)
        .map(|task| fact(case, run, &task))
        .collect();
    let ledger = &run.ledger;
    let Some(stop) = run.stop else {
        return Err((
            "ends",
            format!("still going after {} s", (run.ended - case.start) / SECOND),
        ));
    };
    if !run.plan.ok() {
        return if stop == Stop::Failed && !ledger.complete {
            Ok(())
        } else {
            Err(("unanswerable", format!("{stop:?}")))
        };
    }

    // Every delivered row is one that was asked for, once.
    let mut delivered: BTreeSet<&(String, String, String, i64)> = BTreeSet::new();
    for (row, _) in &run.delivered {
        let Some(fact) = facts.get(usize::try_from(*row).unwrap_or(usize::MAX)) else {
            continue;
        };
        if !fact.asked {
            return Err(("asked-for", format!("{:?} was not asked for", fact.key)));
        }
        if !delivered.insert(&fact.key) {
            // Too long for a checkpoint: told, and only then.
            let told = ledger.assumptions.iter().any(|name| name == "rows-may-repeat");
            return Err((
                "exactly-once",
                format!(
                    "{:?} came twice; told: {told}; checkpoints up to {}",
                    fact.key, run.largest_checkpoint
                ),
            ));
        }
    }

    // Whatever the ledger claims is there.
    let by_id = run.plan.route == Route::ById;
    let clock_unknown = !clock_is_shown(case) && case.world.clock_offset_ms < 0;
    // A date of another clock cannot be told from the service's while it stands still for a minute only.
    let excused =
        clock_unknown && (case.host.frozen_date || ledger.assumptions.iter().any(|name| name == "host-clock"));
    let offset = i64::from(case.world.clock_offset_ms);
    let held_from = oldest_held(case, run.ended + offset);
    let gaps: Vec<(i64, i64)> = ledger
        .windows
        .iter()
        .filter(|read| read.state != "done")
        .map(|read| (read.window.start().ms(), read.window.end().ms()))
        .collect();
    let limited = case.question.limit.is_some_and(|limit| ledger.rows >= limit);
    for fact in &facts {
        let second = fact.created.div_euclid(1000) * 1000;
        let (Some(visible), true) = (fact.visible, fact.asked) else {
            continue;
        };
        if delivered.contains(&fact.key) {
            continue;
        }
        let shown = visible <= run.ended + offset;
        let held = second >= held_from + 2 * SECOND;
        let proven = ledger.proven_until.is_some_and(|until| second < until.ms());
        if ledger.complete && shown && held && proven && !excused {
            return Err((
                "complete",
                format!(
                    "{:?}, visible from {}, is missing before {:?}",
                    fact.key,
                    at(visible),
                    ledger.proven_until
                ),
            ));
        }
        // Shown before the walk had begun, and not delivered: some place must say why.
        let long_enough = visible <= case.start + offset && fact.created < case.start + offset - SETTLE - SECOND;
        let named = gaps.iter().any(|(start, end)| (*start..*end).contains(&second))
            || ledger
                .unreachable
                .iter()
                .any(|part| (part.start.ms()..part.end.ms()).contains(&second))
            || ledger.ids.unread.contains(&fact.key.0)
            || ledger.ids.aged.contains(&fact.key.0)
            || gaps_of_id(run, &fact.key.0)
            || (case.host.frozen_date && !proven)
            // Nothing is claimed of the time that a clock which was set back takes for the future.
            || ledger.assumptions.iter().any(|name| name == "clock-set-back");
        if stop == Stop::Finished
            && !limited
            && case.question.wait.is_none()
            && long_enough
            && held
            && !named
            && !excused
        {
            return Err((
                "delivered-or-named",
                format!("{:?} is neither delivered nor in a gap", fact.key),
            ));
        }
    }

    // The ledger's numbers.
    let same = |name: &'static str, told: u64, truth: u64| {
        if told == truth {
            Ok(())
        } else {
            Err(("ledger", format!("{name}: told {told}, is {truth}")))
        }
    };
    same("rows", ledger.rows, run.delivered.len() as u64)?;
    same("throttled", ledger.throttled, run.throttled)?;
    if run.lost == 0 && stop == Stop::Finished && !limited {
        // A call that was given up may still wait for the host's quota.
        same("calls", ledger.calls.min(run.sends.len() as u64 + 16), ledger.calls)?;
        same("calls sent", ledger.calls.max(run.sends.len() as u64), ledger.calls)?;
    }
    if !by_id {
        same(
            "rows of windows",
            ledger.windows.iter().map(|read| u64::from(read.rows)).sum(),
            ledger.rows,
        )?;
    }
    windows_hold_the_truth(case, run, &facts)?;
    if ledger.complete != (ledger.verdict == Verdict::Proven) || (ledger.complete && ledger.proven_until.is_none()) {
        return Err(("ledger", "complete and verdict disagree".to_owned()));
    }
    if ledger.complete && ledger.unreachable.iter().any(|part| part.reason == Reason::Retention) {
        return Err(("ledger", "complete although a part could not be reached".to_owned()));
    }
    if let Some(until) = ledger.proven_until
        && until.ms() > run.ended + offset.max(0)
    {
        return Err(("ledger", format!("proven until {until}, which has not come")));
    }
    if case.question.wait.is_some() && stop == Stop::Finished {
        all_final(case, run)?;
    }
    waits_for_what_is_open(case, run, &facts)?;
    paced(run)?;

    // Retries are bounded.
    let throttled_or_ok = u64::from(BUDGET) + run.answered + ledger.throttled + run.lost + 64;
    if ledger.retries > throttled_or_ok {
        return Err((
            "storm",
            format!("{} retries for {} answers", ledger.retries, run.answered),
        ));
    }
    // Calls that leave evenly may still arrive together, where the way is of uneven length.
    let even = case.host.latency.1 < 50;
    if even && case.world.others_per_second == 0 && ledger.throttled > 0 {
        return Err((
            "quota",
            format!("{} calls were refused though nobody else calls", ledger.throttled),
        ));
    }
    if run.largest_checkpoint > 64 * 1024 + 32 * ledger_ids(run) {
        return Err(("checkpoint", format!("{} bytes", run.largest_checkpoint)));
    }
    Ok(())
}

/// Whether replies carry the date of the clock that stamps the rows.
fn clock_is_shown(case: &Case) -> bool {
    case.host.date && !case.host.frozen_date
}

fn ledger_ids(run: &Run) -> usize {
    let ids = &run.ledger.ids;
    usize::try_from(ids.found).unwrap_or(0) + ids.absent.len() + ids.aged.len() + ids.unread.len()
}

fn gaps_of_id(run: &Run, id: &str) -> bool {
    let of = format!("TaskId={id}");
    run.ledger
        .windows
        .iter()
        .any(|read| read.state != "done" && read.filter == of)
}

/// Windows that were proven to their end hold as many rows as the truth, no matter what was filtered here.
fn windows_hold_the_truth(case: &Case, run: &Run, facts: &[Fact]) -> Result<(), Breach> {
    let scans = run.plan.route == Route::Scan && matches!(case.question.target, Target::All);
    if !scans || case.question.wait.is_some() || case.question.limit.is_some() {
        return Ok(());
    }
    let until = run
        .ledger
        .proven_until
        .map_or(i64::MIN, cdn_refresh_tasks::time::Instant::ms);
    for read in run.ledger.windows.iter().filter(|read| read.state == "done") {
        let (start, end) = (read.window.start().ms(), read.window.end().ms());
        if end > until || (!clock_is_shown(case) && case.world.clock_offset_ms != 0) {
            continue;
        }
        let inside: Vec<&Fact> = facts
            .iter()
            .filter(|fact| {
                fact.asked && fact.visible.is_some() && (start..end).contains(&(fact.created.div_euclid(1000) * 1000))
            })
            .collect();
        let keys: BTreeSet<_> = inside.iter().map(|fact| &fact.key).collect();
        if u64::from(read.rows) != keys.len() as u64 {
            return Err((
                "ledger",
                format!("{:?}: told {} rows, is {}", read.window, read.rows, keys.len()),
            ));
        }
        let told = read.rows + read.duplicates + read.outside;
        // Where rows change places, what another pass found counts too.
        let one_look = read.passes == 1 && case.world.ties == Ties::Stable;
        if one_look && read.total_last != Some(told) {
            return Err((
                "ledger",
                format!(
                    "{:?}: TotalCount {:?}, accounted for {told}",
                    read.window, read.total_last
                ),
            ));
        }
        if u64::from(read.rows + read.duplicates) < inside.len() as u64 && read.passes == 1 {
            return Err((
                "ledger",
                format!(
                    "{:?}: {} duplicates told, {} rows are",
                    read.window,
                    read.duplicates,
                    inside.len()
                ),
            ));
        }
    }
    Ok(())
}

/// A wait that finished delivered final rows only.
fn all_final(case: &Case, run: &Run) -> Result<(), Breach> {
    let tasks: Vec<TaskTruth<'_>> = run.service.truth(run.ended).collect();
    for (row, delivered_at) in &run.delivered {
        let Some(task) = tasks.get(usize::try_from(*row).unwrap_or(usize::MAX)) else {
            continue;
        };
        let clock = delivered_at + i64::from(case.world.clock_offset_ms);
        if task.ends > clock {
            return Err(("final", format!("{} was delivered before it ended", task.object_path)));
        }
    }
    Ok(())
}

/// A wait ends as finished only when every task it could see is over.
fn waits_for_what_is_open(case: &Case, run: &Run, facts: &[Fact]) -> Result<(), Breach> {
    if case.question.wait.is_none() || run.stop != Some(Stop::Finished) || !run.ledger.complete {
        return Ok(());
    }
    let clock = run.ended + i64::from(case.world.clock_offset_ms);
    let until = run
        .ledger
        .proven_until
        .map_or(i64::MIN, cdn_refresh_tasks::time::Instant::ms);
    let held = oldest_held(case, clock);
    for (fact, task) in facts.iter().zip(run.service.truth(run.ended)) {
        let second = fact.created.div_euclid(1000) * 1000;
        let seen = fact.asked && fact.visible.is_some_and(|visible| visible <= clock) && second >= held + 2 * SECOND;
        let known = clock_is_shown(case) || case.world.clock_offset_ms >= 0;
        if seen && second < until && task.ends > clock && known {
            return Err((
                "waits",
                format!("finished although {} is still going on", task.object_path),
            ));
        }
    }
    Ok(())
}

/// No more calls in any second than the service allows.
fn paced(run: &Run) -> Result<(), Breach> {
    for (kind, most) in [(CallKind::List, 5), (CallKind::ById, 30)] {
        let times: Vec<i64> = run
            .sends
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, time)| *time)
            .collect();
        if let Some(pair) = times.windows(most + 1).find(|pair| pair[most] - pair[0] < 1000) {
            return Err(("quota", format!("{} calls in a second from {}", most + 1, at(pair[0]))));
        }
    }
    Ok(())
}

/// The oldest creation that the service holds, by its clock.
fn oldest_held(case: &Case, clock: i64) -> i64 {
    let midnight = clock.div_euclid(DAY) * DAY;
    match case.world.retention {
        Retention::Rolling => clock - 3 * DAY,
        Retention::Calendar => midnight - 3 * DAY,
        Retention::CalendarShort => midnight - 2 * DAY,
    }
}

fn fact(case: &Case, run: &Run, task: &TaskTruth<'_>) -> Fact {
    let second = task.created.div_euclid(1000) * 1000;
    let in_domains = |numbers: &[u8]| {
        numbers
            .iter()
            .any(|number| task.object_path.contains(DOMAINS[usize::from(*number)]))
    };
    let windows = run.plan.windows.whole();
    let in_windows = windows.is_none_or(|whole| whole.holds(at(second)));
    let of_kinds =
        |kinds: &[cdn_refresh_tasks_emulator::Kind]| kinds.iter().any(|kind| kind.text() == task.object_type);
    let number = task
        .object_path
        .split('/')
        .nth(4)
        .and_then(|number| number.parse::<usize>().ok());
    let asked = in_windows
        && match &case.question.target {
            Target::All => true,
            Target::Domains(domains) => in_domains(domains),
            Target::Types(kinds) => of_kinds(kinds),
            Target::DomainsAndTypes(domains, kinds) => in_domains(domains) && of_kinds(kinds),
            // Shown as complete is what was asked for; whether it was shown so, the truth cannot say afterwards.
            Target::Complete => true,
            Target::Ids(divisor, rest) => number.is_some_and(|number| number % divisor == *rest),
            Target::Paths(count) => {
                number.is_some_and(|number| number < (*count).max(1)) && task.object_path.ends_with("/0.js")
            }
        };
    let visible = task
        .visible_from
        .filter(|_| !matches!(case.question.target, Target::Complete));
    Fact {
        key: (
            task.task_id.clone(),
            task.object_path.to_owned(),
            task.object_type.to_owned(),
            second,
        ),
        created: task.created,
        visible,
        asked,
    }
}

/// Two runs that must not differ.
pub(crate) fn same(one: &Run, other: &Run) -> Result<(), Breach> {
    if one.delivered != other.delivered || one.trace != other.trace || one.ledger != other.ledger {
        return Err(("same-seed", "two runs of the same seed differ".to_owned()));
    }
    Ok(())
}

/// A run that was handed from process to process against one that was not, where no call was lost on the way and every checkpoint had room
/// for the whole state: otherwise pages are read again, which is another run.
pub(crate) fn resumed(unbroken: &Run, resumed: &Run) -> Result<(), Breach> {
    if resumed.lost > 0 || resumed.shortened {
        return Ok(());
    }
    let rows = |run: &Run| -> BTreeMap<u32, usize> {
        run.delivered.iter().fold(BTreeMap::new(), |mut rows, (row, _)| {
            *rows.entry(*row).or_default() += 1;
            rows
        })
    };
    if rows(unbroken) != rows(resumed) {
        return Err(("resumed", "other rows than the unbroken run".to_owned()));
    }
    if unbroken.ledger != resumed.ledger || unbroken.trace != resumed.trace {
        return Err((
            "resumed",
            format!("another ledger:\n{:?}\n{:?}", unbroken.ledger, resumed.ledger),
        ));
    }
    Ok(())
}
