//! Where the host stands in an address and what it may be written with, read in one place. What may be around it, and which hosts can be
//! meant, is said by those who ask: a path of a task, a row, a domain name and an endpoint differ in that.

use super::punycode::to_ascii;
use super::text::is_unseen;

/// What stands between the scheme and the path: `user@host:port`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authority<'a> {
    pub(crate) user: Option<&'a str>,
    /// As written; a literal of IPv6 with its brackets.
    pub(crate) host: &'a str,
    /// What stands behind the colon, a number or not.
    pub(crate) port: Option<&'a str>,
}

impl<'a> Authority<'a> {
    /// What `rest`, which follows a scheme or is an address without one, begins with, and what follows it: nothing, or a path, a query or a
    /// fragment with its sign.
    pub(crate) fn split(rest: &'a str) -> (Authority<'a>, &'a str) {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (place, None),
        };
        (Authority { user, host, port }, rest)
    }
}

/// The scheme of an address, and what follows `://`; only what stands at the start is one, not what a query holds.
pub(crate) fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let is_scheme = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_scheme.then_some((scheme, rest))
}

/// Whether `name` is labels, none of them empty, of letters of every script, digits, hyphens and the characters of `also`.
pub(crate) fn is_host_name(name: &str, also: &[char]) -> bool {
    name.split('.').all(|label| {
        !label.is_empty()
            && label
                .chars()
                .all(|character| is_letter(character) || character == '-' || also.contains(&character))
    })
}

/// Whether its labels and it as a whole are as short as names must be: 63 and 253 bytes, in ASCII.
pub(crate) fn fits(name: &str) -> bool {
    // Where the ASCII form is not known here, it is longer than its letters by `xn--` at least.
    let mut whole = 0;
    name.split('.').all(|label| {
        let length = match to_ascii(label) {
            Some(ascii) => ascii.len(),
            None if label.is_ascii() => label.len(),
            None => label.chars().count() + 4,
        };
        whole += length + 1;
        length <= 63 && whole <= 254
    })
}

/// Whether the last label is a number, as those of IPv4 addresses are and no domain's is.
pub(crate) fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.bytes().all(|byte| byte.is_ascii_digit())
}

/// A letter or a digit of any script. What Chinese input puts where ASCII is meant is none (`。`, `／`, `ａ`), nor is what cannot be seen.
fn is_letter(character: char) -> bool {
    match character {
        '\0'..='\x7f' => character.is_ascii_alphanumeric(),
        '\u{80}'..='\u{ff}' => character.is_alphanumeric(),
        '、' | '。' | '｡' | '\u{ff01}'..='\u{ff5e}' => false,
        _ => !character.is_whitespace() && !is_unseen(character),
    }
}
