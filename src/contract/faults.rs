//! Every way a call can come back that is neither a page nor a code of the service. The codes are ours.

use super::{Locale, Source, Text, fill};
use serde::Serialize;

/// What came back instead of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultCause {
    /// The operation answered with an error code.
    Service,
    /// The gateway before the operation refused, or answered in its place.
    Gateway,
    /// An HTML page.
    Html,
    /// XML: the service's default form, which a query without `Format=JSON` gets.
    Xml,
    /// No body.
    Empty,
    /// The beginning of JSON.
    Truncated,
    /// Neither JSON nor the beginning of it.
    NotJson,
    /// JSON, but no page and no error.
    Unexpected,
    /// Nothing came back.
    Network,
    /// Nothing came back in time.
    Timeout,
}

/// A fault that has no code of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultRow {
    /// What came back.
    pub cause: FaultCause,
    /// Our code for it.
    pub code: &'static str,
    /// What was expected and what was found. Places: `{found}`, `{status}`.
    pub message: Text,
    /// Why it comes.
    pub why: Text,
    /// What to do.
    pub remedy: Text,
    /// Whether the same question may succeed later, whatever the HTTP status. A status of 500 and more makes any fault so.
    pub retryable: bool,
}

/// Where the shapes of faults were read.
pub(super) const SOURCE: Source = Source {
    page: "what clients of the service report of odd answers",
    seen: "2026-11",
};

macro_rules! faults {
    ($($cause:ident $code:literal retryable $retryable:literal {
        $message:expr, $why:expr, $remedy:expr
    })*) => {
        /// Every one of them.
        pub const FAULTS: &[FaultRow] = &[$(FaultRow {
            cause: FaultCause::$cause,
            code: $code,
            message: $message,
            why: $why,
            remedy: $remedy,
            retryable: $retryable,
        }),*];
    };
}

faults! {
    Gateway "GatewayAnswer" retryable true {
        Text::new("expected JSON, found a gateway's text{status}: {found}", "应为 JSON，实际为网关返回的文本{status}：{found}"),
        Text::new("a gateway or proxy before the service answered in its place.", "服务前面的网关或代理代为作答。"),
        Text::new("ask again after a pause; if it stays so, look at the proxies on the way.", "稍候重试；若持续如此，请检查链路上的代理。")
    }
    Html "HtmlAnswer" retryable false {
        Text::new("expected JSON, found an HTML page{status}: {found}", "应为 JSON，实际为 HTML 页面{status}：{found}"),
        Text::new("a gateway, proxy or login page answered in place of the service.", "网关、代理或登录页代替服务作答。"),
        Text::new("under a status of 500 and more, ask again after a pause; else check endpoint and proxy.", "状态码为 500 及以上时稍候重试；否则请检查接入地址和代理。")
    }
    Xml "XmlAnswer" retryable false {
        Text::new("expected JSON, found XML{status}", "应为 JSON，实际为 XML{status}"),
        Text::new("XML is the service's default form: the query did not ask for JSON.", "XML 是服务的默认返回格式：请求没有指定 JSON。"),
        Text::new("send `Format=JSON` with a V1 query, or `accept: application/json` under V3.", "V1 请求请携带 `Format=JSON`，V3 请求请携带 `accept: application/json`。")
    }
    Empty "EmptyAnswer" retryable true {
        Text::new("expected JSON, found an empty body{status}", "应为 JSON，实际为空响应体{status}"),
        Text::new("the connection or a gateway ended the answer before it began.", "连接或网关在响应体开始之前就结束了响应。"),
        Text::new("ask again after a pause; an empty body says nothing about the tasks.", "稍候重试；空响应体不能说明任何任务情况。")
    }
    Truncated "TruncatedAnswer" retryable true {
        Text::new("the JSON ends in the middle, after {found} bytes{status}", "JSON 在 {found} 字节处中断{status}"),
        Text::new("the connection was cut, or only a part of the body was handed over.", "连接中断，或只传入了响应体的一部分。"),
        Text::new("ask again; a page that was cut off is never read in part.", "请重新查询；不完整的页不会被部分读取。")
    }
    NotJson "NotJsonAnswer" retryable false {
        Text::new("expected JSON, found {found}{status}", "应为 JSON，实际为 {found}{status}"),
        Text::new("something other than the service answered, or the body was changed on the way.", "作答的不是该服务，或响应体在途中被改动。"),
        Text::new("check endpoint and proxy; under a status of 500 and more, ask again after a pause.", "请检查接入地址和代理；状态码为 500 及以上时稍候重试。")
    }
    Unexpected "UnexpectedAnswer" retryable false {
        Text::new("expected a page of tasks or an error, found the JSON {found}{status}", "应为任务页或错误信息，实际为 JSON {found}{status}"),
        Text::new("the answer is of another operation or another service.", "该响应属于其他接口或其他服务。"),
        Text::new("check endpoint and action; the body must be the service's own, not wrapped by a client.", "请检查接入地址和接口名；响应体须为服务的原始响应，而非客户端的封装。")
    }
    Network "NetworkFailure" retryable true {
        Text::new("no answer: the connection failed", "无响应：连接失败"),
        Text::new("name resolution, connection or TLS failed, or the connection was reset.", "域名解析、建立连接或 TLS 失败，或连接被重置。"),
        Text::new("ask again after a pause; check network and endpoint.", "稍候重试；请检查网络和接入地址。")
    }
    Timeout "AnswerTimeout" retryable true {
        Text::new("no answer in time", "等待响应超时"),
        Text::new("the service, a proxy or the network took longer than the time allowed.", "服务、代理或网络耗时超过了允许的时间。"),
        Text::new("ask again after a pause, with a longer timeout if it happens often.", "稍候重试；若频繁发生，请延长超时时间。")
    }
}

const STATUS: Text = Text::new(" (HTTP status {status})", "（HTTP 状态码 {status}）");

impl FaultRow {
    /// The row of this cause; service errors have codes of their own and none here.
    pub fn of(cause: FaultCause) -> Option<&'static FaultRow> {
        FAULTS.iter().find(|row| row.cause == cause)
    }

    /// The message about an answer: what was found, and under which HTTP status.
    pub fn told(&self, found: &str, status: Option<u16>, locale: Locale) -> String {
        let status = status.map_or_else(String::new, |status| {
            fill(STATUS.get(locale), &[("status", &status.to_string())])
        });
        fill(self.message.get(locale), &[("found", found), ("status", &status)])
    }
}
