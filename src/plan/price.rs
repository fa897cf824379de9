use super::window::Windows;
use crate::contract::Limit;
use crate::contract::limits::{BY_ID_RATE, LIST_RATE, PAGE_SIZE_MAX};

/// How often calls may be sent, in thousandths of a call per second; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(u32);

impl Rate {
    /// 80 % of the limit of DescribeRefreshTasks: the account's quota is shared.
    pub const LIST: Rate = Rate::shared(LIST_RATE);
    /// 80 % of the limit of DescribeRefreshTaskById.
    pub const BY_ID: Rate = Rate::shared(BY_ID_RATE);

    const fn shared(limit: Limit) -> Rate {
        Rate(limit.value * 800)
    }

    /// So many calls in a thousand seconds; `None` for zero.
    pub const fn per_thousand_seconds(calls: u32) -> Option<Rate> {
        if calls == 0 { None } else { Some(Rate(calls)) }
    }

    /// So many calls go in a thousand seconds.
    pub(crate) const fn in_thousand_seconds(self) -> u32 {
        self.0
    }

    /// The milliseconds from the first to the last of `calls` calls, evenly spaced, rounded up.
    pub const fn ms(self, calls: u64) -> u64 {
        calls
            .saturating_sub(1)
            .saturating_mul(1_000_000)
            .div_ceil(self.0 as u64)
    }

    /// Whether it is above what the service allows.
    pub(crate) const fn exceeds(self, limit: Limit) -> bool {
        self.0 > limit.value * 1000
    }
}

/// What a way to answer the question costs: one pass over it, without retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// How many calls.
    pub calls: Calls,
    /// How long they take at the given rate, from the first call to the last, in milliseconds.
    pub time: Duration,
}

/// How many calls a way takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calls {
    /// However few rows there are.
    pub least: u64,
    /// If the volume is as stated; `None` where nothing is known of it.
    pub expected: Option<u64>,
    /// If there are no more rows than stated, however they are spread; `None` where nothing bounds them.
    pub most: Option<u64>,
}

/// How long the calls take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// Of the least calls.
    pub least: u64,
    /// Of the expected calls.
    pub expected: Option<u64>,
}

impl Price {
    pub(crate) const NOTHING: Price = Price {
        calls: Calls {
            least: 0,
            expected: None,
            most: None,
        },
        time: Duration {
            least: 0,
            expected: None,
        },
    };

    pub(crate) fn of(calls: Calls, rate: Rate) -> Price {
        let time = Duration {
            least: rate.ms(calls.least),
            expected: calls.expected.map(|calls| rate.ms(calls)),
        };
        Price { calls, time }
    }
}

/// About so many rows make one window; a list of unknown volume is reckoned with as many.
pub(crate) const WINDOW_ROWS: u64 = 2000;

/// Rows of one page.
pub(crate) const PAGE: u64 = PAGE_SIZE_MAX.value as u64;

/// The rows of `seconds` seconds at `per_hour` rows an hour, rounded up.
pub(crate) fn rows_in(seconds: i64, per_hour: u64) -> u64 {
    u64::try_from(seconds)
        .unwrap_or(0)
        .saturating_mul(per_hour)
        .div_ceil(3600)
}

/// The width in seconds of windows that hold about [`WINDOW_ROWS`] of `rows` rows in `seconds` seconds.
pub(crate) fn width_for(rows: u64, seconds: i64) -> u32 {
    let seconds = u64::try_from(seconds).unwrap_or(1);
    u32::try_from(seconds.div_ceil(rows.div_ceil(WINDOW_ROWS).max(1))).unwrap_or(u32::MAX)
}

/// The calls of `filters` lists over `windows`, each list read to its end, if they hold `rows` rows together.
///
/// A list costs its first page and a further one for each hundred rows beyond it; so many lists cost at most `rows` hundredths more
/// than their first pages, however the rows are spread.
pub(crate) fn list_calls(filters: u64, windows: Windows, rows: Option<u64>) -> Calls {
    let count = u64::try_from(windows.len()).unwrap_or(u64::MAX);
    let least = filters.saturating_mul(count);
    // Next windows read the seconds at their seam both; windows of a second read every second three times.
    let readings = match windows.get(0) {
        Some(first) if count > 1 && first.seconds() == 1 => 3,
        _ => 2,
    };
    Calls {
        least,
        expected: rows.map(|rows| expected_pages(least, rows)),
        most: rows.map(|rows| least.saturating_add(rows.saturating_mul(readings).div_ceil(PAGE))),
    }
}

/// The pages of `lists` lists over which `rows` rows are evenly spread.
fn expected_pages(lists: u64, rows: u64) -> u64 {
    if lists == 0 {
        return 0;
    }
    // Some lists hold one row more than the others.
    let (each, more) = (rows / lists, rows % lists);
    let pages = |rows: u64| rows.div_ceil(PAGE).max(1);
    more.saturating_mul(pages(each + 1))
        .saturating_add((lists - more).saturating_mul(pages(each)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Window;
    use crate::time::Instant;

    fn windows(seconds: i64, width: u32) -> Windows {
        let start = Instant::from_civil(2026, 11, 24, 0, 0, 0).unwrap();
        Windows::of(
            Window::new(start, start.plus_ms(seconds * 1000), Instant::MIN).unwrap(),
            width,
        )
    }

    #[test]
    fn a_list_costs_its_first_page_and_one_more_for_each_hundred_rows() {
        for (lists, windows, rows, least, expected, most) in [
            (1, windows(60, 60), 0, 1, 1, 1),
            (1, windows(60, 60), 100, 1, 1, 3),
            (1, windows(60, 60), 101, 1, 2, 4),
            (300, windows(60, 60), 50, 300, 300, 301),
            (300, windows(60, 60), 30_001, 300, 301, 901),
            (2, windows(60, 20), 0, 6, 6, 6),
            (2, windows(60, 20), 6000, 6, 60, 126),
            // In windows of a second every row can be read three times.
            (1, windows(60, 1), 6000, 60, 60, 240),
            (1, windows(1, 1), 6000, 1, 60, 121),
        ] {
            let calls = list_calls(lists, windows, Some(rows));
            assert_eq!(
                (calls.least, calls.expected, calls.most),
                (least, Some(expected), Some(most)),
                "{lists} {rows}"
            );
        }
        let unknown = list_calls(2, windows(60, 20), None);
        assert_eq!((unknown.least, unknown.expected, unknown.most), (6, None, None));
    }

    #[test]
    fn calls_are_spaced_evenly() {
        for (rate, calls, ms) in [
            (Rate::LIST, 0, 0),
            (Rate::LIST, 1, 0),
            (Rate::LIST, 5, 1000),
            (Rate::BY_ID, 25, 1000),
            (Rate::BY_ID, 2, 42),
            (Rate(1), 2, 1_000_000),
            (Rate(u32::MAX), u64::MAX, 4_294_967_297),
        ] {
            assert_eq!(rate.ms(calls), ms, "{rate:?} {calls}");
        }
        assert_eq!(Rate::per_thousand_seconds(0), None);
        assert!(Rate(5001).exceeds(LIST_RATE) && !Rate(5000).exceeds(LIST_RATE));
    }

    #[test]
    fn windows_hold_about_two_thousand_rows() {
        for (rows, seconds, width) in [
            (0, 3600, 3600),
            (2000, 3600, 3600),
            (2001, 3600, 1800),
            (6000, 3600, 1200),
            (10_000_000, 100, 1),
            (u64::MAX, 1, 1),
        ] {
            assert_eq!(width_for(rows, seconds), width, "{rows} in {seconds} s");
        }
        assert_eq!(rows_in(1, 3600), 1);
        assert_eq!(rows_in(1, 1), 1);
        assert_eq!(rows_in(7200, 50), 100);
        assert_eq!(rows_in(i64::MAX, u64::MAX), u64::MAX.div_ceil(3600));
    }
}
