//! Jobs: work on many items, which can be stopped and goes on at its position: see [the guide](crate::guide::jobs).
//!
//! A job reads the items that a query or a scan finds, page by page, and works on each. It holds one page of each segment in memory,
//! whatever the number of items. It counts its work ([`JobProgress`]), keeps its position in a [`CheckpointStore`], and is limited like
//! every operation: `timeout`, `deadline`, `rate_limit`, `retry`, and the `limit` of its query.

// `run.rs` runs all jobs: one lane for each segment reads a page, lets the job's `Work` handle its items, and then moves its position. So a
// position is never after an item that is not done.

mod checkpoint_file;
mod checkpoint_store;
#[cfg(feature = "derive")]
mod checkpoint_table;
mod context;
mod count_all;
mod delete_all;
mod export;
mod import;
mod index_read;
mod item_error;
mod key_rows;
mod modify_all;
mod position;
mod remove_all;
mod rewrite;
mod run;
mod settings;
mod stored_item;
mod unchanged;
mod update_all;
mod upgrade_all;

pub use checkpoint_file::CheckpointFile;
pub use checkpoint_store::CheckpointStore;
#[cfg(feature = "derive")]
pub use checkpoint_table::{CheckpointTable, JobCheckpoint};
pub use count_all::CountAll;
pub use delete_all::DeleteAll;
pub use export::{Export, ExportCheckpoint, ExportSource, ExportStream, ExportTo, ExportToFile, LineWriter};
pub use import::{Import, LineReader, LineStream};
pub use modify_all::ModifyAll;
pub use remove_all::RemoveAll;
pub use update_all::UpdateAll;
pub use upgrade_all::UpgradeAll;

pub use crate::error::{JobFailure, JobProgress};
pub use crate::operation::{ItemSource, WholeItems};
