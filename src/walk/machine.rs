//! The machine and its state: everything that a walk knows, and nothing that its host does.

use super::chance::Chance;
use super::clock::Clock;
use super::ids::Ids;
use super::lists::Edges;
use super::next::Stop;
use super::prior::Prior;
use super::retry::Retries;
use super::seen::Seen;
use super::unit::{Of, Reading, Unit};
use super::wait::Waiting;
use crate::contract::State;
use crate::plan::{Filter, Plan, Route};
use crate::time::Instant;
use std::collections::VecDeque;

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
    /// Rows of units that were delivered before a checkpoint which could not hold more of them.
    pub(super) priors: Vec<Prior>,
    /// Units to be read next, before further ones of the plan.
    pub(super) queue: VecDeque<u32>,
    /// Units that are being read.
    pub(super) open: Vec<u32>,
    /// How many lists of the plan have become units.
    pub(super) cursor: usize,
    pub(super) ids: Ids,
    pub(super) edges: Edges,
    /// How often a window was taken apart because it could not be proven, less those proven since that hold rows.
    pub(super) doubts: u32,
    /// Rows without a readable time that were delivered: they belong to no window.
    pub(super) timeless: Seen,
    pub(super) counts: Counts,
    /// No proof beyond this: the host's clock was set back.
    pub(super) proof_ends: Option<Instant>,
    /// A checkpoint could not hold which rows were delivered.
    pub(super) may_repeat: bool,
    /// Rows were read that the limit left out.
    pub(super) withheld: bool,
    /// A preload that succeeded was delivered.
    pub(super) preloaded: bool,
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
    /// How often it was sent; 0 where its turn never came.
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

impl Walk {
    /// A walk over `plan`, planned again if that was before `now`. Where the plan has an error there is nothing to send, and the ledger
    /// proves nothing.
    pub fn start(plan: Plan, now: Instant, options: WalkOptions) -> Walk {
        let plan = if plan.ok() && plan.now() < now {
            plan.at(now)
        } else {
            plan
        };
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
            priors: Vec::new(),
            queue: VecDeque::new(),
            open: Vec::new(),
            cursor: 0,
            ids: Ids::default(),
            edges: Edges::default(),
            doubts: 0,
            timeless: Seen::default(),
            counts: Counts::default(),
            proof_ends: None,
            may_repeat: false,
            withheld: false,
            preloaded: false,
            end: None,
            stopped_by: None,
            filter: plan.filter(),
            plan,
        };
        if !walk.plan.ok() {
            walk.end = Some(Stop::Failed);
        } else {
            walk.ids = Ids::of(&walk.plan);
        }
        walk
    }

    /// The plan that is followed.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn tick(&mut self, now: Instant) {
        if self.clock.tick(now) && self.clock.offset.is_none() {
            // What was proven by a clock that was ahead is proven no further than by the clock as it is now.
            let settled = self.settled_at(self.clock.latest);
            self.proof_ends = Some(self.proof_ends.map_or(settled, |ends| ends.min(settled)));
        }
    }

    /// Ends the walk because the host wants no more.
    pub fn cancel(&mut self) {
        if self.end.is_none() {
            self.end = Some(Stop::Cancelled);
        }
    }

    /// A call that was to be sent never was, because the host left the walk before its turn came. Whoever goes on sends it.
    pub fn unsent(&mut self, id: u32) {
        let latest = self.clock.latest;
        let call = self.calls.iter_mut().find(|call| call.id == id && call.again.is_none());
        if call.is_some() || self.given_up.contains(&id) {
            self.counts.calls = self.counts.calls.saturating_sub(1);
        }
        if let Some(call) = call {
            self.counts.retries -= u64::from(call.attempts > 1);
            call.attempts = call.attempts.saturating_sub(1);
            call.again = Some(latest);
        }
    }

    /// Calls that the host made besides those that it was told to send, and how many of them repeat others.
    pub fn made_besides(&mut self, calls: u32, retries: u32) {
        self.counts.calls += u64::from(calls);
        self.counts.retries += u64::from(retries);
    }

    /// Whether it is over, and why.
    pub fn ended(&self) -> Option<Stop> {
        self.end
    }

    /// Whether it waits for its tasks to be over.
    pub const fn waits(&self) -> bool {
        self.waiting.is_some()
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

    /// Bytes of memory that the walk holds for what it has read, without its plan and what its lists have to spare.
    pub fn held(&self) -> usize {
        let own = [
            size_of_val(self),
            size_of_val(self.units.as_slice()),
            size_of_val(self.ids.all.as_slice()),
            self.timeless.held(),
        ];
        let readings = self.units.iter().filter_map(|unit| unit.reading.as_deref());
        let of_reading = |reading: &Reading| size_of_val(reading) + reading.seen.held();
        own.into_iter()
            .chain(readings.map(of_reading))
            .chain(self.priors.iter().map(Prior::held))
            .sum()
    }
}
