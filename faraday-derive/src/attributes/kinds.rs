//! The kinds of derives, indexes and projections that options name.

use proc_macro2::Span;
use syn::{Ident, LitStr, Type};

/// The derive that reads the options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derive {
    Item,
    Value,
    Projection,
    Patch,
    Table,
}

/// The span of an option without a value.
pub type Flag = Option<Span>;

pub const ALL: &[Derive] = &[Derive::Item, Derive::Value, Derive::Projection, Derive::Patch];

/// Whether an index is local, global or a vector index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Global,
    Local,
    Vector,
}

/// `partition_key` and `sort_key` of a struct.
pub enum KeyOption {
    /// In an item: the template of the key.
    Template(LitStr),
    /// In a table: the attribute, with its type.
    Attribute(Ident, Box<Type>),
}

/// A key of an index that an item names.
pub enum IndexKey {
    Template(LitStr),
    /// The fields of the item that are the key's attributes.
    Fields(Vec<Ident>),
}

/// The projection of an index.
#[derive(Default)]
pub enum Projected {
    #[default]
    All,
    KeysOnly,
    /// The keys and these fields.
    Include(Vec<Ident>),
}
