//! Where a job keeps its position: [`CheckpointStore`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};

/// The error of a user's store.
pub(crate) type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// The place where a job keeps its position, so that it goes on there after a crash: a [`CheckpointFile`](super::CheckpointFile), a
/// [`CheckpointTable`](super::CheckpointTable), or a store of your own.
///
/// A checkpoint is text, and belongs to one job on one table with one query or scan: another job refuses it
/// ([`ErrorKind::InvalidCursor`]), so that no job ends without having done anything. What must be the same:
///
/// | job | the same |
/// |---|---|
/// | `delete_all`, `update_all` and the like | the method, the table's name in DynamoDB, the index, the key condition, the filter with its values, the kind, the order, the number of segments |
/// | an export into a file | as above, the form of the lines, and the bytes in the file |
/// | an import | the table's name in DynamoDB, the form of the lines, and the lines before the position |
///
/// Limits, page sizes and your own functions, such as the change of `update_all`, are not compared. Nor is the database: a table of the same
/// name in another account or region is taken for the same table. A filter with the current time, or with the values of a `HashSet` in its
/// order, is another filter in each run: give it a time that you keep, and values in one order.
///
/// It holds keys of items. Its size is about 100 bytes and one key for each segment.
///
/// # Examples
///
/// ```
/// use std::sync::Mutex;
/// use faraday::jobs::CheckpointStore;
///
/// /// Keeps the position in memory: for a job that is tried again by the same program.
/// #[derive(Default)]
/// struct InMemory(Mutex<Option<String>>);
///
/// type Error = Box<dyn std::error::Error + Send + Sync>;
///
/// impl CheckpointStore for InMemory {
///     async fn load(&self) -> Result<Option<String>, Error> {
///         Ok(self.0.lock().unwrap().clone())
///     }
///
///     async fn save(&self, checkpoint: &str) -> Result<(), Error> {
///         *self.0.lock().unwrap() = Some(checkpoint.to_owned());
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store of checkpoints",
    label = "expected a store of checkpoints",
    note = "give `CheckpointFile::new(path)` or `CheckpointTable::new(name)`, or implement `faraday::jobs::CheckpointStore`"
)]
pub trait CheckpointStore: Send + Sync + 'static {
    /// Returns the text that was saved last; `None` if there is none, so that the job starts from the beginning.
    ///
    /// # Errors
    ///
    /// When the store cannot be read. Then the job fails before it sends anything.
    fn load(&self) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Replaces the saved text as a whole: after a crash, the store must hold the old text or the new one.
    ///
    /// # Errors
    ///
    /// When the store cannot be written. Then the job stops.
    fn save(&self, checkpoint: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// For a store that several jobs share, or that your code reads while a job runs.
#[diagnostic::do_not_recommend]
impl<S: CheckpointStore> CheckpointStore for Arc<S> {
    fn load(&self) -> impl Future<Output = Result<Option<String>, StoreError>> + Send {
        S::load(self)
    }

    fn save(&self, checkpoint: &str) -> impl Future<Output = Result<(), StoreError>> + Send {
        S::save(self, checkpoint)
    }
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A store with its type erased, for the fields of jobs.
pub(crate) trait ErasedStore: Send + Sync {
    fn load(&self) -> Boxed<'_, Option<String>>;
    fn save<'a>(&'a self, checkpoint: &'a str) -> Boxed<'a, ()>;
}

pub(crate) type SharedStore = Arc<dyn ErasedStore>;

pub(crate) fn shared(store: impl CheckpointStore) -> SharedStore {
    Arc::new(Erased(store))
}

struct Erased<S>(S);

impl<S: CheckpointStore> ErasedStore for Erased<S> {
    fn load(&self) -> Boxed<'_, Option<String>> {
        Box::pin(async { self.0.load().await.map_err(|error| failed("the checkpoint cannot be loaded", error)) })
    }

    fn save<'a>(&'a self, checkpoint: &'a str) -> Boxed<'a, ()> {
        Box::pin(async move {
            self.0.save(checkpoint).await.map_err(|error| failed("the checkpoint cannot be saved", error))
        })
    }
}

/// Wraps the error of a store. An error of this crate keeps its kind.
fn failed(message: &str, error: StoreError) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => Error::caused(ErrorKind::Other, error).with_message(message.to_owned()),
    }
}
