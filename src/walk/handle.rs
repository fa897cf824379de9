//! A reply handed in: to which call it belongs, whether it is what was asked for, and what a failure means for the calls to come.

use super::machine::{Walk, What};
use super::next::Stop;
use super::pass::Gap;
use super::reply::{Handled, Head, Ignored, Shown, Trouble, UNEXPECTED_REPLY};
use super::retry::{ATTEMPTS, Advice, Failure, MOST_HINTED_MS};
use super::unit::UnitState;
use crate::response::{About, Fault, TaskPage, parse};
use crate::time::Instant;

/// So many given-up calls are remembered.
const REMEMBERED: usize = 64;

impl Walk {
    /// Hands in a page, as the reply to call `id`. Rows are taken in order, none or all of them.
    pub fn page(&mut self, id: u32, head: &Head, rows: &mut dyn Iterator<Item = Shown<'_>>, now: Instant) -> Handled {
        self.tick(now);
        let at = match self.find(id) {
            Ok(at) => at,
            Err(why) => return Handled::Ignored(why),
        };
        if let Some(date) = head.date {
            self.clock.show(date);
        }
        let fresh = match self.calls.get(at).map(|call| (call.what.clone(), call.sent)) {
            Some((What::Page { unit, page }, _)) if head.page_number == self.asked_number(unit, page) => {
                self.answered(at);
                self.read_page(unit, page, head, rows)
            }
            Some((What::Ids(places), sent)) if head.page_number.is_none() => {
                let Some(answer) = self.collect(&places, rows) else {
                    return self.unexpected(at);
                };
                self.answered(at);
                self.read_ids(&places, &answer, head.total_count, sent)
            }
            _ => return self.unexpected(at),
        };
        self.counts.rows += u64::try_from(fresh.len()).unwrap_or(0);
        if self.plan.options().limit.is_some_and(|limit| self.counts.rows >= limit) {
            self.end = self.end.or(Some(Stop::Finished));
        }
        Handled::Page { fresh }
    }

    /// Hands in a reply as it came: its body and what stands around it. Answers what the body is, and what became of it.
    pub fn handle(
        &mut self,
        id: u32,
        body: &[u8],
        about: &About<'_>,
        date: Option<Instant>,
        now: Instant,
    ) -> (Result<TaskPage, Box<Fault>>, Handled) {
        let read = parse(body, about);
        let handled = match &read {
            Ok(page) => self.read_page_of(id, page, about.status, date, now),
            Err(fault) => self.fault(id, &Trouble::of_fault(fault, date), now),
        };
        (read, handled)
    }

    /// Hands in a page that was read already, and the HTTP status it came with.
    pub fn read_page_of(
        &mut self,
        id: u32,
        page: &TaskPage,
        status: Option<u16>,
        date: Option<Instant>,
        now: Instant,
    ) -> Handled {
        if let Some(status) = status.filter(|status| *status >= 400) {
            return match self.fault(id, &Trouble::page_under(status, date), now) {
                Handled::Fault { retry_at } => Handled::Unexpected { retry_at },
                ignored => ignored,
            };
        }
        let head = Head {
            page_number: page.page_number,
            page_size: page.page_size,
            total_count: page.total_count,
            date,
        };
        self.page(id, &head, &mut page.iter().map(|task| Shown::of(&task)), now)
    }

    fn answered(&mut self, at: usize) {
        self.calls.remove(at);
        self.retries.succeeded();
    }

    fn unexpected(&mut self, at: usize) -> Handled {
        Handled::Unexpected {
            retry_at: self.failed(at, &Trouble::no_reply(UNEXPECTED_REPLY)),
        }
    }

    /// The page number that the call for this page of a unit asked for.
    fn asked_number(&self, unit: u32, page: u32) -> Option<u64> {
        let reading = self.units.get(usize::try_from(unit).ok()?)?.reading.as_ref()?;
        Some(u64::from(reading.asked(page).0))
    }

    /// Hands in a failure, as the reply to call `id`.
    pub fn fault(&mut self, id: u32, trouble: &Trouble<'_>, now: Instant) -> Handled {
        self.tick(now);
        let at = match self.find(id) {
            Ok(at) => at,
            Err(why) => return Handled::Ignored(why),
        };
        if let Some(date) = trouble.date {
            self.clock.show(date);
        }
        Handled::Fault {
            retry_at: self.failed(at, trouble),
        }
    }

    /// Where the call is that is under way as `id`.
    fn find(&self, id: u32) -> Result<usize, Ignored> {
        let under_way = self.calls.iter().position(|call| call.id == id && call.again.is_none());
        match under_way {
            Some(at) if self.end.is_none() => Ok(at),
            Some(_) => Err(Ignored::Late),
            None if id >= self.next_id => Err(Ignored::Unknown),
            None if self.given_up.contains(&id) => Err(Ignored::Late),
            None => Err(Ignored::Repeated),
        }
    }

    /// Forgets a call whose reply may still come.
    pub(super) fn give_up(&mut self, id: u32) {
        if self.given_up.len() >= REMEMBERED {
            self.given_up.pop_front();
        }
        self.given_up.push_back(id);
    }

    fn failed(&mut self, at: usize, trouble: &Trouble<'_>) -> Option<Instant> {
        let time = self.clock.latest;
        let call = self.calls.get(at)?.clone();
        self.counts.throttled += u64::from(trouble.throttled);
        // What comes back after all, after it was given up for lost, is late.
        self.give_up(call.id);
        if !trouble.retryable && !trouble.throttled {
            self.calls.remove(at);
            if self.retries.refused() == Advice::Stop {
                self.stop(trouble.code);
            } else {
                self.refused(&call.what, trouble);
            }
            return None;
        }
        let failure = if trouble.throttled {
            Failure::Throttled
        } else {
            Failure::Passing
        };
        let advice = self.retries.failed(
            failure,
            (call.id, self.next_id),
            call.attempts,
            trouble.retry_after_ms,
            &mut self.chance,
        );
        // Where no other call could tell an outage from this call's fault, its parts may. Throttling is neither.
        let alone = failure == Failure::Passing && call.attempts >= ATTEMPTS && self.all_else_is_read();
        match advice {
            Advice::Again(pause) if !alone => {
                let again = time.saturating_add(i64::from(pause));
                if let Some(call) = self.calls.get_mut(at) {
                    call.again = Some(again);
                }
                let wanted = i64::from(trouble.retry_after_ms.unwrap_or(0).min(MOST_HINTED_MS));
                let [lists, by_id] = &mut self.hold;
                let hold = match call.what {
                    What::Page { .. } => lists,
                    What::Ids(_) => by_id,
                };
                if trouble.throttled {
                    *hold = time.saturating_add(wanted).max(*hold);
                }
                if self.retries.is_probing() {
                    // While nothing succeeds, all wait for the next probe.
                    *hold = again.max(*hold);
                }
                let again = again.max(*hold);
                Some(self.clock.to_host(again))
            }
            Advice::Again(_) | Advice::Leave => {
                self.calls.remove(at);
                self.keeps_failing(&call.what, trouble.code);
                None
            }
            Advice::Stop => {
                let all_else_is_read = self.all_else_is_read();
                self.stop(trouble.code);
                if all_else_is_read {
                    self.end = Some(Stop::Finished);
                }
                None
            }
        }
    }

    /// Whether only calls that keep failing are left of a walk in which others were answered: then it is over, with these as gaps.
    fn all_else_is_read(&self) -> bool {
        let open = self
            .open
            .iter()
            .filter_map(|at| self.units.get(usize::try_from(*at).ok()?));
        let mut readings = open.filter_map(|unit| unit.reading.as_ref());
        self.waiting.is_none()
            && self.units.iter().any(|unit| unit.pages > 0)
            && self.queue.is_empty()
            && self.cursor >= self.lists()
            && self.ids.is_idle()
            && readings.all(|reading| reading.next > reading.last)
    }

    /// The service refuses a call for good.
    fn refused(&mut self, what: &What, trouble: &Trouble<'_>) {
        match what {
            What::Page { unit, page } => self.refused_page(*unit, *page, trouble),
            What::Ids(places) if trouble.about_params => self.ids.leave(places, false),
            What::Ids(_) => self.stop(trouble.code),
        }
    }

    fn keeps_failing(&mut self, what: &What, code: &str) {
        match what {
            What::Page { unit, .. } => self.leave_unit(*unit, code),
            // The next sweep of a wait tries again.
            What::Ids(places) => self.ids.leave(places, self.waiting.is_some()),
        }
    }

    /// Ends the walk because of a failure that every call meets.
    pub(super) fn stop(&mut self, code: &str) {
        self.end = Some(Stop::Failed);
        self.stopped_by = Some(code.into());
        for call in std::mem::take(&mut self.calls) {
            self.give_up(call.id);
        }
        for unit in &mut self.units {
            if unit.state == UnitState::Open {
                unit.state = UnitState::Gap(Gap::Fault(code.into()));
            }
            unit.reading = None;
        }
    }
}
