//! Encodes the writes of a batch.

use std::any::TypeId;
use std::time::SystemTime;

use bytes::Bytes;

use crate::error::Result;
use crate::schema::{Encoded, Identity, Item, KeyOf, PendingManaged, PendingWrite, Stamp, WriteBody};
use crate::value::EncodeError;

/// The write of an item.
pub(super) fn pending_put<I: Item>(item: &I, position: usize) -> Result<PendingWrite> {
    let Encoded { json, encrypted } = Encoded::of(item)?;
    let write = pending::<I>(position, &json, |json| WriteBody::Put(json, encrypted))?;
    if I::MANAGED.is_none() {
        return Ok(write);
    }
    let given = Encoded::managed(item)?.into();
    let managed =
        PendingManaged { add: add_managed::<I>, stamp: item.stamp(), length: json.len(), given, added: false };
    Ok(PendingWrite { managed: Some(managed), ..write })
}

/// Adds the managed attributes to an item.
fn add_managed<I: Item>(json: Vec<u8>, stamp: Stamp, now: SystemTime) -> Result<Vec<u8>, EncodeError> {
    Encoded { json, encrypted: Vec::new() }.stamped::<I>(stamp, now)
}

/// The deletion of the item of this key.
pub(super) fn pending_delete<I: Item>(key: impl KeyOf<I::Key>, position: usize) -> Result<PendingWrite> {
    let json = key.encode_key(&I::SCHEMA)?;
    pending::<I>(position, &json, WriteBody::Delete)
}

fn pending<I: Item>(position: usize, json: &[u8], body: impl FnOnce(Bytes) -> WriteBody) -> Result<PendingWrite> {
    let identity = Identity::of(&I::SCHEMA, json)?;
    // A copy without spare capacity, because a long queue may hold many.
    let body = body(Bytes::copy_from_slice(json));
    Ok(PendingWrite { position, schema: I::SCHEMA, item: TypeId::of::<I>(), identity, body, managed: None })
}
