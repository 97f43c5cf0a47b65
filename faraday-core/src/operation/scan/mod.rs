mod checkpoint;
mod parallel;
mod parallel_items;

use std::marker::PhantomData;

use crate::paging::Pager;
use crate::paging::{Cursor, CursorOf, CursorScope};
use crate::paging::{Items, Pages};
pub use checkpoint::Checkpoint;
pub use parallel::ParallelScan;
pub use parallel_items::ParallelItems;

use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Explain;
use crate::execute::WithCapacity;
use crate::execute::{Execute, Execution, on_table, operation};
use crate::execute::{Lenient, Named, Rows, Selected, SelectedNames, Strict, Viewing, Whole};
use crate::expression::{Columns, Condition};
use crate::paging::{Count, First, ForEach, Group, One, OnePage, Paging};
use crate::paging::{Settings, key_of, reading, selecting};
use crate::schema::{
    ConsistentReads, Grouped, IndexSchema, Item, OnTable, OptionOf, Projection, ProjectionView, ReadByKey, TableSchema,
    TimeToLive,
};
use crate::table::{Indexed, Table};
use crate::transport::Api;

/// DynamoDB's limit of segments of a scan.
pub(super) const MAX_SEGMENTS: u32 = 1_000_000;

impl<I: Item> Table<I> {
    /// Reads every item of the table, in no particular order.
    ///
    /// A scan reads the whole table. It consumes half a read unit for every 4 KB, including items that a filter drops. Scan a large table
    /// with [`parallel`](Scan::parallel). If the items have a `kind`, a filter leaves out items of other kinds.
    ///
    /// # Errors
    ///
    /// When the table does not exist ([`is_table_not_found`](Error::is_table_not_found)), or an item does not fit the struct
    /// ([`is_decode`](Error::is_decode)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, total: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// let dear = Table::<Order>::scan().filter(Order::TOTAL.gt(1_000)).on(&db).await?;
    /// let all = Table::<Order>::scan().parallel(8).on(&db).stream();
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [Scan](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html).
    pub fn scan() -> Scan<I> {
        Scan::new(None)
    }
}

impl<I: Item, P, S, K, R> Indexed<I, P, S, K, R> {
    /// Reads every item in the index; see [`Table::scan`].
    pub fn scan(self) -> Scan<I, K, Whole<R>>
    where
        K: ReadByKey,
    {
        Scan::new(Some(self.schema()))
    }
}

/// Reads every item of a table or index: see [`Table::scan`].
///
/// `K` is the source: the table, a local or a global index; `D` is the row that it returns.
#[must_use = "an operation does nothing until it is awaited"]
pub struct Scan<I, K = OnTable, D = Whole<I>> {
    pub(crate) settings: Settings<I, D>,
    pub(super) segment: Option<(u32, u32)>,
    of: PhantomData<fn() -> K>,
}

impl<I: Item, K, R> Scan<I, K, Whole<R>> {
    pub(super) fn new(index: Option<&'static IndexSchema>) -> Self {
        Self { settings: Settings::new(index), segment: None, of: PhantomData }
    }
}

impl<I: Item, K, D: Rows> Scan<I, K, D> {
    /// Reads only the segment with this number, counted from 0, of `of` segments, so that several processes can share a scan.
    ///
    /// See [parallel scan](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan).
    pub fn segment(mut self, segment: u32, of: u32) -> Self {
        self.segment = Some((segment, of));
        self
    }

    /// Reads this many segments as one stream, at most 128 of them at once. Each segment has one request under way and holds at most one
    /// page.
    ///
    /// You cannot combine it with [`segment`](Scan::segment) or [`after`](Scan::after): a parallel scan continues with
    /// [`resume`](ParallelScan::resume).
    pub fn parallel(self, segments: u32) -> ParallelScan<I, K, D> {
        ParallelScan::new(self, segments)
    }

    /// Returns the cursor with which this scan continues after `item`: an item, or a row of an index. The item need not exist any more.
    ///
    /// # Errors
    ///
    /// When the item has no form in DynamoDB, or lacks a key attribute of the table or index.
    pub fn cursor<As>(self, item: &impl CursorOf<I, As>) -> Result<Cursor> {
        let index = self.settings.index;
        let pager = self.into_pager(false);
        Ok(Cursor::new(pager.scope, key_of::<I>(item, index)?))
    }

    pub(crate) fn with_rows<E>(self, rows: E) -> Scan<I, K, E> {
        self.map_rows(|_| rows)
    }

    /// See [`Settings::filter_scope`].
    pub(crate) fn filter_scope(&self) -> CursorScope {
        self.settings.filter_scope()
    }

    fn map_rows<E>(self, map: impl FnOnce(D) -> E) -> Scan<I, K, E> {
        Scan { settings: self.settings.map_rows(map), segment: self.segment, of: self.of }
    }

    pub(crate) fn into_pager(self, metered: bool) -> Pager<D> {
        let segment = self.segment;
        let mut pager = self.settings.pager(Api::Scan, None, metered, |request| {
            if let Some((segment, of)) = segment {
                request.number("Segment", segment);
                request.number("TotalSegments", of);
            }
        });
        if let Some((segment, of)) = segment
            && (segment >= of || of > MAX_SEGMENTS)
        {
            let message =
                format!("segment {segment} of {of}: segments are counted from 0, and are at most {MAX_SEGMENTS}");
            pager.refuse(Error::new(ErrorKind::InvalidArgument, message));
        }
        pager
    }
}

reading!(Scan []);
selecting!(Scan []);
