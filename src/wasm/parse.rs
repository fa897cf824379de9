//! parse: a body goes in as bytes, a page comes out as three blocks to copy: header, records, texts. `pkg/src/parse.ts` reads them.
//!
//! JavaScript writes the body as [`input`] and copies the blocks before anything else is called, so a page costs one call. What stays in memory
//! is room for the next page, nothing that is read again, and never more than [`KEPT`].

use super::input::KEPT;
use super::json::to_json;
use super::{input, joined};
use crate::contract::{FailureReason, FaultCause, Locale, OBJECT_TYPES, SCHEMA, STATUSES, State, limits};
use crate::response::{About, Answer, Body, Columns, Counts, Envelope, HEADERS, Reading, TaskPage, read};
use crate::time::Instant;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Default)]
struct Room {
    page: Envelope,
    header: Vec<f64>,
    strings: String,
    /// The body that was read last and is no page, until it is asked what it is.
    other: Vec<u8>,
}

thread_local! {
    static ROOM: RefCell<Option<Box<Room>>> = const { RefCell::new(None) };
}

fn with_room<T>(work: impl FnOnce(&mut Room) -> T) -> T {
    ROOM.with_borrow_mut(|room| work(room.get_or_insert_default()))
}

/// Reads the first `length` bytes of the input, under HTTP status `status` (0: not known). `ill_formed`: they come from a text that had halves
/// of surrogate pairs. Gives the place of the header; null if the body is no page.
#[wasm_bindgen]
pub fn parse_page(length: usize, status: u16, chinese: bool, ill_formed: bool) -> *const f64 {
    input::bytes(length, |body| {
        with_room(|room| {
            let mut columns = std::mem::take(&mut room.page.columns);
            if columns.held() > KEPT.max(2 * length) {
                columns = Columns::default();
            }
            let about = Reading {
                locale: if chinese { Locale::Zh } else { Locale::En },
                status: Some(status).filter(|status| *status > 0),
                ill_formed,
            };
            match read(body, about, columns) {
                Body::Page(page) => {
                    room.page = page;
                    room.lay_out();
                    room.header.as_ptr()
                }
                _ => {
                    body.clone_into(&mut room.other);
                    std::ptr::null()
                }
            }
        })
    })
}

/// Hands the page that was read last to another stage, before anything else is read.
pub(super) fn with_page<T>(work: impl FnOnce(&TaskPage) -> T) -> T {
    with_room(|room| {
        let page = TaskPage::borrow(&mut room.page);
        let answer = work(&page);
        page.give_back(&mut room.page);
        answer
    })
}

/// The diagnostics of the page that was read last, once, as JSON.
pub(super) fn diagnostics() -> String {
    with_room(|room| to_json(&std::mem::take(&mut room.page.diagnostics)))
}

/// What the body that `parse_page` read last is, if it is no page, once: an object as JSON. `fields`: status (empty where not known), now in
/// milliseconds (the same), language, then name and value of each header.
pub(super) fn fault(fields: &str) -> String {
    let fields: Vec<_> = joined::split(fields).collect();
    let mut fields = fields.iter().map(|field| &**field);
    let status = fields.next().and_then(|status| status.parse().ok());
    let now = fields
        .next()
        .and_then(|now| now.parse().ok())
        .and_then(Instant::from_ms);
    let locale = match fields.next() {
        Some("zh") => Locale::Zh,
        _ => Locale::En,
    };
    let mut headers = Vec::new();
    while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
        headers.push((name, value));
    }
    let about = About {
        status,
        headers: &headers,
        now,
        locale,
    };
    let reading = Reading {
        locale,
        status,
        ill_formed: false,
    };
    let body = with_room(|room| std::mem::take(&mut room.other));
    to_json(&Answer::of(&body, &read(&body, reading, Columns::default()), &about))
}

/// The fault of a call without answer, or with the answer of another call: `network`, `timeout`, else `unexpected`; as JSON.
pub(super) fn no_answer(cause: &str) -> String {
    let cause = match cause {
        "network" => FaultCause::Network,
        "timeout" => FaultCause::Timeout,
        _ => FaultCause::Unexpected,
    };
    to_json(&Answer::without_body(cause))
}

/// How many milliseconds a task stays in the service's memory, then the known statuses with their states, the known types, the reasons: what
/// `pkg/src/parse.ts` needs to read codes. Asked for once.
pub(super) fn names() -> String {
    let mut names = String::new();
    joined::push(&mut names, &limits::RETENTION_MS.to_string());
    for count in [STATUSES.len(), OBJECT_TYPES.len(), FailureReason::COUNT, State::COUNT] {
        joined::push(&mut names, &count.to_string());
    }
    for known in &STATUSES {
        joined::push(&mut names, known.name);
        joined::push(&mut names, known.state.name());
    }
    for known in &OBJECT_TYPES {
        joined::push(&mut names, known.name);
    }
    for reason in FailureReason::ALL {
        joined::push(&mut names, reason.name());
    }
    for state in State::ALL {
        joined::push(&mut names, state.name());
    }
    for name in HEADERS {
        joined::push(&mut names, name);
    }
    names
}

impl Room {
    fn lay_out(&mut self) {
        let Room {
            page, header, strings, ..
        } = self;
        let columns = &page.columns;
        strings.clear();
        joined::push(strings, page.request_id.as_deref().unwrap_or_default());
        joined::push(strings, str::from_utf8(&page.extra).unwrap_or_default());
        for name in columns.statuses.iter().chain(columns.object_types.iter()) {
            joined::push(strings, &name.text);
        }
        let counts = Counts::of(columns, &SCHEMA);
        #[allow(
            clippy::cast_precision_loss,
            reason = "addresses, lengths and counts: far below 2^53"
        )]
        let number = |value: usize| value as f64;
        #[allow(clippy::cast_precision_loss, reason = "checked to be below 2^53 where it was read")]
        let optional = |value: Option<u64>| value.map_or(f64::NAN, |value| value as f64);
        header.clear();
        header.extend([
            number(columns.records.as_ptr().addr()),
            number(columns.records.len()),
            number(columns.text().as_ptr().addr()),
            number(columns.text().len()),
            number(strings.as_ptr().addr()),
            number(strings.len()),
            number(page.diagnostics.len()),
            f64::from(u8::from(page.request_id.is_some())),
            optional(page.page_number),
            optional(page.page_size),
            optional(page.total_count),
            counts.mean_progress,
            counts.oldest_unfinished,
            counts.newest,
            counts.oldest,
            number(columns.statuses.len()),
            number(columns.object_types.len()),
        ]);
        counts.list(header);
    }
}
