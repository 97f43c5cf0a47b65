//! The three backends of the codec: [`wire`] (DynamoDB JSON), [`map`] (the SDK's maps), [`size`] (DynamoDB's own count).

pub(crate) mod map;
mod map_decode;
pub(crate) mod size;
pub(crate) mod wire;
mod wire_decode;

/// How deep lists and maps may be nested: twice what DynamoDB itself takes (32), so that the service stays the judge, and
/// few enough that no stack overflows.
pub(crate) const MAX_DEPTH: u8 = 64;

pub(crate) fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels; DynamoDB takes 32")
}
