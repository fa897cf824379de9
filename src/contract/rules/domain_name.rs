use super::plain::{meant, only_piece, pieces, plain};
use crate::contract::host::{Authority, ends_in_number, fits, is_host_name, split_scheme};
use crate::contract::rule::{Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Examples, Given, Operation, Param, Source, Text, Value, limits, quote};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "DomainNameOverLimit",
        message: Text::new(
            "`DomainName` must be one domain name, and more than {domain-names} are refused in any case",
            "`DomainName` 只能填一个域名，超过 {domain-names} 个时必定被拒绝",
        ),
        help: SINGLE,
        judge: Judge::Value(over_limit),
        examples: examples! {
            passes: [{ ObjectType: "file", DomainName: "example.com" }, { ObjectType: "file", DomainName: "a.com,b.com" }],
            fails: [],
        },
        ..DOMAIN
    },
    Rule {
        judge: Judge::Value(malformed),
        examples: examples! {
            passes: [
                { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: ".example.com" },
                { ObjectType: "file", DomainName: "WWW.Example.com" },
                { ObjectType: "file", DomainName: "a-b.xn--fiqs8s" },
                { ObjectType: "file", DomainName: "例子.中国" },
            ],
            fails: [
                { ObjectType: "file", DomainName: "localhost" },
                { ObjectType: "file", DomainName: "-a.com" },
                { ObjectType: "file", DomainName: "a..com" },
                { ObjectType: "file", DomainName: "exa$mple.com" },
                { ObjectType: "file", DomainName: "exa_mple.com" },
                { ObjectType: "file", DomainName: "1.2.3.4" },
                { ObjectType: "file", DomainName: "exam ple.com" },
                { ObjectType: "file", DomainName: "http://" },
                { ObjectType: "file", DomainName: "https://example.com/a?b" } => { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: "example.com:8080" } => { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: "*.example.com" } => { ObjectType: "file", DomainName: ".example.com" },
                { ObjectType: "file", DomainName: " example.com" } => { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: "example.com." } => { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: "example.com," } => { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: "ｅｘａｍｐｌｅ.com" } => { ObjectType: "file", DomainName: "example.com" },
                { ObjectType: "file", DomainName: "example。com" } => { ObjectType: "file", DomainName: "example.com" },
            ],
        },
        ..DOMAIN
    },
    Rule {
        disputed: true,
        help: SINGLE,
        source: Source::OLD,
        judge: Judge::Value(list),
        examples: examples! {
            passes: [{ ObjectType: "file", DomainName: "example.com" }],
            fails: [{ ObjectType: "file", DomainName: "a.com,b.com" }],
        },
        ..DOMAIN
    },
];

const DOMAIN: Rule = Rule {
    code: "InvalidDomainName.Malformed",
    severity: Severity::Error,
    disputed: false,
    operation: Some(Operation::DescribeRefreshTasks),
    params: &[Param::DomainName],
    message: Text::new(
        "`DomainName` must be one domain name, like `example.com` or `.example.com`",
        "`DomainName` 须为单个域名，如 `example.com` 或 `.example.com`",
    ),
    help: Text::new(
        "give the accelerated domain alone: no scheme, port, path or white space",
        "只填加速域名本身，不要带协议头、端口、路径或空白字符",
    ),
    source: Source::REFERENCE,
    judge: Judge::Value(malformed),
    examples: Examples::NONE,
};

const SINGLE: Text = Text::new(
    "the newest reference allows a single domain name, older ones a list: ask once per domain, or leave it out and filter the answer",
    "最新文档仅支持单个域名，旧文档曾允许列表：请逐个域名查询，或不填该参数，再筛选返回结果",
);
const NAMES: Text = Text::new("found {0} names in {1}", "{1} 中有 {0} 个域名");

/// Whether a host of this name can exist: labels of letters, digits and inner hyphens, at least two, the last one no number.
/// Letters of every script count, because names are typed as people read them.
fn is_host(name: &str) -> bool {
    is_host_name(name, &[])
        && name
            .split('.')
            .all(|label| !label.starts_with('-') && !label.ends_with('-'))
        && name.contains('.')
        && !ends_in_number(name)
        && fits(name)
}

/// Whether it is a domain name as the service takes it: a host, or with a dot before it all hosts below.
pub(crate) fn is_domain(name: &str) -> bool {
    is_host(name.strip_prefix('.').unwrap_or(name))
}

/// How many names stand in `text`, if it is a list.
fn names(text: &str) -> usize {
    text.split(',').count()
}

fn over_limit(_: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let Given::Text(text) = given else { return Ok(()) };
    let count = names(text);
    if count > usize::try_from(limits::DOMAIN_NAMES.value).unwrap_or(usize::MAX) {
        return Err(Finding::saying(NAMES, vec![count.to_string(), quote(text)]));
    }
    Ok(())
}

fn malformed(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let finding = match plain(param, given) {
        // A list of names is the next rule's.
        Ok(text) if text.split(',').all(is_domain) => return Ok(()),
        Ok(text) => Finding::of(text),
        Err(finding) => finding,
    };
    let Some(text) = meant(given) else {
        return Err(finding);
    };
    // Lenient mode takes a list, if it is written as one.
    let list: Vec<&str> = pieces(&text).collect();
    Err(match only_piece(&text).and_then(domain_in) {
        Some(name) => finding.or_use(param, Value::Text(name)),
        None if list.len() > 1 && list.iter().all(|name| is_domain(name)) => {
            finding.or_use(param, Value::Text(list.join(",")))
        }
        None => finding,
    })
}

/// The domain in a URL, a host with port or path, `*.example.com`, `example.com.`
fn domain_in(text: &str) -> Option<String> {
    let rest = split_scheme(text).map_or(text, |(_, rest)| rest);
    let (authority, _) = Authority::split(rest.trim_start_matches('/'));
    let host = authority.host.split('\\').next()?.replace(['。', '｡'], ".");
    let host = host.strip_suffix('.').unwrap_or(&host);
    let host = host.strip_prefix('*').unwrap_or(host);
    is_domain(host).then(|| host.to_owned())
}

fn list(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let text = plain(param, given)?;
    match pieces(text).count() {
        0 | 1 => Ok(()),
        count => Err(Finding::saying(NAMES, vec![count.to_string(), quote(text)])),
    }
}
