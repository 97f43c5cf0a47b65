//! Checks limits of keys that the engine does not check: those of index keys, and the lengths of all keys.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::{Database, DynoxideError};
use serde_json::Value;

use super::strict::{resolved, tokens, value_of};

const MOST_PARTITION: usize = 2048;
const MOST_SORT: usize = 1024;

/// Key attributes, and how many bytes each may have.
type Limits = Vec<(String, usize)>;

/// The limits of the tables that were written to, by table name.
#[derive(Default)]
pub(super) struct KeyLimits(Mutex<HashMap<String, Arc<Limits>>>);

impl KeyLimits {
    /// Forgets all tables, because one was created, changed or deleted.
    pub(super) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Refuses a write whose key is empty or too long.
    pub(super) fn check(&self, database: &Database, operation: &str, request: &Value) -> Result<(), DynoxideError> {
        match operation {
            "PutItem" => self.item(database, table_of(request), request.get("Item")),
            "UpdateItem" => self.update(database, request),
            "BatchWriteItem" => {
                let tables = request.get("RequestItems").and_then(Value::as_object).into_iter().flatten();
                tables.into_iter().try_for_each(|(table, writes)| {
                    let writes = writes.as_array().into_iter().flatten();
                    let mut items = writes.filter_map(|write| write.get("PutRequest")?.get("Item"));
                    items.try_for_each(|item| self.item(database, table, Some(item)))
                })
            }
            "TransactWriteItems" => {
                let parts = request.get("TransactItems").and_then(Value::as_array).into_iter().flatten();
                parts.into_iter().try_for_each(|part| match (part.get("Put"), part.get("Update")) {
                    (Some(put), _) => self.item(database, table_of(put), put.get("Item")),
                    (_, Some(update)) => self.update(database, update),
                    _ => Ok(()),
                })
            }
            _ => Ok(()),
        }
    }

    fn item(&self, database: &Database, table: &str, item: Option<&Value>) -> Result<(), DynoxideError> {
        let limits = self.of(database, table);
        limits.iter().try_for_each(|(name, most)| match item.and_then(|item| item.get(name)) {
            Some(value) => check(name, value, *most),
            None => Ok(()),
        })
    }

    /// Checks only the values that an update sets, because its other results are not known here.
    fn update(&self, database: &Database, request: &Value) -> Result<(), DynoxideError> {
        let Some(expression) = request.get("UpdateExpression").and_then(Value::as_str) else { return Ok(()) };
        let limits = self.of(database, table_of(request));
        let tokens = tokens(expression);
        for window in tokens.windows(3) {
            let [name, "=", placeholder] = window else { continue };
            let name = resolved(request, name);
            let limit = limits.iter().find(|(known, _)| *known == name);
            if let (Some((_, most)), Some(value)) = (limit, value_of(request, placeholder)) {
                check(&name, value, *most)?;
            }
        }
        Ok(())
    }

    fn of(&self, database: &Database, table: &str) -> Arc<Limits> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(table) {
            return Arc::clone(known);
        }
        let limits = Arc::new(limits(database, table));
        // A missing table may be created at any moment, so it is not remembered.
        if !limits.is_empty() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(table.to_owned(), Arc::clone(&limits));
        }
        limits
    }
}

fn table_of(request: &Value) -> &str {
    request.get("TableName").and_then(Value::as_str).unwrap_or_default()
}

/// Returns the key attributes of a table and its indexes; none for a missing table, which the engine reports.
fn limits(database: &Database, table: &str) -> Limits {
    let described = database.describe_table(DescribeTableRequest { table_name: table.to_owned() });
    let described = described.ok().and_then(|described| serde_json::to_value(described).ok());
    let Some(table) = described.as_ref().and_then(|described| described.get("Table")) else { return Vec::new() };
    let indexes = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"].into_iter();
    let indexes = indexes.filter_map(|kind| table.get(kind)?.as_array()).flatten();
    let keys = std::iter::once(table).chain(indexes).filter_map(|keyed| keyed.get("KeySchema")?.as_array()).flatten();
    keys.filter_map(|key| {
        let most = if key.get("KeyType")?.as_str()? == "HASH" { MOST_PARTITION } else { MOST_SORT };
        Some((key.get("AttributeName")?.as_str()?.to_owned(), most))
    })
    .collect()
}

fn check(name: &str, value: &Value, most: usize) -> Result<(), DynoxideError> {
    let length = match (value.get("S").and_then(Value::as_str), value.get("B").and_then(Value::as_str)) {
        (Some(text), _) => text.len(),
        (None, Some(base64)) => base64.trim_end_matches('=').len() * 3 / 4,
        (None, None) => return Ok(()),
    };
    let why = match length {
        0 => "The AttributeValue for a key attribute cannot contain an empty value".to_owned(),
        _ if length > most => format!("Size of key attribute has exceeded the maximum size limit of {most} bytes"),
        _ => return Ok(()),
    };
    let message = format!("One or more parameter values are not valid. {why}. Key: {name}");
    Err(DynoxideError::ValidationException(message))
}
