//! The way back: headers, and everything that can happen to an answer before its caller has it.

use super::answer::{Style, http_date};
use super::body::Format;
use super::http::{Cut, Response};
use super::{Answer, Throttled};
use crate::faults::Fault;
use crate::operations::Service;
use crate::world::RetryAfter;

/// What the way back does to an answer.
pub(super) fn respond(answer: Answer, service: &Service, now: i64, style: &Style) -> Response {
    let kind = match style.format {
        Format::Json => "application/json;charset=utf-8",
        Format::Xml => "text/xml;charset=utf-8",
    };
    let mut response = Response {
        status: answer.status,
        headers: vec![
            ("access-control-allow-origin", "*".to_owned()),
            ("content-type", kind.to_owned()),
            ("date", http_date(service.clock(now))),
            ("x-acs-request-id", style.request_id.clone()),
        ],
        body: answer.body,
        delay_ms: service.world.latency_ms,
        cut: None,
    };
    if let Some(throttled) = answer.retry {
        response
            .headers
            .extend(retry_hint(throttled, service.world.retry_after, now));
    }
    spoil(&mut response, style);
    response
}

/// How long to wait, in the header that this world has for it.
fn retry_hint(throttled: Throttled, header: RetryAfter, now: i64) -> Option<(&'static str, String)> {
    let Throttled { limit, retry_after_ms } = throttled;
    match header {
        RetryAfter::Acs => Some(("x-acs-retry-after", retry_after_ms.to_string())),
        RetryAfter::Ratelimit => {
            let reset = now.saturating_add(i64::from(retry_after_ms));
            let hint = format!("Limit:{limit},Remain:0,TimeLeft:{retry_after_ms},Reset:{reset}");
            Some(("x-ratelimit-user-api", hint))
        }
        RetryAfter::None => None,
    }
}

/// The faults of the way back, one upon another.
fn spoil(response: &mut Response, style: &Style) {
    let (faults, chance) = (style.faults, style.chance);
    if faults.has(Fault::ShapeBom) && style.format == Format::Json {
        response.body.splice(0..0, *b"\xef\xbb\xbf");
    }
    if faults.has(Fault::Html502) {
        response.status = 502;
        response.headers.retain(|(name, _)| *name == "date");
        response.headers.push(("content-type", "text/html".to_owned()));
        response.body = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>Tengine</center>\r\n</body>\r\n</html>\r\n".to_vec();
    }
    if faults.has(Fault::EmptyBody) {
        response.body.clear();
    }
    if faults.has(Fault::Delay) {
        response.delay_ms = response
            .delay_ms
            .saturating_add(u32::try_from(chance.between(60, 200, 3000)).unwrap_or(0));
    }
    if faults.has(Fault::Hang) {
        response.delay_ms = 120_000;
    }
    if faults.has(Fault::TruncatedBody) {
        response.body.truncate(response.body.len() / 2);
    }
    if faults.has(Fault::CutOff) {
        response
            .headers
            .push(("content-length", response.body.len().to_string()));
        response.body.truncate(response.body.len() / 2);
        response.cut = Some(Cut::Truncate);
    }
    if faults.has(Fault::Reset) {
        response.body.clear();
        response.cut = Some(Cut::Reset);
    }
}

/// What captures show of the gateway's answer to a browser's question: any origin, but neither Authorization nor the headers of V3.
pub(super) fn preflight() -> Response {
    let headers = vec![
        ("access-control-allow-origin", "*".to_owned()),
        ("access-control-allow-methods", "POST, GET, OPTIONS".to_owned()),
        ("access-control-allow-headers", "X-Requested-With, X-Sequence, _aop_secret, _aop_signature, x-acs-action, x-acs-version, x-acs-date, Content-Type".to_owned()),
        ("access-control-max-age", "172800".to_owned()),
    ];
    Response {
        status: 200,
        headers,
        body: Vec::new(),
        delay_ms: 0,
        cut: None,
    }
}
