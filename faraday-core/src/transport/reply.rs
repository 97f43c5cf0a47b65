//! The answer of a successful request.

use aws_smithy_types::body::SdkBody;

/// The body of a successful answer, as DynamoDB JSON, and the id that DynamoDB gave the request.
pub(crate) struct Reply {
    body: SdkBody,
    pub(crate) request_id: Option<String>,
}

impl Reply {
    pub(super) fn new(body: SdkBody, request_id: Option<String>) -> Self {
        Self { body, request_id }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.bytes().unwrap_or_default()
    }
}
