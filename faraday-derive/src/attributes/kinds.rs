//! The kinds of derives, indexes and projections that options name.

use proc_macro2::Span;
use syn::Ident;

/// The derive that reads the options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derive {
    Item,
    Value,
    Projection,
}

/// The span of an option without a value.
pub type Flag = Option<Span>;

pub const ALL: &[Derive] = &[Derive::Item, Derive::Value, Derive::Projection];
/// Whether an index is local or global.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Global,
    Local,
}

/// The projection of an index.
#[derive(Default)]
pub enum Projected {
    #[default]
    All,
    KeysOnly,
    /// The keys, and these fields.
    Include(Vec<Ident>),
}
