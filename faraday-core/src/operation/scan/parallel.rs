//! Scans several segments at once, as one stream that can be resumed after a crash.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::{Deserialize, Serialize};

use super::{MAX_SEGMENTS, Scan};
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Explain;
use crate::execute::{Execute, Execution, operation};
use crate::execute::{Metered, WithCapacity};
use crate::execute::{Rows, Whole};
use crate::paging::{ByItem, Consumption};
use crate::paging::{CursorScope, Mark, Paged};
use crate::paging::{PageCutoff, Pager, keys};
use crate::schema::{Item, OnTable, TableSchema};
use crate::transport::Api;

/// A scan in several segments at once: see [`Scan::parallel`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct ParallelScan<I, K = OnTable, D = Whole<I>> {
    scan: Scan<I, K, D>,
    segments: u32,
    checkpoint: Option<Checkpoint>,
}

impl<I: Item, K, D: Rows> ParallelScan<I, K, D> {
    pub(super) fn new(scan: Scan<I, K, D>, segments: u32) -> Self {
        Self { scan, segments, checkpoint: None }
    }

    /// Continues at the checkpoint of a scan of the same table, index and number of segments: see [`Checkpoint`].
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.checkpoint = Some(checkpoint);
        self
    }

    /// The items of all segments in the order in which they arrive. The stream holds at most one page of each segment.
    pub fn stream(self) -> ParallelItems<D::Row> {
        self.into_stream(false)
    }

    fn into_stream(self, metered: bool) -> ParallelItems<D::Row> {
        let segments = self.segments;
        let keys = keys::<I>(self.scan.settings.index);
        let (mut base, scope, checkpoint, table) = self.base(metered);
        let mut items = ParallelItems {
            lanes: Vec::new(),
            active: Vec::new(),
            started: 0,
            next: 0,
            remaining: base.remaining.take(),
            failed: base.failed.take(),
            scope: scope.value(),
            refused: None,
            consumed: Vec::new(),
        };
        if items.failed.is_some() {
            items.refused = Some(checkpoint.unwrap_or_else(|| beginning(scope, segments)));
            return items;
        }
        let mut marks = checkpoint.clone().into_iter().flat_map(|checkpoint| checkpoint.segments);
        let rows = Arc::new(base.rows.rows);
        for segment in 0..segments {
            let mut request = base.request.clone();
            request.number("Segment", segment);
            request.number("TotalSegments", segments);
            let mut pager = Pager {
                api: base.api,
                database: base.database.clone(),
                schema: base.schema,
                request,
                failed: None,
                rows: PageCutoff::new(Arc::clone(&rows)),
                remaining: None,
                page_size: base.page_size,
                filtered: true,
                scope: CursorScope::of(&[&scope.bytes(), &segment.to_le_bytes()]),
                last_key: None,
                consumed: Metered::none(()),
                metered: base.metered,
                // With a limit of 0 nothing is read of a segment, but it is not read to its end.
                done: false,
            };
            match marks.next() {
                Some(Mark::Done) => pager.done = true,
                Some(Mark::After(cursor)) => match cursor.verified_key(pager.scope, &keys) {
                    Ok(key) => pager.last_key = Some(key),
                    Err(error) => items.failed = Some(error.with_operation("Scan", Some(&table))),
                },
                Some(Mark::Start) | None => {}
            }
            let consumed = Consumption::new(Mutex::new(Metered::none(())));
            items.consumed.push(Arc::clone(&consumed));
            items.lanes.push(Box::new(Paged::new(ByItem { pager, consumed })));
        }
        items.refused = checkpoint.filter(|_| items.failed.is_some());
        items.started = items.lanes.len().min(MAX_ACTIVE);
        items.active = (0..items.started).collect();
        items
    }

    /// The settings of all segments, the scope of checkpoints, the checkpoint to resume, and the table's name.
    fn base(self, metered: bool) -> (Pager<D>, CursorScope, Option<Checkpoint>, String) {
        let Self { scan, segments, checkpoint } = self;
        let of_one = scan.segment.is_some() || scan.settings.after.is_some();
        let mut base = scan.into_pager(metered);
        let scope = CursorScope::of(&[&base.scope.bytes(), &segments.to_le_bytes()]);
        if let Some((kind, message)) = problem(segments, of_one, checkpoint.as_ref(), scope) {
            base.refuse(Error::new(kind, message));
        }
        let database = Database::find(base.database.clone()).ok();
        let name = |database: Database| database.table_name(base.schema.table());
        let table = database.map_or_else(|| base.schema.table().to_owned(), name);
        base.failed = base.failed.map(|error| error.with_operation("Scan", Some(&table)));
        (base, scope, checkpoint, table)
    }
}

/// The checkpoint of a scan that has read nothing.
fn beginning(scope: CursorScope, segments: u32) -> Checkpoint {
    let segments = if segments > MAX_SEGMENTS { 0 } else { segments };
    Checkpoint { scope: scope.value(), segments: vec![Mark::Start; segments as usize] }
}

fn problem(
    segments: u32,
    of_one: bool,
    checkpoint: Option<&Checkpoint>,
    scope: CursorScope,
) -> Option<(ErrorKind, String)> {
    if segments == 0 || segments > MAX_SEGMENTS {
        let message = format!("a parallel scan has from 1 to {MAX_SEGMENTS} segments, not {segments}");
        return Some((ErrorKind::InvalidArgument, message));
    }
    if of_one {
        let message = "`segment` and `after` are of a scan that is not parallel: a parallel one goes on by `resume`";
        return Some((ErrorKind::InvalidArgument, message.into()));
    }
    let checkpoint = checkpoint?;
    if checkpoint.scope == scope.value() && checkpoint.segments.len() == segments as usize {
        return None;
    }
    Some((ErrorKind::InvalidCursor, "the checkpoint is of another table, index or number of segments".into()))
}

impl<I: Item, K, D: Rows> WithCapacity<ParallelScan<I, K, D>> {
    /// The items as they arrive; [`ParallelItems::consumed`] returns the consumption so far.
    pub fn stream(self) -> ParallelItems<D::Row> {
        self.0.into_stream(true)
    }
}

impl<I: Item, K: 'static, D: Rows> Execute for ParallelScan<I, K, D> {
    type Output = Vec<D::Row>;

    fn name(&self) -> &'static str {
        Api::Scan.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.scan.settings.database
    }

    async fn run(mut self, execution: &mut Execution) -> Result<Vec<D::Row>> {
        self.scan.settings.database = Some(execution.database.clone());
        let mut items = self.into_stream(execution.target.metered);
        let mut all = Vec::new();
        while let Some(item) = items.try_next().await? {
            all.push(item);
        }
        execution.consumed.add(&items.consumed());
        Ok(all)
    }

    fn explanation(self) -> Explain {
        let segments = self.segments;
        let (mut base, ..) = self.base(false);
        base.request.number("Segment", 0);
        base.request.number("TotalSegments", segments);
        base.explain()
    }
}

operation!([I: Item, K: 'static, D: Rows] ParallelScan<I, K, D>);

/// The position of a parallel scan. It can be serialized, stored, and given to [`ParallelScan::resume`] after a crash.
///
/// No item is lost: a resumed scan returns every item that the stream had not returned. It returns some items twice: those of
/// the current page of each segment.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// # use faraday::{Database, Item, Table, operation::Checkpoint};
/// # #[derive(Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let mut orders = Table::<Order>::scan().parallel(4).on(&db).stream();
/// while let Some(order) = orders.try_next().await? {
///     // … and every now and then:
///     let saved: String = serde_json::to_string(&orders.checkpoint())?;
/// }
/// # let saved = serde_json::to_string(&orders.checkpoint())?;
/// let checkpoint: Checkpoint = serde_json::from_str(&saved)?;
/// let rest = Table::<Order>::scan().parallel(4).resume(checkpoint).on(&db).stream();
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    // Under the name that saved checkpoints have.
    #[serde(rename = "seal")]
    scope: u64,
    segments: Vec<Mark>,
}

/// How many segments are read at once. A scan may have a million, and a request of each at once would be too many.
const MAX_ACTIVE: usize = 128;

/// One segment.
trait SegmentStream<R>: Send {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>>;
    fn mark(&self) -> Mark;
}

impl<D: Rows> SegmentStream<D::Row> for Paged<ByItem<D>> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<D::Row>>> {
        self.poll_row(context)
    }

    fn mark(&self) -> Mark {
        Paged::mark(self)
    }
}

/// The items of a parallel scan: a [`Stream`], and [`try_next`](ParallelItems::try_next).
#[must_use = "a stream does nothing until it is polled"]
pub struct ParallelItems<R> {
    lanes: Vec<Box<dyn SegmentStream<R>>>,
    /// The lanes that are being read, at most [`MAX_ACTIVE`].
    active: Vec<usize>,
    /// How many lanes were started; the others wait until one ends.
    started: usize,
    /// The place in `active` to poll first; it changes, so that no lane is preferred.
    next: usize,
    remaining: Option<u64>,
    failed: Option<Error>,
    scope: u64,
    /// The checkpoint of a scan that was refused.
    refused: Option<Checkpoint>,
    consumed: Vec<Consumption>,
}

impl<R> ParallelItems<R> {
    /// The next item, `None` after the last.
    ///
    /// # Errors
    ///
    /// As the scan it was made of; the stream ends then, and [`checkpoint`](ParallelItems::checkpoint) still says where
    /// it was.
    pub async fn try_next(&mut self) -> Result<Option<R>> {
        std::future::poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// The current position. A scan that was refused returns the checkpoint that it was given.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        if let Some(given) = &self.refused {
            return given.clone();
        }
        Checkpoint { scope: self.scope, segments: self.lanes.iter().map(|lane| lane.mark()).collect() }
    }

    /// What was read so far: requests, items, and, of a `metered()` scan, capacity.
    #[must_use]
    pub fn consumed(&self) -> Metered<()> {
        let mut all = Metered::none(());
        for consumed in &self.consumed {
            all.add(&consumed.lock().unwrap_or_else(PoisonError::into_inner));
        }
        all
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        if let Some(error) = self.failed.take() {
            self.remaining = Some(0);
            return Poll::Ready(Some(Err(error)));
        }
        if self.remaining == Some(0) {
            return Poll::Ready(None);
        }
        let mut pending = 0;
        while pending < self.active.len() {
            let place = (self.next + pending) % self.active.len();
            let lane = self.active.get(place).and_then(|lane| self.lanes.get_mut(*lane));
            match lane.map_or(Poll::Ready(None), |lane| lane.poll_item(context)) {
                Poll::Pending => pending += 1,
                Poll::Ready(None) => {
                    self.end_lane(place);
                    // From the beginning, so that every lane is polled that is not ended.
                    pending = 0;
                }
                Poll::Ready(Some(item)) => {
                    self.next = place + 1;
                    match (&item, &mut self.remaining) {
                        (Err(_), remaining) => *remaining = Some(0),
                        (Ok(_), Some(remaining)) => *remaining -= 1,
                        (Ok(_), None) => {}
                    }
                    return Poll::Ready(Some(item));
                }
            }
        }
        if self.active.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    }

    /// Starts the next lane in the place of one that ended.
    fn end_lane(&mut self, place: usize) {
        if self.started < self.lanes.len() {
            if let Some(lane) = self.active.get_mut(place) {
                *lane = self.started;
            }
            self.started += 1;
        } else {
            self.active.swap_remove(place);
        }
    }
}

impl<R> Stream for ParallelItems<R> {
    type Item = Result<R>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<R> fmt::Debug for ParallelItems<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParallelItems({} segments)", self.lanes.len())
    }
}
