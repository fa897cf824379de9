//! Every statement of the reference document of DescribeRefreshTasks (Chinese, newest edition), with what covers it.
#![cfg(not(feature = "bindgen"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests read files and fail loudly"
)]

use cdn_refresh_tasks::contract::params::Kind;
use cdn_refresh_tasks::contract::{Locale, Param, contract, errors, limits, notes, rules};
use serde_json::Value;
use std::path::Path;

/// What covers a statement.
enum By {
    /// A rule of this code.
    Rule(&'static str),
    /// A number of the table, with its value.
    Limit(&'static str, u32),
    /// A parameter of the table, its hint holding these words.
    Hint(Param, &'static str),
    /// The words a parameter may be.
    Choices(Param, &'static [&'static str]),
    /// A fact of the table.
    Note(&'static str),
    /// A line of `tests/cases/decisions.json`.
    Decision(&'static str),
    /// A file of the repository that holds these words.
    File(&'static str, &'static str),
}
use By::{Choices, Decision, File, Hint, Limit, Note, Rule};

const STATEMENTS: &[(&str, &[By])] = &[
    // What it is for.
    (
        "tells whether refresh and preload are in effect network-wide",
        &[Note("states-advance-when-asked")],
    ),
    (
        "tasks can be asked for by id or by URL",
        &[Decision("task id"), Decision("path")],
    ),
    (
        "id and path may be given together",
        &[
            Decision("all of the reference's examples"),
            Note("path-matches-exactly"),
        ],
    ),
    (
        "without both: the first page, 20 rows, of the last 3 days",
        &[Rule("DefaultListing"), Decision("nothing"), Note("default-listing")],
    ),
    (
        "only the last 3 days can be asked for",
        &[Rule("InvalidTime"), Limit("retention", 3), Decision("too old")],
    ),
    (
        "states are updated asynchronously, because they are asked for",
        &[Note("states-advance-when-asked")],
    ),
    (
        "tasks of OSS's automatic refresh are not shown",
        &[Note("oss-refresh-invisible")],
    ),
    ("5 calls per second and user", &[Limit("list-rate", 5)]),
    (
        "for more, DescribeRefreshTaskById asks by id only",
        &[
            Note("by-id-is-faster"),
            Limit("by-id-rate", 30),
            Decision("by id, other parameters"),
        ],
    ),
    // Permission.
    (
        "RAM: action, access level, resource type Domain (required) and its ARN",
        &[Note("ram-permission"), File("src/help/policy.rs", "domain/")],
    ),
    // Parameters.
    (
        "TaskId: text, by id",
        &[Rule("InvalidTaskId.Malformed"), Decision("task id")],
    ),
    (
        "ObjectPath: text, matched exactly",
        &[
            Rule("InvalidObjectPath.Malformed"),
            Rule("ObjectPathWithoutScheme"),
            Note("path-matches-exactly"),
        ],
    ),
    (
        "PageNumber: integer, 1 to 100000",
        &[
            Limit("page-number-min", 1),
            Limit("page-number-max", 100_000),
            Rule("InvalidPageNumber.ValueNotSupported"),
        ],
    ),
    (
        "ObjectType: six values with their meanings",
        &[Choices(
            Param::ObjectType,
            &["file", "directory", "regex", "preload", "block", "unblock"],
        )],
    ),
    (
        "ObjectType is required with DomainName or Status",
        &[
            Rule("MissingParameter.ObjectType"),
            Decision("missing type"),
            Hint(Param::ObjectType, "required"),
        ],
    ),
    (
        "DomainName: a single domain",
        &[Rule("InvalidDomainName.Malformed"), Decision("list of domains")],
    ),
    (
        "DomainName: all domains where none is given",
        &[Note("all-domains"), Hint(Param::DomainName, "all domains")],
    ),
    (
        "Status: three values",
        &[Choices(Param::Status, &["Complete", "Refreshing", "Failed"])],
    ),
    (
        "PageSize: integer, 1 to 100, default 20",
        &[
            Limit("page-size-min", 1),
            Limit("page-size-max", 100),
            Limit("page-size-default", 20),
        ],
    ),
    (
        "StartTime: ISO 8601, UTC, yyyy-MM-ddTHH:mm:ssZ",
        &[Rule("InvalidStartTime.Malformed"), Hint(Param::StartTime, "UTC")],
    ),
    (
        "EndTime: the same form",
        &[Rule("InvalidEndTime.Malformed"), Hint(Param::EndTime, "UTC")],
    ),
    (
        "EndTime must be later than StartTime",
        &[
            Rule("InvalidEndTime.Mismatch"),
            Decision("equal"),
            Decision("end before start"),
        ],
    ),
    (
        "ResourceGroupId: the id of a resource group",
        &[Rule("InvalidResourceGroupId.Malformed"), Decision("group")],
    ),
    (
        "every parameter's example value",
        &[Decision("all of the reference's examples")],
    ),
    // Answer.
    (
        "RequestId, PageNumber, PageSize, TotalCount, Tasks.CDNTask",
        &[
            File("src/response/envelope.rs", "\"TotalCount\""),
            File("tests/package/parse.test.mjs", "CDNTask"),
        ],
    ),
    (
        "a task's Status, CreationTime (UTC), ObjectType, Process, Description, ObjectPath, TaskId",
        &[
            File("reader/src/schema.rs", "\"Status\""),
            File("reader/src/schema.rs", "\"CreationTime\""),
            File("reader/src/schema.rs", "\"ObjectType\""),
            File("reader/src/schema.rs", "\"Process\""),
            File("reader/src/schema.rs", "\"Description\""),
            File("reader/src/schema.rs", "\"ObjectPath\""),
            File("reader/src/schema.rs", "\"TaskId\""),
        ],
    ),
    (
        "a task's ObjectType: four values, two fewer than can be asked for",
        &[Note("fewer-types-answered")],
    ),
    (
        "Description: the error of a failed task, three reasons",
        &[
            File("src/contract/fields.rs", "\"InternalError\""),
            File("src/contract/fields.rs", "\"OriginTimeout\""),
            File("src/contract/fields.rs", "\"OriginReturnStatusCode\""),
        ],
    ),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_statement_is_covered() {
    let decisions: Vec<Value> = serde_json::from_str(&read("tests/cases/decisions.json")).unwrap();
    let table = contract(Locale::En);
    for (statement, coverage) in STATEMENTS {
        assert!(!coverage.is_empty(), "{statement}");
        for by in *coverage {
            let covered = match by {
                Rule(code) => rules::all().any(|rule| rule.code == *code),
                Limit(name, value) => limits::ALL
                    .iter()
                    .any(|limit| limit.name == *name && limit.value == *value),
                Hint(param, words) => table.params[*param as usize].hint.contains(words),
                Choices(param, words) => match param.row().kind {
                    Kind::Choice(choices) => choices
                        .iter()
                        .filter(|choice| !choice.disputed)
                        .map(|choice| &choice.value)
                        .eq(*words),
                    _ => false,
                },
                Note(name) => notes::ALL.iter().any(|note| note.name == *name),
                Decision(line) => decisions.iter().any(|case| case["line"] == *line),
                File(path, words) => read(path).contains(words),
            };
            assert!(covered, "{statement}");
        }
    }
}

/// The table of error codes, copied from the reference by hand: HTTP status, code, message, and the Chinese text where there is one.
const ERRORS: &str = "
400 InvalidTaskId.Malformed|The specified TaskId is invalid.|
400 MissingParameter.ObjectType|The ObjectType parameter is required if DomainName or Status is specified.|
400 MissingTimeParameter|The StartTime and EndTime must be both specified.|请同时提供开始时间和结束时间。
400 InvalidEndTime.Mismatch|The specified EndTime is earlier than the StartTime.|用户参数中EndTime早于StartTime
400 DomainNameOverLimit|A maximum of 500 domains are supported for each request.|
400 InvalidTime|The query time cannot exceed the last 3 days.|
400 InvalidStartTime.Malformed|The specified StartTime is invalid.|起始时间格式错误。请核对后重新提供。
400 InvalidEndTime.Malformed|The specified EndTime is invalid.|结束时间格式错误。日期格式请参考所调用API的帮助文档说明。
400 InvalidObjectPath.Malformed|The specified ObjectPath is invalid.|
400 InvalidStartTime.ValueNotSupported|The specified StartTime is invalid.|起始时间格式错误。日期格式请参考所调用API的帮助文档说明。
400 InvalidEndTime.ValueNotSupported|The specified EndTime is invalid.|
400 InvalidObjectType.ValueNotSupported|The specified ObjectType is not supported.|
400 InvalidStatus.ValueNotSupported|The specified Status is not supported.|
429 TooManyRequests|The server is busy. Please try again later.|
500 InternalError|The request processing has failed due to some unknown error.|
";

#[test]
fn error_codes_are_word_for_word() {
    for line in ERRORS.trim().lines() {
        let (status, rest) = line.split_once(' ').unwrap();
        let [code, message, chinese] = rest.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let row = errors::find(code).unwrap_or_else(|| panic!("{code} is missing"));
        assert_eq!(
            (
                row.http_status.to_string().as_str(),
                row.message,
                row.message_zh.unwrap_or_default()
            ),
            (status, message, chinese),
            "{code}"
        );
    }
    let listed = ERRORS.trim().lines().count() - 1;
    assert!(
        errors::all()
            .take(listed)
            .all(|row| ERRORS.contains(&format!("{}|", row.code))),
        "in the order of the reference"
    );
}
