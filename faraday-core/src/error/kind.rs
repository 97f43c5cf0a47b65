/// The kinds of [`Error`](crate::Error), with DynamoDB's own names where it has one.
///
/// [The guide](crate::guide::operations) has a table of all errors of DynamoDB: the kind of each, whether it is sent again, and the
/// outcome of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A condition of a write did not hold: nothing was written.
    ConditionalCheckFailed,
    /// Somebody else wrote the item since it was read: nothing was written.
    VersionConflict,
    /// The stored item has another schema version than the struct, so an update of some attributes would be lost or misread. Nothing was
    /// written.
    SchemaVersionMismatch,
    /// The service had an internal failure. The request may be sent again.
    InternalServerError,
    /// The items of one partition key, including those in local secondary indexes, are over 10 GB.
    ItemCollectionSizeLimitExceeded,
    /// Too many tables, indexes or control-plane operations at once.
    LimitExceeded,
    /// The requests exceed the provisioned throughput of the table or index.
    ProvisionedThroughputExceeded,
    /// The table exists already, or is being created, updated or deleted.
    ResourceInUse,
    /// The table or index does not exist, or is not ready.
    ResourceNotFound,
    /// The live table differs from the declared one: see [`Error::table_differences`](crate::Error::table_differences).
    TableMismatch,
    /// The account's requests exceed its limit.
    RequestLimitExceeded,
    /// Too many requests were sent in a short time.
    Throttling,
    /// Another transaction holds the item.
    TransactionConflict,
    /// A request in another Region was changing the item of a global table with strong consistency: nothing was written.
    ReplicatedWriteConflict,
    /// A PartiQL `INSERT` found an item with the same primary key: nothing was written.
    DuplicateItem,
    /// A transaction was cancelled as a whole.
    TransactionCanceled,
    /// DynamoDB is still working on the same transaction.
    TransactionInProgress,
    /// The token of a transaction was used before, with other operations.
    IdempotentParameterMismatch,
    /// DynamoDB found an error in the request.
    Validation,
    /// The credentials are missing, wrong or insufficient.
    AccessDenied,
    /// The endpoint no longer serves the account. This happens only where the SDK discovers endpoints.
    InvalidEndpoint,
    /// Point-in-time recovery cannot be set or read yet, because the table was created just now.
    ContinuousBackupsUnavailable,
    /// A value has no form in DynamoDB: nothing was sent.
    Encode,
    /// A stored item does not fit the struct.
    Decode,
    /// An item is larger than DynamoDB's limit of 400 KB: nothing was sent.
    ItemTooLarge,
    /// An argument is invalid: nothing was sent.
    InvalidArgument,
    /// A cursor or checkpoint belongs to another query, or is damaged: nothing was sent.
    InvalidCursor,
    /// The iterator of a shard is over fifteen minutes old: DynamoDB needs a new one.
    ExpiredIterator,
    /// The changes after a position were removed from the change stream, which keeps them for 24 hours: see
    /// [`Error::lost_changes`](crate::Error::lost_changes).
    TrimmedData,
    /// A lock may belong to another program by now: see [`locks`](crate::locks).
    LockLost,
    /// A query for one item found more than one.
    NotUnique,
    /// DynamoDB left a part of a batch unprocessed until it was time to give up.
    Unprocessed,
    /// No database was given, in scope or installed: nothing was sent.
    NoDatabase,
    /// The endpoint could not be reached, or the connection broke.
    Unreachable,
    /// No answer came within the time-out.
    Timeout,
    /// Any other failure. [`source`](std::error::Error::source) says which.
    Other,
}

impl ErrorKind {
    pub(crate) fn summary(self) -> &'static str {
        match self {
            Self::ConditionalCheckFailed => "the condition did not hold, nothing was written",
            Self::VersionConflict => "somebody else wrote the item since it was read, nothing was written",
            Self::SchemaVersionMismatch => {
                "the stored item has another schema version than the struct, nothing was written: `upgrade_all` upgrades an \
                 older item; a newer one needs a newer release of the program"
            }
            Self::InternalServerError => "the service had an internal failure",
            Self::ItemCollectionSizeLimitExceeded => "the items of one partition key are over 10 GB",
            Self::LimitExceeded => "too many tables, indexes or control-plane operations at once",
            Self::ProvisionedThroughputExceeded => "over the provisioned throughput",
            Self::ResourceInUse => "the table exists already, or is being changed",
            Self::ResourceNotFound => "the table or index does not exist, or is not ready",
            Self::TableMismatch => "the live table differs from its declaration",
            Self::RequestLimitExceeded => "over the account's request limit",
            Self::Throttling => "too many requests in a short time",
            Self::TransactionConflict => "another transaction holds the item",
            Self::ReplicatedWriteConflict => "another Region was changing the item, nothing was written",
            Self::DuplicateItem => "there is an item with the same primary key, nothing was written",
            Self::TransactionCanceled => "the transaction was cancelled as a whole",
            Self::TransactionInProgress => "DynamoDB is still working on the same transaction",
            Self::IdempotentParameterMismatch => "the transaction's token was used before with other operations",
            Self::Validation => "DynamoDB refused the request",
            Self::AccessDenied => "the credentials are missing, wrong or insufficient",
            Self::InvalidEndpoint => "the endpoint no longer serves the account",
            Self::ContinuousBackupsUnavailable => "the table has no point-in-time recovery yet",
            Self::Encode => "a value has no form in DynamoDB",
            Self::Decode => "a stored item does not fit the struct",
            Self::ItemTooLarge => "the item is over DynamoDB's limit of 400 KB",
            Self::InvalidArgument => "an argument is invalid",
            Self::InvalidCursor => "the cursor belongs to another query, or is damaged",
            Self::ExpiredIterator => "the position in the change stream has expired",
            Self::TrimmedData => "changes were removed from the stream before they were read",
            Self::LockLost => "the lock was lost",
            Self::NotUnique => "more than one item was found, and one was expected",
            Self::Unprocessed => "DynamoDB left a part of the batch unprocessed until it was time to give up",
            Self::NoDatabase => "no database",
            Self::Unreachable => "the endpoint could not be reached",
            Self::Timeout => "no answer within the time-out",
            Self::Other => "the request failed",
        }
    }

    /// Returns the kind for the name of an error in an answer of DynamoDB.
    pub(crate) fn from_code(code: &str) -> Self {
        match code {
            "ConditionalCheckFailedException" => Self::ConditionalCheckFailed,
            "InternalServerError" | "InternalFailure" | "ServiceUnavailable" => Self::InternalServerError,
            "ItemCollectionSizeLimitExceededException" => Self::ItemCollectionSizeLimitExceeded,
            "LimitExceededException" => Self::LimitExceeded,
            "ProvisionedThroughputExceededException" => Self::ProvisionedThroughputExceeded,
            "ResourceInUseException" | "TableAlreadyExistsException" | "TableInUseException" => Self::ResourceInUse,
            "ResourceNotFoundException" | "TableNotFoundException" | "IndexNotFoundException" => Self::ResourceNotFound,
            "ExpiredIteratorException" => Self::ExpiredIterator,
            "TrimmedDataAccessException" => Self::TrimmedData,
            "RequestLimitExceeded" => Self::RequestLimitExceeded,
            // The last six come from other services and from proxies. The SDK treats them as throttles too.
            "ThrottlingException"
            | "Throttling"
            | "ThrottledException"
            | "RequestThrottled"
            | "RequestThrottledException"
            | "TooManyRequestsException"
            | "BandwidthLimitExceeded"
            | "SlowDown" => Self::Throttling,
            "RequestTimeout" | "RequestTimeoutException" => Self::Timeout,
            "TransactionConflictException" => Self::TransactionConflict,
            "ReplicatedWriteConflictException" => Self::ReplicatedWriteConflict,
            "DuplicateItemException" => Self::DuplicateItem,
            "InvalidEndpointException" => Self::InvalidEndpoint,
            "ContinuousBackupsUnavailableException" => Self::ContinuousBackupsUnavailable,
            "TransactionCanceledException" => Self::TransactionCanceled,
            "TransactionInProgressException" => Self::TransactionInProgress,
            "IdempotentParameterMismatchException" => Self::IdempotentParameterMismatch,
            "ValidationException" | "SerializationException" | "ValidationError" => Self::Validation,
            "AccessDeniedException"
            | "UnrecognizedClientException"
            | "IncompleteSignature"
            | "IncompleteSignatureException"
            | "InvalidSignatureException"
            | "InvalidClientTokenId"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "NotAuthorized"
            | "OptInRequired"
            | "RequestExpired"
            | "ExpiredToken"
            | "ExpiredTokenException" => Self::AccessDenied,
            _ => Self::Other,
        }
    }

    /// Returns the kind for the reason why a part of a transaction or of a batch of statements was not done.
    pub(crate) fn from_reason(code: &str) -> Self {
        match code {
            "ConditionalCheckFailed" => Self::ConditionalCheckFailed,
            "DuplicateItem" => Self::DuplicateItem,
            "TransactionConflict" => Self::TransactionConflict,
            "ItemCollectionSizeLimitExceeded" => Self::ItemCollectionSizeLimitExceeded,
            "ProvisionedThroughputExceeded" => Self::ProvisionedThroughputExceeded,
            "RequestLimitExceeded" => Self::RequestLimitExceeded,
            "ThrottlingError" => Self::Throttling,
            "ResourceNotFound" => Self::ResourceNotFound,
            "InternalServerError" => Self::InternalServerError,
            "ValidationError" => Self::Validation,
            "AccessDenied" => Self::AccessDenied,
            _ => Self::Other,
        }
    }
}
