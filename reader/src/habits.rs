//! What is worth comparing with, and what was so in the last rows and may be so again.

use crate::block::{Block, Pattern, WIDTH, block};
use crate::columns::{ABSENT, Span};
use crate::schema::{Schema, TaskField, Word};
use crate::task::failure_bits;
use crate::value;

/// A key with what stands before it, its quotes, colon and the quote that opens a text value.
pub(crate) const fn key(before: &[u8], field: TaskField) -> Pattern {
    Pattern::new(before, b"\"", b"")
        .then(field.name().as_bytes())
        .then(b"\":\"")
}

/// The texts to compare with: keys, and the usual progress.
pub(crate) struct Texts {
    /// Keys behind a brace.
    pub(crate) first: [Pattern; TaskField::COUNT],
    /// Keys with their quotes only.
    pub(crate) bare: [Pattern; TaskField::COUNT],
    /// Keys behind a comma.
    pub(crate) later: [Pattern; TaskField::COUNT],
    pub(crate) full: Pattern,
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
pub(crate) const FULL: usize = TEXTS.full.len;

/// What was so in the last rows, and may be so again.
pub(crate) struct Habits {
    /// [`TEXTS`], where the compiler does not know their content: engines build a vector constant from four instructions, and load it by one.
    pub(crate) texts: &'static Texts,
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
            texts: std::hint::black_box(&TEXTS_IN_MEMORY),
            day: never,
            day_ms: 0.0,
            failures: [([never, never], 0); 4],
            next_failure: 0,
        }
    }
}

/// The member whose name may begin so: the first character tells all but two apart, the seventh one those.
#[inline(always)]
pub(crate) const fn likely(first: u8, seventh: u8) -> Option<TaskField> {
    Some(match first {
        b'S' => TaskField::Status,
        b'C' => TaskField::CreationTime,
        b'O' if seventh == b'T' => TaskField::ObjectType,
        b'O' => TaskField::ObjectPath,
        b'P' => TaskField::Process,
        b'D' => TaskField::Description,
        b'T' => TaskField::TaskId,
        _ => return None,
    })
}

/// Which member's key, with its quotes, is here, and how long it is.
pub(crate) fn key_at(texts: &Texts, here: &Block) -> Option<(TaskField, usize)> {
    let [_, first, _, _, _, _, _, seventh, ..] = here;
    let field = likely(*first, *seventh)?;
    let key = texts.bare.get(field as usize)?;
    key.begins(here).then_some((field, key.len))
}

impl Habits {
    /// Whether `100%` and its quote are here.
    pub(crate) fn is_full(&self, here: &Block) -> bool {
        self.texts.full.begins_as(here, FULL)
    }

    /// `2014-11-27T08:23:22Z` and its closing quote, by position.
    #[inline(always)]
    pub(crate) fn time(&mut self, text: &[u8; 21]) -> Option<f64> {
        let (day, rest) = text.split_first_chunk::<11>()?;
        let (clock, end) = rest.split_first_chunk::<8>()?;
        // `08:23:22` in one word: digits become their values, colons 0, and the highest bit of each byte says that it is too large.
        let word = u64::from_le_bytes(*clock) ^ u64::from_le_bytes(*b"00:00:00");
        let most = u64::from_le_bytes([0x7d, 0x76, 0x7f, 0x7a, 0x76, 0x7f, 0x7a, 0x76]);
        if (word | word.wrapping_add(most)) & 0x8080_8080_8080_8080 != 0 || end != b"Z\"" {
            return None;
        }
        let pair = |at: u32| {
            let [tens, ones, ..] = (word >> at).to_le_bytes();
            u32::from(tens) * 10 + u32::from(ones)
        };
        let (hour, minute, second) = (pair(0), pair(24), pair(48));
        if hour > 23 {
            return None;
        }
        if !self.day.begins_as(text.first_chunk()?, day.len()) {
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
    pub(crate) fn failure(&mut self, schema: &Schema, text: &[u8], description: Span) -> u32 {
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
