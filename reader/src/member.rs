//! One member of a task, whatever JSON allows there: read, and told where it is unusual.

use crate::block::block;
use crate::columns::{Columns, NONE, Record, STATUS_BITS, Span};
use crate::habits::{key_at, known, likely};
use crate::json::{Broken, Raw, Reader};
use crate::names::Names;
use crate::schema::{TaskField, Word};
use crate::task::{Row, Tasks, bit};
use crate::tell::{Expected, Finding, Place, tell_replaced};
use crate::value;

/// The most unknown statuses or types a page tells apart; a record has this many bits for them.
const CODES: u32 = (1 << STATUS_BITS) - 1;

impl Tasks<'_> {
    /// Reads members of the row at hand, at least one, until it ends or the next one may be usual again. Says whether it ended; then it stands
    /// behind the brace.
    pub(crate) fn members(&mut self, reader: &mut Reader<'_>, row: &mut Row) -> Result<bool, Broken> {
        reader.at = row.at;
        let mut first = row.seen == 0 && !row.unusual;
        row.unusual = true;
        loop {
            let end = if first {
                reader.at += 1;
                reader.passes(b'}')?
            } else {
                let next = reader.space()?;
                reader.at += 1;
                match next {
                    b',' => false,
                    b'}' => true,
                    _ => return Err(Broken::NotJson),
                }
            };
            if !end {
                self.member(reader, row)?;
            }
            row.at = reader.at;
            if end {
                return Ok(true);
            }
            if let Some([b',', b'"', first]) = reader.bytes.get(row.at..row.at + 3)
                && likely(*first, 0).is_some()
            {
                return Ok(false);
            }
            first = false;
        }
    }

    /// Reads a member.
    fn member(&mut self, reader: &mut Reader<'_>, row: &mut Row) -> Result<(), Broken> {
        reader.space()?;
        let expected = block(reader.bytes, reader.at).and_then(|here| key_at(self.habits.texts, here));
        let field = match expected {
            Some((field, length)) => {
                reader.at += length;
                reader.expect(b':')?;
                field
            }
            None => match self.key(reader)? {
                Ok(field) => field,
                Err(key) => return self.extra.value(reader, key, Some(row.place), self.tell),
            },
        };
        if row.seen & bit(field) != 0 {
            let name = field.name();
            row.dead = true;
            self.extra.forget(name);
            self.tell.tell(Finding::Duplicate(name), Place::Field(row.place, name));
        }
        row.seen |= bit(field);
        match reader.space()? {
            b'"' => {
                reader.at += 1;
                self.text(field, reader, row.place)?;
            }
            b'-' | b'0'..=b'9' => {
                let start = reader.at;
                reader.number()?;
                self.number(field, reader, start, row.place);
            }
            b'n' => {
                reader.literal(b"null")?;
                self.forget(field);
                row.seen &= !bit(field);
            }
            _ => {
                let start = reader.at;
                reader.skip()?;
                self.forget(field);
                self.unreadable(field, reader, start, row.place);
            }
        }
        Ok(())
    }

    /// Reads a key that is not spelled as usual, and its colon: a known member all the same, or another one.
    fn key(&mut self, reader: &mut Reader<'_>) -> Result<Result<TaskField, Raw>, Broken> {
        reader.expect(b'"')?;
        let start = reader.at;
        let key = self.columns.resolve(reader.bytes, start)?;
        reader.at = key.end;
        reader.expect(b':')?;
        let name = self.columns.behind(key.length);
        let field = TaskField::ALL.into_iter().find(|field| field.name().as_bytes() == name);
        Ok(field.ok_or(Raw {
            start,
            end: key.end - 1,
            escaped: key.escaped,
            wide: key.wide,
        }))
    }

    /// Sets something of the row at hand.
    #[inline(always)]
    fn set(&mut self, set: impl FnOnce(&mut Record)) {
        if let Some(record) = self.columns.records.last_mut() {
            set(record);
        }
    }

    fn set_text(&mut self, field: TaskField, text: Span) {
        self.set(|record| match field {
            TaskField::TaskId => record.task_id = text,
            TaskField::ObjectPath => record.object_path = text,
            TaskField::Description => record.description = text,
            _ => record.raw_progress = text,
        });
    }

    fn forget(&mut self, field: TaskField) {
        self.set(|record| match field {
            TaskField::TaskId => record.task_id = Span::ABSENT,
            TaskField::ObjectPath => record.object_path = Span::ABSENT,
            TaskField::Description => record.description = Span::ABSENT,
            TaskField::Status => record.status = NONE,
            TaskField::ObjectType => record.object_type = NONE,
            TaskField::CreationTime => record.creation_time = f64::NAN,
            TaskField::Process => {
                record.raw_progress = Span::ABSENT;
                record.progress = f64::NAN;
            }
        });
    }

    /// Reads the text value of a known member, from behind its quote.
    fn text(&mut self, field: TaskField, reader: &mut Reader<'_>, place: usize) -> Result<(), Broken> {
        if self.usual_text(field, reader) {
            return Ok(());
        }
        let start = reader.at;
        let text = self.columns.resolve(reader.bytes, start)?;
        reader.at = text.end;
        tell_replaced(self.tell, text.replaced, Place::Field(place, field.name()));
        match field {
            TaskField::Status => {
                let status = self.status(text.length, place);
                self.set(|record| record.status = status);
            }
            TaskField::ObjectType => {
                let object_type = self.object_type(text.length, place);
                self.set(|record| record.object_type = object_type);
            }
            TaskField::CreationTime => self.time(text.length, reader, start, place),
            TaskField::Process => self.progress(text.length, reader, start, place),
            _ => {
                let text = self.columns.pack(text.length);
                self.set_text(field, text);
            }
        }
        Ok(())
    }

    /// Reads the texts that most members have, by comparing; says whether it was one.
    fn usual_text(&mut self, field: TaskField, reader: &mut Reader<'_>) -> bool {
        let (Some(here), Some(record)) = (block(reader.bytes, reader.at), self.columns.records.last_mut()) else {
            return false;
        };
        match field {
            TaskField::Status | TaskField::ObjectType => {
                let (words, slot) = match field {
                    TaskField::Status => (self.schema.statuses, &mut record.status),
                    _ => (self.schema.object_types, &mut record.object_type),
                };
                let Some((code, length)) = known(words, here) else {
                    return false;
                };
                *slot = code;
                reader.at += length;
                true
            }
            TaskField::CreationTime => {
                let text = reader.bytes.get(reader.at..).and_then(<[u8]>::first_chunk);
                let Some(ms) = text.and_then(|text| self.habits.time(text)) else {
                    return false;
                };
                record.creation_time = ms;
                reader.at += 21;
                true
            }
            TaskField::Process if self.habits.is_full(here) => {
                record.progress = 100.0;
                record.raw_progress = Span::CANONICAL;
                reader.at += 5;
                true
            }
            _ => false,
        }
    }

    /// The code of a status that was not met in the usual spelling and stands behind the packed texts.
    fn status(&mut self, length: usize, place: usize) -> u32 {
        let Columns {
            text, used, statuses, ..
        } = &mut self.columns;
        let text = text.get(*used..*used + length).unwrap_or_default();
        code(self.schema.statuses, statuses, text, place)
    }

    /// The same for an object type.
    fn object_type(&mut self, length: usize, place: usize) -> u32 {
        let Columns {
            text,
            used,
            object_types,
            ..
        } = &mut self.columns;
        let text = text.get(*used..*used + length).unwrap_or_default();
        code(self.schema.object_types, object_types, text, place)
    }

    /// The codes of what is not there.
    pub(crate) fn without_status(&mut self, place: usize) -> u32 {
        self.status(0, place)
    }

    /// The same for an object type.
    pub(crate) fn without_type(&mut self, place: usize) -> u32 {
        self.object_type(0, place)
    }

    /// Reads a time that stands behind the packed texts, and in the body from `start` on.
    fn time(&mut self, length: usize, reader: &Reader<'_>, start: usize, place: usize) {
        let text = self.columns.behind(length);
        let here = Place::Field(place, TaskField::CreationTime.name());
        let Some(time) = value::time(text) else {
            self.set(|record| record.creation_time = f64::NAN);
            return self.unreadable(TaskField::CreationTime, reader, start - 1, place);
        };
        if time.assumed_utc && !self.told_utc {
            self.told_utc = true;
            self.tell.tell(Finding::WithoutOffset(text), here);
        }
        #[allow(clippy::cast_precision_loss, reason = "below the year 10000")]
        let ms = time.ms as f64;
        self.set(|record| record.creation_time = ms);
    }

    /// Reads a progress that stands behind the packed texts, and in the body from `start` on.
    fn progress(&mut self, length: usize, reader: &Reader<'_>, start: usize, place: usize) {
        let text = self.columns.behind(length);
        let percent = value::percent(text);
        let empty = text.is_empty();
        let raw = match percent {
            Some(percent) if canonical(percent, text) => Span::CANONICAL,
            _ => self.columns.pack(length),
        };
        self.set(|record| {
            record.raw_progress = raw;
            record.progress = percent.unwrap_or(f64::NAN);
        });
        // The raw text is a field of its own, so nothing needs to go to `extra`.
        if percent.is_none() && !empty {
            self.tell_unreadable(TaskField::Process, reader, start - 1, place);
        }
    }

    /// A number where a text is documented: its digits are the text.
    fn number(&mut self, field: TaskField, reader: &Reader<'_>, start: usize, place: usize) {
        let text = reader.since(start);
        match field {
            TaskField::TaskId | TaskField::ObjectPath | TaskField::Description => {
                let text = self.columns.push(text);
                self.set_text(field, text);
            }
            TaskField::Status => {
                let status = self.columns.unpacked(text);
                let status = self.status(status, place);
                self.set(|record| record.status = status);
            }
            TaskField::ObjectType => {
                let object_type = self.columns.unpacked(text);
                let object_type = self.object_type(object_type, place);
                self.set(|record| record.object_type = object_type);
            }
            TaskField::Process => {
                let raw = self.columns.push(text);
                let percent = value::percent(text);
                self.set(|record| {
                    record.raw_progress = raw;
                    record.progress = percent.unwrap_or(f64::NAN);
                });
                if percent.is_none() {
                    self.tell_unreadable(field, reader, start, place);
                }
            }
            TaskField::CreationTime => match value::epoch(text) {
                Some((ms, milliseconds)) => {
                    #[allow(clippy::cast_precision_loss, reason = "checked to be below the year 5138")]
                    let ms = ms as f64;
                    self.set(|record| record.creation_time = ms);
                    if !self.told_number {
                        self.told_number = true;
                        let here = Place::Field(place, field.name());
                        self.tell.tell(Finding::Numeric(text, milliseconds), here);
                    }
                }
                None => {
                    self.set(|record| record.creation_time = f64::NAN);
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
}

/// The code of a word: that of a known one, or its place among the others behind them.
fn code(words: &[Word], others: &mut Names, text: &[u8], place: usize) -> u32 {
    let code = match words.iter().position(|known| known.name.as_bytes() == text) {
        Some(known) => known,
        None => words.len() + others.code(str::from_utf8(text).unwrap_or_default(), place) as usize,
    };
    u32::try_from(code).unwrap_or(CODES).min(CODES)
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
