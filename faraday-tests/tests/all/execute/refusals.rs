//! Every error of the SDK's operations: its kind, whether the request is sent again, and the outcome of the write. The guide has the same
//! table.

use faraday::error::{Outcome, ThrottlingLimit};
use faraday::testing::Canned;
use faraday::{Database, Error, ErrorKind, Item, Table, database::Codec, transaction};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

fn ann() -> User {
    User { id: "ann".into(), visits: 1 }
}

/// What is to be known of an error.
pub(super) struct Rule {
    pub(super) name: &'static str,
    status: u16,
    kind: ErrorKind,
    /// The SDK sends the request again.
    by_sdk: bool,
    /// The loops of batches send it again.
    in_batches: bool,
    /// The loops of transactions send it again.
    in_transactions: bool,
    outcome: Outcome,
}

impl Rule {
    const fn refused(name: &'static str, kind: ErrorKind) -> Self {
        let outcome = Outcome::NotDone;
        Self { name, status: 400, kind, by_sdk: false, in_batches: false, in_transactions: false, outcome }
    }

    /// Sent again by everybody.
    const fn passing(name: &'static str, kind: ErrorKind) -> Self {
        Self { by_sdk: true, in_batches: true, in_transactions: true, ..Self::refused(name, kind) }
    }

    const fn failed(name: &'static str, status: u16, kind: ErrorKind) -> Self {
        Self { status, outcome: Outcome::Unknown, ..Self::passing(name, kind) }
    }

    fn answers(&self) -> Canned {
        let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{}","message":"no"}}"#, self.name);
        Canned::answering(body).with_status(self.status)
    }
}

/// The errors of `aws-sdk-dynamodb` 1.136 and `aws-sdk-dynamodbstreams` for the operations that are used, and those that all have.
pub(super) fn rules() -> Vec<Rule> {
    use ErrorKind as K;
    let conflict = Rule::refused("TransactionConflictException", K::TransactionConflict);
    let busy = Rule::refused("LimitExceededException", K::LimitExceeded);
    let in_progress = Rule::failed("TransactionInProgressException", 400, K::TransactionInProgress);
    vec![
        Rule::refused("ConditionalCheckFailedException", K::ConditionalCheckFailed),
        Rule::refused("DuplicateItemException", K::DuplicateItem),
        Rule::refused("TransactionCanceledException", K::TransactionCanceled),
        Rule { in_transactions: true, ..conflict },
        Rule { in_batches: false, ..in_progress },
        Rule::passing("ReplicatedWriteConflictException", K::ReplicatedWriteConflict),
        Rule::refused("IdempotentParameterMismatchException", K::IdempotentParameterMismatch),
        Rule::passing("ProvisionedThroughputExceededException", K::ProvisionedThroughputExceeded),
        Rule::passing("RequestLimitExceeded", K::RequestLimitExceeded),
        Rule::passing("ThrottlingException", K::Throttling),
        Rule::passing("Throttling", K::Throttling),
        Rule::passing("ThrottledException", K::Throttling),
        Rule::passing("RequestThrottled", K::Throttling),
        Rule::passing("RequestThrottledException", K::Throttling),
        Rule::passing("TooManyRequestsException", K::Throttling),
        Rule::passing("BandwidthLimitExceeded", K::Throttling),
        Rule::passing("SlowDown", K::Throttling),
        Rule::failed("RequestTimeout", 400, K::Timeout),
        Rule::failed("RequestTimeoutException", 400, K::Timeout),
        Rule::failed("InternalServerError", 500, K::InternalServerError),
        Rule::failed("ServiceUnavailable", 503, K::InternalServerError),
        Rule::failed("SomethingNew", 500, K::InternalServerError),
        Rule::refused("ItemCollectionSizeLimitExceededException", K::ItemCollectionSizeLimitExceeded),
        Rule { by_sdk: true, ..busy },
        Rule::refused("ResourceInUseException", K::ResourceInUse),
        Rule::refused("ResourceNotFoundException", K::ResourceNotFound),
        Rule::refused("TableNotFoundException", K::ResourceNotFound),
        Rule::refused("ContinuousBackupsUnavailableException", K::ContinuousBackupsUnavailable),
        Rule { status: 421, ..Rule::refused("InvalidEndpointException", K::InvalidEndpoint) },
        Rule::refused("ExpiredIteratorException", K::ExpiredIterator),
        Rule::refused("TrimmedDataAccessException", K::TrimmedData),
        Rule::refused("ValidationException", K::Validation),
        Rule::refused("SerializationException", K::Validation),
        Rule::refused("AccessDeniedException", K::AccessDenied),
        Rule::refused("UnrecognizedClientException", K::AccessDenied),
        Rule::refused("IncompleteSignatureException", K::AccessDenied),
        Rule::refused("InvalidSignatureException", K::AccessDenied),
        Rule::refused("InvalidClientTokenId", K::AccessDenied),
        Rule::refused("MissingAuthenticationTokenException", K::AccessDenied),
        Rule::refused("ExpiredTokenException", K::AccessDenied),
        Rule::refused("NotAuthorized", K::AccessDenied),
        Rule::refused("OptInRequired", K::AccessDenied),
        Rule::refused("RequestExpired", K::AccessDenied),
        Rule::refused("UnknownOperationException", K::Other),
        Rule::refused("SomethingNewException", K::Other),
    ]
}

fn database(canned: &Canned, codec: Codec) -> Database {
    Database::builder(canned.client()).codec(codec).build()
}

/// Errors that DynamoDB names are those of all operations on items, on both paths.
#[tokio::test(start_paused = true)]
async fn every_error_has_its_kind_its_retries_and_its_outcome() {
    for codec in [Codec::Wire, Codec::Map] {
        for rule in rules() {
            let what = format!("{} on {codec:?}", rule.name);
            let canned = rule.answers();
            let db = database(&canned, codec);
            let error = Table::<User>::put(&ann()).on(&db).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (rule.kind, rule.outcome), "put, {what}: {error}");
            assert_eq!(canned.recorded().len(), if rule.by_sdk { 3 } else { 1 }, "put, {what}");

            let canned = rule.answers();
            let error = Table::<User>::get("ann").on(&database(&canned, codec)).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (rule.kind, Outcome::NotDone), "get, {what}: {error}");

            let canned = rule.answers();
            let db = database(&canned, codec);
            let error = Table::<User>::put_many([ann()]).max_attempts(2).on(&db).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (rule.kind, rule.outcome), "batch, {what}: {error}");
            assert_eq!(canned.recorded().len(), if rule.in_batches { 2 } else { 1 }, "batch, {what}");

            let canned = rule.answers();
            let write = transaction((Table::<User>::put(&ann()),)).max_attempts(2);
            let error = write.on(&database(&canned, codec)).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (rule.kind, rule.outcome), "transaction, {what}: {error}");
            assert_eq!(canned.recorded().len(), if rule.in_transactions { 2 } else { 1 }, "transaction, {what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn operations_on_tables_have_the_same_kinds() {
    for rule in rules() {
        let canned = rule.answers();
        let db = database(&canned, Codec::Wire);
        let error = Table::<User>::delete_table().timeout(std::time::Duration::from_secs(5)).on(&db).await.unwrap_err();
        assert_eq!(error.kind(), rule.kind, "{}: {error}", rule.name);
        let error = database(&rule.answers(), Codec::Wire).describe_stream("arn:x").await.unwrap_err();
        assert_eq!(error.kind(), rule.kind, "DescribeStream, {}: {error}", rule.name);
    }
}

/// A name that only looks like a known one is not taken for it.
#[tokio::test(start_paused = true)]
async fn an_unknown_name_is_never_taken_for_a_known_one() {
    for rule in rules().into_iter().filter(|rule| rule.status < 500) {
        for name in [format!("{}2", rule.name), format!("My{}", rule.name), rule.name.to_lowercase()] {
            let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{name}","message":"no"}}"#);
            let db = Database::new(Canned::answering(body).with_status(400).client());
            let error = Table::<User>::put(&ann()).on(&db).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::NotDone), "{name}");
        }
    }
}

#[tokio::test]
async fn questions_about_an_error_are_answered_by_its_kind() {
    type Question = (&'static str, fn(&Error) -> bool);
    let questions: [Question; 3] = [
        ("is_condition_failed", Error::is_condition_failed),
        ("is_conflict", Error::is_conflict),
        ("is_throttled", Error::is_throttled),
    ];
    let yes = |kind| match kind {
        ErrorKind::ConditionalCheckFailed | ErrorKind::DuplicateItem => "is_condition_failed",
        ErrorKind::TransactionConflict | ErrorKind::TransactionInProgress | ErrorKind::ReplicatedWriteConflict => {
            "is_conflict"
        }
        ErrorKind::ProvisionedThroughputExceeded | ErrorKind::RequestLimitExceeded | ErrorKind::Throttling => {
            "is_throttled"
        }
        _ => "nothing",
    };
    for rule in rules() {
        let error = Table::<User>::put(&ann()).on(&database(&rule.answers(), Codec::Wire)).await.unwrap_err();
        for (name, question) in questions {
            assert_eq!(question(&error), yes(rule.kind) == name, "{name} of {}", rule.name);
        }
    }
}

#[tokio::test]
async fn a_throttle_says_which_limit_of_which_table() {
    let index = "arn:aws:dynamodb:eu-west-1:123456789012:table/users/index/by_visits";
    let cases = [
        ("TableWriteProvisionedThroughputExceeded", ThrottlingLimit::ProvisionedThroughput),
        ("IndexWriteMaxOnDemandThroughputExceeded", ThrottlingLimit::MaxOnDemandThroughput),
        ("TableReadKeyRangeThroughputExceeded", ThrottlingLimit::KeyRangeThroughput),
        ("IndexReadAccountLimitExceeded", ThrottlingLimit::Account),
        ("TableReadSomethingNew", ThrottlingLimit::Other),
    ];
    // DynamoDB writes the same list in two ways.
    let names = [
        ("ProvisionedThroughputExceededException", "ThrottlingReasons"),
        ("ThrottlingException", "throttlingReasons"),
        ("RequestLimitExceeded", "ThrottlingReasons"),
    ];
    for codec in [Codec::Wire, Codec::Map] {
        for ((name, list), (reason, limit)) in names.into_iter().flat_map(|name| cases.map(|case| (name, case))) {
            let reasons = serde_json::json!([{ "reason": reason, "resource": index }, { "reason": "Next" }]);
            let body = serde_json::json!({
                "__type": format!("com.amazonaws.dynamodb.v20120810#{name}"), "message": "too much", list: reasons,
            });
            let db = database(&Canned::answering(body.to_string()).with_status(400), codec);
            let error = Table::<User>::put(&ann()).on(&db).await.unwrap_err();
            let found = error.throttling_reasons();
            assert_eq!((found.len(), found[0].reason(), found[0].resource()), (2, reason, index), "{name}");
            assert_eq!((found[0].limit(), found[1].resource()), (limit, ""));
            assert!(error.to_string().contains(&format!("({reason} of {index}, Next)")), "{error}");
        }
    }
    let plain = Table::<User>::get("ann").on(&database(&rules().remove(7).answers(), Codec::Wire)).await.unwrap_err();
    assert!(plain.is_throttled() && plain.throttling_reasons().is_empty());
    assert!(!plain.to_string().contains('('), "{plain}");
}
