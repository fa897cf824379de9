//! Lists read page by page: passes over units, halving, and what lies at the edges of what the service holds.

use super::clock::clamp;
use super::machine::{Head, Shown, Trouble, Walk, What};
use super::seen::{UNREADABLE, key_of, second_of};
use super::window::{Gap, Judgement, Of, PASSES, Reading, SIZES, Unit, UnitState, judge, test_page};
use crate::contract::limits::{PAGE_NUMBER_MAX, RETENTION_MS};
use crate::contract::{Operation, Param, State};
use crate::plan::{Decision, Order, PlannedCall, Window};
use crate::request::TaskRequest;
use crate::time::Instant;

/// A list that holds more is taken apart before it is read, into parts of about [`PART_ROWS`]: so much fits a checkpoint.
const SPLIT_ROWS: u32 = 10_000;
const PART_ROWS: u32 = 2_000;
/// So many parts at once; what is still too large is taken apart again.
const MOST_PARTS: u32 = 512;
const SECOND: i64 = 1000;
/// A StartTime this near to the retention's edge is not risked: sending takes time, and clocks differ.
const EDGE_MARGIN: i64 = 5 * SECOND;

/// What was learnt of the service's retention from StartTimes that it refused or took, in milliseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Edges {
    /// The latest StartTime that was refused.
    pub(super) refused: Option<i64>,
    /// The earliest that was taken since.
    pub(super) accepted: Option<i64>,
    /// How often a window was cut because it was about to age out.
    pub(super) aged: u32,
}

/// Rows this near to the retention's edge may leave while they are read.
const RETENTION_EDGE_MS: i64 = 10 * 60 * SECOND;

impl Walk {
    /// The next page to ask for, of the first unit that has one.
    pub(super) fn next_page(&mut self) -> Option<What> {
        let mut place = 0;
        while let Some(unit) = self.open.get(place).copied() {
            if self.has_aged(unit) {
                // The rest of this pass would be refused; what is left of the window is read anew.
                self.reopen(unit);
                continue;
            }
            if let Some(reading) = self.unit(unit).and_then(|unit| unit.reading.as_mut())
                && reading.next <= reading.last
            {
                let page = reading.next;
                reading.next += 1;
                return Some(What::Page { unit, page });
            }
            place += 1;
        }
        loop {
            let unit = match self.queue.pop_front() {
                Some(unit) => unit,
                None => self.next_of_plan()?,
            };
            if let Some(unit) = self.begin(unit) {
                self.open.push(unit);
                self.unit(unit)?.reading.as_mut()?.next = 2;
                return Some(What::Page { unit, page: 1 });
            }
        }
    }

    /// Makes a unit of the next list of the plan.
    fn next_of_plan(&mut self) -> Option<u32> {
        if self.cursor >= self.lists() {
            return None;
        }
        let lists = self.plan.lists().max(1);
        let (place, list) = (self.cursor / lists, self.cursor % lists);
        let place = match self.plan.order() {
            Order::Oldest => place,
            Order::Newest => self.plan.windows.len().checked_sub(place + 1)?,
        };
        let window = self.plan.windows.get(place)?;
        self.cursor += 1;
        let of = Of::List {
            list: u32::try_from(list).ok()?,
            window: u32::try_from(place).ok()?,
        };
        Some(self.add(Unit::new(of, window.start(), window.end())))
    }

    /// Begins a pass over `unit`, or over what of it can be asked for. `None` where nothing can.
    fn begin(&mut self, unit: u32) -> Option<u32> {
        let unit = match self.unit(unit)?.of {
            Of::Id(_) => {
                let now = self.clock.service();
                let whole = self.unit(unit)?;
                (whole.start, whole.end) = (now.plus_ms(-RETENTION_MS), now);
                unit
            }
            Of::List { .. } | Of::Folded(_) => self.reachable(unit)?,
        };
        let (time, now) = (self.clock.latest, self.clock.service().floor_to_second());
        let begun = self.unit(unit)?;
        let until = begun.end.min(now);
        let reading = begun.reading.get_or_insert_default();
        if begun.start.ms() - RETENTION_EDGE_MS < now.ms() - RETENTION_MS {
            // Rows may leave between two passes, so that each must prove itself.
            reading.seen.forget_passes();
            reading.least = 0;
        }
        let size = SIZES.get(reading.before.len()).or(SIZES.last()).copied()?;
        reading.begin(time, until, size);
        begun.passes += 1;
        begun.duplicates = 0;
        begun.outside = 0;
        begun.states = [0; 5];
        begun.progress = 0;
        begun.youngest = None;
        Some(unit)
    }

    /// What of a unit can be asked for now; the rest becomes a gap, or waits.
    fn reachable(&mut self, mut unit: u32) -> Option<u32> {
        let now = self.clock.service();
        let refused = self.edges.refused.unwrap_or(i64::MIN);
        // The second before the window is asked for too, so it must lie inside as well.
        let margin = EDGE_MARGIN << self.edges.aged.min(8);
        let edge = now.ms() - RETENTION_MS;
        let aged = self.unit(unit)?.start.ms() - SECOND < edge + EDGE_MARGIN;
        // Each time from further inside, so that it can be read, and read again, in the time that is left to it.
        self.edges.aged += u32::from(aged);
        let first = if aged { edge + margin + SECOND } else { i64::MIN };
        let first = first.max(refused.saturating_add(2 * SECOND));
        let first = clamp(first.saturating_add(SECOND - 1)).floor_to_second();
        let (start, end) = self.range(unit)?;
        if end <= first {
            return self.close(unit, UnitState::Gap(Gap::Retention));
        }
        if start < first {
            let (older, younger) = self.unit(unit)?.split_at(first);
            let older = self.add(older);
            self.close(older, UnitState::Gap(Gap::Retention));
            unit = self.add(younger);
        }
        let (start, end) = self.range(unit)?;
        if start >= now.floor_to_second() {
            // By the service's clock it has not begun.
            let proven = self.settled_at(self.clock.latest);
            return self.close(unit, UnitState::Done(proven));
        }
        // Between a StartTime that was refused and one that was taken lies the edge: it is searched by halves, the younger one first.
        let asked = start.ms() - SECOND;
        let searching = self.edges.refused.is_some() && self.edges.accepted.is_none_or(|accepted| asked < accepted);
        if searching && self.unit(unit)?.seconds() >= 2 {
            let middle = middle(start, end);
            let (older, younger) = self.unit(unit)?.split_at(middle);
            let older = self.add(older);
            self.queue.push_front(older);
            unit = self.add(younger);
        }
        Some(unit)
    }

    fn range(&mut self, unit: u32) -> Option<(Instant, Instant)> {
        self.unit(unit).map(|unit| (unit.start, unit.end))
    }

    /// Closes a unit; answers nothing to read.
    fn close(&mut self, unit: u32, state: UnitState) -> Option<u32> {
        let unit = self.unit(unit)?;
        unit.state = state;
        unit.reading = None;
        None
    }

    /// Rows created before this are visible to calls sent at `time`.
    pub(super) fn settled_at(&self, time: i64) -> Instant {
        self.clock.to_service(time).plus_ms(-i64::from(self.options.settle_ms))
    }

    /// Whether the StartTime of a unit that is being read has left the retention.
    fn has_aged(&self, unit: u32) -> bool {
        let edge = self.clock.service().ms() - RETENTION_MS;
        let unit = usize::try_from(unit).ok().and_then(|at| self.units.get(at));
        unit.is_some_and(|unit| matches!(unit.of, Of::List { .. }) && unit.start.ms() - SECOND < edge)
    }

    /// Ends a pass and puts the unit back to be read again first.
    fn reopen(&mut self, unit: u32) {
        self.drop_calls(unit);
        self.open.retain(|open| *open != unit);
        self.queue.push_front(unit);
    }

    /// Forgets the calls of a unit.
    fn drop_calls(&mut self, unit: u32) {
        let is_its = |what: &What| matches!(what, What::Page { unit: of, .. } if *of == unit);
        let dropped: Vec<u32> = self
            .calls
            .iter()
            .filter(|call| is_its(&call.what))
            .map(|call| call.id)
            .collect();
        self.calls.retain(|call| !is_its(&call.what));
        for id in dropped {
            self.give_up(id);
        }
    }

    /// The request for one page of a unit.
    pub(super) fn planned_page(&self, unit: u32, page: u32, now: Instant) -> Option<PlannedCall> {
        let unit = self.units.get(usize::try_from(unit).ok()?)?;
        let reading = unit.reading.as_ref()?;
        let operation = Operation::DescribeRefreshTasks;
        let (page, size) = reading.asked(page);
        let (mut request, place, not_after) = match unit.of {
            Of::List { list, window } => {
                let asked = Window::new(unit.start, reading.until, Instant::MIN)?;
                let request = self.plan.request(usize::try_from(list).ok()?, Some(asked), page)?;
                (request, Some(usize::try_from(window).ok()?), Some(asked.not_after()))
            }
            Of::Id(_) => {
                let mut request = TaskRequest::planned(operation);
                request.set(Param::TaskId, self.task_id(unit.of)?);
                request.set(Param::PageNumber, &page.to_string());
                (request, None, None)
            }
            Of::Folded(_) => return None,
        };
        request.set(Param::PageSize, &size.to_string());
        Some(PlannedCall {
            operation,
            request,
            window: place,
            not_before: now,
            not_after,
        })
    }

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
        let settles = self.cursor == 1 && self.units.len() == 1 && self.settled_with.is_none();
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
        self.plan = plan;
        self.settled_with = Some(total);
        self.units.clear();
        self.open.clear();
        self.cursor = 0;
        true
    }

    fn take_rows(
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
            filter,
            timeless,
            counts,
            withheld,
            ..
        } = self;
        let unit = units.get_mut(usize::try_from(at).ok()?)?;
        let reading = unit.reading.as_mut()?;
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
                met_again = reading.prior.as_ref().is_some_and(|prior| prior.holds(key));
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
            // Of identical rows one may be over and another not.
            if (first_time || is_open)
                && let Some(count) = unit.states.get_mut(shown.state as usize)
            {
                *count += 1;
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
                if known.second == UNREADABLE && !timeless.insert(key) {
                    continue;
                }
                unit.rows += 1;
                counts.undecided += u64::from(decision == Decision::Undecidable || row.creation_time.is_none());
                if let Some(count) = counts.states.get_mut(shown.state as usize) {
                    *count += 1;
                }
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

    /// After a page: the next one, or what the pass comes to.
    fn go_on(&mut self, at: u32) {
        let settle = self.settled_at_pass(at);
        let Some(unit) = self.unit(at) else { return };
        let (start, end, seconds) = (unit.start, unit.end, unit.seconds());
        let listed = matches!(unit.of, Of::List { .. });
        let Some(reading) = unit.reading.as_mut() else { return };
        if reading.come + 1 < reading.next || reading.next <= reading.last {
            return;
        }
        let pass = &reading.pass;
        let total = pass.total.unwrap_or(0);
        if pass.overfull && !reading.extending && !(listed && seconds >= 2) {
            // No part of it could be counted better: it is read to its end, wherever that is.
            reading.extending = true;
            reading.last += 1;
            return;
        }
        let full = pass.steady && !pass.overfull && !reading.extending && total > 0 && total.is_multiple_of(pass.size);
        if full && reading.probe == 0 {
            reading.last += 1;
            reading.probe = reading.last;
            return;
        }
        let least = reading.least;
        let judgement = judge(pass, least, &reading.before);
        reading.before.push((total, pass.print));
        let tried = reading.before.len();
        self.open.retain(|open| *open != at);
        let gap = match judgement {
            Judgement::Whole => return self.is_whole(at, settle),
            Judgement::Doubtful(gap) => gap,
        };
        let tried = tried >= usize::from(PASSES);
        let halves = listed && seconds >= 2;
        if gap == Gap::TotalTooSmall && halves {
            return self.split(at, 2);
        }
        let hopeless = matches!(gap, Gap::NoTotal | Gap::TotalTooSmall);
        // What has not settled yet is delivered, but nobody can prove it; what has is read by itself.
        if listed && end > settle {
            match start < settle {
                true => self.split_into(at, &[settle]),
                false if hopeless || tried => self.is_whole(at, start.min(settle)),
                false => self.queue.push_front(at),
            }
        } else if !hopeless && !tried {
            self.queue.push_front(at);
        } else if halves && gap != Gap::NoTotal {
            self.single_out(at);
        } else {
            self.gap(at, gap);
        }
    }

    /// What was settled when the pass of a unit began, in whole seconds.
    fn settled_at_pass(&self, unit: u32) -> Instant {
        let unit = usize::try_from(unit).ok().and_then(|at| self.units.get(at));
        let started = unit
            .and_then(|unit| unit.reading.as_ref())
            .map(|reading| reading.pass.started);
        self.settled_at(started.unwrap_or(self.clock.latest)).floor_to_second()
    }

    /// A unit was read whole, as far as rows were settled at its first call.
    fn is_whole(&mut self, at: u32, settle: Instant) {
        let waiting = self.waiting.is_some();
        let Some(unit) = self.unit(at) else { return };
        if waiting {
            return self.whole_while_waiting(at, settle);
        }
        let proven = unit.end.min(settle);
        self.close(at, UnitState::Done(proven));
        self.id_unit_closed(at);
    }

    /// A unit cannot be proven.
    pub(super) fn gap(&mut self, at: u32, gap: Gap) {
        if self.waiting.is_some() && !matches!(gap, Gap::Fault(_) | Gap::Retention) {
            // The next sweep may fare better.
            return self.keep_for_next_sweep(at);
        }
        self.close(at, UnitState::Gap(gap));
        self.id_unit_closed(at);
    }

    /// Takes a unit apart around the second that holds most of its rows: it is there that rows change places. Without any, by halves.
    fn single_out(&mut self, at: u32) {
        let Some((start, end)) = self.range(at) else { return };
        let dense = self.unit(at).and_then(|unit| unit.reading.as_ref()?.seen.densest());
        let seams: Vec<Instant> = dense
            .into_iter()
            .flat_map(|second| [i64::from(second), i64::from(second) + 1])
            .map(|second| clamp(second * SECOND))
            .filter(|seam| start < *seam && *seam < end)
            .collect();
        if seams.is_empty() {
            self.split(at, 2);
        } else {
            self.split_into(at, &seams);
        }
    }

    /// Takes a unit apart into so many parts.
    fn split(&mut self, at: u32, parts: i64) {
        let Some(unit) = self.unit(at) else { return };
        let seconds = unit.seconds();
        let (start, parts) = (unit.start, parts.clamp(2, seconds.max(2)));
        let seams: Vec<Instant> = (1..parts)
            .map(|part| start.plus_ms(seconds * part / parts * SECOND))
            .collect();
        self.split_into(at, &seams);
    }

    /// Takes a unit apart at these seams; its parts are read next, in the plan's order.
    fn split_into(&mut self, at: u32, seams: &[Instant]) {
        self.drop_calls(at);
        self.open.retain(|open| *open != at);
        let mut parts = Vec::with_capacity(seams.len() + 1);
        let mut rest = at;
        for seam in seams.iter().rev() {
            let Some((older, younger)) = self.unit(rest).map(|unit| unit.split_at(*seam)) else {
                return;
            };
            parts.push(self.add(younger));
            rest = self.add(older);
        }
        parts.push(rest);
        // Youngest first by now; what is pushed to the front last is read first.
        if self.plan.order() == Order::Newest {
            parts.reverse();
        }
        for part in parts {
            self.queue.push_front(part);
        }
    }

    /// The service refuses a page for good.
    pub(super) fn refused_page(&mut self, at: u32, page: u32, trouble: &Trouble<'_>) {
        let Some(unit) = self.unit(at) else { return };
        let asked = unit.start.ms() - SECOND;
        let listed = matches!(unit.of, Of::List { .. });
        match trouble.code {
            "InvalidTime" if listed => {
                self.edges.refused = self.edges.refused.max(Some(asked));
                self.edges.accepted = self.edges.accepted.filter(|accepted| *accepted > asked);
                self.reopen(at);
            }
            "InvalidEndTime.ValueNotSupported" | "InvalidStartTime.ValueNotSupported"
                if listed && self.clock.fall_behind() =>
            {
                self.reopen(at);
            }
            // No such page: it is as good as an empty one.
            _ if page > 1 && trouble.about_params => {
                let total = self.unit(at).and_then(|unit| unit.reading.as_ref()?.pass.total);
                self.take_rows(at, page, total, &mut std::iter::empty());
                self.go_on(at);
            }
            code if trouble.about_params => {
                self.drop_calls(at);
                self.open.retain(|open| *open != at);
                self.gap(at, Gap::Fault(code.into()));
            }
            code => self.stop(code),
        }
    }

    /// Calls for a unit keep failing: its halves may fare better.
    pub(super) fn leave_unit(&mut self, at: u32, code: &str) {
        self.drop_calls(at);
        self.open.retain(|open| *open != at);
        let halves = self
            .unit(at)
            .is_some_and(|unit| matches!(unit.of, Of::List { .. }) && unit.seconds() >= 2);
        if halves {
            self.split(at, 2);
        } else {
            self.gap(at, Gap::Fault(code.into()));
        }
    }
}

/// The pages of so many rows that can be asked for; one at least.
fn pages(total: u32, size: u32) -> u32 {
    total.div_ceil(size.max(1)).clamp(1, PAGE_NUMBER_MAX.value)
}

fn middle(start: Instant, end: Instant) -> Instant {
    start.plus_ms((end.ms() - start.ms()) / 2).floor_to_second()
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

impl Reading {
    /// Forgets all but what was delivered, so that a new sweep is judged by itself.
    pub(super) fn start_anew(&mut self) {
        self.seen.forget_passes();
        *self = Reading {
            seen: std::mem::take(&mut self.seen),
            prior: self.prior.take(),
            recount: self.recount,
            ..Reading::default()
        };
    }
}
