//! Which page of which list is asked for next, and how much of a list can be asked for at all: the service forgets while it is read.

use super::clock::{SECOND, clamp};
use super::machine::{Walk, What};
use super::pass::{Gap, SIZES};
use super::unit::{Of, Unit, UnitState};
use crate::contract::limits::RETENTION_MS;
use crate::contract::{Operation, Param, State};
use crate::plan::{Order, PlannedCall, Window};
use crate::request::TaskRequest;
use crate::time::Instant;

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
                let retention = self.retention();
                let whole = self.unit(unit)?;
                (whole.start, whole.end) = retention;
                unit
            }
            Of::List { .. } | Of::Folded(_) => self.reachable(unit)?,
        };
        let (time, now) = (self.clock.latest, self.clock.service().floor_to_second());
        let begun = self.unit(unit)?;
        let until = begun.end.min(now);
        let reading = begun.reading.get_or_insert_default();
        let leave = reading.oldest(begun.start).ms() - RETENTION_EDGE_MS < now.ms() - RETENTION_MS;
        let beyond = until < begun.end && reading.youngest().is_some_and(|youngest| until <= youngest);
        if leave || beyond {
            // Rows may leave between two passes, or are not asked for again, because the clock was ahead: each pass must prove itself.
            reading.seen.forget_passes();
            reading.least = 0;
        }
        let size = SIZES.iter().cycle().nth(reading.before.len()).copied()?;
        let anew = reading.least == 0;
        reading.begin(time, until, size);
        begun.passes += 1;
        begun.duplicates = 0;
        begun.outside = 0;
        begun.progress = 0;
        if anew {
            begun.states = [0; State::COUNT];
            begun.youngest = None;
        }
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

    /// Where a window that begins at the retention's edge is cut, so that what is younger can be read again and again in peace.
    pub(super) fn rim(&self, start: Instant) -> Option<Instant> {
        let (edge, _) = self.retention();
        let edge = edge.floor_to_second();
        (start < edge.plus_ms(RETENTION_EDGE_MS)).then(|| edge.plus_ms(2 * RETENTION_EDGE_MS))
    }

    /// What the service holds now.
    pub(super) fn retention(&self) -> (Instant, Instant) {
        let now = self.clock.service();
        (now.plus_ms(-RETENTION_MS), now)
    }

    /// Rows created before this are visible to calls sent at `time`.
    pub(super) fn settled_at(&self, time: i64) -> Instant {
        // Rows are stamped in whole seconds: of one that is not over, some are younger than their stamp says.
        self.clock
            .to_service(time)
            .plus_ms(-i64::from(self.options.settle_ms))
            .floor_to_second()
    }

    /// Whether the StartTime of a unit that is being read has left the retention, or will while a call waits for its turn.
    fn has_aged(&self, unit: u32) -> bool {
        let edge = self.clock.service().ms() - RETENTION_MS + EDGE_MARGIN / 2;
        let unit = usize::try_from(unit).ok().and_then(|at| self.units.get(at));
        unit.is_some_and(|unit| matches!(unit.of, Of::List { .. }) && unit.start.ms() - SECOND < edge)
    }

    /// Ends a pass and puts the unit back to be read again first.
    pub(super) fn reopen(&mut self, unit: u32) {
        self.drop_calls(unit);
        self.open.retain(|open| *open != unit);
        self.queue.push_front(unit);
    }

    /// Forgets the calls of a unit.
    pub(super) fn drop_calls(&mut self, unit: u32) {
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
}

fn middle(start: Instant, end: Instant) -> Instant {
    start.plus_ms((end.ms() - start.ms()) / 2).floor_to_second()
}
