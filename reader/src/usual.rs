//! The usual row, fast: members that the reference names, as plain texts, without white space between them.
//!
//! Rows of a page look alike, so the member that followed another one in the last row is expected to do so again, and a whole key, quotes
//! and colon included, is compared in one step. The expectation is only ever a guess. Where anything is unusual, nothing has been changed
//! but guesses, and the row is read again by the general way in [`crate::task`].

use crate::block::{Block, NOT_PLAIN, Pattern, WIDTH, block, copy_plain};
use crate::columns::{ABSENT, Record, Span};
use crate::json::Reader;
use crate::schema::{Schema, TaskField, Word};
use crate::task::{EXPECTED, Tasks, failure_bits};
use crate::value;

/// A key with what stands before it, its quotes, colon and the quote that opens a text value.
const fn key(before: &[u8], field: TaskField) -> Pattern {
    Pattern::new(before, b"\"", b"")
        .then(field.name().as_bytes())
        .then(b"\":\"")
}

/// The texts to compare with: keys, and the usual progress.
struct Texts {
    /// Keys behind a brace.
    first: [Pattern; TaskField::COUNT],
    /// Keys with their quotes only.
    bare: [Pattern; TaskField::COUNT],
    /// Keys behind a comma.
    later: [Pattern; TaskField::COUNT],
    full: Pattern,
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where it cannot pass the end"
)]
const TEXTS: Texts = {
    let none = Pattern::new(b"", b"", b"");
    let mut texts = Texts {
        first: [none; TaskField::COUNT],
        bare: [none; TaskField::COUNT],
        later: [none; TaskField::COUNT],
        full: Pattern::new(b"", b"100%", b"\""),
    };
    let mut at = 0;
    while at < TaskField::COUNT {
        texts.first[at] = key(b"{", TaskField::ALL[at]);
        texts.bare[at] = Pattern::new(b"\"", TaskField::ALL[at].name().as_bytes(), b"\"");
        texts.later[at] = key(b",", TaskField::ALL[at]);
        at += 1;
    }
    texts
};

static TEXTS_IN_MEMORY: Texts = TEXTS;

/// The length of `100%` and its quote.
const FULL: usize = TEXTS.full.len;

/// What was so in the last rows, and may be so again.
pub(crate) struct Habits {
    /// The member that followed each member; at the end, the one that came first.
    next: [u8; TaskField::COUNT + 1],
    /// [`TEXTS`], where the compiler does not know their content: engines build a vector constant from four instructions, and load it by one.
    texts: &'static Texts,
    /// `2026-11-24T`, and when that day begins.
    day: Pattern,
    day_ms: f64,
    /// The last few descriptions of failed tasks, and their reasons and HTTP statuses.
    failures: [([Pattern; 2], u32); 4],
    next_failure: usize,
}

impl Default for Habits {
    fn default() -> Habits {
        let never = Pattern::of(&[0xff; WIDTH], WIDTH);
        Habits {
            next: [0; TaskField::COUNT + 1],
            texts: std::hint::black_box(&TEXTS_IN_MEMORY),
            day: never,
            day_ms: 0.0,
            failures: [([never, never], 0); 4],
            next_failure: 0,
        }
    }
}

/// Stands in [`Habits::next`] where the row ended behind a member.
const END: u8 = 7;

impl Tasks<'_> {
    /// Reads usual rows from the brace of the first one on, as many as follow each other, and says how many. The cursor stands behind the last
    /// of them; where there was none, it has not moved.
    pub(crate) fn usual_rows(&mut self, reader: &mut Reader<'_>) -> usize {
        let mut rows = 0;
        let mut at = reader.at;
        loop {
            self.columns.records.push(Record::EMPTY);
            let Some(end) = self.usual_row(reader.bytes, at) else {
                self.columns.records.pop();
                return rows;
            };
            rows += 1;
            reader.at = end;
            at = end + 1;
            if reader.bytes.get(end..=at) != Some(b",{") {
                return rows;
            }
        }
    }

    /// Reads a row from its brace on, and says where it ends. What is read goes straight into the record, and the texts behind the packed ones,
    /// so that little has to be held; they count only when the row has been read whole.
    #[inline(always)]
    fn usual_row(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        let Tasks {
            columns,
            habits,
            schema,
            ..
        } = self;
        let schema: &Schema = schema;
        let record = columns.records.last_mut()?;
        let text = columns.text.as_mut_slice();
        let texts = habits.texts;
        let mut at = from;
        let mut used = columns.used;
        record.text = span(used, 0).start;
        let mut seen = 0;
        let mut after = TaskField::COUNT;
        let mut keys = &texts.first;
        let mut expected = *habits.next.get(after)?;
        loop {
            let here = block(bytes, at)?;
            // Each member has its own arm with its own constants: which arm is taken the processor predicts, so that the cursor waits for
            // no table. That is worth a third of the time.
            macro_rules! member {
                ($field:ident, |$start:ident| $value:expr) => {{
                    const FIELD: usize = TaskField::$field as usize;
                    const KEY: usize = key(b",", TaskField::$field).len;
                    if !keys.get(FIELD)?.begins_as(here, KEY.min(WIDTH)) {
                        expected = habits.learn(keys, after, here)?;
                        continue;
                    }
                    if seen & (1 << FIELD) != 0 {
                        return None;
                    }
                    seen |= 1 << FIELD;
                    after = FIELD;
                    let $start = at + KEY;
                    at = $value;
                }};
            }
            match expected {
                STATUS => member!(Status, |start| {
                    let (code, length) = known(schema.statuses, block(bytes, start)?)?;
                    record.status = code;
                    start + length
                }),
                CREATION_TIME => member!(CreationTime, |start| {
                    // The one key that is longer than a block, by its quote.
                    if bytes.get(start - 1) != Some(&b'"') {
                        return None;
                    }
                    record.creation_time = habits.time(bytes.get(start..)?.first_chunk()?);
                    if record.creation_time.is_nan() {
                        return None;
                    }
                    start + 21
                }),
                OBJECT_TYPE => member!(ObjectType, |start| {
                    let (code, length) = known(schema.object_types, block(bytes, start)?)?;
                    record.object_type = code;
                    start + length
                }),
                PROCESS => member!(Process, |start| {
                    let here = block(bytes, start)?;
                    if texts.full.begins_as(here, FULL) {
                        record.progress = 100.0;
                        record.raw_progress = Span::CANONICAL;
                        start + FULL
                    } else {
                        let length = copy_plain(bytes, start, text, used);
                        if length == NOT_PLAIN {
                            return None;
                        }
                        record.progress = percent(here, length)?;
                        record.raw_progress = span(used, length);
                        used += length;
                        start + length + 1
                    }
                }),
                DESCRIPTION => member!(Description, |start| {
                    let length = copy_plain(bytes, start, text, used);
                    if length == NOT_PLAIN {
                        return None;
                    }
                    record.description = span(used, length);
                    used += length;
                    start + length + 1
                }),
                OBJECT_PATH => member!(ObjectPath, |start| {
                    let length = copy_plain(bytes, start, text, used);
                    if length == NOT_PLAIN {
                        return None;
                    }
                    record.object_path = span(used, length);
                    used += length;
                    start + length + 1
                }),
                TASK_ID => member!(TaskId, |start| {
                    let length = copy_plain(bytes, start, text, used);
                    if length == NOT_PLAIN {
                        return None;
                    }
                    record.task_id = span(used, length);
                    used += length;
                    start + length + 1
                }),
                _ => {
                    if here.first() == Some(&b'}') {
                        break;
                    }
                    expected = habits.learn(keys, after, here)?;
                    continue;
                }
            }
            keys = &texts.later;
            expected = *habits.next.get(after)?;
        }
        if seen & EXPECTED != EXPECTED {
            return None;
        }
        if schema.state(record.status) == schema.failed {
            record.status |= habits.failure(schema, text, record.description);
        }
        columns.used = used;
        Some(at + 1)
    }
}

const STATUS: u8 = TaskField::Status as u8;
const CREATION_TIME: u8 = TaskField::CreationTime as u8;
const OBJECT_TYPE: u8 = TaskField::ObjectType as u8;
const PROCESS: u8 = TaskField::Process as u8;
const DESCRIPTION: u8 = TaskField::Description as u8;
const OBJECT_PATH: u8 = TaskField::ObjectPath as u8;
const TASK_ID: u8 = TaskField::TaskId as u8;

#[inline(always)]
fn span(start: usize, length: usize) -> Span {
    Span {
        start: u32::try_from(start).unwrap_or(ABSENT),
        length: u32::try_from(length).unwrap_or(ABSENT),
    }
}

impl Habits {
    /// Which member's key, with its quotes, is here, and how long it is; the one that followed `after` before is tried first.
    pub(crate) fn key(&mut self, after: usize, here: &Block) -> Option<(TaskField, usize)> {
        let expected = usize::from(*self.next.get(after)?);
        let keys = &self.texts.bare;
        let found = match keys.get(expected) {
            Some(key) if key.begins(here) => expected,
            _ => {
                let found = keys.iter().position(|key| key.begins(here))?;
                *self.next.get_mut(after)? = u8::try_from(found).ok()?;
                found
            }
        };
        Some((*TaskField::ALL.get(found)?, keys.get(found)?.len))
    }

    /// Whether `100%` and its quote are here.
    pub(crate) fn is_full(&self, here: &Block) -> bool {
        self.texts.full.begins_as(here, FULL)
    }

    /// Finds which member's key is here, or that the row ends, and expects it behind `after` from now on.
    #[inline(never)]
    fn learn(&mut self, keys: &[Pattern; TaskField::COUNT], after: usize, here: &Block) -> Option<u8> {
        let field = match keys.iter().position(|key| key.begins(here)) {
            Some(field) => u8::try_from(field).ok()?,
            None if here.first() == Some(&b'}') => END,
            None => return None,
        };
        *self.next.get_mut(after)? = field;
        Some(field)
    }

    /// `2014-11-27T08:23:22Z` and its closing quote, by position.
    #[inline(never)]
    pub(crate) fn time(&mut self, text: &[u8; 21]) -> f64 {
        self.try_time(text).unwrap_or(f64::NAN)
    }

    #[inline(always)]
    fn try_time(&mut self, text: &[u8; 21]) -> Option<f64> {
        let [
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            h1,
            h2,
            b':',
            m1,
            m2,
            b':',
            s1,
            s2,
            b'Z',
            b'"',
        ] = text
        else {
            return None;
        };
        let pair = |tens: u8, ones: u8| {
            let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
            (tens < 6 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
        };
        let (hour, minute, second) = (pair(*h1, *h2)?, pair(*m1, *m2)?, pair(*s1, *s2)?);
        if hour > 23 {
            return None;
        }
        let block = text.first_chunk()?;
        if !self.day.begins_as(block, 11) {
            self.new_day(text)?;
        }
        Some(self.day_ms + f64::from((hour * 3600 + minute * 60 + second) * 1000))
    }

    #[inline(never)]
    fn new_day(&mut self, text: &[u8; 21]) -> Option<()> {
        let mut midnight = *b"0000-00-00T00:00Z";
        let day = text.first_chunk::<11>()?;
        midnight.first_chunk_mut::<11>()?.copy_from_slice(day);
        if day.last() != Some(&b'T') {
            return None;
        }
        let time = value::time(&midnight)?;
        #[allow(clippy::cast_precision_loss, reason = "below the year 10000")]
        let day_ms = time.ms as f64;
        self.day_ms = day_ms;
        self.day = Pattern::of(text.first_chunk()?, 11);
        Some(())
    }

    /// Reason and HTTP status of a description; most failed tasks of a page failed alike.
    fn failure(&mut self, schema: &Schema, text: &[u8], description: Span) -> u32 {
        let (start, length) = (description.start as usize, description.length as usize);
        if description.length == ABSENT {
            return failure_bits(schema, b"");
        }
        if let (Some(first), Some(second)) = (block(text, start), block(text, start + WIDTH)) {
            for ([a, b], failure) in &self.failures {
                if a.len + b.len == length && a.begins(first) && b.begins(second) {
                    return *failure;
                }
            }
            let failure = failure_bits(schema, text.get(start..start + length).unwrap_or_default());
            // What is longer than two blocks matches no further time.
            let head = length.min(WIDTH);
            let patterns = [
                Pattern::of(first, head),
                Pattern::of(second, (length - head).min(WIDTH)),
            ];
            if let Some(slot) = self.failures.get_mut(self.next_failure % 4) {
                *slot = (patterns, failure);
            }
            self.next_failure += 1;
            return failure;
        }
        failure_bits(schema, text.get(start..start + length).unwrap_or_default())
    }
}

/// Which of `words` begins `block`, and how long it is with its quote.
#[inline(always)]
pub(crate) fn known(words: &[Word], block: &Block) -> Option<(u32, usize)> {
    let (code, word) = (0..).zip(words).find(|(_, word)| word.pattern.begins(block))?;
    Some((code, word.pattern.len))
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
