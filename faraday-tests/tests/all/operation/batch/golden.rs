//! The requests of batches, byte for byte.

use faraday::testing::Canned;
use faraday::{Batch, Database, Item, Table, execute::Explain};
use futures_util::{StreamExt, stream};

use super::support::{Number, Word, number, numbers, word};

/// The body of the only request.
async fn body<T>(operation: impl IntoFuture<Output = faraday::Result<T>>) -> String {
    let canned = Canned::answering("{}");
    let database = Database::builder(canned.client()).table_prefix("test-").build();
    database.scope(operation.into_future()).await.unwrap();
    assert_eq!(canned.recorded().len(), 1);
    let sent = canned.last();
    assert!(sent.header("x-amz-target").unwrap().ends_with(&sent.operation));
    format!("{} {}", sent.operation, sent.text())
}

#[tokio::test]
async fn requests_of_puts_and_deletions() {
    assert_eq!(
        body(Table::<Number>::put_many([number(1, 2), number(3, 4)])).await,
        r#"BatchWriteItem {"RequestItems":{"test-numbers":[{"PutRequest":{"Item":{"id":{"N":"1"},"value":{"N":"2"}}}},{"PutRequest":{"Item":{"id":{"N":"3"},"value":{"N":"4"}}}}]}}"#
    );
    assert_eq!(
        body(Table::<Word>::delete_many([("a \"quoted\" word", 1)])).await,
        r#"BatchWriteItem {"RequestItems":{"test-words":[{"DeleteRequest":{"Key":{"word":{"S":"a \"quoted\" word"},"place":{"N":"1"}}}}]}}"#
    );
    assert_eq!(
        body(Table::<Number>::put_stream(stream::iter(numbers([7]))).metered()).await,
        r#"BatchWriteItem {"RequestItems":{"test-numbers":[{"PutRequest":{"Item":{"id":{"N":"7"},"value":{"N":"14"}}}}]},"ReturnConsumedCapacity":"INDEXES"}"#
    );
}

#[tokio::test]
async fn requests_over_several_tables() {
    let batch = Batch::new().put(&word("a", 1, 2)).delete::<Number>(3).put(&word("b", 4, 5)).metered();
    assert_eq!(
        body(batch).await,
        r#"BatchWriteItem {"RequestItems":{"test-words":[{"PutRequest":{"Item":{"word":{"S":"a"},"place":{"N":"1"},"value":{"N":"2"}}}},{"PutRequest":{"Item":{"word":{"S":"b"},"place":{"N":"4"},"value":{"N":"5"}}}}],"test-numbers":[{"DeleteRequest":{"Key":{"id":{"N":"3"}}}}]},"ReturnConsumedCapacity":"INDEXES"}"#
    );
}

#[tokio::test]
async fn requests_of_get_many() {
    assert_eq!(
        body(Table::<Number>::get_many([2, 1, 2])).await,
        r#"BatchGetItem {"RequestItems":{"test-numbers":{"Keys":[{"id":{"N":"2"}},{"id":{"N":"1"}}]}}}"#
    );
    assert_eq!(
        body(Table::<Word>::get_many([("a", 1)]).select((Word::VALUE,)).consistent().metered()).await,
        r##"BatchGetItem {"RequestItems":{"test-words":{"Keys":[{"word":{"S":"a"},"place":{"N":"1"}}],"ProjectionExpression":"#n0, #n1, #n2","ExpressionAttributeNames":{"#n0":"value","#n1":"word","#n2":"place"},"ConsistentRead":true}},"ReturnConsumedCapacity":"INDEXES"}"##
    );
    // A key that is selected is not sent twice.
    let selected = body(Table::<Word>::get_many([("a", 1)]).select((Word::PLACE, Word::VALUE))).await;
    assert!(selected.contains(r##""ProjectionExpression":"#n0, #n1, #n2","##), "{selected}");
}

#[derive(Debug, Item)]
#[faraday(table = "odd-names")]
struct Odd {
    #[faraday(partition_key, rename = "the \"key\"")]
    key: Vec<u8>,
}

#[tokio::test]
async fn odd_names_and_bytes_are_sent_escaped() {
    let odd = Odd { key: vec![0, 0xff] };
    assert_eq!(
        body(Table::<Odd>::put_many([&odd])).await,
        r#"BatchWriteItem {"RequestItems":{"test-odd-names":[{"PutRequest":{"Item":{"the \"key\"":{"B":"AP8="}}}}]}}"#
    );
    assert_eq!(
        body(Table::<Odd>::get_many([&odd.key])).await,
        r#"BatchGetItem {"RequestItems":{"test-odd-names":{"Keys":[{"the \"key\"":{"B":"AP8="}}]}}}"#
    );
}

#[tokio::test]
async fn explain_shows_the_same() {
    let database = Database::builder(Canned::answering("{}").client()).table_prefix("test-").build();
    // The order of names is of no meaning in JSON, and another where it is shown.
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let sent = |body: String| json(body.split_once(' ').unwrap().1);
    let put = || Table::<Number>::put_many([number(1, 2)]);
    let explained = put().on(&database).explain();
    assert_eq!(explained.operation(), "BatchWriteItem");
    assert_eq!(json(explained.body().unwrap()), sent(body(put()).await));
    assert_eq!(explained.cost().write_units, Some(1.0));
    let get = || Table::<Number>::get_many([1, 2]).consistent();
    let explained = get().on(&database).explain();
    assert_eq!(explained.operation(), "BatchGetItem");
    assert_eq!(json(explained.body().unwrap()), sent(body(get()).await));
    assert!(explained.cost().read_units.is_some());
    assert!(Table::<Word>::get_many([("", 1)]).explain().body().is_err());
    let put_stream = || Table::<Number>::put_stream(stream::iter(numbers([7, 8])));
    let explained = put_stream().on(&database).explain();
    assert_eq!(explained.operation(), "BatchWriteItem");
    assert_eq!(json(explained.body().unwrap()), sent(body(put_stream()).await));
    assert_eq!(explained.cost().write_units, Some(2.0));
}

fn shown(explained: &Explain) -> serde_json::Value {
    serde_json::from_str(explained.body().unwrap()).unwrap()
}

#[test]
fn explain_shows_the_first_of_many_requests() {
    let explained = Table::<Number>::put_many(numbers(0..60)).explain();
    let writes = shown(&explained)["RequestItems"]["numbers"].as_array().unwrap().len();
    assert_eq!((writes, explained.cost().write_units), (25, Some(60.0)));
    assert!(explained.to_string().contains("the first of 3 requests"));
    // A second write of one key goes into a second request.
    let explained = Table::<Number>::put_many([number(1, 1), number(2, 1), number(1, 2)]).explain();
    assert_eq!(shown(&explained)["RequestItems"]["numbers"].as_array().unwrap().len(), 2);
    // Each key is asked for once.
    let explained = Table::<Number>::get_many((0..150).chain(0..150)).explain();
    let keys = shown(&explained)["RequestItems"]["numbers"]["Keys"].as_array().unwrap().len();
    assert_eq!((keys, explained.cost().read_units), (100, Some(75.0)));
    let deletions = Table::<Number>::delete_many([1, 2]).explain();
    assert_eq!(deletions.cost().write_units, Some(2.0));
}

#[test]
fn explain_takes_what_a_stream_gives_at_once() {
    let explained = Table::<Number>::put_stream(stream::iter(numbers(0..60))).explain();
    assert_eq!(shown(&explained)["RequestItems"]["numbers"].as_array().unwrap().len(), 25);
    let slow = stream::iter(numbers(0..3)).chain(stream::pending());
    let explained = Table::<Number>::put_stream(slow).explain();
    assert_eq!(shown(&explained)["RequestItems"]["numbers"].as_array().unwrap().len(), 3);
    let explained = Table::<Number>::put_stream(stream::pending()).explain();
    assert!(shown(&explained)["RequestItems"].as_object().unwrap().is_empty());
    let invalid = Odd { key: Vec::new() };
    assert!(Table::<Odd>::put_stream(stream::iter([invalid])).explain().body().is_err());
}
