//! The answer of a successful request.

use std::fmt;

use aws_smithy_types::body::SdkBody;

/// The body of a successful answer, as DynamoDB JSON, and the id that DynamoDB gave the request.
pub(crate) struct Reply {
    body: SdkBody,
    pub(crate) request_id: Option<String>,
}

/// Shows no bytes: they hold items.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

impl Reply {
    pub(super) fn new(body: SdkBody, request_id: Option<String>) -> Self {
        Self { body, request_id }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.bytes().unwrap_or_default()
    }
}
