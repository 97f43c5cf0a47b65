//! Work on many items, which can be stopped and goes on where it was: [the guide](crate::guide::jobs).
//!
//! A job reads the items that a query or a scan finds, page by page, and does something with each. It holds one page of each
//! segment, whatever the number of items. It counts what it does ([`JobProgress`]), keeps its position in a
//! [`CheckpointStore`], and is bounded as every operation is: `timeout`, `deadline`, `rate_limit`, `retry`, and the
//! `limit` of its query.

// `run.rs` runs all of them: a lane for each segment reads a page, has the job's `Work` do its items, and moves its mark. So a mark
// is never past an item that is not done.

mod checkpoint_file;
mod checkpoint_store;
#[cfg(feature = "derive")]
mod checkpoint_table;
mod context;
mod count_all;
mod delete_all;
mod export;
mod import;
mod item_error;
mod key_rows;
mod modify_all;
mod position;
mod run;
mod settings;
mod stored_item;
mod update_all;
mod upgrade_all;

pub use checkpoint_file::CheckpointFile;
pub use checkpoint_store::CheckpointStore;
#[cfg(feature = "derive")]
pub use checkpoint_table::{CheckpointTable, JobCheckpoint};
pub use count_all::CountAll;
pub use delete_all::DeleteAll;
pub use export::{Export, ExportCheckpoint, ExportSource, ExportStream, ExportTo, ExportToFile, LineWriter};
pub use import::{Import, LineStream};
pub use modify_all::ModifyAll;
pub use update_all::UpdateAll;
pub use upgrade_all::UpgradeAll;

pub use crate::error::{JobFailure, JobProgress};
pub use crate::operation::{ItemSource, WholeItems};
