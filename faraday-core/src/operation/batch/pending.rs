//! Encodes the writes of a batch.

use std::any::TypeId;
use std::time::SystemTime;

use bytes::Bytes;

use crate::error::Result;
use crate::schema::{Encoded, Identity, Item, KeyOf, PendingManaged, PendingWrite, Stamp, WriteBody};
use crate::value::EncodeError;

/// Encodes the put of an item.
pub(crate) fn pending_put<I: Item>(item: &I, position: usize) -> Result<PendingWrite> {
    let Encoded { json, encrypted } = Encoded::of(item)?;
    let identity = Identity::of_item(item)?;
    let mut write = pending::<I>(position, identity, WriteBody::Put(compact(json), encrypted.into()));
    if !I::MANAGED.is_none() {
        let (length, given) = (write.length(), Encoded::managed(item)?.into());
        let managed = PendingManaged { add: add_managed::<I>, stamp: item.stamp(), length, given, added: false };
        write.managed = Some(Box::new(managed));
    }
    Ok(write)
}

/// Makes the put of an item that is already DynamoDB JSON, and is sent as it is.
pub(crate) fn pending_json<I: Item>(json: Vec<u8>, position: usize) -> Result<PendingWrite> {
    let identity = Identity::of(&I::SCHEMA, &json)?;
    Ok(pending::<I>(position, identity, WriteBody::Put(compact(json), Box::default())))
}

/// Adds the managed attributes to an item.
fn add_managed<I: Item>(json: Vec<u8>, stamp: Stamp, now: SystemTime) -> Result<Vec<u8>, EncodeError> {
    Encoded { json, encrypted: Vec::new() }.stamped::<I>(stamp, now)
}

/// Encodes the deletion of the item with this key.
pub(super) fn pending_delete<I: Item>(key: impl KeyOf<I::Key>, position: usize) -> Result<PendingWrite> {
    pending_delete_of_key::<I>(key.encode_key(&I::SCHEMA)?, position)
}

/// Makes the deletion for a key that is already DynamoDB JSON.
pub(super) fn pending_delete_of_key<I: Item>(json: Vec<u8>, position: usize) -> Result<PendingWrite> {
    let identity = Identity::of(&I::SCHEMA, &json)?;
    Ok(pending::<I>(position, identity, WriteBody::Delete(compact(json))))
}

fn pending<I: Item>(position: usize, identity: Identity, body: WriteBody) -> PendingWrite {
    let schema = const { &I::SCHEMA };
    PendingWrite { position, schema, item: TypeId::of::<I>(), identity, body, managed: None }
}

/// Removes spare capacity, because a long queue may hold many writes.
fn compact(mut json: Vec<u8>) -> Bytes {
    json.shrink_to_fit();
    json.into()
}
