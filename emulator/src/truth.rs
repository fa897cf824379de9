//! What the service knows: every task with its whole fate, and every exchange. For assertions; no caller of the real service ever sees it.

use crate::operations::Service;
use serde::Serialize;

/// An exchange as the gateway saw it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// The caller's clock, in milliseconds since the epoch.
    pub at: i64,
    /// The operation, as sent.
    pub action: String,
    /// The parameters of query and form, without signature and security token.
    #[serde(serialize_with = "as_map")]
    pub params: Vec<(String, String)>,
    /// The HTTP status that was meant, before faults on the way back.
    pub status: u16,
    /// The code of a refusal.
    pub code: Option<String>,
    /// The faults that struck, by name.
    pub faults: Vec<&'static str>,
    /// Rows in the answer.
    pub rows: usize,
    /// TotalCount of the answer.
    pub total: Option<u32>,
    /// RequestId of the answer.
    pub request_id: String,
}

fn as_map<S: serde::Serializer>(params: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(params.iter().map(|(name, value)| (name, value)))
}

/// The exchanges so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    seen: Vec<Seen>,
}

impl Log {
    pub(crate) fn push(&mut self, seen: Seen) {
        self.seen.push(seen);
    }

    /// All of them, in order.
    pub(crate) fn seen(&self) -> &[Seen] {
        &self.seen
    }
}

/// A row with its whole fate. Times are milliseconds since the epoch by the service's clock.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskTruth<'a> {
    /// Text, as in answers.
    pub task_id: String,
    /// What is refreshed or preloaded.
    pub object_path: &'a str,
    /// How.
    pub object_type: &'static str,
    /// When it was, or will be, created.
    pub created: i64,
    /// When queries begin to show it; `None`: never (made by OSS's automatic refresh).
    pub visible_from: Option<i64>,
    /// When it ends.
    pub ends: i64,
    /// How it ends.
    pub final_status: &'static str,
    /// Why it fails, as answers will say it.
    pub description: String,
    /// The status that an answer would show now.
    pub shown_status: &'static str,
    /// The resource group; "" is the default one.
    pub resource_group: &'a str,
}

impl Service {
    /// Every row with its whole fate, also those that are yet to come and those that no query shows. `now` is the caller's clock.
    pub fn truth(&self, now: i64) -> impl Iterator<Item = TaskTruth<'_>> {
        let clock = self.clock(now);
        let rows = u32::try_from(self.tasks.len()).unwrap_or(u32::MAX);
        (0..rows).filter_map(move |row| {
            let batch = self.tasks.batch_of(row)?;
            let end = self.tasks.end_of(row, batch, &self.world);
            Some(TaskTruth {
                task_id: batch.id.to_string(),
                object_path: self.tasks.path(row),
                object_type: batch.kind.text(),
                created: batch.created,
                visible_from: self.tasks.visible_from(row, batch, &self.world),
                ends: batch.created.saturating_add(i64::from(end.age_ms)),
                final_status: end.status.text(),
                description: end
                    .reason
                    .map(|reason| self.tasks.spelled(reason, row))
                    .unwrap_or_default(),
                shown_status: self.tasks.look(row, clock, &self.world)?.status.text(),
                resource_group: self.tasks.groups().get(usize::from(batch.group))?,
            })
        })
    }
}
