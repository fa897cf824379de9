//! What was read, what was not, and why: the proof that a result is whole.

use super::ids::Phase;
use super::machine::Walk;
use super::next::Stop;
use super::sorted::sorted;
use super::unit::{Of, Unit, UnitState};
use crate::contract::{Locale, fill, ledger as texts};
use crate::plan::{Reason, Route, Unreachable, Window};
use crate::time::Instant;

/// What success of a preload leaves open.
const PRELOAD_PERCENT: &str = "preload-percent";

/// The proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// True only when everything that was asked for and created before [`Ledger::proven_until`] is proven.
    pub complete: bool,
    /// Tasks created before this moment are proven; rows younger than the settle time may still appear. `None` where nothing is proven.
    pub proven_until: Option<Instant>,
    /// In one word.
    pub verdict: Verdict,
    /// What the proof rests on and no client can prove; see [`crate::contract::ledger`] for what each says.
    pub assumptions: Vec<String>,
    /// Every window of every list, oldest first.
    pub windows: Vec<WindowRead>,
    /// The ids, where ids were asked for.
    pub ids: IdsRead,
    /// Calls sent, retries among them.
    pub calls: u64,
    /// Calls sent again.
    pub retries: u64,
    /// Calls that the service refused because they came too fast.
    pub throttled: u64,
    /// Rows delivered.
    pub rows: u64,
    /// Rows that came more than once, as the last look at each window had it.
    pub duplicates: u64,
    /// Rows delivered that another look found changed.
    pub changed: u64,
    /// What could not be asked for.
    pub unreachable: Vec<Unreachable>,
}

impl Ledger {
    /// The ledger in one sentence, for the command line and pages.
    pub fn sentence(&self, locale: Locale) -> String {
        let gaps = self.gaps();
        let lost = self.unreachable.iter().filter(|part| part.reason == Reason::Retention);
        let (parts, young) = (lost.count() as u64, self.young_seconds());
        let ids = self.ids.absent.len() as u64;
        let mut numbers: Vec<(&str, String)> = [
            ("rows", self.rows),
            ("gaps", gaps),
            ("parts", parts),
            ("ids", ids),
            ("calls", self.calls),
            ("retries", self.retries),
            ("seconds", young),
        ]
        .into_iter()
        .map(|(name, number)| (name, number.to_string()))
        .collect();
        let until = self.proven_until.map_or_else(String::new, |until| until.to_string());
        numbers.push(("until", until));
        let values: Vec<(&str, &str)> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut sentence = String::new();
        for (applies, text) in [
            (self.complete, texts::COMPLETE),
            (self.complete && young > 0, texts::YOUNG),
            (self.verdict == Verdict::Gaps && gaps > 0, texts::GAPS),
            (self.verdict == Verdict::Gaps && gaps == 0, texts::READ_IN_PART),
            (!self.complete && self.verdict != Verdict::Gaps, texts::UNPROVEN),
            (parts > 0, texts::UNREACHABLE),
            (ids > 0, texts::ABSENT),
            (
                self.assumptions.iter().any(|name| name == PRELOAD_PERCENT),
                texts::PRELOADED,
            ),
            (self.retries > 0, texts::CALLS),
        ] {
            if applies {
                sentence.push_str(&fill(text.get(locale), &values));
            }
        }
        sentence
    }

    /// How many windows and ids could not be proven; an id that was paged counts once.
    fn gaps(&self) -> u64 {
        let paged = |read: &WindowRead| {
            let id = read.filter.strip_prefix("TaskId=");
            id.is_some_and(|id| self.ids.unread.iter().any(|unread| unread == id))
        };
        let windows = self.windows.iter().filter(|read| read.gap.is_some() && !paged(read));
        (windows.count() + self.ids.unread.len()) as u64
    }

    /// How many seconds of what was read lie beyond the proof.
    fn young_seconds(&self) -> u64 {
        let end = self.windows.iter().map(|read| read.window.end()).max();
        match (end, self.proven_until) {
            (Some(end), Some(until)) => (end.ms() - until.ms()).max(0).cast_unsigned() / 1000,
            _ => 0,
        }
    }
}

/// The proof in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Whole up to [`Ledger::proven_until`].
    Proven,
    /// Something is known not to be proven, and is named.
    Gaps,
    /// It is not over, or rows were delivered of which it cannot be said whether they were asked for, or others may exist unseen.
    Unproven,
}

impl Verdict {
    /// `proven`, `gaps` or `unproven`.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Proven => "proven",
            Verdict::Gaps => "gaps",
            Verdict::Unproven => "unproven",
        }
    }
}

/// One window of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowRead {
    /// The window.
    pub window: Window,
    /// What else the service was asked for, as parameters; empty for all tasks of the account.
    pub filter: String,
    /// `done`, `open` or `gap`.
    pub state: &'static str,
    /// TotalCount of the first page and of the last.
    pub total_first: Option<u32>,
    /// TotalCount of the last page.
    pub total_last: Option<u32>,
    /// How often it was read, from its first page on.
    pub passes: u32,
    /// Pages read in all passes.
    pub pages: u32,
    /// Rows delivered.
    pub rows: u32,
    /// Rows of the last pass that repeat others of it.
    pub duplicates: u32,
    /// Rows of the last pass created outside the window: it is asked for a second wider.
    pub outside: u32,
    /// Why it is not proven.
    pub gap: Option<String>,
}

/// What became of the ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdsRead {
    /// How many have rows.
    pub found: u32,
    /// Those without any.
    pub absent: Vec<String>,
    /// Those whose rows have left the retention.
    pub aged: Vec<String>,
    /// Those for which calls kept failing, or were not asked for before the end.
    pub unread: Vec<String>,
}

impl Walk {
    /// The proof so far.
    pub fn ledger(&self) -> Ledger {
        let windows = self.windows_read();
        let keys = (0_usize..).zip(&windows);
        let order = sorted(keys.map(|(at, read)| (read.window, read.filter.as_str(), at)).collect());
        let windows: Vec<WindowRead> = order
            .into_iter()
            .filter_map(|(.., at)| windows.get(at).cloned())
            .collect();
        let ids = self.ids_read();
        let proven_until = self.proven_until();
        let lost = self
            .plan
            .unreachable
            .iter()
            .any(|part| part.reason == Reason::Retention);
        let gaps = lost || self.units.iter().any(is_gap) || !ids.unread.is_empty() && self.end.is_some();
        let unsafe_route = self
            .plan
            .routes
            .iter()
            .any(|route| route.route == self.plan.route && !route.safe);
        let unproven = proven_until.is_none()
            || self.end != Some(Stop::Finished)
            || windows.iter().any(|read| read.state == "open")
            || self.counts.undecided > 0
            || self.may_repeat
            || unsafe_route
            || self.withheld;
        let verdict = match (gaps, unproven) {
            (true, _) => Verdict::Gaps,
            (false, true) => Verdict::Unproven,
            (false, false) => Verdict::Proven,
        };
        Ledger {
            complete: verdict == Verdict::Proven,
            proven_until,
            verdict,
            assumptions: self.assumptions(),
            ids,
            calls: self.counts.calls,
            retries: self.counts.retries,
            throttled: self.counts.throttled,
            rows: self.counts.rows,
            duplicates: self.counts.duplicates + windows.iter().map(|read| u64::from(read.duplicates)).sum::<u64>(),
            changed: self.counts.changed,
            unreachable: self.plan.unreachable.clone(),
            windows,
        }
    }

    fn windows_read(&self) -> Vec<WindowRead> {
        let mut read: Vec<WindowRead> = self
            .units
            .iter()
            .filter(|unit| unit.state != UnitState::Split)
            .filter_map(|unit| self.window_read(unit))
            .collect();
        let lists = self.plan.lists().max(1);
        let windows = self.plan.windows;
        for at in self.cursor..self.lists() {
            let place = match self.plan.order() {
                crate::plan::Order::Oldest => at / lists,
                crate::plan::Order::Newest => windows.len().saturating_sub(at / lists + 1),
            };
            let of = |window: Window| {
                let list = u32::try_from(at % lists).ok()?;
                let of = Of::List { list, window: 0 };
                self.window_read(&Unit::new(of, window.start(), window.end()))
            };
            read.extend(windows.get(place).and_then(of));
        }
        read
    }

    fn window_read(&self, unit: &Unit) -> Option<WindowRead> {
        let filter = match unit.of {
            Of::List { list, .. } => self.plan.list_name(usize::try_from(list).ok()?),
            Of::Id(_) => format!("TaskId={}", self.task_id(unit.of)?),
            Of::Folded(lists) => format!("{lists} lists"),
        };
        let (state, gap) = match (&unit.state, &self.stopped_by) {
            (UnitState::Done(_), _) => ("done", None),
            (UnitState::Gap(gap), _) => ("gap", Some(gap.name().to_owned())),
            // It was not even begun.
            (UnitState::Open, Some(code)) => ("gap", Some(code.to_string())),
            (UnitState::Open | UnitState::Split, _) => ("open", None),
        };
        Some(WindowRead {
            window: Window::new(unit.start, unit.end, Instant::MIN)?,
            filter,
            state,
            total_first: unit.first_total,
            total_last: unit.last_total,
            passes: unit.passes,
            pages: unit.pages,
            rows: unit.rows,
            duplicates: unit.duplicates,
            outside: unit.outside,
            gap,
        })
    }

    fn ids_read(&self) -> IdsRead {
        let mut read = IdsRead::default();
        for (place, id) in (0_u32..).zip(&self.ids.all) {
            let list = match id.phase {
                Phase::Absent => &mut read.absent,
                Phase::Aged => &mut read.aged,
                Phase::Settled => {
                    read.found += 1;
                    continue;
                }
                Phase::Open | Phase::FinalOnce if id.rows() > 0 => {
                    read.found += 1;
                    &mut read.unread
                }
                Phase::Open | Phase::FinalOnce | Phase::Failed => &mut read.unread,
            };
            list.extend(self.task_id(Of::Id(place)).map(str::to_owned));
        }
        read
    }

    /// The moment before which nothing is missing in any list.
    fn proven_until(&self) -> Option<Instant> {
        let first = self.plan.windows.get(0).map(Window::start);
        let mut until = match self.plan.windows.whole() {
            Some(whole) => whole.end(),
            None => self.ids.proven?,
        };
        for unit in &self.units {
            until = until.min(match (&unit.state, unit.of) {
                (UnitState::Split, _) | (_, Of::Id(_)) => continue,
                (UnitState::Done(proven), _) if *proven >= unit.end => continue,
                // Its own part is proven so far; parts before it speak for themselves.
                (UnitState::Done(proven), _) => *proven,
                (UnitState::Open | UnitState::Gap(_), _) => unit.start,
            });
        }
        if self.cursor < self.lists() {
            let lists = self.plan.lists().max(1);
            let next = match self.plan.order() {
                crate::plan::Order::Oldest => self.plan.windows.get(self.cursor / lists),
                crate::plan::Order::Newest => self.plan.windows.get(0),
            };
            until = until.min(next.map_or(until, Window::start));
        }
        until = self.proof_ends.map_or(until, |ends| ends.min(until));
        let nothing = first.is_some_and(|first| until <= first);
        (!nothing && self.plan.ok()).then_some(until)
    }

    fn assumptions(&self) -> Vec<String> {
        let by_host = self.clock.offset.is_none();
        let settle = format!("settle-{}s", self.options.settle_ms / 1000);
        let mut assumed = Vec::new();
        for (applies, name) in [
            (true, "credentials-see-all"),
            (true, "oss-refresh-invisible"),
            (true, settle.as_str()),
            (by_host, "host-clock"),
            (by_host && self.clock.set_back, "clock-set-back"),
            (self.plan.route == Route::ById, "by-id-row-limit-round"),
            (self.plan.route == Route::FanOut, "named-types-only"),
            (self.plan.tells_types_apart(), "types-shown-as-asked"),
            (self.preloaded, PRELOAD_PERCENT),
            (self.may_repeat, "rows-may-repeat"),
        ] {
            if applies {
                assumed.push(name.to_owned());
            }
        }
        assumed
    }
}

fn is_gap(unit: &Unit) -> bool {
    matches!(unit.state, UnitState::Gap(_))
}
