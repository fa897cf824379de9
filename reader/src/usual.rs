//! The usual row, fast: members that the reference names, as plain texts, without white space between them.
//!
//! Rows of a page look alike, so the member that followed another one in the last row is expected to do so again, and a whole key, quotes
//! and colon included, is compared in one step. The expectation is only ever a guess. Where anything is unusual, the general way in
//! [`crate::member`] reads that member, and this one goes on behind it.

use crate::block::{Block, NOT_PLAIN, WIDTH, block, copy_plain};
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
            row.after = TaskField::COUNT;
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
        let mut after = row.after;
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
            let mut expected = *some!(habits.next.get(after));
            loop {
                let here = some!(block(bytes, at));
                // Each member has its own arm with its own constants: which arm is taken the processor predicts, so that the cursor waits for
                // no table. That is worth a third of the time.
                macro_rules! member {
                    ($field:ident, |$start:ident| $value:expr) => {{
                        const FIELD: usize = TaskField::$field as usize;
                        const KEY: usize = key(b",", TaskField::$field).len;
                        if !some!(keys.get(FIELD)).begins_as(here, KEY.min(WIDTH)) {
                            expected = some!(habits.learn(keys, after, here));
                            continue;
                        }
                        if seen & (1 << FIELD) != 0 {
                            break 'members false;
                        }
                        let $start = at + KEY;
                        at = $value;
                        seen |= 1 << FIELD;
                        after = FIELD;
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
                match expected {
                    STATUS => member!(Status, |start| {
                        let (code, length) = some!(known(schema.statuses, some!(block(bytes, start))));
                        record.status = code;
                        start + length
                    }),
                    CREATION_TIME => member!(CreationTime, |start| {
                        // The one key that is longer than a block, by its quote.
                        if bytes.get(start - 1) != Some(&b'"') {
                            break 'members false;
                        }
                        let time = habits.time(some!(some!(bytes.get(start..)).first_chunk()));
                        if time.is_nan() {
                            break 'members false;
                        }
                        record.creation_time = time;
                        start + 21
                    }),
                    OBJECT_TYPE => member!(ObjectType, |start| {
                        let (code, length) = some!(known(schema.object_types, some!(block(bytes, start))));
                        record.object_type = code;
                        start + length
                    }),
                    PROCESS => member!(Process, |start| {
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
                    DESCRIPTION => member!(Description, |start| plain!(start, description)),
                    OBJECT_PATH => member!(ObjectPath, |start| plain!(start, object_path)),
                    TASK_ID => member!(TaskId, |start| plain!(start, task_id)),
                    _ => {
                        if here.first() == Some(&b'}') {
                            at += 1;
                            break 'members true;
                        }
                        expected = some!(habits.learn(keys, after, here));
                        continue;
                    }
                }
                keys = &texts.later;
                expected = *some!(habits.next.get(after));
            }
        };
        row.at = at;
        columns.used = used;
        if !ended {
            row.seen = seen;
            row.after = after;
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

const STATUS: u8 = TaskField::Status as u8;
const CREATION_TIME: u8 = TaskField::CreationTime as u8;
const OBJECT_TYPE: u8 = TaskField::ObjectType as u8;
const PROCESS: u8 = TaskField::Process as u8;
const DESCRIPTION: u8 = TaskField::Description as u8;
const OBJECT_PATH: u8 = TaskField::ObjectPath as u8;
const TASK_ID: u8 = TaskField::TaskId as u8;

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
