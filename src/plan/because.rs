//! A way in words: what it does, what it costs, why it was chosen or not.

use super::notes::Notes;
use super::options::{PlanOptions, Route};
use super::price::Price;
use super::question::{Question, is_volatile, list_of};
use super::routes::{Rows, Way, Why};
use crate::contract::planning::{CHEAPER, LOCAL, UNPROVEN, VOLATILE};
use crate::contract::{Text, quote};

/// One way to answer a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Which.
    pub route: Route,
    /// Whether its answer can be proven whole.
    pub safe: bool,
    /// What it costs.
    pub price: Price,
    /// What it does, and why it was chosen or not.
    pub because: String,
}

const BATCHES: Text = Text::new(
    "ids: {ids}, up to {by-id-ids} in a call, on a quota of their own",
    "ID 数：{ids}，每次请求最多 {by-id-ids} 个，使用单独的配额",
);
const BY_PATH: Text = Text::new(
    "one list per path: {lists}, windows: {windows}",
    "逐个路径查询，列表数：{lists}，时间窗口数：{windows}",
);
const FAN_OUT: Text = Text::new(
    "one list per domain and type: {lists}, windows: {windows}",
    "逐个域名、逐个类型查询，列表数：{lists}，时间窗口数：{windows}",
);
const TYPES: Text = Text::new(
    "one list per type: {lists}, windows: {windows}",
    "逐个类型查询，列表数：{lists}，时间窗口数：{windows}",
);
const SCAN: Text = Text::new(
    "one list of the whole account, windows: {windows}",
    "查询整个账号，时间窗口数：{windows}",
);
const ROWS: Text = Text::new(", about {rows} tasks", "，约 {rows} 条任务");
const UNKNOWN: Text = Text::new(
    "; volume unknown, reckoned with {rows} tasks until the first TotalCount settles it",
    "；任务量未知，暂按 {rows} 条估算，以首次返回的 TotalCount 为准",
);
const FILTERED: Text = Text::new("; filtered here by {fields}", "；在本地按 {fields} 筛选");
const CHOSEN: Text = Text::new("; chosen: the cheapest that is safe", "；已选用：安全且开销最低");
const CHOSEN_UNSAFE: Text = Text::new(
    "; chosen although not safe, as no route is",
    "；没有安全的方式，选用了开销最低的",
);
const FORCED: Text = Text::new("; chosen because it was asked for", "；按指定选用");
const NOTHING: Text = Text::new("", "");
const NOT_SAFE: Text = Text::new("; not safe: {why}", "；不安全：{why}");
const DEARER: Text = Text::new("; not chosen: `{chosen}` is cheaper", "；未选用：`{chosen}` 开销更低");
const NO_CHEAPER: Text = Text::new(
    "; not chosen: `{chosen}` costs no more",
    "；未选用：`{chosen}` 开销相同",
);
const OTHER_FORCED: Text = Text::new("; not chosen: `{chosen}` was asked for", "；未选用：已指定 `{chosen}`");

pub(crate) fn in_words((text, value): &Why, notes: &Notes) -> String {
    notes.fill(text, &[("0", value)])
}

/// A route far below the chosen one's calls is worth a word.
const FAR: u64 = 5;

/// Tells what the chosen way leaves undone, and what would be cheaper.
pub(crate) fn tell_way(way: &Way, question: &Question, options: &PlanOptions, ways: &[Way], notes: &mut Notes) {
    if let Some(why) = &way.unsafe_because {
        let why = in_words(why, notes);
        notes.tell(&UNPROVEN, &["route"], &[("route", way.route.name()), ("why", &why)]);
    }
    if !way.local.is_empty() {
        let fields = list_of(way.local.iter().copied());
        notes.tell(&LOCAL, &way.local, &[("fields", &fields)]);
    }
    if way.route != Route::ById
        && let Some(status) = question.statuses.iter().flatten().find(|status| is_volatile(status))
    {
        notes.tell(&VOLATILE, &["statuses"], &[("found", &quote(status))]);
    }
    if options.route.is_none()
        && way.unsafe_because.is_none()
        && let Some((other, why)) = ways
            .iter()
            .filter_map(|other| Some((other, other.unsafe_because.as_ref()?)))
            .find(|(other, _)| other.route == Route::FanOut && other.price.calls.least.saturating_mul(FAR) < way.cost.1)
    {
        let (calls, instead) = (other.price.calls.least.to_string(), way.cost.1.to_string());
        let why = in_words(why, notes);
        let values = [
            ("route", other.route.name()),
            ("calls", &calls),
            ("instead", &instead),
            ("why", &why),
        ];
        notes.tell(&CHEAPER, &["objectTypes", "route"], &values);
    }
    options.tell_rates(notes);
}

/// The way as a candidate, with its reasons in words.
pub(crate) fn candidate(
    way: &Way,
    chosen: Option<&Way>,
    question: &Question,
    options: &PlanOptions,
    notes: &Notes,
) -> Candidate {
    let ids = question.ids.as_ref().map_or(0, Vec::len);
    let does = match way.route {
        Route::ById => BATCHES,
        Route::ByPath => BY_PATH,
        Route::FanOut if question.domains.is_none() => TYPES,
        Route::FanOut => FAN_OUT,
        Route::Scan => SCAN,
    };
    let (lists, windows, ids) = (way.lists.to_string(), way.windows.len().to_string(), ids.to_string());
    let mut because = notes.fill(&does, &[("lists", &lists), ("windows", &windows), ("ids", &ids)]);
    let mut add = |text: Text, place: &str, value: &str| because.push_str(&notes.fill(&text, &[(place, value)]));
    let (volume, rows) = match way.rows {
        Rows::Stated(rows) => (ROWS, rows),
        Rows::Guessed(rows) => (UNKNOWN, rows),
        Rows::Irrelevant => (NOTHING, 0),
    };
    add(volume, "rows", &rows.to_string());
    if !way.local.is_empty() {
        add(FILTERED, "fields", &list_of(way.local.iter().copied()));
    }
    let why = way.unsafe_because.as_ref().map(|why| in_words(why, notes));
    let is_chosen = chosen.is_some_and(|chosen| way.route == chosen.route);
    let other = options
        .route
        .or(chosen.map(|chosen| chosen.route))
        .map_or("", Route::name);
    let verdict = match (&why, options.route) {
        (None, None) if is_chosen => CHOSEN,
        (Some(_), None) if is_chosen => CHOSEN_UNSAFE,
        (None, None) if chosen.is_some_and(|chosen| chosen.cost == way.cost) => NO_CHEAPER,
        (None, None) => DEARER,
        (Some(_), None) => NOTHING,
        (_, Some(_)) if is_chosen => FORCED,
        (_, Some(_)) => OTHER_FORCED,
    };
    add(verdict, "chosen", other);
    if let Some(why) = why {
        add(NOT_SAFE, "why", &why);
    }
    Candidate {
        route: way.route,
        safe: way.unsafe_because.is_none(),
        price: way.price,
        because,
    }
}
