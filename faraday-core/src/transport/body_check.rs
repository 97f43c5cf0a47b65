//! Checks that the body of an answer is the one that the service sent: [`check_body`].

use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::codec::json::Tokens;
use crate::value::DecodeError;

/// The bytes of an answer are not those that the service sent.
#[derive(Debug)]
pub(super) struct BrokenBody;

impl fmt::Display for BrokenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body of the answer is damaged or incomplete")
    }
}

impl std::error::Error for BrokenBody {}

/// Compares the body with the checksum that DynamoDB sends with it. Other engines and proxies may send no checksum; then the body of a
/// success must at least be a whole JSON object that names no error.
///
/// See [error handling](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html).
pub(super) fn check_body(response: &HttpResponse) -> Result<(), BrokenBody> {
    let bytes = response.body().bytes().unwrap_or_default();
    let headers = response.headers();
    // The checksum is of the bytes as they were sent. A compressed body was unpacked by the HTTP client.
    let sum = headers.get("x-amz-crc32").filter(|_| headers.get("content-encoding").is_none());
    let intact = match sum.and_then(|sum| sum.parse::<u32>().ok()) {
        Some(sum) => crc32fast::hash(bytes) == sum,
        None => !response.status().is_success() || is_success(bytes),
    };
    if intact { Ok(()) } else { Err(BrokenBody) }
}

fn is_success(bytes: &[u8]) -> bool {
    let Ok(mut json) = Tokens::new(bytes) else { return false };
    bytes.trim_ascii_start().starts_with(b"{") && names_no_error(&mut json).unwrap_or(false)
}

/// Whether the JSON is a whole object without `__type`, which would name an error.
fn names_no_error(json: &mut Tokens<'_>) -> Result<bool, DecodeError> {
    let mut names_error = json.object()?.map(|name| name == "__type");
    while names_error == Some(false) {
        json.skip()?;
        names_error = json.key()?.map(|name| name == "__type");
    }
    if names_error.is_none() {
        json.finish()?;
    }
    Ok(names_error.is_none())
}
