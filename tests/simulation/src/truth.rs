//! What the service knows at the end of a run, held against what was asked.

use crate::account::{DOMAINS, at};
use crate::case::{Case, DAY, Target};
use crate::driver::Run;
use cdn_refresh_tasks_emulator::{Kind, Retention, TaskTruth};

/// One row of the truth.
pub(crate) struct Fact {
    /// What tells it from other rows; equal rows have equal keys.
    pub(crate) key: (String, String, String, i64),
    pub(crate) created: i64,
    /// When it is over.
    pub(crate) ends: i64,
    /// From when on the service shows it.
    pub(crate) visible: Option<i64>,
    /// Whether the question is about it.
    pub(crate) asked: bool,
}

impl Fact {
    /// The second in which it was created, as its row tells it.
    pub(crate) fn second(&self) -> i64 {
        self.key.3
    }
}

/// Every row, and what was known of the service's clock.
pub(crate) struct Truth {
    pub(crate) facts: Vec<Fact>,
    /// The service's clock less the true one, which is that of the first host.
    pub(crate) offset: i64,
    /// How far the clock of any host is ahead of the true one.
    pub(crate) ahead: i64,
    /// The service's clock when the run ended.
    pub(crate) clock: i64,
    /// The oldest creation that the service holds then.
    pub(crate) held_from: i64,
    /// Whether replies carry the date of the clock that stamps the rows.
    pub(crate) clock_is_shown: bool,
}

impl Truth {
    /// Whether what is proven by a host's clock may reach beyond the service's.
    pub(crate) fn clock_may_mislead(&self) -> bool {
        !self.clock_is_shown && self.offset < self.ahead
    }

    pub(crate) fn of(case: &Case, run: &Run) -> Truth {
        let offset = i64::from(case.world.clock_offset_ms);
        let clock = run.ended + offset;
        Truth {
            facts: run
                .service
                .truth(run.ended)
                .map(|task| fact(case, run, &task))
                .collect(),
            offset,
            ahead: case.host.other_clock.map_or(0, |(_, ahead)| ahead.max(0)),
            clock,
            held_from: oldest_held(case.world.retention, clock),
            clock_is_shown: case.host.date && !case.host.frozen_date,
        }
    }

    /// The row that was delivered as this one of the service.
    pub(crate) fn fact(&self, row: u32) -> Option<&Fact> {
        self.facts.get(usize::try_from(row).ok()?)
    }

    /// Whether a row could still be asked for when the run ended.
    pub(crate) fn is_held(&self, fact: &Fact) -> bool {
        fact.second() >= self.held_from + 2 * crate::case::SECOND
    }
}

fn oldest_held(retention: Retention, clock: i64) -> i64 {
    let midnight = clock.div_euclid(DAY) * DAY;
    match retention {
        Retention::Rolling => clock - 3 * DAY,
        Retention::Calendar => midnight - 3 * DAY,
        Retention::CalendarShort => midnight - 2 * DAY,
    }
}

fn fact(case: &Case, run: &Run, task: &TaskTruth<'_>) -> Fact {
    let second = task.created.div_euclid(1000) * 1000;
    let whole = run.plan.windows.whole();
    let in_windows = whole.is_none_or(|whole| whole.holds(at(second)));
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
        ends: task.ends,
        visible,
        asked: in_windows && is_meant(&case.question.target, task),
    }
}

fn is_meant(target: &Target, task: &TaskTruth<'_>) -> bool {
    let in_domains = |numbers: &[u8]| {
        let mut domains = numbers.iter().map(|number| DOMAINS[usize::from(*number)]);
        domains.any(|domain| task.object_path.contains(domain))
    };
    let of_kinds = |kinds: &[Kind]| kinds.iter().any(|kind| kind.text() == task.object_type);
    let number = task.object_path.split('/').nth(4);
    let number = number.and_then(|number| number.parse::<usize>().ok());
    match target {
        // Shown as complete is what was asked for; whether it was shown so, the truth cannot say afterwards.
        Target::All | Target::Complete => true,
        Target::Domains(domains) => in_domains(domains),
        Target::Types(kinds) => of_kinds(kinds),
        Target::DomainsAndTypes(domains, kinds) => in_domains(domains) && of_kinds(kinds),
        Target::Ids(divisor, rest) => number.is_some_and(|number| number % divisor == *rest),
        Target::Paths(count) => {
            number.is_some_and(|number| number < (*count).max(1)) && task.object_path.ends_with("/0.js")
        }
    }
}
