//! The list of tasks: bytes to records.
//!
//! Usual members are read by [`super::usual`]; where it meets something else, [`super::member`], which reads whatever JSON allows and tells
//! what is unusual, takes over for as long as it must.

use crate::columns::{Columns, NONE, Record, STATUS_BITS, WIDE};
use crate::extra::{EXTRA_DEPTH_LIMIT, Extra};
use crate::habits::Habits;
use crate::json::{Broken, Reader};
use crate::schema::{Schema, TaskField};
use crate::tell::{Finding, Place, Tell};
use crate::usual::Pause;

/// The row at hand.
#[derive(Debug)]
pub(crate) struct Row {
    /// Where it is read on.
    pub(crate) at: usize,
    /// Its place in the list.
    pub(crate) place: usize,
    /// One bit per member that was there.
    pub(crate) seen: u8,
    /// Whether not all of it was usual.
    pub(crate) unusual: bool,
    /// Whether a text was packed that no member of the record has any more.
    pub(crate) dead: bool,
}

/// Reads rows, and remembers from one row to the next what is worth expecting.
pub struct Tasks<'t> {
    /// What was read.
    pub columns: Columns,
    /// Whoever listens to findings.
    pub tell: &'t mut dyn Tell,
    /// Entries of the list that are no tasks, as a JSON array without its end; empty where there are none.
    pub others: Vec<u8>,
    pub(crate) schema: &'static Schema,
    pub(crate) extra: Extra,
    pub(crate) habits: Habits,
    pub(crate) told_utc: bool,
    pub(crate) told_number: bool,
}

impl<'t> Tasks<'t> {
    /// `columns` is room to fill.
    pub fn new(columns: Columns, schema: &'static Schema, tell: &'t mut dyn Tell) -> Tasks<'t> {
        Tasks {
            columns,
            tell,
            others: Vec::new(),
            schema,
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
            if reader.space()? == b'{' {
                place = self.rows(reader, place)?;
            } else {
                let start = reader.at;
                let deepest = reader.skip()?;
                self.no_task(reader.since(start), deepest, place);
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

    /// Reads entries that are objects, from the brace of the first one on, as many as follow each other without white space; the first one has
    /// this place. Says which place comes next.
    fn rows(&mut self, reader: &mut Reader<'_>, place: usize) -> Result<usize, Broken> {
        let mut row = self.begin(reader.at, place);
        loop {
            match self.usual(reader.bytes, &mut row) {
                Pause::Over => break,
                Pause::RowEnd => {}
                Pause::Unusual => {
                    if !self.members(reader, &mut row)? {
                        continue;
                    }
                }
            }
            self.finish(&row);
            if reader.bytes.get(row.at..row.at + 2) != Some(b",{") {
                row.place += 1;
                break;
            }
            row = self.begin(row.at + 1, row.place + 1);
        }
        reader.at = row.at;
        Ok(row.place)
    }

    /// Reads one object as a task, from its brace; it has the first place.
    ///
    /// # Errors
    /// Where the body is no JSON.
    pub fn row(&mut self, reader: &mut Reader<'_>) -> Result<(), Broken> {
        let mut row = self.begin(reader.at, 0);
        while !self.members(reader, &mut row)? {}
        self.finish(&row);
        Ok(())
    }

    /// Tells of an entry that is no object, and keeps it.
    #[inline(never)]
    fn no_task(&mut self, mut value: &[u8], deepest: usize, place: usize) {
        self.tell.tell(Finding::UnreadableRow(value), Place::Row(place));
        // Kept in an array, it is one level deeper.
        if deepest >= EXTRA_DEPTH_LIMIT {
            self.tell.tell(Finding::TooDeep("Tasks"), Place::Row(place));
            value = b"null";
        }
        self.others.push(if self.others.is_empty() { b'[' } else { b',' });
        self.others.extend_from_slice(value);
    }

    /// Begins the row whose brace is at `at`.
    fn begin(&mut self, at: usize, place: usize) -> Row {
        self.columns.begin();
        Row {
            at,
            place,
            seen: 0,
            unusual: false,
            dead: false,
        }
    }

    /// Ends a row that was not usual.
    fn finish(&mut self, row: &Row) {
        if row.seen & EXPECTED != EXPECTED {
            self.tell_missing(row);
        }
        let Some(&Record {
            text,
            mut status,
            mut object_type,
            description,
            ..
        }) = self.columns.records.last()
        else {
            return;
        };
        if status == NONE {
            status = self.without_status(row.place);
        }
        if object_type == NONE {
            object_type = self.without_type(row.place);
        }
        if self.schema.state(status) == self.schema.failed {
            status |= self.habits.failure(self.schema, &self.columns.text, description);
        }
        let kept = if self.extra.is_empty() {
            0
        } else {
            let kept = self.columns.push(self.extra.finish()).length;
            self.extra.clear();
            kept
        };
        let wide = !self.columns.text_since(text).is_ascii();
        if let Some(record) = self.columns.records.last_mut() {
            record.status = status;
            record.object_type = if wide { object_type | WIDE } else { object_type };
            record.extra = kept;
        }
        if wide || row.dead {
            self.columns.order(kept as usize);
        }
    }

    #[cold]
    fn tell_missing(&mut self, row: &Row) {
        for field in TaskField::ALL {
            if field.expected() && row.seen & bit(field) == 0 {
                self.tell.tell(Finding::Missing(field.name()), Place::Row(row.place));
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
