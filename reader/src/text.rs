//! Strings of a body as text: escapes resolved, halves of surrogate pairs and bytes that are no UTF-8 replaced and told.

use crate::json::{Raw, Reader};

/// What had to be replaced in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Half a surrogate pair.
    pub surrogate: bool,
    /// Bytes that are no UTF-8.
    pub bytes: bool,
}

/// Adds the raw bytes between two quotes to `text`, as UTF-8.
pub fn unescape(raw: &[u8], text: &mut Vec<u8>) -> Replaced {
    let start = text.len();
    text.reserve(raw.len());
    let mut surrogate = false;
    let mut seen = 0;
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        if *byte != b'\\' {
            text.push(*byte);
            seen |= byte;
            at += 1;
            continue;
        }
        let kind = raw.get(at + 1).copied().unwrap_or(b'\\');
        at += 2;
        text.push(match kind {
            b'u' => {
                let (character, length) = unicode_escape(raw.get(at..).unwrap_or_default());
                at += length - 2;
                surrogate |= character.is_none();
                let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                if !character.is_ascii() {
                    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
                u8::try_from(character).unwrap_or_default()
            }
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            other => other,
        });
    }
    // An escape never continues a sequence of bytes, so what is no UTF-8 is the same before and after them.
    Replaced {
        surrogate,
        bytes: seen >= 0x80 && mend(text, start),
    }
}

/// Replaces what is no UTF-8 from `start` on by U+FFFD, as the Encoding Standard has it.
#[inline(never)]
fn mend(text: &mut Vec<u8>, start: usize) -> bool {
    let tail = text.get(start..).unwrap_or_default();
    if str::from_utf8(tail).is_ok() {
        return false;
    }
    let mended = String::from_utf8_lossy(tail).into_owned();
    text.truncate(start);
    text.extend_from_slice(mended.as_bytes());
    true
}

/// A key as text, resolved if it holds escapes.
pub fn name<'k>(reader: &Reader<'k>, key: Raw, resolved: &'k mut Vec<u8>) -> &'k [u8] {
    if key.escaped {
        unescape(reader.raw(key), resolved);
        resolved
    } else {
        reader.raw(key)
    }
}

/// The character of a `\u` escape, from behind the `u`, and the length of the whole escape; `None` for half a pair.
fn unicode_escape(digits: &[u8]) -> (Option<char>, usize) {
    let unit = hex(digits);
    match unit {
        0xd800..0xdc00 => match digits.get(4..) {
            Some([b'\\', b'u', low @ ..]) if matches!(hex(low), 0xdc00..0xe000) => (
                char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (hex(low) - 0xdc00)),
                12,
            ),
            _ => (None, 6),
        },
        _ => (char::from_u32(unit), 6),
    }
}

/// Four hexadecimal digits; the reader has checked them.
fn hex(digits: &[u8]) -> u32 {
    digits.iter().take(4).fold(0, |value, digit| {
        value * 16
            + u32::from(match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                b'A'..=b'F' => digit - b'A' + 10,
                _ => 0,
            })
    })
}

/// How many UTF-16 units a UTF-8 text has: JavaScript counts so.
pub(crate) fn utf16_length(text: &[u8]) -> usize {
    text.iter()
        .map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(*byte >= 0xf0))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &[u8], expected: &str, surrogate: bool, bytes: bool) {
        let mut text = Vec::new();
        let replaced = unescape(raw, &mut text);
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
