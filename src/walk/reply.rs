//! What comes back for a call, and what may become of it.

use crate::contract::{Explanation, Locale, State, explain};
use crate::plan::Row;
use crate::response::{Fault, TaskView};
use crate::time::Instant;

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

    pub(super) fn is_preloaded(&self) -> bool {
        self.state == State::Succeeded && self.row.object_type.eq_ignore_ascii_case("preload")
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
            about_params: is_about_params(&known),
            date,
        }
    }

    /// A fault of a reply.
    pub fn of_fault(fault: &'a Fault, date: Option<Instant>) -> Trouble<'a> {
        Trouble {
            code: &fault.code,
            retryable: fault.retryable,
            throttled: fault.throttled,
            retry_after_ms: fault.retry_after_ms.map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
            about_params: is_about_params(&fault.explanation),
            date,
        }
    }

    /// A page under an HTTP status that says that there is none: a cache's or a gateway's, which proves nothing.
    pub fn page_under(status: u16, date: Option<Instant>) -> Trouble<'a> {
        Trouble {
            throttled: matches!(status, 429 | 503),
            date,
            ..Trouble::no_reply(UNEXPECTED_REPLY)
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

/// A code that no document lists may be about anything; other calls are tried before the walk is given up.
fn is_about_params(known: &Explanation) -> bool {
    !known.params.is_empty() || !known.known
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

/// The code of a reply that belongs to another call.
pub const UNEXPECTED_REPLY: &str = "UnexpectedReply";
