//! A request read as a call: which operation in which version, with which parameters, signed how, answered in which format.

use super::body::Format;
use super::http::{Pairs, Request};
use super::signature::{SignatureVersion, Signed, v3_authorization};
use crate::account::CallKind;
use crate::refusal::{Code, Refusal};

/// The operations, and where their answers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Describe,
    DescribeById,
    Refresh,
    Preload,
    Quota,
    DescribeDcdn,
}

const CDN: &str = "2018-05-10";
const DCDN: &str = "2018-01-15";

impl Operation {
    const ALL: [(Operation, &'static str, &'static str, CallKind); 6] = [
        (Operation::Describe, "DescribeRefreshTasks", CDN, CallKind::List),
        (Operation::DescribeById, "DescribeRefreshTaskById", CDN, CallKind::ById),
        (Operation::Refresh, "RefreshObjectCaches", CDN, CallKind::Submit),
        (Operation::Preload, "PushObjectCache", CDN, CallKind::Submit),
        (Operation::Quota, "DescribeRefreshQuota", CDN, CallKind::List),
        (
            Operation::DescribeDcdn,
            "DescribeDcdnRefreshTasks",
            DCDN,
            CallKind::List,
        ),
    ];

    fn read(action: &str, version: &str) -> Result<Operation, Refusal> {
        let mut known = Operation::ALL
            .iter()
            .filter(|(_, name, _, _)| *name == action)
            .peekable();
        if known.peek().is_none() {
            return Err(Code::ActionNotFound.into());
        }
        known
            .find(|(_, _, of, _)| *of == version)
            .map(|(operation, ..)| *operation)
            .ok_or_else(|| Code::InvalidVersion.into())
    }

    /// The operation of this name, in whatever version.
    pub(crate) fn named(action: &str) -> Result<Operation, Refusal> {
        let known = Operation::ALL.iter().find(|(_, name, ..)| *name == action);
        known
            .map(|(operation, ..)| *operation)
            .ok_or_else(|| Code::ActionNotFound.into())
    }

    pub(crate) fn kind(self) -> CallKind {
        Operation::ALL
            .iter()
            .find(|(operation, ..)| *operation == self)
            .map_or(CallKind::List, |(.., kind)| *kind)
    }
}

/// A request read as a call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) action: String,
    pub(crate) format: Format,
    /// The parameters of query and form, as V1 signs them.
    pub(crate) params: Pairs,
}

/// What has to hold before anything is answered.
#[derive(Debug)]
pub(crate) struct Claims {
    pub(crate) operation: Operation,
    pub(crate) signed: Signed,
}

fn find<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let (_, value) = pairs.iter().find(|(known, _)| known == name)?;
    (!value.is_empty()).then_some(value.as_str())
}

impl Call {
    /// What can be read of any request; nothing is refused yet.
    pub(crate) fn read(request: &Request) -> Call {
        let mut params = request.query();
        params.extend(request.form());
        let by_header = request.header("authorization").is_some() || request.header("x-acs-action").is_some();
        // The format of the older signature is a parameter, and XML where it is absent; the newer one goes by what the caller accepts.
        let json = match find(&params, "Format") {
            Some(format) => format.eq_ignore_ascii_case("json"),
            None => {
                by_header
                    && request
                        .header("accept")
                        .is_some_and(|accept| accept.to_ascii_lowercase().contains("json"))
            }
        };
        let action = request
            .header("x-acs-action")
            .filter(|_| by_header)
            .or(find(&params, "Action"));
        Call {
            action: action.unwrap_or_default().to_owned(),
            format: if json { Format::Json } else { Format::Xml },
            params,
        }
    }

    /// A call that is not verified.
    pub(crate) fn unsigned(action: &str, params: &[(&str, &str)]) -> Call {
        let params = params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Call {
            action: action.to_owned(),
            format: Format::Json,
            params,
        }
    }

    /// Operation and signature, or what is missing.
    pub(crate) fn claims(&self, request: &Request) -> Result<Claims, Refusal> {
        if !matches!(request.method.as_str(), "GET" | "POST") {
            return Err(Code::ActionNotFound.into());
        }
        let need = |value: Option<&str>, name: &str| {
            value
                .map(str::to_owned)
                .ok_or_else(|| Refusal::with(Code::Missing, name))
        };
        let param = |name: &str| need(find(&self.params, name), name);
        let header = |name: &str| need(request.header(name).filter(|value| !value.is_empty()), name);
        if let Some(authorization) = request.header("authorization") {
            let operation = Operation::read(&header("x-acs-action")?, &header("x-acs-version")?)?;
            let mismatch = || Refusal::with(Code::SignatureMismatch, "The Authorization header can not be read.");
            let (key_id, headers, signature) = v3_authorization(authorization).ok_or_else(mismatch)?;
            let token = request.header("x-acs-security-token").map(str::to_owned);
            let signed = Signed {
                key_id,
                signature,
                timestamp: header("x-acs-date")?,
                nonce: header("x-acs-signature-nonce")?,
                token,
                version: SignatureVersion::V3(headers),
            };
            return Ok(Claims { operation, signed });
        }
        let operation = Operation::read(&param("Action")?, &param("Version")?)?;
        let signed = Signed {
            key_id: param("AccessKeyId")?,
            signature: param("Signature")?,
            timestamp: param("Timestamp")?,
            nonce: param("SignatureNonce")?,
            token: find(&self.params, "SecurityToken").map(str::to_owned),
            version: SignatureVersion::V1,
        };
        if param("SignatureMethod")? != "HMAC-SHA1" {
            return Err(Code::InvalidSignatureMethod.into());
        }
        Ok(Claims { operation, signed })
    }
}
