//! What a struct says about its table: attributes, keys, indexes and their names, known to the compiler.

mod attribute;
#[cfg(feature = "encryption")]
mod binding;
mod encoded_item;
mod expected_version;
mod frozen_attribute;
mod index;
mod item;
mod item_encryption;
pub(crate) mod key;
pub(crate) mod managed;
mod operand;
mod pending_write;
mod projection;
mod projection_view;
mod table;

pub use attribute::{Attribute, Flattened, KeyAttribute, ManagedAttribute};
pub(crate) use encoded_item::{Encoded, unencrypted_attributes};
pub(crate) use expected_version::ExpectedVersion;
pub use frozen_attribute::{FrozenAttribute, FrozenField};
pub use index::{ConsistentReads, Global, Index, IndexSchema, IndexScope, Local, OnTable, Projected};
pub use item::{Item, Versioned};
pub(crate) use item_encryption::{AttributeDecryption, AttributeEncryption, bound_key};
pub use key::{
    Composite, KeyElement, KeyOf, KeyShape, NoSortKey, PartitionOf, Several, Simple, Single, SortKeys, SortRest,
    SortShape,
};
pub(crate) use key::{Identity, MOST_SORT, check_index_key_value, encode_key_value, item_key};
pub use managed::Managed;
pub(crate) use managed::Stamp;
pub use operand::Operand;
pub(crate) use pending_write::{PendingManaged, PendingWrite, WriteBody};
pub use projection::Projection;
pub use projection_view::ProjectionView;
pub(crate) use table::ItemKind;
pub use table::TableSchema;
