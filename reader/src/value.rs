//! The texts inside a response's strings: times, percentages, counts. Read by hand: the general reading of floats is 20 KB of tables.

/// A creation time, and what had to be assumed to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub ms: i64,
    /// The text named no offset; UTC was assumed.
    pub assumed_utc: bool,
}

/// Reads every form of time that the service's documents and tools show: `2014-11-27T08:23:22Z`, without seconds, with a fraction,
/// with a space for the `T`, with an offset or without one (then UTC, and told). `None` where there is no such moment.
pub fn time(text: &[u8]) -> Option<Time> {
    let text = text.trim_ascii();
    let (date, rest) = text.split_at_checked(10)?;
    let [y1, y2, y3, y4, b'-', month @ .., b'-', d1, d2] = date else {
        return None;
    };
    let &[m1, m2] = month else { return None };
    let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
    let (month, day) = (two(m1, m2)?, two(*d1, *d2)?);
    let [b'T' | b't' | b' ', h1, h2, b':', i1, i2, rest @ ..] = rest else {
        return None;
    };
    let (second, rest) = match rest {
        [b':', s1, s2, rest @ ..] => (two(*s1, *s2)?, rest),
        _ => (0, rest),
    };
    let (ms, rest) = fraction(rest)?;
    let (offset_minutes, assumed_utc) = offset(rest)?;
    let (hour, minute) = (two(*h1, *h2)?, two(*i1, *i2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = i64::from((hour * 60 + minute) * 60 + second);
    let ms = (days(year, month, day)? * 86_400 + seconds) * 1000 + i64::from(ms) - i64::from(offset_minutes) * 60_000;
    (YEARS.contains(&ms)).then_some(Time { ms, assumed_utc })
}

/// The years 0000 to 9999, in milliseconds.
const YEARS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

/// Days since 1970-01-01 of a date of the Gregorian calendar; `None` where there is no such day.
///
/// Counted from a 1 March, so that the leap day is the last of its year: years of 400, then of 100, of 4 and of 1.
fn days(year: u32, month: u32, day: u32) -> Option<i64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return None,
    };
    if day == 0 || day > length {
        return None;
    }
    // One cycle of 400 years is added, so that January and February of the year 0 have a March before them.
    let year = year + 400 - u32::from(month < 3);
    let from_march = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + from_march;
    // 719,468 days from 0000-03-01 to 1970-01-01, and the 146,097 of the added cycle.
    Some(i64::from(days) - 719_468 - 146_097)
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

/// A fraction of a second in milliseconds, cut; none is zero.
fn fraction(rest: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.', digits @ ..] = rest else {
        return Some((0, rest));
    };
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at_checked(length)?;
    if digits.is_empty() {
        return None;
    }
    let ms = (0..3).fold(0, |ms, place| {
        ms * 10 + digits.get(place).map_or(0, |digit| u32::from(digit - b'0'))
    });
    Some((ms, rest))
}

/// An offset in minutes east of UTC, and whether it had to be assumed.
fn offset(rest: &[u8]) -> Option<(i32, bool)> {
    let (sign, h1, h2, m1, m2) = match *rest {
        [] => return Some((0, true)),
        [b'Z' | b'z'] => return Some((0, false)),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] | [sign @ (b'+' | b'-'), h1, h2, m1, m2] => (sign, h1, h2, m1, m2),
        _ => return None,
    };
    let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = i32::try_from(hours * 60 + minutes).ok()?;
    Some((if sign == b'-' { -minutes } else { minutes }, false))
}

/// A number of seconds or milliseconds since 1970, told apart by size; years 1973 to 5138. Second: whether it was milliseconds.
pub fn epoch(literal: &[u8]) -> Option<(i64, bool)> {
    let value = i64::try_from(count(literal)?).ok()?;
    match value {
        100_000_000..100_000_000_000 => Some((value * 1000, false)),
        100_000_000_000..100_000_000_000_000 => Some((value, true)),
        _ => None,
    }
}

/// Ten to the powers that a double holds exactly and a progress may need.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// Reads `100%`, `99.37%` or `10`: a decimal from 0 to 100, its percent sign not required. The double is the one that JSON would give:
/// digits and power of ten are exact, so one division rounds once. Digits past the fifteenth are cut.
pub fn percent(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    let text = text.strip_suffix(b"%").map_or(text, <[u8]>::trim_ascii_end);
    let mut digits = 0_u64;
    let mut significant = 0;
    let mut scale = 0_usize;
    let mut point = false;
    let mut previous = b'.';
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                if significant < 15 && scale < 15 {
                    digits = digits * 10 + u64::from(byte - b'0');
                    significant += usize::from(digits > 0);
                    scale += usize::from(point);
                } else if !point {
                    return None;
                }
            }
            b'.' if !point && previous.is_ascii_digit() => point = true,
            _ => return None,
        }
        previous = *byte;
    }
    if !previous.is_ascii_digit() {
        return None;
    }
    // At most fifteen digits: far below the 53 bits that a double holds.
    #[allow(clippy::cast_precision_loss)]
    let value = digits as f64 / POWERS.get(scale)?;
    (value <= 100.0).then_some(value)
}

/// A whole number that a double holds exactly: digits only, or with a fraction of zeros.
pub fn count(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii();
    let whole = match memchr::memchr(b'.', text) {
        Some(point) => {
            let (whole, fraction) = text.split_at(point);
            let zeros = fraction.len() > 1 && fraction.iter().skip(1).all(|byte| *byte == b'0');
            if !zeros {
                return None;
            }
            whole
        }
        None => text,
    };
    if whole.is_empty() {
        return None;
    }
    let mut value = 0_u64;
    for byte in whole {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
    }
    (value < 1 << 53).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_time() {
        for (text, ms, assumed_utc) in [
            ("2014-11-27T08:23:22Z", 1_417_076_602_000, false),
            ("2014-11-27t08:23:22z", 1_417_076_602_000, false),
            ("2014-11-27T08:23Z", 1_417_076_580_000, false),
            ("2014-11-27 08:23:22", 1_417_076_602_000, true),
            ("2014-11-27T08:23:22", 1_417_076_602_000, true),
            (" 2014-11-27 08:23 ", 1_417_076_580_000, true),
            ("2014-11-27T08:23:22.5Z", 1_417_076_602_500, false),
            ("2014-11-27T08:23:22.123456789Z", 1_417_076_602_123, false),
            ("2014-11-27T16:23:22+08:00", 1_417_076_602_000, false),
            ("2014-11-27T07:53:22-0030", 1_417_076_602_000, false),
            ("2020-02-29T00:00:00Z", 1_582_934_400_000, false),
            ("1969-12-31T23:59:59Z", -1000, false),
        ] {
            assert_eq!(time(text.as_bytes()), Some(Time { ms, assumed_utc }), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2014-11-27",
            "2014-11-27T08",
            "2014-11-27T08:23:",
            "2014-11-27T08:23:22.Z",
            "2014-13-27T08:23:22Z",
            "2021-02-29T00:00:00Z",
            "2014-11-27T24:00:00Z",
            "2014-11-27T08:23:60Z",
            "2014-11-27T08:23:22ZZ",
            "2014-11-27T08:23:22+8",
            "2014-11-27T08:23:22+24:00",
            "2014/11/27 08:23:22",
            "２014-11-27T08:23:22Z",
            "0000-01-01T00:00:00+00:01",
            "2017-12-22T08:00:00:00Z",
        ] {
            assert_eq!(time(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn reads_percentages_to_the_same_double_as_json() {
        for whole in 0..100_u32 {
            for cents in 0..100_u32 {
                let text = format!("{whole}.{cents:02}");
                let expected: f64 = text.parse().unwrap();
                assert_eq!(percent(format!("{text}%").as_bytes()), Some(expected), "{text}");
            }
        }
        for text in [
            "0",
            "10",
            "100",
            "100.000",
            "0.1",
            "33.3333333333333",
            "99.99999999999",
            "0.000000000000001",
            "007",
        ] {
            assert_eq!(percent(text.as_bytes()), Some(text.parse().unwrap()), "{text}");
        }
        assert_eq!(percent(b" 5 % "), Some(5.0));
        assert_eq!(percent(b"33.333333333333333333333%"), Some(33.333_333_333_333_3));
        for text in [
            "",
            "%",
            "-1%",
            "+1",
            "1e1",
            "101%",
            "100.01%",
            ".5",
            "5.",
            "5.%",
            "1.2.3",
            "NaN",
            "12%%",
            "１00%",
            "1000000000000000000000",
        ] {
            assert_eq!(percent(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn reads_counts() {
        for (text, expected) in [
            ("0", Some(0)),
            ("20", Some(20)),
            (" 20 ", Some(20)),
            ("20.0", Some(20)),
            ("9007199254740991", Some(9_007_199_254_740_991)),
            ("9007199254740992", None),
            ("99999999999999999999999", None),
            ("-1", None),
            ("1.5", None),
            ("1.", None),
            ("1e3", None),
            ("", None),
        ] {
            assert_eq!(count(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(epoch(b"1417076602"), Some((1_417_076_602_000, false)));
        assert_eq!(epoch(b"1417076602123"), Some((1_417_076_602_123, true)));
        assert_eq!(epoch(b"20141127"), None);
    }
}
