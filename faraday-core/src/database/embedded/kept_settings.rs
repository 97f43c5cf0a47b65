//! Keeps the settings of tables that DynamoDB has and the engine lacks: [`KeptSettings`].
//!
//! They do not change what the engine does. They are kept so that a production table can be created, described and changed here too:
//! point-in-time recovery, the encryption of a live table, warm throughput, and the units of indexes. They are lost when the engine is
//! closed, even if its items are in a file.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dynoxide::{Database, DynoxideError};
use serde_json::{Map, Value, json};

/// The settings by table name.
#[derive(Default)]
pub(super) struct KeptSettings(Mutex<HashMap<String, Kept>>);

#[derive(Default)]
struct Kept {
    /// Parts of the table's description, by name.
    table: Map<String, Value>,
    /// Parts of each index's description, by the name of the index.
    indexes: HashMap<String, Map<String, Value>>,
    /// `PointInTimeRecoverySpecification`.
    recovery: Option<Value>,
}

/// The settings of an index except its key and projection.
const OF_INDEX: [&str; 3] = ["ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput"];

/// The parameters of `UpdateTable` that the engine does not know.
const UNKNOWN: [&str; 2] = ["SSESpecification", "WarmThroughput"];

impl KeptSettings {
    fn tables(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the changes of a request that succeeded.
    pub(super) fn keep(&self, operation: &str, body: &[u8]) {
        let Ok(request) = serde_json::from_slice::<Value>(body) else { return };
        let name = request.get("TableName").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut tables = self.tables();
        match operation {
            "DeleteTable" => {
                tables.remove(&name);
            }
            "CreateTable" => {
                let kept = tables.entry(name).or_default();
                *kept = Kept::default();
                kept.table(&request);
                let indexes = request.get("GlobalSecondaryIndexes").and_then(Value::as_array);
                indexes.into_iter().flatten().for_each(|index| kept.index(index));
            }
            "UpdateTable" => {
                let kept = tables.entry(name).or_default();
                kept.table(&request);
                kept.encryption(&request);
                kept.billing(&request);
                let updates = request.get("GlobalSecondaryIndexUpdates").and_then(Value::as_array);
                for (action, index) in updates.into_iter().flatten().filter_map(Value::as_object).flatten() {
                    match action.as_str() {
                        "Delete" => kept.forget_index(index),
                        _ => kept.index(index),
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds the kept settings to the description of a table.
    pub(super) fn described(&self, answer: Vec<u8>) -> Vec<u8> {
        let Ok(mut answer) = serde_json::from_slice::<Value>(&answer) else { return answer };
        let Some(table) = answer.get_mut("Table").and_then(Value::as_object_mut) else {
            return answer.to_string().into();
        };
        let name = table.get("TableName").and_then(Value::as_str).unwrap_or_default();
        if let Some(kept) = self.tables().get(name) {
            table.extend(kept.table.clone());
            let indexes = table.get_mut("GlobalSecondaryIndexes").and_then(Value::as_array_mut);
            for index in indexes.into_iter().flatten().filter_map(Value::as_object_mut) {
                let name = index.get("IndexName").and_then(Value::as_str).unwrap_or_default();
                if let Some(kept) = kept.indexes.get(name) {
                    index.extend(kept.clone());
                }
            }
        }
        answer.to_string().into()
    }

    /// Answers the requests about backups.
    pub(super) fn backups(&self, database: &Database, request: &Value) -> Result<Vec<u8>, DynoxideError> {
        let name = request.get("TableName").and_then(Value::as_str).unwrap_or_default();
        let describe = serde_json::from_value(json!({ "TableName": name }));
        database.describe_table(describe.map_err(|error| DynoxideError::ValidationException(error.to_string()))?)?;
        let mut tables = self.tables();
        let kept = tables.entry(name.to_owned()).or_default();
        if let Some(recovery) = request.get("PointInTimeRecoverySpecification") {
            kept.recovery = Some(recovery.clone());
        }
        let of = |name: &str| kept.recovery.as_ref().and_then(|recovery| recovery.get(name));
        let is_on = of("PointInTimeRecoveryEnabled") == Some(&Value::Bool(true));
        let days = of("RecoveryPeriodInDays").cloned().unwrap_or(json!(35));
        let recovery = match is_on {
            true => json!({ "PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": days }),
            false => json!({ "PointInTimeRecoveryStatus": "DISABLED" }),
        };
        let description = json!({ "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery });
        Ok(json!({ "ContinuousBackupsDescription": description }).to_string().into())
    }
}

/// Removes the parameters that the engine does not know; returns `None` if nothing else is left.
pub(super) fn known_part(body: &[u8]) -> Option<Vec<u8>> {
    let Ok(Value::Object(mut request)) = serde_json::from_slice::<Value>(body) else { return Some(body.to_vec()) };
    let before = request.len();
    request.retain(|name, _| !UNKNOWN.contains(&name.as_str()));
    if let Some(Value::Array(updates)) = request.get_mut("GlobalSecondaryIndexUpdates") {
        // The engine requires units in every update of an index.
        let is_known =
            |update: &Value| update.get("Update").is_none_or(|index| index.get("ProvisionedThroughput").is_some());
        updates.retain(is_known);
        if updates.is_empty() {
            request.remove("GlobalSecondaryIndexUpdates");
        }
    }
    let is_emptied = before > request.len() && request.keys().all(|name| name == "TableName");
    (!is_emptied).then(|| Value::Object(request).to_string().into())
}

impl Kept {
    fn table(&mut self, request: &Value) {
        if let Some(warm) = request.get("WarmThroughput") {
            self.table.insert("WarmThroughput".into(), warm.clone());
        }
    }

    fn encryption(&mut self, request: &Value) {
        let Some(sse) = request.get("SSESpecification") else { return };
        let is_on = sse.get("Enabled") == Some(&Value::Bool(true));
        let key = sse.get("KMSMasterKeyId").cloned().unwrap_or(json!("alias/aws/dynamodb"));
        let description = match is_on {
            true => json!({ "Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": key }),
            false => json!({ "Status": "DISABLED" }),
        };
        self.table.insert("SSEDescription".into(), description);
    }

    /// Removes the units that a new billing mode ends.
    fn billing(&mut self, request: &Value) {
        let gone = match request.get("BillingMode").and_then(Value::as_str) {
            Some("PAY_PER_REQUEST") => "ProvisionedThroughput",
            Some("PROVISIONED") => "OnDemandThroughput",
            _ => return,
        };
        self.indexes.values_mut().for_each(|index| drop(index.remove(gone)));
    }

    fn index(&mut self, index: &Value) {
        let Some(name) = index.get("IndexName").and_then(Value::as_str) else { return };
        let kept = self.indexes.entry(name.to_owned()).or_default();
        for part in OF_INDEX {
            match index.get(part) {
                // -1 is DynamoDB's value for no limit.
                Some(limits) if limits.get("MaxReadRequestUnits") == Some(&json!(-1)) => drop(kept.remove(part)),
                Some(value) => drop(kept.insert(part.to_owned(), value.clone())),
                None => {}
            }
        }
    }

    fn forget_index(&mut self, index: &Value) {
        if let Some(name) = index.get("IndexName").and_then(Value::as_str) {
            self.indexes.remove(name);
        }
    }
}
