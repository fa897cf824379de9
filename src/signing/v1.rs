use super::encode::percent_encode;
use super::{CanonicalQuery, SigningError, StringToSign};

/// The strings of a V1 signature (HMAC-SHA1, in the query).
///
/// ```
/// use cdn_refresh_tasks::signing::V1;
///
/// let v1 = V1::new("GET", &[("Version", "2018-05-10"), ("Action", "DescribeRefreshTasks")])?;
/// assert_eq!(v1.string_to_sign.to_string(), "GET&%2F&Action%3DDescribeRefreshTasks%26Version%3D2018-05-10");
/// # Ok::<(), cdn_refresh_tasks::signing::SigningError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct V1 {
    /// All parameters, sorted and encoded; sent as it is, followed by `&Signature=`.
    pub canonical_query: CanonicalQuery,
    /// Method, `/` and canonical query, encoded once more.
    pub string_to_sign: StringToSign,
}

impl V1 {
    /// The strings for `params`, which hold the common parameters too. The method is signed in capitals, as HTTP clients send it.
    ///
    /// # Errors
    /// [`SigningError::Method`], and those of [`CanonicalQuery::new`].
    pub fn new(method: &str, params: &[(&str, &str)]) -> Result<V1, SigningError> {
        let mut text = super::method(method)?.into_bytes();
        let canonical_query = CanonicalQuery::new(params)?;
        let query = canonical_query.as_str();
        text.reserve(query.len() + query.len() / 2);
        text.extend_from_slice(b"&%2F&");
        percent_encode(&mut text, query);
        Ok(V1 {
            canonical_query,
            string_to_sign: StringToSign::new(String::from_utf8(text).unwrap_or_default()),
        })
    }
}
