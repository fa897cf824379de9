//! One list in one window, and what is kept of it while it is read.

use super::clock::{SECOND, clamp};
use super::key::UNREADABLE;
use super::pass::{Gap, Pass, test_page};
use super::seen::Seen;
use crate::contract::State;
use crate::time::Instant;

/// One list in one window, or the list of one task id.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Which list of the plan, or the place of the task id.
    pub(super) of: Of,
    /// Half-open, by the service's clock; for a task id the whole retention.
    pub(super) start: Instant,
    pub(super) end: Instant,
    pub(super) state: UnitState,
    pub(super) first_total: Option<u32>,
    pub(super) last_total: Option<u32>,
    pub(super) passes: u32,
    pub(super) pages: u32,
    /// Rows delivered.
    pub(super) rows: u32,
    /// Rows of the last pass that repeat others of it.
    pub(super) duplicates: u32,
    /// Rows of the last pass that lie outside the window.
    pub(super) outside: u32,
    /// Rows asked for, by state, as they were seen last.
    pub(super) states: [u32; State::COUNT],
    /// Sum of their progress in percent, of those that the last pass found.
    pub(super) progress: u64,
    /// The second of creation of the youngest.
    pub(super) youngest: Option<u32>,
    /// While waiting: whether a whole pass found every row final, so that the next one confirms it.
    pub(super) final_once: bool,
    /// While it is read.
    pub(super) reading: Option<Box<Reading>>,
}

/// What a unit reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A list of the plan, in a window of the plan.
    List { list: u32, window: u32 },
    /// All rows of one task id.
    Id(u32),
    /// So many lists that are over, told as one by a checkpoint that had to be short.
    Folded(u32),
}

/// How far a unit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitState {
    /// Not read, or not to its end.
    Open,
    /// Whole up to this moment of creation.
    Done(Instant),
    /// Not proven.
    Gap(Gap),
    /// Taken apart into others.
    Split,
}

/// What is kept of a unit while it is read.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) seen: Seen,
    /// Which of the walk's priors knows rows of it; parts of a unit share that of the unit.
    pub(super) prior: Option<u32>,
    /// Whether those are counted among the unit's rows only once they are met: it is a part of the unit that they were counted for.
    pub(super) recount: bool,
    /// The number of rows that exist at least.
    pub(super) least: u32,
    pub(super) pass: Pass,
    /// TotalCount and print of the passes before.
    pub(super) before: Vec<(u32, u64)>,
    /// The end of what is asked for: never in the future, by the service's clock when the pass began.
    pub(super) until: Instant,
    /// The page to be asked for next.
    pub(super) next: u32,
    /// The last page that is to be asked for, as far as known.
    pub(super) last: u32,
    /// Pages that have come.
    pub(super) come: u32,
    /// The place among the pages at which TotalCount was put to the test, see [`test_page`]; 0 if it was not.
    pub(super) probe: u32,
    /// Pages are read one by one until one is not full, because TotalCount cannot be trusted.
    pub(super) extending: bool,
}

impl Default for Unit {
    fn default() -> Unit {
        Unit::new(Of::Id(0), Instant::MIN, Instant::MIN)
    }
}

impl Unit {
    pub(super) const fn new(of: Of, start: Instant, end: Instant) -> Unit {
        Unit {
            of,
            start,
            end,
            state: UnitState::Open,
            first_total: None,
            last_total: None,
            passes: 0,
            pages: 0,
            rows: 0,
            duplicates: 0,
            outside: 0,
            states: [0; State::COUNT],
            progress: 0,
            youngest: None,
            final_once: false,
            reading: None,
        }
    }

    /// Its length in whole seconds.
    pub(super) const fn seconds(&self) -> i64 {
        (self.end.ms() - self.start.ms()) / 1000
    }

    /// Two units in its place, the older one first. What was seen stays known to the one it belongs to.
    pub(super) fn split_at(&mut self, middle: Instant) -> (Unit, Unit) {
        let mut older = Unit::new(self.of, self.start, middle);
        let mut younger = Unit::new(self.of, middle, self.end);
        if let Some(reading) = self.reading.take() {
            for unit in [&mut older, &mut younger] {
                let second = |moment: Instant| u32::try_from(moment.ms() / 1000).unwrap_or(0);
                let (seen, least) = reading.seen.within(second(unit.start), second(unit.end));
                for (_, known) in seen.iter() {
                    if let Some(count) = known.found.among(&mut unit.states) {
                        *count += 1;
                    }
                }
                let rows = seen
                    .iter()
                    .filter(|(_, known)| known.delivered && known.second != UNREADABLE);
                unit.rows = u32::try_from(rows.count()).unwrap_or(0);
                unit.reading = Some(Box::new(Reading {
                    seen,
                    least,
                    prior: reading.prior,
                    recount: reading.prior.is_some(),
                    ..Reading::default()
                }));
            }
        }
        self.rows = 0;
        self.state = UnitState::Split;
        (older, younger)
    }
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            seen: Seen::default(),
            prior: None,
            recount: false,
            least: 0,
            pass: Pass::default(),
            before: Vec::new(),
            until: Instant::MIN,
            next: 1,
            last: 1,
            come: 0,
            probe: 0,
            extending: false,
        }
    }
}

impl Reading {
    /// The number and the size of the page that is asked for at this place.
    pub(super) fn asked(&self, page: u32) -> (u32, u32) {
        let size = self.pass.size;
        if self.probe == 0 || page < self.probe {
            (page, size)
        } else if page == self.probe {
            let (number, size, _) = test_page(self.pass.total.unwrap_or(0), size);
            (number, size)
        } else {
            (page - 1, size)
        }
    }

    /// When the oldest of the rows was created that are known to exist; those of unreadable time as the window begins.
    pub(super) fn oldest(&self, start: Instant) -> Instant {
        match self.seen.oldest() {
            None => Instant::MAX,
            Some(UNREADABLE) => start,
            Some(second) => clamp(i64::from(second) * SECOND),
        }
    }

    /// When the youngest of them was created whose time could be read.
    pub(super) fn youngest(&self) -> Option<Instant> {
        self.seen.youngest().map(|second| clamp(i64::from(second) * SECOND))
    }

    /// Whether all of `total` rows were seen by the unit that this one was a part of.
    pub(super) fn is_known_whole(&self, total: u32) -> bool {
        self.before.is_empty() && self.least == total
    }

    /// Begins a pass.
    pub(super) fn begin(&mut self, started: i64, until: Instant, size: u32) {
        self.until = until;
        self.pass = Pass {
            started,
            size,
            steady: true,
            ..Pass::default()
        };
        self.next = 1;
        self.last = 1;
        self.come = 0;
        self.probe = 0;
        self.extending = false;
    }

    /// Forgets all but what was delivered, so that a new sweep is judged by itself.
    pub(super) fn start_anew(&mut self) {
        self.seen.forget_passes();
        self.least = 0;
        self.before.clear();
    }
}
