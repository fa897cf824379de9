//! The ends of a range as people give them: a number of milliseconds, a date object, RFC 3339 text. An offset is never guessed.

use super::notes::{Notes, fix};
use crate::contract::planning::{END_IMPOSSIBLE, END_MALFORMED, START_IMPOSSIBLE, START_MALFORMED};
use crate::contract::{Given, Text, digits, is_digits, quote};
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
        Given::Text(text) => match (rfc3339(text), read(text)) {
            (Some(fraction), Reading::Exact(second) | Reading::Moment(second)) => {
                return Ok(Some(second.floor_to_second().plus_ms(fraction_ms(fraction, edge))));
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
fn milliseconds(printed: &str, edge: Edge) -> Option<Option<Instant>> {
    let positive = printed.strip_prefix('-');
    let negative = positive.is_some();
    // JavaScript prints what is larger than 10²¹ or smaller than 10⁻⁶ with an exponent.
    let (mantissa, exponent) = match positive.unwrap_or(printed).split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (positive.unwrap_or(printed), None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let tiny = exponent.is_some_and(|exponent| exponent.starts_with('-'));
    if exponent.is_some() && !tiny {
        return Some(None);
    }
    let mut ms = match digits(whole).map(i64::try_from) {
        _ if tiny => 0,
        Some(Ok(ms)) => ms,
        _ => return Some(None),
    };
    let partial = tiny || fraction.bytes().any(|digit| digit != b'0');
    if partial && (edge == Edge::To) != negative {
        ms = ms.saturating_add(1);
    }
    Some(Instant::from_ms(if negative { -ms } else { ms }))
}

/// The fraction of a second in a text of RFC 3339's form: `2026-11-24T08:00:00`, perhaps a fraction, and an offset. Whether such a moment
/// exists is not asked here.
fn rfc3339(text: &str) -> Option<&[u8]> {
    let bytes = text.as_bytes();
    let is_form = |text: &[u8], form: &[u8]| {
        text.len() == form.len()
            && text.iter().zip(form).all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't' | b' '),
                b'Z' => matches!(byte, b'Z' | b'z'),
                b'+' => matches!(byte, b'+' | b'-'),
                other => byte == other,
            })
    };
    let (second, mut offset) = bytes.split_at_checked(19)?;
    let mut fraction: &[u8] = &[];
    if let Some(rest) = offset.strip_prefix(b".") {
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (fraction, offset) = rest.split_at_checked(length)?;
        // The reader takes nine digits.
        if !(1..=9).contains(&length) {
            return None;
        }
    }
    let is_written = is_form(second, b"0000-00-00T00:00:00") && (is_form(offset, b"Z") || is_form(offset, b"+00:00"));
    is_written.then_some(fraction)
}

/// Milliseconds of a fraction; what lies beyond them is rounded outwards.
fn fraction_ms(fraction: &[u8], edge: Edge) -> i64 {
    let (mut ms, mut unit) = (0, 100);
    for digit in fraction {
        let digit = i64::from(digit.wrapping_sub(b'0'));
        ms += digit * unit;
        if unit == 0 && digit > 0 && edge == Edge::To {
            return ms + 1;
        }
        unit /= 10;
    }
    ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_read_as_they_are_printed_and_rounded_outwards() {
        for (printed, from, to) in [
            ("1500", Some(1500), Some(1500)),
            ("1500.0", Some(1500), Some(1500)),
            ("1500.5", Some(1500), Some(1501)),
            ("1500.05", Some(1500), Some(1501)),
            ("-1500", Some(-1500), Some(-1500)),
            ("-1500.5", Some(-1501), Some(-1500)),
            // Smaller than 10⁻⁶ is next to nothing, whatever its digits are.
            ("7e-7", Some(0), Some(1)),
            ("7.5e-7", Some(0), Some(1)),
            ("-7e-7", Some(-1), Some(0)),
            // Larger than any moment.
            ("1e+21", None, None),
            ("99999999999999999999", None, None),
        ] {
            let read = |edge| milliseconds(printed, edge).map(|moment| moment.map(Instant::ms));
            assert_eq!((read(Edge::From), read(Edge::To)), (Some(from), Some(to)), "{printed}");
        }
        for printed in ["", "-", ".5", "1.x", "NaN", "Infinity"] {
            assert_eq!(milliseconds(printed, Edge::From), None, "{printed}");
        }
    }

    #[test]
    fn fractions_beyond_milliseconds_are_rounded_outwards() {
        for (fraction, from, to) in [
            ("", 0, 0),
            ("5", 500, 500),
            ("123", 123, 123),
            ("1230", 123, 123),
            ("123000000", 123, 123),
            ("1231", 123, 124),
            ("123000001", 123, 124),
            ("9999", 999, 1000),
        ] {
            let read = |edge| fraction_ms(fraction.as_bytes(), edge);
            assert_eq!((read(Edge::From), read(Edge::To)), (from, to), "{fraction}");
        }
    }
}
