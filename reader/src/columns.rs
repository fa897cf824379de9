//! The rows of a page, each in fixed width, and their texts packed one behind the other. Made to be copied out as two blocks.

use crate::block::copy_tail;
use crate::json::Broken;
use crate::names::Names;
use crate::text::{Resolved, resolve, utf16_length};

/// A length that says there is no text.
pub const ABSENT: u32 = u32::MAX;
/// A length of `raw_progress` that says the text is the progress, a whole number, with a percent sign.
pub const CANONICAL: u32 = u32::MAX - 1;
/// How many bits of [`Record::status`] are the code; two of the reason and ten of the HTTP status follow.
pub const STATUS_BITS: u32 = 20;

/// Room behind the packed texts: a row of usual size fits, and whole blocks may be written past its end.
const ROOM: usize = 1024;

/// Where a text of a row stands in the page's text. Lengths count UTF-16 units, as JavaScript does.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct Span {
    /// In bytes.
    pub start: u32,
    /// In UTF-16 units; [`ABSENT`] and [`CANONICAL`] are none.
    pub length: u32,
}

impl Span {
    #[inline(always)]
    pub(crate) fn new(start: usize, length: usize) -> Span {
        Span {
            start: u32::try_from(start).unwrap_or(ABSENT),
            length: u32::try_from(length).unwrap_or(ABSENT),
        }
    }

    /// There is no text.
    pub const ABSENT: Span = Span {
        start: 0,
        length: ABSENT,
    };
    /// The progress, a whole number, and a percent sign.
    pub const CANONICAL: Span = Span {
        start: 0,
        length: CANONICAL,
    };
}

/// One task. Its texts stand one behind the other in the page's text from `text` on; the kept members, JSON, are the last of them. If one of
/// them is not ASCII ([`WIDE`]), all stand in the order of the fields here. The layout is what `pkg/src/parse.ts` reads: twelve words, two
/// doubles, little endian.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct Record {
    /// Where its texts begin.
    pub text: u32,
    /// Code of the status, reason and HTTP status of the failure.
    pub status: u32,
    /// Code of the type, and [`WIDE`].
    pub object_type: u32,
    /// Length of the kept members; 0 where there are none.
    pub extra: u32,
    /// Text of the task id.
    pub task_id: Span,
    /// Text of the object path.
    pub object_path: Span,
    /// Text of the description.
    pub description: Span,
    /// Text of the progress.
    pub raw_progress: Span,
    /// Percent; not a number where absent.
    pub progress: f64,
    /// Milliseconds since the epoch; not a number where absent.
    pub creation_time: f64,
}

impl Record {
    pub(crate) const EMPTY: Record = Record {
        text: 0,
        status: NONE,
        object_type: NONE,
        extra: 0,
        task_id: Span::ABSENT,
        object_path: Span::ABSENT,
        description: Span::ABSENT,
        raw_progress: Span::ABSENT,
        progress: f64::NAN,
        creation_time: f64::NAN,
    };
}

/// A status or type that was not read yet.
pub(crate) const NONE: u32 = u32::MAX;

/// Set in [`Record::object_type`] where a text of the row is not ASCII.
pub const WIDE: u32 = 1 << 31;

/// The columns of a page.
#[derive(Debug, Default)]
pub struct Columns {
    /// One record a task.
    pub records: Vec<Record>,
    /// Packed texts up to `used`; behind it, room to write whole blocks into.
    pub(crate) text: Vec<u8>,
    pub(crate) used: usize,
    /// Texts of a row that are being put in order.
    unordered: Vec<u8>,
    /// Statuses that are not known.
    pub statuses: Names,
    /// Object types that are not known.
    pub object_types: Names,
}

impl Columns {
    /// Begins a row.
    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        let text = u32::try_from(self.used).unwrap_or(u32::MAX);
        self.records.push(Record { text, ..Record::EMPTY });
    }

    /// The texts packed since the mark.
    pub(crate) fn text_since(&self, mark: u32) -> &[u8] {
        self.text.get(mark as usize..self.used).unwrap_or_default()
    }

    /// The packed texts, UTF-8.
    pub fn text(&self) -> &[u8] {
        self.text.get(..self.used).unwrap_or_default()
    }

    /// Forgets the rows, keeps the memory.
    pub fn clear(&mut self) {
        self.records.clear();
        self.used = 0;
        self.statuses.clear();
        self.object_types.clear();
    }

    /// Bytes of memory held.
    pub fn held(&self) -> usize {
        self.text.capacity() + self.unordered.capacity() + self.records.capacity() * size_of::<Record>()
    }

    /// Reads a string from behind its opening quote into the room behind the packed texts. Packed it is by [`Columns::pack`].
    pub(crate) fn resolve(&mut self, bytes: &[u8], from: usize) -> Result<Resolved, Broken> {
        resolve(bytes, from, &mut self.text, self.used)
    }

    /// What stands in the room behind the packed texts.
    pub(crate) fn behind(&self, length: usize) -> &[u8] {
        self.text.get(self.used..self.used + length).unwrap_or_default()
    }

    /// Writes a text into the room behind the packed texts, and says how long it is.
    pub(crate) fn unpacked(&mut self, text: &[u8]) -> usize {
        copy_tail(text, &mut self.text, self.used);
        text.len()
    }

    /// Packs what stands in the room behind the packed texts.
    pub(crate) fn pack(&mut self, length: usize) -> Span {
        let span = Span::new(self.used, length);
        self.used += length;
        span
    }

    /// Packs a text.
    pub(crate) fn push(&mut self, text: &[u8]) -> Span {
        copy_tail(text, &mut self.text, self.used);
        self.pack(text.len())
    }

    /// Puts the texts of the last row in the order of its record, lengths in UTF-16 units. Its kept members are the last `kept` bytes.
    pub(crate) fn order(&mut self, kept: usize) {
        let Columns {
            records,
            text,
            used,
            unordered,
            ..
        } = self;
        let Some(record) = records.last_mut() else { return };
        let start = record.text as usize;
        unordered.clear();
        unordered.extend_from_slice(text.get(start..*used).unwrap_or_default());
        let source = unordered.as_slice();
        let mut end = start;
        for span in [
            &mut record.task_id,
            &mut record.object_path,
            &mut record.description,
            &mut record.raw_progress,
        ] {
            if span.length < CANONICAL {
                let from = (span.start as usize).saturating_sub(start);
                let part = source.get(from..from + span.length as usize).unwrap_or_default();
                *span = Span::new(end, utf16_length(part));
                copy_tail(part, text, end);
                end += part.len();
            }
        }
        let part = source.get(source.len().saturating_sub(kept)..).unwrap_or_default();
        copy_tail(part, text, end);
        record.extra = Span::new(0, utf16_length(part)).length;
        *used = end + part.len();
    }

    /// Makes room for a body of `length` bytes, so that rows of usual size never wait for it.
    pub(crate) fn reserve(&mut self, length: usize) {
        // A row of the reference's example has 230 bytes, of which 90 are packed.
        self.records.reserve(length / 200 + 1);
        if self.text.len() < length / 2 {
            self.text.resize(length / 2 + 2 * ROOM, 0);
        }
    }
}
