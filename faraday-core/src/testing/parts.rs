//! Splits a batch or a transaction into its parts: [`parts`].

use serde_json::{Map, Value, json};

/// Returns the writes or keys of one table of a batch.
pub(super) fn batch_parts(table: &Value) -> Vec<Value> {
    table.as_array().or_else(|| table.get("Keys")?.as_array()).cloned().unwrap_or_default()
}

/// Returns how many writes or keys a batch has; 0 for a request that is not a batch.
pub(super) fn batch_size(body: &Value) -> usize {
    tables(body).map(|(_, table)| batch_parts(table).len()).sum()
}

/// Returns the operations in a batch or a transaction, each with its name and its parameters; empty for any other request.
pub(super) fn parts(body: &Value) -> Vec<(String, Value)> {
    let transaction = body.get("TransactItems").and_then(Value::as_array).into_iter().flatten();
    let transaction = transaction.filter_map(Value::as_object).flat_map(Map::iter);
    let mut parts: Vec<_> = transaction.map(|(name, parameters)| (name.clone(), parameters.clone())).collect();
    for (name, table) in tables(body) {
        parts.extend(batch_parts(table).into_iter().map(|part| of_batch(name, table, part)));
    }
    parts
}

fn tables(body: &Value) -> impl Iterator<Item = (&String, &Value)> {
    body.get("RequestItems").and_then(Value::as_object).into_iter().flatten()
}

/// Turns a part of a batch into the name and the parameters of an operation.
fn of_batch(table: &str, of_table: &Value, part: Value) -> (String, Value) {
    let write = |name: &str| part.get(name).and_then(Value::as_object).cloned();
    let (name, mut parameters) = match (write("PutRequest"), write("DeleteRequest")) {
        (Some(put), _) => ("Put", put),
        (None, Some(delete)) => ("Delete", delete),
        (None, None) => {
            let mut get = of_table.as_object().cloned().unwrap_or_default();
            get.remove("Keys");
            get.insert("Key".to_owned(), part);
            ("Get", get)
        }
    };
    parameters.insert("TableName".to_owned(), json!(table));
    (name.to_owned(), parameters.into())
}

/// Returns an expression with its names and values instead of the placeholders.
pub(super) fn resolved(body: &Value, expression: &str) -> Option<String> {
    let text = body.get(expression)?.as_str()?;
    let mut resolved = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['#', ':']) {
        let (before, placeholder) = rest.split_at(start);
        let is_part = |character: char| character.is_alphanumeric() || "#:_".contains(character);
        let end = placeholder.find(|character| !is_part(character)).unwrap_or(placeholder.len());
        let (placeholder, after) = placeholder.split_at(end);
        resolved.push_str(before);
        resolved.push_str(&meaning(body, placeholder));
        rest = after;
    }
    Some(resolved + rest)
}

fn meaning(body: &Value, placeholder: &str) -> String {
    let of = |parameter: &str| body.get(parameter).and_then(|all| all.get(placeholder));
    match (of("ExpressionAttributeNames"), of("ExpressionAttributeValues")) {
        (Some(Value::String(name)), _) => name.clone(),
        (_, Some(value)) => value_text(value),
        _ => placeholder.to_owned(),
    }
}

/// Shows strings in quotes, numbers and truth values as they are, and anything else as DynamoDB JSON.
fn value_text(value: &Value) -> String {
    match (value.get("S"), value.get("N"), value.get("BOOL")) {
        (Some(text), ..) => text.to_string(),
        (_, Some(Value::String(digits)), _) => digits.clone(),
        (.., Some(truth)) => truth.to_string(),
        _ => value.to_string(),
    }
}
