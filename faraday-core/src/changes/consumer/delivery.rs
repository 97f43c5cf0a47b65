//! A page whose records are returned one by one: [`Delivery`].

use std::collections::VecDeque;

use super::reader::{ShardPage, ShardReader};
use crate::changes::record::Record;
use crate::error::{Error, ErrorKind, LostChanges};

use crate::error::Details;

/// A page of a shard, with the shard's reader.
pub(super) struct Delivery {
    pub(super) reader: ShardReader,
    pub(super) lost: Option<LostChanges>,
    pub(super) records: VecDeque<Record>,
    pub(super) has_ended: bool,
    pub(super) empty_pages: u32,
    /// Keeps the page's permit until the page is used up.
    _page: ShardPage,
}

impl Delivery {
    pub(super) fn new(reader: ShardReader, mut page: ShardPage) -> Self {
        let records = std::mem::take(&mut page.records).into();
        let (lost, has_ended, empty_pages) = (page.lost.take(), page.has_ended, page.empty_pages);
        Self { reader, lost, records, has_ended, empty_pages, _page: page }
    }
}

/// Returns the error for changes that were removed before they were read.
pub(in crate::changes) fn lost_changes(lost: LostChanges) -> Error {
    let message = format!("{} ({lost})", ErrorKind::TrimmedData.summary());
    Error::new(ErrorKind::TrimmedData, message).with_details(Details::LostChanges(lost))
}
