//! The ends of a range as people give them: a number of milliseconds, a date object, RFC 3339 text. An offset is never guessed.

use super::notes::{Notes, fix};
use crate::contract::planning::{END_IMPOSSIBLE, END_MALFORMED, START_IMPOSSIBLE, START_MALFORMED};
use crate::contract::{Given, Text, quote};
use crate::time::{Instant, Reading, read};

/// Which end of a range, with its name in the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    From,
    To,
}

impl Edge {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Edge::From => "from",
            Edge::To => "to",
        }
    }
}

const USE: Text = Text::new("use {value}", "改为 {value}");
const AS_UTC: Text = Text::new("read it as UTC: {value}", "按 UTC 理解：{value}");

/// The moment that `given` says; `Ok(None)` where nothing is given, `Err` where what is wrong has been told.
///
/// A fraction of a millisecond is rounded outwards, so that the range never loses anything.
pub(crate) fn moment(given: Option<&Given<'_>>, edge: Edge, notes: &mut Notes) -> Result<Option<Instant>, ()> {
    let Some(given) = given.filter(|given| !given.is_absent()) else {
        return Ok(None);
    };
    let (malformed, impossible) = match edge {
        Edge::From => (&START_MALFORMED, &START_IMPOSSIBLE),
        Edge::To => (&END_MALFORMED, &END_IMPOSSIBLE),
    };
    let (rule, found, offer) = match given {
        Given::Moment(Some(moment)) => return Ok(Some(*moment)),
        Given::Moment(None) => (malformed, "`Invalid Date`".to_owned(), None),
        Given::Number(digits) => match milliseconds(digits, edge) {
            Some(Some(moment)) => return Ok(Some(moment)),
            Some(None) => (impossible, quote(digits), None),
            None => (malformed, quote(digits), None),
        },
        Given::Text(text) => match (Rfc3339::of(text), read(text)) {
            (Some(written), Reading::Exact(second) | Reading::Moment(second)) => {
                return Ok(Some(second.floor_to_second().plus_ms(written.fraction_ms(edge))));
            }
            (_, Reading::Impossible { meant }) => (impossible, quote(text), meant.map(|meant| (USE, meant))),
            (Some(_), _) => (impossible, quote(text), None),
            (None, Reading::Exact(meant) | Reading::Moment(meant)) => (malformed, quote(text), Some((USE, meant))),
            (None, Reading::Local(meant) | Reading::Day(meant)) => (malformed, quote(text), Some((AS_UTC, meant))),
            (None, Reading::Unreadable) => (malformed, quote(text), None),
        },
        Given::IllFormed(text) => (malformed, quote(text), None),
        Given::Other(kind) => (malformed, quote(kind), None),
    };
    let fixes = offer
        .map(|(title, meant)| {
            let meant = meant.to_string();
            fix(
                notes.fill(&title, &[("value", &quote(&meant))]),
                vec![(edge.name(), meant)],
            )
        })
        .into_iter()
        .collect();
    notes.tell_with(rule, &[edge.name()], &[("found", &found)], fixes);
    Err(())
}

/// A number of milliseconds as its host prints it: `None` where it is none, `Some(None)` where no moment is so far away.
fn milliseconds(digits: &str, edge: Edge) -> Option<Option<Instant>> {
    let (negative, positive) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    // JavaScript prints what is larger than 10²¹ or smaller than 10⁻⁶ with an exponent.
    let (mantissa, exponent) = match positive.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent),
        None => (positive, ""),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let tiny = match exponent.split_at_checked(1) {
        None => false,
        Some(("-", digits)) if all_digits(digits) => true,
        Some(("+", digits)) if all_digits(digits) => return Some(None),
        Some(_) => return None,
    };
    let whole: i64 = if tiny { 0 } else { whole.parse().unwrap_or(i64::MAX) };
    let partial = tiny || fraction.bytes().any(|digit| digit != b'0');
    let outward = i64::from(partial && (edge == Edge::To) != negative);
    let whole = whole.saturating_add(outward);
    Some(Instant::from_ms(if negative { -whole } else { whole }))
}

/// The fraction of a second in a text of RFC 3339's form.
struct Rfc3339<'a> {
    fraction: &'a [u8],
}

impl<'a> Rfc3339<'a> {
    /// `2026-11-24T08:00:00`, perhaps a fraction, and an offset. Whether such a moment exists is not asked here.
    fn of(text: &'a str) -> Option<Rfc3339<'a>> {
        const FORM: &[u8; 19] = b"0000-00-00T00:00:00";
        let (second, rest) = text.as_bytes().split_at_checked(FORM.len())?;
        let alike = |form: u8, byte: u8| match form {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            other => byte == other,
        };
        if !FORM.iter().zip(second).all(|(form, byte)| alike(*form, *byte)) {
            return None;
        }
        let (fraction, offset) = match rest.strip_prefix(b".") {
            None => rest.split_at_checked(0)?,
            Some(rest) => rest.split_at_checked(rest.iter().take_while(|byte| byte.is_ascii_digit()).count())?,
        };
        let dotted = fraction.len() + offset.len() < rest.len();
        let is_offset = match offset {
            [b'Z' | b'z'] => true,
            [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].into_iter().all(u8::is_ascii_digit),
            _ => false,
        };
        // The reader below this takes nine digits; more are noise of a host that prints what it has.
        (is_offset && dotted != fraction.is_empty() && fraction.len() <= 9).then_some(Rfc3339 { fraction })
    }

    fn fraction_ms(&self, edge: Edge) -> i64 {
        let digit = |place: usize| {
            self.fraction
                .get(place)
                .map_or(0, |digit| i64::from(digit.wrapping_sub(b'0')))
        };
        let beyond = self.fraction.iter().skip(3).any(|digit| *digit != b'0');
        digit(0) * 100 + digit(1) * 10 + digit(2) + i64::from(beyond && edge == Edge::To)
    }
}
