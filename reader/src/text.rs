//! Strings of a body as text: escapes resolved, halves of surrogate pairs and bytes that are no UTF-8 replaced and told.

use crate::block::{copy_part, copy_tail, write};
use crate::json::{Broken, Raw, Reader};

/// What had to be replaced in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Half a surrogate pair.
    pub surrogate: bool,
    /// Bytes that are no UTF-8.
    pub bytes: bool,
}

/// A string that was read and written as text in one pass.
pub(crate) struct Resolved {
    /// Behind its closing quote.
    pub(crate) end: usize,
    /// Of what was written, in bytes.
    pub(crate) length: usize,
    /// Held a `\`.
    pub(crate) escaped: bool,
    /// May have held bytes above 0x7F.
    pub(crate) wide: bool,
    pub(crate) replaced: Replaced,
}

/// Reads a string from behind its opening quote, and writes it as UTF-8 into `text` at `to`; `text` grows where it must.
pub(crate) fn resolve(bytes: &[u8], from: usize, text: &mut Vec<u8>, to: usize) -> Result<Resolved, Broken> {
    let (mut at, mut end) = (from, to);
    let (mut wide, mut escaped, mut surrogate) = (false, false, false);
    loop {
        let stop = copy_part(bytes, at, text, end).ok_or(Broken::Truncated)?;
        wide |= stop.wide;
        end += stop.at - at;
        match bytes.get(stop.at) {
            Some(b'"') => {
                at = stop.at + 1;
                break;
            }
            Some(b'\\') => {}
            _ => return Err(Broken::NotJson),
        }
        escaped = true;
        at = stop.at + 2;
        let byte = match *bytes.get(stop.at + 1).ok_or(Broken::Truncated)? {
            b'u' => {
                let unit = hex(bytes, at)?;
                at += 4;
                match u8::try_from(unit) {
                    Ok(byte) if byte < 0x80 => byte,
                    _ => {
                        let low = low_half(unit, bytes, at);
                        at += low.map_or(0, |_| 6);
                        let character = char::from_u32(low.unwrap_or(unit));
                        surrogate |= character.is_none();
                        let mut utf8 = [0; 4];
                        let length = character
                            .unwrap_or(char::REPLACEMENT_CHARACTER)
                            .encode_utf8(&mut utf8)
                            .len();
                        write(text, end, &utf8);
                        end += length;
                        continue;
                    }
                }
            }
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            byte @ (b'"' | b'\\' | b'/') => byte,
            _ => return Err(Broken::NotJson),
        };
        write(text, end, &[byte]);
        end += 1;
    }
    // An escape never continues a sequence of bytes, so what is no UTF-8 is the same before and after them.
    let mended = if wide { mend(text, to, end) } else { None };
    Ok(Resolved {
        end: at,
        length: mended.unwrap_or(end - to),
        escaped,
        wide,
        replaced: Replaced {
            surrogate,
            bytes: mended.is_some(),
        },
    })
}

/// Adds a string that was read before to `text`, as UTF-8.
pub fn unescape(reader: &Reader<'_>, raw: Raw, text: &mut Vec<u8>) -> Replaced {
    if !raw.escaped && !raw.wide {
        text.extend_from_slice(reader.raw(raw));
        return Replaced::default();
    }
    let to = text.len();
    match resolve(reader.bytes, raw.start, text, to) {
        Ok(Resolved { length, replaced, .. }) => {
            text.truncate(to + length);
            replaced
        }
        // It was read before, so it is a string.
        Err(_) => Replaced::default(),
    }
}

/// Replaces what is no UTF-8 in a part of `text` by U+FFFD, as the Encoding Standard has it, and says how long the part is then; `None` where
/// all of it is UTF-8.
#[inline(never)]
fn mend(text: &mut Vec<u8>, from: usize, to: usize) -> Option<usize> {
    let part = text.get(from..to).unwrap_or_default();
    if str::from_utf8(part).is_ok() {
        return None;
    }
    let mended = String::from_utf8_lossy(part).into_owned();
    copy_tail(mended.as_bytes(), text, from);
    Some(mended.len())
}

/// A key as text, resolved if it holds escapes.
pub fn name<'k>(reader: &Reader<'k>, key: Raw, resolved: &'k mut Vec<u8>) -> &'k [u8] {
    if key.escaped {
        unescape(reader, key, resolved);
        resolved
    } else {
        reader.raw(key)
    }
}

/// The character of a surrogate pair: `unit` is its first half, its second one is an escape at `at`. `None` where it is no pair.
fn low_half(unit: u32, bytes: &[u8], at: usize) -> Option<u32> {
    if !(0xd800..0xdc00).contains(&unit) || bytes.get(at..at + 2) != Some(b"\\u") {
        return None;
    }
    let low = hex(bytes, at + 2).ok().filter(|low| (0xdc00..0xe000).contains(low))?;
    Some(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
}

/// Four hexadecimal digits.
#[inline(always)]
fn hex(bytes: &[u8], at: usize) -> Result<u32, Broken> {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(digits) = rest.first_chunk::<4>() else {
        let cut = rest.iter().all(u8::is_ascii_hexdigit);
        return Err(if cut { Broken::Truncated } else { Broken::NotJson });
    };
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return Err(Broken::NotJson);
    }
    // Letters have the bit of 0x40, and their digits begin at 1.
    let value = |value, digit: &u8| value * 16 + u32::from(digit & 15) + 9 * u32::from(digit >> 6);
    Ok(digits.iter().fold(0, value))
}

/// How many UTF-16 units a UTF-8 text has: JavaScript counts so.
pub(crate) fn utf16_length(text: &[u8]) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.iter()
        .map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(*byte >= 0xf0))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &[u8], expected: &str, surrogate: bool, bytes: bool) {
        let body = [b"\"", raw, b"\""].concat();
        let mut reader = Reader::new(&body);
        reader.at = 1;
        let string = reader.string().unwrap();
        let mut text = Vec::new();
        let replaced = unescape(&reader, string, &mut text);
        assert_eq!(str::from_utf8(&text).unwrap(), expected);
        assert_eq!(replaced, Replaced { surrogate, bytes });
        assert_eq!(utf16_length(&text), expected.encode_utf16().count());
    }

    #[test]
    fn resolves_escapes() {
        check(b"", "", false, false);
        check(br#"a\"\\\/\b\f\n\r\tz"#, "a\"\\/\u{8}\u{c}\n\r\tz", false, false);
        check(br"\u4e2d\u00E9\u0000", "中é\0", false, false);
        check(br"\ud83d\ude00!", "😀!", false, false);
        check("中\\n文".as_bytes(), "中\n文", false, false);
    }

    #[test]
    fn replaces_what_is_no_character() {
        check(br"\ud83d", "\u{fffd}", true, false);
        check(br"\ud83dx", "\u{fffd}x", true, false);
        check(br"\ude00\ud83d", "\u{fffd}\u{fffd}", true, false);
        check(br"\ud83d\u0041", "\u{fffd}A", true, false);
        check(br"\ud83d\ud83d\ude00", "\u{fffd}😀", true, false);
        check(b"a\xffb\xe4\xb8", "a\u{fffd}b\u{fffd}", false, true);
    }
}
