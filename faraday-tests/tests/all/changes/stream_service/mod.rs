//! The service of DynamoDB Streams of the tests: each of its rules, through the SDK.

mod describe;
mod faults;
mod read;
mod shards;

use std::fmt::Debug;
use std::time::Duration;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};
use faraday_tests::stream_service::StreamService;
use serde_json::{Value, json};

const INVALID: &str = "ValidationException";
const NOT_FOUND: &str = "ResourceNotFoundException";
const LIMIT: &str = "LimitExceededException";
const EXPIRED: &str = "ExpiredIteratorException";
const TRIMMED: &str = "TrimmedDataAccessException";

fn service() -> (StreamService, Client) {
    let service = StreamService::new("orders", &["id"]);
    let client = service.streams_client();
    (service, client)
}

fn key(id: &str) -> Value {
    json!({ "id": { "S": id } })
}

/// Writes a record, and gives its number.
fn put(service: &StreamService, id: &str) -> String {
    service.put(key(id), json!({}))
}

fn only_shard(service: &StreamService) -> String {
    let shards = service.open_shards();
    assert_eq!(shards.len(), 1);
    shards[0].clone()
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

/// The result, or the code of the error.
fn coded<T, E: ProvideErrorMetadata + Debug, R>(result: Result<T, SdkError<E, R>>) -> Result<T, String> {
    result.map_err(|error| error.code().unwrap_or("no answer").to_owned())
}

async fn iterator(
    service: &StreamService,
    shard: &str,
    kind: ShardIteratorType,
    number: Option<&str>,
) -> Result<String, String> {
    let request = service.streams_client().get_shard_iterator().stream_arn(service.stream_arn()).shard_id(shard);
    let request = request.shard_iterator_type(kind).set_sequence_number(number.map(str::to_owned));
    Ok(coded(request.send().await)?.shard_iterator.unwrap())
}

async fn horizon(service: &StreamService, shard: &str) -> Result<String, String> {
    iterator(service, shard, ShardIteratorType::TrimHorizon, None).await
}

/// The records of a page, and the next iterator.
async fn page(client: &Client, iterator: &str) -> Result<(Vec<Record>, Option<String>), String> {
    let page = coded(client.get_records().shard_iterator(iterator).send().await)?;
    Ok((page.records.unwrap(), page.next_shard_iterator))
}

/// The records of a shard up to a page without any, and whether the shard ended.
async fn read_from(service: &StreamService, iterator: String) -> (Vec<Record>, bool) {
    let (client, mut found, mut iterator) = (service.streams_client(), Vec::new(), iterator);
    loop {
        let (records, next) = page(&client, &iterator).await.unwrap();
        let is_end = records.is_empty();
        found.extend(records);
        match next {
            None => return (found, true),
            Some(_) if is_end => return (found, false),
            Some(next) => iterator = next,
        }
    }
}

async fn read(service: &StreamService, shard: &str) -> (Vec<Record>, bool) {
    let iterator = horizon(service, shard).await.unwrap();
    read_from(service, iterator).await
}

fn numbers(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.dynamodb().unwrap().sequence_number().unwrap()).collect()
}
