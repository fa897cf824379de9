//! What stands before the operations: HTTP, signatures, quotas, formats, and everything that can go wrong on the way.

mod answer;
mod body;
mod call;
mod http;
mod signature;

pub use http::{Cut, Request, Response};

use crate::account::Throttled;
use crate::chance::Chance;
use crate::faults::{Fault, Rates};
use crate::operations::{Params, Service};
use crate::refusal::{Code, Refusal};
use crate::truth::{Log, Seen};
use crate::world::{RetryAfter, ThrottleForm};
use answer::Style;
use body::Format;
use call::{Call, Claims, Operation};
use signature::{SignatureVersion, Signed, same, v1_signature, v1_string_to_sign, v3_canonical_request, v3_signature};

/// The gateway before a service.
#[derive(Debug, Clone)]
pub(crate) struct Gateway {
    pub(crate) rates: Rates,
    pub(crate) log: Log,
    pub(crate) chance: Chance,
    exchanges: u64,
    storm_until: i64,
}

/// An answer on its way to the faults.
struct Answer {
    status: u16,
    code: Option<String>,
    body: Vec<u8>,
    retry: Option<Throttled>,
    rows: usize,
    total: Option<u32>,
}

/// Why a call was turned away, and how long it has to stay away.
struct Denied {
    refusal: Refusal,
    retry: Option<Throttled>,
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Denied {
        Denied { refusal, retry: None }
    }
}

impl From<Code> for Denied {
    fn from(code: Code) -> Denied {
        Refusal::from(code).into()
    }
}

impl Gateway {
    pub(crate) fn new(rates: Rates, chance: Chance) -> Gateway {
        Gateway {
            rates,
            log: Log::default(),
            chance,
            exchanges: 0,
            storm_until: i64::MIN,
        }
    }

    /// One exchange. `now` is the caller's clock, in milliseconds since the epoch.
    pub(crate) fn exchange(&mut self, service: &mut Service, request: &Request, now: i64) -> Response {
        if request.method.eq_ignore_ascii_case("OPTIONS") {
            return preflight();
        }
        let number = self.exchanges;
        self.exchanges += 1;
        let chance = self.chance.stream(1000 + number);
        let faults = self.rates.draw(self.chance, number);
        let request_id = request_id(chance);
        let call = Call::read(request);
        let style = Style {
            format: if faults.has(Fault::Xml) {
                Format::Xml
            } else {
                call.format
            },
            faults,
            chance,
        };
        let host = request.host().split(':').next().unwrap_or_default().to_owned();
        let answer = self
            .answer(service, request, &call, now, &request_id, &style)
            .unwrap_or_else(|denied| Answer {
                status: if faults.has(Fault::Error200) {
                    200
                } else {
                    denied.refusal.code.status()
                },
                code: Some(denied.refusal.code()),
                body: answer::refusal(&denied.refusal, &request_id, &host, &style),
                retry: denied.retry,
                rows: 0,
                total: None,
            });
        self.log.push(Seen {
            at: now,
            action: call.action.clone(),
            params: call
                .params
                .iter()
                .filter(|(name, _)| !is_secret(name))
                .cloned()
                .collect(),
            status: answer.status,
            code: answer.code.clone(),
            faults: faults.names().collect(),
            rows: answer.rows,
            total: answer.total,
            request_id: request_id.clone(),
        });
        respond(answer, &request_id, service, now, &style)
    }

    fn answer(
        &mut self,
        service: &mut Service,
        request: &Request,
        call: &Call,
        now: i64,
        request_id: &str,
        style: &Style,
    ) -> Result<Answer, Denied> {
        let faults = style.faults;
        for (fault, code) in [
            (Fault::InternalError, Code::InternalError),
            (Fault::ServiceUnavailable, Code::ServiceUnavailable),
            (Fault::Error200, Code::InternalError),
        ] {
            if faults.has(fault) {
                return Err(code.into());
            }
        }
        let Claims { operation, signed } = call.claims(request)?;
        verify(service, request, call, &signed, now)?;
        for (fault, code) in [
            (Fault::Forbidden, Code::ForbiddenRam),
            (Fault::OperationDenied, Code::OperationDenied),
        ] {
            if faults.has(fault) {
                return Err(code.into());
            }
        }
        self.throttle(service, operation, now, style)?;
        let pairs: Vec<(&str, &str)> = call
            .params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let (params, action) = (Params(&pairs), call.action.as_str());
        let page = match operation {
            Operation::Describe | Operation::DescribeDcdn => service.describe(params, now)?,
            Operation::DescribeById => service.describe_by_id(params, now)?,
            Operation::Refresh => {
                let id = service.refresh(params, now)?;
                return Ok(Answer::good(answer::submission(
                    action,
                    "RefreshTaskId",
                    &id,
                    request_id,
                    style,
                )));
            }
            Operation::Preload => {
                let id = service.preload(params, now)?;
                return Ok(Answer::good(answer::submission(
                    action,
                    "PushTaskId",
                    &id,
                    request_id,
                    style,
                )));
            }
            Operation::Quota => {
                return Ok(Answer::good(answer::quota(
                    action,
                    &service.quota(now),
                    request_id,
                    style,
                )));
            }
        };
        let body = answer::page(operation, action, &page, service, request_id, style);
        Ok(Answer {
            rows: page.rows.len(),
            total: Some(page.total),
            ..Answer::good(body)
        })
    }

    fn throttle(&mut self, service: &mut Service, operation: Operation, now: i64, style: &Style) -> Result<(), Denied> {
        let denied = |form: ThrottleForm, retry: Option<Throttled>| Denied {
            refusal: match form {
                ThrottleForm::TooManyRequests => Code::TooManyRequests,
                ThrottleForm::User => Code::ThrottlingUser,
                ThrottleForm::Api => Code::ThrottlingApi,
                ThrottleForm::Plain => Code::Throttling,
            }
            .into(),
            retry,
        };
        let form = service.world.throttle_form;
        if style.faults.has(Fault::ThrottlingStorm) && self.storm_until <= now {
            let lasting = i64::try_from(style.chance.between(50, 2000, 10_000)).unwrap_or(2000);
            self.storm_until = now.saturating_add(lasting);
        }
        if now < self.storm_until {
            let left = u32::try_from(self.storm_until.saturating_sub(now)).unwrap_or(1000);
            return Err(denied(
                form,
                Some(Throttled {
                    limit: 0,
                    retry_after_ms: left,
                }),
            ));
        }
        if style.faults.has(Fault::Throttling) {
            let form = style.chance.pick(51, ThrottleForm::ALL).copied().unwrap_or(form);
            let hint = Throttled {
                limit: 0,
                retry_after_ms: u32::try_from(style.chance.between(52, 100, 2000)).unwrap_or(1000),
            };
            return Err(denied(form, (style.chance.below(53, 2) == 0).then_some(hint)));
        }
        service
            .admit(operation.kind(), now)
            .map_err(|throttled| denied(form, Some(throttled)))
    }
}

impl Answer {
    fn good(body: Vec<u8>) -> Answer {
        Answer {
            status: 200,
            code: None,
            body,
            retry: None,
            rows: 0,
            total: None,
        }
    }
}

/// Key, token, timestamp, signature, nonce, permission: in this order.
fn verify(service: &mut Service, request: &Request, call: &Call, signed: &Signed, now: i64) -> Result<(), Refusal> {
    let clock = service.clock(now);
    let key = service.account.key(&signed.key_id)?;
    match (&key.token, &signed.token) {
        (None, None) => {}
        (Some(_), None) => return Err(Refusal::with(Code::Missing, "SecurityToken")),
        (Some((token, expires)), Some(sent)) if token == sent => {
            if expires.is_some_and(|at| at <= clock) {
                return Err(Code::TokenExpired.into());
            }
        }
        _ => return Err(Code::TokenMalformed.into()),
    }
    let at = crate::operations::time(&signed.timestamp).map_err(|_| Code::TimestampMalformed)?;
    if clock.saturating_sub(at).saturating_abs() > signed.version.window_ms() {
        return Err(Code::TimestampExpired.into());
    }
    let (what, text, ours) = match &signed.version {
        SignatureVersion::V1 => {
            let text = v1_string_to_sign(&request.method, &call.params);
            let ours = v1_signature(&key.secret, &text);
            ("string to sign", text, ours)
        }
        SignatureVersion::V3(headers) => {
            let text = v3_canonical_request(request, headers);
            let ours = v3_signature(&key.secret, &text);
            ("CanonicalRequest", text, ours)
        }
    };
    if !ours.is_some_and(|ours| same(&signed.signature, &ours)) {
        return Err(Refusal::with(
            Code::SignatureMismatch,
            format!("server {what} is:{text}"),
        ));
    }
    let forbidden = key.forbidden;
    service.account.use_nonce(&signed.key_id, &signed.nonce, clock)?;
    if forbidden {
        Err(Code::ForbiddenRam.into())
    } else {
        Ok(())
    }
}

/// What the way back does to an answer.
fn respond(answer: Answer, request_id: &str, service: &Service, now: i64, style: &Style) -> Response {
    let (faults, chance) = (style.faults, style.chance);
    let kind = match style.format {
        Format::Json => "application/json;charset=utf-8",
        Format::Xml => "text/xml;charset=utf-8",
    };
    let mut response = Response {
        status: answer.status,
        headers: vec![
            ("access-control-allow-origin", "*".to_owned()),
            ("content-type", kind.to_owned()),
            ("date", answer::http_date(service.clock(now))),
            ("x-acs-request-id", request_id.to_owned()),
        ],
        body: answer.body,
        delay_ms: service.world.latency_ms,
        cut: None,
    };
    if let Some(Throttled { limit, retry_after_ms }) = answer.retry {
        match service.world.retry_after {
            RetryAfter::Acs => response.headers.push(("x-acs-retry-after", retry_after_ms.to_string())),
            RetryAfter::Ratelimit => {
                let hint = format!(
                    "Limit:{limit},Remain:0,TimeLeft:{retry_after_ms},Reset:{}",
                    now.saturating_add(i64::from(retry_after_ms))
                );
                response.headers.push(("x-ratelimit-user-api", hint));
            }
            RetryAfter::None => {}
        }
    }
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
    response
}

/// What captures show of the gateway's answer to a browser's question: any origin, but neither Authorization nor the headers of V3.
fn preflight() -> Response {
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

/// Parameters that the truth does not repeat.
fn is_secret(name: &str) -> bool {
    matches!(name, "Signature" | "SecurityToken")
}

/// An id in the service's form, from the seed and the number of the exchange.
fn request_id(chance: Chance) -> String {
    let (high, low) = (chance.draw(0), chance.draw(1));
    // Version 4 and variant 1, as random ids are marked.
    let high = (high & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
    let low = (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
    format!(
        "{:08X}-{:04X}-{:04X}-{:04X}-{:012X}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}
