use super::encode::percent_encode;
use super::v3::ALGORITHM;
use super::{Prepared, SigningError};
use std::fmt;

/// A request with its signature, as data for any HTTP client.
///
/// `Debug` shows its method only: URL and headers hold the signature, the access key id and the security token.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// With everything in its query.
    pub url: String,
    /// Names in lower case. `host` is among them for those who write requests by hand; HTTP clients take it from the URL.
    pub headers: Vec<(&'static str, String)>,
}

impl Prepared<'_> {
    /// Puts the signature (Base64 for V1, hex for V3) in its place. White space around it is left out.
    ///
    /// # Errors
    /// [`SigningError::Signature`] if it is empty or holds anything but letters, digits and `+/=-_`.
    pub fn finish(&self, signature: &str) -> Result<SignedRequest, SigningError> {
        let signature = signature.trim_ascii();
        let is_signature = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
        if signature.is_empty() || signature.len() > 512 || !signature.bytes().all(is_signature) {
            return Err(SigningError::Signature);
        }
        let mut url = format!("{}/?{}", self.endpoint(), self.canonical_query());
        let mut headers: Vec<_> = self
            .headers()
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        match &self.in_headers {
            None => {
                let mut encoded = Vec::new();
                percent_encode(&mut encoded, signature);
                url.push_str("&Signature=");
                url.push_str(str::from_utf8(&encoded).unwrap_or_default());
            }
            Some(v3) => {
                let (id, names) = (self.options.access_key_id, &v3.signed_headers);
                let value = format!("{ALGORITHM} Credential={id},SignedHeaders={names},Signature={signature}");
                headers.push(("authorization", value));
            }
        }
        Ok(SignedRequest {
            method: self.method().name(),
            url,
            headers,
        })
    }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CanonicalRequest, Endpoint, Method, PrepareOptions, Signature, V3, V3Input, prepare};
    use super::*;
    use crate::contract::Given;
    use crate::request::{Draft, Options, TaskRequest, check};
    use crate::time::Instant;
    use expect_test::{Expect, expect};

    const MARKER: &str = "marker";

    fn request() -> TaskRequest {
        let draft = Draft::new()
            .with("ObjectPath", Given::Text("http://example.com/短信 a*b?c=d&e='".into()))
            .with("PageSize", Given::Text("50".into()));
        check(&draft, now(), &Options::default()).request.unwrap()
    }

    fn now() -> Instant {
        Instant::from_ms(1_700_000_000_999).unwrap()
    }

    fn options(endpoint: &Endpoint, signature: Signature) -> PrepareOptions<'_> {
        PrepareOptions {
            access_key_id: "testid",
            security_token: Some(MARKER),
            signature,
            method: None,
            endpoint,
            now: now(),
            nonce: "nonce",
        }
    }

    #[track_caller]
    fn check_signed(signature: Signature, method: Option<Method>, hmac: &str, expected: &Expect) {
        let endpoint = Endpoint::parse("http://127.0.0.1:8080").unwrap();
        let options = PrepareOptions {
            method,
            ..options(&endpoint, signature)
        };
        let prepared = prepare(&request(), &options).unwrap();
        let signed = prepared.finish(hmac).unwrap();
        let mut text = prepared
            .canonical_request()
            .map_or("-", CanonicalRequest::as_str)
            .to_owned();
        text.push_str(&format!(
            "\n\n{}\n\n{} {}",
            prepared.string_to_sign(),
            signed.method,
            signed.url
        ));
        for (name, value) in signed.headers {
            text.push_str(&format!("\n{name}: {value}"));
        }
        text.push_str(&format!("\nuntil {}\n", prepared.expires_at()));
        expected.assert_eq(&text);
    }

    #[test]
    fn signs_in_the_query() {
        check_signed(
            Signature::V1,
            None,
            "a+/=\n",
            &expect![[r#"
                -

                GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRefreshTasks%26Format%3DJSON%26ObjectPath%3Dhttp%253A%252F%252Fexample.com%252F%25E7%259F%25AD%25E4%25BF%25A1%2520a%252Ab%253Fc%253Dd%2526e%253D%2527%26PageSize%3D50%26SecurityToken%3Dmarker%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3Dnonce%26SignatureVersion%3D1.0%26Timestamp%3D2023-11-14T22%253A13%253A20Z%26Version%3D2018-05-10

                GET http://127.0.0.1:8080/?AccessKeyId=testid&Action=DescribeRefreshTasks&Format=JSON&ObjectPath=http%3A%2F%2Fexample.com%2F%E7%9F%AD%E4%BF%A1%20a%2Ab%3Fc%3Dd%26e%3D%27&PageSize=50&SecurityToken=marker&SignatureMethod=HMAC-SHA1&SignatureNonce=nonce&SignatureVersion=1.0&Timestamp=2023-11-14T22%3A13%3A20Z&Version=2018-05-10&Signature=a%2B%2F%3D
                accept: application/json
                host: 127.0.0.1:8080
                until 2023-11-14T22:44:20Z
            "#]],
        );
    }

    #[test]
    fn signs_in_headers() {
        check_signed(
            Signature::V3,
            None,
            "00ff",
            &expect![[r#"
                POST
                /
                ObjectPath=http%3A%2F%2Fexample.com%2F%E7%9F%AD%E4%BF%A1%20a%2Ab%3Fc%3Dd%26e%3D%27&PageSize=50
                host:127.0.0.1:8080
                x-acs-action:DescribeRefreshTasks
                x-acs-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-acs-date:2023-11-14T22:13:20Z
                x-acs-security-token:marker
                x-acs-signature-nonce:nonce
                x-acs-version:2018-05-10

                host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

                ACS3-HMAC-SHA256
                9152dc276bb8a08920b60dae3163e66fdea23dd377b7283004235b5a8fb6c88f

                POST http://127.0.0.1:8080/?ObjectPath=http%3A%2F%2Fexample.com%2F%E7%9F%AD%E4%BF%A1%20a%2Ab%3Fc%3Dd%26e%3D%27&PageSize=50
                accept: application/json
                host: 127.0.0.1:8080
                x-acs-action: DescribeRefreshTasks
                x-acs-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-acs-date: 2023-11-14T22:13:20Z
                x-acs-security-token: marker
                x-acs-signature-nonce: nonce
                x-acs-version: 2018-05-10
                authorization: ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,Signature=00ff
                until 2023-11-14T22:28:20Z
            "#]],
        );
        check_signed(
            Signature::V3,
            Some(Method::Get),
            "00ff",
            &expect![[r#"
                GET
                /
                ObjectPath=http%3A%2F%2Fexample.com%2F%E7%9F%AD%E4%BF%A1%20a%2Ab%3Fc%3Dd%26e%3D%27&PageSize=50
                host:127.0.0.1:8080
                x-acs-action:DescribeRefreshTasks
                x-acs-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-acs-date:2023-11-14T22:13:20Z
                x-acs-security-token:marker
                x-acs-signature-nonce:nonce
                x-acs-version:2018-05-10

                host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

                ACS3-HMAC-SHA256
                ed1b44072bf6a011f6f230bca12786afef69023e8c089dfb4a84f648a631ef99

                GET http://127.0.0.1:8080/?ObjectPath=http%3A%2F%2Fexample.com%2F%E7%9F%AD%E4%BF%A1%20a%2Ab%3Fc%3Dd%26e%3D%27&PageSize=50
                accept: application/json
                host: 127.0.0.1:8080
                x-acs-action: DescribeRefreshTasks
                x-acs-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-acs-date: 2023-11-14T22:13:20Z
                x-acs-security-token: marker
                x-acs-signature-nonce: nonce
                x-acs-version: 2018-05-10
                authorization: ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,Signature=00ff
                until 2023-11-14T22:28:20Z
            "#]],
        );
    }

    #[test]
    fn the_token_is_left_out_where_there_is_none() {
        let endpoint = Endpoint::parse(Endpoint::DEFAULT).unwrap();
        for signature in [Signature::V1, Signature::V3] {
            let options = PrepareOptions {
                security_token: None,
                ..options(&endpoint, signature)
            };
            let prepared = prepare(&request(), &options).unwrap();
            assert!(!prepared.canonical_query().as_str().contains("SecurityToken"));
            assert!(
                prepared
                    .headers()
                    .iter()
                    .all(|(name, _)| *name != "x-acs-security-token")
            );
            assert_eq!(prepared.endpoint().as_str(), "https://cdn.aliyuncs.com");
        }
    }

    /// `prepare` knows its headers, V3 sorts and joins whatever it is given.
    #[test]
    fn signs_its_headers_as_v3_would() {
        let endpoint = Endpoint::parse("http://127.0.0.1:8080").unwrap();
        let request = request();
        let params: Vec<_> = request.params().collect();
        let params: Vec<_> = params.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        for security_token in [None, Some(MARKER)] {
            for method in [Method::Get, Method::Post] {
                let options = PrepareOptions {
                    security_token,
                    method: Some(method),
                    ..options(&endpoint, Signature::V3)
                };
                let prepared = prepare(&request, &options).unwrap();
                let v3 = V3::new(&V3Input {
                    method: method.name(),
                    params: &params,
                    headers: &prepared.headers(),
                    ..V3Input::default()
                })
                .unwrap();
                assert_eq!(prepared.canonical_request(), Some(&v3.canonical_request));
                assert_eq!(prepared.string_to_sign(), &v3.string_to_sign);
                let signed = prepared.finish("00ff").unwrap();
                let (_, authorization) = signed.headers.last().unwrap();
                let names = v3.signed_headers;
                assert!(authorization.contains(&format!(",SignedHeaders={names},")), "{names}");
            }
        }
    }

    #[test]
    fn refuses_what_would_break_out_of_its_place() {
        let endpoint = Endpoint::parse(Endpoint::DEFAULT).unwrap();
        let long = "x".repeat(20_000);
        for signature in [Signature::V1, Signature::V3] {
            let good = options(&endpoint, signature);
            for bad in ["", "marker\r\nx: y", "mar ker", "marker,SignedHeaders=", "短", &long] {
                let refused = |options: PrepareOptions<'_>| prepare(&request(), &options).map(|_| ()).unwrap_err();
                let id = PrepareOptions {
                    access_key_id: bad,
                    ..good.clone()
                };
                assert_eq!(refused(id), SigningError::AccessKeyId, "{bad}");
                if !bad.contains(',') {
                    let nonce = PrepareOptions {
                        nonce: bad,
                        ..good.clone()
                    };
                    assert_eq!(refused(nonce), SigningError::Nonce, "{bad}");
                    let token = PrepareOptions {
                        security_token: Some(bad),
                        ..good.clone()
                    };
                    assert_eq!(refused(token), SigningError::SecurityToken, "{bad}");
                }
            }
            let prepared = prepare(&request(), &good).unwrap();
            for bad in ["", " ", "a b", "a\r\nb", "a,b", "短", &long] {
                assert_eq!(prepared.finish(bad), Err(SigningError::Signature), "{bad}");
            }
        }
    }

    #[test]
    fn debug_shows_no_credential() {
        let endpoint = Endpoint::parse(Endpoint::DEFAULT).unwrap();
        for signature in [Signature::V1, Signature::V3] {
            let options = PrepareOptions {
                access_key_id: "marker-id",
                ..options(&endpoint, signature)
            };
            let prepared = prepare(&request(), &options).unwrap();
            let signed = prepared.finish("marker").unwrap();
            let shown = format!("{options:?} {prepared:?} {signed:?}");
            assert!(!shown.contains(MARKER), "{shown}");
        }
    }
}
