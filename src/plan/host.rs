use crate::contract::host::{Authority, is_host_name, split_scheme};
use crate::contract::{is_digits, to_ascii};
use std::borrow::Cow;

/// What a row's path says about the host it belongs to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Host<'a> {
    /// In lower case, without port.
    Name(Cow<'a, str>),
    /// A pattern, a path without host, or letters whose ASCII form is not known here.
    Unclear,
}

/// The host of an ObjectPath: `http://Example.com:8080/a` is `example.com`'s, and so is `example.com/a`.
pub(crate) fn host_of(path: &str) -> Host<'_> {
    let schemed = split_scheme(path).map(|(_, rest)| rest);
    let (authority, _) = Authority::split(schemed.unwrap_or(path));
    let host = authority.host.strip_suffix('.').unwrap_or(authority.host);
    let has_port = authority.port.is_none_or(|port| port.is_empty() || is_digits(port));
    if !has_port || !is_host_name(host, &['_']) {
        return Host::Unclear;
    }
    let name = match to_ascii(host) {
        Some(ascii) => Cow::Owned(ascii),
        None if !host.is_ascii() => return Host::Unclear,
        None if host.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Owned(host.to_ascii_lowercase()),
        None => Cow::Borrowed(host),
    };
    // A first piece without scheme is a host only if it can be nothing else.
    if schemed.is_some() || looks_like_a_domain(&name) {
        Host::Name(name)
    } else {
        Host::Unclear
    }
}

fn looks_like_a_domain(host: &str) -> bool {
    host.rsplit_once('.').is_some_and(|(_, top)| {
        top.len() >= 2 && (top.starts_with("xn--") || top.bytes().all(|byte| byte.is_ascii_alphabetic()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Draft, Given, Options, check};
    use crate::signing::Endpoint;
    use crate::time::Instant;

    #[test]
    fn names_the_host_where_there_is_only_one_reading() {
        for (path, host) in [
            ("http://www.example.com/a/b.js?x=1", Some("www.example.com")),
            ("HTTPS://WWW.Example.com:8080/", Some("www.example.com")),
            ("http://user:secret@example.com/a", Some("example.com")),
            ("http://example.com", Some("example.com")),
            ("http://example.com?x=http://other.com/", Some("example.com")),
            ("http://example.com./a", Some("example.com")),
            ("http://localhost/a", Some("localhost")),
            ("http://普通话.cn/图片.jpg", Some("xn--tkv464f82c.cn")),
            ("example.com/a", Some("example.com")),
            ("example.com", Some("example.com")),
            ("例子.中国/a", Some("xn--fsqu00a.xn--fiqs8s")),
            ("WWW.例子.中国:8080/a", Some("www.xn--fsqu00a.xn--fiqs8s")),
            ("a_b.example.com/x", Some("a_b.example.com")),
            ("http://example.com/.*\\.js$", Some("example.com")),
            // A pattern in place of a host, a path without one, letters whose ASCII form is not known here.
            ("http://.*\\.example\\.com/a", None),
            ("http://(www|cdn).example.com/a", None),
            ("http://*.example.com/", None),
            (".example.com/a", None),
            ("/a/b.js", None),
            ("images/b.js", None),
            ("b.1/x", None),
            ("images.b/x", None),
            ("www.xn--fiqs8s/x", Some("www.xn--fiqs8s")),
            ("(a)://example.com/x", None),
            ("http://example.com:port/x", None),
            ("http://example.com:/x", Some("example.com")),
            ("http:///a", None),
            ("http://bücher.de/a", None),
            ("http://(www|cdn).例子.中国/a", None),
            ("http://.例子.中国/a", None),
            ("http://例子..中国/a", None),
            ("图片/b.js", None),
            ("", None),
        ] {
            let expected = host.map_or(Host::Unclear, |host| Host::Name(Cow::Borrowed(host)));
            assert_eq!(host_of(path), expected, "{path}");
        }
    }

    /// Who reads hosts, and what each makes of the same one.
    #[test]
    fn what_may_be_a_host_differs_only_where_it_must() {
        const PATH: u8 = 1;
        const DOMAIN: u8 = 2;
        const ROW: u8 = 4;
        const ENDPOINT: u8 = 8;
        const ALL: u8 = 15;
        let good = |name: &str, value: &str| {
            let draft = Draft::new()
                .with("ObjectType", Given::Text("file".into()))
                .with(name, Given::Text(value.into()));
            let now = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
            check(&draft, now, &Options::default()).request.is_some()
        };
        let letters = |letter: &str, count: usize| [&letter.repeat(count), ".com"].concat();
        for (host, by) in [
            ("example.com", ALL),
            ("Example.COM", ALL),
            ("a-b.xn--fiqs8s", ALL),
            ("a--b.example.com", ALL),
            // A label of DNS that no domain of the service can have; what hosts are called elsewhere is not ours to say.
            ("a_b.example.com", PATH | ROW | ENDPOINT),
            ("-a.example.com", PATH | ROW | ENDPOINT),
            ("a-.example.com", PATH | ROW | ENDPOINT),
            ("localhost", PATH | ROW | ENDPOINT),
            ("192.0.2.1", PATH | ROW | ENDPOINT),
            // Clients write these otherwise.
            ("1.2.3", PATH | ROW),
            ("1.2.3.0x4", PATH | DOMAIN | ROW),
            ("[::1]", ENDPOINT),
            ("[::2]", 0),
            // Letters of every script; a request is not sent to a host that its client writes otherwise, and what a row names is compared in
            // ASCII, where that is known.
            ("例子.中国", PATH | DOMAIN | ROW),
            ("bücher.de", PATH | DOMAIN),
            ("пример.рф", PATH | DOMAIN),
            ("हिन्दी.भारत", PATH | DOMAIN),
            // A wildcard domain, a pattern.
            (".example.com", PATH | DOMAIN),
            ("*.example.com", PATH),
            ("..example.com", 0),
            ("example..com", 0),
            // The dot of DNS's root, which rows are rid of and `check` offers to remove.
            ("example.com.", ROW),
            ("example.com:8080", PATH | ROW | ENDPOINT),
            ("example.com:080", PATH | ROW),
            ("example.com:", ROW),
            ("example.com:x", 0),
            ("example.com:80:80", 0),
            ("user@example.com", ROW),
            ("exam ple.com", 0),
            ("exam$ple.com", 0),
            ("exam×ple.com", 0),
            ("exam\u{ad}ple.com", 0),
            ("exam\u{200b}ple.com", 0),
            ("exam\u{3000}ple.com", 0),
            ("ｅｘａｍｐｌｅ.com", 0),
            ("example。com", 0),
            ("(a|b).example.com", 0),
            ("(a|b).例子.中国", 0),
            // What is too long for DNS is none in a request; tasks only name it. Where the ASCII form is not known, it is four longer at least.
            (&letters("a", 63), ALL),
            (&letters("a", 64), PATH | ROW),
            (&letters("字", 22), PATH | DOMAIN | ROW),
            (&letters("字", 63), PATH | ROW),
            (&letters("п", 59), PATH | DOMAIN),
            (&letters("п", 60), PATH),
            (&["a.".repeat(125).as_str(), "com"].concat(), ALL),
            (&["a.".repeat(125).as_str(), "info"].concat(), PATH | ROW),
        ] {
            let path = ["http://", host, "/a"].concat();
            let found = [
                (PATH, good("ObjectPath", &path)),
                (DOMAIN, good("DomainName", host)),
                (ROW, host_of(&path) != Host::Unclear),
                (ENDPOINT, Endpoint::parse(host).is_ok()),
            ];
            let found: u8 = found.iter().filter(|(_, good)| *good).map(|(who, _)| who).sum();
            assert_eq!(found, by, "{host}: {found:04b} instead of {by:04b}");
        }
    }
}
