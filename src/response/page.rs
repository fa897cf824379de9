//! A page of tasks for Rust: rows are views into the page, made when asked for.

use super::envelope::{Body, Reading, read};
use super::fault::{About, Fault};
use crate::contract::{FailureReason, OBJECT_TYPES, SCHEMA, STATUSES, State, limits};
use crate::request::Diagnostic;
use crate::time::Instant;
use cdn_refresh_tasks_reader::{ABSENT, CANONICAL, Columns, Counts, Record, STATUS_BITS, Span, WIDE};
use std::collections::BTreeMap;

/// Reads a response body: a page of tasks, or the fault that it is.
///
/// ```
/// use cdn_refresh_tasks::response::{About, parse};
/// let body = br#"{"RequestId":"1","TotalCount":1,"Tasks":{"CDNTask":[{"TaskId":"704225667","ObjectPath":"http://example.com/1.txt",
///     "ObjectType":"file","Status":"Refreshing","Process":"99.37%","CreationTime":"2014-11-27T08:23:22Z"}]}}"#;
/// let page = parse(body, &About::default()).map_err(|fault| fault.message)?;
/// assert_eq!(page.total_count, Some(1));
/// assert_eq!(page.iter().next().and_then(|task| task.progress), Some(99.37));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// Everything that is no page: a service error, HTML, XML, nothing, JSON that was cut off or is none, JSON of another shape.
pub fn parse(body: &[u8], about: &About<'_>) -> Result<TaskPage, Box<Fault>> {
    let reading = Reading {
        locale: about.locale,
        status: about.status,
        ill_formed: false,
    };
    match read(body, reading, Columns::default()) {
        Body::Page(envelope) => Ok(TaskPage {
            request_id: envelope.request_id,
            page_number: envelope.page_number,
            page_size: envelope.page_size,
            total_count: envelope.total_count,
            diagnostics: envelope.diagnostics,
            // Every piece was checked or made as UTF-8 when it was packed.
            text: String::from_utf8(envelope.columns.text().to_vec()).unwrap_or_default(),
            extra: String::from_utf8(envelope.extra).unwrap_or_default(),
            columns: envelope.columns,
        }),
        other => Err(Box::new(Fault::of(body, &other, about))),
    }
}

/// One page of tasks.
#[derive(Debug)]
pub struct TaskPage {
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// Which page; absent by id.
    pub page_number: Option<u64>,
    /// How many rows a page has; absent by id.
    pub page_size: Option<u64>,
    /// How many rows there are on all pages.
    pub total_count: Option<u64>,
    /// What could not be read, is unknown or has an unusual shape.
    pub diagnostics: Vec<Diagnostic>,
    columns: Columns,
    text: String,
    extra: String,
}

/// One task, as a view into its page.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskView<'a> {
    /// Every digit kept, whatever the JSON type was; empty where missing.
    pub task_id: &'a str,
    /// The URL or directory.
    pub object_path: &'a str,
    /// As it was sent.
    pub object_type: &'a str,
    /// As it was sent.
    pub status: &'a str,
    /// What the status means.
    pub state: State,
    /// Percent, 0 to 100, fractions kept.
    pub progress: Option<f64>,
    /// The text of the progress as it was sent.
    pub raw_progress: Option<&'a str>,
    /// When the task was created.
    pub creation_time: Option<Instant>,
    /// The text that came with it.
    pub description: Option<&'a str>,
    /// Why it failed; only on failed tasks.
    pub failure: Option<Failure<'a>>,
    /// When the task leaves the service's memory.
    pub expires_at: Option<Instant>,
    /// Members that no document names and values that could not be read, as a JSON object; empty where there are none.
    pub extra: &'a str,
}

/// Why a task failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure<'a> {
    /// The kind of failure.
    pub reason: FailureReason,
    /// The origin's HTTP status, where the description gives its digits.
    pub http_status: Option<u16>,
    /// The description.
    pub text: &'a str,
}

/// What a page amounts to.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary<'a> {
    /// How many tasks.
    pub rows: usize,
    /// Tasks by state.
    pub by_state: [(State, u32); State::COUNT],
    /// Tasks by status, as it was sent; only those that occur.
    pub by_status: BTreeMap<&'a str, u32>,
    /// Tasks by type, as it was sent; only those that occur.
    pub by_type: BTreeMap<&'a str, u32>,
    /// Failed tasks by reason; only those that occur.
    pub by_failure: BTreeMap<&'static str, u32>,
    /// Mean of the progresses that could be read.
    pub mean_progress: Option<f64>,
    /// Creation time of the oldest running task.
    pub oldest_unfinished: Option<Instant>,
    /// Creation time of the newest task.
    pub newest: Option<Instant>,
    /// Creation time of the oldest task.
    pub oldest: Option<Instant>,
}

impl TaskPage {
    /// The page of an envelope, which lends its columns; [`TaskPage::give_back`] returns them.
    #[cfg(feature = "bindgen")]
    pub(crate) fn borrow(envelope: &mut super::envelope::Envelope) -> TaskPage {
        TaskPage {
            request_id: None,
            page_number: envelope.page_number,
            page_size: envelope.page_size,
            total_count: envelope.total_count,
            diagnostics: Vec::new(),
            text: String::from_utf8(envelope.columns.text().to_vec()).unwrap_or_default(),
            extra: String::new(),
            columns: std::mem::take(&mut envelope.columns),
        }
    }

    /// Returns the columns to the envelope that lent them.
    #[cfg(feature = "bindgen")]
    pub(crate) fn give_back(self, envelope: &mut super::envelope::Envelope) {
        envelope.columns = self.columns;
    }

    /// How many tasks the page has.
    pub fn len(&self) -> usize {
        self.columns.records.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.columns.records.is_empty()
    }

    /// Members of the envelope that no document names, and under `Tasks` the entries that are no tasks, as a JSON object; empty where
    /// there are none.
    pub fn extra(&self) -> &str {
        &self.extra
    }

    /// The task at `index`.
    pub fn get(&self, index: usize) -> Option<TaskView<'_>> {
        let record = self.columns.records.get(index)?;
        let next = self.columns.records.get(index + 1);
        let end = next.map_or(self.text.len(), |next| next.text as usize);
        Some(self.view(record, end))
    }

    /// Every task, in the order of the body.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TaskView<'_>> {
        let ends = self.columns.records.iter().skip(1).map(|next| next.text as usize);
        let ends = ends.chain([self.text.len()]);
        let mut ends = ends.collect::<Vec<_>>().into_iter();
        self.columns
            .records
            .iter()
            .map(move |record| self.view(record, ends.next().unwrap_or_default()))
    }

    fn view(&self, record: &Record, end: usize) -> TaskView<'_> {
        let wide = record.object_type & WIDE != 0;
        let text = |span: Span| match span.length {
            ABSENT => None,
            CANONICAL => canonical(record.progress),
            length => self
                .text
                .get(span.start as usize..)
                .map(|text| head(text, length, wide)),
        };
        let code = record.status & ((1 << STATUS_BITS) - 1);
        let known = STATUSES.get(code as usize);
        let state = known.map_or(State::Unknown, |known| known.state);
        let creation_time = instant(record.creation_time);
        let description = text(record.description);
        let extra = match record.extra {
            0 => "",
            _ => {
                let extra = self.text.get(..end).unwrap_or_default();
                extra.get(tail_start(extra, record.extra, wide)..).unwrap_or_default()
            }
        };
        TaskView {
            task_id: text(record.task_id).unwrap_or_default(),
            object_path: text(record.object_path).unwrap_or_default(),
            object_type: self.object_type(record.object_type & !WIDE),
            status: self.status(code),
            state,
            progress: Some(record.progress).filter(|progress| !progress.is_nan()),
            raw_progress: text(record.raw_progress),
            creation_time,
            description,
            failure: (state == State::Failed).then(|| Failure {
                reason: FailureReason::ALL
                    .get((record.status >> STATUS_BITS & 3) as usize)
                    .copied()
                    .unwrap_or(FailureReason::Other),
                http_status: u16::try_from(record.status >> (STATUS_BITS + 2))
                    .ok()
                    .filter(|status| *status > 0),
                text: description.unwrap_or_default(),
            }),
            expires_at: creation_time.map(|at| at.plus_ms(limits::RETENTION_MS)),
            extra,
        }
    }

    fn status(&self, code: u32) -> &str {
        let code = code as usize;
        match STATUSES.get(code) {
            Some(known) => known.name,
            None => self.columns.statuses.get(code - STATUSES.len()).unwrap_or_default(),
        }
    }

    fn object_type(&self, code: u32) -> &str {
        let code = code as usize;
        match OBJECT_TYPES.get(code) {
            Some(known) => known.name,
            None => self
                .columns
                .object_types
                .get(code - OBJECT_TYPES.len())
                .unwrap_or_default(),
        }
    }

    /// Counts, progress, ages: from the columns, no row is made.
    pub fn summary(&self) -> Summary<'_> {
        let counts = Counts::of(&self.columns, &SCHEMA);
        let mut by_state = State::ALL.map(|state| (state, 0));
        for (slot, count) in by_state.iter_mut().zip(&counts.state) {
            slot.1 = *count;
        }
        Summary {
            rows: counts.rows,
            by_state,
            by_status: named(&counts.status, |code| self.status(code)),
            by_type: named(&counts.object_type, |code| self.object_type(code)),
            by_failure: FailureReason::ALL
                .into_iter()
                .zip(&counts.failure)
                .filter(|(_, count)| **count > 0)
                .map(|(reason, count)| (reason.name(), *count))
                .collect(),
            mean_progress: Some(counts.mean_progress).filter(|mean| !mean.is_nan()),
            oldest_unfinished: instant(counts.oldest_unfinished),
            newest: instant(counts.newest),
            oldest: instant(counts.oldest),
        }
    }
}

fn named<'a>(counts: &[u32], name: impl Fn(u32) -> &'a str) -> BTreeMap<&'a str, u32> {
    (0..)
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(code, count)| (name(code), *count))
        .collect()
}

fn instant(ms: f64) -> Option<Instant> {
    if ms.is_nan() {
        return None;
    }
    // Whole milliseconds between the years 0 and 9999: exact in both types.
    #[allow(clippy::cast_possible_truncation)]
    Instant::from_ms(ms as i64)
}

/// The first `length` UTF-16 units of `text`.
fn head(text: &str, length: u32, wide: bool) -> &str {
    let length = length as usize;
    if !wide {
        return text.get(..length).unwrap_or_default();
    }
    let mut units = 0;
    let end = text
        .char_indices()
        .find(|(_, character)| {
            let here = units;
            units += character.len_utf16();
            here >= length
        })
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// Where the last `length` UTF-16 units of `text` begin.
fn tail_start(text: &str, length: u32, wide: bool) -> usize {
    let length = length as usize;
    if !wide {
        return text.len().saturating_sub(length);
    }
    let mut units = 0;
    let mut start = text.len();
    for (at, character) in text.char_indices().rev() {
        if units >= length {
            break;
        }
        units += character.len_utf16();
        start = at;
    }
    start
}

/// `0%` to `100%`, one behind the other.
const CANONICAL_TEXTS: &str = {
    const BYTES: [u8; 2 * 10 + 3 * 90 + 4] = {
        let mut bytes = [b'%'; 2 * 10 + 3 * 90 + 4];
        let mut at = 0;
        let mut number = 0_u8;
        #[allow(
            clippy::indexing_slicing,
            reason = "evaluated at compile time, where it cannot pass the end"
        )]
        while number <= 100 {
            if number == 100 {
                bytes[at] = b'1';
                at += 1;
            }
            if number >= 10 {
                bytes[at] = b'0' + number / 10 % 10;
                at += 1;
            }
            bytes[at] = b'0' + number % 10;
            at += 2;
            number += 1;
        }
        bytes
    };
    match str::from_utf8(&BYTES) {
        Ok(texts) => texts,
        Err(_) => "",
    }
};

/// The text of a whole percentage.
fn canonical(progress: f64) -> Option<&'static str> {
    // Only whole numbers from 0 to 100 are marked so.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = progress as usize;
    let (start, length) = match number {
        0..10 => (2 * number, 2),
        10..100 => (20 + 3 * (number - 10), 3),
        _ => (290, 4),
    };
    CANONICAL_TEXTS.get(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_percentages_have_their_text() {
        assert_eq!(CANONICAL_TEXTS.split_inclusive('%').count(), 101);
        for number in 0..=100_u8 {
            assert_eq!(canonical(f64::from(number)), Some(&*format!("{number}%")));
        }
    }
}
