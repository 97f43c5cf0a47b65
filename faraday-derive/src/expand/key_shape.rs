//! The shape of the key of an item: of its fields, made by templates, or of an enum of items.

use proc_macro2::TokenStream;

use super::super::model::Item;
use super::key::own_key;
use super::{collection, made_keys};

/// `Simple<A>`, `Composite<A, B>`, `Composed<…>` or `Collection<…>`.
pub fn key(item: &Item) -> TokenStream {
    match item.variants {
        Some(_) if item.declared_table().is_some() => collection::key(item),
        None if item.makes_key() => made_keys::key(item),
        _ => own_key(item),
    }
}
