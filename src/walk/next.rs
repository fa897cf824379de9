//! What to send next: calls that are due again, then the next page, then the next ids; else until when to wait.

use super::machine::{Call, Walk, What};
use super::retry::ATTEMPTS;
use crate::contract::{Operation, Param};
use crate::plan::PlannedCall;
use crate::request::TaskRequest;
use crate::time::Instant;

/// What the host is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send this call, under a fresh nonce, and hand in its reply under this number.
    Send {
        /// The number of this attempt; never used again.
        id: u32,
        /// What to send.
        call: Box<PlannedCall>,
    },
    /// Wait for a reply, or until this moment if there is one.
    Wait {
        /// `None`: only a reply helps.
        until: Option<Instant>,
    },
    /// Nothing more to do.
    Done(Stop),
}

/// Why a walk is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// All is read, as far as it can be; the ledger says how far that is.
    Finished,
    /// The host wanted no more.
    Cancelled,
    /// What was waited for took too long.
    Deadline,
    /// The service refuses every call, or does not answer at all.
    Failed,
}

impl Stop {
    /// `finished`, `cancelled`, `deadline` or `failed`.
    pub const fn name(self) -> &'static str {
        match self {
            Stop::Finished => "finished",
            Stop::Cancelled => "cancelled",
            Stop::Deadline => "deadline",
            Stop::Failed => "failed",
        }
    }
}

impl Walk {
    /// What to do at `now`.
    pub fn next(&mut self, now: Instant) -> Step {
        self.tick(now);
        let time = self.clock.latest;
        if self.end.is_none() && self.waiting.as_ref().is_some_and(|waiting| waiting.deadline <= time) {
            self.end = Some(Stop::Deadline);
        }
        if let Some(stop) = self.end {
            return Step::Done(stop);
        }
        let under_way = self.calls.iter().filter(|call| call.again.is_none()).count();
        let probing = self.retries.is_probing();
        let allowed = if probing { 1 } else { self.options.in_flight };
        let may_send = under_way < usize::try_from(allowed).unwrap_or(1);
        if may_send {
            let due = self.due_call();
            // Whether it is this call's fault or the service is out, another one tells.
            let keeps_failing =
                due.is_some_and(|due| self.calls.get(due).is_some_and(|call| call.attempts >= ATTEMPTS));
            if probing
                && keeps_failing
                && let Some(what) = self.new_call()
            {
                return self.send(what, 1);
            }
            // Looking for another may have dropped calls of windows that are about to age out.
            if let Some(due) = self.due_call() {
                return self.send_again(due);
            }
            if (!probing || self.calls.is_empty())
                && let Some(what) = self.new_call()
            {
                return self.send(what, 1);
            }
        }
        if let Some(stop) = self.end {
            return Step::Done(stop);
        }
        if self.calls.is_empty() && self.is_idle() {
            match self.next_sweep() {
                None => {
                    self.end = Some(Stop::Finished);
                    return Step::Done(Stop::Finished);
                }
                Some(at) if at <= time => {
                    self.begin_sweep();
                    return self.next(now);
                }
                Some(_) => {}
            }
        }
        Step::Wait {
            until: self.wakes_at(may_send),
        }
    }

    /// The first call that is to be sent again by now.
    fn due_call(&self) -> Option<usize> {
        self.calls.iter().position(|call| {
            call.again
                .is_some_and(|again| again.max(self.held_until(&call.what)) <= self.clock.latest)
        })
    }

    /// The earliest moment at which something may be sent, or the deadline is over. While as many calls are under way as may be, only a
    /// reply helps.
    fn wakes_at(&self, may_send: bool) -> Option<Instant> {
        let idle = self.is_idle();
        let again = self
            .calls
            .iter()
            .filter_map(|call| Some(call.again?.max(self.held_until(&call.what))));
        let held = self.hold.into_iter().filter(|hold| *hold > self.clock.latest && !idle);
        // A call that is under way comes back before a sweep ends.
        let sweep = if idle && self.calls.is_empty() {
            self.next_sweep()
        } else {
            None
        };
        let deadline = self.waiting.as_ref().map(|waiting| waiting.deadline);
        let earliest = again
            .chain(held)
            .filter(|_| may_send)
            .chain(sweep)
            .chain(deadline)
            .min();
        earliest.map(|at| self.clock.to_host(at))
    }

    pub(super) fn held_until(&self, what: &What) -> i64 {
        let [lists, by_id] = self.hold;
        match what {
            What::Page { .. } => lists,
            What::Ids(_) => by_id,
        }
    }

    fn new_call(&mut self) -> Option<What> {
        let [lists, by_id] = self.hold;
        let time = self.clock.latest;
        if lists <= time
            && let Some(page) = self.next_page()
        {
            return Some(page);
        }
        if by_id <= time {
            self.ids.next_batch().map(What::Ids)
        } else {
            None
        }
    }

    /// Whether nothing is to be sent in this sweep.
    fn is_idle(&self) -> bool {
        self.open.is_empty() && self.queue.is_empty() && self.cursor >= self.lists() && self.ids.is_idle()
    }

    fn send_again(&mut self, at: usize) -> Step {
        let call = self.calls.remove(at);
        self.counts.retries += u64::from(call.attempts > 0);
        self.send(call.what, call.attempts + 1)
    }

    fn send(&mut self, what: What, attempts: u32) -> Step {
        let Some(call) = self.planned(&what) else {
            // A request that cannot be made is none of the service's; its unit stays open, and nothing is proven.
            self.end = Some(Stop::Failed);
            return Step::Done(Stop::Failed);
        };
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        self.counts.calls += 1;
        self.calls.push(Call {
            id,
            what,
            attempts,
            sent: self.clock.latest,
            again: None,
        });
        Step::Send {
            id,
            call: Box::new(call),
        }
    }

    /// The request of a call, as of now.
    fn planned(&self, what: &What) -> Option<PlannedCall> {
        let now = self.clock.to_host(self.clock.latest);
        match what {
            What::Page { unit, page } => self.planned_page(*unit, *page, now),
            What::Ids(places) => {
                let ids = self.plan.task_ids();
                let ids: Vec<&str> = places
                    .iter()
                    .filter_map(|place| Some(ids.get(usize::try_from(*place).ok()?)?.as_str()))
                    .collect();
                let operation = Operation::DescribeRefreshTaskById;
                let mut request = TaskRequest::planned(operation);
                request.set(Param::TaskId, &ids.join(","));
                Some(PlannedCall {
                    operation,
                    request,
                    window: None,
                    not_before: now,
                    not_after: None,
                })
            }
        }
    }
}
