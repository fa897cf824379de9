//! The machine: what to send next, and what a reply comes to. It reads no clock, sends nothing and never waits; its host does.

use super::chance::Chance;
use super::clock::Clock;
use super::ids::Ids;
use super::lists::Edges;
use super::retry::{Advice, Failure, Retries};
use super::wait::Waiting;
use super::window::{Gap, Of, Unit, UnitState};
use crate::contract::{Locale, Operation, Param, State, explain};
use crate::plan::{Filter, Plan, PlannedCall, Route, Row};
use crate::request::TaskRequest;
use crate::response::{About, Fault, TaskPage, TaskView, parse};
use crate::time::Instant;
use std::collections::{BTreeSet, VecDeque};

/// How a walk is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkOptions {
    /// For jitter, and for the keys by which rows are told apart.
    pub seed: u64,
    /// How many calls may be under way at once.
    pub in_flight: u32,
    /// How long a row may take to become visible, in milliseconds. What is younger is delivered, but not proven.
    pub settle_ms: u32,
}

impl Default for WalkOptions {
    fn default() -> WalkOptions {
        WalkOptions {
            seed: 0,
            in_flight: 8,
            settle_ms: 120_000,
        }
    }
}

/// Reads everything that a plan asks for, or waits until all of it is final.
///
/// The host calls [`Walk::next`] until it says wait or done; sends what is to be sent, when the account's quota lets it; hands each reply
/// to [`Walk::page`] or [`Walk::fault`]; and calls `next` again. Every moment comes from the host.
#[derive(Debug, Clone)]
pub struct Walk {
    pub(super) plan: Plan,
    /// What of the answers was asked for.
    pub(super) filter: Filter,
    /// The TotalCount that led to another plan than the first.
    pub(super) settled_with: Option<u64>,
    pub(super) options: WalkOptions,
    pub(super) waiting: Option<Waiting>,
    pub(super) clock: Clock,
    pub(super) started: i64,
    pub(super) chance: Chance,
    pub(super) retries: Retries,
    /// No list and no call by id before these moments: the service asked for a pause.
    pub(super) hold: [i64; 2],
    pub(super) next_id: u32,
    pub(super) calls: Vec<Call>,
    /// Calls whose reply is not needed any more, so that it is told from a repeated one.
    pub(super) given_up: VecDeque<u32>,
    pub(super) units: Vec<Unit>,
    /// Units to be read next, before further ones of the plan.
    pub(super) queue: VecDeque<u32>,
    /// Units that are being read.
    pub(super) open: Vec<u32>,
    /// How many lists of the plan have become units.
    pub(super) cursor: usize,
    pub(super) ids: Ids,
    pub(super) edges: Edges,
    /// Rows without a readable time that were delivered: they belong to no window.
    pub(super) timeless: BTreeSet<u64>,
    pub(super) counts: Counts,
    /// No proof beyond this: the host's clock was set back.
    pub(super) proof_ends: Option<Instant>,
    /// A checkpoint could not hold which rows were delivered.
    pub(super) may_repeat: bool,
    /// Rows were read that the limit left out.
    pub(super) withheld: bool,
    pub(super) end: Option<Stop>,
    /// The code that stopped it.
    pub(super) stopped_by: Option<Box<str>>,
}

/// What a walk has done so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) calls: u64,
    pub(super) retries: u64,
    pub(super) throttled: u64,
    pub(super) rows: u64,
    pub(super) changed: u64,
    /// Rows of answers by id that repeat others of them.
    pub(super) duplicates: u64,
    /// Rows delivered of which it cannot be said whether they were asked for.
    pub(super) undecided: u64,
    /// Rows delivered, by state.
    pub(super) states: [u64; State::COUNT],
}

/// A call that is under way, or is to be sent again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Call {
    pub(super) id: u32,
    pub(super) what: What,
    /// How often it was sent.
    pub(super) attempts: u32,
    /// The walk's own time when it was sent last.
    pub(super) sent: i64,
    /// When it is to be sent again; `None` while it is under way.
    pub(super) again: Option<i64>,
}

impl Default for What {
    fn default() -> What {
        What::Ids(Vec::new())
    }
}

/// What a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A page of a unit.
    Page { unit: u32, page: u32 },
    /// These task ids, by their places.
    Ids(Vec<u32>),
}

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

/// What stands around the rows of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// `PageNumber`; by id there is none.
    pub page_number: Option<u64>,
    /// `PageSize`; by id there is none.
    pub page_size: Option<u64>,
    /// `TotalCount`.
    pub total_count: Option<u64>,
    /// The `Date` of the reply, if it has one.
    pub date: Option<Instant>,
}

/// A row of a reply.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// What tells it from others, and what it may be filtered by.
    pub row: Row<'a>,
    /// What its status means.
    pub state: State,
    /// Its progress in whole percent; 0 where it is absent.
    pub progress: u8,
}

impl<'a> Shown<'a> {
    /// A row of a page.
    pub fn of(task: &TaskView<'a>) -> Shown<'a> {
        // A percentage lies between 0 and 100.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let progress = task.progress.unwrap_or(0.0) as u8;
        Shown {
            row: Row {
                task_id: task.task_id,
                object_path: task.object_path,
                object_type: task.object_type,
                status: task.status,
                creation_time: task.creation_time,
            },
            state: task.state,
            progress,
        }
    }
}

/// A reply that is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble<'a> {
    /// The service's code, or the kind of failure.
    pub code: &'a str,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// Whether calls come too fast.
    pub throttled: bool,
    /// How long the service wants to be left alone.
    pub retry_after_ms: Option<u32>,
    /// Whether it is about a parameter of this call, so that others may fare better.
    pub about_params: bool,
    /// The `Date` of the reply, if it has one.
    pub date: Option<Instant>,
}

impl<'a> Trouble<'a> {
    /// A failure with this code, as the table of codes has it.
    pub fn of_code(code: &'a str, retry_after_ms: Option<u32>, date: Option<Instant>) -> Trouble<'a> {
        let known = explain(code, Locale::En);
        Trouble {
            code,
            retryable: known.retryable,
            throttled: known.throttled,
            retry_after_ms,
            // A code that no document lists may be about anything; other calls are tried before the walk is given up.
            about_params: !known.params.is_empty() || !known.known,
            date,
        }
    }

    /// A fault of a reply.
    pub fn of_fault(fault: &'a Fault, date: Option<Instant>) -> Trouble<'a> {
        let known = &fault.explanation;
        Trouble {
            code: &fault.code,
            retryable: fault.retryable,
            throttled: fault.throttled,
            retry_after_ms: fault.retry_after_ms.map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
            about_params: !known.params.is_empty() || !known.known,
            date,
        }
    }

    /// No reply at all: `network` or `timeout`.
    pub const fn no_reply(kind: &'a str) -> Trouble<'a> {
        Trouble {
            code: kind,
            retryable: true,
            throttled: false,
            retry_after_ms: None,
            about_params: true,
            date: None,
        }
    }
}

/// What became of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handled {
    /// A page was read.
    Page {
        /// The rows that were asked for and not delivered before, by their places in the page.
        fresh: Vec<u32>,
    },
    /// A call failed.
    Fault {
        /// When it is sent again, if it is.
        retry_at: Option<Instant>,
    },
    /// A page of another call or operation stands where this one's should; it counts as a failure.
    Unexpected {
        /// When the call is sent again, if it is.
        retry_at: Option<Instant>,
    },
    /// There was nothing to do about it.
    Ignored(Ignored),
}

/// Why a reply was ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ignored {
    /// No call has this number.
    Unknown,
    /// The call was answered already.
    Repeated,
    /// The call was given up before.
    Late,
}

impl Ignored {
    /// `unknown`, `repeated` or `late`.
    pub const fn name(self) -> &'static str {
        match self {
            Ignored::Unknown => "unknown",
            Ignored::Repeated => "repeated",
            Ignored::Late => "late",
        }
    }
}

/// So many given-up calls are remembered.
const REMEMBERED: usize = 64;

/// The code of a reply that belongs to another call.
pub const UNEXPECTED_REPLY: &str = "UnexpectedReply";

impl Walk {
    /// A walk over `plan`. Where the plan has an error there is nothing to send, and the ledger proves nothing.
    pub fn start(plan: Plan, now: Instant, options: WalkOptions) -> Walk {
        let options = WalkOptions {
            in_flight: options.in_flight.clamp(1, 64),
            ..options
        };
        let clock = Clock::new(now);
        let mut walk = Walk {
            settled_with: None,
            options,
            waiting: None,
            started: clock.latest,
            clock,
            chance: Chance::new(options.seed),
            retries: Retries::default(),
            hold: [i64::MIN; 2],
            next_id: 0,
            calls: Vec::new(),
            given_up: VecDeque::new(),
            units: Vec::new(),
            queue: VecDeque::new(),
            open: Vec::new(),
            cursor: 0,
            ids: Ids::default(),
            edges: Edges::default(),
            timeless: BTreeSet::new(),
            counts: Counts::default(),
            proof_ends: None,
            may_repeat: false,
            withheld: false,
            end: None,
            stopped_by: None,
            filter: plan.filter(),
            plan,
        };
        if !walk.plan.ok() {
            walk.end = Some(Stop::Failed);
        } else if walk.plan.route == Route::ById {
            walk.ids = Ids::new(walk.plan.task_ids().len());
        }
        walk
    }

    /// The plan that is followed.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

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
            let due = self.calls.iter().position(|call| {
                call.again
                    .is_some_and(|again| again.max(self.held_until(&call.what)) <= time)
            });
            if let Some(due) = due {
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
        let sweep = self.next_sweep().filter(|_| idle && self.calls.is_empty());
        let deadline = self.waiting.as_ref().map(|waiting| waiting.deadline);
        let earliest = again
            .chain(held)
            .filter(|_| may_send)
            .chain(sweep)
            .chain(deadline)
            .min();
        earliest.map(|at| self.clock.to_host(at.max(self.clock.latest + 1)))
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
        self.counts.retries += 1;
        let call = self.calls.remove(at);
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

    pub(super) fn tick(&mut self, now: Instant) {
        if self.clock.tick(now) && self.clock.offset.is_none() {
            // What was proven by a clock that was ahead is proven no further than by the clock as it is now.
            let settled = self.clock.service().plus_ms(-i64::from(self.options.settle_ms));
            self.proof_ends = Some(self.proof_ends.map_or(settled, |ends| ends.min(settled)));
        }
    }

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
            Ok(page) => self.read_page_of(id, page, date, now),
            Err(fault) => self.fault(id, &Trouble::of_fault(fault, date), now),
        };
        (read, handled)
    }

    /// Hands in a page that was read already.
    pub fn read_page_of(&mut self, id: u32, page: &TaskPage, date: Option<Instant>, now: Instant) -> Handled {
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
        match advice {
            Advice::Again(pause) => {
                let again = time.saturating_add(i64::from(pause));
                if let Some(call) = self.calls.get_mut(at) {
                    call.again = Some(again);
                }
                let wanted = i64::from(trouble.retry_after_ms.unwrap_or(0));
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
            Advice::Leave => {
                self.calls.remove(at);
                self.keeps_failing(&call.what, trouble.code);
                None
            }
            Advice::Stop => {
                self.stop(trouble.code);
                None
            }
        }
    }

    /// The service refuses a call for good.
    fn refused(&mut self, what: &What, trouble: &Trouble<'_>) {
        match what {
            What::Page { unit, page } => self.refused_page(*unit, *page, trouble),
            What::Ids(_) if trouble.about_params => self.keeps_failing(what, trouble.code),
            What::Ids(_) => self.stop(trouble.code),
        }
    }

    fn keeps_failing(&mut self, what: &What, code: &str) {
        match what {
            What::Page { unit, .. } => self.leave_unit(*unit, code),
            What::Ids(places) => self.ids.leave(places, code),
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

    /// Ends the walk because the host wants no more.
    pub fn cancel(&mut self) {
        if self.end.is_none() {
            self.end = Some(Stop::Cancelled);
        }
    }

    /// Whether it is over, and why.
    pub fn ended(&self) -> Option<Stop> {
        self.end
    }

    /// How many lists of the plan there are to read.
    pub(super) fn lists(&self) -> usize {
        if self.plan.route == Route::ById {
            0
        } else {
            self.plan.len()
        }
    }

    pub(super) fn unit(&mut self, unit: u32) -> Option<&mut Unit> {
        self.units.get_mut(usize::try_from(unit).ok()?)
    }

    /// The page number that the call for this page of a unit asked for.
    fn asked_number(&self, unit: u32, page: u32) -> Option<u64> {
        let reading = self.units.get(usize::try_from(unit).ok()?)?.reading.as_ref()?;
        Some(u64::from(reading.asked(page).0))
    }

    /// Adds a unit and says which it is.
    pub(super) fn add(&mut self, unit: Unit) -> u32 {
        let at = u32::try_from(self.units.len()).unwrap_or(u32::MAX);
        self.units.push(unit);
        at
    }

    /// The task id of a place.
    pub(super) fn task_id(&self, of: Of) -> Option<&str> {
        match of {
            Of::Id(place) => {
                let ids = self.plan.task_ids();
                ids.get(usize::try_from(place).ok()?).map(String::as_str)
            }
            Of::List { .. } | Of::Folded(_) => None,
        }
    }
}
