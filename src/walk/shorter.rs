//! What a checkpoint leaves out where it has no room for everything: one thing after another, until it fits.

use super::ids::Way;
use super::machine::{Walk, What};
use super::prior::{LEAST_BITS, Prior};
use super::seen::Seen;
use super::unit::{Of, Reading, Unit, UnitState};
use crate::time::Instant;

/// From what is missed least to what is missed most. With what rows delivered take is begun, because there are most of them.
pub(super) const SHORTER: [fn(&mut Walk); 8] = [
    Walk::forget_pages,
    |walk| walk.cut_keys(52),
    |walk| walk.cut_keys(46),
    |walk| walk.cut_keys(LEAST_BITS),
    Walk::fold,
    Walk::forget_timeless,
    Walk::forget_delivered,
    Walk::forget_lists,
];

impl Walk {
    /// Open windows are read again from their first page; of their rows it is kept which were delivered. Passes over them count on, so that
    /// a walk which is handed over again and again ends.
    fn forget_pages(&mut self) {
        self.calls.retain(|call| matches!(call.what, What::Ids(_)));
        for unit in std::mem::take(&mut self.open).into_iter().rev() {
            self.queue.push_front(unit);
        }
        let Walk { units, priors, .. } = self;
        for unit in units {
            let Some(mut reading) = unit.reading.take() else {
                continue;
            };
            let delivered = reading.seen.iter().filter(|(_, known)| known.delivered);
            let mut delivered = delivered.map(|(key, _)| key).peekable();
            if reading.prior.is_none() && delivered.peek().is_some() {
                reading.prior = u32::try_from(priors.len()).ok();
                priors.push(Prior::default());
            }
            if let Some(prior) = reading.prior.and_then(|at| priors.get_mut(usize::try_from(at).ok()?)) {
                prior.add(delivered);
            }
            if reading.recount {
                unit.rows = 0;
            }
            unit.reading = Some(Box::new(Reading {
                prior: reading.prior,
                recount: reading.recount,
                before: reading.before,
                ..Reading::default()
            }));
        }
    }

    /// Rows delivered are known by fewer bits.
    fn cut_keys(&mut self, bits: u32) {
        self.priors.iter_mut().for_each(|prior| prior.cut(bits));
    }

    /// Lists that are done become one, and gaps of one reason.
    fn fold(&mut self) {
        let (mut kept, mut folded) = (Vec::new(), Vec::<Unit>::new());
        // Where each unit went, if it was kept.
        let mut places = Vec::new();
        for mut unit in std::mem::take(&mut self.units) {
            let over = match &unit.state {
                UnitState::Open => false,
                UnitState::Done(proven) => *proven >= unit.end,
                UnitState::Gap(_) | UnitState::Split => true,
            };
            places.push(u32::try_from(kept.len()).ok().filter(|_| !over));
            if !over {
                kept.push(unit);
            } else if unit.state != UnitState::Split {
                if let UnitState::Done(proven) = &mut unit.state {
                    *proven = Instant::MAX;
                }
                match folded.iter_mut().find(|other| other.state == unit.state) {
                    Some(other) => other.swallow(&unit),
                    None => folded.push(unit),
                }
            }
        }
        kept.append(&mut folded);
        self.units = kept;
        let place = |at: &u32| places.get(usize::try_from(*at).ok()?).copied().flatten();
        self.queue = self.queue.iter().filter_map(place).collect();
        if let Some(waiting) = &mut self.waiting {
            waiting.again = waiting.again.iter().filter_map(place).collect();
        }
    }

    /// Rows without a readable time that were delivered may come again, in other windows.
    fn forget_timeless(&mut self) {
        self.may_repeat = true;
        self.timeless = Seen::default();
    }

    /// Rows of open windows that were delivered may come again.
    fn forget_delivered(&mut self) {
        self.may_repeat = true;
        self.priors.clear();
        let readings = self.units.iter_mut().filter_map(|unit| unit.reading.as_mut());
        readings.for_each(|reading| reading.prior = None);
    }

    /// Not even that fits: all lists are read again, and ids that are not over are asked for as at first.
    fn forget_lists(&mut self) {
        self.may_repeat = true;
        self.units.retain(|unit| matches!(unit.state, UnitState::Gap(_)));
        self.queue.clear();
        self.cursor = 0;
        if let Some(waiting) = &mut self.waiting {
            waiting.again.clear();
        }
        self.calls.clear();
        self.ids.all.iter_mut().for_each(|id| id.way = Way::Batch);
        self.ids.ask_open();
    }
}

impl Unit {
    /// How many lists it stands for.
    const fn lists(&self) -> u32 {
        match self.of {
            Of::Folded(lists) => lists,
            Of::List { .. } | Of::Id(_) => 1,
        }
    }

    /// Stands for another one too, of the same state.
    fn swallow(&mut self, other: &Unit) {
        self.of = Of::Folded(self.lists().saturating_add(other.lists()));
        self.start = self.start.min(other.start);
        self.end = self.end.max(other.end);
        let sum = |one: Option<u32>, other: Option<u32>| Some(one?.saturating_add(other?));
        self.first_total = sum(self.first_total, other.first_total);
        self.last_total = sum(self.last_total, other.last_total);
        self.passes = self.passes.max(other.passes);
        for (sum, number) in [
            (&mut self.pages, other.pages),
            (&mut self.rows, other.rows),
            (&mut self.duplicates, other.duplicates),
            (&mut self.outside, other.outside),
        ] {
            *sum = sum.saturating_add(number);
        }
        for (sum, number) in self.states.iter_mut().zip(other.states) {
            *sum = sum.saturating_add(number);
        }
        self.progress = self.progress.saturating_add(other.progress);
    }
}
