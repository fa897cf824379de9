//! Faults: retries, headers, secrets.

use cdn_refresh_tasks::contract::{FAULTS, FaultCause, Locale};
use cdn_refresh_tasks::response::{About, Fault, parse};

fn fault(body: &str, about: &About<'_>) -> Fault {
    *parse(body.as_bytes(), about).unwrap_err()
}

fn under(status: u16) -> About<'static> {
    About {
        status: Some(status),
        ..About::default()
    }
}

#[test]
fn one_class_of_throttling() {
    for (body, status, throttled, retryable) in [
        (r#"{"Code":"TooManyRequests"}"#, 200, true, true),
        (r#"{"Code":"Throttling"}"#, 400, true, true),
        (r#"{"Code":"Throttling.Some.New"}"#, 400, true, true),
        (r#"{"Code":"ThrottlingX"}"#, 400, false, false),
        (r#"{"Code":"ServiceUnavailable"}"#, 503, true, true),
        (r#"{"Code":"Odd"}"#, 429, true, true),
        (r#"{"Code":"Odd"}"#, 503, true, true),
        (r#"{"Code":"Odd"}"#, 500, false, true),
        (r#"{"Code":"InvalidTime"}"#, 400, false, false),
        ("<html>", 503, true, true),
        ("<html>", 404, false, false),
        ("<html>", 200, false, false),
        ("", 200, false, true),
        ("{", 200, false, true),
        ("null", 200, false, false),
        ("oops", 502, false, true),
    ] {
        let fault = fault(body, &under(status));
        assert_eq!(
            (fault.throttled, fault.retryable),
            (throttled, retryable),
            "{body} {status}"
        );
        assert_eq!(fault.http_status, Some(status));
    }
}

#[test]
fn what_the_gateway_refuses_is_told_from_what_the_operation_does() {
    for (code, cause) in [
        ("Throttling", FaultCause::Gateway),
        ("Throttling.Some.New", FaultCause::Gateway),
        ("ThrottlingX", FaultCause::Service),
        ("SignatureDoesNotMatch", FaultCause::Gateway),
        ("InvalidTime", FaultCause::Service),
        // The gateway has them too, but the operation's reference shows them as its own.
        ("InternalError", FaultCause::Service),
        ("OperationDenied", FaultCause::Service),
        ("Quite.New", FaultCause::Service),
    ] {
        assert_eq!(
            fault(&format!(r#"{{"Code":"{code}"}}"#), &under(400)).cause,
            cause,
            "{code}"
        );
    }
}

#[test]
fn a_page_under_an_error_status_is_read_and_told() {
    let page = parse(br#"{"Tasks":[]}"#, &under(502)).unwrap();
    assert_eq!(page.diagnostics[0].code, "PageUnderErrorStatus");
    assert_eq!(
        fault(r#"{"RequestId":"r","TotalCount":0}"#, &under(502)).cause,
        FaultCause::Unexpected
    );
}

#[test]
fn the_request_id_comes_from_body_or_header() {
    let headers = [("X-Acs-Request-Id", "from-header")];
    let about = About {
        headers: &headers,
        ..About::default()
    };
    for (body, id) in [
        ("", "from-header"),
        (r#"{"Code":"X","RequestId":"r"}"#, "r"),
        (r#"{"Code":"X"}"#, "from-header"),
        ("null", "from-header"),
    ] {
        assert_eq!(fault(body, &about).request_id.as_deref(), Some(id), "{body}");
    }
}

#[test]
fn no_secret_reaches_a_fault() {
    const SECRETS: [&str; 4] = [
        "LTAI5tSecretIdSecretIdXX",
        "CAISsecretTokenSecretToken",
        "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    ];
    let [id, token, v1, v3] = SECRETS;
    for body in [
        format!(
            r#"{{"Code":"SignatureDoesNotMatch","Message":"Specified signature is not matched with our calculation. server string to sign is:GET&%2F&AccessKeyId%3D{id}%26SecurityToken%3D{token}"}}"#
        ),
        format!(
            r#"{{"Code":"SignatureDoesNotMatch","Message":"server StringToSign is [ACS3-HMAC-SHA256\n{v3}] server CanonicalRequest is [x-acs-security-token:{token}]"}}"#
        ),
        format!(
            r#"{{"Code":"InvalidAccessKeyId.NotFound","Message":"Specified access key is not found: {id}","HostId":"h?AccessKeyId={id}","Recommend":"https://x/?Signature={v1}&AccessKeyId={id}"}}"#
        ),
        format!(
            "<Error><Code>SignatureDoesNotMatch</Code><Message>got {v1} want Signature: {v3}</Message><HostId>SecurityToken={token}</HostId></Error>"
        ),
        format!("<html><title>no such page: /?AccessKeyId={id}&amp;Signature={v1}&amp;SecurityToken={token}</title>"),
        format!("GET /?AccessKeyId={id}&Signature={v1}&SecurityToken={token}"),
        format!(r#"{{"url":"/?AccessKeyId={id}&SecurityToken={token}"}}"#),
    ] {
        let shown = format!("{:?}", fault(&body, &under(403)));
        for secret in SECRETS {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

#[test]
fn faults_without_an_answer() {
    for cause in [FaultCause::Network, FaultCause::Timeout] {
        for locale in [Locale::En, Locale::Zh] {
            let fault = Fault::without_answer(cause, locale);
            assert!(fault.cause == cause && fault.retryable && !fault.throttled && fault.explanation.known);
        }
    }
    assert_eq!(FAULTS.len(), 9);
}
