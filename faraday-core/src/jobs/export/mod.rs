//! `Table::export`: writes the items of a table or a query as lines of JSON.

mod block;
mod line;
mod source;
mod stream;
mod to_file;
mod to_writer;

use line::LineFormat;
pub use source::ExportSource;
use source::Shape;
pub use stream::{ExportCheckpoint, ExportStream};
pub use to_file::ExportToFile;
pub use to_writer::{ExportTo, LineWriter};

use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Execute, Execution, Explain, Rows, WithCapacity, on_table, operation};
use crate::operation::{ParallelScan, Query, Scan};
use crate::schema::{Item, OnTable, TableSchema};
use crate::table::Table;

/// The number of segments that are read at once.
const SEGMENTS: u32 = 4;

impl<I: Item> Table<I> {
    /// Writes every item of the table as a line of JSON: into a file, a writer, a stream or a string.
    ///
    /// The lines are DynamoDB JSON, `{"Item":{"id":{"S":"ann"}}}`, the format of DynamoDB's own export to S3. Each item is copied from the
    /// bytes of the reply, so nothing is lost: attributes that the struct does not have and items that do not fit the struct are kept, and
    /// encrypted attributes stay encrypted. [`Table::import`] reads such lines back. [`plain_json`](Export::plain_json) writes lines for
    /// other programs, [`decoded`](Export::decoded) only what the struct reads.
    ///
    /// It is a parallel scan in four segments, so the lines have no order, and items that are written meanwhile may be missing. For another
    /// number of segments, a filter or consistent reads, export [a scan](ParallelScan::export); for one partition, export [a
    /// query](Query::export). If the items have a `kind`, items of other kinds are left out, unless you call
    /// [`every_kind`](Export::every_kind).
    ///
    /// `.await` alone returns all lines as one string. The other ways hold one page, of 1 MB as DynamoDB counts, of each segment in memory:
    /// [`write_to_file`](Export::write_to_file), which goes on after a crash, [`write_to`](Export::write_to) and
    /// [`stream`](Export::stream).
    ///
    /// # Errors
    ///
    /// When there is no such table ([`is_table_not_found`](Error::is_table_not_found)), or a request fails.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, age: u32 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// Table::<User>::put(&User { id: "ann".into(), age: 7 }).on(&db).await?;
    ///
    /// let lines = Table::<User>::export().plain_json().on(&db).await?;
    /// // DynamoDB sends the attributes in no order
    /// assert!(lines.contains(r#""age":7"#) && lines.ends_with("}\n"));
    ///
    /// let mut file = Vec::new(); // or any `AsyncWrite`
    /// Table::<User>::export()
    ///     .write_to(&mut file)
    ///     .progress(|done| println!("{} items", done.items))
    ///     .on(&db)
    ///     .await?;
    /// # assert!(file.starts_with(b"{\"Item\":{"));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [the form of an export to S3](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3TableExport.Output.html).
    pub fn export() -> Export<ParallelScan<I, OnTable>> {
        Table::<I>::scan().parallel(SEGMENTS).export()
    }
}

impl<I: Item, K, D: Rows> ParallelScan<I, K, D> {
    /// Writes every item of the scan as a line of JSON: see [`Table::export`].
    ///
    /// # Errors
    ///
    /// Those of [`Table::export`]. With a `limit`, or if the scan has a [`segment`](Scan::segment) or goes on at a cursor, it sends nothing
    /// ([`InvalidArgument`](ErrorKind::InvalidArgument)).
    pub fn export(self) -> Export<Self>
    where
        Self: ExportSource,
    {
        Export { source: self, shape: Shape::default(), checkpoint: None }
    }
}

impl<I: Item, K, D: Rows> Scan<I, K, D> {
    /// Writes every item of the scan as a line of JSON: see [`Table::export`]. [`parallel`](Scan::parallel) makes it faster.
    pub fn export(self) -> Export<Self>
    where
        Self: ExportSource,
    {
        Export { source: self, shape: Shape::default(), checkpoint: None }
    }
}

impl<I: Item, S, K, D: Rows> Query<I, S, K, D> {
    /// Writes every item of the query as a line of JSON, in the query's order: see [`Table::export`].
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # for id in [8, 7] { Table::<Order>::put(&Order { customer: "ann".into(), id }).on(&db).await?; }
    /// let lines = Table::<Order>::query("ann").export().plain_json().decoded().on(&db).await?;
    /// assert_eq!(lines, "{\"customer\":\"ann\",\"id\":7}\n{\"customer\":\"ann\",\"id\":8}\n");
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn export(self) -> Export<Self>
    where
        Self: ExportSource,
    {
        Export { source: self, shape: Shape::default(), checkpoint: None }
    }
}

/// Writes items as lines of JSON: see [`Table::export`]. `Q` is the query or the scan.
#[must_use = "an operation does nothing until it is awaited"]
pub struct Export<Q> {
    source: Q,
    shape: Shape,
    checkpoint: Option<ExportCheckpoint>,
}

impl<Q: ExportSource> Export<Q> {
    /// Writes the lines without DynamoDB's types: `{"id":"ann","age":7}`.
    ///
    /// A binary becomes a base64 string and a set becomes an array, so the lines alone do not show the types. Numbers keep all their
    /// digits. [`Import::plain_json`](super::Import::plain_json) reads the lines as the types of the struct.
    pub fn plain_json(mut self) -> Self {
        self.shape.format = LineFormat::PlainJson;
        self
    }

    /// Reads each item as the struct, and writes the attributes of the struct in its order, as `put` does.
    ///
    /// Aliases, defaults and upgrades of the struct are applied, and attributes that it does not have are left out. If an item does not fit
    /// the struct, the export fails with its [`item_key`](Error::item_key). A struct with encrypted attributes is refused, because the
    /// lines would show them.
    pub fn decoded(mut self) -> Self {
        self.shape.decoded = true;
        self
    }

    /// Also writes the items of other kinds in the table, and the items that guard unique attributes.
    pub fn every_kind(mut self) -> Self {
        self.source.include_every_kind();
        self
    }

    /// Goes on after the lines that an earlier stream of the same export returned: see [`ExportCheckpoint`].
    ///
    /// With [`write_to_file`](Export::write_to_file) the file gets the rest of the lines.
    pub fn resume(mut self, checkpoint: ExportCheckpoint) -> Self {
        self.checkpoint = Some(checkpoint);
        self
    }

    /// Returns the lines as a stream, which has an exact position.
    ///
    /// # Errors
    ///
    /// The stream returns the errors of the query or scan, and then ends. A [checkpoint](Export::resume) of another export is an
    /// [`InvalidCursor`](ErrorKind::InvalidCursor), before anything is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// # use faraday::{Database, Item, Table, jobs::ExportCheckpoint};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let mut lines = Table::<User>::export().on(&db).stream();
    /// while let Some(page) = lines.try_next().await? {
    ///     // Write the page, and then keep the position:
    ///     let saved: String = serde_json::to_string(&lines.checkpoint())?;
    /// }
    /// # let saved = serde_json::to_string(&lines.checkpoint())?;
    /// let checkpoint: ExportCheckpoint = serde_json::from_str(&saved)?;
    /// // Cut the output to `checkpoint.bytes()`, and go on:
    /// let rest = Table::<User>::export().resume(checkpoint).on(&db).stream();
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn stream(self) -> ExportStream {
        self.into_stream(false)
    }

    fn into_stream(self, metered: bool) -> ExportStream {
        ExportStream::new(self.source, self.shape, self.checkpoint, metered)
    }

    /// Returns the stream of a run.
    fn run_stream(mut self, execution: &Execution) -> ExportStream {
        *self.source.destination() = execution.sender.destination();
        self.into_stream(execution.target.metered)
    }
}

impl<Q: ExportSource> WithCapacity<Export<Q>> {
    /// Returns the lines as a stream; [`ExportStream::consumed`] returns the consumption so far.
    pub fn stream(self) -> ExportStream {
        self.0.into_stream(true)
    }
}

impl<Q: ExportSource> Execute for Export<Q> {
    type Output = String;

    fn name(&self) -> &'static str {
        self.source.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        self.source.schema()
    }

    fn destination(&mut self) -> &mut Destination {
        self.source.destination()
    }

    async fn run(self, execution: &mut Execution) -> Result<String> {
        let mut stream = self.run_stream(execution);
        let mut all = Vec::new();
        let read = async {
            while let Some(lines) = stream.try_next().await? {
                all.extend_from_slice(&lines);
            }
            Ok::<(), Error>(())
        };
        let read = read.await;
        execution.consumed.add(&stream.consumed());
        read?;
        String::from_utf8(all).map_err(|_| Error::new(ErrorKind::Decode, "the items are not UTF-8"))
    }

    fn explanation(self) -> Explain {
        self.source.explanation()
    }
}

operation!([Q: ExportSource] Export<Q>);
on_table!([Q: ExportSource] Export<Q>);
