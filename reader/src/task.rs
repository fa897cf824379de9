//! One task of the list: bytes to a record.
//!
//! Here is the general way, which reads whatever JSON allows and tells what is unusual. [`super::usual`] goes first.

use crate::block::block;
use crate::columns::{Columns, Kind, Piece, Record, STATUS_BITS, WIDE};
use crate::extra::Extra;
use crate::json::{Broken, Raw, Reader};
use crate::schema::{Schema, TaskField};
use crate::tell::{Expected, Finding, Place, Tell, tell_replaced};
use crate::text::{name, unescape};
use crate::usual::{Habits, known};
use crate::value;

/// The most unknown statuses or types a page tells apart; a record has this many bits for them.
const CODES: u32 = (1 << STATUS_BITS) - 1;

/// What a row is read into.
struct Row {
    /// One bit per member that was there.
    seen: u8,
    /// The member before, [`TaskField::COUNT`] for none.
    after: usize,
    task_id: Piece,
    object_path: Piece,
    description: Piece,
    raw_progress: Piece,
    status: Option<u32>,
    object_type: Option<u32>,
    progress: f64,
    creation_time: f64,
}

/// Reads rows, and remembers from one row to the next what is worth expecting.
pub struct Tasks<'t> {
    /// What was read.
    pub columns: Columns,
    /// Whoever listens to findings.
    pub tell: &'t mut dyn Tell,
    pub(crate) schema: &'static Schema,
    /// Resolved escapes of the row at hand.
    resolved: Vec<u8>,
    extra: Extra,
    pub(crate) habits: Habits,
    told_utc: bool,
    told_number: bool,
}

impl<'t> Tasks<'t> {
    /// `columns` is room to fill.
    pub fn new(columns: Columns, schema: &'static Schema, tell: &'t mut dyn Tell) -> Tasks<'t> {
        Tasks {
            columns,
            tell,
            schema,
            resolved: Vec::new(),
            extra: Extra::default(),
            habits: Habits::default(),
            told_utc: false,
            told_number: false,
        }
    }

    /// Reads an array of tasks, from its bracket.
    ///
    /// # Errors
    /// Where the body is no JSON.
    pub fn list(&mut self, reader: &mut Reader<'_>) -> Result<(), Broken> {
        reader.at += 1;
        self.columns.reserve(reader.bytes.len() - reader.at);
        if reader.passes(b']')? {
            return Ok(());
        }
        let mut place = 0;
        loop {
            let first = reader.space()?;
            let usual = self.usual_rows(reader);
            if usual > 0 {
                place += usual;
            } else if first == b'{' {
                reader.at += 1;
                self.row(reader, place)?;
                place += 1;
            } else {
                let start = reader.at;
                reader.skip()?;
                let found = Finding::UnreadableRow(reader.since(start));
                self.tell.tell(found, Place::Row(place));
                place += 1;
            }
            match reader.space()? {
                b',' => reader.at += 1,
                b']' => {
                    reader.at += 1;
                    return Ok(());
                }
                _ => return Err(Broken::NotJson),
            }
        }
    }

    /// Reads an entry of the list that is an object, from behind its brace.
    ///
    /// # Errors
    /// Where the body is no JSON.
    pub fn row(&mut self, reader: &mut Reader<'_>, place: usize) -> Result<(), Broken> {
        let mut row = Row {
            seen: 0,
            after: TaskField::COUNT,
            task_id: Piece::NONE,
            object_path: Piece::NONE,
            description: Piece::NONE,
            raw_progress: Piece::NONE,
            status: None,
            object_type: None,
            progress: f64::NAN,
            creation_time: f64::NAN,
        };
        if reader.passes(b'}')? {
            self.finish(&row, reader.bytes, place);
            return Ok(());
        }
        loop {
            self.member(reader, &mut row, place)?;
            match reader.space()? {
                b',' => reader.at += 1,
                b'}' => {
                    reader.at += 1;
                    break;
                }
                _ => return Err(Broken::NotJson),
            }
        }
        self.finish(&row, reader.bytes, place);
        Ok(())
    }

    /// Reads the text value of a known member, from behind its quote.
    fn text(&mut self, field: TaskField, reader: &mut Reader<'_>, row: &mut Row, place: usize) -> Result<(), Broken> {
        if self.usual_text(field, reader, row) {
            return Ok(());
        }
        let start = reader.at;
        let piece = self.piece(field, reader, place)?;
        match field {
            TaskField::TaskId => row.task_id = piece,
            TaskField::ObjectPath => row.object_path = piece,
            TaskField::Description => row.description = piece,
            TaskField::Status => {
                let text = self.bytes_of(piece, reader.bytes).to_vec();
                row.status = Some(self.status(&text, place));
            }
            TaskField::ObjectType => {
                let text = self.bytes_of(piece, reader.bytes).to_vec();
                row.object_type = Some(self.object_type(&text, place));
            }
            TaskField::CreationTime => self.time(piece, reader, start, row, place),
            TaskField::Process => self.progress(piece, reader, start, row, place),
        }
        Ok(())
    }

    /// Reads the texts that most members have, by comparing; says whether it was one.
    fn usual_text(&mut self, field: TaskField, reader: &mut Reader<'_>, row: &mut Row) -> bool {
        let Some(here) = block(reader.bytes, reader.at) else {
            return false;
        };
        match field {
            TaskField::Status | TaskField::ObjectType => {
                let (words, slot) = match field {
                    TaskField::Status => (self.schema.statuses, &mut row.status),
                    _ => (self.schema.object_types, &mut row.object_type),
                };
                let Some((code, length)) = known(words, here) else {
                    return false;
                };
                *slot = Some(code);
                reader.at += length;
                true
            }
            TaskField::CreationTime => {
                let text = reader.bytes.get(reader.at..).and_then(<[u8]>::first_chunk);
                let ms = text.map_or(f64::NAN, |text| self.habits.time(text));
                if !ms.is_nan() {
                    row.creation_time = ms;
                    reader.at += 21;
                }
                !ms.is_nan()
            }
            TaskField::Process if self.habits.is_full(here) => {
                row.progress = 100.0;
                row.raw_progress = Piece::CANONICAL;
                reader.at += 5;
                true
            }
            _ => false,
        }
    }

    /// Reads a string from behind its quote.
    fn piece(&mut self, field: TaskField, reader: &mut Reader<'_>, place: usize) -> Result<Piece, Broken> {
        let raw = reader.string()?;
        if raw.escaped || raw.wide {
            return Ok(self.unusual_piece(field, reader, raw, place));
        }
        Ok(Piece {
            start: raw.start,
            end: raw.end,
            kind: Kind::Plain,
        })
    }

    fn unusual_piece(&mut self, field: TaskField, reader: &Reader<'_>, raw: Raw, place: usize) -> Piece {
        if !raw.escaped && str::from_utf8(reader.raw(raw)).is_ok() {
            return Piece {
                start: raw.start,
                end: raw.end,
                kind: Kind::Wide,
            };
        }
        let start = self.resolved.len();
        let replaced = unescape(reader.raw(raw), &mut self.resolved);
        tell_replaced(self.tell, replaced, Place::Field(place, field.name()));
        Piece {
            start,
            end: self.resolved.len(),
            kind: Kind::Resolved,
        }
    }

    fn bytes_of<'b>(&'b self, piece: Piece, body: &'b [u8]) -> &'b [u8] {
        let source = if piece.kind == Kind::Resolved {
            &self.resolved
        } else {
            body
        };
        source.get(piece.start..piece.end).unwrap_or_default()
    }

    /// The code of a status that was not met in the usual spelling.
    fn status(&mut self, text: &[u8], place: usize) -> u32 {
        let words = self.schema.statuses;
        let known = words.iter().position(|known| known.name.as_bytes() == text);
        code(known, words.len(), || {
            self.columns
                .statuses
                .code(str::from_utf8(text).unwrap_or_default(), place)
        })
    }

    /// The code of an object type that was not met in the usual spelling.
    fn object_type(&mut self, text: &[u8], place: usize) -> u32 {
        let words = self.schema.object_types;
        let known = words.iter().position(|known| known.name.as_bytes() == text);
        code(known, words.len(), || {
            self.columns
                .object_types
                .code(str::from_utf8(text).unwrap_or_default(), place)
        })
    }

    fn time(&mut self, piece: Piece, reader: &Reader<'_>, start: usize, row: &mut Row, place: usize) {
        let text = self.bytes_of(piece, reader.bytes);
        let here = Place::Field(place, TaskField::CreationTime.name());
        match value::time(text) {
            Some(time) => {
                if time.assumed_utc && !self.told_utc {
                    let text = text.to_vec();
                    self.tell.tell(Finding::WithoutOffset(&text), here);
                    self.told_utc = true;
                }
                #[allow(clippy::cast_precision_loss, reason = "below the year 10000")]
                let ms = time.ms as f64;
                row.creation_time = ms;
            }
            None => {
                row.creation_time = f64::NAN;
                self.unreadable(TaskField::CreationTime, reader, start - 1, place);
            }
        }
    }

    fn progress(&mut self, piece: Piece, reader: &Reader<'_>, start: usize, row: &mut Row, place: usize) {
        let text = self.bytes_of(piece, reader.bytes);
        row.raw_progress = piece;
        row.progress = f64::NAN;
        match value::percent(text) {
            Some(percent) => {
                row.progress = percent;
                if canonical(percent, text) {
                    row.raw_progress = Piece::CANONICAL;
                }
            }
            // The raw text is a field of its own, so nothing needs to go to `extra`.
            None if !text.is_empty() => self.tell_unreadable(TaskField::Process, reader, start - 1, place),
            None => {}
        }
    }

    /// Reads a member.
    fn member(&mut self, reader: &mut Reader<'_>, row: &mut Row, place: usize) -> Result<(), Broken> {
        reader.space()?;
        let expected = block(reader.bytes, reader.at).and_then(|here| self.habits.key(row.after, here));
        let field = match expected {
            Some((field, length)) => {
                reader.at += length;
                reader.expect(b':')?;
                field
            }
            None => {
                let key = reader.key()?;
                let mut resolved = Vec::new();
                let name = name(reader, key, &mut resolved);
                match TaskField::ALL.into_iter().find(|field| field.name().as_bytes() == name) {
                    Some(field) => field,
                    None => return self.extra.value(reader, key, Some(place), self.tell),
                }
            }
        };
        row.after = field as usize;
        if row.seen & bit(field) != 0 {
            let name = field.name();
            self.extra.forget(name);
            self.tell.tell(Finding::Duplicate(name), Place::Field(place, name));
        }
        row.seen |= bit(field);
        let first = reader.space()?;
        match first {
            b'"' => {
                reader.at += 1;
                self.text(field, reader, row, place)?;
            }
            b'-' | b'0'..=b'9' => {
                let start = reader.at;
                reader.number()?;
                self.number(field, reader, start, row, place);
            }
            b'n' => {
                reader.literal(b"null")?;
                row.forget(field);
                row.seen &= !bit(field);
            }
            _ => {
                let start = reader.at;
                reader.skip()?;
                row.forget(field);
                self.unreadable(field, reader, start, place);
            }
        }
        Ok(())
    }

    /// A number where a text is documented: its digits are the text.
    fn number(&mut self, field: TaskField, reader: &Reader<'_>, start: usize, row: &mut Row, place: usize) {
        let piece = Piece {
            start,
            end: reader.at,
            kind: Kind::Plain,
        };
        let text = reader.since(start);
        match field {
            TaskField::TaskId => row.task_id = piece,
            TaskField::ObjectPath => row.object_path = piece,
            TaskField::Description => row.description = piece,
            TaskField::Status => row.status = Some(self.status(text, place)),
            TaskField::ObjectType => row.object_type = Some(self.object_type(text, place)),
            TaskField::Process => {
                row.raw_progress = piece;
                row.progress = value::percent(text).unwrap_or(f64::NAN);
                if row.progress.is_nan() {
                    self.tell_unreadable(field, reader, start, place);
                }
            }
            TaskField::CreationTime => match value::epoch(text) {
                Some((ms, milliseconds)) => {
                    #[allow(clippy::cast_precision_loss, reason = "checked to be below the year 5138")]
                    let ms = ms as f64;
                    row.creation_time = ms;
                    if !self.told_number {
                        self.told_number = true;
                        let here = Place::Field(place, field.name());
                        self.tell.tell(Finding::Numeric(text, milliseconds), here);
                    }
                }
                None => {
                    row.creation_time = f64::NAN;
                    self.unreadable(field, reader, start, place);
                }
            },
        }
    }

    /// Tells that the value from `start` to the cursor cannot be read as `field`, and keeps it in `extra`.
    fn unreadable(&mut self, field: TaskField, reader: &Reader<'_>, start: usize, place: usize) {
        let here = Place::Field(place, field.name());
        self.extra.keep(field.name(), reader.since(start), self.tell, here);
        self.tell_unreadable(field, reader, start, place);
    }

    fn tell_unreadable(&mut self, field: TaskField, reader: &Reader<'_>, start: usize, place: usize) {
        let expected = match field {
            TaskField::CreationTime => Expected::Time,
            TaskField::Process => Expected::Percent,
            _ => Expected::Text,
        };
        let finding = Finding::Unreadable(expected, reader.since(start));
        self.tell.tell(finding, Place::Field(place, field.name()));
    }

    /// Puts the row into the columns.
    fn finish(&mut self, row: &Row, body: &[u8], place: usize) {
        if row.seen & EXPECTED != EXPECTED {
            self.tell_missing(row, place);
        }
        let status = match row.status {
            Some(status) => status,
            None => self.status(b"", place),
        };
        let object_type = match row.object_type {
            Some(object_type) => object_type,
            None => self.object_type(b"", place),
        };
        let text = self.columns.mark();
        let task_id = self.columns.pack(row.task_id, body, &self.resolved);
        let object_path = self.columns.pack(row.object_path, body, &self.resolved);
        let description = self.columns.pack(row.description, body, &self.resolved);
        let raw_progress = self.columns.pack(row.raw_progress, body, &self.resolved);
        let extra = if self.extra.is_empty() {
            0
        } else {
            self.columns.pack_extra(&self.extra.finish())
        };
        let failure = if self.schema.state(status) == self.schema.failed {
            failure_bits(self.schema, self.bytes_of(row.description, body))
        } else {
            0
        };
        let ascii = self.columns.text_since(text).is_ascii();
        self.columns.records.push(Record {
            text,
            status: status | failure,
            object_type: if ascii { object_type } else { object_type | WIDE },
            extra,
            task_id,
            object_path,
            description,
            raw_progress,
            progress: row.progress,
            creation_time: row.creation_time,
        });
        if !self.resolved.is_empty() {
            self.resolved.clear();
        }
    }

    #[cold]
    fn tell_missing(&mut self, row: &Row, place: usize) {
        for field in TaskField::ALL {
            if field.expected() && row.seen & bit(field) == 0 {
                self.tell.tell(Finding::Missing(field.name()), Place::Row(place));
            }
        }
    }
}

/// Members whose absence is told.
pub(crate) const EXPECTED: u8 = {
    let mut bits = 0;
    let mut rest: &[TaskField] = &TaskField::ALL;
    while let [field, tail @ ..] = rest {
        if field.expected() {
            bits |= bit(*field);
        }
        rest = tail;
    }
    bits
};

pub(crate) const fn bit(field: TaskField) -> u8 {
    1 << field as u8
}

/// The reason and the origin's HTTP status, as [`Record::status`] holds them.
pub(crate) fn failure_bits(schema: &Schema, description: &[u8]) -> u32 {
    let (reason, http_status) = (schema.failure)(description);
    (u32::from(reason) & 3) << STATUS_BITS | (u32::from(http_status) & 1023) << (STATUS_BITS + 2)
}

fn code(known: Option<usize>, count: usize, unknown: impl FnOnce() -> u32) -> u32 {
    match known {
        Some(code) => u32::try_from(code).unwrap_or(CODES),
        None => u32::try_from(count)
            .unwrap_or(CODES)
            .saturating_add(unknown())
            .min(CODES),
    }
}

/// Whether `text` is what the whole number `percent` and a percent sign print as.
fn canonical(percent: f64, text: &[u8]) -> bool {
    match *text {
        [ones, b'%'] => percent == f64::from(ones.wrapping_sub(b'0')),
        [tens @ b'1'..=b'9', ones, b'%'] => {
            percent == f64::from(tens - b'0') * 10.0 + f64::from(ones.wrapping_sub(b'0'))
        }
        _ => text == b"100%",
    }
}

impl Row {
    fn forget(&mut self, field: TaskField) {
        match field {
            TaskField::TaskId => self.task_id = Piece::NONE,
            TaskField::ObjectPath => self.object_path = Piece::NONE,
            TaskField::Description => self.description = Piece::NONE,
            TaskField::Status => self.status = None,
            TaskField::ObjectType => self.object_type = None,
            TaskField::CreationTime => self.creation_time = f64::NAN,
            TaskField::Process => {
                self.raw_progress = Piece::NONE;
                self.progress = f64::NAN;
            }
        }
    }
}
