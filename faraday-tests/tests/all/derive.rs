//! What the derives generate, run against a backend of the codec that stands in `tree`.

#[path = "derive/tree.rs"]
mod tree;

#[path = "derive/enums.rs"]
mod enums;
#[path = "derive/items.rs"]
mod items;
#[path = "derive/names.rs"]
mod names;
#[path = "derive/newtypes.rs"]
mod newtypes;
#[path = "derive/structs.rs"]
mod structs;
