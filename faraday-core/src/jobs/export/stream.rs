//! An export as a stream of lines: [`ExportStream`].

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::line::LineFormat;
use super::source::{ExportSource, Shape};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Metered;
use crate::operation::{Checkpoint, ParallelItems};
use crate::paging::CursorScope;

/// The position of an export, for [`Export::resume`](super::Export::resume). You can serialize and store it; it holds keys of items.
///
/// It is exact: the export reads again nothing that the stream returned before it, and everything else. An export of another table, with
/// another filter or order, or in another form refuses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCheckpoint {
    source: Checkpoint,
    /// A hash of the table's name in DynamoDB and of the filter.
    of: u64,
    format: LineFormat,
    decoded: bool,
    items: u64,
    bytes: u64,
}

impl ExportCheckpoint {
    /// Returns the number of lines, and so of items, that the stream returned before it.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    /// Returns the number of bytes that the stream returned before it. Cut a file that has more to this length before you go on.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// The lines of an export: a [`Stream`] of [`Bytes`], each with the lines of one page. It also has [`try_next`](ExportStream::try_next).
#[must_use = "a stream does nothing until it is polled"]
pub struct ExportStream {
    blocks: ParallelItems<Block>,
    of: u64,
    shape: Shape,
    items: u64,
    bytes: u64,
}

impl ExportStream {
    pub(super) fn new<Q: ExportSource>(
        mut source: Q,
        shape: Shape,
        checkpoint: Option<ExportCheckpoint>,
        metered: bool,
    ) -> Self {
        let (items, bytes) = checkpoint.as_ref().map_or((0, 0), |given| (given.items, given.bytes));
        let table = source.schema().map(|schema| source.destination().resolved_name_of(schema.table()));
        let filter = source.filter_hash().to_le_bytes();
        let of = CursorScope::of(&[table.unwrap_or_default().as_bytes(), &filter]).value();
        let fits =
            |given: &ExportCheckpoint| (given.of, given.format, given.decoded) == (of, shape.format, shape.decoded);
        let is_other = checkpoint.as_ref().is_some_and(|given| !fits(given));
        let checkpoint = checkpoint.map(|checkpoint| checkpoint.source);
        let mut blocks = source.blocks(shape, checkpoint.clone(), metered);
        if is_other {
            let message =
                "the checkpoint is of an export of another table, with another filter or order, or in another form";
            blocks.refuse(Error::new(ErrorKind::InvalidCursor, message), checkpoint);
        }
        Self { blocks, of, shape, items, bytes }
    }

    /// Returns the next lines: one or more whole lines, each with its line end. `None` after the last.
    ///
    /// # Errors
    ///
    /// The errors of the query or scan. Then the stream ends; [`checkpoint`](ExportStream::checkpoint) returns its position.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        std::future::poll_fn(|context| self.poll_lines(context)).await.transpose()
    }

    /// Returns the position after the lines that the stream returned.
    #[must_use]
    pub fn checkpoint(&self) -> ExportCheckpoint {
        let Self { of, shape: Shape { format, decoded }, items, bytes, .. } = *self;
        ExportCheckpoint { source: self.blocks.checkpoint(), of, format, decoded, items, bytes }
    }

    /// Returns what was read so far: requests, items, and, if the export is `metered()`, capacity.
    #[must_use]
    pub fn consumed(&self) -> Metered<()> {
        self.blocks.consumed()
    }

    /// Takes the error of an export that was refused before anything was sent, for instance because of its checkpoint.
    pub(super) fn take_refusal(&mut self) -> Option<Error> {
        self.blocks.take_refusal()
    }

    /// Returns the number of lines, including those before its checkpoint.
    pub(super) fn items(&self) -> u64 {
        self.items
    }

    fn poll_lines(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let next = std::task::ready!(Pin::new(&mut self.blocks).poll_next(context));
        Poll::Ready(next.map(|block| {
            let Block { lines, items } = block?;
            self.items += items;
            self.bytes += lines.len() as u64;
            Ok(lines.into())
        }))
    }
}

impl Stream for ExportStream {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_lines(context)
    }
}

impl fmt::Debug for ExportStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExportStream({} items)", self.items)
    }
}
