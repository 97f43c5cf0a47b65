//! The generated code of the derives, run with the codec backend in `tree`.

mod documents;
mod enums;
mod hygiene;
mod inlined;
mod item_enums;
mod items;
mod lifetimes;
mod names;
mod newtype_uses;
mod newtypes;
mod options;
mod repeated;
pub mod schema_version;
mod sensitive;
mod serde_names;
mod settings;
mod structs;
mod tree;
mod untagged;
mod variants;
mod wide;
