//! Frozen values, the fields that hold them, and their versions.

mod depth;
mod fields;
pub(crate) mod values;
mod versions;
