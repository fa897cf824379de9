//! What every field asks first: that it holds text, whole, and nothing around it.

use crate::contract::rule::{FOUND, Finding};
use crate::contract::{Given, Param, Text, quote};
use std::borrow::Cow;

const PADDED: Text = Text::new("found white space around {0}", "{0} 首尾有空白字符");
const BLANK: Text = Text::new("found white space only", "实际只有空白字符");
const HALF_A_CHARACTER: Text = Text::new(
    "found half a character (a lone surrogate) in {0}",
    "{0} 中有半个字符（孤立的代理项）",
);
const DATE: Text = Text::new("found a date object", "实际为日期对象");
const KINDS: &[(&str, Text)] = &[
    ("array", Text::new("found an array", "实际为数组")),
    ("object", Text::new("found an object", "实际为对象")),
    ("boolean", Text::new("found a boolean", "实际为布尔值")),
    ("function", Text::new("found a function", "实际为函数")),
    ("symbol", Text::new("found a symbol", "实际为 Symbol")),
    ("file", Text::new("found a file", "实际为文件")),
    (
        "unreadable",
        Text::new("found a value that fails when read", "读取该值时出错"),
    ),
];

/// The text of a field, or what keeps it from being sent as it is.
pub(super) fn plain<'g>(param: Param, given: &'g Given<'_>) -> Result<&'g str, Box<Finding>> {
    match given {
        // Asked of every field at every keystroke: what begins and ends with a visible ASCII character needs no closer look.
        Given::Text(text) if is_tight(text) => Ok(text),
        Given::Text(text) if trim(text).is_empty() => Err(Finding::saying(BLANK, Vec::new()).or_remove(param)),
        Given::Text(text) if trim(text).len() < text.len() => Err(Finding::saying(PADDED, vec![quote(trim(text))])),
        Given::Text(text) | Given::Number(text) => Ok(text),
        Given::IllFormed(text) => Err(Finding::saying(HALF_A_CHARACTER, vec![quote(text)])),
        Given::Moment(_) => Err(Finding::saying(DATE, Vec::new())),
        Given::Other(kind) => Err(match KINDS.iter().find(|(known, _)| known == kind) {
            Some((_, text)) => Finding::saying(*text, Vec::new()),
            None => Finding::saying(FOUND, vec![quote(kind)]),
        }),
    }
}

/// Fixes copy no longer text than this: an answer stays short.
const LONGEST: usize = 4096;

/// The text that was probably meant: nothing around it, full-width characters narrow. For fields of plain ASCII.
pub(super) fn meant<'g>(given: &'g Given<'_>) -> Option<Cow<'g, str>> {
    let text = trimmed(given)?;
    if text.is_ascii() {
        return Some(Cow::Borrowed(text));
    }
    Some(Cow::Owned(
        text.chars()
            .map(|character| match character {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
                '、' => ',',
                other => other,
            })
            .collect(),
    ))
}

/// The text without what is around it, if a fix may hold it.
pub(super) fn trimmed<'g>(given: &'g Given<'_>) -> Option<&'g str> {
    match given {
        Given::Text(text) | Given::Number(text) if text.len() <= LONGEST => Some(trim(text)),
        _ => None,
    }
}

fn is_tight(text: &str) -> bool {
    matches!((text.as_bytes().first(), text.as_bytes().last()), (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic())
}

fn trim(text: &str) -> &str {
    // Pasted text brings byte order marks and zero-width spaces along.
    text.trim_matches(|character: char| character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}'))
}

/// `text` taken apart at commas, semicolons and white space; empty pieces are left out.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | '，' | '；' | '、'))
        .filter(|piece| !piece.is_empty())
}

/// The only piece of `text`, if it is not a list.
pub(super) fn only_piece(text: &str) -> Option<&str> {
    let mut pieces = pieces(text);
    let first = pieces.next()?;
    pieces.next().is_none().then_some(first)
}
