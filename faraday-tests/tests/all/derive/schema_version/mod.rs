//! Items with a schema version: every read upgrades older ones, and every write of a whole item writes the version.

pub mod fixture;
mod forms;
mod random;
mod reads;
mod tables;
