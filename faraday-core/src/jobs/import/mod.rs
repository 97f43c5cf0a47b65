//! `Table::import`: writes lines of JSON into a table.

mod line;
mod lines;
mod position;
mod tracker;
mod writes;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use line::{LineForm, ReadLine};
use lines::LineSource;
pub use lines::{LineReader, LineStream};
use position::{Checkpoint, ImportPosition};
use tracker::{Saver, Tracker};
use writes::Writes;

use crate::database::{Database, Destination};
use crate::error::{Details, Error, JobFailure, JobProgress, Outcome, Result};
use crate::execute::{Cost, Execute, Execution, Explain, on_table, operation};
use crate::jobs::checkpoint_store::{CheckpointStore, SharedStore, shared};
use crate::jobs::item_error::failed_before;
use crate::jobs::settings::ProgressCallback;
use crate::operation::{PutStream, WriteSource};
use crate::schema::{Item, TableSchema, Unguarded};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Writes the items of lines of DynamoDB JSON, the format of [`export`](Table::export) and of DynamoDB's own export to S3:
    /// `{"Item":{"id":{"S":"ann"}}}`, or the item alone.
    ///
    /// The items are written unchanged, whether the struct has their attributes or not; versions, times and encrypted attributes stay as
    /// they are. [`decoded`](Import::decoded) writes them as `put` does, and [`plain_json`](Import::plain_json) reads plain JSON.
    ///
    /// The stream returns lines (`String`, `Vec<u8>`, `Bytes`, …), or texts of several whole lines, as
    /// [`ExportStream`](super::ExportStream) does; it may fail. Empty lines are left out. For a file see
    /// [`import_file`](Table::import_file), for a reader [`import_from`](Table::import_from).
    ///
    /// Items are written in requests of 25, several at once, and unprocessed items are sent again, as with
    /// [`put_stream`](Table::put_stream). No more lines are taken than can be sent soon, so memory is bounded. Existing items are replaced:
    /// BatchWriteItem has no conditions. If two lines have the same key, the later one counts. Lines of items with unique attributes are written
    /// alone: their guards are lines of their own, which an export writes with [`every_kind`](super::Export::every_kind).
    ///
    /// # Errors
    ///
    /// When a line holds no item of the table, is not one JSON object, or its item is over 400 KB: the error names the line by its number,
    /// from 1, and shows nothing of it. All lines before it are written. With [`max_failures`](Import::max_failures) the import goes on
    /// after such a line. A line of over 16 MB is such a line too, and is not read whole.
    ///
    /// DynamoDB refuses some items that look right, such as those with an attribute without a name, with more than 32 levels of lists and
    /// maps, or with a vector of another length than its index has. It refuses the whole request, so the import sends each line of that
    /// request by itself: only the wrong ones fail.
    ///
    /// When the stream or DynamoDB fails: [`Error::job_failure`](crate::Error::job_failure) says how many items were written, and with a
    /// [`checkpoint`](Import::checkpoint) the import can go on there.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let lines = [r#"{"Item":{"id":{"S":"ann"},"age":{"N":"7"}}}"#, r#"{"id":{"S":"bob"}}"#];
    /// let lines = futures_util::stream::iter(lines.map(Ok::<_, std::io::Error>));
    /// let done = Table::<User>::import(lines)
    ///     .progress(|done| println!("{} items", done.written))
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(done.written, 2);
    ///
    /// // Into another table, without a file:
    /// Table::<User>::create().on_table("copy").on(&db).await?;
    /// Table::<User>::import(Table::<User>::export().on(&db).stream()).on_table("copy").on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [BatchWriteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
    pub fn import(lines: impl LineStream) -> Import<I> {
        Import::new(LineSource::of_stream(lines))
    }

    /// Writes the items of the lines of this reader: see [`import`](Table::import). The reader may decompress a file, or read standard
    /// input.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let reader: &[u8] = b"{\"id\":\"ann\"}\n{\"id\":\"bob\"}\n";
    /// Table::<User>::import_from(reader).plain_json().on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn import_from(reader: impl LineReader) -> Import<I> {
        Import::new(LineSource::of_reader(reader))
    }

    /// Writes the items of the lines of this file: see [`import`](Table::import).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use faraday::{Database, Item, Table, jobs::CheckpointFile};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # let folder = std::env::temp_dir().join(format!("faraday-doc-import-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let (path, saved) = (folder.join("users.jsonl"), folder.join("users.checkpoint"));
    /// # std::fs::write(&path, "{\"Item\":{\"id\":{\"N\":\"7\"}}}\n")?;
    /// Table::<User>::import_file(&path).checkpoint(CheckpointFile::new(saved)).on(&db).await?;
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn import_file(path: impl Into<PathBuf>) -> Import<I> {
        Import::new(LineSource::File(path.into()))
    }
}

/// Writes lines of JSON into a table: see [`Table::import`]. Returns its progress.
#[must_use = "an operation does nothing until it is awaited"]
pub struct Import<I> {
    lines: LineSource,
    form: LineForm,
    read: ReadLine,
    max_failures: u64,
    concurrency: Option<usize>,
    store: Option<SharedStore>,
    progress: Option<ProgressCallback>,
    destination: Destination,
    of: std::marker::PhantomData<fn() -> I>,
}

impl<I: Item> Import<I> {
    fn new(lines: LineSource) -> Self {
        Self {
            lines,
            form: LineForm::Stored,
            read: line::stored::<I>,
            max_failures: 0,
            concurrency: None,
            store: None,
            progress: None,
            destination: Destination::default(),
            of: std::marker::PhantomData,
        }
    }

    /// Decodes each line as the struct, and writes it as `put` does: with a new version and new times, with encrypted attributes encrypted
    /// again, and without attributes that the struct does not have.
    pub fn decoded(mut self) -> Self
    where
        I: Unguarded,
    {
        (self.form, self.read) = (LineForm::Decoded, line::decoded::<I>);
        self
    }

    /// Reads lines without DynamoDB's types, `{"id":"ann","age":7}`, as the types of the struct, and writes them as `put` does: see
    /// [`from_plain_json`](crate::document::from_plain_json).
    pub fn plain_json(mut self) -> Self
    where
        I: Unguarded,
    {
        (self.form, self.read) = (LineForm::PlainJson, line::plain::<I>);
        self
    }

    /// Goes on after up to this many lines that hold no item of the table; by default the first one ends the import.
    ///
    /// All other lines are written. Then the import ends with an error whose [`job_failure`](crate::Error::job_failure) has the error of
    /// each such line. If it goes on at a checkpoint after such lines, it does not read them again, and its end is an error that says how
    /// many they are.
    pub fn max_failures(mut self, lines: u64) -> Self {
        self.max_failures = lines;
        self
    }

    /// Sets the number of requests at the same time; 4 by default.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    /// Saves the position in this store, at most once a second, and goes on there if you run the import again.
    ///
    /// All lines before the position are written or [failed](Import::max_failures). Lines after it may be written twice, which gives the
    /// same items: those of the requests under way, and all that were written while DynamoDB left an earlier line unprocessed.
    ///
    /// An import that goes on reads the lines before the position again, compares them by a checksum, and leaves them out. They may come
    /// from another place, such as a file that was moved. An import that has ended does the same, and writes only lines that were added.
    ///
    /// # Errors
    ///
    /// When the lines before the position are others, or the checkpoint is of another table or form:
    /// [`ErrorKind::InvalidCursor`](crate::ErrorKind::InvalidCursor).
    pub fn checkpoint(mut self, store: impl CheckpointStore) -> Self {
        self.store = Some(shared(store));
        self
    }

    /// Calls this function with the progress so far after every reply.
    pub fn progress(mut self, tell: impl FnMut(&JobProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Returns the operation that writes the lines.
    fn into_batch(
        self,
        tracker: &Tracker,
        checkpoint: Option<Arc<Checkpoint>>,
        database: Database,
        position: ImportPosition,
    ) -> PutStream {
        let saver = Saver { checkpoint, tracker: tracker.clone(), saved_at: Instant::now() };
        let writes = Writes { lines: self.lines, skip_to: Some(position), read: self.read, saver, database };
        let writes = futures_util::stream::try_unfold(writes, Writes::next);
        let writes: WriteSource = Box::pin(writes);
        let (acknowledged, refused) = (tracker.clone(), tracker.clone());
        let batch = PutStream::of_writes(
            writes,
            I::SCHEMA.table(),
            move |writes| acknowledged.acknowledged(writes),
            move |number, error| refused.refused(number, error),
        );
        let batch = match self.concurrency {
            Some(requests) => batch.concurrency(requests),
            None => batch,
        };
        let (tracker, mut tell) = (tracker.clone(), self.progress);
        batch.progress(move |batch| {
            let progress = tracker.answered(batch);
            if let Some(tell) = &mut tell {
                tell(&progress);
            }
        })
    }
}

impl<I: Item> Execute for Import<I> {
    type Output = JobProgress;

    fn name(&self) -> &'static str {
        "BatchWriteItem"
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(mut self, execution: &mut Execution) -> Result<JobProgress> {
        let (table, form) = (execution.target.table.clone(), self.form);
        let checkpoint = self.store.take().map(|store| Arc::new(Checkpoint { store, table, form }));
        let position = match &checkpoint {
            Some(checkpoint) => checkpoint.load().await?,
            None => ImportPosition::default(),
        };
        let tracker = Tracker::new(position, self.max_failures);
        let batch = self.into_batch(&tracker, checkpoint.clone(), execution.database().clone(), position);
        let result = batch.run(execution).await;
        // The last lines may have been refused after all were read.
        let result = result.and(tracker.take_stop().map_or(Ok(()), Err));
        let mut saver = Saver { checkpoint, tracker: tracker.clone(), saved_at: Instant::now() };
        let kept = saver.save().await;
        ended(&tracker, &position, result.and(kept), execution)
    }

    fn explanation(self) -> Explain {
        let cost = Cost::write_unknown("1 unit for every KB of each item, by the lines, which are not read for this");
        Explain::of_body("BatchWriteItem", Ok(br#"{"RequestItems":{}}"#.to_vec()), cost)
    }
}

/// Returns the result of an import that began at this position.
fn ended(tracker: &Tracker, begun: &ImportPosition, result: Result<()>, execution: &Execution) -> Result<JobProgress> {
    let (mut progress, failures) = tracker.finish();
    progress.requests = execution.consumed.requests;
    progress.capacity.clone_from(&execution.consumed.capacity);
    let result = result.and_then(|()| match failures.first() {
        Some(first) => {
            let lines = if failures.len() == 1 { "line was" } else { "lines were" };
            let message = format!("{} {lines} not written; the first is {first}", failures.len());
            Err(Error::new(first.kind(), message))
        }
        None => failed_before(begun.failed, "line"),
    });
    let Err(error) = result else { return Ok(progress) };
    // Not the outcome of the batch, which counts its writes from 0: these are numbered by their lines.
    let is_unknown = error.batch_failure().is_some_and(|failure| !failure.unknown.is_empty()) || tracker.has_unknown();
    let left = if is_unknown { Outcome::Unknown } else { Outcome::NotDone };
    let written = (progress.written > begun.progress().written).then_some(Outcome::Done);
    let error = error.with_outcome(written.map_or(left, |written| written.and(left)));
    Err(error.with_details(Details::JobFailure(Box::new(JobFailure::new(progress, failures)))))
}

operation!([I: Item] Import<I>);
on_table!([I: Item] Import<I>);
