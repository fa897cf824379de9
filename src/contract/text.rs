use serde::Serialize;

/// The language of messages, help and titles. Codes and parameter names are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// One text in every language. May hold `{name}` places for [`fill`].
///
/// With the feature "bindgen" a text is only its key: the texts lie beside the wasm, one file per language, and the package puts them
/// into the answers. What is written with [`Text::get`] and [`fill`] is the same in both; nothing else may look into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    #[cfg(not(feature = "bindgen"))]
    en: &'static str,
    #[cfg(not(feature = "bindgen"))]
    zh: &'static str,
    #[cfg(feature = "bindgen")]
    key: [u8; KEY],
}

/// Closes a text that is to be put in; U+0002 opens it.
#[cfg(feature = "bindgen")]
const CLOSE: char = '\u{3}';
/// Stands before each `name=value` within.
#[cfg(feature = "bindgen")]
const NEXT: char = '\u{4}';
/// Opening, five characters of a digest, closing.
const KEY: usize = 7;

impl Text {
    /// A text. Both arguments must be literals: tests read them from the sources and write the file of each language.
    ///
    /// English is lower case, with user input in backticks.
    pub const fn new(en: &'static str, zh: &'static str) -> Text {
        #[cfg(feature = "bindgen")]
        return Text { key: key(en, zh) };
        #[cfg(not(feature = "bindgen"))]
        return Text { en, zh };
    }

    /// The text in `locale`.
    #[cfg(not(feature = "bindgen"))]
    pub const fn get(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Zh => self.zh,
        }
    }

    /// The text in `locale`: its key, which the package replaces.
    #[cfg(feature = "bindgen")]
    pub const fn get(&self, _: Locale) -> &str {
        match std::str::from_utf8(&self.key) {
            Ok(key) => key,
            Err(_) => "",
        }
    }
}

/// What stands for a text in the wasm. Between its two ends is the name under which the file of each language holds the text.
pub const fn key(en: &str, zh: &str) -> [u8; KEY] {
    let digest = digest(digest(0x811c_9dc5, en.as_bytes()), zh.as_bytes());
    [
        2,
        letter(digest),
        letter(digest >> 6),
        letter(digest >> 12),
        letter(digest >> 18),
        letter(digest >> 24),
        3,
    ]
}

/// FNV-1a.
const fn digest(mut digest: u32, mut bytes: &[u8]) -> u32 {
    while let [byte, rest @ ..] = bytes {
        digest = (digest ^ *byte as u32).wrapping_mul(0x0100_0193);
        bytes = rest;
    }
    digest
}

/// A letter or digit for the last five bits.
const fn letter(bits: u32) -> u8 {
    match (bits & 31) as u8 {
        digit @ 0..=9 => b'0' + digit,
        letter => b'a' + letter - 10,
    }
}

/// Puts `values` into the `{name}` places of `template`; a place without a value stays as it is.
/// What a value contains is never read as a place. User input among the values must be quoted.
#[cfg(not(feature = "bindgen"))]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = after;
        match after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, tail))
        }) {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => filled.push('{'),
        }
    }
    filled.push_str(rest);
    filled
}

/// Puts `values` beside the key that `template` is; the package puts them into its `{name}` places.
#[cfg(feature = "bindgen")]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    filled.push_str(template.trim_end_matches(CLOSE));
    for (name, value) in values {
        filled.push(NEXT);
        filled.push_str(name);
        filled.push('=');
        filled.push_str(value);
    }
    filled.push(CLOSE);
    filled
}

/// The longest piece of user input that a message repeats, in characters.
const QUOTE_LIMIT: usize = 80;

/// User input as a message shows it: in backticks, what cannot be seen made visible, and cut after 80 characters with the cut told.
pub fn quote(input: &str) -> String {
    let mut quoted = String::with_capacity(input.len().min(4 * QUOTE_LIMIT) + 2);
    quoted.push('`');
    let mut characters = input.chars();
    for character in characters.by_ref().take(QUOTE_LIMIT) {
        if character.is_control() || is_unseen(character) {
            quoted.extend(character.escape_unicode());
        } else {
            quoted.push(character);
        }
    }
    quoted.push_str(if characters.next().is_some() { "…`" } else { "`" });
    quoted
}

/// Whether a character that is no control character shows nothing, or turns what stands around it. Joiners are left out: scripts and emoji
/// are written with them.
pub(crate) fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_places_and_leaves_the_rest() {
        for (template, expected) in [
            ("", ""),
            ("no place", "no place"),
            ("{a} and {b}", "1 and {a}"),
            ("{unknown} {a}", "{unknown} 1"),
            ("open { brace {a", "open { brace {a"),
            ("中{a}文", "中1文"),
        ] {
            assert_eq!(fill(template, &[("a", "1"), ("b", "{a}")]), expected);
        }
    }

    #[test]
    fn quotes_shortly_and_visibly() {
        assert_eq!(quote("a b"), "`a b`");
        assert_eq!(quote("a\nb\u{0}"), "`a\\u{a}b\\u{0}`");
        assert_eq!(quote("a\u{200b}b\u{202e}c\u{200d}"), "`a\\u{200b}b\\u{202e}c\u{200d}`");
        assert_eq!(quote(&"字".repeat(81)), format!("`{}…`", "字".repeat(80)));
    }
}
