//! Scans several segments at once, as one stream that can be resumed after a crash.

use std::sync::{Arc, Mutex};

use super::checkpoint::Checkpoint;
use super::parallel_items::ParallelItems;
use super::{MAX_SEGMENTS, Scan};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Explain;
use crate::execute::{Execute, Execution, on_table, operation};
use crate::execute::{Lenient, Rows, Strict, Whole};
use crate::execute::{Metered, WithCapacity};
use crate::paging::{ByItem, Consumption};
use crate::paging::{CursorScope, Mark, PageSource, Paged};
use crate::paging::{PageCutoff, Pager, Reading, Segments, keys};
use crate::schema::{Item, OnTable, OptionOf, TableSchema};
use crate::transport::Api;

/// A scan in several segments at once: see [`Scan::parallel`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct ParallelScan<I, K = OnTable, D = Whole<I>> {
    pub(crate) scan: Scan<I, K, D>,
    segments: u32,
    checkpoint: Option<Checkpoint>,
}

impl<I: Item, K, D: Rows> ParallelScan<I, K, D> {
    pub(super) fn new(scan: Scan<I, K, D>, segments: u32) -> Self {
        Self { scan, segments, checkpoint: None }
    }

    /// Continues at the checkpoint of a scan of the same table and index with the same number of segments: see [`Checkpoint`]. By
    /// default it starts at the beginning. `None` changes nothing.
    pub fn resume(mut self, checkpoint: impl OptionOf<Checkpoint>) -> Self {
        self.checkpoint = checkpoint.into_option().or(self.checkpoint);
        self
    }

    /// Returns each row as a `Result`: see [`Scan::lenient`].
    pub fn lenient(self) -> ParallelScan<I, K, Lenient<D>>
    where
        D: Strict,
    {
        ParallelScan { scan: self.scan.lenient(), segments: self.segments, checkpoint: self.checkpoint }
    }

    /// Replaces the rows.
    pub(crate) fn with_rows<E: Rows>(self, rows: E) -> ParallelScan<I, K, E> {
        ParallelScan { scan: self.scan.with_rows(rows), segments: self.segments, checkpoint: self.checkpoint }
    }

    /// Returns the items of all segments in the order in which they arrive. The stream holds at most one page of each segment, or two if
    /// the scan [reads ahead](Scan::read_ahead).
    pub fn stream(self) -> ParallelItems<D::Row> {
        self.into_stream(false)
    }

    fn into_stream(self, metered: bool) -> ParallelItems<D::Row> {
        self.stream_by(metered, |pager, consumed| ByItem { pager, consumed })
    }

    /// Returns the rows that a source makes from the pages of each segment.
    pub(crate) fn stream_by<S: PageSource<Mark = Mark>>(
        self,
        metered: bool,
        source: impl Fn(Pager<Arc<D>>, Consumption) -> S,
    ) -> ParallelItems<S::Row> {
        let segments = self.segments;
        let keys = keys::<I>(self.scan.settings.index);
        let (mut base, scope, checkpoint, table) = self.base(metered);
        let mut items = ParallelItems::new(scope.value(), base.remaining.take(), base.failed.take());
        if items.failed.is_some() {
            items.refused = Some(checkpoint.unwrap_or_else(|| beginning(scope, segments)));
            return items;
        }
        let mut marks = checkpoint.clone().into_iter().flat_map(|checkpoint| checkpoint.segments);
        for mut pager in pagers(base, scope, segments) {
            if let Some(Err(error)) = marks.next().map(|mark| pager.go_on_at(mark, &keys)) {
                items.failed = Some(error.with_operation("Scan", Some(&table)));
            }
            let consumed = Consumption::new(Mutex::new(Metered::none(())));
            items.push(Paged::new(source(pager, Arc::clone(&consumed))), consumed);
        }
        items.refused = checkpoint.filter(|_| items.failed.is_some());
        items
    }

    /// Returns the pages of each segment, for a job.
    pub(crate) fn job_segments<E: Rows>(self, rows: E, reading: Reading) -> Segments<E> {
        let Self { scan, segments, checkpoint } = self;
        let keys = keys::<I>(scan.settings.index);
        let filter = scan.settings.filter_scope();
        let mut scan = scan.with_rows(rows);
        scan.settings.count = reading.count;
        let refused = if checkpoint.is_some() {
            Some(
                "a job continues at its own checkpoint: remove `resume` from the scan, and give the job a `checkpoint`",
            )
        } else if scan.settings.limit.is_some() {
            Some("a job on a parallel scan has no limit: leave out `limit`, or `parallel`")
        } else {
            None
        };
        let (mut base, scope, ..) = ParallelScan::new(scan, segments).base(reading.metered);
        let failed = refused.map(|message| Error::new(ErrorKind::InvalidArgument, message)).or(base.failed.take());
        let pagers = if failed.is_some() { Vec::new() } else { pagers(base, scope, segments).collect() };
        Segments { pagers, scope: scope.with(&filter.bytes()), keys, failed }
    }

    /// Returns the settings of all segments, the scope of checkpoints, the checkpoint to resume, and the table's name.
    fn base(self, metered: bool) -> (Pager<D>, CursorScope, Option<Checkpoint>, String) {
        let Self { scan, segments, checkpoint } = self;
        let of_one = scan.segment.is_some() || scan.settings.after.is_some();
        let mut base = scan.into_pager(metered);
        let scope = CursorScope::of(&[&base.scope.bytes(), &segments.to_le_bytes()]);
        if let Some((kind, message)) = problem(segments, of_one, checkpoint.as_ref(), scope) {
            base.refuse(Error::new(kind, message));
        }
        let declared = base.schema.table();
        let table = base.destination.resolved_name_of(declared);
        base.failed = base.failed.map(|error| error.with_operation("Scan", Some(&table)));
        (base, scope, checkpoint, table)
    }
}

/// Returns the pages of each segment.
fn pagers<D: Rows>(base: Pager<D>, scope: CursorScope, segments: u32) -> impl Iterator<Item = Pager<Arc<D>>> {
    let rows = Arc::new(base.rows.rows);
    (0..segments).map(move |segment| {
        let mut request = base.request.clone();
        request.number("Segment", segment);
        request.number("TotalSegments", segments);
        Pager {
            api: base.api,
            starts_by: base.starts_by,
            destination: base.destination.clone(),
            schema: base.schema,
            index: base.index,
            request,
            present: base.present.clone(),
            failed: None,
            rows: PageCutoff::new(Arc::clone(&rows)),
            remaining: None,
            page_size: base.page_size,
            read_ahead: base.read_ahead,
            filtered: true,
            of_one_kind: false,
            growth: 1,
            scope: CursorScope::of(&[&scope.bytes(), &segment.to_le_bytes()]),
            last_key: None,
            consumed: Metered::none(()),
            metered: base.metered,
            // With a limit of 0 nothing is read, but the segment is not at its end.
            done: false,
        }
    })
}

/// Returns the checkpoint of a scan that has read nothing.
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
        let message =
            "`segment` and `after` cannot be combined with `parallel`: a parallel scan continues with `resume`";
        return Some((ErrorKind::InvalidArgument, message.into()));
    }
    let checkpoint = checkpoint?;
    if checkpoint.scope == scope.value() && checkpoint.segments.len() == segments as usize {
        return None;
    }
    Some((ErrorKind::InvalidCursor, "the checkpoint belongs to another table, index or number of segments".into()))
}

impl<I: Item, K, D: Rows> WithCapacity<ParallelScan<I, K, D>> {
    /// Returns the items as they arrive; [`ParallelItems::consumed`] returns the consumption so far.
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

    fn destination(&mut self) -> &mut Destination {
        &mut self.scan.settings.destination
    }

    async fn run(mut self, execution: &mut Execution) -> Result<Vec<D::Row>> {
        self.scan.settings.destination = execution.sender.destination();
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
on_table!([I: Item, K: 'static, D: Rows] ParallelScan<I, K, D>);
