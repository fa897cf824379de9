//! What a body says, read by `serde_json` and plain code.

use cdn_refresh_tasks::contract::{FailureReason, OBJECT_TYPES, STATUSES, State};
use cdn_refresh_tasks::response::{TaskPage, TaskView};
use serde_json::{Map, Value};

/// A task as the oracle sees it.
#[derive(Debug, PartialEq)]
pub(crate) struct Task {
    pub(crate) texts: [String; 4],
    pub(crate) raw_progress: Option<String>,
    pub(crate) progress: Option<f64>,
    pub(crate) description: Option<String>,
    pub(crate) creation_time: Option<i64>,
    pub(crate) failure: Option<(FailureReason, Option<u16>)>,
    pub(crate) state: State,
    pub(crate) extra: Value,
}

pub(crate) fn of_view(task: &TaskView<'_>) -> Task {
    Task {
        texts: [task.task_id, task.object_path, task.object_type, task.status].map(str::to_owned),
        raw_progress: task.raw_progress.map(str::to_owned),
        progress: task.progress,
        description: task.description.map(str::to_owned),
        creation_time: task.creation_time.map(|at| at.ms()),
        failure: task.failure.map(|failure| {
            assert_eq!(failure.text, task.description.unwrap_or_default());
            (failure.reason, failure.http_status)
        }),
        state: task.state,
        extra: match task.extra {
            "" => Value::Object(Map::new()),
            json => serde_json::from_str(json).unwrap(),
        },
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The percent a text names: decimal digits, perhaps with a point between them, 0 to 100, spaces and one `%` aside.
fn percent(text: &str) -> Option<f64> {
    let ascii = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}');
    let text = text.trim_matches(ascii);
    let text = text.strip_suffix('%').map_or(text, |text| text.trim_end_matches(ascii));
    let decimal = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    // Digits past the fifteenth are cut, as is documented.
    let mut significant = 0;
    let text: String = text
        .chars()
        .take_while(|c| {
            significant += usize::from(c.is_ascii_digit() && (significant > 0 || *c != '0'));
            significant <= 15
        })
        .collect();
    text.parse().ok().filter(|percent| decimal && *percent <= 100.0)
}

/// Every form of time that is read, by its shape; what the digits mean, `chrono` says.
fn time(text: &str) -> Option<i64> {
    use chrono::NaiveDate;
    let ascii = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}');
    let text = text.trim_matches(ascii).to_ascii_uppercase();
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let local = ["9999-99-99T99:99", "9999-99-99 99:99"]
        .iter()
        .any(|date| shape.starts_with(date));
    if !local {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u32> { text.get(from..to)?.parse().ok() };
    let mut rest = &shape[16..];
    let mut second = 0;
    let mut ms = 0;
    if rest.starts_with(":99") {
        second = number(17, 19)?;
        rest = &rest[3..];
    } else if rest.starts_with(':') {
        return None;
    }
    if rest.starts_with(".9") {
        let digits = rest[1..].chars().take_while(|c| *c == '9').count();
        let at = text.len() - rest.len() + 1;
        ms = format!("{:0<3}", &text[at..at + digits])[..3].parse().ok()?;
        rest = &rest[1 + digits..];
    }
    let zone = text.len() - rest.len();
    let minutes = match rest {
        "" | "Z" => 0,
        "+99:99" | "-99:99" | "+9999" | "-9999" => {
            let (hours, minutes) = (number(zone + 1, zone + 3)?, number(text.len() - 2, text.len())?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            i64::from(hours * 60 + minutes) * if rest.starts_with('-') { -1 } else { 1 }
        }
        _ => return None,
    };
    let at = NaiveDate::from_ymd_opt(number(0, 4)?.try_into().ok()?, number(5, 7)?, number(8, 10)?)?
        .and_hms_milli_opt(number(11, 13)?, number(14, 16)?, second, ms)?
        .and_utc()
        .timestamp_millis();
    let at = at - minutes * 60_000;
    cdn_refresh_tasks::time::Instant::from_ms(at).map(|_| at)
}

pub(crate) fn task(row: &Map<String, Value>) -> Task {
    let get = |name: &str| row.get(name).unwrap_or(&Value::Null);
    let mut extra = Map::new();
    for (name, value) in row {
        let kept = match name.as_str() {
            "TaskId" | "ObjectPath" | "ObjectType" | "Status" | "Description" | "Process" => {
                text(value).is_none() && !value.is_null()
            }
            "CreationTime" => match value {
                Value::String(text) => time(text).is_none(),
                Value::Number(number) => epoch(&number.to_string()).is_none(),
                value => !value.is_null(),
            },
            _ => true,
        };
        if kept {
            extra.insert(name.clone(), value.clone());
        }
    }
    let status = text(get("Status")).unwrap_or_default();
    let object_type = text(get("ObjectType")).unwrap_or_default();
    let description = text(get("Description"));
    let state = STATUSES
        .iter()
        .find(|known| known.name == status)
        .map_or(State::Unknown, |known| known.state);
    let raw_progress = text(get("Process"));
    assert!(OBJECT_TYPES.len() > 5);
    Task {
        failure: (state == State::Failed)
            .then(|| FailureReason::read(description.as_deref().unwrap_or_default().as_bytes())),
        progress: raw_progress.as_deref().and_then(percent),
        raw_progress,
        creation_time: match get("CreationTime") {
            Value::String(text) => time(text),
            Value::Number(number) => epoch(&number.to_string()),
            _ => None,
        },
        texts: [
            text(get("TaskId")).unwrap_or_default(),
            text(get("ObjectPath")).unwrap_or_default(),
            object_type,
            status,
        ],
        description,
        state,
        extra: Value::Object(extra),
    }
}

fn epoch(literal: &str) -> Option<i64> {
    let whole = literal
        .trim_end_matches('0')
        .strip_suffix('.')
        .map_or(literal, |_| literal.split('.').next().unwrap_or_default());
    let value: i64 = whole.parse().ok()?;
    match value {
        100_000_000..100_000_000_000 => Some(value * 1000),
        100_000_000_000..100_000_000_000_000 => Some(value),
        _ => None,
    }
}

/// The rows a body lists, in all shapes; `None` if it is no page.
pub(crate) fn rows(body: &Value) -> Option<Vec<&Map<String, Value>>> {
    let body = body.as_object()?;
    let Some(tasks) = body.get("Tasks") else {
        let page = ["RequestId", "PageNumber", "PageSize", "TotalCount"]
            .iter()
            .any(|name| match body.get(*name) {
                Some(value) if *name == "RequestId" => text(value).is_some(),
                value => value.is_some(),
            });
        return (page && body.get("Code").and_then(text).is_none()).then(Vec::new);
    };
    Some(match tasks {
        Value::Array(list) => list.iter().filter_map(Value::as_object).collect(),
        Value::Object(tasks) => {
            let mut rows = Vec::new();
            for name in ["CDNTask", "Task"] {
                match tasks.get(name) {
                    Some(Value::Array(list)) => rows.extend(list.iter().filter_map(Value::as_object)),
                    Some(Value::Object(row)) if !row.is_empty() => rows.push(row),
                    _ => {}
                }
            }
            rows
        }
        _ => Vec::new(),
    })
}

pub(crate) fn views(page: &TaskPage) -> Vec<Task> {
    let listed: Vec<_> = page.iter().map(|view| of_view(&view)).collect();
    for (index, task) in listed.iter().enumerate() {
        assert_eq!(&of_view(&page.get(index).unwrap()), task, "get and iter agree");
    }
    assert!(page.get(listed.len()).is_none());
    listed
}
