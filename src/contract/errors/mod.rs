//! Every error code of the operation and of the gateway before it, and what each means.
//!
//! Codes, HTTP statuses and messages are the service's own, word for word; cause and remedy are ours.

mod action;
mod gateway;

use super::{Param, Source, Text};

/// One error code of the service or its gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorRow {
    /// The code, exactly as answered.
    pub code: &'static str,
    /// The HTTP status it is documented with. Throttling comes with 400 or 503.
    pub http_status: u16,
    /// The service's message, word for word.
    pub message: &'static str,
    /// The service's own Chinese description, word for word, where its reference has one.
    pub message_zh: Option<&'static str>,
    /// Why it comes.
    pub cause: Text,
    /// What to do.
    pub remedy: Text,
    /// Whether the very same question may succeed later, signed afresh.
    pub retryable: bool,
    /// Whether the service refuses because of the rate of calls.
    pub throttled: bool,
    /// The parameters it is about.
    pub params: &'static [Param],
    /// Where it is documented.
    pub source: Source,
}

/// What rows begin with.
const BLANK: ErrorRow = ErrorRow {
    code: "",
    http_status: 400,
    message: "",
    message_zh: None,
    cause: Text::new("", ""),
    remedy: Text::new("", ""),
    retryable: false,
    throttled: false,
    params: &[],
    source: Source::REFERENCE,
};

/// Codes of the throttling class are `TooManyRequests` and everything that starts so.
pub const THROTTLING: &str = "Throttling";

/// Every code: the operation's own in the order of its reference, then the gateway's.
pub fn all() -> impl Iterator<Item = &'static ErrorRow> {
    action::ROWS.iter().chain(gateway::ROWS)
}

const ACTION: usize = action::ROWS.len();
const GATEWAY: usize = gateway::ROWS.len();
/// The codes alone: where only they are asked for, the rows need not be carried along.
const CODES: ([&str; ACTION], [&str; GATEWAY]) = (codes(action::ROWS), codes(gateway::ROWS));

const fn codes<const N: usize>(mut rows: &[ErrorRow]) -> [&'static str; N] {
    let mut codes = [""; N];
    let mut left: &mut [&str] = &mut codes;
    while let ([row, other_rows @ ..], [code, others @ ..]) = (rows, left) {
        *code = row.code;
        (rows, left) = (other_rows, others);
    }
    codes
}

/// Whether `code` is the service's or its gateway's.
pub fn is_known(code: &str) -> bool {
    CODES.0.contains(&code) || CODES.1.contains(&code)
}

/// The row of exactly this code.
pub fn find(code: &str) -> Option<&'static ErrorRow> {
    all().find(|row| row.code == code)
}

/// Whether the gateway refuses with this code before the operation is asked. `InternalError` and `OperationDenied` stand in the gateway's
/// table, but the operation's own reference shows them as its answers.
pub fn of_gateway(code: &str) -> bool {
    let throttling = code
        .strip_prefix(THROTTLING)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    throttling
        || (!matches!(code, "InternalError" | "OperationDenied") && gateway::ROWS.iter().any(|row| row.code == code))
}
