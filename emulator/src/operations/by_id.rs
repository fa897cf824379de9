//! DescribeRefreshTaskById: up to ten ids in one call, no pages.

use super::params::{Params, integer};
use super::{Page, Service};
use crate::refusal::{Code, Refusal};
use crate::tasks::Selection;
use crate::world::{ByIdCut, ByIdTotal};

/// Ids in one call.
const MOST_IDS: usize = 10;

impl Service {
    /// All rows of up to ten task ids, or why not. `now` is the caller's clock in milliseconds since the epoch.
    pub fn describe_by_id(&mut self, params: Params<'_>, now: i64) -> Result<Page, Refusal> {
        let now = self.clock(now);
        self.calls += 1;
        let mut ids = Vec::new();
        for text in params.need("TaskId")?.split(',') {
            let digits = integer(text).filter(|_| !text.is_empty()).ok_or(Code::InvalidTaskId)?;
            if !ids.contains(&digits) {
                ids.push(digits);
            }
            if ids.len() > MOST_IDS {
                return Err(Code::InvalidTaskId.into());
            }
        }
        let most = self
            .world
            .by_id_rows
            .map_or(usize::MAX, |rows| usize::try_from(rows).unwrap_or(usize::MAX));
        let (mut rows, mut found) = (Vec::new(), 0);
        for id in ids {
            let selection = Selection {
                batch: Some(self.tasks.batch_of_id(id)),
                ..Selection::default()
            };
            let listing = self.tasks.find(&selection, now, &self.world);
            found += listing.len();
            let room = match self.world.by_id_cut {
                ByIdCut::Call => most.saturating_sub(rows.len()),
                ByIdCut::Id => most,
            };
            rows.extend(listing.rows().take(room));
        }
        let total = match self.world.by_id_total {
            ByIdTotal::All => found,
            ByIdTotal::Returned => rows.len(),
        };
        Ok(Page {
            number: None,
            size: None,
            total: u32::try_from(total).unwrap_or(u32::MAX),
            rows: self.show(rows, now),
        })
    }
}
