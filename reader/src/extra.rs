//! Members that no document names, and values that could not be read: kept as JSON that `JSON.parse` reads without loss.
//!
//! The value is copied token by token. A number that a double does not hold becomes a text; half a surrogate pair and bytes that are no
//! UTF-8 become U+FFFD; what is nested too deep becomes null. Each is told.

use crate::json::{Broken, Raw, Reader};
use crate::tell::{Finding, Place, Tell, tell_replaced};
use crate::text::{Replaced, unescape};

/// How deep a kept value may be nested. The readers of other languages stop at about this depth too.
pub const EXTRA_DEPTH_LIMIT: usize = 128;

/// The kept members of one object.
#[derive(Debug, Default)]
pub struct Extra {
    /// Unknown members, as the inside of a JSON object.
    json: Vec<u8>,
    /// Values of known members that could not be read or have no other place. As few as there are known members; the last of a name counts.
    known: Vec<(&'static str, Vec<u8>)>,
}

impl Extra {
    /// Whether nothing was kept.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.json.is_empty() && self.known.is_empty()
    }

    /// The JSON object.
    pub fn finish(&mut self) -> &[u8] {
        for (name, value) in self.known.drain(..) {
            open(&mut self.json, name);
            self.json.extend_from_slice(&value);
        }
        self.json.push(b'}');
        &self.json
    }

    /// An empty start for the next object.
    pub(crate) fn clear(&mut self) {
        self.json.clear();
        self.known.clear();
    }

    /// A known member occurs again.
    pub fn forget(&mut self, name: &str) {
        self.known.retain(|(kept, _)| *kept != name);
    }

    /// Reads and keeps the value at the cursor under `key`; `row` is the entry it belongs to, `None` for the envelope.
    pub fn value(
        &mut self,
        reader: &mut Reader<'_>,
        key: Raw,
        row: Option<usize>,
        tell: &mut dyn Tell,
    ) -> Result<(), Broken> {
        reader.unusual = key.escaped || key.wide;
        let first = reader.space()?;
        let start = reader.at;
        let deepest = match first {
            b'{' | b'[' => reader.skip()?,
            _ => reader.scalar(first).map(|()| 0)?,
        };
        if !reader.unusual && deepest <= EXTRA_DEPTH_LIMIT && start == key.end + 2 {
            // From the key's quote on all is as it is to be kept.
            self.json.push(if self.json.is_empty() { b'{' } else { b',' });
            self.json.extend_from_slice(reader.since(key.start - 1));
            return Ok(());
        }
        self.unusual_value(reader, key, start, deepest, row, tell);
        Ok(())
    }

    #[inline(never)]
    fn unusual_value(
        &mut self,
        reader: &Reader<'_>,
        key: Raw,
        start: usize,
        deepest: usize,
        row: Option<usize>,
        tell: &mut dyn Tell,
    ) {
        let mut name = Vec::new();
        let replaced = unescape(reader, key, &mut name);
        let name = String::from_utf8_lossy(&name);
        let place = match row {
            Some(row) => Place::Field(row, &name),
            None => Place::Member(&name),
        };
        open(&mut self.json, &name);
        put(
            &name,
            reader.since(start),
            deepest,
            replaced,
            &mut self.json,
            tell,
            place,
        );
    }

    /// Keeps a value of a known member that was already read.
    pub fn keep(&mut self, name: &'static str, value: &[u8], tell: &mut dyn Tell, place: Place<'_>) {
        let deepest = Reader::new(value).skip().unwrap_or(usize::MAX);
        let mut json = Vec::new();
        put(name, value, deepest, Replaced::default(), &mut json, tell, place);
        self.forget(name);
        self.known.push((name, json));
    }

    /// Keeps a text of a known member that has no other place.
    pub fn keep_text(&mut self, name: &'static str, text: &str) {
        let mut json = Vec::new();
        push_string(text.as_bytes(), &mut json);
        self.forget(name);
        self.known.push((name, json));
    }
}

fn open(json: &mut Vec<u8>, name: &str) {
    json.push(if json.is_empty() { b'{' } else { b',' });
    push_string(name.as_bytes(), json);
    json.push(b':');
}

/// Adds a value to `json`, and tells what had to be changed.
fn put(
    name: &str,
    value: &[u8],
    deepest: usize,
    mut replaced: Replaced,
    json: &mut Vec<u8>,
    tell: &mut dyn Tell,
    place: Place<'_>,
) {
    if deepest > EXTRA_DEPTH_LIMIT {
        json.extend_from_slice(b"null");
        tell.tell(Finding::TooDeep(name), place);
    } else if copy(value, &mut replaced, json) {
        tell.tell(Finding::NumberAsText(name), place);
    }
    tell_replaced(tell, replaced, place);
}

/// Copies a valid value without its white space; says whether a number became a text.
fn copy(value: &[u8], replaced: &mut Replaced, json: &mut Vec<u8>) -> bool {
    let mut reader = Reader::new(value);
    let mut numbers = false;
    while let Some(byte) = reader.peek() {
        let start = reader.at;
        match byte {
            b'"' => {
                reader.at += 1;
                let Ok(raw) = reader.string() else { break };
                let text = reader.raw(raw);
                if text.is_ascii() && !(raw.escaped && text.windows(2).any(|pair| pair == b"\\u")) {
                    json.extend_from_slice(reader.since(start));
                } else {
                    let mut text = Vec::new();
                    let Replaced { surrogate, bytes } = unescape(&reader, raw, &mut text);
                    replaced.surrogate |= surrogate;
                    replaced.bytes |= bytes;
                    push_string(&text, json);
                }
            }
            b'-' | b'0'..=b'9' => {
                if reader.number().is_err() {
                    break;
                }
                let literal = reader.since(start);
                if survives(literal) {
                    json.extend_from_slice(literal);
                } else {
                    numbers = true;
                    json.push(b'"');
                    json.extend_from_slice(literal);
                    json.push(b'"');
                }
            }
            b' ' | b'\n' | b'\r' | b'\t' => reader.at += 1,
            other => {
                json.push(other);
                reader.at += 1;
            }
        }
    }
    numbers
}

/// Whether a double tells this number from its neighbours: at most 15 digits always do, 16 and 17 where they are a whole number that is
/// small enough or a fraction (the shortest form of a double has up to 17). Three digits of exponent may pass a double's range.
fn survives(literal: &[u8]) -> bool {
    let (mantissa, exponent) = match memchr::memchr2(b'e', b'E', literal) {
        Some(place) => literal.split_at(place),
        None => (literal, [].as_slice()),
    };
    if exponent.iter().filter(|byte| byte.is_ascii_digit()).count() > 2 {
        return false;
    }
    let digits = mantissa
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .skip_while(|byte| **byte == b'0')
        .count();
    let whole = exponent.is_empty() && !mantissa.contains(&b'.');
    if whole {
        let magnitude = mantissa.strip_prefix(b"-").unwrap_or(mantissa);
        digits <= 15 || crate::value::count(magnitude).is_some()
    } else {
        digits <= 17
    }
}

/// Adds `text`, which is UTF-8, as a JSON string.
fn push_string(text: &[u8], json: &mut Vec<u8>) {
    json.push(b'"');
    for byte in text {
        match byte {
            b'"' | b'\\' => json.extend_from_slice(&[b'\\', *byte]),
            0..0x20 => {
                json.extend_from_slice(b"\\u00");
                for digit in [byte >> 4, byte & 15] {
                    json.push(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
                }
            }
            _ => json.push(*byte),
        }
    }
    json.push(b'"');
}
