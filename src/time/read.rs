//! Times as people and programs write them, and what they mean.

use super::Instant;
use std::borrow::Cow;

/// What a text means as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Exactly `yyyy-MM-ddTHH:mm:ssZ`, the one form that the service reads.
    Exact(Instant),
    /// That form, but no such moment: 30 February, month 13, 24:00, :60. `meant` where ISO 8601 gives it a sense: 24:00:00 ends a day.
    Impossible {
        /// The moment meant, where there is one.
        meant: Option<Instant>,
    },
    /// Another form; the moment is clear: an offset is written, or it counts from the epoch.
    Moment(Instant),
    /// Another form, with date and time but without offset: the moment as it would be in UTC.
    Local(Instant),
    /// A date alone: its first moment, as it would be in UTC.
    Day(Instant),
    /// None of these.
    Unreadable,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Reads `text` as a time. Never guesses: what has no offset says so.
///
/// Besides ISO 8601 and RFC 3339 in their variants it reads full-width digits, `2026年11月24日 8:00`, slashes for hyphens, epoch seconds
/// to nanoseconds, and the stamp `2017-12-22T08:00:00:00Z` that older editions of the service's own documents print.
pub fn read(text: &str) -> Reading {
    if let Some(exact) = read_exact(text.as_bytes()) {
        return exact;
    }
    // No form of a time is longer; a long text is not scanned twice.
    if text.len() > 128 {
        return Reading::Unreadable;
    }
    let plain = plain(text);
    let mut scanner = Scanner(plain.trim().as_bytes());
    if scanner.0.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && let Some(reading) = scanner.clone().counted()
    {
        return reading;
    }
    scanner.dated().unwrap_or(Reading::Unreadable)
}

/// `yyyy-MM-ddTHH:mm:ssZ` and nothing else.
fn read_exact(bytes: &[u8]) -> Option<Reading> {
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b'Z',
    ] = *bytes
    else {
        return None;
    };
    let year = u16::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    let (month, day) = (number(&[m1, m2])?, number(&[d1, d2])?);
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[n1, n2])?, number(&[s1, s2])?);
    Some(match Instant::from_civil(year, month, day, hour, minute, second) {
        Some(instant) => Reading::Exact(instant),
        None => Reading::Impossible {
            meant: match (hour, minute, second) {
                (24, 0, 0) => Instant::from_civil(year, month, day, 0, 0, 0).map(|day| day.plus_ms(DAY)),
                _ => None,
            },
        },
    })
}

/// The number that at most nine ASCII digits say.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, digit| {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            None
        } else {
            sum.checked_mul(10)?.checked_add(u32::from(digit))
        }
    })
}

/// Full-width characters and Chinese date words as ASCII.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '年' | '月' | '\u{2212}' => plain.push('-'),
            '日' | '\u{3000}' | '\u{a0}' => plain.push(' '),
            '时' | '點' | '点' | '分' => plain.push(':'),
            '秒' => {}
            '\u{ff01}'..='\u{ff5e}' => {
                plain.push(char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character));
            }
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

/// Takes a time apart from the left.
#[derive(Clone)]
struct Scanner<'a>(&'a [u8]);

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn take(&mut self, wanted: &[u8]) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if wanted.contains(first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn word(&mut self, word: &str) -> bool {
        match self.0.split_at_checked(word.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(word.as_bytes()) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn spaces(&mut self) -> bool {
        let before = self.0.len();
        while self.take(b" \t") {}
        self.0.len() < before
    }

    /// As many digits as there are, up to `most`; `None` below `least`.
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self
            .0
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (digits, rest) = self.0.split_at_checked(count)?;
        if count < least {
            return None;
        }
        self.0 = rest;
        number(digits)
    }

    fn fraction(&mut self) {
        let mut ahead = self.clone();
        if ahead.take(b".,") && ahead.digits(1, 9).is_some() {
            *self = ahead;
        }
    }

    /// Digits only: the epoch in seconds, milli-, micro- or nanoseconds by their number, or a date without separators.
    fn counted(mut self) -> Option<Reading> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(count)?;
        let whole = |digits: &[u8]| {
            digits
                .iter()
                .fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'))
        };
        let ms = match count {
            // 2001 to 2286: before and after, a number of digits says nothing certain.
            10 => whole(digits).checked_mul(1000)?,
            13 => whole(digits),
            16 => whole(digits) / 1000,
            19 => digits.split_at_checked(13).map(|(ms, _)| whole(ms))?,
            _ => return None,
        };
        self.0 = rest;
        self.fraction();
        self.0.is_empty().then_some(Reading::Moment(Instant::from_ms(ms)?))
    }

    fn dated(&mut self) -> Option<Reading> {
        let year = u16::try_from(self.digits(4, 4)?).ok()?;
        let (month, day) = if self.take(b"-/.") {
            let month = self.digits(1, 2)?;
            if !self.take(b"-/.") {
                return None;
            }
            (month, self.digits(1, 2)?)
        } else {
            (self.digits(2, 2)?, self.digits(2, 2)?)
        };
        let date = Instant::from_civil(year, month, day, 0, 0, 0)?;
        let spaced = self.spaces();
        if self.0.is_empty() {
            return Some(Reading::Day(date));
        }
        let joined = self.take(b"Tt_");
        if !spaced && !joined && !self.peek()?.is_ascii_digit() {
            return None;
        }
        self.spaces();
        let hour = self.digits(1, 2)?;
        let (mut minute, mut second) = (0, 0);
        if self.take(b":") {
            // `8时` alone leaves nothing behind its colon.
            minute = self.digits(1, 2).unwrap_or(0);
            if self.take(b":") {
                second = self.digits(1, 2).unwrap_or(0);
                // The documents' own slip, `08:00:00:00Z`.
                self.word(":00");
            }
        } else if let Some(compact) = self.digits(2, 2) {
            minute = compact;
            second = self.digits(2, 2).unwrap_or(0);
        }
        self.fraction();
        self.spaces();
        let time = i64::from(hour) * HOUR + i64::from(minute) * MINUTE + i64::from(second) * 1000;
        if hour > 24 || minute > 59 || second > 59 || time > DAY {
            return None;
        }
        let read = date.plus_ms(time);
        if self.0.is_empty() {
            return Some(Reading::Local(read));
        }
        let offset = self.offset()?;
        self.0.is_empty().then(|| Reading::Moment(read.plus_ms(-offset)))
    }

    /// `Z`, `UTC`, `GMT`, `+08:00`, `+0800`, `+8`, `UTC+8`; in milliseconds.
    fn offset(&mut self) -> Option<i64> {
        let named = self.word("UTC") || self.word("GMT") || self.take(b"Zz");
        self.spaces();
        if named && self.0.is_empty() {
            return Some(0);
        }
        let sign = if self.take(b"+") {
            1
        } else if self.take(b"-") {
            -1
        } else {
            return None;
        };
        let hour = self.digits(1, 2)?;
        let minute = if self.0.is_empty() {
            0
        } else {
            self.take(b":");
            self.digits(2, 2)?
        };
        (hour <= 18 && minute <= 59).then(|| sign * (i64::from(hour) * HOUR + i64::from(minute) * MINUTE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        match read(text) {
            Reading::Exact(instant) => instant,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn reads_the_service_form_and_nothing_else_as_exact() {
        for text in ["2026-11-24T08:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
            assert_eq!(at(text).to_string(), text);
        }
        for (text, meant) in [
            ("2026-02-30T00:00:00Z", None),
            ("2026-13-01T00:00:00Z", None),
            ("2026-11-24T24:00:00Z", Some("2026-11-25T00:00:00Z")),
            ("2026-11-24T24:00:01Z", None),
            ("2026-11-24T23:59:60Z", None),
            ("2026-11-24T08:61:00Z", None),
        ] {
            let meant = meant.map(at);
            assert_eq!(read(text), Reading::Impossible { meant }, "{text}");
        }
    }

    #[test]
    fn reads_other_forms_of_a_clear_moment() {
        let moment = Reading::Moment(at("2026-11-24T08:00:00Z"));
        for text in [
            "2026-11-24T16:00:00+08:00",
            "2026-11-24T16:00:00+0800",
            "2026-11-24 16:00:00 +08",
            "2026-11-24 16:00 UTC+8",
            "2026-11-24 16:00 GMT+08:00",
            "2026-11-23T22:30:00-09:30",
            "2026-11-24T08:00Z",
            "2026-11-24T08Z",
            "2026-11-24t08:00:00z",
            "2026-11-24 08:00:00Z",
            "2026-11-24 08:00:00 UTC",
            "2026-11-24T08:00:00.123456789Z",
            "2026-11-24T08:00:00,5Z",
            "2026-11-24T08:00:00:00Z",
            "20261124T080000Z",
            " 2026-11-24T08:00:00Z\n",
            "\u{3000}２０２６－１１－２４Ｔ０８：００：００Ｚ",
            "2026/11/24 08:00:00Z",
            "1795507200",
            "1795507200.75",
            "1795507200000",
            "1795507200000000",
            "1795507200000000000",
        ] {
            assert_eq!(read(text), moment, "{text}");
        }
    }

    #[test]
    fn never_guesses_an_offset() {
        let local = Reading::Local(at("2026-11-24T08:00:00Z"));
        for text in [
            "2026-11-24T08:00:00",
            "2026-11-24 08:00:00",
            "2026-11-24 08:00:00.000",
            "2026-11-24 8:00",
            "2026/11/24 08:00",
            "2026.11.24 08:00",
            "20261124080000",
            "202611240800",
            "20261124 080000",
            "2026年11月24日 08:00:00",
            "2026年11月24日8时",
            "2026年11月24日08时00分00秒",
        ] {
            assert_eq!(read(text), local, "{text}");
        }
        let day = Reading::Day(at("2026-11-24T00:00:00Z"));
        for text in ["2026-11-24", "2026/11/24", "20261124", "2026年11月24日", "2026-11-24 "] {
            assert_eq!(read(text), day, "{text}");
        }
        assert_eq!(read("2026-11-24 24:00"), Reading::Local(at("2026-11-25T00:00:00Z")));
    }

    #[test]
    fn says_when_it_cannot_read() {
        for text in [
            "",
            "now",
            "yesterday",
            "2026",
            "2026-11",
            "11/24/2026",
            "24.11.2026",
            "2026-02-30",
            "2026-11-24T08:00:00 CST",
            "2026-11-24T25:00",
            "2026-11-24T08:61Z",
            "2026-11-24T08:00:00+99:00",
            "2026-11-24T08:00:00Z0",
            "123",
            "12345678901",
            "1e12",
            "-1",
            "2026-11-24T",
            "2026-11-24x",
            "2026-11-24T08:00:00ZZ",
            "2026-11-24T08:00:00+8:0",
        ] {
            assert_eq!(read(text), Reading::Unreadable, "{text}");
        }
        assert_eq!(read(&"2".repeat(1_000_000)), Reading::Unreadable);
    }
}
