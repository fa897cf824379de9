//! The whole state of a walk as plain bytes, in both directions.

use super::coder::Coder;
use super::ids::{Id, Phase, Way};
use super::machine::{Call, Walk, What};
use super::next::Stop;
use super::pass::Gap;
use super::prior::Prior;
use super::seen::{Found, Known, Seen};
use super::sorted::sorted;
use super::unit::{Of, Reading, Unit, UnitState};
use super::wait::Waiting;
use crate::contract::Locale;
use crate::plan::{Order, PlanOptions, Question, Rate, Route};
use crate::time::Instant;

impl Coder {
    pub(super) fn question(&mut self, question: &mut Question) {
        let lists = [
            &mut question.ids,
            &mut question.paths,
            &mut question.domains,
            &mut question.types,
            &mut question.statuses,
        ];
        for list in lists {
            self.option(list, |coder, list| coder.list(list, Coder::text));
        }
        self.option(&mut question.group, Coder::text);
        self.maybe_moment(&mut question.range.from);
        self.maybe_moment(&mut question.range.to);
    }

    fn maybe_moment(&mut self, moment: &mut Option<Instant>) {
        let mut ms = moment.map(Instant::ms);
        self.option(&mut ms, Coder::signed);
        *moment = ms.and_then(Instant::from_ms);
    }

    pub(super) fn plan_options(&mut self, options: &mut PlanOptions) {
        self.choice(&mut options.locale, &[Locale::En, Locale::Zh]);
        self.option(&mut options.rows_per_hour, Coder::number);
        for rate in [&mut options.list_rate, &mut options.by_id_rate] {
            let mut calls = rate.in_thousand_seconds();
            self.small(&mut calls);
            *rate = Rate::per_thousand_seconds(calls).unwrap_or(*rate);
        }
        let [by_id, by_path, fan_out, scan] = Route::ALL.map(Some);
        self.choice(&mut options.route, &[None, by_id, by_path, fan_out, scan]);
        self.option(&mut options.window_seconds, Coder::small);
        self.choice(&mut options.order, &[Order::Oldest, Order::Newest]);
        self.option(&mut options.limit, Coder::number);
    }

    /// Everything of a walk but its plan.
    pub(super) fn walk(&mut self, walk: &mut Walk) {
        self.number(&mut walk.options.seed);
        self.small(&mut walk.options.in_flight);
        self.small(&mut walk.options.settle_ms);
        self.signed(&mut walk.started);
        self.signed(&mut walk.clock.latest);
        self.signed(&mut walk.clock.shift);
        self.option(&mut walk.clock.offset, Coder::signed);
        self.option(&mut walk.clock.first, Coder::signed);
        self.flag(&mut walk.clock.distrusted);
        self.signed(&mut walk.clock.ahead);
        self.flag(&mut walk.clock.set_back);
        self.number(&mut walk.chance.state);
        self.small(&mut walk.retries.budget);
        self.small(&mut walk.retries.in_a_row);
        self.small(&mut walk.retries.counted);
        walk.hold.iter_mut().for_each(|hold| self.signed(hold));
        self.option(&mut walk.waiting, Coder::waiting);
        self.small(&mut walk.next_id);
        self.list(&mut walk.calls, Coder::call);
        self.deque(&mut walk.given_up);
        self.units(&mut walk.units, walk.waiting.is_some());
        self.deque(&mut walk.queue);
        self.list(&mut walk.open, Coder::small);
        self.size(&mut walk.cursor);
        let mut created = walk.started / 1000;
        self.ids(&mut walk.ids.all, &mut created);
        self.deque(&mut walk.ids.due);
        self.maybe_moment(&mut walk.ids.proven);
        self.option(&mut walk.edges.refused, Coder::signed);
        self.option(&mut walk.edges.accepted, Coder::signed);
        self.small(&mut walk.edges.aged);
        let mut timeless: Vec<u64> = walk.timeless.iter().map(|(key, _)| key).collect();
        self.list(&mut timeless, Coder::number);
        if self.reads() {
            walk.timeless = Seen::default();
            timeless
                .into_iter()
                .for_each(|key| walk.timeless.put(key, Known::default()));
        }
        let counts = &mut walk.counts;
        let numbers = [
            &mut counts.calls,
            &mut counts.retries,
            &mut counts.throttled,
            &mut counts.rows,
            &mut counts.changed,
            &mut counts.duplicates,
            &mut counts.undecided,
        ];
        numbers.into_iter().for_each(|number| self.number(number));
        counts.states.iter_mut().for_each(|number| self.number(number));
        self.maybe_moment(&mut walk.proof_ends);
        self.flag(&mut walk.may_repeat);
        self.flag(&mut walk.withheld);
        self.flag(&mut walk.preloaded);
        let [finished, cancelled, deadline, failed] =
            [Stop::Finished, Stop::Cancelled, Stop::Deadline, Stop::Failed].map(Some);
        self.choice(&mut walk.end, &[None, finished, cancelled, deadline, failed]);
        let mut stopped_by = walk.stopped_by.take().map(String::from);
        self.option(&mut stopped_by, Coder::text);
        walk.stopped_by = stopped_by.map(String::into_boxed_str);
    }

    fn deque(&mut self, deque: &mut std::collections::VecDeque<u32>) {
        let mut list: Vec<u32> = std::mem::take(deque).into();
        self.list(&mut list, Coder::small);
        *deque = list.into();
    }

    fn waiting(&mut self, waiting: &mut Waiting) {
        self.signed(&mut waiting.deadline);
        self.signed(&mut waiting.grace_ends);
        self.signed(&mut waiting.began);
        self.small(&mut waiting.pause);
        self.list(&mut waiting.again, Coder::small);
        self.option(&mut waiting.first_share, |coder, (share, at)| {
            coder.small(share);
            coder.signed(at);
        });
    }

    fn call(&mut self, call: &mut Call) {
        self.small(&mut call.id);
        self.small(&mut call.attempts);
        self.signed(&mut call.sent);
        self.option(&mut call.again, Coder::signed);
        let (mut ids, mut unit, mut page) = match &call.what {
            What::Ids(ids) => (ids.clone(), 0, 0),
            What::Page { unit, page } => (Vec::new(), *unit, *page),
        };
        // Pages count from one, and no call asks for no id.
        self.small(&mut page);
        if page > 0 {
            self.small(&mut unit);
            call.what = What::Page { unit, page };
        } else {
            self.list(&mut ids, Coder::small);
            call.what = What::Ids(ids);
        }
    }

    fn units(&mut self, units: &mut Vec<Unit>, waiting: bool) {
        let mut length = units.len();
        self.size(&mut length);
        // Most units begin where another ends.
        let mut last = Instant::MIN;
        let mut written = if self.reads() {
            Vec::new()
        } else {
            std::mem::take(units)
        };
        for at in 0..length {
            if self.broken {
                break;
            }
            let mut unit = written.get_mut(at).map(std::mem::take).unwrap_or_default();
            self.unit(&mut unit, last, waiting);
            last = unit.end;
            units.push(unit);
        }
    }

    fn unit(&mut self, unit: &mut Unit, last: Instant, waiting: bool) {
        let (mut tag, mut list, mut window) = match unit.of {
            Of::List { list, window } => (0, list, window),
            Of::Id(place) => (1, place, 0),
            Of::Folded(lists) => (2, lists, 0),
        };
        self.byte(&mut tag);
        self.small(&mut list);
        self.small(&mut window);
        unit.of = match tag {
            0 => Of::List { list, window },
            1 => Of::Id(list),
            _ => Of::Folded(list),
        };
        self.after(&mut unit.start, last);
        let start = unit.start;
        self.after(&mut unit.end, start);
        self.unit_state(unit);
        self.option(&mut unit.first_total, Coder::small);
        self.option(&mut unit.last_total, Coder::small);
        let numbers = [
            &mut unit.passes,
            &mut unit.pages,
            &mut unit.rows,
            &mut unit.duplicates,
            &mut unit.outside,
        ];
        numbers.into_iter().for_each(|number| self.small(number));
        if waiting || unit.state == UnitState::Open {
            unit.states.iter_mut().for_each(|number| self.small(number));
            self.number(&mut unit.progress);
            self.option(&mut unit.youngest, Coder::small);
            self.flag(&mut unit.final_once);
        }
        let mut has_reading = unit.reading.is_some();
        self.flag(&mut has_reading);
        if has_reading {
            self.reading(unit.reading.get_or_insert_default());
        }
    }

    /// A moment, mostly a whole number of seconds after another.
    fn after(&mut self, moment: &mut Instant, before: Instant) {
        let mut ms = moment.ms().saturating_sub(before.ms());
        let mut whole = ms % 1000 == 0;
        if whole {
            ms /= 1000;
        }
        self.flag(&mut whole);
        self.signed(&mut ms);
        let ms = ms.saturating_mul(if whole { 1000 } else { 1 });
        match Instant::from_ms(before.ms().saturating_add(ms)) {
            Some(read) => *moment = read,
            None => self.broken = true,
        }
    }

    fn unit_state(&mut self, unit: &mut Unit) {
        let mut tag = match &unit.state {
            UnitState::Open => 0,
            UnitState::Split => 1,
            UnitState::Done(_) => 2,
            UnitState::Gap(gap) => {
                3 + Gap::PLAIN
                    .iter()
                    .zip(1..)
                    .find(|(plain, _)| *plain == gap)
                    .map_or(0, |(_, place)| place)
            }
        };
        self.byte(&mut tag);
        let end = unit.end;
        unit.state = match (tag, std::mem::replace(&mut unit.state, UnitState::Open)) {
            (0, _) => UnitState::Open,
            (1, _) => UnitState::Split,
            (2, state) => {
                let mut proven = if let UnitState::Done(proven) = state {
                    proven
                } else {
                    end
                };
                self.after(&mut proven, end);
                UnitState::Done(proven)
            }
            (3, state) => {
                let mut code = match state {
                    UnitState::Gap(Gap::Fault(code)) => code.into_string(),
                    _ => String::new(),
                };
                self.text(&mut code);
                UnitState::Gap(Gap::Fault(code.into_boxed_str()))
            }
            (tag, _) => match Gap::PLAIN.get(usize::from(tag) - 4) {
                Some(gap) => UnitState::Gap(gap.clone()),
                None => {
                    self.broken = true;
                    UnitState::Open
                }
            },
        };
    }

    fn reading(&mut self, reading: &mut Reading) {
        self.seen(&mut reading.seen);
        self.option(&mut reading.prior, Prior::code);
        self.flag(&mut reading.recount);
        self.small(&mut reading.least);
        let pass = &mut reading.pass;
        self.signed(&mut pass.started);
        self.small(&mut pass.size);
        self.option(&mut pass.total, Coder::small);
        self.flag(&mut pass.steady);
        self.flag(&mut pass.overfull);
        self.small(&mut pass.rows);
        self.small(&mut pass.distinct);
        self.number(&mut pass.print);
        self.list(&mut reading.before, |coder, (total, print)| {
            coder.small(total);
            coder.number(print);
        });
        self.moment(&mut reading.until);
        self.small(&mut reading.next);
        self.small(&mut reading.last);
        self.small(&mut reading.come);
        self.small(&mut reading.probe);
        self.flag(&mut reading.extending);
    }

    fn seen(&mut self, seen: &mut Seen) {
        // In the order of creation, so that seconds are short.
        let rows = sorted(seen.iter().map(|(key, known)| (known.second, key, known)).collect());
        let mut length = rows.len();
        self.size(&mut length);
        let mut second = 0_i64;
        for at in 0..length {
            if self.broken {
                return;
            }
            let (_, mut key, mut known) = rows.get(at).copied().unwrap_or_default();
            let mut bytes = key.to_le_bytes();
            bytes.iter_mut().for_each(|byte| self.byte(byte));
            key = u64::from_le_bytes(bytes);
            let mut later = i64::from(known.second) - second;
            self.signed(&mut later);
            second = second.saturating_add(later);
            known.second = u32::try_from(second).unwrap_or(0);
            // Which page held it, and how often, matters only while that page is read.
            let mut most = u32::from(known.most) << 4 | u32::from(known.found.0) << 1 | u32::from(known.delivered);
            self.small(&mut most);
            known.most = u8::try_from(most >> 4).unwrap_or(u8::MAX);
            known.found = Found(u8::try_from(most >> 1 & 7).unwrap_or(0));
            known.delivered = most & 1 == 1;
            let [mut low, mut high] = known.state.to_le_bytes();
            self.byte(&mut low);
            self.byte(&mut high);
            known.state = u16::from_le_bytes([low, high]);
            self.byte(&mut known.pass);
            if self.reads() {
                seen.put(key, known);
            }
        }
    }

    fn ids(&mut self, ids: &mut Vec<Id>, created: &mut i64) {
        let mut length = ids.len();
        self.size(&mut length);
        if self.reads() {
            ids.clear();
        }
        for at in 0..length {
            if self.broken {
                return;
            }
            let mut id = ids.get(at).copied().unwrap_or_default();
            let ways = [Way::Batch, Way::Alone, Way::List];
            self.choice(&mut id.way, &ways);
            let phases = [
                Phase::Open,
                Phase::FinalOnce,
                Phase::Settled,
                Phase::Absent,
                Phase::Aged,
                Phase::Failed,
            ];
            self.choice(&mut id.phase, &phases);
            // Most ids have one row, or rows of one state.
            let mut present = id
                .states
                .iter()
                .zip(0_u8..)
                .fold(u8::from(id.created > 0) << 5, |bits, (count, place)| {
                    bits | u8::from(*count > 0) << place
                });
            self.byte(&mut present);
            for (count, place) in id.states.iter_mut().zip(0_u8..) {
                if present >> place & 1 == 1 {
                    self.small(count);
                }
            }
            if present > 0 {
                self.small(&mut id.progress);
                let mut later = i64::from(id.created) - *created;
                self.signed(&mut later);
                *created = created.saturating_add(later);
                id.created = u32::try_from(*created).unwrap_or(0);
            }
            if self.reads() {
                ids.push(id);
            }
        }
    }
}
