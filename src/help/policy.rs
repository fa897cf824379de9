use crate::contract::{Locale, Operation, Text, fill, is_digits, quote, rules, to_ascii};
use crate::signing::sorted;
use std::fmt;

/// The least that a RAM user or role must be allowed for a question: one statement per operation.
///
/// `Display` prints the policy document, JSON to be pasted into the RAM console. Source: the reference's RAM table and that of
/// DescribeRefreshTaskById.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RamPolicy {
    account: String,
    /// Sorted, each once; empty for all domains.
    domains: Vec<String>,
    by_id: bool,
}

/// Why there is no policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyError {
    /// Not a domain name. A wrong one would make a policy that allows something else.
    DomainName(String),
    /// Neither digits nor `*`.
    AccountId(String),
}

impl RamPolicy {
    /// The policy for asking about `domains` (none: all of the account) and, where `by_id` says so, about single tasks too.
    ///
    /// Domain names are trimmed, lower-cased, in their ASCII form, and listed once; comma lists count as several. `account` is the id of the account, or `*`.
    ///
    /// # Errors
    /// What is neither a domain name nor an account id.
    pub fn new<'a>(
        domains: impl IntoIterator<Item = &'a str>,
        by_id: bool,
        account: &str,
    ) -> Result<RamPolicy, PolicyError> {
        if account != "*" && (account.len() > 32 || !is_digits(account)) {
            return Err(PolicyError::AccountId(account.to_owned()));
        }
        let mut names = Vec::new();
        for name in domains.into_iter().flat_map(|list| list.split(',')) {
            let name = name.trim().to_ascii_lowercase();
            let name = to_ascii(&name).unwrap_or(name);
            if !rules::is_domain(&name) {
                return Err(PolicyError::DomainName(name));
            }
            names.push(name);
        }
        let mut domains: Vec<String> = Vec::with_capacity(names.len());
        let names: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
        for &(name, _) in sorted(&names).iter() {
            if domains.last().is_none_or(|last| last != name) {
                domains.push(name.to_owned());
            }
        }
        Ok(RamPolicy {
            account: account.to_owned(),
            domains,
            by_id,
        })
    }
}

impl fmt::Display for RamPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = |f: &mut fmt::Formatter<'_>, operation: Operation| {
            f.write_str("{\"Effect\":\"Allow\",\"Action\":[\"cdn:")?;
            f.write_str(operation.name())?;
            f.write_str("\"],\"Resource\":[")
        };
        // No part of a resource can hold a quote or a backslash: digits, `*` and domain names are all there is.
        let resource = |f: &mut fmt::Formatter<'_>, kind: &str, name: &str| {
            for part in ["\"acs:cdn:*:", &self.account, ":", kind, name, "\""] {
                f.write_str(part)?;
            }
            Ok(())
        };
        f.write_str("{\"Version\":\"1\",\"Statement\":[")?;
        open(f, Operation::DescribeRefreshTasks)?;
        for (position, name) in self.domains.iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            resource(f, "domain/", name)?;
        }
        if self.domains.is_empty() {
            resource(f, "domain/", "*")?;
        }
        f.write_str("]}")?;
        if self.by_id {
            f.write_str(",")?;
            open(f, Operation::DescribeRefreshTaskById)?;
            resource(f, "", "*")?;
            f.write_str("]}")?;
        }
        f.write_str("]}")
    }
}

impl PolicyError {
    /// The name by which programs tell the errors apart.
    pub const fn code(&self) -> &'static str {
        match self {
            PolicyError::DomainName(_) => "InvalidDomainName.Malformed",
            PolicyError::AccountId(_) => "InvalidAccountId",
        }
    }
}

impl PolicyError {
    /// What is wrong and what was expected, in words.
    pub fn message(&self, locale: Locale) -> String {
        let (text, given) = match self {
            PolicyError::DomainName(given) => (
                Text::new(
                    "{given} is not a domain name, like `example.com` or `.example.com`",
                    "{given} 不是域名，应如 `example.com` 或 `.example.com`",
                ),
                given,
            ),
            PolicyError::AccountId(given) => (
                Text::new(
                    "the account id must be digits or `*`, found {given}",
                    "账号 ID 须为纯数字或 `*`，而实际为 {given}",
                ),
                given,
            ),
        };
        fill(text.get(locale), &[("given", &quote(given))])
    }
}

/// In English.
impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Locale::En))
    }
}

impl std::error::Error for PolicyError {}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(domains: &[&str], by_id: bool, account: &str, expected: &Expect) {
        let policy = RamPolicy::new(domains.iter().copied(), by_id, account);
        expected.assert_eq(&policy.map_or_else(
            |error| format!("{}: {error}", error.code()),
            |policy| policy.to_string(),
        ));
    }

    #[test]
    fn allows_what_is_asked_and_no_more() {
        check(
            &[],
            false,
            "*",
            &expect![[
                r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["cdn:DescribeRefreshTasks"],"Resource":["acs:cdn:*:*:domain/*"]}]}"#
            ]],
        );
        check(
            &["b.com, A.com", ".a.com", "b.com", "例子.中国"],
            true,
            "1234567890",
            &expect![[
                r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["cdn:DescribeRefreshTasks"],"Resource":["acs:cdn:*:1234567890:domain/.a.com","acs:cdn:*:1234567890:domain/a.com","acs:cdn:*:1234567890:domain/b.com","acs:cdn:*:1234567890:domain/xn--fsqu00a.xn--fiqs8s"]},{"Effect":"Allow","Action":["cdn:DescribeRefreshTaskById"],"Resource":["acs:cdn:*:1234567890:*"]}]}"#
            ]],
        );
    }

    #[test]
    fn refuses_what_would_allow_something_else() {
        check(
            &["*"],
            false,
            "*",
            &expect!["InvalidDomainName.Malformed: `*` is not a domain name, like `example.com` or `.example.com`"],
        );
        check(
            &["a\".com"],
            false,
            "*",
            &expect![[
                r#"InvalidDomainName.Malformed: `a".com` is not a domain name, like `example.com` or `.example.com`"#
            ]],
        );
        check(
            &[""],
            false,
            "*",
            &expect!["InvalidDomainName.Malformed: `` is not a domain name, like `example.com` or `.example.com`"],
        );
        check(
            &[],
            false,
            "",
            &expect!["InvalidAccountId: the account id must be digits or `*`, found ``"],
        );
        check(
            &[],
            false,
            "12*",
            &expect!["InvalidAccountId: the account id must be digits or `*`, found `12*`"],
        );
    }
}
