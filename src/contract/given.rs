use crate::time::Instant;
use std::borrow::Cow;

/// What stands in one field of a draft, as its host typed it. Nothing is lost on the way in: what is no text is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<'a> {
    /// Text. Empty text means absent.
    Text(Cow<'a, str>),
    /// A number, as its host prints it: `20`, `1.5`, `1e+21`, `NaN`.
    Number(Cow<'a, str>),
    /// Text of which some UTF-16 unit is half a character; here those are U+FFFD.
    IllFormed(Cow<'a, str>),
    /// A date object; `None` where it holds no moment.
    Moment(Option<Instant>),
    /// Anything else, by the name of its kind: `array`, `boolean`, `file` …
    Other(Cow<'a, str>),
}

impl Given<'_> {
    /// Whether nothing was given after all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Given::Text(text) if text.is_empty())
    }

    /// The same, borrowed.
    pub fn borrowed(&self) -> Given<'_> {
        match self {
            Given::Text(text) => Given::Text(Cow::Borrowed(text)),
            Given::Number(text) => Given::Number(Cow::Borrowed(text)),
            Given::IllFormed(text) => Given::IllFormed(Cow::Borrowed(text)),
            Given::Moment(moment) => Given::Moment(*moment),
            Given::Other(kind) => Given::Other(Cow::Borrowed(kind)),
        }
    }

    /// What a fix can put back in its place.
    pub fn value(&self) -> Option<Value> {
        match self {
            Given::Text(text) => Some(Value::Text(text.clone().into_owned())),
            Given::Number(digits) => Some(match digits.parse() {
                Ok(number) => Value::Integer(number),
                Err(_) => Value::Text(digits.clone().into_owned()),
            }),
            Given::Moment(Some(moment)) => Some(Value::Text(moment.to_string())),
            Given::IllFormed(_) | Given::Moment(None) | Given::Other(_) => None,
        }
    }
}

/// A value that a fix sets.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Text, as it is to be sent.
    Text(String),
    /// A page number or page size.
    Integer(u32),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Integer(number) => write!(f, "{number}"),
        }
    }
}
