//! The rows of a page: which were asked for, which were delivered before, and what they add to the pass over their list.

use super::chance::mix;
use super::clock::SECOND;
use super::ids::Ids;
use super::key::{UNREADABLE, key_of, second_of};
use super::machine::{Counts, Walk};
use super::pass::{Pass, test_page};
use super::reply::{Head, Shown};
use super::seen::{Found, Known};
use super::unit::{Of, Reading, Unit};
use crate::contract::State;
use crate::contract::limits::PAGE_NUMBER_MAX;
use crate::plan::Decision;

/// A list that holds more is taken apart before it is read, into parts of about [`PART_ROWS`]: so much fits a checkpoint.
const SPLIT_ROWS: u32 = 10_000;

const PART_ROWS: u32 = 2_000;

/// So many parts at once; what is still too large is taken apart again.
const MOST_PARTS: u32 = 512;

impl Walk {
    /// Reads a page of a unit; answers the places of the rows to deliver.
    pub(super) fn read_page(
        &mut self,
        unit: u32,
        page: u32,
        head: &Head,
        rows: &mut dyn Iterator<Item = Shown<'_>>,
    ) -> Vec<u32> {
        let total = head.total_count.map(|total| u32::try_from(total).unwrap_or(u32::MAX));
        if page == 1 && self.first_page(unit, head, total) {
            return Vec::new();
        }
        let fresh = self.take_rows(unit, page, total, rows).unwrap_or_default();
        self.go_on(unit);
        fresh
    }

    /// What the first page of a pass tells; whether the unit was taken apart, so that its rows are read again with its parts.
    fn first_page(&mut self, at: u32, head: &Head, total: Option<u32>) -> bool {
        // The total of one window says nothing of the others.
        let only = self.cursor == 1 && self.lists() == 1 && self.units.len() == 1;
        let settles = only && self.settled_with.is_none() && self.counts.rows == 0;
        let Some(unit) = self.unit(at) else { return true };
        let (start, seconds, listed) = (unit.start, unit.seconds(), matches!(unit.of, Of::List { .. }));
        let Some(reading) = unit.reading.as_mut() else {
            return true;
        };
        let first_pass = reading.before.is_empty();
        reading.pass.total = total;
        reading.extending = total.is_none();
        // Some editions know only smaller pages; the reply says what it took.
        if let Some(size) = head.page_size.and_then(|size| u32::try_from(size).ok())
            && size >= 1
            && size < reading.pass.size
        {
            reading.pass.size = size;
        }
        reading.last = pages(total.unwrap_or(0), reading.pass.size);
        unit.first_total = unit.first_total.or(total);
        unit.last_total = total;
        if listed {
            let asked = start.ms() - SECOND;
            if self.edges.accepted.is_none_or(|accepted| asked < accepted) {
                self.edges.accepted = Some(asked);
            }
        }
        let Some(total) = total else { return false };
        if settles && first_pass && self.switch_plan(total) {
            return true;
        }
        if first_pass && listed && seconds >= 2 && total > SPLIT_ROWS {
            let parts = total.div_ceil(PART_ROWS).min(MOST_PARTS);
            self.split(at, i64::from(parts));
            return true;
        }
        false
    }

    /// Follows another route if, with so many rows, it is cheaper. Nothing has been delivered yet.
    fn switch_plan(&mut self, total: u32) -> bool {
        let total = u64::from(total);
        let Some(plan) = self.plan.settled(total) else {
            return false;
        };
        self.filter = plan.filter();
        self.ids = Ids::of(&plan);
        self.plan = plan;
        self.settled_with = Some(total);
        self.units.clear();
        self.open.clear();
        self.cursor = 0;
        true
    }

    /// Counts the rows of a page and answers the places of those to deliver.
    pub(super) fn take_rows(
        &mut self,
        at: u32,
        page: u32,
        total: Option<u32>,
        rows: &mut dyn Iterator<Item = Shown<'_>>,
    ) -> Option<Vec<u32>> {
        let limit = self.plan.options().limit.unwrap_or(u64::MAX);
        let room = limit.saturating_sub(self.counts.rows);
        let id = self.task_id(self.units.get(usize::try_from(at).ok()?)?.of);
        let id = id.map(str::to_owned);
        let waiting = self.waiting.is_some();
        let unit = self.units.get_mut(usize::try_from(at).ok()?)?;
        let mut reading = unit.reading.take()?;
        let deliver = !waiting || unit.final_once;
        let pass_number = u8::try_from(unit.passes % 255 + 1).unwrap_or(1);
        unit.pages += 1;
        if total != reading.pass.total {
            unit.last_total = total;
        }
        reading.turn(total);
        let prior = reading.prior.and_then(|at| self.priors.get(usize::try_from(at).ok()?));
        let probe = page == reading.probe;
        let (mut came, mut news, mut fresh) = (0_u32, false, Vec::new());
        for (place, shown) in (0_u32..).zip(rows) {
            came += 1;
            let row = &shown.row;
            let key = key_of(row, self.options.seed);
            let Some((known, new)) = reading.seen.entry(key) else {
                continue;
            };
            reading.least += u32::from(known.came_on(unit.pages));
            let first_time = std::mem::replace(&mut known.pass, pass_number) != pass_number;
            news |= first_time;
            if new {
                known.second = second_of(row);
            }
            if !probe {
                reading.pass.count(key, first_time);
                unit.duplicates += u32::from(!first_time);
            }
            let in_window = id.is_some()
                || row
                    .creation_time
                    .is_none_or(|time| unit.start <= time && time < unit.end);
            let decision = match &id {
                Some(id) if row.task_id != id => Decision::No,
                _ => self.filter.asks_for(row),
            };
            if !in_window || decision == Decision::No {
                unit.outside += u32::from(first_time && !in_window);
                continue;
            }
            unit.tally(known, &shown, first_time);
            let state = state_bits(&shown);
            let before = std::mem::replace(&mut known.state, state);
            if new && prior.is_some_and(|prior| prior.holds(key)) {
                known.delivered = true;
                unit.rows += u32::from(reading.recount);
            } else if known.delivered {
                self.counts.changed += u64::from(first_time && before != state);
            } else if waiting && is_open(shown.state) {
                // It came up after all others were final; the next sweep looks again.
            } else if deliver && u64::try_from(fresh.len()).is_ok_and(|length| length >= room) {
                self.withheld = true;
            } else if deliver {
                known.delivered = true;
                // A row without a readable time shows up in every window that is asked for.
                if known.second == UNREADABLE && self.timeless.entry(key).is_none_or(|(_, first)| !first) {
                    continue;
                }
                unit.rows += 1;
                self.counts.deliver(&shown, decision);
                self.preloaded |= shown.is_preloaded();
                fresh.push(place);
            }
        }
        reading.turned(page, came, news);
        unit.reading = Some(reading);
        Some(fresh)
    }
}

impl Known {
    /// A page held the row; whether no page before held it so often.
    fn came_on(&mut self, page: u32) -> bool {
        if self.page == page {
            self.times = self.times.saturating_add(1);
        } else {
            (self.page, self.times) = (page, 1);
        }
        let more = self.times > self.most;
        self.most = self.most.max(self.times);
        more
    }
}

impl Pass {
    fn count(&mut self, key: u64, first_time: bool) {
        self.rows += 1;
        self.print = self.print.wrapping_add(mix(key));
        self.distinct += u32::from(first_time);
    }
}

impl Reading {
    /// Another page has come, with this TotalCount.
    fn turn(&mut self, total: Option<u32>) {
        self.come += 1;
        if total != self.pass.total {
            self.pass.steady = false;
            self.last = self.last.max(total.map_or(0, |total| pages(total, self.pass.size)));
        }
    }

    /// What the number of rows on a page says of TotalCount, and whether there may be more pages. `news`: some were new to the pass.
    fn turned(&mut self, page: u32, came: u32, news: bool) {
        let (number, _) = self.asked(page);
        let pass = &mut self.pass;
        if page == self.probe {
            let (_, _, expected) = test_page(pass.total.unwrap_or(0), pass.size);
            pass.overfull |= came > expected || (news && pass.distinct >= pass.total.unwrap_or(0));
            pass.steady &= came >= expected;
        } else if let Some(total) = pass.total.filter(|_| pass.steady) {
            let before = u64::from(pass.size) * u64::from(number - 1);
            pass.overfull |= before + u64::from(came) > u64::from(total);
        }
        if self.extending && page == self.last && came >= pass.size && news && page < PAGE_NUMBER_MAX.value {
            self.last += 1;
        }
    }
}

impl Unit {
    /// Counts a row that was asked for by its state, and what it says of the whole.
    fn tally(&mut self, known: &mut Known, shown: &Shown<'_>, first_time: bool) {
        // What an earlier pass of the same sweep found holds no longer.
        if first_time && let Some(count) = known.found.among(&mut self.states) {
            *count = count.saturating_sub(1);
        }
        // Of identical rows one may be over and another not.
        if first_time || is_open(shown.state) {
            known.found = Found::of(shown.state);
            if let Some(count) = known.found.among(&mut self.states) {
                *count += 1;
            }
        }
        if first_time {
            self.progress += u64::from(shown.progress);
            let second = Some(second_of(&shown.row)).filter(|second| *second != UNREADABLE);
            self.youngest = self.youngest.max(second);
        }
    }
}

impl Counts {
    fn deliver(&mut self, shown: &Shown<'_>, decision: Decision) {
        self.undecided += u64::from(decision == Decision::Undecidable || shown.row.creation_time.is_none());
        if let Some(count) = self.states.get_mut(shown.state as usize) {
            *count += 1;
        }
    }
}

/// Whether a task in this state may still change.
const fn is_open(state: State) -> bool {
    matches!(state, State::Running | State::Unknown)
}

/// The pages of so many rows that can be asked for; one at least.
fn pages(total: u32, size: u32) -> u32 {
    total.div_ceil(size.max(1)).clamp(1, PAGE_NUMBER_MAX.value)
}

/// Some bits of what may change in a row.
fn state_bits(shown: &Shown<'_>) -> u16 {
    let status = shown
        .row
        .status
        .bytes()
        .fold(0_u16, |bits, byte| bits.wrapping_mul(31).wrapping_add(u16::from(byte)));
    status.wrapping_mul(101).wrapping_add(u16::from(shown.progress))
}
