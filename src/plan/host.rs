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
    let (rest, schemed) = match path
        .split_once(':')
        .and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)))
    {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => (rest, true),
        _ => (path, false),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.split_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    // A first piece without scheme is a host only if it can be nothing else.
    let plausible = host.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    }) && (schemed || looks_like_a_domain(host));
    if plausible {
        Host::Name(if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        })
    } else if let Some(ascii) = super::punycode::to_ascii(host) {
        Host::Name(Cow::Owned(ascii))
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
            ("", None),
        ] {
            let expected = host.map_or(Host::Unclear, |host| Host::Name(Cow::Borrowed(host)));
            assert_eq!(host_of(path), expected, "{path}");
        }
    }
}
