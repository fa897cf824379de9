//! A pass over a list has ended: the list is whole, is read again, is taken apart, or becomes a gap.

use super::clock::{SECOND, clamp};
use super::machine::Walk;
use super::pass::{Gap, Judgement, PASSES, PASSES_AT_MOST, judge};
use super::reply::Trouble;
use super::unit::{Of, UnitState};
use crate::plan::Order;
use crate::time::Instant;

/// How many windows more may be taken apart in doubt than were proven. A TotalCount that is never true would else end in windows of one
/// second: days of calls that prove nothing. Of three days, one second takes 18.
const DOUBTS: u32 = 64;

impl Walk {
    /// After a page: the next one, or what the pass comes to.
    pub(super) fn go_on(&mut self, at: u32) {
        let waiting = self.waiting.is_some();
        let settle = self.settled_at_pass(at);
        let divisible = self.doubts < DOUBTS;
        let Some(unit) = self.unit(at) else { return };
        let listed = matches!(unit.of, Of::List { .. });
        let halves = listed && unit.seconds() >= 2 && divisible;
        let Some(reading) = unit.reading.as_mut() else { return };
        let pass = &reading.pass;
        let total = pass.total.unwrap_or(0);
        let counted = pass.steady && !pass.overfull && !reading.extending;
        if counted && listed && !waiting && reading.come == 1 && reading.last > 2 && reading.is_known_whole(total) {
            // All its rows came before it was taken out of another: only the count is left to be tested.
            unit.duplicates = total.saturating_sub(reading.seen.counted());
            reading.last = 2;
            reading.probe = 2;
            return;
        }
        if reading.come + 1 < reading.next || reading.next <= reading.last {
            return;
        }
        if pass.overfull && !reading.extending && !halves {
            // No part of it could be counted better: it is read to its end, wherever that is.
            reading.extending = true;
            reading.last += 1;
            return;
        }
        let full = counted && total > 0 && total.is_multiple_of(pass.size);
        if full && reading.probe == 0 {
            reading.last += 1;
            reading.probe = reading.last;
            return;
        }
        let least = reading.least;
        let judgement = judge(pass, least, &reading.before);
        reading.before.push((total, pass.print));
        self.open.retain(|open| *open != at);
        match judgement {
            Judgement::Whole => self.is_whole(at, settle),
            Judgement::Doubtful(gap) => self.is_doubtful(at, gap, settle),
        }
    }

    /// A pass over a unit does not prove it whole.
    fn is_doubtful(&mut self, at: u32, gap: Gap, settle: Instant) {
        let Some((start, end)) = self.range(at) else { return };
        let rim = self.rim(start);
        let divisible = self.doubts < DOUBTS;
        let Some(unit) = self.unit(at) else { return };
        let listed = matches!(unit.of, Of::List { .. });
        let halves = listed && unit.seconds() >= 2;
        // What was not read to its end is taken apart in any case: its rows are wanted.
        let cut = unit
            .reading
            .as_ref()
            .is_some_and(|reading| reading.pass.overfull && !reading.extending);
        let halves = halves && (divisible || cut);
        let passes = unit.reading.as_ref().map_or(0, |reading| reading.before.len());
        let tried = passes >= usize::from(PASSES);
        if gap == Gap::TotalTooSmall && halves {
            self.doubts += 1;
            return self.split(at, 2);
        }
        let hopeless = matches!(gap, Gap::NoTotal | Gap::TotalTooSmall);
        // What has not settled yet is delivered, but nobody can prove it; what has is read by itself. So is what may leave the
        // retention before all passes are over.
        let rim = rim.filter(|_| !hopeless);
        let within = |seam: &Instant| listed && start < *seam && *seam < end;
        let seams: Vec<Instant> = rim.into_iter().chain([settle]).filter(within).collect();
        let unsettled = listed && end > settle;
        if !seams.is_empty() {
            self.split_into(at, &seams);
        } else if unsettled && (hopeless || tried) {
            self.is_whole(at, start.min(settle));
        } else if unsettled || (!hopeless && !tried) {
            self.queue.push_front(at);
        } else if halves && gap != Gap::NoTotal && self.single_out(at, &gap) {
            // Its parts are read next.
            self.doubts += 1;
        } else if gap == Gap::Unordered && passes < usize::from(PASSES_AT_MOST) {
            self.queue.push_front(at);
        } else {
            self.gap(at, gap);
        }
    }

    /// What was settled when the pass of a unit began, by the service's clock as it is known now; no more than was asked for by what was
    /// known of it then.
    fn settled_at_pass(&self, unit: u32) -> Instant {
        let unit = usize::try_from(unit).ok().and_then(|at| self.units.get(at));
        match unit.and_then(|unit| unit.reading.as_ref()) {
            Some(reading) => self.settled_at(reading.pass.started).min(reading.until),
            None => self.settled_at(self.clock.latest),
        }
    }

    /// A unit was read whole, as far as rows were settled at its first call.
    fn is_whole(&mut self, at: u32, settle: Instant) {
        let waiting = self.waiting.is_some();
        let Some(unit) = self.unit(at) else { return };
        if waiting {
            return self.whole_while_waiting(at, settle);
        }
        let proven = unit.end.min(settle);
        let fruitful = unit.rows > 0;
        self.doubts = self.doubts.saturating_sub(u32::from(fruitful));
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

    /// Closes a unit; answers nothing to read.
    pub(super) fn close(&mut self, unit: u32, state: UnitState) -> Option<u32> {
        let unit = self.unit(unit)?;
        unit.state = state;
        unit.reading = None;
        None
    }

    /// Takes a unit apart around the second that holds most of its rows: it is there that rows change places. Where they do, the seconds
    /// beside it stay with it, because a part is asked for a second wider on both sides: so no other part has to do with these rows.
    /// Without any rows, by halves. Whether there was anything to take off.
    fn single_out(&mut self, at: u32, gap: &Gap) -> bool {
        let Some((start, end)) = self.range(at) else {
            return false;
        };
        let dense = self.unit(at).and_then(|unit| unit.reading.as_ref()?.seen.densest());
        let beside = i64::from(*gap == Gap::Unordered);
        let seams: Vec<Instant> = dense
            .into_iter()
            .flat_map(|second| [i64::from(second) - beside, i64::from(second) + 1 + beside])
            .map(|second| clamp(second * SECOND))
            .filter(|seam| start < *seam && *seam < end)
            .collect();
        if !seams.is_empty() {
            self.split_into(at, &seams);
        } else if beside == 0 || dense.is_none() {
            self.split(at, 2);
        } else {
            return false;
        }
        true
    }

    /// Takes a unit apart into so many parts.
    pub(super) fn split(&mut self, at: u32, parts: i64) {
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
        if self.retries.is_probing() {
            // What failed just now will fail again in one of its parts; anything else tells whether it is the service.
            self.queue.extend(parts.into_iter().rev());
            return;
        }
        for part in parts {
            self.queue.push_front(part);
        }
    }

    pub(super) fn range(&mut self, unit: u32) -> Option<(Instant, Instant)> {
        self.unit(unit).map(|unit| (unit.start, unit.end))
    }

    /// The service refuses a page for good.
    pub(super) fn refused_page(&mut self, at: u32, page: u32, trouble: &Trouble<'_>) {
        let Some(unit) = self.unit(at) else { return };
        let asked = unit.start.ms() - SECOND;
        let listed = matches!(unit.of, Of::List { .. });
        match trouble.code {
            "InvalidTime" if listed => {
                // However many of these it takes, they are no outage: each says that the edge lies further on.
                self.retries.in_a_row = 0;
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

    /// Calls for a unit keep failing: the halves of its halves may fare better. One second that no call may touch, as it is asked for wider
    /// on both sides, makes two of four fail; where none succeeds, it is the service that is out.
    pub(super) fn leave_unit(&mut self, at: u32, code: &str) {
        self.drop_calls(at);
        self.open.retain(|open| *open != at);
        let halves = self
            .unit(at)
            .is_some_and(|unit| matches!(unit.of, Of::List { .. }) && unit.seconds() >= 2);
        if halves {
            self.split(at, 4);
        } else {
            self.gap(at, Gap::Fault(code.into()));
        }
    }
}
