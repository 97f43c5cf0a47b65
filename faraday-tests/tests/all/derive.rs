//! What the derives generate, run against a backend of the codec that stands in `tree`.

#[path = "derive/tree.rs"]
mod tree;

#[path = "derive/documents.rs"]
mod documents;
#[path = "derive/enums.rs"]
mod enums;
#[path = "derive/inlined.rs"]
mod inlined;
#[path = "derive/items.rs"]
mod items;
#[path = "derive/lifetimes.rs"]
mod lifetimes;
#[path = "derive/names.rs"]
mod names;
#[path = "derive/newtype_uses.rs"]
mod newtype_uses;
#[path = "derive/newtypes.rs"]
mod newtypes;
#[path = "derive/options.rs"]
mod options;
#[path = "derive/structs.rs"]
mod structs;
#[path = "derive/variants.rs"]
mod variants;
