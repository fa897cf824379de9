//! What `plan` and `splitRange` tell about a question. Where the service has a code for it, that code; else ours.

use super::{Locale, Severity, Source, Text, fill, limits};

/// One finding of the planner.
#[derive(Debug)]
pub struct PlanRule {
    /// The service's own code where it has one, else ours in the same dotted style.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is expected or what was done. Places: those of the finding, and the names of limits.
    pub message: Text,
    /// What to do or to know, apart from the fixes. The same places.
    pub help: Text,
    /// Where the reason is documented; `None` where it is ours alone.
    pub source: Option<Source>,
}

/// What stands in texts for what only a finding knows.
const PLACES: [&str; 17] = [
    "param", "found", "value", "first", "second", "expected", "limit", "known", "fields", "route", "routes", "why",
    "calls", "instead", "more", "meant", "count",
];

impl PlanRule {
    /// Its message without a finding: what only a finding knows is left open.
    pub fn says(&self, locale: Locale) -> String {
        let open = PLACES.map(|place| (place, if matches!(place, "more" | "meant") { "" } else { "…" }));
        fill(&limits::fill_in(self.message.get(locale)), &open)
    }

    /// Its help, likewise.
    pub fn helps(&self, locale: Locale) -> String {
        fill(
            &limits::fill_in(self.help.get(locale)),
            &PLACES.map(|place| (place, "…")),
        )
    }
}

/// Every one of them.
pub static ALL: &[&PlanRule] = &[
    &START_MALFORMED,
    &END_MALFORMED,
    &START_IMPOSSIBLE,
    &END_IMPOSSIBLE,
    &REVERSED,
    &OUT_OF_REACH,
    &OUTSIDE_RETENTION,
    &NEAR_RETENTION,
    &FUTURE,
    &NEAR_NOW,
    &OPTION,
    &RATE,
    &KEY,
    &LIST,
    &QUERY,
    &EMPTY,
    &SPLIT,
    &READ_AS,
    &BLANK,
    &DUPLICATE,
    &UNKNOWN_WORD,
    &FOREIGN_LETTERS,
    &LOCAL,
    &VOLATILE,
    &ROUTE_IMPOSSIBLE,
    &UNPROVEN,
    &CHEAPER,
];

/// A start that cannot be read.
pub static START_MALFORMED: PlanRule = PlanRule {
    code: "InvalidStartTime.Malformed",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be milliseconds since the epoch, a date object, or RFC 3339 text with its offset; found {found}",
        "`{param}` 须为毫秒时间戳、日期对象，或带时区偏移的 RFC 3339 文本；实际为 {found}",
    ),
    help: Text::new(
        "write the offset, `Z` or one like `+08:00`: without it, the moment would be a guess",
        "请写明时区偏移，如 `Z` 或 `+08:00`：没有偏移就无法确定是哪一刻",
    ),
    source: Some(Source::REFERENCE),
};

/// An end that cannot be read.
pub static END_MALFORMED: PlanRule = PlanRule {
    code: "InvalidEndTime.Malformed",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be milliseconds since the epoch, a date object, or RFC 3339 text with its offset; found {found}",
        "`{param}` 须为毫秒时间戳、日期对象，或带时区偏移的 RFC 3339 文本；实际为 {found}",
    ),
    help: Text::new(
        "write the offset, `Z` or one like `+08:00`: without it, the moment would be a guess",
        "请写明时区偏移，如 `Z` 或 `+08:00`：没有偏移就无法确定是哪一刻",
    ),
    source: Some(Source::REFERENCE),
};

/// A start that never was.
pub static START_IMPOSSIBLE: PlanRule = PlanRule {
    code: "InvalidStartTime.ValueNotSupported",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be a moment that exists; found {found}",
        "`{param}` 须为真实存在的时刻；实际为 {found}",
    ),
    help: Text::new(
        "check the day of the month, the hour and the offset; years have four digits",
        "请检查日期、小时和时区偏移；年份为四位数",
    ),
    source: Some(Source::REFERENCE),
};

/// An end that never was.
pub static END_IMPOSSIBLE: PlanRule = PlanRule {
    code: "InvalidEndTime.ValueNotSupported",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be a moment that exists; found {found}",
        "`{param}` 须为真实存在的时刻；实际为 {found}",
    ),
    help: Text::new(
        "check the day of the month, the hour and the offset; years have four digits",
        "请检查日期、小时和时区偏移；年份为四位数",
    ),
    source: Some(Source::REFERENCE),
};

/// An end that is not later than the start.
pub static REVERSED: PlanRule = PlanRule {
    code: "InvalidEndTime.Mismatch",
    severity: Severity::Error,
    message: Text::new(
        "`to` must be later than `from`; found {first} to {second}",
        "`to` 须晚于 `from`；实际为 {first} 至 {second}",
    ),
    help: Text::new(
        "a range holds its start and everything before its end",
        "时间范围包含起点，不包含终点",
    ),
    source: Some(Source::REFERENCE),
};

/// A range of which nothing can be asked for.
pub static OUT_OF_REACH: PlanRule = PlanRule {
    code: "InvalidTime",
    severity: Severity::Error,
    message: Text::new(
        "the range must reach into the last {retention} days, up to now; found {first} to {second}",
        "时间范围须与最近 {retention} 天（截至当前）有交集；实际为 {first} 至 {second}",
    ),
    help: Text::new(
        "the service forgets older tasks; numbers count milliseconds since the epoch, not seconds",
        "更早的任务已无法查询；数字按毫秒时间戳解释，而不是秒",
    ),
    source: Some(Source::REFERENCE),
};

/// A start well before the retention.
pub static OUTSIDE_RETENTION: PlanRule = PlanRule {
    code: "OutsideRetention",
    severity: Severity::Warning,
    message: Text::new(
        "only the last {retention} days can be asked for: {first} to {second} is out of reach",
        "只能查询最近 {retention} 天：{first} 至 {second} 无法查询",
    ),
    help: Text::new(
        "the answer will lack that part; keep your own record of older tasks",
        "查询结果不含这一段；更早的任务请自行留存记录",
    ),
    source: Some(Source::REFERENCE),
};

/// A start about where the retention begins.
pub static NEAR_RETENTION: PlanRule = PlanRule {
    code: "NearRetention",
    severity: Severity::Notice,
    message: Text::new(
        "the range starts at {second} instead of {first}, a little inside the last {retention} days",
        "起点由 {first} 改为 {second}，略晚于 {retention} 天的边界",
    ),
    help: Text::new(
        "the retention slides while calls are sent: a request at its very edge would have become invalid",
        "发送请求期间可查范围会不断后移：紧贴边界的请求到发出时可能已经失效",
    ),
    source: Some(Source::REFERENCE),
};

/// An end well after now.
pub static FUTURE: PlanRule = PlanRule {
    code: "FutureEndTime",
    severity: Severity::Warning,
    message: Text::new(
        "the future cannot be asked for: {first} to {second} is left out",
        "无法查询未来：{first} 至 {second} 不在计划内",
    ),
    help: Text::new("leave `to` out to ask up to now", "不填 `to` 即查询到当前为止"),
    source: Some(Source::REFERENCE),
};

/// An end shortly after now.
pub static NEAR_NOW: PlanRule = PlanRule {
    code: "FutureEndTime",
    severity: Severity::Notice,
    message: Text::new(
        "the range ends at {first} instead of {second}: no end time may lie in the future",
        "终点由 {second} 改为 {first}：结束时间不得晚于当前",
    ),
    help: Text::new(
        "leave `to` out to ask up to now; if this surprises you, compare your clock",
        "不填 `to` 即查询到当前为止；如与预期不符，请核对本机时钟",
    ),
    source: Some(Source::REFERENCE),
};

/// An option out of its values.
pub static OPTION: PlanRule = PlanRule {
    code: "InvalidOption",
    severity: Severity::Error,
    message: Text::new(
        "option `{param}` must be {expected}; found {found}",
        "选项 `{param}` 须为{expected}；实际为 {found}",
    ),
    help: Text::new("leave it out for the default", "不填则使用默认值"),
    source: None,
};

/// A rate above the service's.
pub static RATE: PlanRule = PlanRule {
    code: "RateAboveLimit",
    severity: Severity::Warning,
    message: Text::new(
        "`{param}` is above the {limit} calls per second that the service allows",
        "`{param}` 超过服务允许的每秒 {limit} 次",
    ),
    help: Text::new(
        "the quota is the account's, shared by every process and the console: calls beyond it are refused",
        "配额属于整个账号，由所有进程和控制台共用：超出的请求会被限流",
    ),
    source: Some(Source::REFERENCE),
};

/// A key that is none.
pub static KEY: PlanRule = PlanRule {
    code: "UnknownParameter",
    severity: Severity::Error,
    message: Text::new("a query has no {found}{meant}", "查询没有 {found} 这一项{meant}"),
    help: Text::new("a query holds {known}", "查询可包含 {known}"),
    source: None,
};

/// A list of something else than texts.
pub static LIST: PlanRule = PlanRule {
    code: "InvalidQuery",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must be a list of texts; found {found}",
        "`{param}` 须为文本列表；实际为 {found}",
    ),
    help: Text::new("leave it out to ask without it", "不需要该条件时请不要填写"),
    source: None,
};

/// Something else than a query.
pub static QUERY: PlanRule = PlanRule {
    code: "InvalidQuery",
    severity: Severity::Error,
    message: Text::new(
        "a query must be an object with a list or a moment for each condition; found {found}",
        "查询须为对象，每个条件为列表或时刻；实际为 {found}",
    ),
    help: Text::new("an empty object asks for everything", "空对象表示查询全部任务"),
    source: None,
};

/// A list of nothing.
pub static EMPTY: PlanRule = PlanRule {
    code: "EmptyList",
    severity: Severity::Error,
    message: Text::new(
        "`{param}` must hold at least one value; found none",
        "`{param}` 至少须有一个值；实际为空",
    ),
    help: Text::new(
        "an empty list can match nothing: leave it out to ask for all",
        "空列表不可能匹配任何任务：如要查询全部，请不要填写",
    ),
    source: None,
};

/// Values of a list taken apart.
pub static SPLIT: PlanRule = PlanRule {
    code: "SplitList",
    severity: Severity::Notice,
    message: Text::new(
        "`{param}`: {found} was taken apart into {value} values{more}",
        "`{param}`：{found} 已拆分为 {value} 个值{more}",
    ),
    help: Text::new("give each value as an entry of its own", "请将每个值作为单独的一项"),
    source: None,
};

/// Values read as others.
pub static READ_AS: PlanRule = PlanRule {
    code: "ReadAs",
    severity: Severity::Notice,
    message: Text::new(
        "`{param}`: {found} was read as {value}{more}",
        "`{param}`：{found} 已按 {value} 处理{more}",
    ),
    help: Text::new(
        "the service compares exactly; what is asked is the value as read",
        "服务按精确值匹配；实际查询的是处理后的值",
    ),
    source: None,
};

/// Entries that hold nothing.
pub static BLANK: PlanRule = PlanRule {
    code: "BlankEntry",
    severity: Severity::Notice,
    message: Text::new(
        "`{param}`: a blank entry was left out{more}",
        "`{param}`：已忽略空白项{more}",
    ),
    help: Text::new("a blank entry asks for nothing", "空白项不查询任何内容"),
    source: None,
};

/// Values given more than once.
pub static DUPLICATE: PlanRule = PlanRule {
    code: "DuplicateValue",
    severity: Severity::Notice,
    message: Text::new(
        "`{param}`: {found} is given more than once{more}",
        "`{param}`：{found} 重复出现{more}",
    ),
    help: Text::new("each value is asked once", "每个值只查询一次"),
    source: None,
};

/// A type or status of no document.
pub static UNKNOWN_WORD: PlanRule = PlanRule {
    code: "UnknownValue",
    severity: Severity::Warning,
    message: Text::new(
        "`{param}`: no document lists {found}{value}{more}",
        "`{param}`：没有文档列出 {found}{value}{more}",
    ),
    help: Text::new(
        "rows are compared with it here, because the service would refuse it",
        "服务会拒绝该取值，因此改为在本地比对返回的任务",
    ),
    source: None,
};

/// A domain name in letters whose ASCII form is not known here.
pub static FOREIGN_LETTERS: PlanRule = PlanRule {
    code: "NonAsciiDomainName",
    severity: Severity::Warning,
    message: Text::new(
        "`{param}`: {found} is not in ASCII{more}",
        "`{param}`：{found} 含非 ASCII 字母{more}",
    ),
    help: Text::new(
        "the service probably knows it by the form that starts with `xn--`, as DNS and browsers show it",
        "服务端很可能以 DNS 和浏览器所用的 `xn--` 形式记录该域名，请改填该形式",
    ),
    source: None,
};

/// Conditions that the service does not apply.
pub static LOCAL: PlanRule = PlanRule {
    code: "LocalFilter",
    severity: Severity::Notice,
    message: Text::new(
        "the service is not asked for {fields}: its answers are filtered here",
        "{fields} 不由服务筛选，而是在本地筛选返回的任务",
    ),
    help: Text::new(
        "one call takes one task id or ten, one path, one domain with one type, and one of three statuses",
        "一次请求只支持一个（按 ID 查询时十个）任务 ID、一个路径、一个域名加一种类型，以及三种任务状态之一",
    ),
    source: Some(Source::REFERENCE),
};

/// A status under which rows leave while they are paged.
pub static VOLATILE: PlanRule = PlanRule {
    code: "VolatileStatus",
    severity: Severity::Notice,
    message: Text::new(
        "the status {found} is not sent: rows would leave the list while it is paged",
        "不发送状态 {found}：翻页期间任务会离开该列表，造成遗漏",
    ),
    help: Text::new(
        "asking is what advances a task; all rows are read and filtered here",
        "任务状态随查询而推进；将读取全部任务并在本地筛选",
    ),
    source: Some(Source::REFERENCE),
};

/// A forced route that cannot answer the question.
pub static ROUTE_IMPOSSIBLE: PlanRule = PlanRule {
    code: "RouteNotPossible",
    severity: Severity::Error,
    message: Text::new(
        "route `{route}` cannot answer this question: {why}",
        "查询方式 `{route}` 无法回答该问题：{why}",
    ),
    help: Text::new("choose `auto`, or one of {routes}", "请改用 `auto`，或选择 {routes}"),
    source: Some(Source::REFERENCE),
};

/// A route whose answer cannot be proven whole.
pub static UNPROVEN: PlanRule = PlanRule {
    code: "UnprovenRoute",
    severity: Severity::Warning,
    message: Text::new(
        "route `{route}` cannot prove its answer whole: {why}",
        "查询方式 `{route}` 无法证明结果完整：{why}",
    ),
    help: Text::new("the answer may be whole all the same", "结果仍有可能是完整的"),
    source: Some(Source::REFERENCE),
};

/// A far cheaper route that proves less.
pub static CHEAPER: PlanRule = PlanRule {
    code: "CheaperRoute",
    severity: Severity::Notice,
    message: Text::new(
        "route `{route}` may take as few as {calls} calls instead of about {instead}, but {why}",
        "查询方式 `{route}` 最少只需 {calls} 次请求，而不是约 {instead} 次，但{why}",
    ),
    help: Text::new(
        "name `objectTypes` to make it safe, or choose the route yourself",
        "填写 `objectTypes` 即可安全使用，或自行指定查询方式",
    ),
    source: Some(Source::REFERENCE),
};
