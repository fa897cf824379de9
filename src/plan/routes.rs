//! The ways to answer a question: what each asks of the service and what it leaves to be filtered here, what it costs, whether its
//! answer can be proven whole.

use super::filter::{Domains, Filter, Words, is_wildcard};
use super::options::{PlanOptions, Route};
use super::price::{Calls, PAGE, Price, Rate, WINDOW_ROWS, list_calls, rows_in, width_for};
use super::question::Question;
use super::reach::{Reach, margin};
use super::window::{Window, Windows, ceil_to_second};
use crate::contract::limits::{BY_ID_IDS, REFRESH_URLS};
use crate::contract::params::Kind;
use crate::contract::{Operation, Param, Text, quote};
use crate::time::Instant;

/// What the service is asked besides the window: one list, or batch of ids, for each combination of the values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Asks {
    pub(crate) operation: Operation,
    /// The last one changes fastest.
    pub(crate) axes: Vec<(Param, Vec<String>)>,
    /// The same in every call.
    pub(crate) fixed: Vec<(Param, String)>,
}

impl Asks {
    /// How many combinations there are.
    pub(crate) fn len(&self) -> usize {
        self.axes
            .iter()
            .fold(1, |count, (_, values)| count.saturating_mul(values.len()))
    }

    /// Whether nothing at all is asked. The list of the whole account has no axis, but it has a page size.
    pub(crate) fn is_empty(&self) -> bool {
        self.axes.is_empty() && self.fixed.is_empty()
    }

    /// The values of one combination.
    pub(crate) fn get(&self, mut index: usize) -> Option<Vec<(Param, &str)>> {
        let mut values = Vec::with_capacity(self.axes.len() + self.fixed.len() + 3);
        for (param, axis) in self.axes.iter().rev() {
            values.push((*param, axis.get(index.checked_rem(axis.len())?)?.as_str()));
            index /= axis.len();
        }
        values.extend(self.fixed.iter().map(|(param, value)| (*param, value.as_str())));
        (index == 0).then_some(values)
    }
}

/// How many ids go into one call.
pub(crate) fn batch() -> usize {
    usize::try_from(BY_ID_IDS.value).unwrap_or(1)
}

/// Why a route cannot answer at all, or cannot prove its answer.
pub(crate) type Why = (Text, String);

/// How many rows a way is reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// As the volume was stated.
    Stated(u64),
    /// The volume is unknown.
    Guessed(u64),
    /// Its price does not depend on them.
    Irrelevant,
}

/// One way, worked out.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) route: Route,
    pub(crate) asks: Asks,
    pub(crate) filter: Filter,
    /// The keys of the question that are filtered here.
    pub(crate) local: Vec<&'static str>,
    pub(crate) reach: Reach,
    pub(crate) windows: Windows,
    pub(crate) price: Price,
    /// The rows it was priced for.
    pub(crate) rows: Rows,
    /// For choosing: the expected time in milliseconds, and calls; if the volume is unknown, with a guess.
    pub(crate) cost: (u64, u64),
    pub(crate) unsafe_because: Option<Why>,
}

const NO_IDS: Text = Text::new("it needs `taskIds`", "需要 `taskIds`");
const NO_PATHS: Text = Text::new("it needs `objectPaths`", "需要 `objectPaths`");
const NOTHING_TO_FAN: Text = Text::new(
    "it needs `domainNames`, `objectTypes`, or one final status",
    "需要 `domainNames`、`objectTypes` 或单个终态",
);
const NO_SUCH_TYPE: Text = Text::new(
    "the service cannot be asked for the type {0}",
    "服务不支持按类型 {0} 查询",
);
const OPEN_TYPES: Text = Text::new(
    "tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out",
    "未填写 `objectTypes`，而无法按类型查询的任务会被遗漏",
);
const WILDCARD: Text = Text::new(
    "a row shows its host only, not whether it belongs to the wildcard domain {0}",
    "返回的任务只含主机名，无法判断是否属于泛域名 {0}",
);
const GROUP: Text = Text::new("rows do not show their resource group", "返回的任务不含资源组");

impl Way {
    /// The route worked out for `question`, or why it cannot answer. `rows` are known to be in reach, if it is known.
    pub(crate) fn new(
        route: Route,
        question: &Question,
        now: Instant,
        options: &PlanOptions,
        rows: Option<u64>,
    ) -> Result<Way, Why> {
        let asks = asks(route, question)?;
        let (filter, local) = filter(route, question, &asks);
        let wildcard = question.domains.iter().flatten().find(|domain| is_wildcard(domain));
        let unsafe_because = match (route, wildcard) {
            (Route::ById, _) if filter.in_group => Some((GROUP, String::new())),
            (Route::FanOut, _) if question.types.is_none() => Some((OPEN_TYPES, String::new())),
            (Route::ById | Route::ByPath | Route::Scan, Some(domain)) => Some((WILDCARD, quote(domain))),
            _ => None,
        };
        let sizing = Sizing {
            route,
            lists: count(asks.len()),
            question,
            options,
            rows,
            // With a limit and nothing to filter, reading ends once so many rows are there.
            enough: options.limit.filter(|_| filter.is_empty()),
        };
        let rate = if route == Route::ById {
            options.by_id_rate
        } else {
            options.list_rate
        };
        let rough = sizing.size(question.range.reach(now, margin(0)).whole, rate);
        let reach = question.range.reach(now, margin(rough.cost.0));
        let Sized {
            windows,
            price,
            rows,
            cost,
        } = sizing.size(reach.whole, rate);
        Ok(Way {
            route,
            asks,
            filter,
            local,
            reach,
            windows,
            price,
            rows,
            cost,
            unsafe_because,
        })
    }
}

/// Windows and price of a way whose asks are known.
struct Sizing<'s> {
    route: Route,
    lists: u64,
    question: &'s Question,
    options: &'s PlanOptions,
    rows: Option<u64>,
    enough: Option<u64>,
}

struct Sized {
    windows: Windows,
    price: Price,
    rows: Rows,
    cost: (u64, u64),
}

impl Sizing<'_> {
    fn size(&self, whole: Option<Window>, rate: Rate) -> Sized {
        let lists = self.lists;
        let asked = |values: &Option<Vec<String>>| values.as_ref().map_or(0, |values| count(values.len()));
        let (ids, paths) = (asked(&self.question.ids), asked(&self.question.paths));
        let (windows, mut calls, rows) = match (self.route, whole) {
            (Route::ById, _) => {
                // An id that stands for more rows than one answer holds is paged by itself.
                let paged = ids.saturating_mul(u64::from(REFRESH_URLS.value).div_ceil(PAGE));
                let calls = Calls {
                    least: lists,
                    expected: Some(lists),
                    most: Some(lists.saturating_add(paged)),
                };
                (Windows::NONE, calls, Rows::Irrelevant)
            }
            (_, None) => (Windows::NONE, list_calls(0, Windows::NONE, None), Rows::Irrelevant),
            (Route::ByPath, Some(whole)) => {
                let windows = self.windows(whole, None);
                let mut calls = list_calls(lists, windows, None);
                // A path has seldom more than a page of tasks in three days.
                calls.expected = Some(calls.least);
                (windows, calls, Rows::Irrelevant)
            }
            (Route::FanOut, Some(whole)) => {
                // How the account's rows are shared between what is asked and the rest is unknown: at even odds, half of them.
                let stated = self.stated(whole).map(|rows| rows.div_ceil(2));
                let windows = self.windows(whole, stated);
                let rows = stated.map_or(Rows::Guessed(WINDOW_ROWS / 2), Rows::Stated);
                (windows, list_calls(lists, windows, stated), rows)
            }
            (Route::Scan, Some(whole)) => {
                let stated = self.stated(whole);
                let windows = self.windows(whole, stated);
                let mut calls = list_calls(lists, windows, stated);
                if stated.is_none() && paths > 0 {
                    // At least the asked-for paths are in the list.
                    calls.expected = Some(pages(lists, windows, paths));
                }
                // A task id stands for many rows more often than not: a scan must not seem cheaper than ten ids a call.
                let guess = WINDOW_ROWS
                    .max(paths)
                    .max(ids.saturating_mul(u64::from(BY_ID_IDS.value)));
                (windows, calls, stated.map_or(Rows::Guessed(guess), Rows::Stated))
            }
        };
        let mut cost = match rows {
            Rows::Guessed(rows) => pages(lists, windows, rows),
            Rows::Stated(_) | Rows::Irrelevant => calls.expected.unwrap_or(calls.least),
        };
        if self.options.limit.is_some() {
            calls.least = calls.least.min(1);
        }
        if let Some(enough) = self.enough {
            let in_each = match self.route {
                Route::ById => u64::from(BY_ID_IDS.value),
                Route::ByPath => 1,
                Route::FanOut | Route::Scan => PAGE,
            };
            let pages = enough
                .div_ceil(in_each)
                .saturating_add(count(windows.len()).saturating_sub(1));
            calls.expected = calls.expected.map(|expected| expected.min(pages));
            cost = cost.min(pages);
        }
        Sized {
            windows,
            price: Price::of(calls, rate),
            rows,
            cost: (rate.ms(cost), cost),
        }
    }

    /// The rows of the account in `whole`, as far as they are stated.
    fn stated(&self, whole: Window) -> Option<u64> {
        self.rows
            .or_else(|| Some(rows_in(whole.seconds(), self.options.rows_per_hour?)))
    }

    fn windows(&self, whole: Window, rows: Option<u64>) -> Windows {
        let width = match (self.options.window_seconds, rows) {
            (Some(width), _) => width,
            (None, Some(rows)) => width_for(rows / self.lists.max(1), whole.seconds()),
            (None, None) => u32::MAX,
        };
        Windows::of(whole, width)
    }
}

/// The calls of `lists` lists over `windows` with `rows` rows together.
fn pages(lists: u64, windows: Windows, rows: u64) -> u64 {
    list_calls(lists, windows, Some(rows)).expected.unwrap_or(u64::MAX)
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// What the route asks the service, or why it cannot.
fn asks(route: Route, question: &Question) -> Result<Asks, Why> {
    let because = |text: Text| (text, String::new());
    if route == Route::ById {
        let ids = question.ids.as_ref().ok_or(because(NO_IDS))?;
        return Ok(Asks {
            operation: Operation::DescribeRefreshTaskById,
            axes: vec![(Param::TaskId, ids.chunks(batch()).map(|ids| ids.join(",")).collect())],
            fixed: Vec::new(),
        });
    }
    let mut asks = Asks {
        fixed: vec![(Param::PageSize, PAGE.to_string())],
        ..Asks::default()
    };
    asks.fixed.extend(
        question
            .group
            .iter()
            .map(|group| (Param::ResourceGroupId, group.clone())),
    );
    match route {
        Route::ById | Route::Scan => {}
        Route::ByPath => {
            let paths = question.paths.clone().ok_or(because(NO_PATHS))?;
            asks.axes.push((Param::ObjectPath, paths));
        }
        Route::FanOut => {
            let status = sent_status(question);
            if question.domains.is_none() && question.types.is_none() && status.is_none() {
                return Err(because(NOTHING_TO_FAN));
            }
            asks.fixed.extend(status.map(|status| (Param::Status, status)));
            asks.axes
                .extend(question.domains.clone().map(|domains| (Param::DomainName, domains)));
            let types = match &question.types {
                None => sendable(Param::ObjectType).map(str::to_owned).collect(),
                Some(types) => match types
                    .iter()
                    .find(|of| !sendable(Param::ObjectType).any(|known| known == *of))
                {
                    Some(unknown) => return Err((NO_SUCH_TYPE, quote(unknown))),
                    None => types.clone(),
                },
            };
            asks.axes.push((Param::ObjectType, types));
        }
    }
    Ok(asks)
}

/// The words that the service takes for a parameter.
fn sendable(param: Param) -> impl Iterator<Item = &'static str> {
    let choices = match param.row().kind {
        Kind::Choice(choices) => choices,
        _ => &[],
    };
    choices
        .iter()
        .filter(|choice| !choice.disputed)
        .map(|choice| choice.value)
}

/// Whether rows leave this status while they are paged.
pub(crate) fn is_volatile(status: &str) -> bool {
    status == "Refreshing"
}

/// The one status that can be left to the service: under a final one, rows are only added.
fn sent_status(question: &Question) -> Option<String> {
    match question.statuses.as_deref() {
        Some([status]) if sendable(Param::Status).any(|known| known == status) && !is_volatile(status) => {
            Some(status.clone())
        }
        _ => None,
    }
}

/// What is left to be filtered here, and the keys it stands under.
fn filter(route: Route, question: &Question, asks: &Asks) -> (Filter, Vec<&'static str>) {
    let mut local = Vec::new();
    let mut words = |name: &'static str, asked: &Option<Vec<String>>, sent: bool| {
        let words = asked.as_ref().filter(|_| !sent)?;
        local.push(name);
        Some(words.clone())
    };
    let fans = route == Route::FanOut;
    let sends_status = asks.fixed.iter().any(|(param, _)| *param == Param::Status);
    let mut filter = Filter {
        ids: words("taskIds", &question.ids, route == Route::ById).map(Words::new),
        paths: words("objectPaths", &question.paths, route == Route::ByPath).map(Words::new),
        domains: words("domainNames", &question.domains, fans).map(Domains::new),
        types: words("objectTypes", &question.types, fans).map(|mut types| {
            types.iter_mut().for_each(|of| of.make_ascii_lowercase());
            Words::new(types)
        }),
        statuses: words("statuses", &question.statuses, sends_status).map(Words::new),
        ..Filter::default()
    };
    if route == Route::ById {
        let range = question.range;
        filter.from = range.from.map(Instant::floor_to_second);
        filter.to = range.to.map(ceil_to_second);
        filter.in_group = question.group.is_some();
        local.extend(range.from.map(|_| "from"));
        local.extend(range.to.map(|_| "to"));
        local.extend(question.group.as_ref().map(|_| "resourceGroupId"));
    }
    (filter, local)
}
