//! How long the service asks to wait.

use super::fault::About;
use crate::time::Instant;

/// `x-acs-retry-after` in milliseconds, the older `x-ratelimit-*` in milliseconds, HTTP's own `retry-after` in seconds or as a date; the
/// first of them that can be read.
pub(super) fn retry_after_ms(about: &About<'_>) -> Option<u64> {
    about
        .header("x-acs-retry-after")
        .and_then(whole)
        .or_else(|| {
            ["x-ratelimit-user-api", "x-ratelimit-user", "x-ratelimit-api"]
                .into_iter()
                .filter_map(|name| rate_limit(about.header(name)?))
                .max()
        })
        .or_else(|| {
            let value = about.header("retry-after")?;
            match whole(value) {
                Some(seconds) => seconds.checked_mul(1000),
                None => u64::try_from(http_date(value)?.ms() - about.now?.ms()).ok().or(Some(0)),
            }
        })
        .filter(|ms| *ms < 1 << 53)
}

fn whole(value: &str) -> Option<u64> {
    cdn_refresh_tasks_reader::value::count(value.as_bytes())
}

/// `Limit:1,Remain:0,TimeLeft:2000,Reset:1234`: the time left, unless calls remain.
fn rate_limit(value: &str) -> Option<u64> {
    let part = |wanted: &str| {
        value.split(',').find_map(|part| {
            let (name, number) = part.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| whole(number))?
        })
    };
    match part("Remain") {
        Some(1..) => None,
        _ => part("TimeLeft"),
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Wed, 21 Oct 2015 07:28:00 GMT`, the one form that HTTP still allows to be sent.
fn http_date(value: &str) -> Option<Instant> {
    let mut words = value.split_once(',')?.1.split_ascii_whitespace();
    let day = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = (1..).zip(MONTHS).find(|(_, name)| *name == month)?.0;
    let year = words.next()?.parse().ok()?;
    let mut time = words.next()?.split(':');
    let mut part = || time.next()?.parse().ok();
    Instant::from_civil(year, month, day, part()?, part()?, part()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        for (headers, expected) in [
            (&[][..], None),
            (&[("X-Acs-Retry-After", "1500")], Some(1500)),
            (&[("x-acs-retry-after", "soon")], None),
            (&[("x-acs-retry-after", "-5")], None),
            (
                &[("x-ratelimit-user-api", "Limit:1,Remain:0,TimeLeft:2000,Reset:1234")],
                Some(2000),
            ),
            (&[("x-ratelimit-user-api", "Limit:1, Remain:1, TimeLeft:2000")], None),
            (&[("x-ratelimit-user-api", "nonsense")], None),
            (&[("retry-after", "3")], Some(3000)),
            (&[("retry-after", "99999999999999999999")], None),
            (&[("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")], Some(30_000)),
            (&[("Retry-After", "Wed, 21 Oct 2015 07:00:00 GMT")], Some(0)),
            (&[("Retry-After", "Wed, 31 Feb 2015 07:00:00 GMT")], None),
            (&[("retry-after", "9"), ("x-acs-retry-after", "7")], Some(7)),
        ] {
            let about = About {
                headers,
                now: Instant::from_civil(2015, 10, 21, 7, 27, 30),
                ..About::default()
            };
            assert_eq!(retry_after_ms(&about), expected, "{headers:?}");
        }
    }
}
