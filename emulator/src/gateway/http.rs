//! One exchange as data, and what the gateway reads out of a request.

/// A request as it arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// GET or POST.
    pub method: String,
    /// An absolute address, or path and query.
    pub url: String,
    /// Names in any letter case.
    pub headers: Vec<(String, String)>,
    /// The body; empty where there is none.
    pub body: Vec<u8>,
}

/// An answer, and what the host has to do to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body; already shortened where the connection is to be cut.
    pub body: Vec<u8>,
    /// The answer is due after so many milliseconds.
    pub delay_ms: u32,
    /// How the connection ends early.
    pub cut: Option<Cut>,
}

/// How a connection ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is reset before anything comes.
    Reset,
    /// It ends after the shortened body, though `content-length` promised more.
    Truncate,
}

pub(super) type Pairs = Vec<(String, String)>;

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }

    /// Host, path and query of the address.
    fn parts(&self) -> (Option<&str>, &str, &str) {
        let (host, rest) = match self.url.split_once("://") {
            None => (None, self.url.as_str()),
            Some((_, rest)) => {
                let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (host, rest) = rest.split_at_checked(at).unwrap_or((rest, ""));
                (Some(host), rest)
            }
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        (host, if path.is_empty() { "/" } else { path }, query)
    }

    pub(super) fn host(&self) -> &str {
        self.header("host").or(self.parts().0).unwrap_or("cdn.aliyuncs.com")
    }

    pub(super) fn path(&self) -> &str {
        self.parts().1
    }

    pub(super) fn query(&self) -> Pairs {
        pairs(self.parts().2)
    }

    /// The parameters of a form body.
    pub(super) fn form(&self) -> Pairs {
        let is_form = self.header("content-type").is_some_and(|kind| {
            kind.to_ascii_lowercase()
                .starts_with("application/x-www-form-urlencoded")
        });
        if is_form {
            pairs(&String::from_utf8_lossy(&self.body))
        } else {
            Pairs::new()
        }
    }
}

/// Name-value pairs of a query or form: percent-decoded, `+` as a space.
fn pairs(text: &str) -> Pairs {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(name), decoded(value))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn decoded(text: &str) -> String {
    if !text.contains(['%', '+']) {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escape = match (first, tail) {
            (b'%', [high, low, after @ ..]) => digit(*high)
                .zip(digit(*low))
                .map(|(high, low)| (high * 16 + low, after)),
            _ => None,
        };
        let (byte, after) = escape.unwrap_or((if *first == b'+' { b' ' } else { *first }, tail));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_apart() {
        for (url, host, path, query) in [
            ("http://127.0.0.1:80/?a=1", "127.0.0.1:80", "/", "a=1"),
            ("https://cdn.aliyuncs.com?a=1#x", "cdn.aliyuncs.com", "/", "a=1"),
            ("https://cdn.aliyuncs.com", "cdn.aliyuncs.com", "/", ""),
            ("/x?", "cdn.aliyuncs.com", "/x", ""),
        ] {
            let request = Request {
                url: url.to_owned(),
                ..Request::default()
            };
            assert_eq!(
                (request.host(), request.path(), request.parts().2),
                (host, path, query),
                "{url}"
            );
        }
    }

    #[test]
    fn decodes_both_spellings_of_a_space() {
        let expected = [("a b", "c d"), ("é", "100%"), ("x", "%zz"), ("y", "")];
        let expected: Pairs = expected
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(pairs("a%20b=c+d&%C3%A9=100%&&x=%zz&y"), expected);
    }
}
