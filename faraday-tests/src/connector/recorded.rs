use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

/// One request as it left the SDK, which is once for every attempt.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// DynamoDB's name of the operation: `PutItem`.
    pub operation: String,
    /// The address, with path and query.
    pub uri: String,
    /// The headers, names in lower case, signature included.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Recorded {
    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// When it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("a request's body is JSON")
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// When it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a request's body is UTF-8")
    }

    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// How many writes or keys a batch has; none if it is no batch.
    pub fn batch_size(&self) -> usize {
        if self.operation.starts_with("Batch") { super::unprocessed::batch_size(&self.json()) } else { 0 }
    }

    pub(crate) fn of(request: &HttpRequest) -> Self {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        Self {
            operation: target.rsplit('.').next().unwrap_or_default().to_owned(),
            uri: request.uri().to_owned(),
            headers: request.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: request.body().bytes().expect("DynamoDB's requests are in memory").to_vec(),
        }
    }
}
