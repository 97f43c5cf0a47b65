//! Several kinds of item in one table, with keys that templates make.

mod adoption;
mod collections;
mod declared;
mod fixture;
mod golden;
mod key_order;
mod keys;
mod unique;
mod updates;
mod updates_random;
mod whole_items;
