//! Work on many items, in requests without number: it can be stopped and goes on where it was.
//!
//! A job reads the items that a query or a scan finds, page by page, and does something with each. It holds one page of each
//! segment, whatever the number of items. It counts what it does ([`JobProgress`]), keeps its position in a
//! [`CheckpointStore`], and is bounded as every operation is: `timeout`, `deadline`, `rate_limit`, `retry`, and the
//! `limit` of its query.

mod checkpoint_file;
mod checkpoint_store;
#[cfg(feature = "derive")]
mod checkpoint_table;
mod export;
mod import;

pub use checkpoint_file::CheckpointFile;
pub use checkpoint_store::CheckpointStore;
pub(crate) use checkpoint_store::{SharedStore, shared};
#[cfg(feature = "derive")]
pub use checkpoint_table::{CheckpointTable, JobCheckpoint};

pub use export::{Export, ExportCheckpoint, ExportSource, ExportStream, ExportTo, ExportToFile};
pub use import::{Import, LineStream};

pub use crate::error::{JobFailure, JobProgress};

/// The function that is called with the progress of a job.
pub(crate) type ProgressCallback = Box<dyn FnMut(&JobProgress) + Send>;
