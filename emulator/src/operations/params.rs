use crate::refusal::{Code, Refusal};

/// The parameters of a call, as sent. An empty value is an absent one; of a name given twice the first counts.
#[derive(Debug, Clone, Copy)]
pub struct Params<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Params<'a> {
    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.0.iter().find(|(known, _)| *known == name)?;
        (!value.is_empty()).then_some(*value)
    }

    /// The value of a parameter without which there is no answer.
    pub fn need(&self, name: &str) -> Result<&'a str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::with(Code::Missing, name))
    }
}

/// Why a time could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoTime {
    /// Not `yyyy-MM-ddTHH:mm:ssZ`.
    Malformed,
    /// There is no such moment.
    NotSupported,
}

/// Reads `yyyy-MM-ddTHH:mm:ssZ`, to milliseconds since the epoch.
pub(crate) fn time(text: &str) -> Result<i64, NoTime> {
    let form = text.len() == 20
        && text
            .bytes()
            .zip(*b"0000-00-00T00:00:00Z")
            .all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                mark => byte == mark,
            });
    if !form {
        return Err(NoTime::Malformed);
    }
    let mut numbers = text
        .split(|mark: char| !mark.is_ascii_digit())
        .filter_map(|digits| digits.parse::<i64>().ok());
    let mut number = || numbers.next().unwrap_or(0);
    let (year, month, day, hour, minute, second) = (number(), number(), number(), number(), number(), number());
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return Err(NoTime::NotSupported);
    }
    // Days since 1970-03-01 in years that begin in March, so that the leap day is the last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days =
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day
            - 1
            - 719_468;
    Ok((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
}

/// A plain decimal integer.
pub(crate) fn integer(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().unwrap_or(u64::MAX))
}

/// Whether a path is one: an http(s) URL, or a host followed by a path.
pub(crate) fn is_path(text: &str) -> bool {
    let (scheme, rest) = match text.split_once("://") {
        // What a query holds is no scheme.
        Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => (Some(scheme), rest),
        _ => (None, text),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let path = rest.strip_prefix(host).unwrap_or_default();
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    let good_scheme =
        scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let good_host = name.contains('.')
        && !name.contains("..")
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '*') || !c.is_ascii());
    good_scheme && good_host && (scheme.is_some() || path.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cdn_refresh_tasks::time::Instant;

    #[test]
    fn reads_every_moment_that_the_core_prints() {
        for day in -719_000..2_900_000_i64 {
            if day % 97 == 0 || day.rem_euclid(1461) == 789 {
                let ms = day * 86_400_000 + day.rem_euclid(86_400) * 1000;
                assert_eq!(time(&Instant::from_ms(ms).unwrap().to_string()), Ok(ms));
            }
        }
    }

    #[test]
    fn tells_bad_form_from_impossible_moment() {
        for text in [
            "",
            "2026-11-24",
            "2026-11-24 00:00:00Z",
            "2026-11-24T00:00:00z",
            "2026-11-24T00:00Z",
            "２026-11-24T00:00:00Z",
            "1764000000000",
        ] {
            assert_eq!(time(text), Err(NoTime::Malformed), "{text}");
        }
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-10T00:00:00Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T00:00:60Z",
        ] {
            assert_eq!(time(text), Err(NoTime::NotSupported), "{text}");
        }
    }

    #[test]
    fn knows_paths() {
        for text in [
            "http://example.com/1.txt",
            "HTTPS://example.com",
            "example.com/a b",
            "http://例子.中国/图",
            "a.example.com:8080/x?y=1",
            "example.com/r?to=http://example.org/",
            "http://example.com?to=http://example.org/",
        ] {
            assert!(is_path(text), "{text}");
        }
        for text in [
            "example.com",
            "example.com?to=http://example.org/",
            "/1.txt",
            "ftp://example.com/1",
            "http:///1.txt",
            "hello",
            "http://exa mple.com/",
            "://a.b/c",
        ] {
            assert!(!is_path(text), "{text}");
        }
    }
}
