//! Why DynamoDB throttled a request: [`ThrottlingReason`].

use std::fmt;

use aws_sdk_dynamodb::types::ThrottlingReason as Reason;

use super::Error;

/// Why DynamoDB throttled a request, with the table or index: see [`Error::throttling_reasons`].
#[derive(Clone, Copy, PartialEq)]
pub struct ThrottlingReason<'e>(&'e Reason);

/// The limit that a throttled request exceeded: see [`ThrottlingReason::limit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ThrottlingLimit {
    /// The provisioned capacity units of the table or index.
    ProvisionedThroughput,
    /// The maximum throughput that is set for an on-demand table or index.
    MaxOnDemandThroughput,
    /// The throughput of one partition, 3,000 read and 1,000 write units a second: too many requests for one partition key.
    KeyRangeThroughput,
    /// The quota of the account for a table in this Region.
    Account,
    /// Another limit, which [`ThrottlingReason::reason`] names.
    Other,
}

impl<'e> ThrottlingReason<'e> {
    /// Returns the reason as DynamoDB writes it, for example `TableWriteKeyRangeThroughputExceeded`: the resource (`Table` or `Index`),
    /// the kind of access (`Read` or `Write`), and the limit.
    #[must_use]
    pub fn reason(&self) -> &'e str {
        self.0.reason().unwrap_or_default()
    }

    /// Returns the ARN of the table or index that was throttled.
    #[must_use]
    pub fn resource(&self) -> &'e str {
        self.0.resource().unwrap_or_default()
    }

    /// Returns the limit that was exceeded.
    #[must_use]
    pub fn limit(&self) -> ThrottlingLimit {
        let limits = [
            ("MaxOnDemandThroughputExceeded", ThrottlingLimit::MaxOnDemandThroughput),
            ("ProvisionedThroughputExceeded", ThrottlingLimit::ProvisionedThroughput),
            ("KeyRangeThroughputExceeded", ThrottlingLimit::KeyRangeThroughput),
            ("AccountLimitExceeded", ThrottlingLimit::Account),
        ];
        let limit = limits.into_iter().find(|(name, _)| self.reason().ends_with(name));
        limit.map_or(ThrottlingLimit::Other, |(_, limit)| limit)
    }
}

impl fmt::Display for ThrottlingReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.reason(), self.0.resource()) {
            (Some(reason), Some(resource)) => write!(f, "{reason} of {resource}"),
            (one, other) => f.write_str(one.or(other).unwrap_or("no reason given")),
        }
    }
}

impl fmt::Debug for ThrottlingReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ThrottlingReason({self})")
    }
}

impl Error {
    /// Returns why DynamoDB throttled the last attempt of the request: the limits that it exceeded, each with its table or index. Empty if
    /// it was not throttled, or if DynamoDB does not say why. The message also contains the reasons.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, error::ThrottlingLimit};
    ///
    /// /// Whether more capacity would not help, because all requests are for one partition key.
    /// fn is_hot_key(error: &Error) -> bool {
    ///     error
    ///         .throttling_reasons()
    ///         .iter()
    ///         .any(|reason| reason.limit() == ThrottlingLimit::KeyRangeThroughput)
    /// }
    /// # fn check(error: &Error) -> bool { is_hot_key(error) }
    /// ```
    ///
    /// See [ThrottlingReason](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html).
    #[must_use]
    pub fn throttling_reasons(&self) -> Vec<ThrottlingReason<'_>> {
        use aws_sdk_dynamodb::Error as Sdk;
        let reasons = match self.sdk_error() {
            Some(Sdk::ProvisionedThroughputExceededException(error)) => error.throttling_reasons(),
            Some(Sdk::RequestLimitExceeded(error)) => error.throttling_reasons(),
            Some(Sdk::ThrottlingException(error)) => error.throttling_reasons(),
            _ => &[],
        };
        reasons.iter().map(ThrottlingReason).collect()
    }
}
