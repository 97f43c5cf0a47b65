//! Primary keys and the keys of indexes: their shapes, the arguments that stand for one, and DynamoDB's limits for them.

mod argument;
mod compose;
mod composed;
mod element;
mod identity;
mod limits;
mod owned;
mod part;
mod shape;
mod sort_condition;
mod template;

pub use argument::KeyOf;
pub(crate) use compose::{made_value, named, write_made};
pub use composed::{Collection, KeyParts, LeadingParts, Parts, SortParts};
pub use element::KeyElement;
pub(crate) use identity::{Identity, item_key};
pub use limits::{CheckedKeys, IndexKeys, Sensitive};
pub(crate) use limits::{MOST_PARTITION, MOST_SORT, check_index_key_value};
pub use owned::Key;
pub(crate) use owned::is_sensitive;
pub use part::PartValue;
pub(crate) use shape::encode_key_value;
pub use shape::{
    Composed, Composite, KeyShape, NoSortKey, PartitionOf, Several, Simple, Single, SortKeys, SortRest, SortShape,
    UnknownKey, Unpartitioned,
};
pub(crate) use sort_condition::{Bounds, SortTemplate};
pub use template::{Part, Segment, Template};
