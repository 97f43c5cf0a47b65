//! The rules for errors that do not come from a reply of DynamoDB.

use std::collections::BTreeSet;
use std::time::Duration;

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, ErrorKind, Table, transaction, transaction_get};
use faraday_tests::tables::{own_database, with_table_of};

use super::{Note, Page, disturbed, note, page, refusal};

type Notes = Table<Note>;

#[tokio::test]
async fn what_is_refused_before_it_is_sent_is_not_done() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        let large = note("a", &"x".repeat(500_000));
        let twice = || Notes::update("a").add(Note::COUNT, 1);
        let errors: Vec<(ErrorKind, Error)> = vec![
            (ErrorKind::ItemTooLarge, Notes::put(&large).on(&db).await.unwrap_err()),
            (ErrorKind::Encode, Notes::put(&note("", "new")).on(&db).await.unwrap_err()),
            (ErrorKind::InvalidArgument, transaction((twice(), twice())).on(&db).await.unwrap_err()),
        ];
        for (kind, error) in errors {
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotDone), "{error}");
            assert!(!error.to_string().ends_with("not done"), "nothing was sent: {error}");
        }
        assert!(faults.recorded().is_empty());
    })
    .await;
}

#[tokio::test]
async fn without_a_database_nothing_is_done() {
    // Another test may have installed one.
    if let Err(error) = Notes::put(&note("a", "new")).await {
        assert_eq!(error.outcome(), Outcome::NotDone, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_writes_nothing() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let faults =
            [Fault::AnswerLost, Fault::Disconnected, Fault::InternalServerError, Fault::AnswerCut, Fault::Throttled];
        for fault in faults {
            let (db, faults) = disturbed(quiet, Codec::Wire);
            faults.rule(move |_| Some(fault.clone()));
            let errors = [
                Notes::get("a").on(&db).await.unwrap_err(),
                Notes::query("a").on(&db).await.unwrap_err(),
                Notes::scan().on(&db).await.unwrap_err(),
                Notes::get_many(["a"]).max_attempts(1).on(&db).await.unwrap_err(),
                transaction_get((Notes::get("a"),)).max_attempts(1).on(&db).await.unwrap_err(),
                Notes::describe().on(&db).await.unwrap_err(),
                // The read before the write.
                Table::<Page>::modify("a", |_| ()).on(&db).await.unwrap_err(),
            ];
            for error in errors {
                assert_eq!(error.outcome(), Outcome::NotDone, "{error}");
                assert!(!error.to_string().contains("the write"), "{error}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_write_that_found_no_connection_is_not_done() {
    let quick = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    for codec in [Codec::Wire, Codec::Map] {
        // Nobody listens there.
        let local =
            Database::local("http://127.0.0.1:1").client().config().to_builder().retry_config(quick.clone()).build();
        let db = Database::builder(Client::from_conf(local)).codec(codec).build();
        let errors = [
            Notes::put(&note("a", "new")).on(&db).await.unwrap_err(),
            Notes::update("a").add(Note::COUNT, 1).on(&db).await.unwrap_err(),
            Notes::put_many([note("a", "new"), note("b", "new")]).max_attempts(1).on(&db).await.unwrap_err(),
            transaction((Notes::put(&note("a", "new")),)).max_attempts(1).on(&db).await.unwrap_err(),
            Notes::create().on(&db).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.outcome(), Outcome::NotDone, "{codec:?}: {error}");
            assert!(error.resumable_transaction().is_none(), "{error}");
        }
    }
}

/// A change that may have been made counts, also if it was made again and that was refused.
#[tokio::test(start_paused = true)]
async fn all_attempts_of_modify_count() {
    with_table_of::<Page>(own_database(), async |quiet: &Database| {
        Table::<Page>::put(&page("a", 0)).on(quiet).await.unwrap();
        for (first, outcome) in
            [(Fault::AnswerLost, Outcome::Unknown), (refusal("TransactionConflictException"), Outcome::NotDone)]
        {
            let (db, faults) = disturbed(quiet, Codec::Wire);
            let conflict =
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"no"}"#;
            faults.fail_next_times("PutItem", 1, first);
            faults.fail_next_times("PutItem", 1, Fault::Answer { status: 400, body: conflict.into() });
            faults.fail_next_times("PutItem", 1_000, refusal("AccessDeniedException"));
            let error = Table::<Page>::modify("a", |page| page.text.push('!')).on(&db).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::AccessDenied, outcome), "{error}");
            // Nor does a read that fails between two writes.
            faults.reset();
            faults.fail_next_times("PutItem", 1, Fault::AnswerLost);
            faults.fail_next_times("PutItem", 1, Fault::Answer { status: 400, body: conflict.into() });
            let mut reads = 0;
            faults.rule(move |request| {
                reads += usize::from(request.operation == "GetItem");
                (request.operation == "GetItem" && reads > 1).then(|| refusal("AccessDeniedException"))
            });
            let error = Table::<Page>::modify("a", |page| page.text.push('!')).on(&db).await.unwrap_err();
            assert_eq!((error.operation(), error.outcome()), (Some("GetItem"), Outcome::Unknown), "{error}");
        }
    })
    .await;
}

/// Credentials that never come.
#[derive(Debug)]
struct Never;

impl ProvideCredentials for Never {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_out_before_anything_is_sent_is_not_done() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let (client, faults) = Faults::new().over(quiet.client());
        let config = client.config().to_builder().credentials_provider(SharedCredentialsProvider::new(Never)).build();
        let db =
            Database::builder(aws_sdk_dynamodb::Client::from_conf(config)).table_prefix(quiet.table_prefix()).build();
        let limit = Duration::from_secs(1);
        let add = || Notes::update("a").add(Note::COUNT, 1);
        let errors = [
            add().idempotent().timeout(limit).on(&db).await.unwrap_err(),
            Notes::put_many([note("a", "new")]).timeout(limit).on(&db).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.outcome(), Outcome::NotDone, "{error}");
        }
        assert!(faults.recorded().is_empty());
        // Once it is sent, it is unknown.
        let (db, faults) = disturbed(quiet, Codec::Wire);
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(3_600))));
        let error = add().idempotent().timeout(limit).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
        faults.reset();
    })
    .await;
}

/// Each kind has a place in the table of `outcome_of_refusal`, which the compiler holds; the answers that have them are tried here.
#[tokio::test(start_paused = true)]
async fn a_refusal_by_name_is_not_done_unless_the_service_works_on_it() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let names = [
            "ConditionalCheckFailedException",
            "ItemCollectionSizeLimitExceededException",
            "LimitExceededException",
            "ProvisionedThroughputExceededException",
            "ResourceInUseException",
            "ResourceNotFoundException",
            "RequestLimitExceeded",
            "ThrottlingException",
            "TransactionConflictException",
            "TransactionCanceledException",
            "IdempotentParameterMismatchException",
            "ReplicatedWriteConflictException",
            "ValidationException",
            "SerializationException",
            "AccessDeniedException",
            "UnrecognizedClientException",
            "ExpiredTokenException",
        ];
        let mut kinds = BTreeSet::new();
        for (status, name) in names.map(|name| (400, name)).into_iter().chain([(500, "ValidationException")]) {
            let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{name}","message":"no"}}"#);
            let (db, faults) = disturbed(quiet, Codec::Wire);
            faults.rule(move |_| Some(Fault::Answer { status, body: body.clone() }));
            let error = Notes::put(&note("a", "new")).on(&db).await.unwrap_err();
            let expected = if status == 500 { Outcome::Unknown } else { Outcome::NotDone };
            assert_eq!(error.outcome(), expected, "{name}: {error}");
            kinds.insert(format!("{:?}", error.kind()));
        }
        assert_eq!(kinds.len(), 15, "{kinds:?}");
    })
    .await;
}
