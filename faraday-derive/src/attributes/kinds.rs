//! The kinds of things that options speak of.

use proc_macro2::Span;
use syn::Ident;

/// Which of the derives reads the options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derive {
    Item,
    Value,
    Projection,
}

/// An option without a value: where it stands.
pub type Flag = Option<Span>;

pub const ALL: &[Derive] = &[Derive::Item, Derive::Value, Derive::Projection];
/// Whether an index is local or global.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Global,
    Local,
}

/// What an index holds.
#[derive(Default)]
pub enum Projected {
    #[default]
    All,
    KeysOnly,
    /// The keys, and these fields.
    Include(Vec<Ident>),
}
