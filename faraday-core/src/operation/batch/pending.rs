//! One write of a batch, from when it is given until it is acknowledged: [`Pending`].

use std::any::TypeId;
use std::time::SystemTime;

use bytes::Bytes;

use crate::encryption::Open;
use crate::error::Result;
use crate::execute::Identity;
use crate::schema::{Encoded, Item, KeyOf, Stamp, TableSchema, joined};

/// One write that is not acknowledged yet.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(super) position: usize,
    pub(super) schema: TableSchema,
    /// The type of the item: several may share a table.
    pub(super) item: TypeId,
    pub(super) identity: Identity,
    pub(super) write: Write,
    /// Of an item of which the library writes attributes by itself.
    pub(super) managed: Option<Managed>,
}

/// What the library writes by itself into an item that is put.
#[derive(Clone)]
pub(super) struct Managed {
    /// Adds it, when the time has come.
    pub(super) add: fn(Vec<u8>, Stamp, SystemTime) -> Result<Vec<u8>>,
    pub(super) stamp: Stamp,
    /// The length of the item without it.
    pub(super) length: usize,
    /// The same attributes as they are in the item that was given.
    pub(super) given: Bytes,
    pub(super) added: bool,
}

/// What is to be done, as DynamoDB JSON.
#[derive(Clone)]
pub(super) enum Write {
    /// With the frozen bytes of what is encrypted when it is sent.
    Put(Bytes, Vec<(&'static str, Open)>),
    Delete(Bytes),
}

type Given<'p> = (Vec<u8>, &'p [(&'static str, Open)]);

impl Pending {
    pub(super) fn size(&self) -> usize {
        match &self.write {
            Write::Put(json, encrypted) => {
                json.len() + encrypted.iter().map(|(_, open)| open.bytes().len().div_ceil(3) * 4 + 512).sum::<usize>()
            }
            Write::Delete(json) => json.len(),
        }
    }

    /// The write as it is sent at this time.
    pub(super) fn stamped(mut self, now: SystemTime) -> Result<Self> {
        if let (Some(managed), Write::Put(json, _)) = (&mut self.managed, &mut self.write)
            && !managed.added
        {
            *json = (managed.add)(json.to_vec(), managed.stamp, now)?.into();
            managed.added = true;
        }
        Ok(self)
    }

    /// The item that was to be put, as it was given: as JSON, and what is encrypted only when it is sent.
    pub(super) fn given(&self) -> Option<Given<'_>> {
        let Write::Put(json, encrypted) = &self.write else { return None };
        let Some(managed) = &self.managed else { return Some((json.to_vec(), encrypted)) };
        let mut item = json.get(..managed.length - 1)?.to_vec();
        item.push(b'}');
        Some((joined(item, &managed.given), encrypted))
    }
}

/// The write of an item.
pub(super) fn pending_put<I: Item>(item: &I, position: usize) -> Result<Pending> {
    let Encoded { json, encrypted } = Encoded::of(item)?;
    let write = pending::<I>(position, &json, |json| Write::Put(json, encrypted))?;
    if I::MANAGED.is_none() {
        return Ok(write);
    }
    let given = Encoded::managed(item)?.into();
    let managed = Managed { add: add_managed::<I>, stamp: item.stamp(), length: json.len(), given, added: false };
    Ok(Pending { managed: Some(managed), ..write })
}

/// Adds to an item what the library writes by itself.
fn add_managed<I: Item>(json: Vec<u8>, stamp: Stamp, now: SystemTime) -> Result<Vec<u8>> {
    Encoded { json, encrypted: Vec::new() }.stamped::<I>(stamp, now)
}

/// The deletion of the item of this key.
pub(super) fn pending_delete<I: Item>(key: impl KeyOf<I::Key>, position: usize) -> Result<Pending> {
    let json = key.encode_key(&I::SCHEMA)?;
    pending::<I>(position, &json, Write::Delete)
}

fn pending<I: Item>(position: usize, json: &[u8], write: impl FnOnce(Bytes) -> Write) -> Result<Pending> {
    let identity = Identity::of(&I::SCHEMA, json)?;
    // A copy, so that a long queue holds no more than it needs.
    let write = write(Bytes::copy_from_slice(json));
    Ok(Pending { position, schema: I::SCHEMA, item: TypeId::of::<I>(), identity, write, managed: None })
}
