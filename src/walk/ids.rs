//! Task ids, asked for in batches of ten. An answer by id has no pages, and its row limit is documented nowhere: an id is taken as
//! answered only where the answer holds as many rows as its TotalCount says and is not suspiciously round; else it is asked for alone,
//! and then paged as a list.

use super::key::key_of;
use super::machine::Walk;
use super::pass::Gap;
use super::reply::Shown;
use super::seen::Seen;
use super::unit::{Of, Unit, UnitState};
use crate::contract::State;
use crate::contract::limits::BY_ID_IDS;
use crate::plan::{Decision, Plan, Route};
use crate::time::Instant;
use std::collections::VecDeque;

/// The ids of a walk, by their places in the plan.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    pub(super) all: Vec<Id>,
    /// Ids to be asked for in this sweep.
    pub(super) due: VecDeque<u32>,
    /// What was settled at the first call of the earliest answer, by the service's clock: younger rows may still appear.
    pub(super) proven: Option<Instant>,
}

/// What is known of one id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Id {
    pub(super) way: Way,
    pub(super) phase: Phase,
    /// Its rows by state, as the last answer had them.
    pub(super) states: [u32; State::COUNT],
    /// Sum of their progress in percent.
    pub(super) progress: u32,
    /// The second of creation of its youngest row.
    pub(super) created: u32,
}

/// How an id is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Way {
    /// With others.
    #[default]
    Batch,
    /// By itself.
    Alone,
    /// As a list, page by page.
    List,
}

/// How far an id is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Phase {
    /// Not answered yet.
    #[default]
    Open,
    /// Answered, and every row final, once.
    FinalOnce,
    /// Nothing more to ask.
    Settled,
    /// It has no row.
    Absent,
    /// It had rows that have left the retention.
    Aged,
    /// Calls for it keep failing.
    Failed,
}

/// A row of an answer, without its texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Collected {
    /// Which of the batch's ids.
    id: usize,
    state: State,
    progress: u8,
    created: Option<Instant>,
    decision: Decision,
    preloaded: bool,
    key: u64,
}

/// Row limits are round numbers: from so many rows on, a multiple of it may be one.
const ROUND: usize = 10;

impl Id {
    pub(super) fn rows(&self) -> u32 {
        self.states.iter().sum()
    }

    /// What it is where no row comes any more: those that it had may have left the retention, which begins at `edge`.
    fn without_rows(&self, edge: Instant) -> Phase {
        let had_rows = self.created > 0;
        match had_rows && i64::from(self.created) * 1000 < edge.ms() {
            true => Phase::Aged,
            false => Phase::Absent,
        }
    }

    /// Whether nothing more is asked of it in any sweep.
    pub(super) const fn is_over(&self) -> bool {
        !matches!(self.phase, Phase::Open | Phase::FinalOnce)
    }
}

impl Ids {
    /// Those that a plan asks for one by one.
    pub(super) fn of(plan: &Plan) -> Ids {
        let count = match plan.route {
            Route::ById => plan.task_ids().len(),
            Route::ByPath | Route::FanOut | Route::Scan => 0,
        };
        let mut ids = Ids {
            all: vec![Id::default(); count],
            ..Ids::default()
        };
        ids.ask_open();
        ids
    }

    /// Puts every id that is not over into this sweep.
    pub(super) fn ask_open(&mut self) {
        let all = (0_u32..).zip(&self.all);
        let open = all.filter(|(_, id)| !id.is_over() && id.way != Way::List);
        self.due = open.map(|(place, _)| place).collect();
    }

    pub(super) fn is_idle(&self) -> bool {
        self.due.is_empty()
    }

    pub(super) fn get(&mut self, place: u32) -> Option<&mut Id> {
        self.all.get_mut(usize::try_from(place).ok()?)
    }

    /// The next ids to ask for with one call.
    pub(super) fn next_batch(&mut self) -> Option<Vec<u32>> {
        let most = usize::try_from(BY_ID_IDS.value).unwrap_or(1);
        let mut batch: Vec<u32> = Vec::with_capacity(most);
        while let Some(place) = self.due.front().copied() {
            let way = self.get(place)?.way;
            if batch.len() >= most || (way == Way::Alone && !batch.is_empty()) {
                break;
            }
            self.due.pop_front();
            batch.push(place);
            if way == Way::Alone {
                break;
            }
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Calls for these ids keep failing: each is asked for alone; one that was is left, for now or for good.
    pub(super) fn leave(&mut self, places: &[u32], for_now: bool) {
        for place in places {
            let Some(id) = self.get(*place) else { continue };
            match (places.len(), for_now) {
                (1, true) => {}
                (1, false) => id.phase = Phase::Failed,
                _ => {
                    id.way = Way::Alone;
                    self.due.push_back(*place);
                }
            }
        }
    }

    fn proven_to(&mut self, moment: Instant) {
        self.proven = Some(self.proven.map_or(moment, |proven| proven.min(moment)));
    }
}

impl Walk {
    /// Takes the rows of an answer; `None` where one belongs to no id that was asked for.
    pub(super) fn collect(&self, places: &[u32], rows: &mut dyn Iterator<Item = Shown<'_>>) -> Option<Vec<Collected>> {
        let ids: Vec<Option<&str>> = places.iter().map(|place| self.task_id(Of::Id(*place))).collect();
        let filter = &self.filter;
        rows.map(|shown| {
            Some(Collected {
                id: ids.iter().position(|id| *id == Some(shown.row.task_id))?,
                state: shown.state,
                progress: shown.progress,
                created: shown.row.creation_time,
                decision: filter.asks_for(&shown.row),
                preloaded: shown.is_preloaded(),
                key: key_of(&shown.row, self.options.seed),
            })
        })
        .collect()
    }

    /// Reads an answer by id; answers the places of the rows to deliver.
    pub(super) fn read_ids(&mut self, places: &[u32], answer: &[Collected], total: Option<u64>, sent: i64) -> Vec<u32> {
        let whole = total == u64::try_from(answer.len()).ok();
        let round = |rows: usize| rows >= ROUND && rows.is_multiple_of(ROUND);
        let counts: Vec<usize> = (0..places.len())
            .map(|at| answer.iter().filter(|row| row.id == at).count())
            .collect();
        let suspicious = round(answer.len()) && counts.iter().any(|count| *count > 1);
        let settled = self.settled_at(sent);
        let mut deliver = vec![false; places.len()];
        for (at, place) in places.iter().enumerate() {
            let count = counts.get(at).copied().unwrap_or(0);
            let alone = places.len() == 1;
            if round(count) || (alone && !whole) {
                self.list_id(*place);
            } else if !whole || suspicious {
                if let Some(id) = self.ids.get(*place) {
                    id.way = Way::Alone;
                    self.ids.due.push_back(*place);
                }
            } else if let (Some(slot), Some(settles)) = (
                deliver.get_mut(at),
                self.answer_id(*place, answer.iter().filter(|row| row.id == at), settled, sent),
            ) {
                *slot = settles;
            }
        }
        let mut fresh = Vec::new();
        let mut seen = Seen::default();
        for (place, row) in (0_u32..).zip(answer) {
            if deliver.get(row.id) != Some(&true) || row.decision == Decision::No {
                continue;
            }
            if seen.entry(row.key).is_none_or(|(_, first)| !first) {
                self.counts.duplicates += 1;
            } else if self.wants_more(fresh.len()) {
                fresh.push(place);
                self.preloaded |= row.preloaded;
                self.counts.undecided += u64::from(row.decision == Decision::Undecidable);
                if let Some(count) = self.counts.states.get_mut(row.state as usize) {
                    *count += 1;
                }
            } else {
                self.withheld = true;
            }
        }
        fresh
    }

    fn wants_more(&self, taken: usize) -> bool {
        let taken = u64::try_from(taken).unwrap_or(u64::MAX);
        self.plan
            .options()
            .limit
            .is_none_or(|limit| self.counts.rows.saturating_add(taken) < limit)
    }

    /// An id with many rows is paged as a list of its own.
    fn list_id(&mut self, place: u32) {
        if let Some(id) = self.ids.get(place) {
            id.way = Way::List;
        }
        let (start, end) = self.retention();
        let unit = self.add(Unit::new(Of::Id(place), start, end));
        self.queue.push_back(unit);
    }

    /// An id was answered with all its rows. Says whether they are to be delivered.
    fn answer_id<'r>(
        &mut self,
        place: u32,
        rows: impl Iterator<Item = &'r Collected>,
        settled: Instant,
        sent: i64,
    ) -> Option<bool> {
        let mut found = Id::default();
        let mut youngest = None;
        let mut has_rows = false;
        for row in rows {
            has_rows = true;
            youngest = youngest.max(row.created);
            // What was not asked for is not waited for.
            if row.decision != Decision::No {
                if let Some(count) = found.states.get_mut(row.state as usize) {
                    *count += 1;
                }
                found.progress += u32::from(row.progress);
            }
        }
        let grace_over = self.waiting.as_ref().is_none_or(|waiting| waiting.grace_ends <= sent);
        let (edge, _) = self.retention();
        let waiting = self.waiting.is_some();
        let id = self.ids.get(place)?;
        let before = *id;
        found.way = before.way;
        found.created = youngest
            .and_then(|time| u32::try_from(time.ms() / 1000).ok())
            .unwrap_or(before.created);
        if !has_rows {
            found.phase = match before.without_rows(edge) {
                // Rows that were there do not leave before their time: that look was stale.
                Phase::Absent if !grace_over || before.created > 0 => Phase::Open,
                phase => phase,
            };
        } else if !waiting {
            found.phase = Phase::Settled;
        } else if all_final(&found.states) && youngest.is_none_or(|youngest| youngest < settled) {
            // Asking is what moves tasks on, and one look may be stale: the same twice is taken for the end.
            let confirmed = before.phase == Phase::FinalOnce && before.states == found.states;
            found.phase = if confirmed { Phase::Settled } else { Phase::FinalOnce };
        }
        *id = found;
        if found.is_over() {
            self.ids.proven_to(settled);
        }
        Some(found.phase == Phase::Settled)
    }

    /// The list of an id was read to its end, or left.
    pub(super) fn id_unit_closed(&mut self, at: u32) {
        let (edge, _) = self.retention();
        let Some(unit) = self.unit(at) else { return };
        let Of::Id(place) = unit.of else { return };
        let (state, states, progress) = (unit.state.clone(), unit.states, unit.progress);
        let youngest = unit.youngest;
        let Some(id) = self.ids.get(place) else { return };
        let before = *id;
        id.states = states;
        id.progress = u32::try_from(progress).unwrap_or(u32::MAX);
        id.created = youngest.unwrap_or(before.created);
        match state {
            UnitState::Done(proven) => {
                id.phase = match id.rows() {
                    0 => before.without_rows(edge),
                    _ => Phase::Settled,
                };
                self.ids.proven_to(proven);
            }
            UnitState::Gap(Gap::Fault(_)) => id.phase = Phase::Failed,
            // What was delivered of it counts as found; its gap is told with its list.
            _ => id.phase = Phase::Settled,
        }
    }
}

/// Whether there is no row that may still change, or of which that is unknown.
pub(super) fn all_final<T: Copy + Default + PartialEq>(states: &[T; State::COUNT]) -> bool {
    [State::Running, State::Unknown]
        .into_iter()
        .all(|state| states.get(state as usize).copied().unwrap_or_default() == T::default())
}
