//! Writes the SDK's typed outputs as DynamoDB JSON, so that operations read the answers of both paths in the same way.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::batch_execute_statement::BatchExecuteStatementOutput;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemOutput;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemOutput;
use aws_sdk_dynamodb::operation::execute_statement::ExecuteStatementOutput;
use aws_sdk_dynamodb::operation::execute_transaction::ExecuteTransactionOutput;
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;
use aws_sdk_dynamodb::operation::put_item::PutItemOutput;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::scan::ScanOutput;
use aws_sdk_dynamodb::operation::search_vectors::SearchVectorsOutput;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItemsOutput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
use aws_sdk_dynamodb::operation::update_item::UpdateItemOutput;
use aws_sdk_dynamodb::types::{Capacity, ConsumedCapacity, VectorCapacity, WriteRequest};
use aws_smithy_types::body::SdkBody;
use serde_json::{Map, Value, json};

use super::reply::Reply;
use crate::codec::json::{encode_item, write_string};
use crate::codec::sdk_map::SdkItem;
use crate::error::Result;

/// An output of the SDK that can be written as JSON again, as DynamoDB sent it.
pub(super) trait TypedOutput: RequestId {
    fn write(self, object: &mut Object) -> Result<()>;
}

pub(super) fn reply(output: impl TypedOutput) -> Result<Reply> {
    let request_id = output.request_id().map(str::to_owned);
    let mut object = Object(vec![b'{']);
    output.write(&mut object)?;
    Ok(Reply::new(SdkBody::from(object.end()), request_id))
}

/// A JSON object that is being written.
pub(super) struct Object(Vec<u8>);

impl Object {
    fn name(&mut self, name: &str) {
        self.separate(b'{');
        write_string(&mut self.0, name);
        self.0.push(b':');
    }

    /// Writes a comma, unless `open` is the last byte that was written.
    fn separate(&mut self, open: u8) {
        if self.0.last() != Some(&open) {
            self.0.push(b',');
        }
    }

    fn item(&mut self, name: &str, item: Option<&SdkItem>) -> Result<()> {
        if let Some(item) = item {
            self.name(name);
            encode_item(item, &mut self.0)?;
        }
        Ok(())
    }

    fn items(&mut self, name: &str, items: &[SdkItem]) -> Result<()> {
        self.list(name, items, |object, item| Ok(encode_item(item, &mut object.0)?))
    }

    fn list<T>(&mut self, name: &str, parts: &[T], write: impl Fn(&mut Self, &T) -> Result<()>) -> Result<()> {
        self.name(name);
        self.0.push(b'[');
        for part in parts {
            self.separate(b'[');
            write(self, part)?;
        }
        self.0.push(b']');
        Ok(())
    }

    fn object(&mut self, name: &str, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.name(name);
        self.nested(write)
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.0.push(b'{');
        write(self)?;
        self.0.push(b'}');
        Ok(())
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.name(name);
            write_string(&mut self.0, text);
        }
    }

    fn number(&mut self, name: &str, number: i32) {
        self.name(name);
        self.0.extend_from_slice(number.to_string().as_bytes());
    }

    fn json(&mut self, name: &str, value: &Value) {
        self.name(name);
        self.0.extend_from_slice(value.to_string().as_bytes());
    }

    fn capacity(&mut self, consumed: Option<&ConsumedCapacity>) {
        if let Some(consumed) = consumed {
            self.json("ConsumedCapacity", &capacity_json(consumed));
        }
    }

    fn capacities(&mut self, consumed: Option<&[ConsumedCapacity]>) {
        if let Some(consumed) = consumed {
            let all: Vec<Value> = consumed.iter().map(capacity_json).collect();
            self.json("ConsumedCapacity", &Value::from(all));
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.0.push(b'}');
        self.0
    }
}

fn capacity_json(consumed: &ConsumedCapacity) -> Value {
    let units = |capacity: &Capacity| json!({ "CapacityUnits": capacity.capacity_units() });
    let indexes = |indexes: Option<&HashMap<String, Capacity>>| {
        indexes.map(|indexes| {
            indexes.iter().map(|(name, units_of)| (name.clone(), units(units_of))).collect::<Map<_, _>>()
        })
    };
    json!({
        "TableName": consumed.table_name(),
        "CapacityUnits": consumed.capacity_units(),
        "Table": consumed.table().map(units),
        "GlobalSecondaryIndexes": indexes(consumed.global_secondary_indexes()),
        "LocalSecondaryIndexes": indexes(consumed.local_secondary_indexes()),
        "VectorIndexes": consumed.vector_indexes().map(|indexes| {
            indexes.iter().map(|(name, consumed)| (name.clone(), vector_bytes(consumed))).collect::<Map<_, _>>()
        }),
    })
}

fn vector_bytes(consumed: &VectorCapacity) -> Value {
    json!({
        "VectorSearchRequestBytes": consumed.vector_search_request_bytes(),
        "VectorWriteRequestBytes": consumed.vector_write_request_bytes(),
    })
}

impl TypedOutput for GetItemOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacity(self.consumed_capacity());
        object.item("Item", self.item())
    }
}

/// The outputs of writes: the returned attributes.
macro_rules! writes {
    ($($output:ty)*) => {$(
        impl TypedOutput for $output {
            fn write(self, object: &mut Object) -> Result<()> {
                object.capacity(self.consumed_capacity());
                object.item("Attributes", self.attributes())
            }
        }
    )*};
}

writes! { PutItemOutput UpdateItemOutput DeleteItemOutput }

/// The outputs of queries and scans.
macro_rules! pages {
    ($($output:ty)*) => {$(
        impl TypedOutput for $output {
            fn write(self, object: &mut Object) -> Result<()> {
                object.number("Count", self.count());
                object.number("ScannedCount", self.scanned_count());
                object.capacity(self.consumed_capacity());
                object.item("LastEvaluatedKey", self.last_evaluated_key())?;
                object.items("Items", self.items())
            }
        }
    )*};
}

pages! { QueryOutput ScanOutput }

impl TypedOutput for SearchVectorsOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        if let Some(consumed) = self.consumed_capacity() {
            object.json("ConsumedCapacity", &vector_bytes(consumed));
        }
        object.list("SearchResults", self.search_results(), |object, found| {
            object.nested(|object| {
                object.item("Item", found.item())?;
                object.json("Score", &json!(found.score()));
                Ok(())
            })
        })
    }
}

impl TypedOutput for BatchGetItemOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacities(self.consumed_capacity.as_deref());
        object.object("Responses", |object| {
            let tables = self.responses().into_iter().flatten();
            tables.into_iter().try_for_each(|(table, items)| object.items(table, items))
        })?;
        object.object("UnprocessedKeys", |object| {
            let mut tables = self.unprocessed_keys().into_iter().flatten();
            tables.try_for_each(|(table, keys)| object.object(table, |object| object.items("Keys", keys.keys())))
        })
    }
}

impl TypedOutput for BatchWriteItemOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacities(self.consumed_capacity.as_deref());
        object.object("UnprocessedItems", |object| {
            let mut tables = self.unprocessed_items().into_iter().flatten();
            tables.try_for_each(|(table, writes)| object.list(table, writes, write_request))
        })
    }
}

fn write_request(object: &mut Object, write: &WriteRequest) -> Result<()> {
    object.nested(|object| {
        if let Some(put) = write.put_request() {
            object.object("PutRequest", |object| object.item("Item", Some(put.item())))?;
        }
        if let Some(delete) = write.delete_request() {
            object.object("DeleteRequest", |object| object.item("Key", Some(delete.key())))?;
        }
        Ok(())
    })
}

impl TypedOutput for TransactGetItemsOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacities(self.consumed_capacity.as_deref());
        object.list("Responses", self.responses(), |object, found| {
            object.nested(|object| object.item("Item", found.item()))
        })
    }
}

impl TypedOutput for TransactWriteItemsOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacities(self.consumed_capacity.as_deref());
        Ok(())
    }
}

impl TypedOutput for ExecuteStatementOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacity(self.consumed_capacity());
        object.text("NextToken", self.next_token());
        object.items("Items", self.items())
    }
}

impl TypedOutput for BatchExecuteStatementOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacities(self.consumed_capacity.as_deref());
        object.list("Responses", self.responses(), |object, response| {
            object.nested(|object| {
                if let Some(error) = response.error() {
                    object.object("Error", |object| {
                        object.text("Code", error.code().map(|code| code.as_str()));
                        object.text("Message", error.message());
                        object.item("Item", error.item())
                    })?;
                }
                object.text("TableName", response.table_name());
                object.item("Item", response.item())
            })
        })
    }
}

impl TypedOutput for ExecuteTransactionOutput {
    fn write(self, object: &mut Object) -> Result<()> {
        object.capacities(self.consumed_capacity.as_deref());
        object.list("Responses", self.responses(), |object, found| {
            object.nested(|object| object.item("Item", found.item()))
        })
    }
}
