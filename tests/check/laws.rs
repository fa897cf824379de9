//! Laws of `check` over random drafts: every fix helps, answers are ordered as the form is, short, and the same each time.

use crate::random::Random;
use cdn_refresh_tasks::contract::{Locale, Operation, Param};
use cdn_refresh_tasks::request::{Checked, Draft, Flaw, Given, Mode, Options, Severity, check};
use cdn_refresh_tasks::time::{Instant, Reading, read};

const KEYS: &[&str] = &[
    "TaskId",
    "ObjectPath",
    "PageNumber",
    "ObjectType",
    "DomainName",
    "Status",
    "PageSize",
    "StartTime",
    "EndTime",
    "ResourceGroupId",
    "TaskId",
    "PageNumber",
    "ObjectType",
    "DomainName",
    "Status",
    "PageSize",
    "StartTime",
    "EndTime",
    "StartTime",
    "EndTime",
    "pageSize",
    "page_size",
    "start",
    "Action",
    "SecurityToken",
    "nonsense",
    "",
    "状态",
    "domain",
    "Url",
];

const VALUES: &[&str] = &[
    "",
    " ",
    "1",
    "0",
    "-1",
    "20",
    " 20 ",
    "100",
    "101",
    "100001",
    "1e3",
    "1.5",
    "+7",
    "007",
    "NaN",
    "１２",
    "15423123921",
    "15423123921,2",
    "1, 2",
    "1,2,3,4,5,6,7,8,9,10,11",
    "abc",
    "file",
    "File",
    " file",
    "dir",
    "IgnoreParams",
    "path",
    "Complete",
    "complete",
    "Timeout",
    "Canceled",
    "Pending",
    "example.com",
    ".example.com",
    "*.example.com",
    "https://example.com/a",
    "example.com/a",
    "example.com,b.com",
    "http://example.com/1.txt",
    " http://example.com/1.txt",
    "//example.com/a",
    "/a",
    "ftp://a.com/",
    "localhost",
    "a..b",
    "rg-1",
    "RG-1",
    "group",
    "2026-11-23T08:00:00Z",
    "2026-11-24T07:00:00Z",
    "2026-11-24T08:00:00Z",
    "2026-11-24T09:00:00Z",
    "2026-11-21T08:00:00Z",
    "2026-11-21T08:05:00Z",
    "2026-11-20T00:00:00Z",
    "2017-12-21T08:00:00Z",
    "2017-12-22T08:00:00:00Z",
    "2026-11-23T16:00:00+08:00",
    "2026-11-23 08:00",
    "2026-11-23",
    "2026-11-24",
    "1795420800",
    "1795420800000",
    "2026-02-30T00:00:00Z",
    "2026-11-23T24:00:00Z",
    "now",
    "2026-11-23T08:00:00.123Z",
    "２０２６-11-23T08:00:00Z",
    "\u{feff}file",
    "a\u{0}b",
    "\u{1}",
    "{retention}",
    "{0}",
];

fn now() -> Instant {
    match read("2026-11-24T08:00:00Z") {
        Reading::Exact(now) => now,
        other => panic!("{other:?}"),
    }
}

fn given(random: &mut Random) -> Given<'static> {
    let text = VALUES[random.below(VALUES.len())];
    match random.below(12) {
        0 => Given::Number(
            ["20", "0", "1.5", "NaN", "1e+21", "9007199254740993", "1795420800", "-3"][random.below(8)].into(),
        ),
        1 => match random.below(4) {
            0 => Given::Other("array".into()),
            1 => Given::IllFormed("a\u{fffd}".into()),
            2 => Given::Moment(None),
            _ => Given::Moment(Instant::from_ms(1_795_420_800_000)),
        },
        _ => Given::Text(text.into()),
    }
}

fn draft(random: &mut Random) -> Draft<'static> {
    let mut draft = Draft::new();
    for _ in 0..random.below(7) {
        draft.push(KEYS[random.below(KEYS.len())], given(random));
    }
    if random.below(50) == 0 {
        draft.push_flaw(Flaw::Option {
            name: "now",
            found: "?".to_owned(),
        });
    }
    draft
}

fn options(random: &mut Random) -> Options {
    Options {
        operation: Operation::ALL[usize::from(random.below(5) == 0)],
        mode: if random.below(3) == 0 {
            Mode::Lenient
        } else {
            Mode::Strict
        },
        locale: if random.below(2) == 0 { Locale::En } else { Locale::Zh },
    }
}

/// Errors, warnings, notices.
fn score(checked: &Checked) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Notice].map(|severity| {
        checked
            .diagnostics
            .iter()
            .filter(|found| found.severity == severity)
            .count()
    })
}

/// Where in the form a diagnostic stands.
fn place(draft: &Draft<'_>, params: &[String]) -> usize {
    let Some(first) = params.first() else { return usize::MAX };
    match Param::named(first) {
        Some(param) => param as usize,
        None => {
            100 + draft
                .entries()
                .position(|(key, given)| key == first && !given.is_absent())
                .unwrap()
        }
    }
}

#[test]
fn laws() {
    crate::random::each(2_000, |random| {
        let (draft, options) = (draft(random), options(random));
        let checked = check(&draft, now(), &options);
        let before = score(&checked);
        let context = || format!("{draft:#?} {options:?}\n{checked:#?}");
        assert_eq!(checked.request.is_some(), before[0] == 0, "{}", context());
        assert!(
            checked
                .diagnostics
                .is_sorted_by_key(|found| place(&draft, &found.params)),
            "{}",
            context()
        );
        for found in &checked.diagnostics {
            assert!(
                !found.message.is_empty() && found.message.chars().count() < 500,
                "{}",
                context()
            );
            assert!(
                !found.message.contains("{param}") && !found.message.contains("{choices}"),
                "{}",
                context()
            );
            for fix in &found.fixes {
                let after = score(&check(&draft.apply(fix), now(), &options));
                assert!(
                    after < before,
                    "{fix:?} makes it {after:?} from {before:?}\n{}",
                    context()
                );
                assert!(!fix.title.is_empty() && !fix.title.contains("{value}"), "{}", context());
            }
        }
        let other = Options {
            locale: if options.locale == Locale::En {
                Locale::Zh
            } else {
                Locale::En
            },
            ..options
        };
        let translated = check(&draft, now(), &other);
        assert_eq!(
            checked
                .diagnostics
                .iter()
                .map(|found| (found.code, found.fixes.len()))
                .collect::<Vec<_>>(),
            translated
                .diagnostics
                .iter()
                .map(|found| (found.code, found.fixes.len()))
                .collect::<Vec<_>>(),
            "{}",
            context()
        );
        assert_eq!(checked.request, translated.request);
        assert_eq!(checked, check(&draft, now(), &options));
    });
}

/// A request that was checked passes again as it is, at the same moment.
#[test]
fn requests_are_their_own_drafts() {
    let mut requests = 0;
    crate::random::each(2_000, |random| {
        let (draft, options) = (draft(random), options(random));
        let Some(request) = check(&draft, now(), &options).request else {
            return;
        };
        requests += 1;
        let again: Draft<'_> = request.params().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(check(&again, now(), &options).request.as_ref(), Some(&request));
    });
    assert!(
        requests > 100,
        "{requests} requests only: the drafts are not varied enough"
    );
}

#[test]
fn much_is_answered_shortly() {
    let junk: Vec<(String, String)> = (0..1000)
        .map(|number| (format!("junk{number}"), "x".to_owned()))
        .collect();
    let long = "x".repeat(1 << 20);
    let spaced = format!(" http://example.com/{long}");
    let digits = "7".repeat(1 << 20);
    let list = "1,".repeat(1 << 19);
    let domains = vec!["example.com"; 501].join(",");
    let drafts: [(Draft<'_>, &str); 8] = [
        (
            junk.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
            "UnknownParameter",
        ),
        ([(long.as_str(), "x")].into_iter().collect(), "UnknownParameter"),
        (
            [("TaskId", long.as_str())].into_iter().collect(),
            "InvalidTaskId.Malformed",
        ),
        (
            [("ObjectPath", spaced.as_str())].into_iter().collect(),
            "InvalidObjectPath.Malformed",
        ),
        (
            [("PageSize", digits.as_str())].into_iter().collect(),
            "InvalidPageSize.ValueNotSupported",
        ),
        (
            [("StartTime", digits.as_str())].into_iter().collect(),
            "InvalidStartTime.Malformed",
        ),
        (
            [("TaskId", list.as_str())].into_iter().collect(),
            "InvalidTaskId.Malformed",
        ),
        (
            [("ObjectType", "file"), ("DomainName", domains.as_str())]
                .into_iter()
                .collect(),
            "DomainNameOverLimit",
        ),
    ];
    for (draft, code) in drafts {
        let checked = check(&draft, now(), &Options::default());
        assert!(
            checked.diagnostics.iter().any(|found| found.code == code),
            "{code}: {checked:#?}"
        );
        let answer = serde_json::to_string(&checked.diagnostics).unwrap();
        assert!(answer.len() < 12_000, "{code}: {} bytes", answer.len());
    }
}

/// What is beyond the listed unknown keys is counted, and told.
#[test]
fn unlisted_keys_are_counted() {
    let junk: Vec<(String, String)> = (0..1000)
        .map(|number| (format!("junk{number}"), "x".to_owned()))
        .collect();
    let draft = junk.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let checked = check(&draft, now(), &Options::default());
    let last = checked.diagnostics.last().unwrap();
    assert_eq!((checked.diagnostics.len(), last.params.len()), (17, 0));
    assert!(last.message.contains("984"), "{}", last.message);
}
