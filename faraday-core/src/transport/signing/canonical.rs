//! The canonical form of a request, and the string that SigV4 signs.
//!
//! Only for DynamoDB's requests: a POST to `/` without a query, with headers that need no normalising. See
//! [the specification](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use sha2::{Digest, Sha256};

use super::scope::Scope;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Headers that proxies change; the SDK does not sign them either.
const NOT_SIGNED: [&str; 4] = ["authorization", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

/// The hash of a request, and the names of the headers in it.
pub(super) struct Canonical {
    hash: String,
    signed_headers: String,
}

impl Canonical {
    /// Returns `None` if the request needs normalising that this file does not do.
    pub(super) fn of(request: &HttpRequest) -> Option<Self> {
        let host = host(request.uri())?;
        let body = hex(&Sha256::digest(request.body().bytes()?));
        let mut headers: Vec<(&str, &str)> =
            request.headers().iter().filter(|(name, _)| !NOT_SIGNED.contains(name)).collect();
        if request.headers().get("host").is_none() {
            headers.push(("host", host));
        }
        headers.sort_unstable();
        let twice = headers.iter().zip(headers.iter().skip(1)).any(|(one, next)| one.0 == next.0);
        if twice || !headers.iter().all(|(name, value)| is_normal(name, value)) {
            return None;
        }
        let signed: usize = headers.iter().map(|(name, _)| name.len() + 1).sum();
        let mut signed_headers = String::with_capacity(signed);
        let values: usize = headers.iter().map(|(_, value)| value.len() + 1).sum();
        let mut text = String::with_capacity(2 * signed + values + body.len() + 16);
        text.push_str("POST\n/\n\n");
        for (index, (name, value)) in headers.iter().enumerate() {
            push(&mut text, &[name, ":", value, "\n"]);
            push(&mut signed_headers, &[if index == 0 { "" } else { ";" }, name]);
        }
        push(&mut text, &["\n", &signed_headers, "\n", &body]);
        Some(Self { hash: hex(&Sha256::digest(text.as_bytes())), signed_headers })
    }
}

/// Returns the `host` header for this address; `None` unless it is a plain address with the path `/`.
fn host(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once("://")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let default_port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    if !path.is_empty() || authority.is_empty() || !authority.bytes().all(plain) {
        return None;
    }
    Some(authority.strip_suffix(default_port).unwrap_or(authority))
}

/// Whether a header needs no normalising: its name is in lower case, its value has no spaces to remove.
fn is_normal(name: &str, value: &str) -> bool {
    // A leading space is refused like a second space in a row.
    let mut after_space = true;
    for byte in value.bytes() {
        let is_space = byte == b' ';
        if is_space && after_space || !matches!(byte, b' '..=b'~') {
            return false;
        }
        after_space = is_space;
    }
    (!after_space || value.is_empty()) && !name.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn push(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or_default();
    let mut text = Vec::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    String::from_utf8(text).unwrap_or_default()
}

pub(super) fn to_sign(request: &Canonical, scope: &Scope<'_>, date_time: &str, day: &str) -> String {
    let mut text = String::with_capacity(160);
    let scope = [day, "/", scope.region, "/", scope.service, "/aws4_request\n"];
    push(&mut text, &[ALGORITHM, "\n", date_time, "\n"]);
    push(&mut text, &scope);
    push(&mut text, &[&request.hash]);
    text
}

pub(super) fn authorization(request: &Canonical, scope: &Scope<'_>, day: &str, signature: &str) -> String {
    let mut text = String::with_capacity(320);
    push(&mut text, &[ALGORITHM, " Credential=", scope.credentials.access_key_id(), "/"]);
    push(&mut text, &[day, "/", scope.region, "/", scope.service, "/aws4_request, SignedHeaders="]);
    push(&mut text, &[&request.signed_headers, ", Signature=", signature]);
    text
}

/// Formats a time as `x-amz-date` has it: `20261125T080706Z`.
fn date_time(seconds: u64) -> Option<String> {
    let text = DateTime::from_secs(i64::try_from(seconds).ok()?).fmt(Format::DateTime).ok()?;
    let text: String = text.chars().filter(|character| !matches!(character, '-' | ':')).collect();
    (text.len() == 16).then_some(text)
}

/// Keeps the text of the last second, because many requests are signed within one second.
#[derive(Default)]
pub(super) struct LastSecond(Mutex<(u64, String)>);

impl LastSecond {
    /// Formats a time as `x-amz-date` has it.
    pub(super) fn date_time(&self, time: SystemTime) -> Option<String> {
        let seconds = time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != seconds || last.1.is_empty() {
            *last = (seconds, date_time(seconds)?);
        }
        Some(last.1.clone())
    }
}

/// Parses an `x-amz-date`.
pub(super) fn time(date_time: &str) -> Option<SystemTime> {
    let part = |from: usize, to: usize| date_time.get(from..to);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(9, 11)?,
        part(11, 13)?,
        part(13, 15)?
    );
    SystemTime::try_from(DateTime::from_str(&text, Format::DateTime).ok()?).ok()
}
