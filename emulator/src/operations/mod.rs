//! The operations, below HTTP: parameters in, rows or a refusal out. Simulations drive these directly; signing, formats and faults are the gateway's.

mod by_id;
mod describe;
mod params;
mod submit;

pub use params::Params;
pub(crate) use params::time;

use crate::account::{Account, CallKind, Throttled};
use crate::chance::Chance;
use crate::tasks::{Fate, Shown, TaskRow, Tasks};
use crate::world::World;
use cdn_refresh_tasks::time::Instant;

/// A page of rows, or all rows of some ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// PageNumber as asked for; `None` by id.
    pub number: Option<u32>,
    /// PageSize; `None` by id.
    pub size: Option<u32>,
    /// TotalCount.
    pub total: u32,
    /// The rows; [`Service::row`] has their words.
    pub rows: Vec<Shown>,
}

/// The service's side: an account with its tasks in a world. Time comes in with every call.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) world: World,
    pub(crate) tasks: Tasks,
    pub(crate) account: Account,
    pub(crate) chance: Chance,
    /// How tasks fare that are submitted from now on.
    pub(crate) fate: Fate,
    pub(crate) calls: u64,
}

impl Service {
    /// An account without tasks.
    pub fn new(world: World, seed: u64, account: Account) -> Service {
        let chance = Chance::new(seed);
        Service {
            world,
            tasks: Tasks::new(chance.stream(1)),
            account,
            chance,
            fate: Fate::GOOD,
            calls: 0,
        }
    }

    /// The switches it obeys.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Its tasks.
    pub fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// Its tasks, to add to them.
    pub fn tasks_mut(&mut self) -> &mut Tasks {
        &mut self.tasks
    }

    /// How tasks fare that are submitted from now on.
    pub fn set_fate(&mut self, fate: Fate) {
        self.fate = fate;
    }

    /// The service's clock when the caller's shows `now`, in milliseconds since the epoch.
    pub fn clock(&self, now: i64) -> i64 {
        // Nobody's clock shows more than four digits of a year.
        now.saturating_add(i64::from(self.world.clock_offset_ms))
            .clamp(Instant::MIN.ms(), Instant::MAX.ms())
    }

    /// Counts a call against the account's quota, or refuses it. `now` is the caller's clock in milliseconds since the epoch.
    pub fn admit(&mut self, kind: CallKind, now: i64) -> Result<(), Throttled> {
        let now = self.clock(now);
        self.account.admit(kind, now, &self.world)
    }

    /// A row of an answer in words.
    pub fn row(&self, shown: Shown) -> Option<TaskRow<'_>> {
        self.tasks.view(shown, &self.world)
    }

    /// The rows as they are shown now, each asked for.
    fn show(&mut self, rows: Vec<u32>, now: i64) -> Vec<Shown> {
        let shown = rows
            .iter()
            .filter_map(|row| self.tasks.look(*row, now, &self.world))
            .collect();
        for row in rows {
            self.tasks.ask(row, now, &self.world);
        }
        shown
    }
}
