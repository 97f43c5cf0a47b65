//! What a struct says about its table: its keys, its indexes and their keys.

mod indexes;
mod keys;
mod limits;
mod picture;
