//! The declaration of a table by a struct: its keys, its indexes and their keys.

mod indexes;
mod keys;
mod limits;
mod picture;
