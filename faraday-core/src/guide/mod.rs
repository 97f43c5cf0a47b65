//! How to use the library, by subject.
//!
//! - [`one_table`]: several kinds of item in one table, with keys that are made of their fields.
//! - [`infrastructure`]: tables that an infrastructure tool makes, templates for it, and the permissions of a program.

#[doc = include_str!("infrastructure.md")]
pub mod infrastructure {}

#[doc = include_str!("one_table.md")]
pub mod one_table {}
