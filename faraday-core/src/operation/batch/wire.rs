//! The body of a BatchWriteItem request, and its answer.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::write_string;
use crate::database::Database;
use crate::database::{Capacity, Consumed};
use crate::error::Result;
use crate::execute::parse;
use crate::schema::{AttributeEncryption, Encoded, Identity, PendingWrite, TableSchema, WriteBody};
use crate::transport::Reply;
use crate::value::DecodeError;

/// The writes that DynamoDB left unprocessed, the consumed capacity, and the request's id.
pub(super) type WriteOutcome = (HashSet<Identity>, Option<Capacity>, Option<String>);

/// Returns the body of a request.
pub(super) fn body(
    chunk: &[PendingWrite],
    name: impl Fn(&str) -> String,
    encryption: &AttributeEncryption,
    metered: bool,
) -> Result<Vec<u8>> {
    let mut body = Vec::with_capacity(chunk.iter().map(|write| write.size() + 32).sum::<usize>() + 128);
    body.extend_from_slice(br#"{"RequestItems":"#);
    write_items(&mut body, chunk, name, encryption)?;
    if metered {
        body.extend_from_slice(br#","ReturnConsumedCapacity":"INDEXES""#);
    }
    body.push(b'}');
    Ok(body)
}

/// Writes the value of `RequestItems`: the writes of each table together.
fn write_items(
    out: &mut Vec<u8>,
    chunk: &[PendingWrite],
    name: impl Fn(&str) -> String,
    encryption: &AttributeEncryption,
) -> Result<()> {
    // Grouped by the name that is sent: a rule for names may give two declared tables the same name.
    let mut tables: Vec<(&'static str, String, Vec<&PendingWrite>)> = Vec::new();
    for write in chunk {
        let declared = write.schema.table();
        if let Some((.., writes)) = tables.iter_mut().find(|(known, ..)| *known == declared) {
            writes.push(write);
            continue;
        }
        let name = name(declared);
        match tables.iter_mut().find(|(_, known, _)| *known == name) {
            Some((.., writes)) => writes.push(write),
            None => tables.push((declared, name, vec![write])),
        }
    }
    out.push(b'{');
    for (position, (_, table, writes)) in tables.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write_string(out, table);
        for (position, write) in writes.iter().enumerate() {
            out.extend_from_slice(if position == 0 { b":[" } else { b"," });
            match &write.body {
                WriteBody::Put(json, encrypted) => {
                    out.extend_from_slice(br#"{"PutRequest":{"Item":"#);
                    if encrypted.is_empty() {
                        out.extend_from_slice(json);
                    } else {
                        let item = Encoded { json: json.to_vec(), encrypted: encrypted.to_vec() };
                        out.extend_from_slice(&item.with_encrypted(write.schema, encryption)?.json);
                    }
                }
                WriteBody::Delete(json) => {
                    out.extend_from_slice(br#"{"DeleteRequest":{"Key":"#);
                    out.extend_from_slice(json);
                }
            }
            out.extend_from_slice(b"}}");
        }
        out.push(b']');
    }
    out.push(b'}');
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BatchWriteItemAnswer<'a> {
    #[serde(borrow, default)]
    unprocessed_items: Option<HashMap<String, Vec<Unprocessed<'a>>>>,
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Unprocessed<'a> {
    #[serde(borrow, default)]
    put_request: Option<Put<'a>>,
    #[serde(borrow, default)]
    delete_request: Option<Delete<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Put<'a> {
    #[serde(borrow)]
    item: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Delete<'a> {
    #[serde(borrow)]
    key: &'a RawValue,
}

pub(super) fn read(reply: &Reply, chunk: &[PendingWrite], database: &Database) -> Result<WriteOutcome, DecodeError> {
    let answer: BatchWriteItemAnswer<'_> = parse(reply.bytes())?;
    let mut unprocessed = HashSet::new();
    for (table, writes) in answer.unprocessed_items.unwrap_or_default() {
        let mut schemas: Vec<_> = chunk.iter().map(|write| write.schema).collect();
        schemas.dedup_by_key(|schema| schema.table());
        schemas.retain(|schema| database.name_of(schema.table()) == table);
        let Some(schema) = schemas.first() else {
            return Err(DecodeError::new("expected tables of the batch, found another"));
        };
        for write in writes {
            let put = write.put_request.map(|put| put.item);
            let json = put.or(write.delete_request.map(|delete| delete.key));
            let json = json.ok_or_else(|| DecodeError::new("expected an unprocessed write, found none"))?;
            let json = json.get().as_bytes();
            let of = |schema: &&&TableSchema| {
                Identity::of(schema, json).is_ok_and(|identity| chunk.iter().any(|write| write.identity == identity))
            };
            let schema = schemas.iter().find(of).unwrap_or(schema);
            unprocessed.insert(Identity::of(schema, json)?);
        }
    }
    let known = chunk.iter().filter(|write| unprocessed.contains(&write.identity)).count();
    if known < unprocessed.len() {
        // An unprocessed write is not among those that were sent, so none counts as done.
        return Err(DecodeError::new("expected writes of the batch, found another"));
    }
    Ok((unprocessed, Capacity::sum(answer.consumed_capacity), reply.request_id.clone()))
}
