//! Of options and conditions: what they hold, and how it was read.

use super::PlanRule;
use crate::contract::{Severity, Source, Text};

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
