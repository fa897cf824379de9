use super::SigningError;
use super::encode::percent_encode;
use std::borrow::Cow;
use std::collections::BinaryHeap;
use std::fmt;

/// The most that names and values may hold together, in bytes: far above what the service takes (a few KB of URL), far below what hurts.
pub const MAX_INPUT: usize = 1 << 20;

/// Parameters sorted by name and percent-encoded, `name=value` joined by `&`: the query string exactly as it is signed and sent.
///
/// An empty value stays as `name=`. `Debug` shows names only, because `SecurityToken` may be among the parameters.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct CanonicalQuery(String);

impl CanonicalQuery {
    /// The canonical form of `params`, in whatever order they come.
    ///
    /// # Errors
    /// [`SigningError::EmptyName`], [`SigningError::RepeatedName`], [`SigningError::AmbiguousOrder`], [`SigningError::TooLong`].
    pub fn new(params: &[(&str, &str)]) -> Result<CanonicalQuery, SigningError> {
        let length = within_limit(params)?;
        let mut query = Vec::with_capacity(length + length / 2 + 2 * params.len());
        let mut previous: Option<&str> = None;
        for &(name, value) in sorted(params).iter() {
            match previous {
                _ if name.is_empty() => return Err(SigningError::EmptyName),
                Some(previous) => {
                    follows(previous, name)?;
                    query.push(b'&');
                }
                None => {}
            }
            previous = Some(name);
            percent_encode(&mut query, name);
            query.push(b'=');
            percent_encode(&mut query, value);
        }
        Ok(CanonicalQuery(String::from_utf8(query).unwrap_or_default()))
    }

    /// The text, as it is sent after `?`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Python and Go sort names by code points, JavaScript and Java by UTF-16 units. The two orders differ only between characters outside
/// the basic plane and the last of those within it; nobody can say which one the service takes, so such pairs are refused.
fn follows(previous: &str, name: &str) -> Result<(), SigningError> {
    if previous == name {
        return Err(SigningError::RepeatedName(name.to_owned()));
    }
    if name.is_ascii() || previous.encode_utf16().lt(name.encode_utf16()) {
        Ok(())
    } else {
        Err(SigningError::AmbiguousOrder(previous.to_owned(), name.to_owned()))
    }
}

/// By name, then by value. A heap sorts as well as the standard sort here, and is a fifth of its code.
#[inline(never)]
pub(crate) fn sorted<'p, 'a>(pairs: &'p [(&'a str, &'a str)]) -> Cow<'p, [(&'a str, &'a str)]> {
    // Those of `prepare` are.
    if pairs.is_sorted() {
        return Cow::Borrowed(pairs);
    }
    Cow::Owned(BinaryHeap::from(pairs.to_vec()).into_sorted_vec())
}

/// The length of all names and values together.
pub(super) fn within_limit(pairs: &[(&str, &str)]) -> Result<usize, SigningError> {
    let mut length = 0_usize;
    for (name, value) in pairs {
        length = length.saturating_add(name.len()).saturating_add(value.len());
    }
    if length > MAX_INPUT {
        return Err(SigningError::TooLong);
    }
    Ok(length)
}

impl fmt::Display for CanonicalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CanonicalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CanonicalQuery(")?;
        for (position, pair) in self.0.split('&').enumerate() {
            let name = pair.split('=').next().unwrap_or_default();
            write!(f, "{}{name}=…", if position == 0 { "" } else { "&" })?;
        }
        f.write_str(")")
    }
}

/// V3's canonical request: method, path, canonical query, signed headers, their names, and the hash of the body, one under another.
///
/// `Debug` shows its length only, because `x-acs-security-token` may be among the headers.
#[derive(Clone, PartialEq, Eq)]
pub struct CanonicalRequest(String);

/// What the host signs: HMAC-SHA1 under `secret + "&"` for V1, HMAC-SHA256 under the secret for V3.
///
/// `Debug` shows its length only, because under V1 it holds every parameter, `SecurityToken` too.
#[derive(Clone, PartialEq, Eq)]
pub struct StringToSign(String);

macro_rules! signable_text {
    ($name:ident) => {
        impl $name {
            pub(super) const fn new(text: String) -> $name {
                $name(text)
            }

            /// The exact text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
    };
}

signable_text!(CanonicalRequest);
signable_text!(StringToSign);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(params: &[(&str, &str)], expected: Result<&str, &str>) {
        let query = CanonicalQuery::new(params);
        let seen = query.as_ref().map(CanonicalQuery::as_str).map_err(SigningError::code);
        assert_eq!(seen, expected);
    }

    #[test]
    fn sorts_encodes_and_joins() {
        check(&[], Ok(""));
        check(&[("b", ""), ("a", "1 2"), ("B", "&=")], Ok("B=%26%3D&a=1%202&b="));
        // By the name itself, not by its encoded form, in which `/` would stand before `-`.
        check(&[("a/", ""), ("a-", "")], Ok("a-=&a%2F="));
        check(&[("𝒳", ""), ("a", "")], Ok("a=&%F0%9D%92%B3="));
    }

    #[test]
    fn refuses_what_has_no_canonical_form() {
        check(&[("", "1")], Err("InvalidParameterName.Empty"));
        check(
            &[("a", "1"), ("b", ""), ("a", "2")],
            Err("InvalidParameterName.Repeated"),
        );
        check(
            &[("𝒳", ""), ("\u{ff21}", "")],
            Err("InvalidParameterName.AmbiguousOrder"),
        );
        let long = "x".repeat(MAX_INPUT);
        check(&[("a", &long)], Err("InputTooLong"));
        assert!(CanonicalQuery::new(&[("", long.as_str())]).is_err());
    }

    #[test]
    fn debug_shows_no_value() {
        let query = CanonicalQuery::new(&[("SecurityToken", "marker"), ("Action", "a")]).unwrap();
        assert_eq!(format!("{query:?}"), "CanonicalQuery(Action=…&SecurityToken=…)");
        assert_eq!(
            format!("{:?}", StringToSign::new("marker".into())),
            "StringToSign(6 bytes)"
        );
    }
}
