//! The pipeline of each derive, with proc-macro2's tokens, so that tests can run it.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use super::attributes::with_serde_names;
use super::context::Context;
use super::model::{Item, Merged, Patch, Projection, Table, Value};
use super::{check, expand, fallback};

/// Returns the expansion of `#[derive(Item)]`.
pub fn item(input: &DeriveInput) -> TokenStream {
    let context = Context::new();
    let named = with_serde_names(&context, input);
    let input = named.as_ref().unwrap_or(input);
    let merged = Merged::of(input);
    let item = Item::read(&context, input, merged.as_ref());
    check::item(&context, &item);
    match context.check() {
        Ok(()) => expand::item(&item),
        Err(error) => fallback::item(&item, &error),
    }
}

/// Returns the expansion of `#[derive(Value)]`.
pub fn value(input: &DeriveInput) -> TokenStream {
    let context = Context::new();
    let named = with_serde_names(&context, input);
    let input = named.as_ref().unwrap_or(input);
    let value = Value::read(&context, input);
    check::value(&context, &value);
    match context.check() {
        Ok(()) => expand::value(&value),
        Err(error) => fallback::value(&value, &error),
    }
}

/// Returns the expansion of `#[derive(Projection)]`.
pub fn projection(input: &DeriveInput) -> TokenStream {
    let context = Context::new();
    let projection = Projection::read(&context, input);
    check::projection(&context, &projection);
    match context.check() {
        Ok(()) => expand::projection(&projection),
        Err(error) => fallback::projection(&projection, &error),
    }
}

/// Returns the expansion of `#[derive(Patch)]`.
pub fn patch(input: &DeriveInput) -> TokenStream {
    let context = Context::new();
    let patch = Patch::read(&context, input);
    check::patch(&context, &patch);
    match context.check() {
        Ok(()) => expand::patch(&patch),
        Err(error) => fallback::patch(&patch, &error),
    }
}

/// Returns the expansion of `#[derive(Table)]`.
pub fn table(input: &DeriveInput) -> TokenStream {
    let context = Context::new();
    let table = Table::read(&context, input);
    check::table(&context, &table);
    match context.check() {
        Ok(()) => expand::table(&table),
        Err(error) => fallback::table(&table, &error),
    }
}
