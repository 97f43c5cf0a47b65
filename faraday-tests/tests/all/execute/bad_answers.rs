//! Replies that DynamoDB never sends are an error, never a panic.

use faraday::testing::Canned;
use faraday::{Database, Error, ErrorKind, Item, Table, database::Codec};
use proptest::prelude::{any, prop_oneof};
use proptest::strategy::{Just, Strategy};
use proptest::test_runner::TestRunner;

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

/// What each operation makes of the answer: a name and an error, if it is one.
async fn outcomes(db: &Database) -> Vec<(&'static str, Option<Error>)> {
    vec![
        ("get", Table::<User>::get("ann").on(db).await.err()),
        ("put", Table::<User>::put(&ann()).on(db).await.err()),
        ("put old", Table::<User>::put(&ann()).returning_old().on(db).await.err()),
        ("update", Table::<User>::update("ann").add(User::VISITS, 1).returning_new().on(db).await.err()),
        ("partial", Table::<User>::update("ann").add(User::VISITS, 1).returning_updated_old().on(db).await.err()),
        ("delete", Table::<User>::delete("ann").returning_old().on(db).await.err()),
        ("query", Table::<User>::query("ann").limit(3).on(db).metered().await.err()),
        ("stream", Table::<User>::query("ann").limit(3).on(db).stream().try_next().await.err()),
    ]
}

/// Nobody knows what such an answer said.
#[tokio::test]
async fn an_answer_that_is_no_json_counts_as_one_that_did_not_arrive() {
    let html = "<html><body>503 Service Unavailable</body></html>";
    for body in [html, "", "{", r#"{"Item":{"id":{"S":"ann"#, "null", "[]", "7", "\u{0}", r#"{"Item":{}} x"#] {
        let db = Database::new(Canned::answering(body).client());
        for (operation, error) in outcomes(&db).await {
            let error = error.unwrap_or_else(|| panic!("{operation} takes {body}"));
            assert_eq!(error.kind(), ErrorKind::Unreachable, "{operation} of {body}: {error}");
            let is_read = ["get", "query", "stream"].contains(&operation);
            assert_eq!(error.is_outcome_unknown(), !is_read, "{operation} of {body}: {error}");
            assert!(error.operation().is_some() && error.table() == Some("users"), "{error}");
        }
    }
}

#[tokio::test]
async fn an_answer_of_another_shape_is_a_decode_error() {
    let deep = format!(r#"{{"Item":{{"id":{}1{}}}}}"#, r#"{"L":["#.repeat(5_000), "]}".repeat(5_000));
    let other = format!(r#"{{"Other":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let bodies = [
        r#"{"Item":5,"Attributes":5,"Items":5}"#,
        r#"{"Item":[],"Attributes":[],"Items":{}}"#,
        r#"{"Item":{"id":"ann"},"Attributes":{"id":"ann"},"Items":[{"id":"ann"}]}"#,
        r#"{"Item":{"id":{"X":"ann"}},"Attributes":{"id":{}},"Items":[{"id":{"S":7}}]}"#,
        r#"{"Items":[[]],"Item":{"id":{"S":"a","N":"1"}},"Attributes":{"id":{"S":"a","S":"b"}}}"#,
    ];
    for body in bodies {
        let db = Database::new(Canned::answering(body).client());
        let get = Table::<User>::get("ann").on(&db).await.unwrap_err();
        assert!(get.is_decode(), "{get}");
        outcomes(&db).await;
    }
    // Deeper than anything that DynamoDB stores.
    for body in [deep, other] {
        let db = Database::new(Canned::answering(body).client());
        let get = Table::<User>::get("ann").on(&db).await.unwrap_err();
        assert!(get.is_decode() || get.is_unreachable(), "{get}");
        outcomes(&db).await;
    }
    for body in [r#"{"Items":[],"Count":-1}"#, r#"{"Count":"many"}"#, r#"{"Items":[],"ScannedCount":1.5}"#] {
        let error = Table::<User>::query("ann").on(&Database::new(Canned::answering(body).client())).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_what_was_asked_is_an_error_only_where_it_must_be_there() {
    for codec in [Codec::Wire, Codec::Map] {
        let db = Database::builder(Canned::answering("{}").client()).codec(codec).build();
        for (operation, error) in outcomes(&db).await {
            let error = error.map(|error| (error.kind(), error.operation().map(str::to_owned)));
            // Only the new item must be there.
            let expected = (operation == "update").then_some((ErrorKind::Decode, Some("UpdateItem".to_owned())));
            assert_eq!(error, expected, "{operation}");
        }
    }
}

#[tokio::test]
async fn what_is_new_in_an_answer_is_passed_over() {
    let item = r#"{"id":{"S":"ann"},"visits":{"N":"1"},"new":{"M":{"x":{"SS":["a"]}}}}"#;
    let capacity =
        r#"{"TableName":"users","CapacityUnits":1.5,"Table":null,"Zone":{"a":[1]},"GlobalSecondaryIndexes":null}"#;
    let body = format!(
        r#"{{"Future":[{{}}],"Item":{item},"Items":[{item}],"Attributes":null,"ConsumedCapacity":{capacity}}}"#
    );
    let db = Database::new(Canned::answering(body).client());
    let got = Table::<User>::get("ann").on(&db).metered().await.unwrap();
    assert_eq!((got.value, got.capacity.map(|capacity| capacity.total)), (Some(ann()), Some(1.5)));
    assert_eq!(Table::<User>::put(&ann()).returning_old().on(&db).await.unwrap(), Some(ann()));
    assert_eq!(Table::<User>::query("ann").on(&db).await.unwrap(), [ann()]);
}

#[tokio::test]
async fn a_refusal_that_is_no_json_has_the_kind_of_its_status() {
    let html = "<html><body>Bad Gateway</body></html>";
    let kinds = [(400, ErrorKind::Other), (403, ErrorKind::Other), (502, ErrorKind::InternalServerError)];
    for (status, kind) in kinds {
        let client = Canned::answering(html).with_status(status).client();
        let once = aws_sdk_dynamodb::config::retry::RetryConfig::disabled();
        let client = aws_sdk_dynamodb::Client::from_conf(client.config().to_builder().retry_config(once).build());
        for (operation, error) in outcomes(&Database::new(client)).await {
            let error = error.unwrap();
            assert_eq!(error.kind(), kind, "{operation} with {status}: {error}");
            assert!(error.operation().is_some() && error.table() == Some("users"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_refusal_in_dynamodbs_words_has_its_kind() {
    let kinds = [
        ("ValidationException", ErrorKind::Validation),
        ("AccessDeniedException", ErrorKind::AccessDenied),
        ("UnrecognizedClientException", ErrorKind::AccessDenied),
        ("ExpiredTokenException", ErrorKind::AccessDenied),
        ("ItemCollectionSizeLimitExceededException", ErrorKind::ItemCollectionSizeLimitExceeded),
        ("TransactionConflictException", ErrorKind::TransactionConflict),
        ("ConditionalCheckFailedException", ErrorKind::ConditionalCheckFailed),
        ("ResourceNotFoundException", ErrorKind::ResourceNotFound),
        ("SomethingNewException", ErrorKind::Other),
    ];
    for (name, kind) in kinds {
        let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{name}","message":"no"}}"#);
        let db = Database::new(Canned::answering(body).with_status(400).client());
        for (operation, error) in outcomes(&db).await {
            let error = error.unwrap();
            assert_eq!(error.kind(), kind, "{operation}: {error}");
            assert!(error.sdk_error().is_some());
        }
    }
}

#[test]
fn random_answers_give_a_value_or_an_error() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let whole = r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"1"}},"Items":[{"id":{"S":"ann"},"visits":{"N":"1"}}],
        "Attributes":{"id":{"S":"ann"},"visits":{"N":"1"}},"Count":1,"ScannedCount":1,"ConsumedCapacity":{"CapacityUnits":1}}"#;
    // The whole answer cut off, with a byte changed, and noise.
    let answers = prop_oneof![
        (0..whole.len()).prop_map(move |end| whole[..end].to_owned()),
        (0..whole.len(), any::<char>()).prop_map(move |(at, with)| format!(
            "{}{with}{}",
            &whole[..at],
            &whole[at + 1..]
        )),
        any::<String>(),
        proptest::collection::vec(
            prop_oneof![Just("{"), Just("}"), Just("["), Just("]"), Just("\"Item\""), Just(":"), Just("1")],
            0..20
        )
        .prop_map(|tokens| tokens.concat()),
    ];
    let mut runner = TestRunner::new(crate::random::cases(200));
    let run = runner.run(&answers, |answer| {
        runtime.block_on(outcomes(&Database::new(Canned::answering(answer).client())));
        Ok(())
    });
    run.unwrap();
}
