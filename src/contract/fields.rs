//! What a response holds: the members of a task, the states behind its status texts, the types and the reasons of a failure.
//! Status, type and reason are open: what is not in these tables is kept as it was sent, and named.

use super::Source;
pub use cdn_refresh_tasks_reader::TaskField;
use cdn_refresh_tasks_reader::{Schema, Word};
use serde::Serialize;

/// What a task's status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not final: asking again may show progress.
    Running,
    /// In effect across the whole network; for a preload, perhaps on 90 % of the nodes.
    Succeeded,
    /// Ended without effect.
    Failed,
    /// Stopped by someone.
    Canceled,
    /// A status that no document names: neither final nor running can be said.
    Unknown,
}

impl State {
    /// How many there are.
    pub const COUNT: usize = 5;
    /// All of them, in the order in which summaries list them.
    pub const ALL: [State; State::COUNT] = [
        State::Running,
        State::Succeeded,
        State::Failed,
        State::Canceled,
        State::Unknown,
    ];

    /// The state's name.
    pub const fn name(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Succeeded => "succeeded",
            State::Failed => "failed",
            State::Canceled => "canceled",
            State::Unknown => "unknown",
        }
    }
}

/// A status text and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownStatus {
    /// As the service spells it.
    pub name: &'static str,
    /// What it means.
    pub state: State,
    /// Where it is documented.
    pub source: Source,
}

/// Every status that a document names. A status is compared exactly: another case is an unknown status.
pub const STATUSES: [KnownStatus; 8] = [
    known("Complete", State::Succeeded, Source::REFERENCE),
    known("Refreshing", State::Running, Source::REFERENCE),
    known("Failed", State::Failed, Source::REFERENCE),
    known("Pending", State::Running, Source::BY_ID),
    known("Timeout", State::Failed, Source::META),
    known("Canceled", State::Canceled, Source::META),
    known("PreloadPending", State::Running, Source::SKILL),
    known("Preloading", State::Running, Source::SKILL),
];

const fn known(name: &'static str, state: State, source: Source) -> KnownStatus {
    KnownStatus { name, state, source }
}

/// The words of these tables as the reader compares them.
pub(crate) static SCHEMA: Schema = Schema {
    statuses: &STATUS_WORDS,
    object_types: &TYPE_WORDS,
    states: State::COUNT,
    running: State::Running as u8,
    failed: State::Failed as u8,
    unknown: State::Unknown as u8,
    reasons: FailureReason::COUNT,
    failure: |description| {
        let (reason, http_status) = FailureReason::read(description);
        (reason as u8, http_status.unwrap_or(0))
    },
};

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where it cannot pass the end"
)]
static STATUS_WORDS: [Word; STATUSES.len()] = {
    let mut words = [Word::new("", 0); STATUSES.len()];
    let mut at = 0;
    while at < STATUSES.len() {
        words[at] = Word::new(STATUSES[at].name, STATUSES[at].state as u8);
        at += 1;
    }
    words
};

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where it cannot pass the end"
)]
static TYPE_WORDS: [Word; OBJECT_TYPES.len()] = {
    let mut words = [Word::new("", 0); OBJECT_TYPES.len()];
    let mut at = 0;
    while at < OBJECT_TYPES.len() {
        words[at] = Word::new(OBJECT_TYPES[at].name, 0);
        at += 1;
    }
    words
};

/// An object type that occurs in responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownObjectType {
    /// As the service spells it.
    pub name: &'static str,
    /// Where it is documented.
    pub source: Source,
}

/// Every object type that a document names. Compared exactly.
pub const OBJECT_TYPES: [KnownObjectType; 8] = [
    object_type("file", Source::REFERENCE),
    object_type("directory", Source::REFERENCE),
    object_type("regex", Source::REFERENCE),
    object_type("preload", Source::REFERENCE),
    object_type("block", Source::REFERENCE),
    object_type("unblock", Source::REFERENCE),
    object_type("path", Source::OLD),
    object_type("IgnoreParams", Source::META),
];

const fn object_type(name: &'static str, source: Source) -> KnownObjectType {
    KnownObjectType { name, source }
}

/// Why a task failed, read from its description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum FailureReason {
    /// The service's own fault.
    InternalError,
    /// The origin did not answer in time.
    OriginTimeout,
    /// The origin answered with an HTTP status that is an error.
    OriginReturnStatusCode,
    /// Any other text, and none.
    Other,
}

impl FailureReason {
    /// How many there are.
    pub const COUNT: usize = 4;
    /// All of them.
    pub const ALL: [FailureReason; FailureReason::COUNT] = [
        FailureReason::InternalError,
        FailureReason::OriginTimeout,
        FailureReason::OriginReturnStatusCode,
        FailureReason::Other,
    ];

    /// The reason's name.
    pub const fn name(self) -> &'static str {
        match self {
            FailureReason::InternalError => "InternalError",
            FailureReason::OriginTimeout => "OriginTimeout",
            FailureReason::OriginReturnStatusCode => "OriginReturnStatusCode",
            FailureReason::Other => "Other",
        }
    }

    /// Reads a description. The documents space these words in several ways (`Origin Return StatusCode 502`,
    /// `OriginReturn StatusCode 5XX`), so spaces and case do not count. Also the origin's HTTP status, where its digits are given.
    pub fn read(description: &[u8]) -> (FailureReason, Option<u16>) {
        // Longer than any spelling; what does not fit makes the text another one.
        let mut letters = [0_u8; 32];
        let mut places = letters.iter_mut();
        for byte in description.iter().filter(|byte| !byte.is_ascii_whitespace()) {
            match places.next() {
                Some(place) => *place = byte.to_ascii_lowercase(),
                None => break,
            }
        }
        let unused = places.len();
        let letters = letters.get(..letters.len() - unused).unwrap_or_default();
        match letters {
            b"internalerror" => (FailureReason::InternalError, None),
            b"origintimeout" => (FailureReason::OriginTimeout, None),
            _ => match letters.strip_prefix(b"originreturnstatuscode") {
                Some(rest) => (FailureReason::OriginReturnStatusCode, http_status(rest)),
                None => (FailureReason::Other, None),
            },
        }
    }
}

/// Three digits and nothing else.
fn http_status(rest: &[u8]) -> Option<u16> {
    match rest.strip_prefix(b":").unwrap_or(rest) {
        digits @ [_, _, _] if digits.iter().all(u8::is_ascii_digit) => Some(
            digits
                .iter()
                .fold(0, |status, digit| status * 10 + u16::from(digit - b'0')),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_reason_is_read() {
        use FailureReason::{InternalError, OriginReturnStatusCode, OriginTimeout, Other};
        for (description, expected) in [
            ("InternalError", (InternalError, None)),
            ("Internal Error", (InternalError, None)),
            (" internal  error ", (InternalError, None)),
            ("OriginTimeout", (OriginTimeout, None)),
            ("Origin Timeout", (OriginTimeout, None)),
            ("OriginReturnStatusCode 5XX", (OriginReturnStatusCode, None)),
            ("Origin Return StatusCode 502", (OriginReturnStatusCode, Some(502))),
            ("OriginReturn StatusCode 5XX", (OriginReturnStatusCode, None)),
            ("OriginReturnStatusCode: 404", (OriginReturnStatusCode, Some(404))),
            ("OriginReturnStatusCode", (OriginReturnStatusCode, None)),
            ("OriginReturnStatusCode 50", (OriginReturnStatusCode, None)),
            ("OriginReturnStatusCode 5021", (OriginReturnStatusCode, None)),
            ("", (Other, None)),
            ("Internal Errors", (Other, None)),
            ("Origin Timeouts", (Other, None)),
            ("Origin", (Other, None)),
            ("内部错误", (Other, None)),
        ] {
            assert_eq!(FailureReason::read(description.as_bytes()), expected, "{description:?}");
        }
    }

    #[test]
    fn names_are_unique() {
        for (at, status) in STATUSES.iter().enumerate() {
            assert!(STATUSES[..at].iter().all(|earlier| earlier.name != status.name));
        }
    }
}
