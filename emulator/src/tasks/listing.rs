//! Which rows a question finds, in which order. A range without filters is found by binary search, so that the last page of a large account
//! costs what the first does; filters look at every row of the range.

use super::{Kind, Status, Tasks, grain, oldest_kept};
use crate::chance::Chance;
use crate::world::{Advance, Bound, Order, Ties, World};

/// A question whose parameters are valid.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Selection<'a> {
    /// The batch of the task id; `Some(None)` where there is none.
    pub(crate) batch: Option<Option<u32>>,
    /// The exact path.
    pub(crate) path: Option<&'a str>,
    /// The domains, by number; an empty list finds nothing.
    pub(crate) domains: Option<Vec<u32>>,
    /// What the tasks do.
    pub(crate) kind: Option<Kind>,
    /// Where they stand.
    pub(crate) status: Option<Status>,
    /// The resource group; `Some(None)` where there is none.
    pub(crate) group: Option<Option<u16>>,
    /// StartTime and EndTime, in milliseconds since the epoch.
    pub(crate) range: Option<(i64, i64)>,
}

impl Selection<'_> {
    fn is_range_only(&self) -> bool {
        let Selection {
            batch,
            path,
            domains,
            kind,
            status,
            group,
            range: _,
        } = self;
        batch.is_none() && path.is_none() && domains.is_none() && kind.is_none() && status.is_none() && group.is_none()
    }
}

/// The rows that a question finds, in creation order: a stretch of the account's own order, then rows picked one by one.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    settled: &'a [u32],
    picked: Vec<u32>,
}

impl Listing<'_> {
    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.settled.len() + self.picked.len()
    }

    /// The rows, in creation order and within a task in the order of its URLs.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> {
        self.settled.iter().chain(&self.picked).copied()
    }

    fn at(&self, index: usize) -> Option<u32> {
        match index.checked_sub(self.settled.len()) {
            None => self.settled.get(index).copied(),
            Some(picked) => self.picked.get(picked).copied(),
        }
    }
}

impl Tasks {
    /// Under a Status filter the rows that the other filters match are asked for, where the world says so.
    pub(crate) fn ask_matching(&mut self, selection: &Selection<'_>, now: i64, world: &World) {
        if selection.status.is_some() && world.advance == Advance::Matched {
            let others = Selection {
                status: None,
                ..selection.clone()
            };
            for row in self.matching(&others, now, world) {
                self.ask(row, now, world);
            }
        }
    }

    /// What `selection` finds at `now`.
    pub(crate) fn find(&self, selection: &Selection<'_>, now: i64, world: &World) -> Listing<'_> {
        let (from, to) = self.stretch(selection, now, world);
        if !selection.is_range_only() {
            return Listing {
                settled: &[],
                picked: self.matching(selection, now, world),
            };
        }
        // Rows older than any lag are all visible, unless a hidden one is among them; only younger ones are looked at.
        let settled_before = now.saturating_sub(i64::from(world.visibility_lag_ms));
        let settled_to = if self.any_hidden {
            from
        } else {
            self.order
                .partition_point(|row| self.created(*row) <= settled_before)
                .clamp(from, to)
        };
        let young = self.order.get(settled_to..to).unwrap_or_default();
        let picked = young
            .iter()
            .copied()
            .filter(|row| {
                self.batch_of(*row)
                    .is_some_and(|batch| self.is_visible(*row, batch, now, world))
            })
            .collect();
        Listing {
            settled: self.order.get(from..settled_to).unwrap_or_default(),
            picked,
        }
    }

    /// The stretch of the order that lies in the selection's range and the retention.
    fn stretch(&self, selection: &Selection<'_>, now: i64, world: &World) -> (usize, usize) {
        let kept = oldest_kept(now, world);
        let from = self.order.partition_point(|row| {
            let created = self.created(*row);
            let before_range = selection.range.is_some_and(|(start, _)| match world.start {
                Bound::Inclusive => grain(created, world) < start,
                Bound::Exclusive => grain(created, world) <= start,
            });
            created < kept || before_range
        });
        let to = self.order.partition_point(|row| {
            let created = self.created(*row);
            let in_range = selection.range.is_none_or(|(_, end)| match world.end {
                Bound::Inclusive => grain(created, world) <= end,
                Bound::Exclusive => grain(created, world) < end,
            });
            created <= now && in_range
        });
        (from, to.max(from))
    }

    /// The rows that match every filter, in creation order.
    fn matching(&self, selection: &Selection<'_>, now: i64, world: &World) -> Vec<u32> {
        let Selection {
            batch,
            path,
            domains,
            kind,
            status,
            group,
            range: _,
        } = selection;
        let (from, to) = self.stretch(selection, now, world);
        let of_batch: Vec<u32>;
        let candidates = match batch {
            None => self.order.get(from..to).unwrap_or_default(),
            Some(None) => &[],
            Some(Some(number)) => {
                let bounds = (
                    self.order.get(from),
                    to.checked_sub(1).and_then(|last| self.order.get(last)),
                );
                let (Some(oldest), Some(youngest), true) = (bounds.0, bounds.1, from < to) else {
                    return Vec::new();
                };
                let ages = self.created(*oldest)..=self.created(*youngest);
                let rows = self.batch(*number).filter(|batch| ages.contains(&batch.created));
                of_batch = rows.map_or(Vec::new(), |b| {
                    (b.first_row..b.first_row.saturating_add(b.rows)).collect()
                });
                &of_batch
            }
        };
        let matches = |number: u32| {
            let row = self.row(number)?;
            let batch = self.batch(row.batch)?;
            let found = kind.is_none_or(|kind| kind == batch.kind)
                && domains.as_ref().is_none_or(|domains| domains.contains(&row.domain))
                && group.is_none_or(|group| group == Some(batch.group))
                && path.is_none_or(|path| path == self.path(number))
                && self.is_visible(number, batch, now, world);
            // The state is the dearest to know.
            if !found {
                return Some(false);
            }
            match status {
                None => Some(true),
                Some(status) => Some(self.look(number, now, world)?.status == *status),
            }
        };
        candidates
            .iter()
            .copied()
            .filter(|row| matches(*row).unwrap_or(false))
            .collect()
    }

    /// `count` rows of a listing from `offset` on, in the world's order; ties change places by `call` where they are unstable.
    pub(crate) fn cut(&self, listing: &Listing<'_>, offset: usize, count: usize, world: &World, call: u64) -> Vec<u32> {
        let len = listing.len();
        let (from, to) = (offset.min(len), offset.saturating_add(count).min(len));
        // Positions count in the world's order; the listing is in creation order.
        let at = |position: usize| match world.order {
            Order::Oldest => listing.at(position),
            Order::Newest => listing.at(len.checked_sub(position)?.checked_sub(1)?),
        };
        if world.ties == Ties::Stable {
            return (from..to).filter_map(at).collect();
        }
        let second = |position: usize| at(position).map(|row| self.created(row).div_euclid(1000));
        let (mut start, mut end) = (from, to);
        while start > 0 && start < len && second(start - 1) == second(start) {
            start -= 1;
        }
        while end > 0 && end < len && second(end) == second(end - 1) {
            end += 1;
        }
        let shuffle = Chance::new(call).stream(20);
        let mut rows: Vec<(Option<i64>, u64, u32)> = (start..end)
            .filter_map(|position| Some((second(position), shuffle.draw(u64::from(at(position)?)), at(position)?)))
            .collect();
        match world.order {
            Order::Oldest => rows.sort_unstable(),
            Order::Newest => rows.sort_unstable_by_key(|(second, draw, row)| (std::cmp::Reverse(*second), *draw, *row)),
        }
        rows.into_iter()
            .skip(from - start)
            .take(to - from)
            .map(|(_, _, row)| row)
            .collect()
    }
}
