//! What a struct says about its table: attributes, keys, indexes and their names, known to the compiler.

mod attribute;
#[cfg(feature = "encryption")]
mod binding;
mod collection;
mod declared_table;
mod encoded_attributes;
mod encoded_item;
mod expected_version;
mod expiry;
mod frozen_attribute;
mod index;
mod item;
mod item_encryption;
pub(crate) mod key;
mod made_keys;
pub(crate) mod managed;
mod operand;
mod optional;
mod pending_write;
mod picture;
mod projection;
mod projection_view;
mod schema_version;
mod settings;
mod table;
mod unique;
mod vector;
mod vector_kind;

pub use attribute::{Attribute, Flattened, GuardedAttribute, KeyAttribute, ManagedAttribute};
pub use collection::{Grouped, IndexOf, StoredSort};
pub use declared_table::{DeclaredTable, TableIndex};
#[doc(hidden)]
pub use encoded_attributes::EncodedAttributes;
pub(crate) use encoded_attributes::{EncodedAttribute, EncodedValue};
pub(crate) use encoded_item::{Encoded, unencrypted_attributes};
pub(crate) use expected_version::ExpectedVersion;
pub use expiry::{Expires, ExpiryTime, NeverExpires, TimeToLive, TtlOf};
pub use frozen_attribute::{FrozenAttribute, FrozenField};
pub use index::{ConsistentReads, Global, Index, IndexSchema, IndexScope, Local, OnTable, Projected};
pub use item::{Item, Versioned};
pub(crate) use item_encryption::{AttributeDecryption, AttributeEncryption, bound_key};
pub(crate) use key::{
    Bounds, Identity, MOST_PARTITION, MOST_SORT, SortTemplate, check_index_key_value, encode_key_value, item_key,
};
pub use key::{
    Collection, Composed, Composite, Key, KeyElement, KeyOf, KeyParts, KeyShape, LeadingParts, NoSortKey, PartitionOf,
    Parts, Several, Simple, Single, SortKeys, SortParts, SortRest, SortShape, Unpartitioned,
};
pub(crate) use key::{PartValue, is_sensitive, made_value, named};
pub(crate) use made_keys::{is_beside_fields, made_keys, parts_of_key, primary_keys};
pub use managed::Managed;
pub(crate) use managed::Stamp;
pub use operand::Operand;
pub use optional::{OptionOf, OptionalOperand};
pub(crate) use pending_write::{PendingManaged, PendingWrite, WriteBody};
pub use projection::Projection;
pub use projection_view::ProjectionView;
pub use schema_version::{OlderItem, SchemaVersion, SchemaVersioned};
pub(crate) use schema_version::{newer, recording};
pub use settings::{Billing, PointInTimeRecovery, ServerSideEncryption, StreamView, TableClass, TableSettings};
pub(crate) use table::ItemKind;
pub use table::TableSchema;
pub(crate) use unique::{GUARD, Guard};
pub use unique::{Unguarded, Unique};
pub use vector::{DistanceFunction, ReadByKey, VectorSchema};
pub use vector_kind::{ReadByVector, SearchVector, SearchedByPartition, SearchedWhole, Vector, VectorField};
