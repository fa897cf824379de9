//! `tests/cases/plan.json`: questions and their answers in the shape that the package gives. The package is held against the same file.
//! `UPDATE_EXPECT=1` rewrites the answers.

use cdn_refresh_tasks::contract::{Given, Param};
use cdn_refresh_tasks::plan::{
    Asked, Plan, PlanOptions, Query, Split, Unreachable, Window, Windows, plan, split_range,
};
use cdn_refresh_tasks::request::Diagnostic;
use cdn_refresh_tasks::time::Instant;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/plan.json");
/// Longer lists are shown by their first and last three.
const LISTED: usize = 12;

#[test]
fn answers_are_those_of_the_file() {
    let mut cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(PATH).unwrap()).unwrap();
    let update = std::env::var("UPDATE_EXPECT").is_ok();
    for case in &mut cases {
        let answer = answer(case);
        if update {
            case["answer"] = answer;
        } else {
            assert_eq!(case["answer"], answer, "{}", case["title"]);
        }
    }
    if update {
        std::fs::write(PATH, serde_json::to_string_pretty(&cases).unwrap() + "\n").unwrap();
    }
}

fn answer(case: &Value) -> Value {
    let mut options = PlanOptions::default();
    let mut now = Instant::MIN;
    for (name, value) in case["options"].as_object().unwrap() {
        match given(value) {
            Some(given) if name == "now" => now = options.now(&given).unwrap_or(now),
            Some(given) => options.set(name, &given),
            None => {}
        }
    }
    if case["call"] == "splitRange" {
        let (from, to) = (given(&case["from"]), given(&case["to"]));
        return split_answer(&split_range(from.as_ref(), to.as_ref(), now, &options));
    }
    let mut query = Query::default();
    for (name, value) in case["query"].as_object().unwrap() {
        let asked = match value {
            Value::Null => continue,
            Value::Array(list) => Asked::List(
                list.iter()
                    .map(|value| given(value).unwrap_or(Given::Text("".into())))
                    .collect(),
            ),
            Value::Object(object) if object.contains_key("$each") => {
                let (form, count) = (object["$each"].as_str().unwrap(), object["$count"].as_u64().unwrap());
                (0..count)
                    .map(|number| form.replace('#', &number.to_string()))
                    .collect()
            }
            value => Asked::One(given(value).unwrap()),
        };
        query.set(Cow::Borrowed(name), asked);
    }
    plan_answer(&plan(&query, now, &options))
}

/// A value as the package hands it on. What JSON cannot say stands as `{"$date": …}`, `{"$number": …}` or `{"$illFormed": …}`, and long
/// lists as `{"$each": "#.example.com", "$count": 50}`.
fn given(value: &Value) -> Option<Given<'_>> {
    let kind = |kind: &'static str| Given::Other(kind.into());
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => kind("boolean"),
        Value::Number(number) => Given::Number(printed(number).into()),
        Value::String(text) => Given::Text(text.into()),
        Value::Array(_) => kind("array"),
        Value::Object(object) => match object.iter().next() {
            Some((key, date)) if key == "$date" => Given::Moment(date.as_i64().and_then(Instant::from_ms)),
            Some((key, number)) if key == "$number" => Given::Number(number.as_str()?.into()),
            Some((key, text)) if key == "$illFormed" => Given::IllFormed(text.as_str()?.into()),
            _ => kind("object"),
        },
    })
}

/// As JavaScript prints it.
fn printed(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.abs() < 1e21 => format!("{float}"),
        Some(float) if number.is_f64() => format!("{float:e}").replace('e', "e+"),
        _ => number.to_string(),
    }
}

fn window(window: Window) -> Value {
    json!({
        "start": window.start().to_string(),
        "end": window.end().to_string(),
        "request": { "StartTime": window.start_time().to_string(), "EndTime": window.end().to_string() },
    })
}

/// The list as it is, or its length, first and last ones.
fn listed(length: usize, item: impl Fn(usize) -> Value) -> Value {
    if length <= LISTED {
        return (0..length).map(item).collect();
    }
    let ends: Vec<Value> = (0..3).chain(length - 3..length).map(item).collect();
    json!({ "length": length, "ends": ends })
}

fn windows(windows: Windows) -> Value {
    listed(windows.len(), |index| window(windows.get(index).unwrap()))
}

fn common(ok: bool, diagnostics: &[Diagnostic], parts: Windows, unreachable: &[Unreachable]) -> Map<String, Value> {
    let unreachable: Vec<Value> = unreachable
        .iter()
        .map(|part| json!({ "start": part.start.to_string(), "end": part.end.to_string(), "reason": part.reason.name() }))
        .collect();
    let answer = json!({ "ok": ok, "diagnostics": diagnostics, "windows": windows(parts), "unreachable": unreachable });
    answer.as_object().unwrap().clone()
}

fn split_answer(split: &Split) -> Value {
    common(split.ok(), &split.diagnostics, split.windows, &split.unreachable).into()
}

fn plan_answer(plan: &Plan) -> Value {
    let mut answer = common(plan.ok(), &plan.diagnostics, plan.windows, &plan.unreachable);
    answer.insert("route".into(), plan.route.name().into());
    let seconds = |ms: u64| f64::from(u32::try_from(ms).unwrap()) / 1000.0;
    let routes = plan.routes.iter().map(|candidate| {
        json!({
            "route": candidate.route.name(),
            "safe": candidate.safe,
            "calls": {
                "least": candidate.price.calls.least,
                "expected": candidate.price.calls.expected,
                "most": candidate.price.calls.most,
            },
            "seconds": {
                "least": seconds(candidate.price.time.least),
                "expected": candidate.price.time.expected.map(seconds),
            },
            "because": candidate.because,
        })
    });
    answer.insert("routes".into(), routes.collect());
    let calls = listed(plan.len(), |index| {
        let call = plan.call(index).unwrap();
        let request: Map<String, Value> = Param::ALL
            .iter()
            .filter_map(|param| {
                let text = call.request.get(*param)?;
                let value = match param {
                    Param::PageNumber | Param::PageSize => text.parse::<u32>().unwrap().into(),
                    _ => text.into(),
                };
                Some((param.name().to_owned(), value))
            })
            .collect();
        json!({
            "operation": call.operation.name(),
            "request": request,
            "window": call.window,
            "notBefore": call.not_before.ms(),
            "notAfter": call.not_after.map(Instant::ms),
        })
    });
    answer.insert("calls".into(), calls);
    answer.into()
}
