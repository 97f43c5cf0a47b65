//! The SDK's maps, `HashMap<String, AttributeValue>`, and its values.

mod attribute_value;
mod borrowed;
mod decode;
mod encode;
mod item;

pub use attribute_value::{from_attribute_value, to_attribute_value};
pub(crate) use borrowed::Borrowed;
pub(crate) use decode::{Owned, OwnedMap, decode, decode_item};
pub(crate) use encode::{SdkEncoder, encode_item};
pub(crate) use item::SdkItem;
