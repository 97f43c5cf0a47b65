//! The published vectors of AWS's Signature Version 4 test suite. `faraday-tests` tests the signatures of whole requests, and that they
//! equal the SDK's.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::config::Credentials;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;

use super::scope::Scope;
use super::{Proof, Signer, Verdict, canonical};

fn vector(headers: &[(&'static str, &'static str)], body: &'static str, signature: &str) {
    let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    let credentials = Credentials::new("AKIDEXAMPLE", secret, None, None, "suite");
    let scope = Scope { credentials: &credentials, region: "us-east-1", service: "service" };
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").unwrap();
    request.set_uri("https://example.amazonaws.com/").unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, *value);
    }
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
    assert!(Signer::default().sign(&mut request, &scope, time));
    assert_eq!(request.headers().get("x-amz-date"), Some("20150830T123600Z"));
    let authorization = request.headers().get("authorization").unwrap();
    assert!(authorization.starts_with(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders="
    ));
    assert!(authorization.ends_with(&format!(", Signature={signature}")), "{authorization}");
}

#[test]
fn post_vanilla() {
    vector(&[], "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
}

#[test]
fn post_header_key_sort() {
    vector(&[("my-header1", "value1")], "", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c");
}

#[test]
fn post_x_www_form_urlencoded() {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    vector(&headers, "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

#[test]
fn dates_there_and_back() {
    for seconds in [0, 951_782_400, 1_440_938_160, 1_709_210_096, 4_102_444_799] {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let text = canonical::LastSecond::default().date_time(time + Duration::from_millis(999)).unwrap();
        assert_eq!(text.len(), 16);
        assert_eq!(canonical::time(&text), Some(time));
    }
    assert_eq!(canonical::LastSecond::default().date_time(SystemTime::UNIX_EPOCH - Duration::from_secs(1)), None);
    for wrong in ["", "20150830", "2015083-T123600Z", "20151330T123600Z", "é0150830T123600Z"] {
        assert_eq!(canonical::time(wrong), None, "{wrong}");
    }
}

#[test]
fn a_proof_holds_for_a_minute_and_not_before_it_was_made() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let proof = Proof::default();
    assert_eq!(proof.verdict(at(1_000)), Verdict::Stale);
    proof.record(at(1_000), true);
    assert_eq!(proof.verdict(at(1_059)), Verdict::Trusted);
    assert_eq!(proof.verdict(at(1_060)), Verdict::Stale);
    assert_eq!(proof.verdict(at(999)), Verdict::Stale);
    proof.record(at(1_000), false);
    assert_eq!(proof.verdict(at(1_059)), Verdict::Refused);
    proof.record(at(1_000), true);
    for harmless in [None, Some("not a date"), Some("Thu, 01 Jan 1970 00:16:45 GMT")] {
        proof.doubt(harmless, at(1_000));
        assert_eq!(proof.verdict(at(1_000)), Verdict::Trusted);
    }
    proof.doubt(Some("Thu, 01 Jan 1970 00:30:00 GMT"), at(1_000));
    assert_eq!(proof.verdict(at(1_000)), Verdict::Stale);
}
