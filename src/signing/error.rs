use crate::contract::{Locale, Text, fill, quote};
use std::fmt;

/// Why something cannot be signed. Names what is wrong and what was expected; never repeats a value, because it might be a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// The method is not a word of letters.
    Method,
    /// A parameter without a name.
    EmptyName,
    /// Two parameters of one name.
    RepeatedName(String),
    /// Two names that official clients sort differently (by UTF-16 units or by code points), so that no order is right for all.
    AmbiguousOrder(String, String),
    /// All names and values together are longer than [`super::MAX_INPUT`] bytes.
    TooLong,
    /// A path that does not start with `/`, or holds what a URL's path cannot hold.
    Pathname,
    /// More than 256 headers.
    TooManyHeaders,
    /// A header name that HTTP does not allow.
    HeaderName(String),
    /// A header value with a line break or another control character.
    HeaderValue(String),
    /// A header that is to be signed but is not there.
    MissingHeader(String),
    /// A payload hash with characters other than visible ASCII.
    PayloadHash,
    /// The access key id is empty, longer than 128 characters, or has a comma, a quote, a backslash, or anything but visible ASCII.
    AccessKeyId,
    /// The security token is longer than 16,384 characters or has characters other than visible ASCII.
    SecurityToken,
    /// The nonce is empty, longer than 128 characters, or has characters other than visible ASCII.
    Nonce,
    /// The moment lies outside the years 0000 to 9999.
    Moment,
    /// The endpoint is not a host or an http(s) origin.
    Endpoint,
    /// The signature has characters that no signature has.
    Signature,
}

// Constants, so that the wasm holds the keys of these texts and not the texts.
const METHOD: Text = Text::new(
    "the method must be a word of letters, such as `GET`",
    "请求方法须为纯字母单词，如 `GET`",
);
const EMPTY_NAME: Text = Text::new("a parameter has an empty name", "有参数的名称为空");
const REPEATED_NAME: Text = Text::new("the parameter {name} is given twice", "参数 {name} 重复出现");
const AMBIGUOUS_ORDER: Text = Text::new(
    "the parameters {name} and {other} are sorted differently by official clients, so no order of them can be signed",
    "各官方客户端对参数 {name} 和 {other} 的排序不一致，无法确定签名时的顺序",
);
const TOO_LONG: Text = Text::new(
    "names and values must be at most 1 MiB together",
    "名称和值的总长度不能超过 1 MiB",
);
const PATHNAME: Text = Text::new(
    "the pathname must start with `/` and be percent-encoded, as it stands in the URL",
    "路径须以 `/` 开头，并与 URL 中一样经过百分号编码",
);
const TOO_MANY_HEADERS: Text = Text::new("there are more than 256 headers", "请求头超过 256 个");
const HEADER_NAME: Text = Text::new("{name} is not a header name", "{name} 不是合法的请求头名称");
const HEADER_VALUE: Text = Text::new(
    "the value of the header {name} holds a line break or another control character",
    "请求头 {name} 的值含有换行或其他控制字符",
);
const MISSING_HEADER: Text = Text::new(
    "the header {name} is to be signed, but is not among the headers",
    "请求头 {name} 需要参与签名，但未提供",
);
const PAYLOAD_HASH: Text = Text::new(
    "the payload hash must be visible ASCII, such as a SHA-256 in hex",
    "请求体哈希须为可见 ASCII 字符，如十六进制的 SHA-256",
);
const ACCESS_KEY_ID: Text = Text::new(
    "the access key id must be 1 to 128 characters of visible ASCII without comma, quote and backslash",
    "AccessKey ID 须为 1～128 个可见 ASCII 字符，不含逗号、引号和反斜杠",
);
const SECURITY_TOKEN: Text = Text::new(
    "the security token must be visible ASCII of at most 16384 characters",
    "安全令牌须为可见 ASCII 字符，长度不超过 16384",
);
const NONCE: Text = Text::new(
    "the nonce must be 1 to 128 characters of visible ASCII",
    "随机数（nonce）须为 1～128 个可见 ASCII 字符",
);
const MOMENT: Text = Text::new(
    "`now` must be a moment between the years 0000 and 9999",
    "`now` 须为公元 0000 年至 9999 年之间的时刻",
);
const ENDPOINT: Text = Text::new(
    "the endpoint must be a host or an origin, such as `cdn.aliyuncs.com` or `http://127.0.0.1:8080`, without path, query or user",
    "接入点须为主机名或源，如 `cdn.aliyuncs.com` 或 `http://127.0.0.1:8080`，不含路径、查询串和用户名",
);
const SIGNATURE: Text = Text::new(
    "the signature must be Base64 (V1) or hex (V3), and not empty",
    "签名须为 Base64（V1）或十六进制（V3），且不能为空",
);

impl SigningError {
    /// The name by which programs tell the errors apart, in the dotted style of the diagnostics.
    pub const fn code(&self) -> &'static str {
        match self {
            SigningError::Method => "InvalidMethod",
            SigningError::EmptyName => "InvalidParameterName.Empty",
            SigningError::RepeatedName(_) => "InvalidParameterName.Repeated",
            SigningError::AmbiguousOrder(..) => "InvalidParameterName.AmbiguousOrder",
            SigningError::TooLong => "InputTooLong",
            SigningError::Pathname => "InvalidPathname",
            SigningError::TooManyHeaders => "TooManyHeaders",
            SigningError::HeaderName(_) => "InvalidHeaderName",
            SigningError::HeaderValue(_) => "InvalidHeaderValue",
            SigningError::MissingHeader(_) => "MissingSignedHeader",
            SigningError::PayloadHash => "InvalidHashedPayload",
            SigningError::AccessKeyId => "InvalidAccessKeyId",
            SigningError::SecurityToken => "InvalidSecurityToken",
            SigningError::Nonce => "InvalidNonce",
            SigningError::Moment => "InvalidNow",
            SigningError::Endpoint => "InvalidEndpoint",
            SigningError::Signature => "InvalidSignature",
        }
    }
}

impl SigningError {
    /// What is wrong and what was expected, in words.
    pub fn message(&self, locale: Locale) -> String {
        let text = match self {
            SigningError::Method => METHOD,
            SigningError::EmptyName => EMPTY_NAME,
            SigningError::RepeatedName(_) => REPEATED_NAME,
            SigningError::AmbiguousOrder(..) => AMBIGUOUS_ORDER,
            SigningError::TooLong => TOO_LONG,
            SigningError::Pathname => PATHNAME,
            SigningError::TooManyHeaders => TOO_MANY_HEADERS,
            SigningError::HeaderName(_) => HEADER_NAME,
            SigningError::HeaderValue(_) => HEADER_VALUE,
            SigningError::MissingHeader(_) => MISSING_HEADER,
            SigningError::PayloadHash => PAYLOAD_HASH,
            SigningError::AccessKeyId => ACCESS_KEY_ID,
            SigningError::SecurityToken => SECURITY_TOKEN,
            SigningError::Nonce => NONCE,
            SigningError::Moment => MOMENT,
            SigningError::Endpoint => ENDPOINT,
            SigningError::Signature => SIGNATURE,
        };
        let (name, other) = match self {
            SigningError::RepeatedName(name)
            | SigningError::HeaderName(name)
            | SigningError::HeaderValue(name)
            | SigningError::MissingHeader(name) => (name.as_str(), ""),
            SigningError::AmbiguousOrder(name, other) => (name.as_str(), other.as_str()),
            _ => return fill(text.get(locale), &[]),
        };
        fill(text.get(locale), &[("name", &quote(name)), ("other", &quote(other))])
    }
}

/// In English.
impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Locale::En))
    }
}

impl std::error::Error for SigningError {}
