use super::{joined, outward, tagged};
use crate::contract::limits::{PAGE_SIZE_MAX, RETENTION_MS};
use crate::contract::{Given, Operation, Param};
use crate::plan::{Asked, BATCH, Candidate, Order, PlanOptions, Query, Route, Split, Unreachable};
use crate::request::Diagnostic;
use crate::time::Instant;
use serde::Serialize;
use std::borrow::Cow;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Splits a range. `fields`: from and to as tagged values, then names and tagged values of the options, `now` among them.
///
/// Answers the windows as [`crate::plan::Windows::text`] has them; only where there is more to say, an object.
#[wasm_bindgen]
pub fn split_range(fields: &str) -> JsValue {
    let mut fields = joined::split(fields);
    let (from, to) = (next_given(&mut fields), next_given(&mut fields));
    let (now, options) = options(&mut fields);
    let Split {
        windows,
        unreachable,
        diagnostics,
    } = crate::plan::split_range(from.as_ref(), to.as_ref(), now, &options);
    let windows = windows.text();
    if diagnostics.is_empty() {
        return JsValue::from_str(&windows);
    }
    outward::object(&SplitTold {
        windows,
        unreachable,
        diagnostics,
    })
}

#[derive(Serialize)]
struct SplitTold {
    windows: String,
    unreachable: Vec<Unreachable>,
    diagnostics: Vec<Diagnostic>,
}

/// Plans a question; see [`question`] for `fields`.
///
/// Answers an object in which what may be long is text: the windows as [`crate::plan::Windows::text`] has them, the values of each axis
/// one a line. A call is one combination of the axes, the last fastest, in one window, with what is fixed; the host makes it when asked for.
#[wasm_bindgen]
pub fn plan(fields: &str) -> JsValue {
    let (query, now, options) = question(fields);
    let plan = crate::plan::plan(&query, now, &options);
    let question = plan.question();
    let mut axes = Vec::new();
    let mut fixed = Vec::new();
    let mut part = |param: Param, values: String| {
        axes.push(Part {
            param: param.name(),
            values,
        })
    };
    match plan.route {
        Route::ById => part(Param::TaskId, lines(&question.ids, BATCH)),
        Route::ByPath => part(Param::ObjectPath, lines(&question.paths, 1)),
        Route::FanOut => {
            if question.domains.is_some() {
                part(Param::DomainName, lines(&question.domains, 1));
            }
            part(Param::ObjectType, question.sent_types().join("\n"));
        }
        Route::Scan => {}
    }
    if plan.route != Route::ById {
        let mut part = |param: Param, value: &str| {
            fixed.push(Part {
                param: param.name(),
                values: value.to_owned(),
            })
        };
        part(Param::PageSize, &PAGE_SIZE_MAX.value.to_string());
        if let Some(group) = &question.group {
            part(Param::ResourceGroupId, group);
        }
        if let (Route::FanOut, Some(status)) = (plan.route, question.sent_status()) {
            part(Param::Status, status);
        }
    }
    outward::object(&PlanTold {
        ok: plan.ok(),
        diagnostics: &plan.diagnostics,
        route: plan.route.name(),
        routes: &plan.routes,
        windows: plan.windows.text(),
        unreachable: &plan.unreachable,
        operation: plan.operation(),
        axes,
        fixed,
        calls: plan.len(),
        newest_first: plan.order() == Order::Newest,
        now: plan.now().ms(),
        retention: RETENTION_MS,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlanTold<'p> {
    ok: bool,
    diagnostics: &'p [Diagnostic],
    route: &'static str,
    routes: &'p [Candidate],
    windows: String,
    unreachable: &'p [Unreachable],
    operation: Operation,
    axes: Vec<Part>,
    fixed: Vec<Part>,
    calls: usize,
    newest_first: bool,
    now: i64,
    retention: i64,
}

/// Values one a line, or `batch` of them, separated by commas.
fn lines(values: &Option<Vec<String>>, batch: usize) -> String {
    let mut lines = String::new();
    for (number, value) in values.iter().flatten().enumerate() {
        if number > 0 {
            lines.push(if number % batch == 0 { '\n' } else { ',' });
        }
        lines.push_str(value);
    }
    lines
}

/// A parameter and its values, one a line: none that can be sent holds a line end.
#[derive(Serialize)]
struct Part {
    param: &'static str,
    values: String,
}

/// A question with its options, as every stage that takes one reads it: names and tagged values of the options, an empty field, then
/// names and values of the query: one tagged value, or `l` and the number of the tagged values that follow.
pub(super) fn question(fields: &str) -> (Query<'_>, Instant, PlanOptions) {
    let mut fields = joined::split(fields);
    let (now, options) = options(&mut fields);
    let mut query = Query::default();
    while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
        let asked = match value.strip_prefix('l').map(str::parse) {
            Some(Ok(count)) => Asked::List(fields.by_ref().take(count).map(tagged::given).collect()),
            _ => Asked::One(tagged::given(value)),
        };
        query.set(name, asked);
    }
    (query, now, options)
}

fn next_given<'a>(fields: &mut impl Iterator<Item = Cow<'a, str>>) -> Option<Given<'a>> {
    fields.next().map(tagged::given)
}

/// The options up to an empty name or the end, and the moment that `now` says. A moment that cannot be read is told as a flaw.
fn options<'a>(fields: &mut impl Iterator<Item = Cow<'a, str>>) -> (Instant, PlanOptions) {
    let mut options = PlanOptions::default();
    let mut now = Instant::MIN;
    while let Some(name) = fields.next().filter(|name| !name.is_empty()) {
        let Some(given) = next_given(fields) else { break };
        if name == "now" {
            now = options.now(&given).unwrap_or(now);
        } else {
            options.set(&name, &given);
        }
    }
    (now, options)
}
