//! A checkpoint in a file: [`CheckpointFile`].

use std::io;
use std::path::{Path, PathBuf};

use super::checkpoint_store::{CheckpointStore, StoreError};

/// Keeps the position of a job in a file. Each save replaces the whole file.
///
/// Each job needs its own file. When the job has ended the file says so, and the job does nothing if you run it again: to start again,
/// delete the file. An import then writes only lines that were added.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use faraday::{Database, Item, Table, jobs::CheckpointFile};
/// # #[derive(Item)]
/// # #[faraday(table = "messages")]
/// # struct Message { #[faraday(partition_key)] room: String, #[faraday(sort_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Message>::create().on(&db).await?;
/// # let folder = std::env::temp_dir().join(format!("faraday-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("delete-room-1.checkpoint");
///
/// let query = Table::<Message>::query("room-1");
/// Table::<Message>::delete_all(query).checkpoint(CheckpointFile::new(path)).on(&db).await?;
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct CheckpointFile {
    path: PathBuf,
}

impl CheckpointFile {
    /// Uses the file at this path. The file need not exist, but its folder must.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

#[diagnostic::do_not_recommend]
impl CheckpointStore for CheckpointFile {
    async fn load(&self) -> Result<Option<String>, StoreError> {
        let path = self.path.clone();
        let read = tokio::task::spawn_blocking(move || match std::fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        });
        Ok(read.await??)
    }

    async fn save(&self, checkpoint: &str) -> Result<(), StoreError> {
        let (path, text) = (self.path.clone(), checkpoint.to_owned());
        Ok(tokio::task::spawn_blocking(move || replace(&path, &text)).await??)
    }
}

/// Writes a new file and renames it, so that a crash leaves the old text or the new one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // With a name of its own, because a save whose future was dropped goes on.
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:016x}", fastrand::u64(..)));
    let new = path.with_file_name(name);
    let written = write_durably(&new, text).and_then(|()| std::fs::rename(&new, path));
    if written.is_err() {
        // Reports the first error.
        let _ = std::fs::remove_file(&new);
    }
    written
}

fn write_durably(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    let mut file = std::fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()
}
