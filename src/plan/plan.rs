use super::because::{Candidate, candidate, in_words, tell_way};
use super::filter::Filter;
use super::notes::Notes;
use super::options::{Order, PlanOptions, Route};
use super::query::Query;
use super::question::{Question, list_of};
use super::reach::{Unreachable, margin};
use super::routes::{BATCH, Way};
use super::split;
use super::window::{Window, Windows};
use crate::contract::limits::{PAGE_NUMBER_MAX, PAGE_NUMBER_MIN, PAGE_SIZE_MAX};
use crate::contract::notes::SHOWN_TYPES;
use crate::contract::planning::ROUTE_IMPOSSIBLE;
use crate::contract::{Operation, Param};
use crate::request::{Diagnostic, TaskRequest};
use crate::time::Instant;
use std::borrow::Cow;

/// How a question is answered: which calls, in which order, and what they cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Everything found. With an error among it there are no calls.
    pub diagnostics: Vec<Diagnostic>,
    /// The way that is taken.
    pub route: Route,
    /// Every way that could answer, with its price and why it was taken or not.
    pub routes: Vec<Candidate>,
    /// The windows of the way that is taken, oldest first; none by id, where nothing is paged.
    pub windows: Windows,
    /// What of the asked range cannot be reached.
    pub unreachable: Vec<Unreachable>,
    /// How many lists are read in each window, or how many batches of ids there are; none where the question cannot be answered.
    lists: usize,
    question: Question,
    options: PlanOptions,
    now: Instant,
}

/// One call of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCall {
    /// What to call; also told by the request.
    pub operation: Operation,
    /// What to send.
    pub request: TaskRequest,
    /// Which window it reads, by its index in [`Plan::windows`]; `None` by id.
    pub window: Option<usize>,
    /// The first moment at which it may be sent.
    pub not_before: Instant,
    /// The last moment at which the request is valid, because the retention slides; `None` by id.
    pub not_after: Option<Instant>,
}

/// Plans how to answer `query`, as at `now`.
///
/// ```
/// use cdn_refresh_tasks::plan::{Plan, PlanOptions, Query, Route, plan};
/// use cdn_refresh_tasks::time::Instant;
///
/// let now = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
/// let query = Query { domain_names: ["example.com"].into(), object_types: ["file", "preload"].into(), ..Query::since(now.plus_ms(-3_600_000)) };
/// let plan: Plan = plan(&query, now, &PlanOptions::default());
/// assert_eq!(plan.route, Route::FanOut);
/// for call in plan.calls() {
///     println!("{} from {} on", call.request, call.not_before);
/// }
/// assert_eq!(plan.calls().len(), 2);
/// ```
pub fn plan(query: &Query<'_>, now: Instant, options: &PlanOptions) -> Plan {
    let mut notes = Notes::new(options.locale);
    options.tell(&mut notes);
    let question = Question::read(query, now, &mut notes);
    assemble(question, now, options, None, notes)
}

fn assemble(question: Question, now: Instant, options: &PlanOptions, rows: Option<u64>, mut notes: Notes) -> Plan {
    let mut plan = Plan {
        diagnostics: Vec::new(),
        route: options.route.unwrap_or(Route::Scan),
        routes: Vec::new(),
        windows: Windows::NONE,
        unreachable: Vec::new(),
        lists: 0,
        question,
        options: options.clone(),
        now,
    };
    if notes.has_errors() {
        // Routes would be judged by a question that lacks values; the range is whole.
        let reach = plan.question.range.reach(now, margin(0));
        split::tell(&reach, &mut notes);
        plan.diagnostics = notes.list;
        return plan;
    }
    let (mut ways, mut refused) = (Vec::new(), None);
    for route in Route::ALL {
        match Way::new(route, &plan.question, now, options, rows) {
            Ok(way) => ways.push(way),
            Err(why) if options.route == Some(route) => refused = Some(why),
            Err(_) => {}
        }
    }
    let chosen = choose(&ways, options);
    if let Some(reach) = chosen.or(ways.first()).map(|way| &way.reach) {
        split::tell(reach, &mut notes);
        plan.unreachable.clone_from(&reach.unreachable);
    }
    if let (Some(why), Some(route)) = (refused, options.route) {
        let (why, routes) = (in_words(&why, &notes), list_of(ways.iter().map(|way| way.route.name())));
        notes.tell(
            &ROUTE_IMPOSSIBLE,
            &["route"],
            &[("route", route.name()), ("why", &why), ("routes", &routes)],
        );
    }
    if ways.iter().all(|way| way.reach.whole.is_some()) {
        plan.routes = ways
            .iter()
            .map(|way| candidate(way, chosen, &plan.question, options, &notes))
            .collect();
        if let Some(way) = chosen {
            tell_way(way, &plan.question, options, &ways, &mut notes);
            plan.route = way.route;
            plan.windows = way.windows;
            plan.lists = way.lists;
        }
    }
    plan.diagnostics = notes.list;
    plan
}

/// The way that was asked for, or the cheapest safe one, or, where none is safe, the cheapest.
fn choose<'w>(ways: &'w [Way], options: &PlanOptions) -> Option<&'w Way> {
    match options.route {
        Some(route) => ways.iter().find(|way| way.route == route),
        None => ways.iter().min_by_key(|way| (way.unsafe_because.is_some(), way.cost)),
    }
}

impl Plan {
    /// Whether the question can be answered: nothing was found that is an error.
    pub fn ok(&self) -> bool {
        !self
            .diagnostics
            .iter()
            .any(|told| told.severity == crate::contract::Severity::Error)
    }

    /// The first page of every list of every window, or every batch of ids, in the order in which they are to be sent.
    pub fn calls(&self) -> impl ExactSizeIterator<Item = PlannedCall> + '_ {
        // `call` answers every index below `len`; the fallback is never made.
        let nothing = || PlannedCall {
            operation: self.operation(),
            request: TaskRequest::planned(self.operation()),
            window: None,
            not_before: self.now,
            not_after: None,
        };
        (0..self.len()).map(move |index| self.call(index).unwrap_or_else(nothing))
    }

    /// How many calls [`Plan::calls`] lists.
    pub fn len(&self) -> usize {
        match self.route {
            Route::ById => self.lists,
            _ => self.lists.saturating_mul(self.windows.len()),
        }
    }

    /// Whether it lists none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The call at `index`.
    pub fn call(&self, index: usize) -> Option<PlannedCall> {
        if index >= self.len() {
            return None;
        }
        let (place, list) = (index / self.lists, index % self.lists);
        let number = match self.options.order {
            _ if self.route == Route::ById => None,
            Order::Oldest => Some(place),
            Order::Newest => Some(self.windows.len() - 1 - place),
        };
        let window = number.and_then(|number| self.windows.get(number));
        Some(PlannedCall {
            operation: self.operation(),
            request: self.request(list, window, 1)?,
            window: number,
            not_before: window.map_or(self.now, |window| window.not_before(self.now)),
            not_after: window.map(Window::not_after),
        })
    }

    /// The operation that its route calls.
    pub fn operation(&self) -> Operation {
        match self.route {
            Route::ById => Operation::DescribeRefreshTaskById,
            _ => Operation::DescribeRefreshTasks,
        }
    }

    /// How many lists are read in each window, or how many batches of ids there are.
    pub fn lists(&self) -> usize {
        self.lists
    }

    /// The request for one page of one list in `window`, which may be a part of a window of the plan; by id, for one batch, without
    /// window and page. `None` beyond the last list or page.
    pub fn request(&self, list: usize, window: Option<Window>, page: u32) -> Option<TaskRequest> {
        let mut request = TaskRequest::planned(self.operation());
        if list >= self.lists {
            return None;
        }
        for (param, value) in self.values(list) {
            request.set(param, &value);
        }
        if self.route == Route::ById {
            return Some(request);
        }
        if !(PAGE_NUMBER_MIN.value..=PAGE_NUMBER_MAX.value).contains(&page) {
            return None;
        }
        let window = window?;
        request.set(Param::PageNumber, &page.to_string());
        request.set(Param::PageSize, &PAGE_SIZE_MAX.value.to_string());
        request.set(Param::StartTime, &window.start_time().to_string());
        request.set(Param::EndTime, &window.end().to_string());
        if let Some(group) = &self.question.group {
            request.set(Param::ResourceGroupId, group);
        }
        if let (Route::FanOut, Some(status)) = (self.route, self.question.sent_status()) {
            request.set(Param::Status, status);
        }
        Some(request)
    }

    /// The values by which a list differs from the others of its window.
    fn values(&self, list: usize) -> Vec<(Param, Cow<'_, str>)> {
        let mut values = Vec::new();
        let question = &self.question;
        match self.route {
            Route::ById => {
                let batch = question.ids.iter().flat_map(|ids| ids.chunks(BATCH)).nth(list);
                values.extend(batch.map(|ids| (Param::TaskId, Cow::Owned(ids.join(",")))));
            }
            Route::ByPath => values.extend(pair(Param::ObjectPath, nth(&question.paths, list))),
            Route::FanOut => {
                let types = question.sent_types();
                values.extend(pair(
                    Param::DomainName,
                    nth(&question.domains, list / types.len().max(1)),
                ));
                values.extend(pair(Param::ObjectType, types.get(list % types.len().max(1)).copied()));
            }
            Route::Scan => {}
        }
        values
    }

    /// What of its answers was asked for.
    pub fn filter(&self) -> Filter {
        self.question.filter(self.route)
    }

    /// Whether rows are told apart here by a type of which no document says how rows show it.
    pub(crate) fn tells_types_apart(&self) -> bool {
        let mut types = self.question.types.iter().flatten();
        self.route != Route::FanOut && !types.all(|of| SHOWN_TYPES.contains(&of.as_str()))
    }

    /// The values by which a list differs from the others of its window, as parameters: `DomainName=example.com ObjectType=file`.
    pub fn list_name(&self, list: usize) -> String {
        let mut name = String::new();
        for (param, value) in self.values(list) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(param.name());
            name.push('=');
            name.push_str(&value);
        }
        name
    }

    /// Which window is asked for first.
    pub fn order(&self) -> Order {
        self.options.order
    }

    /// How it was planned.
    pub fn options(&self) -> &PlanOptions {
        &self.options
    }

    /// The moment as at which it was planned.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The same question as at another moment: an absent end is then that moment, and the retention has slid.
    #[must_use]
    pub fn at(&self, now: Instant) -> Plan {
        Plan::of_question(self.question.clone(), now, &self.options)
    }

    /// Another plan for the same question, if with `total` rows in its window, as the first reply says, another safe route is cheaper.
    /// A route that was asked for stays.
    pub fn settled(&self, total: u64) -> Option<Plan> {
        if self.options.route.is_some() || self.route != Route::Scan {
            return None;
        }
        let notes = Notes::new(self.options.locale);
        let settled = assemble(self.question.clone(), self.now, &self.options, Some(total), notes);
        (settled.route != self.route).then_some(settled)
    }

    /// The plan of a question that was read before.
    pub(crate) fn of_question(question: Question, now: Instant, options: &PlanOptions) -> Plan {
        assemble(question, now, options, None, Notes::new(options.locale))
    }

    /// The task ids that are asked for.
    pub(crate) fn task_ids(&self) -> &[String] {
        self.question.ids.as_deref().unwrap_or_default()
    }

    /// What was asked, read.
    pub(crate) fn question(&self) -> &Question {
        &self.question
    }
}

fn nth(values: &Option<Vec<String>>, index: usize) -> Option<&str> {
    Some(values.as_ref()?.get(index)?.as_str())
}

fn pair(param: Param, value: Option<&str>) -> Option<(Param, Cow<'_, str>)> {
    Some((param, Cow::Borrowed(value?)))
}
