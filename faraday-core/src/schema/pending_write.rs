//! One write of a batch, from when it is given until it is acknowledged: [`PendingWrite`].

use std::any::TypeId;
use std::time::SystemTime;

use bytes::Bytes;

use super::encoded_item::joined;
use super::key::Identity;
use super::managed::Stamp;
use super::table::TableSchema;
use crate::encryption::Plaintext;
use crate::value::EncodeError;

/// One write that is not acknowledged yet.
#[derive(Clone)]
pub(crate) struct PendingWrite {
    pub(crate) position: usize,
    pub(crate) schema: TableSchema,
    /// The type of the item: several may share a table.
    pub(crate) item: TypeId,
    pub(crate) identity: Identity,
    pub(crate) body: WriteBody,
    /// Of an item of which the library writes attributes by itself.
    pub(crate) managed: Option<PendingManaged>,
}

/// Adds to an item, as DynamoDB JSON, what the library writes by itself at this time.
type AddManaged = fn(Vec<u8>, Stamp, SystemTime) -> Result<Vec<u8>, EncodeError>;

/// What the library writes by itself into an item that is put.
#[derive(Clone)]
pub(crate) struct PendingManaged {
    /// Adds it, when the time has come.
    pub(crate) add: AddManaged,
    pub(crate) stamp: Stamp,
    /// The length of the item without it.
    pub(crate) length: usize,
    /// The same attributes as they are in the item that was given.
    pub(crate) given: Bytes,
    pub(crate) added: bool,
}

/// What is to be done, as DynamoDB JSON.
#[derive(Clone)]
pub(crate) enum WriteBody {
    /// With the frozen bytes of what is encrypted when it is sent.
    Put(Bytes, Vec<(&'static str, Plaintext)>),
    Delete(Bytes),
}

type Given<'p> = (Vec<u8>, &'p [(&'static str, Plaintext)]);

impl PendingWrite {
    pub(crate) fn size(&self) -> usize {
        match &self.body {
            WriteBody::Put(json, encrypted) => {
                json.len() + encrypted.iter().map(|(_, open)| open.bytes().len().div_ceil(3) * 4 + 512).sum::<usize>()
            }
            WriteBody::Delete(json) => json.len(),
        }
    }

    /// The write as it is sent at this time.
    pub(crate) fn stamped(mut self, now: SystemTime) -> Result<Self, EncodeError> {
        if let (Some(managed), WriteBody::Put(json, _)) = (&mut self.managed, &mut self.body)
            && !managed.added
        {
            *json = (managed.add)(json.to_vec(), managed.stamp, now)?.into();
            managed.added = true;
        }
        Ok(self)
    }

    /// The item that was to be put, as it was given: as JSON, and what is encrypted only when it is sent.
    pub(crate) fn given(&self) -> Option<Given<'_>> {
        let WriteBody::Put(json, encrypted) = &self.body else { return None };
        let Some(managed) = &self.managed else { return Some((json.to_vec(), encrypted)) };
        let mut item = json.get(..managed.length - 1)?.to_vec();
        item.push(b'}');
        Some((joined(item, &managed.given), encrypted))
    }
}
