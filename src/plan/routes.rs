//! The ways to answer a question: what each asks of the service and what it leaves to be filtered here, what it costs, whether its
//! answer can be proven whole.

use super::filter::is_wildcard;
use super::options::{PlanOptions, Route};
use super::price::{Calls, PAGE, Price, Rate, WINDOW_ROWS, list_calls, rows_in, width_for};
use super::question::{Question, sendable};
use super::reach::{Reach, margin};
use super::window::{Window, Windows};
use crate::contract::limits::{BY_ID_IDS, REFRESH_URLS};
use crate::contract::{Param, Text, quote};
use crate::time::Instant;

/// How many ids go into one call.
pub(crate) const BATCH: usize = BY_ID_IDS.value as usize;

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
    pub(crate) lists: usize,
    /// The keys of the question that are filtered here.
    pub(crate) local: Vec<&'static str>,
    pub(crate) reach: Reach,
    pub(crate) windows: Windows,
    pub(crate) price: Price,
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
        let lists = question.lists(route)?;
        let local = question.local(route);
        let sizing = Sizing {
            route,
            lists: count(lists),
            question,
            options,
            rows,
            // With a limit and nothing to filter, reading ends once so many rows are there.
            enough: options.limit.filter(|_| local.is_empty()),
        };
        let rate = if route == Route::ById {
            options.by_id_rate
        } else {
            options.list_rate
        };
        let mut way = Way {
            route,
            lists,
            local,
            reach: question.range.reach(now, margin(0)),
            windows: Windows::NONE,
            price: Price::NOTHING,
            rows: Rows::Irrelevant,
            cost: (0, 0),
            unsafe_because: question.unsafe_because(route),
        };
        // The margin depends on how long the walk takes, and so on the windows that there would be with the least one.
        sizing.size(&mut way, rate);
        way.reach = question.range.reach(now, margin(way.cost.0));
        sizing.size(&mut way, rate);
        Ok(way)
    }
}

impl Question {
    /// How many lists the route reads in each window, or how many batches of ids; or why it cannot answer.
    pub(crate) fn lists(&self, route: Route) -> Result<usize, Why> {
        let missing = match route {
            Route::ById if self.ids.is_none() => NO_IDS,
            Route::ByPath if self.paths.is_none() => NO_PATHS,
            Route::FanOut if self.domains.is_none() && self.types.is_none() && self.sent_status().is_none() => {
                NOTHING_TO_FAN
            }
            Route::FanOut => {
                for asked in self.types.iter().flatten() {
                    if !sendable(Param::ObjectType, asked) {
                        return Err((NO_SUCH_TYPE, quote(asked)));
                    }
                }
                return Ok(length(&self.domains).max(1).saturating_mul(self.sent_types().len()));
            }
            Route::ById => return Ok(length(&self.ids).div_ceil(BATCH)),
            Route::ByPath => return Ok(length(&self.paths)),
            Route::Scan => return Ok(1),
        };
        Err((missing, String::new()))
    }

    /// The keys that the route leaves to be filtered here.
    pub(crate) fn local(&self, route: Route) -> Vec<&'static str> {
        let (by_id, fans) = (route == Route::ById, route == Route::FanOut);
        let keys = [
            ("taskIds", self.ids.is_some() && !by_id),
            ("objectPaths", self.paths.is_some() && route != Route::ByPath),
            ("domainNames", self.domains.is_some() && !fans),
            ("objectTypes", self.types.is_some() && !fans),
            (
                "statuses",
                self.statuses.is_some() && !(fans && self.sent_status().is_some()),
            ),
            ("from", by_id && self.range.from.is_some()),
            ("to", by_id && self.range.to.is_some()),
            ("resourceGroupId", by_id && self.group.is_some()),
        ];
        let mut local = Vec::new();
        for (key, is_local) in keys {
            if is_local {
                local.push(key);
            }
        }
        local
    }

    fn unsafe_because(&self, route: Route) -> Option<Why> {
        if route == Route::FanOut {
            return self.types.is_none().then_some((OPEN_TYPES, String::new()));
        }
        if route == Route::ById && self.group.is_some() {
            return Some((GROUP, String::new()));
        }
        let wildcard = self.domains.iter().flatten().find(|domain| is_wildcard(domain))?;
        Some((WILDCARD, quote(wildcard)))
    }
}

/// Windows and price of a way, once its lists are known.
struct Sizing<'s> {
    route: Route,
    lists: u64,
    question: &'s Question,
    options: &'s PlanOptions,
    rows: Option<u64>,
    enough: Option<u64>,
}

impl Sizing<'_> {
    fn size(&self, way: &mut Way, rate: Rate) {
        let (ids, paths) = (count(length(&self.question.ids)), count(length(&self.question.paths)));
        way.rows = Rows::Irrelevant;
        let stated = match (self.route, way.reach.whole) {
            (Route::Scan, Some(whole)) => self.stated(whole),
            // How the account's rows are shared between what is asked and the rest is unknown: at even odds, half of them.
            (Route::FanOut, Some(whole)) => self.stated(whole).map(|rows| rows.div_ceil(2)),
            _ => None,
        };
        way.windows = match way.reach.whole {
            Some(whole) if self.route != Route::ById => self.windows(whole, stated),
            _ => Windows::NONE,
        };
        let mut calls = list_calls(self.lists, way.windows, stated);
        match self.route {
            Route::ById => {
                // An id that stands for more rows than one answer holds is asked for alone, then paged, to a page beyond its last one.
                let paged = ids.saturating_mul(u64::from(REFRESH_URLS.value).div_ceil(PAGE) + 2);
                calls = Calls {
                    least: self.lists,
                    expected: Some(self.lists),
                    most: Some(self.lists.saturating_add(paged)),
                };
            }
            // A path has seldom more than a page of tasks in three days.
            Route::ByPath => calls.expected = Some(calls.least),
            Route::FanOut | Route::Scan => {
                let mut guess = WINDOW_ROWS / 2;
                if self.route == Route::Scan {
                    // The asked-for paths are in the list. A task id stands for many rows more often than not: a scan must not seem
                    // cheaper than ten ids a call.
                    guess = WINDOW_ROWS
                        .max(paths)
                        .max(ids.saturating_mul(u64::from(BY_ID_IDS.value)));
                    if stated.is_none() && paths > 0 {
                        calls.expected = list_calls(self.lists, way.windows, Some(paths)).expected;
                    }
                }
                way.rows = stated.map_or(Rows::Guessed(guess), Rows::Stated);
            }
        }
        let guessed = match way.rows {
            Rows::Guessed(rows) => list_calls(self.lists, way.windows, Some(rows)).expected,
            Rows::Stated(_) | Rows::Irrelevant => calls.expected,
        };
        let mut cost = guessed.unwrap_or(calls.least);
        if self.options.limit.is_some() {
            calls.least = calls.least.min(1);
        }
        if let Some(enough) = self.enough {
            let in_each = match self.route {
                Route::ById => u64::from(BY_ID_IDS.value),
                Route::ByPath => 1,
                Route::FanOut | Route::Scan => PAGE,
            };
            let seams = count(way.windows.len()).saturating_sub(1);
            let pages = enough.div_ceil(in_each).saturating_add(seams);
            calls.expected = calls.expected.map(|expected| expected.min(pages));
            cost = cost.min(pages);
        }
        way.price = Price::of(calls, rate);
        way.cost = (rate.ms(cost), cost);
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

fn length(values: &Option<Vec<String>>) -> usize {
    values.as_ref().map_or(0, Vec::len)
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
