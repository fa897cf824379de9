//! Laws of `split_range` over random ranges, against arithmetic in plain seconds and against `check`.

use crate::random::Random;
use cdn_refresh_tasks::plan::{PlanOptions, Reason, Split, Window, split_range};
use cdn_refresh_tasks::request::{Draft, Given, Options, Severity, check};
use cdn_refresh_tasks::time::Instant;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;
const RETENTION: i64 = 3 * DAY;
const EDGE: i64 = 10 * MINUTE;

fn at(ms: i64) -> Instant {
    Instant::from_ms(ms).unwrap()
}

fn floor(ms: i64) -> i64 {
    ms.div_euclid(SECOND) * SECOND
}

fn ceil(ms: i64) -> i64 {
    -floor(-ms)
}

/// Moments around which calendars break.
const MOMENTS: &[&str] = &[
    "1970-01-01T00:00:00Z",
    "2023-12-31T23:59:59Z",
    "2024-02-29T12:00:00Z",
    "2024-03-01T00:00:00Z",
    "2026-11-24T08:00:00Z",
    "2027-01-01T00:00:00Z",
    "2100-02-28T23:59:59Z",
    "9999-12-30T00:00:00Z",
];

/// A moment written in one of the ways that are taken.
fn given(random: &mut Random, ms: i64) -> Given<'static> {
    match random.below(4) {
        0 => Given::Number(ms.to_string().into()),
        1 => Given::Moment(Some(at(ms))),
        2 => Given::Text(written(ms, 0).into()),
        _ => {
            let minutes = random.between(-14 * 4, 14 * 4) * 15;
            Given::Text(written(ms, minutes).into())
        }
    }
}

/// RFC 3339 with milliseconds and an offset.
fn written(ms: i64, offset_minutes: i64) -> String {
    let local = at(ms).plus_ms(offset_minutes * MINUTE);
    if local.plus_ms(-offset_minutes * MINUTE) != at(ms) {
        return written(ms, 0);
    }
    let (sign, offset) = if offset_minutes < 0 {
        ('-', -offset_minutes)
    } else {
        ('+', offset_minutes)
    };
    let second = local.to_string();
    let millis = ms.rem_euclid(SECOND);
    format!(
        "{}.{millis:03}{sign}{:02}:{:02}",
        second.trim_end_matches('Z'),
        offset / 60,
        offset % 60
    )
}

fn instant_near(random: &mut Random, now: i64) -> i64 {
    let span = [
        2 * SECOND,
        MINUTE,
        20 * MINUTE,
        2 * 60 * MINUTE,
        DAY,
        10 * DAY,
        10_000 * DAY,
    ][random.below(7)];
    let anchor = if random.one_in(3) { now - RETENTION } else { now };
    let moment = anchor + random.between(-span, span);
    let moment = if random.one_in(2) { floor(moment) } else { moment };
    moment.clamp(Instant::MIN.ms(), Instant::MAX.ms())
}

fn assert_valid(window: Window, now: Instant) {
    let draft: Draft<'_> = [
        ("StartTime", window.start_time().to_string()),
        ("EndTime", window.end().to_string()),
    ]
    .into_iter()
    .collect();
    let found = |now: Instant| check(&draft, now, &Options::default()).diagnostics;
    let codes: Vec<&str> = found(window.not_before(now)).iter().map(|told| told.code).collect();
    assert!(
        codes.iter().all(|code| *code == "NearRetention"),
        "{window:?} at {now}: {codes:?}"
    );
    let last = found(window.not_after());
    assert!(
        last.iter().all(|told| told.severity != Severity::Error),
        "{window:?}: {last:?}"
    );
    let later = found(window.not_after().plus_ms(1));
    assert!(
        window.not_after() == Instant::MAX || later.iter().any(|told| told.code == "InvalidTime"),
        "{window:?}: {later:?}"
    );
}

#[test]
fn windows_are_exactly_the_reachable_part() {
    crate::random::each(20_000, |random| {
        let base = MOMENTS[random.below(MOMENTS.len())];
        let Some(now) = moment(base).map(|now| now.plus_ms(random.between(-DAY, DAY))) else {
            panic!("{base}");
        };
        let now = if random.one_in(2) { now.floor_to_second() } else { now };
        let from = (!random.one_in(5)).then(|| instant_near(random, now.ms()));
        let to = (!random.one_in(5)).then(|| instant_near(random, now.ms()));
        let width = match random.below(4) {
            0 => None,
            1 => Some(1),
            2 => Some(u32::try_from(random.between(1, 3 * 86_400)).unwrap()),
            _ => Some(u32::try_from(random.between(1, 7200)).unwrap()),
        };
        let options = PlanOptions {
            window_seconds: width,
            ..PlanOptions::default()
        };
        let (from_given, to_given) = (from.map(|ms| given(random, ms)), to.map(|ms| given(random, ms)));
        let split = split_range(from_given.as_ref(), to_given.as_ref(), now, &options);
        assert_lawful(&split, from, to, now, width);
    });
}

fn moment(text: &str) -> Option<Instant> {
    match cdn_refresh_tasks::time::read(text) {
        cdn_refresh_tasks::time::Reading::Exact(moment) => Some(moment),
        _ => None,
    }
}

fn assert_lawful(split: &Split, from: Option<i64>, to: Option<i64>, now: Instant, width: Option<u32>) {
    let context = || {
        format!(
            "from {:?} to {:?} now {now:?} width {width:?}: {split:?}",
            from.map(at),
            to.map(at)
        )
    };
    let errors = split
        .diagnostics
        .iter()
        .filter(|told| told.severity == Severity::Error)
        .count();
    assert_eq!(split.ok(), errors == 0, "{}", context());

    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        let codes: Vec<&str> = split.diagnostics.iter().map(|told| told.code).collect();
        assert_eq!(
            (codes.as_slice(), split.unreachable.as_slice()),
            (["InvalidEndTime.Mismatch"].as_slice(), [].as_slice()),
            "{}",
            context()
        );
        return;
    }

    let edge = now.ms() - RETENTION;
    let start = from.map_or(i64::MIN, floor);
    let end = to.map_or(floor(now.ms()), |to| ceil(to).min(floor(now.ms())));
    let Some(first) = split.windows.get(0) else {
        // Out of reach: before the retention and its margin, or not before the current second.
        assert_eq!(split.diagnostics[0].code, "InvalidTime", "{}", context());
        assert!(end <= edge + EDGE || start >= floor(now.ms()), "{}", context());
        assert_eq!(
            split.unreachable.len(),
            usize::from(from.is_some() && to.is_some()),
            "{}",
            context()
        );
        return;
    };
    let last = split.windows.get(split.windows.len() - 1).unwrap();

    // Exactly the reachable part, but for a margin of one to ten minutes at the edge of the retention.
    assert_eq!(last.end(), at(end), "{}", context());
    if start >= edge + EDGE + SECOND {
        assert_eq!(first.start(), at(start), "{}", context());
    } else {
        assert!(
            first.start().ms() >= edge + MINUTE && first.start().ms() >= start,
            "{}",
            context()
        );
        assert!(first.start().ms() <= start.max(ceil(edge + EDGE)), "{}", context());
    }

    // Contiguous, and of the width that was forced.
    let count = split.windows.len();
    for index in [1, 2, count / 2, count.saturating_sub(2), count - 1] {
        if let (Some(before), Some(window)) = (
            index.checked_sub(1).and_then(|before| split.windows.get(before)),
            split.windows.get(index),
        ) {
            assert_eq!(before.end(), window.start(), "{}", context());
            assert_eq!(window.start_time(), window.start().plus_ms(-SECOND), "{}", context());
            assert_valid(window, now);
            if let Some(width) = width {
                assert_eq!(before.seconds(), i64::from(width), "{}", context());
                assert!((1..=i64::from(width)).contains(&window.seconds()), "{}", context());
            }
        }
    }
    assert!(split.windows.get(count).is_none());
    assert!(width.is_some() || count == 1);

    // What is asked is a second wider, never outside the retention, never in the future.
    assert!(
        first.start_time() == first.start() || first.start_time() == first.start().plus_ms(-SECOND),
        "{}",
        context()
    );
    if start > edge + EDGE + SECOND {
        assert_eq!(first.start_time(), at(start - SECOND), "{}", context());
    }
    assert!(first.start_time().ms() >= edge + MINUTE, "{}", context());
    assert!(last.end() <= now, "{}", context());
    assert_valid(first, now);

    // What is lost is told: a little as a notice, more as a warning and in `unreachable`.
    let severities: Vec<Severity> = split.diagnostics.iter().map(|told| told.severity).collect();
    let mut expected = Vec::new();
    let mut unreachable = Vec::new();
    if let Some(from) = from
        && start < first.start().ms()
    {
        if from < edge - EDGE {
            expected.push(Severity::Warning);
            unreachable.push((start, first.start().ms(), Reason::Retention));
        } else {
            expected.push(Severity::Notice);
        }
    }
    if let Some(to) = to
        && to > now.ms()
    {
        if to > now.ms() + EDGE {
            expected.push(Severity::Warning);
            unreachable.push((end, ceil(to), Reason::Future));
        } else {
            expected.push(Severity::Notice);
        }
    }
    assert_eq!(severities, expected, "{}", context());
    let told: Vec<_> = split
        .unreachable
        .iter()
        .map(|part| (part.start.ms(), part.end.ms(), part.reason))
        .collect();
    // The last moment of all is no whole second.
    if to.is_none_or(|to| to < Instant::MAX.ms() - SECOND) {
        assert_eq!(told, unreachable, "{}", context());
    }
}

#[test]
fn three_days_in_seconds_are_listed_in_full() {
    let now = at(1_795_507_200_000);
    let options = PlanOptions {
        window_seconds: Some(1),
        ..PlanOptions::default()
    };
    let split = split_range(None, None, now, &options);
    assert_eq!(split.windows.len(), 3 * 86_400 - 600);
    let mut end = split.windows.get(0).unwrap().start();
    for window in split.windows.iter() {
        assert_eq!((window.start(), window.seconds()), (end, 1));
        end = window.end();
    }
    assert_eq!(end, now);
}

#[test]
fn a_window_holds_its_first_moment_and_not_its_last() {
    let window = Window::new(at(10 * SECOND), at(13 * SECOND), at(0)).unwrap();
    let held = [9_999, 10_000, 12_999, 13_000].map(|ms| window.holds(at(ms)));
    assert_eq!(held, [false, true, true, false]);
}

#[test]
fn windows_tell_how_long_all_but_the_last_are() {
    let now = at(1_795_507_200_000);
    for forced in [1, 900, 7 * 86_400] {
        let options = PlanOptions {
            window_seconds: Some(forced),
            ..PlanOptions::default()
        };
        let windows = split_range(None, None, now, &options).windows;
        let width = i64::from(forced).min(windows.whole().unwrap().seconds());
        assert_eq!((windows.width(), windows.get(0).unwrap().seconds()), (width, width));
        assert!(windows.get(windows.len() - 1).is_some() && windows.get(windows.len()).is_none());
    }
}

#[test]
fn a_window_is_asked_a_second_wider_where_its_floor_allows() {
    crate::random::each(2_000, |random| {
        let start = floor(random.between(SECOND, 10 * DAY));
        let end = start + random.between(1, 5000) * SECOND;
        let floor = (start + random.between(-5000, 3000) * SECOND).max(0);
        let expected = (floor < end).then(|| (at(start.max(floor)), at((start - SECOND).max(floor)), at(end)));
        let window = Window::new(at(start), at(end), at(floor));
        assert_eq!(
            window.map(|window| (window.start(), window.start_time(), window.end())),
            expected
        );
    });
}
