use crate::contract::State;
use crate::contract::host::split_scheme;

/// Whether a task is about a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// A regular expression that is no literal, a type that no document names, or a path without scheme: it may be.
    Unknown,
}

/// Whether a task of this type and path is about `url`, whatever became of it.
///
/// A path is compared as the service compares it: exactly, but the scheme and the host have no case. A directory covers what lies below
/// it; `ignoreparams` covers the path with any query. A task for `http` says nothing certain of `https`.
///
/// ```
/// use cdn_refresh_tasks::help::{Cover, covers};
/// assert_eq!(covers("http://example.com/a/b.js", "directory", "http://example.com/a/"), Cover::Yes);
/// assert_eq!(covers("http://example.com/a/b.js", "file", "http://example.com/a/c.js"), Cover::No);
/// assert_eq!(covers("http://example.com/a/b.js", "regex", "http://example.com/a/.*"), Cover::Unknown);
/// ```
pub fn covers(url: &str, object_type: &str, object_path: &str) -> Cover {
    let (scheme, asked) = parts(url);
    let (of_scheme, path) = parts(object_path);
    let is = |covered: bool| match (covered, scheme == of_scheme) {
        (false, _) => Cover::No,
        (true, true) => Cover::Yes,
        (true, false) => Cover::Unknown,
    };
    match object_type.to_ascii_lowercase().as_str() {
        "file" | "preload" | "block" | "unblock" => is(asked == path),
        "directory" | "path" => is(path.ends_with('/') && asked.starts_with(&path)),
        "ignoreparams" => is(bare(&asked) == bare(&path)),
        "regex" if path.contains(['*', '+', '?', '(', '[', '{', '|', '^', '$', '\\']) => Cover::Unknown,
        // A point in a pattern is any character; as a literal it matches itself, which is all that can be said.
        "regex" if asked == path => is(true),
        "regex" if path.contains('.') => Cover::Unknown,
        "regex" => Cover::No,
        _ if asked == path => Cover::Unknown,
        _ => Cover::No,
    }
}

/// Without its query.
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// Scheme, and the rest with its host in lower case.
fn parts(url: &str) -> (String, String) {
    let (scheme, rest) = split_scheme(url).unwrap_or(("", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let mut text = host.to_ascii_lowercase();
    text.push_str(if path.is_empty() { "/" } else { path });
    (scheme.to_ascii_lowercase(), text)
}

/// What tasks together say of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covered {
    /// A task that succeeded was about it.
    Yes,
    /// None was, and the tasks are known to be all.
    No,
    /// Some may have been, or is not over.
    Maybe,
    /// None was, but others may exist.
    Unproven,
}

/// What tasks say of a URL, each with whether it covers the URL and its state, if `complete` tells that there are no others.
pub fn covered(tasks: impl IntoIterator<Item = (Cover, State)>, complete: bool) -> Covered {
    let mut maybe = false;
    for task in tasks {
        match task {
            (Cover::Yes, State::Succeeded) => return Covered::Yes,
            (Cover::No, _) | (_, State::Failed | State::Canceled) => {}
            (Cover::Yes | Cover::Unknown, _) => maybe = true,
        }
    }
    match (maybe, complete) {
        (true, _) => Covered::Maybe,
        (false, true) => Covered::No,
        (false, false) => Covered::Unproven,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_as_the_service_does() {
        let url = "http://Example.com/a/b.js?v=1";
        for (object_type, path, expected) in [
            ("file", "http://example.com/a/b.js?v=1", Cover::Yes),
            ("file", "HTTP://EXAMPLE.com/a/b.js?v=1", Cover::Yes),
            ("file", "https://example.com/a/b.js?v=1", Cover::Unknown),
            ("file", "example.com/a/b.js?v=1", Cover::Unknown),
            ("file", "http://example.com/a/b.js", Cover::No),
            ("file", "http://example.com/A/b.js?v=1", Cover::No),
            ("IgnoreParams", "http://example.com/a/b.js", Cover::Yes),
            ("directory", "http://example.com/", Cover::Yes),
            ("directory", "http://example.com/a/", Cover::Yes),
            ("directory", "http://example.com/a", Cover::No),
            ("directory", "http://example.com/ab/", Cover::No),
            ("directory", "http://example.org/", Cover::No),
            ("regex", "http://example.com/.*", Cover::Unknown),
            ("regex", "http://other/x", Cover::No),
            ("preload", "http://example.com/a/b.js?v=1", Cover::Yes),
            ("novel", "http://example.com/a/b.js?v=1", Cover::Unknown),
            ("novel", "http://example.com/", Cover::No),
        ] {
            assert_eq!(covers(url, object_type, path), expected, "{object_type} {path}");
        }
        // What a query holds is no scheme.
        let redirect = "http://example.com/r?to=http://example.org/";
        assert_eq!(
            covers(redirect, "file", "example.com/r?to=http://example.org/"),
            Cover::Unknown
        );
        assert_eq!(
            covers("http://example.org/", "file", "example.com/r?to=http://example.org/"),
            Cover::No
        );
    }

    #[test]
    fn says_no_only_where_all_tasks_are_known() {
        let of = |tasks: &[(Cover, State)], complete| covered(tasks.iter().copied(), complete);
        assert_eq!(of(&[], true), Covered::No);
        assert_eq!(of(&[], false), Covered::Unproven);
        assert_eq!(of(&[(Cover::No, State::Succeeded)], true), Covered::No);
        assert_eq!(of(&[(Cover::Yes, State::Failed)], true), Covered::No);
        assert_eq!(of(&[(Cover::Yes, State::Running)], true), Covered::Maybe);
        assert_eq!(of(&[(Cover::Unknown, State::Succeeded)], true), Covered::Maybe);
        assert_eq!(
            of(
                &[(Cover::Unknown, State::Running), (Cover::Yes, State::Succeeded)],
                false
            ),
            Covered::Yes
        );
    }
}
