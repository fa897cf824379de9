//! What stands before the operations: HTTP, signatures, quotas, formats, and everything that can go wrong on the way.

mod answer;
mod body;
mod call;
mod http;
mod signature;
mod transport;
mod verify;

pub use http::{Cut, Request, Response};

use crate::account::Throttled;
use crate::chance::Chance;
use crate::faults::{Fault, Rates};
use crate::operations::{Params, Service};
use crate::refusal::{Code, Refusal};
use crate::truth::{Log, Seen};
use crate::world::ThrottleForm;
use answer::Style;
use body::Format;
use call::{Call, Operation};

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
            return transport::preflight();
        }
        let call = Call::read(request);
        let host = request.host().split(':').next().unwrap_or_default().to_owned();
        self.run(service, call, &host, now, |service, call| {
            let claims = call.claims(request)?;
            verify::verify(service, request, call, &claims.signed, now)?;
            Ok(claims.operation)
        })
    }

    /// One exchange as if its signature had been verified, answered in JSON; all the rest is as in [`Gateway::exchange`].
    pub(crate) fn unsigned(
        &mut self,
        service: &mut Service,
        action: &str,
        params: &[(&str, &str)],
        now: i64,
    ) -> Response {
        self.run(
            service,
            Call::unsigned(action, params),
            "cdn.aliyuncs.com",
            now,
            |_, call| Operation::named(&call.action),
        )
    }

    fn run(
        &mut self,
        service: &mut Service,
        call: Call,
        host: &str,
        now: i64,
        admit: impl FnOnce(&mut Service, &Call) -> Result<Operation, Refusal>,
    ) -> Response {
        let number = self.exchanges;
        self.exchanges += 1;
        let chance = self.chance.stream(1000 + number);
        let faults = self.rates.draw(self.chance, number);
        let format = if faults.has(Fault::Xml) {
            Format::Xml
        } else {
            call.format
        };
        let style = Style {
            format,
            faults,
            chance,
            request_id: request_id(chance),
        };
        let answer = self
            .answer(service, &call, now, &style, admit)
            .unwrap_or_else(|denied| Answer {
                status: if faults.has(Fault::Error200) {
                    200
                } else {
                    denied.refusal.code.status()
                },
                code: Some(denied.refusal.code()),
                body: answer::refusal(&denied.refusal, host, &style),
                retry: denied.retry,
                rows: 0,
                total: None,
            });
        self.log.push(Seen {
            at: now,
            action: call.action,
            params: call.params.into_iter().filter(|(name, _)| !is_secret(name)).collect(),
            status: answer.status,
            code: answer.code.clone(),
            faults: faults.names().collect(),
            rows: answer.rows,
            total: answer.total,
            request_id: style.request_id.clone(),
        });
        transport::respond(answer, service, now, &style)
    }

    fn answer(
        &mut self,
        service: &mut Service,
        call: &Call,
        now: i64,
        style: &Style,
        admit: impl FnOnce(&mut Service, &Call) -> Result<Operation, Refusal>,
    ) -> Result<Answer, Denied> {
        style.strike([
            (Fault::InternalError, Code::InternalError),
            (Fault::ServiceUnavailable, Code::ServiceUnavailable),
            (Fault::Error200, Code::InternalError),
        ])?;
        let operation = admit(service, call)?;
        style.strike([
            (Fault::Forbidden, Code::ForbiddenRam),
            (Fault::OperationDenied, Code::OperationDenied),
        ])?;
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
                return Ok(Answer::good(answer::submission(action, "RefreshTaskId", &id, style)));
            }
            Operation::Preload => {
                let id = service.preload(params, now)?;
                return Ok(Answer::good(answer::submission(action, "PushTaskId", &id, style)));
            }
            Operation::Quota => {
                let quota = service.quota(now);
                return Ok(Answer::good(answer::quota(action, &quota, style)));
            }
        };
        let body = answer::page(operation, action, &page, service, style);
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
