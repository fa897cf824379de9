use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use std::fmt;

/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z, between the years 0000 and 9999.
///
/// `Display` prints the one form that the service reads, `yyyy-MM-ddTHH:mm:ssZ`; milliseconds are cut, never rounded up, so that
/// a printed time is never later than the moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 0000-01-01T00:00:00Z.
    pub const MIN: Instant = Instant(-62_167_219_200_000);
    /// 9999-12-31T23:59:59.999Z, the last moment with a year of four digits.
    pub const MAX: Instant = Instant(253_402_300_799_999);

    /// The moment `ms` milliseconds after the epoch; `None` outside [`Instant::MIN`]..=[`Instant::MAX`].
    pub const fn from_ms(ms: i64) -> Option<Instant> {
        if Self::MIN.0 <= ms && ms <= Self::MAX.0 {
            Some(Instant(ms))
        } else {
            None
        }
    }

    /// The moment of a calendar date and time of day in UTC; `None` where there is no such moment (30 February, 24:00, :60).
    pub fn from_civil(year: u16, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Instant> {
        let date = NaiveDate::from_ymd_opt(i32::from(year), month, day)?;
        Instant::from_ms(date.and_hms_opt(hour, minute, second)?.and_utc().timestamp_millis())
    }

    /// Milliseconds since the epoch.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms` milliseconds, stopping at [`Instant::MIN`] and [`Instant::MAX`].
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Instant {
        let moved = self.0.saturating_add(ms);
        if moved < Self::MIN.0 {
            Self::MIN
        } else if moved > Self::MAX.0 {
            Self::MAX
        } else {
            Instant(moved)
        }
    }

    /// The whole second this moment lies in.
    #[must_use]
    pub const fn floor_to_second(self) -> Instant {
        Instant(self.0.div_euclid(1000) * 1000)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every value between MIN and MAX is within chrono's range; the fallback cannot be reached and prints the epoch.
        let at: DateTime<Utc> = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        let year = at.year().unsigned_abs();
        let pairs = [
            year / 100,
            year % 100,
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
        ];
        let mut text = *b"0000-00-00T00:00:00Z";
        // By hand: this is printed often, and the general way of padding numbers is many times the code.
        for (pair, start) in pairs.into_iter().zip([0, 2, 5, 8, 11, 14, 17]) {
            for (digit, position) in [(pair / 10, start), (pair, start + 1)] {
                if let (Some(place), Ok(digit)) = (text.get_mut(position), u8::try_from(digit % 10)) {
                    *place = b'0' + digit;
                }
            }
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instant({} ms, {self})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_service_form() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (1_514_764_799_999, "2017-12-31T23:59:59Z"),
            (1_582_934_400_000, "2020-02-29T00:00:00Z"),
            (Instant::MIN.ms(), "0000-01-01T00:00:00Z"),
            (Instant::MAX.ms(), "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(Instant::from_ms(ms).unwrap().to_string(), text, "{ms}");
        }
    }

    #[test]
    fn reads_only_moments_that_exist() {
        assert_eq!(
            Instant::from_civil(2024, 2, 29, 23, 59, 59).unwrap().to_string(),
            "2024-02-29T23:59:59Z"
        );
        for (year, month, day, hour, minute, second) in [
            (2023, 2, 29, 0, 0, 0),
            (2023, 13, 1, 0, 0, 0),
            (2023, 1, 1, 24, 0, 0),
            (2023, 1, 1, 0, 0, 60),
        ] {
            assert_eq!(Instant::from_civil(year, month, day, hour, minute, second), None);
        }
    }

    #[test]
    fn moves_stop_at_the_ends() {
        assert_eq!(Instant::MIN.plus_ms(-1), Instant::MIN);
        assert_eq!(Instant::MAX.plus_ms(i64::MAX), Instant::MAX);
        assert_eq!(Instant::from_ms(Instant::MAX.ms() + 1), None);
    }
}
