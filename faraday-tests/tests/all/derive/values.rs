//! What the derives generate, run against a backend of the codec that stands in `tree`.

#[path = "tree.rs"]
mod tree;

#[path = "documents.rs"]
mod documents;
#[path = "enums.rs"]
mod enums;
#[path = "inlined.rs"]
mod inlined;
#[path = "items.rs"]
mod items;
#[path = "lifetimes.rs"]
mod lifetimes;
#[path = "names.rs"]
mod names;
#[path = "newtype_uses.rs"]
mod newtype_uses;
#[path = "newtypes.rs"]
mod newtypes;
#[path = "options.rs"]
mod options;
#[path = "structs.rs"]
mod structs;
#[path = "variants.rs"]
mod variants;
