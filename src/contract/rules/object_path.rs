use super::plain::{plain, trimmed};
use crate::contract::host::{Authority, is_host_name, split_scheme};
use crate::contract::is_digits;
use crate::contract::rule::{Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Given, Operation, Param, Source, Text, Value};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "InvalidObjectPath.Malformed",
        severity: Severity::Error,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTasks),
        params: &[Param::ObjectPath],
        message: Text::new(
            "`ObjectPath` must be one http(s) URL, or a host with a path",
            "`ObjectPath` 须为一条 http(s) URL，或“域名/路径”",
        ),
        help: Text::new(
            "the match is exact: give the URL or directory as it was submitted",
            "按路径精确匹配：请填写提交时的 URL 或目录",
        ),
        source: Source::REFERENCE,
        judge: Judge::Value(malformed),
        examples: examples! {
            passes: [
                { ObjectPath: "http://example.com/1.txt" },
                { ObjectPath: "https://example.com/图片/a b(1).jpg?x=1&y=[2]" },
                { ObjectPath: "http://example.com" },
                { ObjectPath: "http://example.com:8080/dir/" },
                { ObjectPath: "http://192.0.2.1/a" },
                { ObjectPath: "http://静态.例子.中国/图.png" },
                { ObjectPath: "http://example.com?from=http://example.org/" },
            ],
            fails: [
                { ObjectPath: "/1.txt" },
                { ObjectPath: "1.txt" },
                { ObjectPath: "example.com?from=http://example.org/" },
                { ObjectPath: ".well-known/1.txt" },
                { ObjectPath: "http://" },
                { ObjectPath: "http://exa mple.com/" },
                { ObjectPath: "http://user:secret@example.com/" },
                { ObjectPath: "C:/files/1.txt" },
                { ObjectPath: "http:///1.txt" },
                { ObjectPath: "http://example.com/1.txt\nhttp://example.com/2.txt" },
                { ObjectPath: "ftp://example.com/1.txt" },
                { ObjectPath: "http:/example.com/1.txt" } => { ObjectPath: "http://example.com/1.txt" },
                { ObjectPath: "//example.com/1.txt" } => { ObjectPath: "https://example.com/1.txt" },
                { ObjectPath: " http://example.com/1.txt\n" } => { ObjectPath: "http://example.com/1.txt" },
            ],
        },
    },
    Rule {
        code: "ObjectPathWithoutScheme",
        severity: Severity::Warning,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTasks),
        params: &[Param::ObjectPath],
        message: Text::new(
            "`ObjectPath` should start with `http://` or `https://`",
            "`ObjectPath` 应以 `http://` 或 `https://` 开头",
        ),
        help: Text::new(
            "the match is exact: without the scheme it finds only tasks that were submitted without one",
            "按路径精确匹配：不带协议头只能查到提交时也不带协议头的任务",
        ),
        source: Source::REFERENCE,
        judge: Judge::Value(without_scheme),
        examples: examples! {
            passes: [{ ObjectPath: "https://example.com/" }, { ObjectPath: "HTTP://example.com/a" }],
            fails: [
                { ObjectPath: "example.com/1.txt" } => { ObjectPath: "https://example.com/1.txt" },
                { ObjectPath: "example.com/" } => { ObjectPath: "https://example.com/" },
            ],
        },
    },
];

/// What follows `http://` or `https://`, in any case.
fn after_scheme(path: &str) -> Option<&str> {
    let (scheme, rest) = split_scheme(path)?;
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_http.then_some(rest)
}

/// Whether it is an http(s) URL, or a host and a path. Whether such a host can exist is not asked: tasks name paths, and the answer would
/// only be empty.
fn is_path(path: &str) -> bool {
    if path.chars().any(char::is_control) {
        return false;
    }
    let schemed = after_scheme(path);
    let (Authority { user, host, port }, rest) = Authority::split(schemed.unwrap_or(path));
    // Of a wildcard domain, or a pattern.
    let name = host.strip_prefix('.').unwrap_or(host);
    user.is_none()
        && port.is_none_or(|port| port.len() <= 5 && is_digits(port))
        && is_host_name(name, &['_', '*'])
        && (schemed.is_some() || rest.starts_with('/') && name.contains('.'))
}

fn malformed(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let finding = match plain(param, given) {
        Ok(text) if is_path(text) => return Ok(()),
        Ok(text) => Finding::of(text),
        Err(finding) => finding,
    };
    let Some(path) = trimmed(given) else {
        return Err(finding);
    };
    if is_path(path) {
        return Err(finding.or_use(param, Value::Text(path.to_owned())));
    }
    // Slips in the scheme: `http:/host`, `//host`, `http：//host`.
    let Some(start) = path.find('/') else {
        return Err(finding);
    };
    let Some((scheme, rest)) = path.split_at_checked(start) else {
        return Err(finding);
    };
    let rest = rest.trim_start_matches('/');
    let schemes: &[&str] = match scheme.trim_end_matches([':', '：']) {
        "" if path.starts_with("//") => &["https://", "http://"],
        "http" => &["http://"],
        "https" => &["https://"],
        _ => &[],
    };
    Err(offer(finding, param, schemes, rest))
}

fn without_scheme(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    match given {
        Given::Text(text) if after_scheme(text).is_none() => {
            let finding = Finding::of(text);
            Err(match trimmed(given) {
                Some(path) => offer(finding, param, &["https://", "http://"], path),
                None => finding,
            })
        }
        _ => Ok(()),
    }
}

fn offer(finding: Box<Finding>, param: Param, schemes: &[&str], rest: &str) -> Box<Finding> {
    schemes
        .iter()
        .map(|scheme| [scheme, rest].concat())
        .filter(|path| is_path(path))
        .fold(finding, |finding, path| finding.or_use(param, Value::Text(path)))
}
