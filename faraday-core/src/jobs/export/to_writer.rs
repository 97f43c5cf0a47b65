//! Writes an export into a writer: [`ExportTo`].

use std::pin::Pin;
use std::time::Instant;

use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::{Export, ExportSource, ExportStream};
use crate::database::Destination;
use crate::error::{Details, Error, ErrorKind, JobFailure, JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::jobs::settings::ProgressCallback;
use crate::schema::TableSchema;

/// A writer of tokio for the lines of an export.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no writer of tokio",
    label = "expected a `tokio::io::AsyncWrite`",
    note = "give the path of a file to `write_to_file`, and write what `stream` gives to a writer of std"
)]
pub trait LineWriter: AsyncWrite + Send {}

#[diagnostic::do_not_recommend]
impl<W: AsyncWrite + Send> LineWriter for W {}

impl<Q: ExportSource> Export<Q> {
    /// Writes the lines into this writer: a file of tokio, a `Vec<u8>`, a compressing writer.
    ///
    /// # Errors
    ///
    /// When the writer or a request fails, or there is no such table ([`is_table_not_found`](Error::is_table_not_found)):
    /// [`Error::job_failure`] says how many lines were written.
    pub fn write_to<'w>(self, writer: impl LineWriter + 'w) -> ExportTo<'w, Q> {
        ExportTo { export: self, writer: Box::pin(writer), progress: None }
    }
}

/// Writes the lines of an export into a writer: see [`Export::write_to`]. Returns its progress.
///
/// Even after an error, the writer has got whole pages of lines; it is flushed after each. If the future is dropped, the last page may be
/// cut anywhere. To go on after a crash, use [`Export::write_to_file`], or write the lines of [`Export::stream`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct ExportTo<'w, Q> {
    export: Export<Q>,
    writer: Pin<Box<dyn AsyncWrite + Send + 'w>>,
    progress: Option<ProgressCallback>,
}

impl<'w, Q: ExportSource> ExportTo<'w, Q> {
    /// Calls this function after each page of lines.
    pub fn progress(mut self, tell: impl FnMut(&JobProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }
}

/// The progress of an export, which counts the lines that were written.
pub(super) struct Counted {
    pub(super) progress: JobProgress,
    begun: Instant,
}

impl Counted {
    pub(super) fn new(stream: &ExportStream) -> Self {
        let mut counted = Self { progress: JobProgress::default(), begun: Instant::now() };
        counted.count(stream);
        counted
    }

    /// Counts everything that the stream returned as written.
    pub(super) fn count(&mut self, stream: &ExportStream) {
        let items = stream.items();
        (self.progress.items, self.progress.read) = (items, items);
        self.spend(stream);
    }

    /// Counts the consumption of the stream.
    fn spend(&mut self, stream: &ExportStream) {
        let consumed = stream.consumed();
        (self.progress.requests, self.progress.capacity) = (consumed.requests, consumed.capacity);
        self.progress.elapsed = self.begun.elapsed();
    }

    /// Returns the output of the job.
    pub(super) fn end(
        mut self,
        result: Result<()>,
        stream: &ExportStream,
        execution: &mut Execution,
    ) -> Result<JobProgress> {
        self.spend(stream);
        execution.consumed.add(&stream.consumed());
        let progress = self.progress;
        match result {
            Ok(()) => Ok(progress),
            Err(error) => Err(error.with_details(Details::JobFailure(Box::new(JobFailure::new(progress, Vec::new()))))),
        }
    }
}

/// Returns the error of a writer.
pub(super) fn unwritable(error: std::io::Error) -> Error {
    Error::caused(ErrorKind::Other, error).with_message("the lines cannot be written".into())
}

impl<Q: ExportSource> Execute for ExportTo<'_, Q> {
    type Output = JobProgress;

    fn name(&self) -> &'static str {
        self.export.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        self.export.schema()
    }

    fn destination(&mut self) -> &mut Destination {
        self.export.destination()
    }

    async fn run(self, execution: &mut Execution) -> Result<JobProgress> {
        let Self { export, mut writer, mut progress } = self;
        let mut stream = export.run_stream(execution);
        let mut counted = Counted::new(&stream);
        let result = async {
            while let Some(lines) = stream.try_next().await? {
                writer.write_all(&lines).await.map_err(unwritable)?;
                writer.flush().await.map_err(unwritable)?;
                counted.count(&stream);
                if let Some(tell) = &mut progress {
                    tell(&counted.progress);
                }
            }
            Ok(())
        };
        let result = result.await;
        counted.end(result, &stream, execution)
    }

    fn explanation(self) -> Explain {
        self.export.explanation()
    }
}

operation!('w; ['w, Q: ExportSource] ExportTo<'w, Q>);
on_table!(['w, Q: ExportSource] ExportTo<'w, Q>);
