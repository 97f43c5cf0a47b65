//! Encodes and decodes a [`Value`](crate::Value): [`json`] for requests and responses, [`sdk_map`] for the SDK's own maps,
//! [`item_size`] for DynamoDB's count of bytes, [`plain_json`] for other programs, [`serde_bridge`] for serde's types.

mod distinct_elements;
pub(crate) mod item_size;
pub(crate) mod json;
mod limits;
pub(crate) mod plain_json;
pub(crate) mod sdk_map;
pub(crate) mod serde_bridge;
pub(crate) mod transcode;
pub(crate) mod whole_map;
