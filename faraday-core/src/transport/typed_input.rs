//! Builds the SDK's typed inputs from the JSON that the fast path would send.
//!
//! This file must set every parameter that faraday sends, or the typed path would lose it. A test sends every operation on both paths and
//! compares the bodies.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::batch_execute_statement::builders::BatchExecuteStatementFluentBuilder;
use aws_sdk_dynamodb::operation::batch_get_item::builders::BatchGetItemFluentBuilder;
use aws_sdk_dynamodb::operation::batch_write_item::builders::BatchWriteItemFluentBuilder;
use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemFluentBuilder;
use aws_sdk_dynamodb::operation::execute_statement::builders::ExecuteStatementFluentBuilder;
use aws_sdk_dynamodb::operation::execute_transaction::builders::ExecuteTransactionFluentBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::operation::search_vectors::builders::SearchVectorsFluentBuilder;
use aws_sdk_dynamodb::operation::transact_get_items::builders::TransactGetItemsFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::builders::TransactWriteItemsFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, BatchStatementRequest, ConditionCheck, Delete, DeleteRequest, Get, KeysAndAttributes,
    ParameterizedStatement, Put, PutRequest, TransactGetItem, TransactWriteItem, Update, WriteRequest,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::{decode_item, decode_value};
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, Result};
use crate::value::{DecodeError, EncodeError};

/// A JSON object: the parameters of a request, or of a part of one.
pub(super) struct Fields<'j>(HashMap<String, &'j RawValue>);

impl<'j> Fields<'j> {
    pub(super) fn read(json: &'j [u8]) -> Result<Self> {
        parse(json).map(Self)
    }

    fn value<T: Deserialize<'j>>(&self, name: &str) -> Result<Option<T>> {
        self.0.get(name).map(|json| parse(json.get().as_bytes())).transpose()
    }

    fn text(&self, name: &str) -> Result<Option<String>> {
        self.value(name)
    }

    /// Reads an enum of the SDK by its name.
    fn choice<T: for<'a> From<&'a str>>(&self, name: &str) -> Result<Option<T>> {
        Ok(self.text(name)?.map(|text| T::from(&text)))
    }

    /// Reads an item, a key, or the values of expressions.
    fn item(&self, name: &str) -> Result<Option<SdkItem>> {
        Ok(self.0.get(name).map(|json| decode_item(json.get().as_bytes())).transpose()?)
    }

    /// Reads the values of a statement's parameters.
    fn parameters(&self, name: &str) -> Result<Option<Vec<AttributeValue>>> {
        let Some(json) = self.0.get(name) else { return Ok(None) };
        let list = [br#"{"p":{"L":"#, json.get().as_bytes(), b"}}"].concat();
        match decode_item::<SdkItem>(&list)?.remove("p") {
            Some(AttributeValue::L(values)) => Ok(Some(values)),
            _ => Ok(None),
        }
    }

    /// Reads the names of expressions.
    fn names(&self) -> Result<Option<HashMap<String, String>>> {
        self.value("ExpressionAttributeNames")
    }

    fn list(&self, name: &str) -> Result<Vec<Self>> {
        let parts: Vec<&RawValue> = self.value(name)?.unwrap_or_default();
        parts.into_iter().map(|part| Self::read(part.get().as_bytes())).collect()
    }

    fn object(&self, name: &str) -> Result<Option<Self>> {
        self.0.get(name).map(|json| Self::read(json.get().as_bytes())).transpose()
    }
}

fn parse<'j, T: Deserialize<'j>>(json: &'j [u8]) -> Result<T> {
    serde_json::from_slice(json).map_err(|_| not_json())
}

fn not_json() -> Error {
    DecodeError::new("a request is not JSON").into()
}

fn incomplete(error: aws_sdk_dynamodb::error::BuildError) -> Error {
    EncodeError::new(error.to_string()).into()
}

/// Sets parameters that several builders have under the same name.
macro_rules! set {
    ($builder:expr, $fields:expr, [$($setter:ident $kind:ident $name:literal),* $(,)?]) => {
        $builder$(.$setter($fields.$kind($name)?))*
    };
}

/// Sets the parameters that all writes share, in a transaction as well.
macro_rules! set_part {
    ($builder:expr, $fields:expr) => {
        set!($builder, $fields, [
            set_table_name text "TableName",
            set_condition_expression text "ConditionExpression",
            set_expression_attribute_values item "ExpressionAttributeValues",
            set_return_values_on_condition_check_failure choice "ReturnValuesOnConditionCheckFailure",
        ])
        .set_expression_attribute_names($fields.names()?)
    };
}

/// Sets the parameters that put, update and delete share outside of transactions.
macro_rules! set_write {
    ($builder:expr, $fields:expr) => {
        set!(set_part!($builder, $fields), $fields, [
            set_return_values choice "ReturnValues",
            set_return_consumed_capacity choice "ReturnConsumedCapacity",
        ])
    };
}

/// Sets the parameters that queries and scans share.
macro_rules! set_read {
    ($builder:expr, $fields:expr) => {
        set!($builder, $fields, [
            set_table_name text "TableName",
            set_index_name text "IndexName",
            set_filter_expression text "FilterExpression",
            set_projection_expression text "ProjectionExpression",
            set_expression_attribute_values item "ExpressionAttributeValues",
            set_consistent_read value "ConsistentRead",
            set_limit value "Limit",
            set_exclusive_start_key item "ExclusiveStartKey",
            set_select choice "Select",
            set_return_consumed_capacity choice "ReturnConsumedCapacity",
        ])
        .set_expression_attribute_names($fields.names()?)
    };
}

pub(super) fn get_item(builder: GetItemFluentBuilder, fields: &Fields<'_>) -> Result<GetItemFluentBuilder> {
    Ok(set!(builder, fields, [
        set_table_name text "TableName",
        set_key item "Key",
        set_projection_expression text "ProjectionExpression",
        set_consistent_read value "ConsistentRead",
        set_return_consumed_capacity choice "ReturnConsumedCapacity",
    ])
    .set_expression_attribute_names(fields.names()?))
}

pub(super) fn put_item(builder: PutItemFluentBuilder, fields: &Fields<'_>) -> Result<PutItemFluentBuilder> {
    Ok(set_write!(builder, fields).set_item(fields.item("Item")?))
}

pub(super) fn update_item(builder: UpdateItemFluentBuilder, fields: &Fields<'_>) -> Result<UpdateItemFluentBuilder> {
    let builder = set_write!(builder, fields).set_key(fields.item("Key")?);
    Ok(builder.set_update_expression(fields.text("UpdateExpression")?))
}

pub(super) fn delete_item(builder: DeleteItemFluentBuilder, fields: &Fields<'_>) -> Result<DeleteItemFluentBuilder> {
    Ok(set_write!(builder, fields).set_key(fields.item("Key")?))
}

pub(super) fn query(builder: QueryFluentBuilder, fields: &Fields<'_>) -> Result<QueryFluentBuilder> {
    let builder = set_read!(builder, fields).set_key_condition_expression(fields.text("KeyConditionExpression")?);
    Ok(builder.set_scan_index_forward(fields.value("ScanIndexForward")?))
}

pub(super) fn scan(builder: ScanFluentBuilder, fields: &Fields<'_>) -> Result<ScanFluentBuilder> {
    let builder = set_read!(builder, fields).set_segment(fields.value("Segment")?);
    Ok(builder.set_total_segments(fields.value("TotalSegments")?))
}

pub(super) fn search_vectors(
    builder: SearchVectorsFluentBuilder,
    fields: &Fields<'_>,
) -> Result<SearchVectorsFluentBuilder> {
    let vector: Option<Vec<&RawValue>> = fields.value("SearchVector")?;
    let element = |json: &RawValue| decode_value(json.get().as_bytes()).ok_or_else(not_json);
    let vector = vector.map(|vector| vector.into_iter().map(element).collect::<Result<Vec<_>>>()).transpose()?;
    Ok(set!(builder, fields, [
        set_table_name text "TableName",
        set_index_name text "IndexName",
        set_top_k value "TopK",
        set_search_condition_expression text "SearchConditionExpression",
        set_projection_expression text "ProjectionExpression",
        set_expression_attribute_values item "ExpressionAttributeValues",
        set_return_consumed_capacity choice "ReturnConsumedCapacity",
    ])
    .set_expression_attribute_names(fields.names()?)
    .set_search_vector(vector))
}

pub(super) fn batch_get_item(
    mut builder: BatchGetItemFluentBuilder,
    fields: &Fields<'_>,
) -> Result<BatchGetItemFluentBuilder> {
    for (table, json) in fields.object("RequestItems")?.map(|tables| tables.0).unwrap_or_default() {
        let fields = Fields::read(json.get().as_bytes())?;
        let keys: Vec<&RawValue> = fields.value("Keys")?.unwrap_or_default();
        let keys = keys.into_iter().map(|key| decode_item(key.get().as_bytes())).collect::<Result<_, _>>()?;
        let part = set!(KeysAndAttributes::builder(), fields, [
            set_projection_expression text "ProjectionExpression",
            set_consistent_read value "ConsistentRead",
        ]);
        let part = part.set_expression_attribute_names(fields.names()?).set_keys(Some(keys));
        builder = builder.request_items(table, part.build().map_err(incomplete)?);
    }
    Ok(builder.set_return_consumed_capacity(fields.choice("ReturnConsumedCapacity")?))
}

pub(super) fn batch_write_item(
    mut builder: BatchWriteItemFluentBuilder,
    fields: &Fields<'_>,
) -> Result<BatchWriteItemFluentBuilder> {
    let tables = fields.object("RequestItems")?;
    for table in tables.iter().flat_map(|tables| tables.0.keys()) {
        let writes = tables.iter().map(|tables| tables.list(table)).collect::<Result<Vec<_>>>()?;
        let writes = writes.iter().flatten().map(write_request).collect::<Result<Vec<_>>>()?;
        builder = builder.request_items(table, writes);
    }
    Ok(builder.set_return_consumed_capacity(fields.choice("ReturnConsumedCapacity")?))
}

fn write_request(fields: &Fields<'_>) -> Result<WriteRequest> {
    let mut request = WriteRequest::builder();
    if let Some(put) = fields.object("PutRequest")? {
        let put = PutRequest::builder().set_item(put.item("Item")?);
        request = request.put_request(put.build().map_err(incomplete)?);
    }
    if let Some(delete) = fields.object("DeleteRequest")? {
        let delete = DeleteRequest::builder().set_key(delete.item("Key")?);
        request = request.delete_request(delete.build().map_err(incomplete)?);
    }
    Ok(request.build())
}

pub(super) fn transact_get_items(
    mut builder: TransactGetItemsFluentBuilder,
    fields: &Fields<'_>,
) -> Result<TransactGetItemsFluentBuilder> {
    for part in fields.list("TransactItems")? {
        let Some(fields) = part.object("Get")? else { continue };
        let get = set!(Get::builder(), fields, [
            set_table_name text "TableName",
            set_key item "Key",
            set_projection_expression text "ProjectionExpression",
        ]);
        let get = get.set_expression_attribute_names(fields.names()?).build().map_err(incomplete)?;
        builder = builder.transact_items(TransactGetItem::builder().get(get).build());
    }
    Ok(builder.set_return_consumed_capacity(fields.choice("ReturnConsumedCapacity")?))
}

pub(super) fn transact_write_items(
    mut builder: TransactWriteItemsFluentBuilder,
    fields: &Fields<'_>,
) -> Result<TransactWriteItemsFluentBuilder> {
    for part in fields.list("TransactItems")? {
        builder = builder.transact_items(transact_write(&part)?);
    }
    let builder = builder.set_client_request_token(fields.text("ClientRequestToken")?);
    Ok(builder.set_return_consumed_capacity(fields.choice("ReturnConsumedCapacity")?))
}

fn transact_write(part: &Fields<'_>) -> Result<TransactWriteItem> {
    let mut write = TransactWriteItem::builder();
    if let Some(fields) = part.object("Put")? {
        let put = set_part!(Put::builder(), fields).set_item(fields.item("Item")?);
        write = write.put(put.build().map_err(incomplete)?);
    }
    if let Some(fields) = part.object("Update")? {
        let update = set_part!(Update::builder(), fields).set_key(fields.item("Key")?);
        let update = update.set_update_expression(fields.text("UpdateExpression")?);
        write = write.update(update.build().map_err(incomplete)?);
    }
    if let Some(fields) = part.object("Delete")? {
        let delete = set_part!(Delete::builder(), fields).set_key(fields.item("Key")?);
        write = write.delete(delete.build().map_err(incomplete)?);
    }
    if let Some(fields) = part.object("ConditionCheck")? {
        let check = set_part!(ConditionCheck::builder(), fields).set_key(fields.item("Key")?);
        write = write.condition_check(check.build().map_err(incomplete)?);
    }
    Ok(write.build())
}

/// Sets the parameters that all statements share.
macro_rules! set_statement {
    ($builder:expr, $fields:expr) => {
        set!($builder, $fields, [
            set_statement text "Statement",
            set_parameters parameters "Parameters",
            set_return_values_on_condition_check_failure choice "ReturnValuesOnConditionCheckFailure",
        ])
    };
}

pub(super) fn execute_statement(
    builder: ExecuteStatementFluentBuilder,
    fields: &Fields<'_>,
) -> Result<ExecuteStatementFluentBuilder> {
    Ok(set!(set_statement!(builder, fields), fields, [
        set_consistent_read value "ConsistentRead",
        set_limit value "Limit",
        set_next_token text "NextToken",
        set_return_consumed_capacity choice "ReturnConsumedCapacity",
    ]))
}

pub(super) fn batch_execute_statement(
    mut builder: BatchExecuteStatementFluentBuilder,
    fields: &Fields<'_>,
) -> Result<BatchExecuteStatementFluentBuilder> {
    for fields in &fields.list("Statements")? {
        let statement = set_statement!(BatchStatementRequest::builder(), fields);
        let statement = statement.set_consistent_read(fields.value("ConsistentRead")?);
        builder = builder.statements(statement.build().map_err(incomplete)?);
    }
    Ok(builder.set_return_consumed_capacity(fields.choice("ReturnConsumedCapacity")?))
}

pub(super) fn execute_transaction(
    mut builder: ExecuteTransactionFluentBuilder,
    fields: &Fields<'_>,
) -> Result<ExecuteTransactionFluentBuilder> {
    for fields in &fields.list("TransactStatements")? {
        let statement = set_statement!(ParameterizedStatement::builder(), fields);
        builder = builder.transact_statements(statement.build().map_err(incomplete)?);
    }
    let builder = builder.set_client_request_token(fields.text("ClientRequestToken")?);
    Ok(builder.set_return_consumed_capacity(fields.choice("ReturnConsumedCapacity")?))
}
