//! The rows of a page: which were asked for, which were delivered before, and what they add to the pass over their list.

use super::clock::SECOND;
use super::ids::Ids;
use super::key::{UNREADABLE, key_of, second_of};
use super::machine::Walk;
use super::pass::test_page;
use super::reply::{Head, Shown};
use super::seen::Found;
use super::unit::Of;
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

    pub(super) fn take_rows(
        &mut self,
        at: u32,
        page: u32,
        total: Option<u32>,
        rows: &mut dyn Iterator<Item = Shown<'_>>,
    ) -> Option<Vec<u32>> {
        let seed = self.options.seed;
        let limit = self
            .plan
            .options()
            .limit
            .unwrap_or(u64::MAX)
            .saturating_sub(self.counts.rows);
        let id = self
            .task_id(self.units.get(usize::try_from(at).ok()?)?.of)
            .map(str::to_owned);
        let waiting = self.waiting.is_some();
        let Walk {
            units,
            priors,
            filter,
            timeless,
            counts,
            withheld,
            preloaded,
            ..
        } = self;
        let unit = units.get_mut(usize::try_from(at).ok()?)?;
        let reading = unit.reading.as_mut()?;
        let prior = reading.prior.and_then(|prior| priors.get(usize::try_from(prior).ok()?));
        let deliver = !waiting || unit.final_once;
        let pass_number = u8::try_from(unit.passes % 255 + 1).unwrap_or(1);
        unit.pages += 1;
        reading.come += 1;
        let (number, _) = reading.asked(page);
        let pass = &mut reading.pass;
        if total != pass.total {
            pass.steady = false;
            unit.last_total = total;
            if let Some(total) = total {
                reading.last = reading.last.max(pages(total, pass.size));
            }
        }
        let probe = page == reading.probe;
        let mut fresh = Vec::new();
        let mut came = 0_u32;
        let mut news = false;
        for (place, shown) in (0_u32..).zip(rows) {
            came += 1;
            let row = &shown.row;
            let key = key_of(row, seed);
            let Some((known, new)) = reading.seen.entry(key) else {
                continue;
            };
            if known.page == unit.pages {
                known.times = known.times.saturating_add(1);
            } else {
                (known.page, known.times) = (unit.pages, 1);
            }
            if known.times > known.most {
                known.most = known.times;
                reading.least += 1;
            }
            let first_time = known.pass != pass_number;
            known.pass = pass_number;
            news |= first_time;
            let mut met_again = false;
            if new {
                known.second = second_of(row);
                met_again = prior.is_some_and(|prior| prior.holds(key));
            }
            if !probe {
                pass.rows += 1;
                pass.print = pass.print.wrapping_add(super::chance::mix(key));
                pass.distinct += u32::from(first_time);
                unit.duplicates += u32::from(!first_time);
            }
            let in_window = row
                .creation_time
                .is_none_or(|time| (unit.start <= time && time < unit.end) || id.is_some());
            let decision = match &id {
                Some(id) if row.task_id != id => Decision::No,
                _ => filter.asks_for(row),
            };
            if !in_window || decision == Decision::No {
                unit.outside += u32::from(first_time && !in_window);
                continue;
            }
            let is_open = matches!(shown.state, State::Running | State::Unknown);
            // What an earlier pass of the same sweep found holds no longer.
            if first_time && let Some(count) = known.found.among(&mut unit.states) {
                *count = count.saturating_sub(1);
            }
            // Of identical rows one may be over and another not.
            if first_time || is_open {
                known.found = Found::of(shown.state);
                if let Some(count) = known.found.among(&mut unit.states) {
                    *count += 1;
                }
            }
            if first_time {
                unit.progress += u64::from(shown.progress);
                unit.youngest = unit
                    .youngest
                    .max(Some(second_of(row)).filter(|second| *second != UNREADABLE));
            }
            let state = state_bits(&shown);
            if met_again {
                (known.delivered, known.state) = (true, state);
                unit.rows += u32::from(reading.recount);
            } else if known.delivered {
                counts.changed += u64::from(first_time && known.state != state);
                known.state = state;
            } else if waiting && is_open {
                // It came up after all others were final; the next sweep looks again.
            } else if deliver && u64::try_from(fresh.len()).is_ok_and(|length| length >= limit) {
                *withheld = true;
            } else if deliver {
                known.delivered = true;
                known.state = state;
                // A row without a readable time shows up in every window that is asked for.
                if known.second == UNREADABLE && timeless.entry(key).is_none_or(|(_, first)| !first) {
                    continue;
                }
                unit.rows += 1;
                counts.undecided += u64::from(decision == Decision::Undecidable || row.creation_time.is_none());
                if let Some(count) = counts.states.get_mut(shown.state as usize) {
                    *count += 1;
                }
                *preloaded |= shown.is_preloaded();
                fresh.push(place);
            }
        }
        if probe {
            let (_, _, expected) = test_page(pass.total.unwrap_or(0), pass.size);
            pass.overfull |= came > expected || (news && pass.distinct >= pass.total.unwrap_or(0));
            pass.steady &= came >= expected;
        } else if let Some(total) = pass.total.filter(|_| pass.steady) {
            let before = u64::from(pass.size) * u64::from(number - 1);
            pass.overfull |= before + u64::from(came) > u64::from(total);
        }
        if reading.extending && page == reading.last && came >= pass.size && news && page < PAGE_NUMBER_MAX.value {
            reading.last += 1;
        }
        Some(fresh)
    }
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
