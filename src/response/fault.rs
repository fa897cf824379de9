//! What came back instead of a page, named as what it is.

use super::envelope::{Body, Envelope};
use super::markup::{element, is_html};
use super::redact::redact;
use super::retry::retry_after_ms;
use crate::contract::{Explanation, FaultCause, FaultRow, Locale, errors, explain, quote};
use crate::time::Instant;
use serde::Serialize;

/// What is known of an answer beside its body.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// The HTTP status.
    pub status: Option<u16>,
    /// HTTP headers, name and value, in any case and order. Those that matter are [`HEADERS`].
    pub headers: &'a [(&'a str, &'a str)],
    /// The moment of the answer: only a `Retry-After` that names a date needs it.
    pub now: Option<Instant>,
    /// The language of diagnostics and explanations.
    pub locale: Locale,
}

/// The HTTP headers that are read, lower case.
pub const HEADERS: [&str; 6] = [
    "x-acs-retry-after",
    "x-ratelimit-user-api",
    "x-ratelimit-user",
    "x-ratelimit-api",
    "retry-after",
    "x-acs-request-id",
];

impl<'a> About<'a> {
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}

/// Every way a call can come back that is not a page. Holds no secret: messages are redacted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// What came back.
    pub cause: FaultCause,
    /// The service's code, or ours where it gave none.
    pub code: String,
    /// The service's message, redacted, or ours.
    pub message: String,
    /// The HTTP status, where known.
    pub http_status: Option<u16>,
    /// The service's id of the request, from body or header.
    pub request_id: Option<String>,
    /// The host that answered.
    pub host_id: Option<String>,
    /// The service's link to its own explanation.
    pub recommend: Option<String>,
    /// Whether the same question, signed afresh, may succeed later.
    pub retryable: bool,
    /// Whether the rate of calls was refused: HTTP status 429 or 503, `TooManyRequests`, `Throttling` and what begins so.
    pub throttled: bool,
    /// How long the service asks to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// What the code means and what to do.
    pub explanation: Explanation,
}

impl Fault {
    /// No answer: the connection failed, or it took too long.
    pub fn without_answer(cause: FaultCause, locale: Locale) -> Fault {
        let about = About {
            locale,
            ..About::default()
        };
        Fault::explained(ours(cause, "", &about), locale)
    }

    /// What a body that is no page is.
    pub(super) fn of(body: &[u8], read: &Body, about: &About<'_>) -> Fault {
        Fault::explained(Answer::of(body, read, about), about.locale)
    }

    fn explained(answer: Answer, locale: Locale) -> Fault {
        let explanation = explain(&answer.code, locale);
        Fault {
            cause: answer.cause,
            message: answer
                .message
                .unwrap_or_else(|| explanation.message.clone().into_owned()),
            http_status: answer.http_status,
            request_id: answer.request_id,
            host_id: answer.host_id,
            recommend: answer.recommend,
            retryable: answer.retryable || explanation.retryable,
            throttled: answer.throttled || explanation.throttled,
            retry_after_ms: answer.retry_after_ms,
            explanation,
            code: answer.code,
        }
    }
}

/// A fault before its code is explained. The package has the explanations on its own side of the boundary, and adds them there as
/// [`Fault::explained`] does here.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    cause: FaultCause,
    code: String,
    message: Option<String>,
    http_status: Option<u16>,
    request_id: Option<String>,
    host_id: Option<String>,
    recommend: Option<String>,
    /// Whether the status alone says so.
    retryable: bool,
    /// Whether the status alone says so.
    throttled: bool,
    retry_after_ms: Option<u64>,
}

impl Answer {
    /// No body, or one that belongs to another call.
    #[cfg(feature = "bindgen")]
    pub(crate) fn without_body(cause: FaultCause) -> Answer {
        ours(cause, "", &About::default())
    }

    /// What a body that is no page is.
    pub(crate) fn of(body: &[u8], read: &Body, about: &About<'_>) -> Answer {
        match read {
            Body::ServiceError(envelope) => service_error(envelope, about),
            Body::Page(envelope) | Body::Other(envelope) => {
                let answer = ours(FaultCause::Unexpected, &snippet(body), about);
                Answer {
                    request_id: envelope.request_id.clone().or(answer.request_id),
                    ..answer
                }
            }
            Body::Empty => ours(FaultCause::Empty, "", about),
            Body::Truncated => ours(FaultCause::Truncated, &body.len().to_string(), about),
            Body::NotJson => not_json(body, about),
        }
    }
}

fn service_error(envelope: &Envelope, about: &About<'_>) -> Answer {
    let code = envelope.code.clone().unwrap_or_default();
    let cause = if errors::of_gateway(&code) {
        FaultCause::Gateway
    } else {
        FaultCause::Service
    };
    Answer {
        request_id: envelope.request_id.clone().or_else(|| request_id(about)),
        host_id: envelope.host_id.as_deref().map(redact),
        recommend: envelope.recommend.as_deref().map(redact),
        ..with_code(cause, &code, envelope.message.as_deref(), about)
    }
}

fn not_json(body: &[u8], about: &About<'_>) -> Answer {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    if !text.starts_with(b"<") {
        let cause = match about.status {
            Some(502..=504) => FaultCause::Gateway,
            _ => FaultCause::NotJson,
        };
        return ours(cause, &snippet(text), about);
    }
    if is_html(text) {
        let title = element(text, "title").or_else(|| element(text, "h1"));
        let found = title.map_or_else(|| snippet(text), |title| quote(&redact(&title)));
        return ours(FaultCause::Html, &found, about);
    }
    let Some(code) = element(text, "Code").filter(|code| !code.is_empty()) else {
        return ours(FaultCause::Xml, "", about);
    };
    let message = element(text, "Message");
    Answer {
        request_id: element(text, "RequestId").or_else(|| request_id(about)),
        host_id: element(text, "HostId").as_deref().map(redact),
        recommend: element(text, "Recommend").as_deref().map(redact),
        ..with_code(FaultCause::Xml, &code, message.as_deref(), about)
    }
}

/// An answer with a code of the service.
fn with_code(cause: FaultCause, code: &str, message: Option<&str>, about: &About<'_>) -> Answer {
    let throttled = matches!(about.status, Some(429 | 503));
    Answer {
        cause,
        code: redact(code),
        message: message.filter(|message| !message.is_empty()).map(redact),
        http_status: about.status,
        request_id: None,
        host_id: None,
        recommend: None,
        retryable: is_passing(about.status),
        throttled,
        retry_after_ms: retry_after_ms(about),
    }
}

/// An answer without a code of the service.
fn ours(cause: FaultCause, found: &str, about: &About<'_>) -> Answer {
    let (code, message) = match FaultRow::of(cause) {
        Some(row) => (row.code, row.told(found, about.status, about.locale)),
        None => ("", String::new()),
    };
    Answer {
        request_id: request_id(about),
        message: Some(message),
        ..with_code(cause, code, None, about)
    }
}

/// Whether a status alone says that the same question may succeed later.
fn is_passing(status: Option<u16>) -> bool {
    matches!(status, Some(408 | 429 | 500..))
}

fn request_id(about: &About<'_>) -> Option<String> {
    about.header("x-acs-request-id").map(redact)
}

/// The beginning of a body as a message shows it.
fn snippet(body: &[u8]) -> String {
    let head = String::from_utf8_lossy(body.get(..2000).unwrap_or(body));
    quote(&redact(head.trim()))
}
