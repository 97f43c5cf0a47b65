//! An export into a file, which goes on after a crash: [`ExportToFile`].

use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use super::to_writer::{Counted, unwritable};
use super::{Export, ExportCheckpoint, ExportSource, ExportStream};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::jobs::checkpoint_store::{CheckpointStore, SharedStore, shared};
use crate::jobs::settings::ProgressCallback;
use crate::schema::TableSchema;

/// How long a job runs until it saves its position again.
const SAVED_EVERY: Duration = Duration::from_secs(1);

/// The number of bytes of a file that are read at once.
const BUFFER: usize = 256 * 1024;

impl<Q: ExportSource> Export<Q> {
    /// Writes the lines into the file at this path, which must not exist yet: see [`ExportToFile`].
    ///
    /// # Errors
    ///
    /// When the file exists already, unless its [`checkpoint`](ExportToFile::checkpoint) says how far it is; when it cannot be written; when
    /// there is no such table ([`is_table_not_found`](Error::is_table_not_found)), or a request fails. After a failed request
    /// [`Error::job_failure`] says how many lines were written.
    pub fn write_to_file(self, path: impl Into<PathBuf>) -> ExportToFile<Q> {
        ExportToFile { export: self, path: path.into(), store: None, progress: None }
    }
}

/// Writes the lines of an export into a file: see [`Export::write_to_file`]. Returns its progress.
///
/// Without a [`checkpoint`](ExportToFile::checkpoint) the file must not exist, so that no export overwrites another.
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
/// # Table::<User>::put(&User { id: 7 }).on(&db).await?;
/// # let folder = std::env::temp_dir().join(format!("faraday-doc-export-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let (path, saved) = (folder.join("users.jsonl"), folder.join("users.checkpoint"));
/// Table::<User>::export()
///     .write_to_file(&path)
///     .checkpoint(CheckpointFile::new(saved))
///     .on(&db)
///     .await?;
/// assert_eq!(std::fs::read_to_string(&path)?, "{\"Item\":{\"id\":{\"N\":\"7\"}}}\n");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[must_use = "an operation does nothing until it is awaited"]
pub struct ExportToFile<Q> {
    export: Export<Q>,
    path: PathBuf,
    store: Option<SharedStore>,
    progress: Option<ProgressCallback>,
}

impl<Q: ExportSource> ExportToFile<Q> {
    /// Saves the position in this store, at most once a second, and goes on there if you run the export again.
    ///
    /// The file is then cut to its length at that position, so that it has each item that stays in the table once. The file is on disk
    /// before the position is saved. Before the export goes on, it reads the file up to the position and compares a checksum, so that it
    /// cuts no other file. If the position is at the beginning, because an earlier run wrote nothing or ended within its first second, there is
    /// nothing to compare, and the export replaces what the file holds.
    ///
    /// An export that has ended does that too, and nothing else, if you run it again.
    ///
    /// # Errors
    ///
    /// When the file is not there, is shorter than it was or was changed before the position, or the checkpoint is of another export:
    /// [`ErrorKind::InvalidCursor`]. The file stays as it is.
    pub fn checkpoint(mut self, store: impl CheckpointStore) -> Self {
        self.store = Some(shared(store));
        self
    }

    /// Calls this function after each page of lines.
    pub fn progress(mut self, tell: impl FnMut(&JobProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }
}

/// The saved state of an export into a file.
#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    export: ExportCheckpoint,
    /// The number of bytes in the file. The export may have more, if it went on at the checkpoint of a stream.
    bytes: u64,
    /// The CRC-32 of these bytes, by which another file is told from this one.
    checksum: u32,
    ended: bool,
}

/// The position at the end of the file, and the store for it.
struct Position {
    store: Option<SharedStore>,
    reached: Saved,
    saved_at: Instant,
}

impl Position {
    /// Moves after lines that the file has now.
    fn pass(&mut self, lines: &[u8], export: ExportCheckpoint) {
        self.reached.export = export;
        self.reached.bytes += lines.len() as u64;
        self.reached.checksum = checksum(self.reached.checksum, lines);
    }

    /// Saves the position. The lines are on disk before.
    async fn save(&mut self, file: Option<&File>) -> Result<()> {
        let Some(store) = &self.store else { return Ok(()) };
        if let Some(file) = file {
            file.sync_data().await.map_err(unwritable)?;
        }
        let text = serde_json::to_string(&self.reached);
        let text = text.map_err(|error| Error::caused(ErrorKind::Other, error))?;
        store.save(&text).await?;
        self.saved_at = Instant::now();
        Ok(())
    }
}

/// Returns the CRC-32 of bytes after others with this one.
fn checksum(before: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize()
}

async fn load(store: Option<&SharedStore>) -> Result<Option<Saved>> {
    let Some(store) = store else { return Ok(None) };
    let Some(text) = store.load().await? else { return Ok(None) };
    let saved = serde_json::from_str(&text);
    let message =
        "the text in the checkpoint's store is no checkpoint of an export into a file by this version of faraday";
    saved.map(Some).map_err(|_| Error::new(ErrorKind::InvalidCursor, message))
}

/// Opens the file at a position, after it has compared the bytes before it.
async fn open(path: &Path, saved: &Saved) -> Result<File> {
    // The crash may have been after the first save and before the file was created. Nothing creates the file of an export that has ended.
    let creates = saved.bytes == 0 && !saved.ended;
    let opened = OpenOptions::new().read(true).write(true).create(creates).truncate(false).open(path).await;
    let mut file = match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(other_file("the file of the export is not there, and its checkpoint says that it was written"));
        }
        opened => opened.map_err(unopened)?,
    };
    let (mut left, mut found, mut buffer) = (saved.bytes, 0, vec![0; BUFFER]);
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(BUFFER).min(BUFFER);
        let read = file.read(buffer.get_mut(..wanted).unwrap_or_default()).await.map_err(unopened)?;
        if read == 0 {
            return Err(other_file("the file of the export is shorter than its checkpoint says"));
        }
        found = checksum(found, buffer.get(..read).unwrap_or_default());
        left -= read as u64;
    }
    if found == saved.checksum {
        return Ok(file);
    }
    Err(other_file("the file is not the one that the export wrote, or was changed: give each file a store of its own"))
}

fn other_file(message: &str) -> Error {
    Error::new(ErrorKind::InvalidCursor, message)
}

/// Fails if the file exists.
async fn must_be_absent(path: &Path) -> Result<()> {
    match tokio::fs::try_exists(path).await.map_err(unopened)? {
        false => Ok(()),
        true => Err(unopened(io::ErrorKind::AlreadyExists.into())),
    }
}

fn unopened(error: io::Error) -> Error {
    Error::caused(ErrorKind::Other, error).with_message("the file of the export cannot be opened".into())
}

async fn write(
    stream: &mut ExportStream,
    file: &mut File,
    position: &mut Position,
    counted: &mut Counted,
    mut progress: Option<ProgressCallback>,
) -> Result<()> {
    while let Some(lines) = stream.try_next().await? {
        file.write_all(&lines).await.map_err(unwritable)?;
        file.flush().await.map_err(unwritable)?;
        position.pass(&lines, stream.checkpoint());
        counted.count(stream);
        if let Some(tell) = &mut progress {
            tell(&counted.progress);
        }
        if position.saved_at.elapsed() >= SAVED_EVERY {
            position.save(Some(file)).await?;
        }
    }
    Ok(())
}

impl<Q: ExportSource> Execute for ExportToFile<Q> {
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

    async fn run(mut self, execution: &mut Execution) -> Result<JobProgress> {
        let saved = load(self.store.as_ref()).await?;
        let is_new = saved.is_none();
        if let Some(saved) = &saved {
            self.export.checkpoint = Some(saved.export.clone());
        }
        let mut stream = self.export.run_stream(execution);
        // Before it opens the file: the checkpoint may belong to another export.
        if let Some(error) = stream.take_refusal() {
            return Err(error);
        }
        let mut counted = Counted::new(&stream);
        let begun = || Saved { export: stream.checkpoint(), bytes: 0, checksum: 0, ended: false };
        let reached = saved.unwrap_or_else(begun);
        let mut position = Position { store: self.store, reached, saved_at: Instant::now() };
        if is_new {
            must_be_absent(&self.path).await?;
            position.save(None).await?;
        }
        let mut file = open(&self.path, &position.reached).await?;
        if position.reached.ended {
            return Ok(counted.progress);
        }
        file.set_len(position.reached.bytes).await.map_err(unopened)?;
        file.seek(SeekFrom::End(0)).await.map_err(unopened)?;
        let mut result = write(&mut stream, &mut file, &mut position, &mut counted, self.progress).await;
        position.reached.ended = result.is_ok();
        // After an error too, so that the lines need not be written again.
        let kept = position.save(Some(&file)).await;
        result = result.and(kept);
        counted.end(result, &stream, execution)
    }

    fn explanation(self) -> Explain {
        self.export.explanation()
    }
}

operation!([Q: ExportSource] ExportToFile<Q>);
on_table!([Q: ExportSource] ExportToFile<Q>);
