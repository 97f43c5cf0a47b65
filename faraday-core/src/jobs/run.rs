//! Runs a job: reads the pages of its segments, works on their items, and saves its position: [`run_job`].

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::checkpoint_store::SharedStore;
use super::context::{Context, more_serious};
use super::item_error::failed_before;
use super::position::{Counts, Position};
use super::settings::JobSettings;
use crate::database::{Destination, RetrySettings};
use crate::error::{Details, Error, JobFailure, JobProgress, Outcome, Result};
use crate::execute::{Execution, Explain, Metered, Rows};
use crate::operation::ItemSource;
use crate::paging::{Mark, Page, Pager, Reading, Segments};
use crate::schema::TableSchema;

/// The shortest time between two saves of the position.
const SAVED_EVERY: Duration = Duration::from_secs(1);

/// The work of a job on the items of a page.
pub(super) trait Work: Send + Sync + 'static {
    type Rows: Rows;

    /// Whether items are only counted.
    const COUNTS: bool = false;

    fn rows(&self) -> Self::Rows;

    fn page(
        &self,
        rows: Vec<<Self::Rows as Rows>::Row>,
        context: &Arc<Context>,
    ) -> impl Future<Output = Result<Counts>> + Send;
}

/// The parts of a job: its source of items, and its work.
pub(super) type Parts<S, W> = (S, W, JobSettings);

/// Shows the first request that a job sends.
pub(super) fn explain_job<I, S: ItemSource<I>, W: Work>(
    parts: Result<Parts<S, W>>,
    destination: Destination,
    schema: TableSchema,
) -> Explain {
    let segments = parts.map(|(source, work, _)| {
        let name = source.api_name();
        (name, source.into_segments(work.rows(), Reading { count: W::COUNTS, metered: false }))
    });
    let (name, error) = match segments {
        Ok((name, Segments { pagers, failed: None, .. })) => match pagers.into_iter().next() {
            Some(pager) => return Pager { destination, ..pager }.explain(),
            None => (name, None),
        },
        Ok((name, Segments { failed, .. })) => (name, failed),
        Err(error) => ("Scan", Some(error)),
    };
    let error = error.unwrap_or_else(|| Error::new(crate::error::ErrorKind::InvalidArgument, "there is no segment"));
    let cost = crate::execute::Cost::read(false, "for each 4 KB that is read");
    Explain::new(name, &destination.name_of(schema.table()), Err(error), cost)
}

/// Runs a job to its end.
pub(super) async fn run_job<I, S: ItemSource<I>, W: Work>(
    name: &'static str,
    source: S,
    work: W,
    mut settings: JobSettings,
    execution: &mut Execution,
) -> Result<JobProgress> {
    let reading = Reading { count: W::COUNTS, metered: execution.target.metered };
    let segments = source.into_segments(work.rows(), reading);
    if let Some(error) = segments.failed {
        return Err(error);
    }
    let store = settings.store.take().filter(|_| !settings.dry_run);
    // The name in DynamoDB: one struct may have several tables, by a prefix or by `on_table`.
    let scope = segments.scope.with(execution.target.table.as_bytes());
    let mut position = Position::beginning(name, scope, segments.pagers.len());
    if let Some(store) = &store
        && let Some(text) = store.load().await?
    {
        position = position.resumed(&text)?;
    }
    let begun = position.counts;
    let mut lanes = Vec::new();
    for (segment, (mut pager, mark)) in segments.pagers.into_iter().zip(&position.segments).enumerate() {
        match mark.clone() {
            Mark::Done => continue,
            Mark::After(cursor) => pager.last_key = Some(cursor.verified_key(pager.scope, &segments.keys)?),
            Mark::Start => {}
        }
        lanes.push(Lane { segment, pager });
    }
    let active = lanes.len().min(settings.concurrency);
    let context = Arc::new(Context::new(&mut settings, begun, active, execution));
    let mut run = Run { context, position, store, saved: Instant::now(), has_moved: false, active };
    let ended = run.lanes(lanes, &work).await;
    let saved = run.save(true).await;
    let ended = ended.and(saved);
    run.finish::<W>(ended, begun, execution)
}

/// One segment.
struct Lane<D> {
    segment: usize,
    pager: Pager<Arc<D>>,
}

/// A page whose items are done.
struct Worked {
    counts: Counts,
    mark: Mark,
}

struct Run {
    context: Arc<Context>,
    position: Position,
    store: Option<SharedStore>,
    saved: Instant,
    /// Whether the position has moved since it was saved.
    has_moved: bool,
    active: usize,
}

impl Run {
    /// Works on all segments, several at once. After an error it waits for the pages under way, so that their results are saved.
    async fn lanes<W: Work>(&mut self, lanes: Vec<Lane<W::Rows>>, work: &W) -> Result<()> {
        let mut lanes = lanes.into_iter().filter(|lane| !lane.pager.done);
        let context = Arc::clone(&self.context);
        let mut under_way = FuturesUnordered::new();
        let mut stop = None;
        loop {
            while stop.is_none()
                && under_way.len() < self.active
                && let Some(lane) = lanes.next()
            {
                under_way.push(lane.work(work, &context));
            }
            match under_way.next().await {
                None => return stop.map_or(Ok(()), Err),
                Some((lane, Ok(Worked { counts, mark }))) => {
                    self.position.counts.add(counts);
                    if let Some(known) = self.position.segments.get_mut(lane.segment) {
                        *known = mark;
                    }
                    self.has_moved = true;
                    if let Err(error) = self.save(false).await {
                        stop = Some(more_serious(stop, error));
                    }
                    if stop.is_none() && !lane.pager.done {
                        under_way.push(lane.work(work, &context));
                    }
                }
                Some((_, Err(error))) => stop = Some(more_serious(stop, error)),
            }
        }
    }

    /// Saves the position, unless it was saved a short time ago.
    async fn save(&mut self, at_end: bool) -> Result<()> {
        let Some(store) = &self.store else { return Ok(()) };
        if !self.has_moved || (!at_end && self.saved.elapsed() < SAVED_EVERY) {
            return Ok(());
        }
        store.save(&self.position.text()?).await?;
        (self.saved, self.has_moved) = (Instant::now(), false);
        Ok(())
    }

    /// Returns the progress, or the error with the progress and the failed items.
    fn finish<W: Work>(self, ended: Result<()>, begun: Counts, execution: &mut Execution) -> Result<JobProgress> {
        let is_complete = ended.is_ok();
        let ended = ended.and_then(|()| match self.context.has_failures() {
            true => Err(self.context.items_failed()),
            false => failed_before(begun.failed, "item"),
        });
        let (progress, consumed, failures) = self.context.end();
        execution.consumed.add(&consumed);
        let Err(error) = ended else { return Ok(progress) };
        let error = if W::COUNTS || self.context.dry_run {
            error
        } else {
            // If the job stopped early, the number of items that are left is unknown. Those that failed before are left.
            let left = (!is_complete || begun.failed > 0).then_some(Outcome::NotDone);
            let written = (progress.written > begun.written).then_some(Outcome::Done);
            let known = left.into_iter().chain(written).chain(error.known_outcome());
            let outcome = known.chain(failures.iter().map(Error::outcome)).reduce(Outcome::and);
            error.with_outcome(outcome.unwrap_or(Outcome::NotDone))
        };
        Err(error.with_details(Details::JobFailure(Box::new(JobFailure::new(progress, failures)))))
    }
}

impl<D: Rows> Lane<D> {
    /// Reads a page and works on it.
    async fn work<W: Work<Rows = D>>(mut self, work: &W, context: &Arc<Context>) -> (Self, Result<Worked>) {
        let worked = self.page(work, context).await;
        (self, worked)
    }

    async fn page<W: Work<Rows = D>>(&mut self, work: &W, context: &Arc<Context>) -> Result<Worked> {
        let (page, count) = self.read(context).await?;
        let mark = page.next.map_or(Mark::Done, Mark::After);
        let counts = if W::COUNTS {
            let read = self.limited(count);
            context.counted(read);
            Counts { read, ..Counts::default() }
        } else {
            let read = page.items.len() as u64;
            context.read(read);
            Counts { read, ..work.page(page.items, context).await? }
        };
        Ok(Worked { counts, mark })
    }

    /// Returns how many of the counted items are within the limit. The pager cannot limit them, because a count returns no items.
    fn limited(&mut self, count: u64) -> u64 {
        let Some(remaining) = &mut self.pager.remaining else { return count };
        let within = count.min(*remaining);
        *remaining -= within;
        self.pager.done |= *remaining == 0;
        within
    }

    /// Reads the next page, and the number of items that it counts. If it is throttled or gets no reply, the page is requested again.
    async fn read(&mut self, context: &Context) -> Result<(Page<D::Row>, u64)> {
        let mut backoff = context.backoff(RetrySettings::BATCH);
        loop {
            self.pager.destination = context.destination();
            let page = self.pager.whole_page().await;
            let consumed = std::mem::replace(&mut self.pager.consumed, Metered::none(()));
            context.consume(&consumed);
            let error = match page {
                Ok(page) => return Ok((page, consumed.count)),
                Err(error) => error,
            };
            let Some(pause) = backoff.pause().filter(|_| error.may_succeed_later()) else { return Err(error) };
            tokio::time::sleep(pause).await;
            // The request still has its start key.
            self.pager.done = false;
        }
    }
}
