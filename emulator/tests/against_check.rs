//! The two readings of the reference document, held against each other: the core's `check` and this crate's own rules, over random drafts.
//! Wherever they differ, the difference is one of the explained ones, and every explanation is needed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod support;

use cdn_refresh_tasks::contract::{Mode, Operation};
use cdn_refresh_tasks::request::{Draft, Options, Severity, check};
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks_emulator::Params;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use support::{Choices, START, patient, text};

const DRAFTS: u64 = 12_000;
const DAY: i64 = 86_400_000;

/// A difference and why it is none of the client's business, or one that no document settles.
struct Explained {
    /// What the service answers: a code, or "" for rows.
    service: &'static str,
    /// What `check` says instead.
    check: &'static [&'static str],
    /// Where one of these values stands; anywhere, if none is named.
    values: &'static [&'static str],
    because: &'static str,
}

const EXPLAINED: &[Explained] = &[
    Explained {
        service: "",
        check: &["UnknownParameter"],
        values: &[],
        because: "the service drops what it does not know: that is how a mistyped key vanishes silently",
    },
    Explained {
        service: "",
        check: &["InvalidDomainName.Malformed"],
        values: &[],
        because: "no document has a code for it: the service looks for a domain of that name and finds nothing",
    },
    Explained {
        service: "",
        check: &["InvalidResourceGroupId.Malformed"],
        values: &[],
        because: "no document has a code for it: the service looks for a group of that name and finds nothing",
    },
    Explained {
        service: "",
        check: &["InvalidPageNumber.Malformed"],
        values: &["007"],
        because: "a number with leading zeros is a number to whoever reads numbers; `check` wants it as the service would print it",
    },
    Explained {
        service: "InvalidObjectType.ValueNotSupported",
        check: &["InvalidObjectType.Malformed"],
        values: &[],
        because: "white space around a value is told apart from an unknown value; the service has one code for both",
    },
    Explained {
        service: "InvalidStatus.ValueNotSupported",
        check: &["InvalidStatus.Malformed"],
        values: &[],
        because: "white space around a value is told apart from an unknown value; the service has one code for both",
    },
    Explained {
        service: "MissingTaskId",
        check: &["MissingParameter.TaskId"],
        values: &[],
        because: "the gateway's own form of the code; the reference of the operation lists none",
    },
];

fn pool(choices: &mut Choices, name: &str) -> String {
    let seconds = |choices: &mut Choices, span: u64| i64::try_from(choices.below(span)).unwrap() * 1000;
    let fixed: &[&str] = match name {
        "TaskId" => &[
            "15423123921",
            "1",
            "12345678901234567890123",
            "12a",
            "-1",
            " 7",
            "1,2",
            "１２",
        ],
        "TaskIds" => &[
            "1",
            "1,2,3",
            "1,2,3,4,5,6,7,8,9,10",
            "1,2,3,4,5,6,7,8,9,10,11",
            "1,",
            ",",
            "1, 2",
            "a,1",
            "1;2",
        ],
        "ObjectPath" => &[
            "https://www.example.com/a.js",
            "http://www.example.com/图片/a b(1).jpg?x=1",
            "www.example.com/a/",
            "https://www.example.com",
            "www.example.com",
            "/a.js",
            "a.js",
            "ftp://www.example.com/a",
            "http://",
            "https://1.2.3.4/a.js",
            "https://-a.com/",
            "www.example.com/r?to=https://example.org/",
            "www.example.com?to=https://example.org/",
            "https://www.example.com?to=https://example.org/",
        ],
        "ObjectType" => &[
            "file",
            "directory",
            "regex",
            "preload",
            "block",
            "unblock",
            "File",
            "IgnoreParams",
            "path",
            " file",
            "文件",
        ],
        "Status" => &[
            "Complete",
            "Refreshing",
            "Failed",
            "Timeout",
            "Canceled",
            "complete",
            "Pending",
            "Failed ",
            "x",
        ],
        "DomainName" => &[
            "www.example.com",
            ".example.com",
            "例子.中国",
            "www.example.com,img.example.com",
            "https://www.example.com/",
            "a b",
            "x",
        ],
        "PageNumber" => &[
            "1", "100000", "0", "100001", "-1", "1.0", "1e3", "abc", "+1", " 2", "007",
        ],
        "PageSize" => &["1", "100", "20", "0", "101", "99999999999999999999999", "ten", "2.5"],
        "ResourceGroupId" => &["rg-acfmyuji4b6r4", "default", "rg acf"],
        "PageSizes" | "pagesize" | "RegionId" => &["1", "x"],
        _ => match choices.below(12) {
            0 => &[
                "2026-11-24",
                "2026-11-23T00:00:00+08:00",
                "2026-11-23T00:00:00",
                "1795392000000",
                "2026-11-23T00:00Z",
                "x",
                " 2026-11-23T00:00:00Z",
            ],
            1 => &[
                "2026-11-31T00:00:00Z",
                "2026-11-23T24:00:00Z",
                "2026-13-01T00:00:00Z",
                "2017-12-22T08:00:00:00Z",
            ],
            // Around the edge of the retention, around now, and in between.
            2..4 => return text(START - 3 * DAY - 5000 + seconds(choices, 10)),
            4..6 => return text(START - 5000 + seconds(choices, 10)),
            _ => return text(START - 4 * DAY + seconds(choices, 4 * 86_400)),
        },
    };
    (*choices.pick(fixed)).to_owned()
}

fn draft(choices: &mut Choices, operation: Operation) -> Vec<(&'static str, String)> {
    let names: &[(&str, u64)] = match operation {
        Operation::DescribeRefreshTaskById => &[("TaskId", 90)],
        Operation::DescribeRefreshTasks => &[
            ("TaskId", 20),
            ("ObjectPath", 25),
            ("ObjectType", 55),
            ("Status", 35),
            ("DomainName", 35),
            ("StartTime", 45),
            ("EndTime", 45),
            ("PageNumber", 30),
            ("PageSize", 30),
            ("ResourceGroupId", 10),
            ("PageSizes", 3),
            ("pagesize", 3),
        ],
    };
    let by_id = operation == Operation::DescribeRefreshTaskById;
    let mut fields = Vec::new();
    for (name, share) in names {
        if choices.below(100) < *share {
            let value = if choices.below(12) == 0 {
                String::new()
            } else {
                pool(choices, if by_id { "TaskIds" } else { name })
            };
            fields.push((*name, value));
        }
    }
    fields
}

#[track_caller]
fn compare(operation: Operation, mode: Mode, world: serde_json::Value, seed: u64) -> BTreeMap<&'static str, usize> {
    let mut emulator = patient(json!({ "scenario": "shop", "world": world }));
    let service = emulator.service();
    let now = Instant::from_ms(START).unwrap();
    let mut choices = Choices::new(seed);
    let (mut met, mut accepted, mut codes) = (BTreeMap::new(), 0, BTreeSet::new());
    for number in 0..DRAFTS {
        let fields = draft(&mut choices, operation);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = match operation {
            Operation::DescribeRefreshTasks => service.describe(Params(&pairs), START),
            Operation::DescribeRefreshTaskById => service.describe_by_id(Params(&pairs), START),
        };
        let options = Options {
            operation,
            mode,
            ..Options::default()
        };
        let checked = check(&pairs.iter().copied().collect::<Draft<'_>>(), now, &options);
        let errors: BTreeSet<&str> = checked
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .map(|found| found.code)
            .collect();
        let refused = answer.as_ref().err().map(|refusal| refusal.code()).unwrap_or_default();
        codes.insert(refused.clone());
        // The service names one code; `check` names all, and that one must be among them.
        if refused.is_empty() && errors.is_empty() || errors.contains(refused.as_str()) {
            accepted += usize::from(refused.is_empty());
            continue;
        }
        let explains = |explained: &&Explained, error: &str| {
            let stands = |value: &&str| pairs.iter().any(|(_, given)| given == value);
            explained.service == refused
                && explained.check.contains(&error)
                && (explained.values.is_empty() || explained.values.iter().any(stands))
        };
        let explanation = |error: &str| EXPLAINED.iter().find(|explained| explains(explained, error));
        // Where the service answers with rows, every error needs its explanation: nothing may hide behind another.
        let explained = if refused.is_empty() && errors.iter().any(|error| explanation(error).is_none()) {
            None
        } else {
            errors.iter().find_map(|error| explanation(error))
        };
        match explained {
            Some(explained) => *met.entry(explained.check[0]).or_default() += 1,
            None => panic!("draft {number} of seed {seed}: {fields:?}\n  service: {refused:?}\n  check: {errors:?}"),
        }
    }
    // The comparison is worth something only if both good and bad drafts were many, and all codes among them.
    assert!(accepted > 600, "{accepted} drafts were accepted");
    assert!(
        codes.len()
            > if operation == Operation::DescribeRefreshTasks {
                15
            } else {
                2
            },
        "{codes:?}"
    );
    met
}

#[test]
fn the_two_readings_agree_but_for_what_is_explained() {
    let mut met = compare(Operation::DescribeRefreshTasks, Mode::Strict, json!({}), 1);
    met.extend(compare(Operation::DescribeRefreshTaskById, Mode::Strict, json!({}), 2));
    for explained in EXPLAINED {
        assert!(!explained.because.is_empty());
        assert!(
            met.contains_key(explained.check[0]),
            "{:?} no longer differs: take its explanation out",
            explained.check
        );
    }
}

#[test]
fn a_lenient_world_is_what_lenient_check_allows() {
    let world = json!({ "disputed": "accept", "domainList": "accept" });
    compare(Operation::DescribeRefreshTasks, Mode::Lenient, world, 3);
}

#[test]
fn calendar_retention_only_moves_the_edge() {
    // A world that keeps more than three days accepts all that `check` does.
    let mut emulator = patient(json!({ "scenario": "empty", "world": { "retention": "calendar" } }));
    let mut choices = Choices::new(4);
    let mut accepted = 0;
    for _ in 0..20_000 {
        let fields = draft(&mut choices, Operation::DescribeRefreshTasks);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let checked = check(
            &pairs.iter().copied().collect::<Draft<'_>>(),
            Instant::from_ms(START).unwrap(),
            &Options::default(),
        );
        if checked.request.is_some() {
            accepted += 1;
            assert!(emulator.service().describe(Params(&pairs), START).is_ok(), "{fields:?}");
        }
    }
    assert!(accepted > 500, "{accepted}");
}
