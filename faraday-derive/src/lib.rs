//! The derives of faraday, which is the crate `faraday-core`: `Item`, `Patch`, `Projection`, `Table` and `Value`.
//!
//! Use them through `faraday`, which documents them next to the traits that they implement. A derive goes through the modules in this
//! order: `attributes` (tokens to options), `model` (the meaning of the struct), `check` (whether it makes sense), then `expand`, which
//! cannot fail, or `fallback`, which prevents that one mistake is reported twice.

mod attributes;
mod case;
mod check;
mod context;
mod derive;
mod expand;
mod fallback;
mod model;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct the item of a table.
#[proc_macro_derive(Item, attributes(faraday))]
pub fn derive_item(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::item(&input).into()
}

/// Makes a struct, a newtype or a unit enum the value of an attribute.
#[proc_macro_derive(Value, attributes(faraday))]
pub fn derive_value(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::value(&input).into()
}

/// Makes a struct a selection of an item's attributes.
#[proc_macro_derive(Projection, attributes(faraday))]
pub fn derive_projection(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::projection(&input).into()
}

/// Makes a struct a set of changes to an item's attributes.
#[proc_macro_derive(Patch, attributes(faraday))]
pub fn derive_patch(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::patch(&input).into()
}

/// Declares a table that holds several kinds of items.
#[proc_macro_derive(Table, attributes(faraday))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::table(&input).into()
}
