//! A job that reads along an index must not move items within what it reads: [`IndexRead`].

use crate::error::{Error, ErrorKind, Result};
use crate::operation::ItemSource;
use crate::schema::{IndexSchema, KeyElement};

/// The index along which a job reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct IndexRead {
    index: &'static IndexSchema,
    /// Whether the job reads one partition. An item whose partition key changes leaves it.
    is_query: bool,
}

impl IndexRead {
    /// Returns the index that a query or a scan reads; `None` for the table.
    pub(super) fn of<I, S: ItemSource<I>>(source: &S) -> Option<Self> {
        Some(Self { index: source.index()?, is_query: source.api_name() == "Query" })
    }

    /// Refuses a change of these attributes if it moves the item within what the job reads: the job may find it again, and without end.
    pub(super) fn refuse_moved(&self, changed: &[&str], removed: &[String]) -> Result<()> {
        let (partition, sort) = (self.index.partition_key(), self.index.sort_key());
        let has_left = partition.iter().chain(sort).any(|key| removed.iter().any(|name| name == key.name()))
            || self.is_query && partition.iter().any(|key| changed.contains(&key.name()));
        let moved = partition.iter().chain(sort).map(KeyElement::name).find(|name| changed.contains(name));
        moved.filter(|_| !has_left).map_or(Ok(()), |name| Err(self.refused(name)))
    }

    /// Refuses an update that computes these attributes from their stored values: it moves an item each time that the job finds it.
    pub(super) fn refuse_computed(&self, computed: &[&str]) -> Result<()> {
        let mut keys = self.index.partition_key().iter().chain(self.index.sort_key()).map(KeyElement::name);
        keys.find(|name| computed.contains(name)).map_or(Ok(()), |name| Err(self.refused(name)))
    }

    fn refused(&self, name: &str) -> Error {
        let message = format!(
            "the change moves items within the index `{}`, along which the job reads, so that the job finds them again: `{name}` is a key \
             of that index; read the table instead, by `Table::query` or `Table::scan`",
            self.index.name()
        );
        Error::new(ErrorKind::InvalidArgument, message)
    }
}
