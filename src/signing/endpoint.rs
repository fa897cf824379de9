use super::SigningError;
use crate::contract::host::{Authority, ends_in_number, fits, is_host_name, split_scheme};
use std::borrow::Cow;
use std::fmt;

/// Where a request is sent: an http(s) origin, written as HTTP clients write it, so that the signed `host` is the one they send.
///
/// `Display` prints the origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// With the port, unless it is the scheme's own.
    origin: Cow<'static, str>,
}

/// [`Endpoint::DEFAULT`], read.
impl Default for Endpoint {
    fn default() -> Endpoint {
        Endpoint {
            origin: Cow::Borrowed("https://cdn.aliyuncs.com"),
        }
    }
}

impl Endpoint {
    /// The service's public endpoint. Overseas regions have `cdn.ap-southeast-1.aliyuncs.com`, VPCs `cdn.vpc-proxy.aliyuncs.com`.
    pub const DEFAULT: &str = "cdn.aliyuncs.com";

    /// Reads a host (then https) or an origin, with or without port and a closing `/`.
    ///
    /// Hosts that HTTP clients would write differently (`127.1`, `0x7f.1`, names that are not ASCII) are refused rather than guessed.
    ///
    /// # Errors
    /// [`SigningError::Endpoint`]; so also for a path, a query, or a user, which would be a secret in an address.
    pub fn parse(text: &str) -> Result<Endpoint, SigningError> {
        let lower = text.to_ascii_lowercase();
        let (is_https, rest) = match split_scheme(&lower) {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            Some(_) => return Err(SigningError::Endpoint),
            None => (true, lower.as_str()),
        };
        let (Authority { user, host, port }, path) = Authority::split(rest);
        // Of the literals of IPv6 only this one: many have a second spelling.
        if user.is_some() || !matches!(path, "" | "/") || !(host == "[::1]" || is_host(host)) {
            return Err(SigningError::Endpoint);
        }
        let mut origin = String::with_capacity(lower.len() + 8);
        origin.push_str(if is_https { "https://" } else { "http://" });
        origin.push_str(host);
        if let Some(digits) = port {
            match small_number(digits).filter(|port| (1..=65535).contains(port)) {
                None => return Err(SigningError::Endpoint),
                Some(port) if port == if is_https { 443 } else { 80 } => {}
                Some(_) => {
                    origin.push(':');
                    origin.push_str(digits);
                }
            }
        }
        Ok(Endpoint { origin: origin.into() })
    }

    /// The origin, such as `https://cdn.aliyuncs.com`.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// The value of the `host` header.
    pub fn host(&self) -> &str {
        let origin = self.as_str();
        origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"))
            .unwrap_or(origin)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

fn is_host(host: &str) -> bool {
    let labels = host.split('.');
    // Clients write `127.1` and `0x7f.1` as the address that they are.
    if ends_in_number(host) || labels.clone().next_back().is_some_and(|last| last.starts_with("0x")) {
        return labels.clone().count() == 4
            && labels
                .into_iter()
                .all(|label| small_number(label).is_some_and(|number| number < 256));
    }
    host.is_ascii() && is_host_name(host, &['_']) && fits(host)
}

/// A number of one to five digits, written as numbers are.
fn small_number(digits: &str) -> Option<u32> {
    if digits.is_empty() || digits.len() > 5 || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    let mut number = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(byte - b'0');
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_origins_as_http_clients_do() {
        for (text, origin) in [
            ("cdn.aliyuncs.com", "https://cdn.aliyuncs.com"),
            ("CDN.aliyuncs.com:443", "https://cdn.aliyuncs.com"),
            ("cdn.aliyuncs.com:80", "https://cdn.aliyuncs.com:80"),
            ("HTTP://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("http://localhost:80", "http://localhost"),
            ("http://a_b-c.example", "http://a_b-c.example"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("[::1]", "https://[::1]"),
        ] {
            assert_eq!(Endpoint::parse(text).unwrap().to_string(), origin, "{text}");
        }
        assert_eq!(Endpoint::parse(Endpoint::DEFAULT), Ok(Endpoint::default()));
    }

    #[test]
    fn refuses_what_is_no_origin_or_would_be_written_differently() {
        let long = "a".repeat(64);
        for text in [
            "",
            " ",
            "/",
            "https://",
            "ftp://a",
            "https://https://a",
            "https://a/b",
            "a/b",
            "a//",
            "a?b",
            "a#b",
            "user@a",
            "https://user:marker@a",
            "a b",
            "a\n",
            "a:",
            "a:0",
            "a:00",
            "a:080",
            "a:65536",
            "a:8x",
            "a:1:2",
            "a..b",
            "a.",
            ".a",
            "127.1",
            "127.0.0.256",
            "127.0.0.01",
            "1.2.3.0x4",
            "1",
            "[::2]",
            "[::1]x",
            "[::1]:0",
            "例子.中国",
            &long,
        ] {
            assert_eq!(Endpoint::parse(text), Err(SigningError::Endpoint), "{text}");
        }
    }
}
