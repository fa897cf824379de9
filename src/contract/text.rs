use serde::Serialize;
use std::borrow::Cow;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English: lower case, user input in backticks.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Text {
    /// A text in both languages.
    pub const fn new(en: &'static str, zh: &'static str) -> Text {
        Text { en, zh }
    }

    /// The text in `locale`.
    pub const fn get(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Zh => self.zh,
        }
    }
}

/// Puts `values` into the `{name}` places of `template`; a place without a value stays as it is.
/// What a value contains is never read as a place.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    fill_with(template, |name| {
        let (_, value) = values.iter().find(|(known, _)| *known == name)?;
        Some(Cow::Borrowed(value))
    })
}

/// Like [`fill`], with the values looked up by `value_of`.
pub fn fill_with<'a>(template: &str, value_of: impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = after;
        match after
            .split_once('}')
            .and_then(|(name, tail)| Some((value_of(name)?, tail)))
        {
            Some((value, tail)) => {
                filled.push_str(&value);
                rest = tail;
            }
            None => filled.push('{'),
        }
    }
    filled.push_str(rest);
    filled
}

/// The longest piece of user input that a message repeats, in characters.
const QUOTE_LIMIT: usize = 80;

/// User input as a message shows it: in backticks, control characters made visible, and cut after 80 characters with the cut told.
pub fn quote(input: &str) -> String {
    let mut quoted = String::with_capacity(input.len().min(4 * QUOTE_LIMIT) + 2);
    quoted.push('`');
    let mut characters = input.chars();
    for character in characters.by_ref().take(QUOTE_LIMIT) {
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') {
            quoted.extend(character.escape_unicode());
        } else {
            quoted.push(character);
        }
    }
    quoted.push_str(if characters.next().is_some() { "…`" } else { "`" });
    quoted
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
        assert_eq!(quote(&"字".repeat(81)), format!("`{}…`", "字".repeat(80)));
    }
}
