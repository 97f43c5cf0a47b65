//! Reads all shards of a change stream: as one [`ChangeStream`] here, and by several workers in `worker/`.

mod begin;
mod builder;
mod checkpoint;
mod delivery;
mod into_checkpoint;
mod lineage;
mod listing;
mod once;
mod pace;
mod position;
mod reader;
mod settings;
mod stream;

pub use builder::Changes;
pub use checkpoint::ChangesCheckpoint;
pub(super) use delivery::lost_changes;
pub use into_checkpoint::IntoChangesCheckpoint;
pub(super) use lineage::Lineage;
pub use once::{LenientOnce, Once};
pub(super) use position::Position;
pub(super) use reader::{Permits, ShardReader};
pub(super) use settings::{Beginning, Settings};
pub use stream::ChangeStream;
