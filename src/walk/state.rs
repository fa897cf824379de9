//! The whole state of a walk as plain bytes, in both directions.

use super::coder::Coder;
use super::ids::{Id, Phase, Way};
use super::machine::{Call, Walk, What};
use super::next::Stop;
use super::seen::{Known, Seen};
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
        self.units(&mut walk.units, &mut walk.priors, walk.waiting.is_some());
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
        self.small(&mut walk.doubts);
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
