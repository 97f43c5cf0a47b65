//! Runs the engine's operations by DynamoDB's names.

use std::sync::{PoisonError, RwLockReadGuard, RwLockWriteGuard};

use dynoxide::actions::describe_stream::DescribeStreamResponse;
use dynoxide::actions::get_item::GetItemRequest;
use dynoxide::actions::update_item::{UpdateItemRequest, UpdateItemResponse};
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::kept_settings::known_part;
use super::store::Store;
use super::strict::check_expressions;

type EngineResult = Result<Vec<u8>, DynoxideError>;

/// Runs the operation; returns `None` if the engine has none with that name.
pub(super) fn dispatch(store: &Store, operation: &str, body: &[u8]) -> Option<EngineResult> {
    // Nothing awaits between here and the end, so that no request sees another one half done.
    let _alone_or_shared = Turn::of(store, operation, body);
    if let Err(error) = check(store, operation, body) {
        return Some(Err(error));
    }
    let database = &store.database;
    Some(match operation {
        "BatchExecuteStatement" => run(body, |request| database.batch_execute_statement(request)),
        "BatchGetItem" => run(body, |request| database.batch_get_item(request)),
        "BatchWriteItem" => run(body, |request| database.batch_write_item(request)),
        "CreateTable" => kept(store, operation, body, run(body, |request| database.create_table(request))),
        "DeleteItem" => run(body, |request| database.delete_item(request)),
        "DeleteTable" => kept(store, operation, body, run(body, |request| database.delete_table(request))),
        "DescribeContinuousBackups" | "UpdateContinuousBackups" => backups(store, body),
        "DescribeStream" => run(body, |request| described(database.describe_stream(request)?)),
        "DescribeTable" => {
            run(body, |request| database.describe_table(request)).map(|answer| store.settings.described(answer))
        }
        "DescribeTimeToLive" => run(body, |request| database.describe_time_to_live(request)),
        "ExecuteStatement" => run(body, |request| database.execute_statement(request)),
        "ExecuteTransaction" => run(body, |request| database.execute_transaction(request)),
        "GetItem" => run(body, |request| database.get_item(request)),
        "GetRecords" => run(body, |request| database.get_records(request)),
        "GetShardIterator" => run(body, |request| database.get_shard_iterator(request)),
        "ListStreams" => run(body, |request| database.list_streams(request)),
        "ListTables" => run(body, |request| database.list_tables(request)),
        "ListTagsOfResource" => run(body, |request| database.list_tags_of_resource(request)),
        "PutItem" => run(body, |request| database.put_item(request)),
        "Query" => run(body, |request| database.query(request)),
        "Scan" => run(body, |request| database.scan(request)),
        "SearchVectors" => run(body, |request| database.search_vectors(request)),
        "TagResource" => run(body, |request| database.tag_resource(request)),
        "TransactGetItems" => run(body, |request| database.transact_get_items(request)),
        "TransactWriteItems" => run(body, |request| database.transact_write_items(request)),
        "UntagResource" => run(body, |request| database.untag_resource(request)),
        "UpdateItem" => run(body, |request| update_item(database, request)),
        "UpdateTable" => kept(store, operation, body, update_table(database, body)),
        "UpdateTimeToLive" => run(body, |request| database.update_time_to_live(request)),
        _ => return None,
    })
}

/// Refuses requests that DynamoDB would refuse and the engine accepts.
fn check(store: &Store, operation: &str, body: &[u8]) -> Result<(), DynoxideError> {
    match operation {
        "CreateTable" | "DeleteTable" | "UpdateTable" => store.key_limits.forget(),
        "BatchWriteItem" | "DeleteItem" | "PutItem" | "Query" | "Scan" | "TransactWriteItems" | "UpdateItem" => {
            // The engine reports a body that is not JSON.
            let Ok(request) = serde_json::from_slice::<Value>(body) else { return Ok(()) };
            check_expressions(&request)?;
            store.key_limits.check(&store.database, operation, &request)?;
        }
        _ => {}
    }
    Ok(())
}

/// Lets a request run alone, or at the same time as others. Some requests take several steps, and no other request may come between them:
/// an update that returns the old item also reads that item, and a change of a table also changes the settings and key limits that are
/// kept outside the engine.
enum Turn<'s> {
    Alone { _guard: RwLockWriteGuard<'s, ()> },
    Shared { _guard: RwLockReadGuard<'s, ()> },
}

impl<'s> Turn<'s> {
    fn of(store: &'s Store, operation: &str, body: &[u8]) -> Self {
        let returns_old = || body.windows(9).any(|window| window == b"\"ALL_OLD\"");
        let is_alone = match operation {
            "CreateTable" | "DeleteTable" | "UpdateContinuousBackups" | "UpdateTable" => true,
            "UpdateItem" => returns_old(),
            _ => false,
        };
        if is_alone {
            Self::Alone { _guard: store.alone.write().unwrap_or_else(PoisonError::into_inner) }
        } else {
            Self::Shared { _guard: store.alone.read().unwrap_or_else(PoisonError::into_inner) }
        }
    }
}

/// Keeps the settings that the engine does not keep.
fn kept(store: &Store, operation: &str, body: &[u8], result: EngineResult) -> EngineResult {
    if result.is_ok() {
        store.settings.keep(operation, body);
    }
    result
}

/// Updates a table. The engine does not see a request that changes only kept settings.
fn update_table(database: &Database, body: &[u8]) -> EngineResult {
    if let Some(body) = known_part(body) {
        return run(&body, |request| database.update_table(request));
    }
    let table = run(body, |request| database.describe_table(request))?;
    let mut answer: Value = serde_json::from_slice(&table).unwrap_or_default();
    let table = answer.get_mut("Table").map(Value::take);
    Ok(serde_json::json!({ "TableDescription": table }).to_string().into())
}

/// Removes the last sequence number of the shard, because DynamoDB reports none for an open shard. The engine reports the current one.
fn described(mut answer: DescribeStreamResponse) -> Result<DescribeStreamResponse, DynoxideError> {
    answer
        .stream_description
        .shards
        .iter_mut()
        .for_each(|shard| shard.sequence_number_range.ending_sequence_number = None);
    Ok(answer)
}

fn backups(store: &Store, body: &[u8]) -> EngineResult {
    let request = serde_json::from_slice(body).map_err(|error| unreadable(&error.to_string()))?;
    store.settings.backups(&store.database, &request)
}

fn run<Request: DeserializeOwned, Response: Serialize>(
    body: &[u8],
    operation: impl FnOnce(Request) -> Result<Response, DynoxideError>,
) -> EngineResult {
    let request = serde_json::from_slice(body).map_err(|error| unreadable(&error.to_string()))?;
    let response = operation(request)?;
    serde_json::to_vec(&response).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

/// Updates an item. If the item did not exist, DynamoDB returns no old image; the engine returns its key, which is removed here.
fn update_item(database: &Database, request: UpdateItemRequest) -> Result<UpdateItemResponse, DynoxideError> {
    let (mut made, of_key) = (false, request.key.len());
    if request.return_values.as_deref() == Some("ALL_OLD") {
        let before = GetItemRequest {
            table_name: request.table_name.clone(),
            key: request.key.clone(),
            consistent_read: Some(true),
            ..GetItemRequest::default()
        };
        // If the request is wrong, the update below reports it.
        made = database.get_item(before).is_ok_and(|found| found.item.is_none());
    }
    let mut response = database.update_item(request)?;
    response.attributes = response.attributes.filter(|old| !made || old.len() > of_key);
    Ok(response)
}

/// Returns the error for a body that the engine's types refuse.
///
/// Those types name the DynamoDB error in a prefix of the message, which is removed here. A message without a prefix is serde's own:
/// DynamoDB answers a missing or unknown part with a validation error, and a value of the wrong JSON type with a serialization error.
fn unreadable(message: &str) -> DynoxideError {
    let bare = without_position(message);
    if let Some(message) = message.strip_prefix("SERIALIZATION_AS_READ:") {
        DynoxideError::SerializationException(message.to_owned())
    } else if let Some(message) = message.strip_prefix("VALIDATION_AS_READ:") {
        DynoxideError::ValidationException(message.to_owned())
    } else if let Some(message) = bare.strip_prefix("SERIALIZATION:") {
        DynoxideError::SerializationException(message.to_owned())
    } else if let Some(message) = bare.strip_prefix("VALIDATION_REQUEST:") {
        DynoxideError::EnvelopedValidation(message.to_owned())
    } else if let Some(message) = bare.strip_prefix("VALIDATION:") {
        DynoxideError::ValidationException(message.to_owned())
    } else if bare.contains("recursion limit exceeded") {
        // The parser follows 128 levels of JSON. DynamoDB accepts 32 levels of its own, each of which is two levels of JSON.
        DynoxideError::ValidationException("Nesting Levels have exceeded supported limits".to_owned())
    } else if bare.contains("empty AttributeValue") {
        DynoxideError::ValidationException(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes".to_owned(),
        )
    } else if ["missing field", "unknown variant", "invalid type: null", "Supplied AttributeValue"]
        .iter()
        .any(|refusal| bare.contains(refusal))
    {
        DynoxideError::ValidationException(bare.to_owned())
    } else {
        DynoxideError::SerializationException(bare.to_owned())
    }
}

/// Removes " at line 1 column 42", which serde_json appends even to errors that are not its own.
fn without_position(message: &str) -> &str {
    match message.rsplit_once(" at line ") {
        Some((bare, position)) if position.contains("column") => bare,
        _ => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_chooses_the_error_and_is_not_seen() {
        let told = |message: &str| format!("{:?}", unreadable(message));
        assert_eq!(told("VALIDATION:no at line 1 column 2"), r#"ValidationException("no")"#);
        assert_eq!(told("VALIDATION_REQUEST:no at line 1 column 2"), r#"EnvelopedValidation("no")"#);
        assert_eq!(told("SERIALIZATION:no at line 1 column 2"), r#"SerializationException("no")"#);
        assert_eq!(told("VALIDATION_AS_READ:no at line 1 column 2"), r#"ValidationException("no at line 1 column 2")"#);
        assert_eq!(
            told("SERIALIZATION_AS_READ:no at line 1 column 2"),
            r#"SerializationException("no at line 1 column 2")"#
        );
    }

    #[test]
    fn serde_says_what_is_missing_and_what_has_the_wrong_type() {
        let told = |message: &str| unreadable(message).error_type().rsplit('#').next().map(str::to_owned);
        assert_eq!(told("missing field `TableName` at line 1 column 2").as_deref(), Some("ValidationException"));
        assert_eq!(told("invalid type: null, expected a string").as_deref(), Some("ValidationException"));
        assert_eq!(told("recursion limit exceeded at line 1 column 9").as_deref(), Some("ValidationException"));
        assert_eq!(told("invalid type: integer `3`, expected a string").as_deref(), Some("SerializationException"));
        assert_eq!(without_position("look at line 9"), "look at line 9");
    }
}
