//! What a struct says about its table: names, keys and types, known to the compiler.

mod attribute;
#[cfg(feature = "encryption")]
mod binding;
mod encoded_item;
mod frozen;
mod index;
mod item;
mod key;
mod managed;
mod operand;
mod projection;
mod seals;
mod shape;
mod table;

pub use attribute::{Attribute, Flattened, KeyAttribute};
pub(crate) use encoded_item::{Encoded, joined, open_attributes};
pub use frozen::{FrozenAttribute, FrozenField};
pub use index::{ConsistentReads, Global, Index, IndexSchema, IndexScope, Local, OnTable, Projected};
pub use item::Item;
pub(crate) use key::MOST_SORT;
pub use key::{KeyOf, Keys, Sensitive};
pub use managed::{Managed, Stamp, TimeField, VersionField, Versioned};
pub use operand::Operand;
pub use projection::Projection;
pub(crate) use seals::{Sealing, Seals, bound_key};
pub(crate) use shape::encode_key_value;
pub use shape::{
    Composite, End, KeyShape, PartitionOf, Several, Simple, Single, SortRest, SortShape, Then, UnknownKey,
};
pub use table::{KeyElement, TableSchema};
