//! One list of keys, and the items that were found: [`List`].

use super::wire::{EncodedKeys, Frame};
use crate::database::{Database, Destination};
use crate::encryption::DatabaseKeys;
use crate::error::{Error, Result, UnreadableItem};
use crate::execute::{Expiry, RowDecoder, Rows};
use crate::schema::TableSchema;

/// The settings of a list that are checked before it is read with other lists.
pub struct ListSettings<'l> {
    pub(super) destination: &'l Destination,
    pub(super) has_concurrency: bool,
    pub(super) has_no_keys: bool,
}

/// The part of a list that defines its requests.
pub struct ListRequest {
    pub(super) schema: TableSchema,
    pub(super) destination: Destination,
    pub(super) keys: Result<EncodedKeys>,
    pub(super) parameters: Result<Vec<u8>>,
    pub(super) consistent: bool,
    pub(super) encrypted: bool,
}

impl ListRequest {
    /// Takes the keys, and the part of the request for the list's table.
    pub(super) fn take(&mut self, table: String) -> Result<(Frame, EncodedKeys)> {
        let parameters = std::mem::replace(&mut self.parameters, Ok(Vec::new()))?;
        let keys = std::mem::replace(&mut self.keys, Ok(Vec::new()))?;
        Ok((Frame { table, schema: self.schema, parameters }, keys))
    }
}

/// A list of keys, and the rows of type `R` that were found, in the order of the keys.
pub struct List<R> {
    request: ListRequest,
    rows: Box<dyn ReadRow<R>>,
    expiry: Option<Expiry>,
    pub(super) items: Vec<Option<R>>,
}

/// Reads the rows of a list with any reader whose rows are of type `R`.
trait ReadRow<R>: Send + Sync {
    fn read(&self, schema: TableSchema, keys: &DatabaseKeys, item: &[u8]) -> Result<R, UnreadableItem>;
}

impl<D: Rows> ReadRow<D::Row> for D {
    fn read(&self, schema: TableSchema, keys: &DatabaseKeys, item: &[u8]) -> Result<D::Row, UnreadableItem> {
        RowDecoder::with_keys(self, schema, keys.clone()).read_item(item)
    }
}

impl<R> List<R> {
    pub(super) fn new(request: ListRequest, rows: impl Rows<Row = R>, expiry: Option<Expiry>) -> Self {
        Self { request, rows: Box::new(rows), expiry, items: Vec::new() }
    }
}

/// A list of keys with any type of rows.
pub trait KeyedList: Send {
    fn request(&mut self) -> &mut ListRequest;

    /// Makes room for the items of this many keys.
    fn begin(&mut self, keys: usize);

    /// Puts an item at a position.
    fn place(&mut self, position: usize, item: &[u8], database: &Database) -> Result<()>;
}

impl<R: Send> KeyedList for List<R> {
    fn request(&mut self) -> &mut ListRequest {
        &mut self.request
    }

    fn begin(&mut self, keys: usize) {
        self.items.resize_with(keys, || None);
    }

    fn place(&mut self, position: usize, item: &[u8], database: &Database) -> Result<()> {
        if let Some(expiry) = self.expiry
            && expiry.has_passed(item, database.now())?
        {
            return Ok(());
        }
        let row = self.rows.read(self.request.schema, database.keys(), item).map_err(Error::from)?;
        if let Some(slot) = self.items.get_mut(position) {
            *slot = Some(row);
        }
        Ok(())
    }
}
