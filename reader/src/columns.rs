//! The rows of a page, each in fixed width, and their texts packed one behind the other. Made to be copied out as two blocks.

use crate::names::Names;
use crate::text::utf16_length;

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
        status: 0,
        object_type: 0,
        extra: 0,
        task_id: Span::ABSENT,
        object_path: Span::ABSENT,
        description: Span::ABSENT,
        raw_progress: Span::ABSENT,
        progress: f64::NAN,
        creation_time: f64::NAN,
    };
}

/// Set in [`Record::object_type`] where a text of the row is not ASCII.
pub const WIDE: u32 = 1 << 31;

/// A piece of text of a row, somewhere in the body or among the resolved escapes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
}

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nowhere: there is none.
    Absent,
    /// Nowhere: it is the progress, a whole number, and a percent sign.
    Canonical,
    /// In the body, ASCII.
    Plain,
    /// In the body, UTF-8.
    Wide,
    /// Among the resolved escapes of this row, UTF-8.
    Resolved,
}

impl Piece {
    pub(crate) const NONE: Piece = Piece {
        start: 0,
        end: 0,
        kind: Kind::Absent,
    };
    pub(crate) const CANONICAL: Piece = Piece {
        start: 0,
        end: 0,
        kind: Kind::Canonical,
    };
}

/// The columns of a page.
#[derive(Debug, Default)]
pub struct Columns {
    /// One record a task.
    pub records: Vec<Record>,
    /// Packed texts up to `used`; behind it, room to write whole blocks into.
    pub(crate) text: Vec<u8>,
    pub(crate) used: usize,
    /// Statuses that are not known.
    pub statuses: Names,
    /// Object types that are not known.
    pub object_types: Names,
}

impl Columns {
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
        self.text.capacity() + self.records.capacity() * size_of::<Record>()
    }

    /// Where the next text will begin.
    #[inline(always)]
    pub(crate) fn mark(&self) -> u32 {
        u32::try_from(self.used).unwrap_or(u32::MAX)
    }

    /// The texts packed since the mark.
    pub(crate) fn text_since(&self, mark: u32) -> &[u8] {
        self.text.get(mark as usize..self.used).unwrap_or_default()
    }

    /// Packs a piece.
    pub(crate) fn pack(&mut self, piece: Piece, body: &[u8], resolved: &[u8]) -> Span {
        let source = match piece.kind {
            Kind::Absent => return Span::ABSENT,
            Kind::Canonical => return Span::CANONICAL,
            Kind::Plain | Kind::Wide => body,
            Kind::Resolved => resolved,
        };
        let start = self.mark();
        self.push(source.get(piece.start..piece.end).unwrap_or_default());
        let length = if piece.kind == Kind::Plain {
            piece.end - piece.start
        } else {
            utf16_length(source.get(piece.start..piece.end).unwrap_or_default())
        };
        Span {
            start,
            length: u32::try_from(length).unwrap_or(ABSENT),
        }
    }

    fn push(&mut self, source: &[u8]) {
        let end = self.used + source.len();
        if self.text.len() < end + ROOM {
            self.text.resize(end + end / 2 + 2 * ROOM, 0);
        }
        if let Some(slot) = self.text.get_mut(self.used..end) {
            slot.copy_from_slice(source);
        }
        self.used = end;
    }

    /// Packs kept members, JSON, and gives the length in UTF-16 units.
    pub(crate) fn pack_extra(&mut self, json: &[u8]) -> u32 {
        let piece = Piece {
            start: 0,
            end: json.len(),
            kind: Kind::Resolved,
        };
        self.pack(piece, &[], json).length
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
