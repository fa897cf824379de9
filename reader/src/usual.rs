//! The usual row, fast: members that the reference names, as plain texts, without white space between them.
//!
//! Two characters tell which key it may be, and the whole key, quotes and colon included, is compared in one step. Where anything is unusual, the general way in
//! [`crate::member`] reads that member, and this one goes on behind it.

use crate::block::{Block, NOT_PLAIN, WIDTH, block, copy_plain, copy_short};
use crate::columns::Span;
use crate::habits::{FULL, key, known};
use crate::schema::{Schema, TaskField};
use crate::task::{EXPECTED, Row, Tasks};
use crate::value;

/// Why the usual way stopped.
pub(crate) enum Pause {
    /// No further row follows the last one.
    Over,
    /// A row ended that was not usual: it is to be finished.
    RowEnd,
    /// Something unusual is next in the row at hand.
    Unusual,
}

impl Tasks<'_> {
    /// Reads the row at hand on, and usual rows behind it, for as long as all is usual. What is read goes straight into the record, and the
    /// texts behind the packed ones, so that little has to be held.
    pub(crate) fn usual(&mut self, bytes: &[u8], row: &mut Row) -> Pause {
        loop {
            let stop = self.usual_row(bytes, row);
            if !matches!(stop, Pause::Over) || bytes.get(row.at..row.at + 2) != Some(b",{") {
                row.place += usize::from(matches!(stop, Pause::Over));
                return stop;
            }
            self.columns.begin();
            row.at += 1;
            row.place += 1;
            row.seen = 0;
        }
    }

    #[inline(always)]
    fn usual_row(&mut self, bytes: &[u8], row: &mut Row) -> Pause {
        let Tasks {
            columns,
            habits,
            schema,
            ..
        } = self;
        let schema: &Schema = schema;
        let Some(record) = columns.records.last_mut() else {
            return Pause::Over;
        };
        let text = columns.text.as_mut_slice();
        let texts = habits.texts;
        let mut at = row.at;
        let mut used = columns.used;
        let mut seen = row.seen;
        let mut keys = if seen == 0 && !row.unusual {
            &texts.first
        } else {
            &texts.later
        };
        let ended = 'members: {
            /// What is not there is not usual.
            macro_rules! some {
                ($option:expr) => {
                    match $option {
                        Some(value) => value,
                        None => break 'members false,
                    }
                };
            }
            loop {
                let here = some!(block(bytes, at));
                // Each member has its own arm with its own constants: rows look alike, so the processor predicts which arm is taken, and the
                // cursor waits for no table. That is worth a third of the time.
                macro_rules! member {
                    ($field:ident, |$start:ident| $value:expr) => {{
                        const FIELD: usize = TaskField::$field as usize;
                        const KEY: usize = key(b",", TaskField::$field).len;
                        if !some!(keys.get(FIELD)).begins_as(here, KEY.min(WIDTH)) {
                            break 'members false;
                        }
                        if seen & (1 << FIELD) != 0 {
                            break 'members false;
                        }
                        let $start = at + KEY;
                        at = $value;
                        seen |= 1 << FIELD;
                    }};
                }
                /// A text that is packed as it is.
                macro_rules! plain {
                    ($start:ident, $slot:ident) => {{
                        let length = copy_plain(bytes, $start, text, used);
                        if length == NOT_PLAIN {
                            break 'members false;
                        }
                        record.$slot = Span::new(used, length);
                        used += length;
                        $start + length + 1
                    }};
                }
                let [_, _, first, _, _, _, _, _, seventh, ..] = here;
                match *first {
                    b'S' => member!(Status, |start| {
                        let (code, length) = some!(known(schema.statuses, some!(block(bytes, start))));
                        record.status = code;
                        start + length
                    }),
                    b'C' => member!(CreationTime, |start| {
                        // The one key that is longer than a block, by its quote.
                        if bytes.get(start - 1) != Some(&b'"') {
                            break 'members false;
                        }
                        record.creation_time = some!(habits.time(some!(some!(bytes.get(start..)).first_chunk())));
                        start + 21
                    }),
                    b'O' if *seventh == b'T' => member!(ObjectType, |start| {
                        let (code, length) = some!(known(schema.object_types, some!(block(bytes, start))));
                        record.object_type = code;
                        start + length
                    }),
                    b'P' => member!(Process, |start| {
                        let here = some!(block(bytes, start));
                        if texts.full.begins_as(here, FULL) {
                            record.progress = 100.0;
                            record.raw_progress = Span::CANONICAL;
                            start + FULL
                        } else {
                            let length = copy_plain(bytes, start, text, used);
                            if length == NOT_PLAIN {
                                break 'members false;
                            }
                            record.progress = some!(percent(here, length));
                            record.raw_progress = Span::new(used, length);
                            used += length;
                            start + length + 1
                        }
                    }),
                    b'D' => member!(Description, |start| plain!(start, description)),
                    b'O' => member!(ObjectPath, |start| plain!(start, object_path)),
                    b'T' => member!(TaskId, |start| {
                        match copy_short(bytes, start, text, used) {
                            Some(length) => {
                                record.task_id = Span::new(used, length);
                                used += length;
                                start + length + 1
                            }
                            None => plain!(start, task_id),
                        }
                    }),
                    _ => {
                        let ended = here.first() == Some(&b'}');
                        at += usize::from(ended);
                        break 'members ended;
                    }
                }
                keys = &texts.later;
            }
        };
        row.at = at;
        columns.used = used;
        if !ended {
            row.seen = seen;
            return Pause::Unusual;
        }
        if seen & EXPECTED != EXPECTED || row.unusual {
            row.seen = seen;
            return Pause::RowEnd;
        }
        if schema.state(record.status) == schema.failed {
            record.status |= habits.failure(schema, text, record.description);
        }
        Pause::Over
    }
}

/// The percentages that are not 100, in the forms that occur: up to two digits, up to two decimals.
#[inline(always)]
fn percent(block: &Block, length: usize) -> Option<f64> {
    if let ([a, b, b'.', c, d, b'%', ..], 6) = (block, length) {
        let digit = |byte: &u8| byte.wrapping_sub(b'0');
        let (a, b, c, d) = (digit(a), digit(b), digit(c), digit(d));
        if a.max(b).max(c).max(d) < 10 {
            let digits = (u32::from(a) * 10 + u32::from(b)) * 100 + u32::from(c) * 10 + u32::from(d);
            return Some(f64::from(digits) / 100.0);
        }
    }
    value::percent(block.get(..length)?)
}
