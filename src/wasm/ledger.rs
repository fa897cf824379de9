//! The ledger as an object, for JSON.

use crate::plan::Unreachable;
use crate::time::Instant;
use crate::walk::{IdsRead, Ledger, WindowRead};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LedgerTold<'l> {
    complete: bool,
    proven_until: Option<i64>,
    verdict: &'static str,
    assumptions: &'l [String],
    windows: Vec<WindowTold<'l>>,
    ids: IdsTold<'l>,
    calls: u64,
    retries: u64,
    throttled: u64,
    rows: u64,
    duplicates: u64,
    changed: u64,
    unreachable: Vec<UnreachableTold>,
}

#[derive(Serialize)]
struct UnreachableTold {
    start: String,
    end: String,
    reason: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WindowTold<'l> {
    start: String,
    end: String,
    start_time: String,
    filter: &'l str,
    state: &'static str,
    total_first: Option<u32>,
    total_last: Option<u32>,
    passes: u32,
    pages: u32,
    rows: u32,
    duplicates: u32,
    outside: u32,
    gap: Option<&'l str>,
}

#[derive(Serialize)]
struct IdsTold<'l> {
    found: u32,
    absent: &'l [String],
    aged: &'l [String],
    unread: &'l [String],
}

impl LedgerTold<'_> {
    pub(super) fn of(ledger: &Ledger) -> LedgerTold<'_> {
        let IdsRead {
            found,
            absent,
            aged,
            unread,
        } = &ledger.ids;
        LedgerTold {
            complete: ledger.complete,
            proven_until: ledger.proven_until.map(Instant::ms),
            verdict: ledger.verdict.name(),
            assumptions: &ledger.assumptions,
            windows: ledger.windows.iter().map(WindowTold::of).collect(),
            ids: IdsTold {
                found: *found,
                absent,
                aged,
                unread,
            },
            calls: ledger.calls,
            retries: ledger.retries,
            throttled: ledger.throttled,
            rows: ledger.rows,
            duplicates: ledger.duplicates,
            changed: ledger.changed,
            unreachable: ledger.unreachable.iter().map(UnreachableTold::of).collect(),
        }
    }
}

impl UnreachableTold {
    fn of(part: &Unreachable) -> UnreachableTold {
        UnreachableTold {
            start: part.start.to_string(),
            end: part.end.to_string(),
            reason: part.reason.name(),
        }
    }
}

impl WindowTold<'_> {
    fn of(read: &WindowRead) -> WindowTold<'_> {
        WindowTold {
            start: read.window.start().to_string(),
            end: read.window.end().to_string(),
            start_time: read.window.start_time().to_string(),
            filter: &read.filter,
            state: read.state,
            total_first: read.total_first,
            total_last: read.total_last,
            passes: read.passes,
            pages: read.pages,
            rows: read.rows,
            duplicates: read.duplicates,
            outside: read.outside,
            gap: read.gap.as_deref(),
        }
    }
}
