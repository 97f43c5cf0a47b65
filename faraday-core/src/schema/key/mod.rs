//! Primary keys and the keys of indexes: their shapes, the arguments that name one, and DynamoDB's limits for them.

mod argument;
mod element;
mod identity;
mod limits;
mod shape;

pub use argument::KeyOf;
pub use element::KeyElement;
pub(crate) use identity::{Identity, item_key};
pub use limits::{CheckedKeys, IndexKeys, Sensitive};
pub(crate) use limits::{MOST_SORT, check_index_key_value};
pub(crate) use shape::encode_key_value;
pub use shape::{
    Composite, KeyShape, NoSortKey, PartitionOf, Several, Simple, Single, SortKeys, SortRest, SortShape, UnknownKey,
};
