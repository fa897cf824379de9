//! All tasks of the account, compactly: 20 bytes and its path for a row, 32 bytes for a batch. A batch is what one submission made:
//! one task id with a row for each of its URLs.

mod kind;
mod listing;
mod progress;
mod state;

pub use kind::{Kind, Status};
pub(crate) use listing::Selection;
pub use progress::{End, Fate, Reason};
pub use state::{Shown, TaskRow};

use crate::chance::Chance;
use crate::world::{Precision, Retention, World};
use std::collections::BTreeMap;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// What one submission made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch {
    pub(crate) id: u64,
    /// Milliseconds since the epoch, by the service's clock.
    pub(crate) created: i64,
    pub(crate) first_row: u32,
    pub(crate) rows: u32,
    pub(crate) kind: Kind,
    pub(crate) fate: u16,
    /// 0 is the default resource group.
    pub(crate) group: u16,
    /// Made by OSS's automatic refresh: no query ever shows it.
    pub(crate) hidden: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) batch: u32,
    path: u32,
    pub(crate) domain: u32,
    /// The age at which the last triggered update looks at the task.
    asked: u32,
    /// The age as of which the shown state is known.
    known: u32,
}

/// A submission to be kept.
#[derive(Debug, Clone)]
pub struct NewBatch<'a> {
    /// Milliseconds since the epoch, by the service's clock.
    pub created: i64,
    /// What is to be done.
    pub kind: Kind,
    /// How its tasks fare.
    pub fate: Fate,
    /// The resource group; "" is the default one.
    pub group: &'a str,
    /// Whether OSS's automatic refresh made it, so that no query shows it.
    pub hidden: bool,
}

/// The tasks of an account.
#[derive(Debug, Clone)]
pub struct Tasks {
    chance: Chance,
    batches: Vec<Batch>,
    rows: Vec<Row>,
    paths: String,
    /// Rows by creation, then by row.
    order: Vec<u32>,
    domains: Vec<String>,
    domain_numbers: BTreeMap<String, u32>,
    groups: Vec<String>,
    fates: Vec<Fate>,
    last_id: u64,
    any_hidden: bool,
}

/// The purpose of the draws of ids.
const IDS: u64 = 11;

impl Tasks {
    /// No tasks yet.
    pub fn new(chance: Chance) -> Tasks {
        Tasks {
            chance,
            batches: Vec::new(),
            rows: Vec::new(),
            paths: String::new(),
            order: Vec::new(),
            domains: Vec::new(),
            domain_numbers: BTreeMap::new(),
            groups: vec![String::new()],
            fates: vec![Fate::GOOD],
            // Ids have eleven digits today.
            last_id: 15_423_123_920,
            any_hidden: false,
        }
    }

    /// Room for rows to come, so that filling in a large account does not move it again and again.
    pub fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
        self.order.reserve(rows);
        self.paths.reserve(rows.saturating_mul(72));
    }

    /// The number of rows, also those that no query shows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Keeps a submission; answers its task id, or `None` where memory for paths (4 GB) is exhausted.
    pub fn add<P: AsRef<str>>(&mut self, batch: &NewBatch<'_>, paths: impl IntoIterator<Item = P>) -> Option<u64> {
        let first_row = u32::try_from(self.rows.len()).ok()?;
        let number = u32::try_from(self.batches.len()).ok()?;
        let (fate, group) = (self.fate_number(&batch.fate)?, self.group_number(batch.group)?);
        for path in paths {
            let (path, at) = (path.as_ref(), u32::try_from(self.paths.len()).ok()?);
            let domain = self.domain_number(host(path))?;
            self.paths.push_str(path);
            self.rows.push(Row {
                batch: number,
                path: at,
                domain,
                asked: 0,
                known: 0,
            });
        }
        let rows = u32::try_from(self.rows.len()).ok()?.saturating_sub(first_row);
        self.last_id += self.chance.stream(IDS).between(u64::from(number), 1, 60);
        let NewBatch {
            created, kind, hidden, ..
        } = *batch;
        self.any_hidden |= hidden;
        self.batches.push(Batch {
            id: self.last_id,
            created,
            first_row,
            rows,
            kind,
            fate,
            group,
            hidden,
        });
        let new = first_row..first_row.saturating_add(rows);
        let at = self.order.partition_point(|row| self.created(*row) <= created);
        if at == self.order.len() {
            self.order.extend(new);
        } else {
            self.order.splice(at..at, new);
        }
        Some(self.last_id)
    }

    fn fate_number(&mut self, fate: &Fate) -> Option<u16> {
        let at = self.fates.iter().rposition(|known| known == fate).unwrap_or_else(|| {
            self.fates.push(fate.clone());
            self.fates.len() - 1
        });
        u16::try_from(at).ok()
    }

    fn group_number(&mut self, group: &str) -> Option<u16> {
        let at = self.groups.iter().position(|known| known == group).unwrap_or_else(|| {
            self.groups.push(group.to_owned());
            self.groups.len() - 1
        });
        u16::try_from(at).ok()
    }

    fn domain_number(&mut self, domain: &str) -> Option<u32> {
        // Host names are the same in any letter case, and URLs mostly spell them in lower case.
        let lower;
        let domain = if domain.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = domain.to_ascii_lowercase();
            lower.as_str()
        } else {
            domain
        };
        if let Some(number) = self.domain_numbers.get(domain) {
            return Some(*number);
        }
        let number = u32::try_from(self.domains.len()).ok()?;
        self.domains.push(domain.to_owned());
        self.domain_numbers.insert(domain.to_owned(), number);
        Some(number)
    }

    /// The number of a domain that has tasks.
    pub fn domain(&self, name: &str) -> Option<u32> {
        self.domain_numbers.get(name.to_ascii_lowercase().as_str()).copied()
    }

    /// The number of a resource group that has tasks.
    pub fn group(&self, name: &str) -> Option<u16> {
        u16::try_from(self.groups.iter().position(|known| known == name)?).ok()
    }

    /// The names of all resource groups, by number.
    pub(crate) fn groups(&self) -> &[String] {
        &self.groups
    }

    /// The batch of a task id, by its place.
    pub fn batch_of_id(&self, id: u64) -> Option<u32> {
        u32::try_from(self.batches.binary_search_by_key(&id, |batch| batch.id).ok()?).ok()
    }

    pub(crate) fn row(&self, row: u32) -> Option<&Row> {
        self.rows.get(usize::try_from(row).ok()?)
    }

    pub(crate) fn batch(&self, batch: u32) -> Option<&Batch> {
        self.batches.get(usize::try_from(batch).ok()?)
    }

    pub(crate) fn batch_of(&self, row: u32) -> Option<&Batch> {
        self.batch(self.row(row)?.batch)
    }

    fn created(&self, row: u32) -> i64 {
        self.batch_of(row).map_or(i64::MAX, |batch| batch.created)
    }

    /// The path of a row.
    pub fn path(&self, row: u32) -> &str {
        let path = || {
            let start = usize::try_from(self.row(row)?.path).ok()?;
            let end = match self.row(row.checked_add(1)?) {
                Some(next) => usize::try_from(next.path).ok()?,
                None => self.paths.len(),
            };
            self.paths.get(start..end)
        };
        path().unwrap_or_default()
    }
}

/// The oldest creation that the service still holds at `now`.
pub(crate) fn oldest_kept(now: i64, world: &World) -> i64 {
    let midnight = now.div_euclid(DAY) * DAY;
    match world.retention {
        Retention::Rolling => now.saturating_sub(3 * DAY),
        Retention::Calendar => midnight.saturating_sub(3 * DAY),
        Retention::CalendarShort => midnight.saturating_sub(2 * DAY),
    }
}

/// A moment in the grain in which times are compared.
pub(crate) fn grain(ms: i64, world: &World) -> i64 {
    match world.precision {
        Precision::Second => ms.div_euclid(1000) * 1000,
        Precision::Millisecond => ms,
    }
}

/// The host of a path, with or without a scheme.
pub(crate) fn host(path: &str) -> &str {
    let rest = path.split_once("://").map_or(path, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
