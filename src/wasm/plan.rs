use super::json::to_json;
use super::{joined, tagged};
use crate::contract::limits::{PAGE_SIZE_MAX, RETENTION_MS};
use crate::contract::{Given, Param};
use crate::plan::{Asked, BATCH, Order, PlanOptions, Query, Route, Unreachable, Windows};
use crate::request::Diagnostic;
use crate::time::Instant;
use std::borrow::Cow;

/// Splits a range. `fields`: from and to as tagged values, then names and tagged values of the options, `now` among them.
///
/// Answers joined text: see [`Answer::common`].
pub(super) fn split_range(fields: &str) -> String {
    let mut fields = joined::split(fields);
    let (from, to) = (next_given(&mut fields), next_given(&mut fields));
    let (now, options) = options(&mut fields);
    let split = crate::plan::split_range(from.as_ref(), to.as_ref(), now, &options);
    let mut answer = Answer::default();
    answer.common(&split.diagnostics, split.windows, &split.unreachable);
    answer.0
}

/// Plans a question; see [`question`] for `fields`.
///
/// Answers joined text: see [`Answer::common`]; then the route, the operation, how many lists or batches there are, whether the newest window comes
/// first, now and the retention in milliseconds; the number of candidates and for each its route, whether it is safe, its calls (least,
/// expected, most), its milliseconds (least, expected) and why; the number of axes and for each its parameter and its values, one a
/// line; parameters and values that are the same in every call. A call is one combination of the axes, the last fastest, in one window:
/// the host makes it when asked for.
pub(super) fn plan(fields: &str) -> String {
    let (query, now, options) = question(fields);
    let plan = crate::plan::plan(&query, now, &options);
    let mut answer = Answer::default();
    answer.common(&plan.diagnostics, plan.windows, &plan.unreachable);
    answer.text(plan.route.name());
    answer.text(plan.operation().name());
    answer.count(plan.lists());
    answer.flag(plan.order() == Order::Newest);
    answer.number(plan.now().ms());
    answer.number(RETENTION_MS);
    answer.count(plan.routes.len());
    for candidate in &plan.routes {
        let (calls, time) = (candidate.price.calls, candidate.price.time);
        answer.text(candidate.route.name());
        answer.flag(candidate.safe);
        for number in [
            Some(calls.least),
            calls.expected,
            calls.most,
            Some(time.least),
            time.expected,
        ] {
            match number {
                Some(number) => answer.number(i64::try_from(number).unwrap_or(i64::MAX)),
                None => answer.text(""),
            }
        }
        answer.text(&candidate.because);
    }
    let question = plan.question();
    match plan.route {
        Route::ById => answer.axis(1, Param::TaskId, &lines(&question.ids, BATCH)),
        Route::ByPath => answer.axis(1, Param::ObjectPath, &lines(&question.paths, 1)),
        Route::FanOut if question.domains.is_none() => {
            answer.axis(1, Param::ObjectType, &question.sent_types().join("\n"));
        }
        Route::FanOut => {
            answer.axis(2, Param::DomainName, &lines(&question.domains, 1));
            answer.text(Param::ObjectType.name());
            answer.text(&question.sent_types().join("\n"));
        }
        Route::Scan => answer.count(0),
    }
    if plan.route != Route::ById {
        answer.text(Param::PageSize.name());
        answer.number(i64::from(PAGE_SIZE_MAX.value));
        if let Some(group) = &question.group {
            answer.text(Param::ResourceGroupId.name());
            answer.text(group);
        }
        if let (Route::FanOut, Some(status)) = (plan.route, question.sent_status()) {
            answer.text(Param::Status.name());
            answer.text(status);
        }
    }
    answer.0
}

/// Joined text in the making.
#[derive(Default)]
struct Answer(String);

impl Answer {
    /// Diagnostics as JSON, nothing where there are none; the first moment, the end, the first StartTime and the width of the windows
    /// in milliseconds, four nothings where there is none; the number of unreachable parts and for each its start, end and reason.
    fn common(&mut self, diagnostics: &[Diagnostic], windows: Windows, unreachable: &[Unreachable]) {
        self.text(&if diagnostics.is_empty() {
            String::new()
        } else {
            to_json(&diagnostics)
        });
        match windows.whole() {
            Some(whole) => {
                self.number(whole.start().ms());
                self.number(whole.end().ms());
                self.number(whole.start_time().ms());
                self.number(windows.width() * 1000);
            }
            None => (0..4).for_each(|_| self.text("")),
        }
        self.count(unreachable.len());
        for part in unreachable {
            self.text(&part.start.to_string());
            self.text(&part.end.to_string());
            self.text(part.reason.name());
        }
    }

    fn axis(&mut self, axes: usize, param: Param, values: &str) {
        self.count(axes);
        self.text(param.name());
        self.text(values);
    }

    fn text(&mut self, text: &str) {
        joined::push(&mut self.0, text);
    }

    fn flag(&mut self, flag: bool) {
        self.text(if flag { "1" } else { "" });
    }

    fn count(&mut self, count: usize) {
        self.number(i64::try_from(count).unwrap_or(i64::MAX));
    }

    fn number(&mut self, number: i64) {
        super::json::push_number(&mut self.0, number < 0, number.unsigned_abs());
        self.0.push('\0');
    }
}

/// Values one a line, or `batch` of them, separated by commas: none that can be sent holds a line end.
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

/// A question with its options, as every stage that takes one reads it: names and tagged values of the options, an empty field, then
/// names and values of the query: one tagged value, or `l` and the number of the tagged values that follow.
pub(super) fn question(fields: &str) -> (Query<'_>, Instant, PlanOptions) {
    let mut fields = joined::split(fields);
    let (now, options) = options(&mut fields);
    let mut query = Query::default();
    while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
        let asked = match value.strip_prefix('l').map(str::parse) {
            Some(Ok(count)) => {
                let mut list = Vec::new();
                for _ in 0usize..count {
                    list.extend(next_given(&mut fields));
                }
                Asked::List(list)
            }
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
