//! One write of a batch that is not acknowledged yet: [`PendingWrite`].

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
    pub(crate) schema: &'static TableSchema,
    /// The type of the item, because several types may share a table.
    pub(crate) item: TypeId,
    pub(crate) identity: Identity,
    pub(crate) body: WriteBody,
    /// Set if the item has managed attributes.
    pub(crate) managed: Option<Box<PendingManaged>>,
}

/// Adds the managed attributes, with this time, to an item as DynamoDB JSON.
type AddManaged = fn(Vec<u8>, Stamp, SystemTime) -> Result<Vec<u8>, EncodeError>;

/// The managed attributes of an item to put.
#[derive(Clone)]
pub(crate) struct PendingManaged {
    /// Adds the managed attributes when the write is sent.
    pub(crate) add: AddManaged,
    pub(crate) stamp: Stamp,
    /// The length of the item without the managed attributes.
    pub(crate) length: usize,
    /// The managed attributes with the values that the given item has.
    pub(crate) given: Bytes,
    pub(crate) added: bool,
}

/// The item to put or the key to delete, as DynamoDB JSON.
#[derive(Clone)]
pub(crate) enum WriteBody {
    /// An item, and the plaintext of the attributes that are encrypted when it is sent.
    Put(Bytes, Box<[(&'static str, Plaintext)]>),
    Delete(Bytes),
}

type Given<'p> = (Vec<u8>, &'p [(&'static str, Plaintext)]);

impl PendingWrite {
    /// Returns the length of the JSON.
    pub(crate) fn length(&self) -> usize {
        let (WriteBody::Put(json, _) | WriteBody::Delete(json)) = &self.body;
        json.len()
    }

    /// Returns about how many bytes the write takes in a request, including encrypted attributes.
    pub(crate) fn size(&self) -> usize {
        match &self.body {
            WriteBody::Put(json, encrypted) => {
                json.len() + encrypted.iter().map(|(_, open)| open.bytes().len().div_ceil(3) * 4 + 512).sum::<usize>()
            }
            WriteBody::Delete(json) => json.len(),
        }
    }

    /// Adds the managed attributes for a write at this time, unless they are added already.
    pub(crate) fn stamped(mut self, now: SystemTime) -> Result<Self, EncodeError> {
        if let (Some(managed), WriteBody::Put(json, _)) = (&mut self.managed, &mut self.body)
            && !managed.added
        {
            *json = (managed.add)(json.to_vec(), managed.stamp, now)?.into();
            managed.added = true;
        }
        Ok(self)
    }

    /// Returns the item as it was given: its JSON, and the plaintext of its encrypted attributes.
    pub(crate) fn given(&self) -> Option<Given<'_>> {
        let WriteBody::Put(json, encrypted) = &self.body else { return None };
        let Some(managed) = &self.managed else { return Some((json.to_vec(), encrypted)) };
        let mut item = json.get(..managed.length - 1)?.to_vec();
        item.push(b'}');
        Some((joined(item, &managed.given), encrypted))
    }
}
