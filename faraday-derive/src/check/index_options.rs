//! The rules for the options of an index, of an item or of a table: one function each.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::LitStr;

use super::super::attributes::{IndexOptions, Projected, Scope};
use super::super::context::Context;
use super::vector;

/// DynamoDB's quotas for one table.
const MOST_GLOBAL: usize = 20;
const MOST_LOCAL: usize = 5;
const MOST_INCLUDED: usize = 100;
const MOST_INCLUDED_BY_ONE: usize = 20;
/// The highest number of attributes of a partition key of an index, and of a sort key of a global one.
const MOST_KEYS: usize = 4;

/// The rules for the options of one index.
pub fn options(context: &Context, options: &IndexOptions) {
    has_keys(context, options);
    has_few_keys(context, options);
    keys_are_distinct(context, options);
    includes_few(context, options);
    if options.scope == Scope::Vector {
        vector::options(context, options);
    }
}

/// DynamoDB's quotas for the indexes of one table.
pub fn are_few(context: &Context, indexes: &[&IndexOptions]) {
    are_not_too_many(context, indexes);
    includes_are_not_too_many(context, indexes);
}

/// The attributes that it holds besides the keys.
fn included(options: &IndexOptions) -> &[Ident] {
    match &options.projected {
        Projected::Include(fields) => fields,
        Projected::All | Projected::KeysOnly => &[],
    }
}

/// A global index has a partition key of its own, a local one a sort key.
fn has_keys(context: &Context, options: &IndexOptions) {
    if options.misread {
        return;
    }
    let message = match options.scope {
        Scope::Global if options.partition_key.is_empty() => {
            "a global index needs a partition key: write `partition_key = field` after its name"
        }
        Scope::Local if options.sort_key.is_empty() => {
            "a local index needs a sort key: write `sort_key = field` after its name"
        }
        _ => return,
    };
    context.error(options.ident.span(), message);
}

/// A key of a global index has four attributes at most, the sort key of a local one has one.
fn has_few_keys(context: &Context, options: &IndexOptions) {
    let (most_sort, message) = match options.scope {
        // Other rules check its keys.
        Scope::Vector => return,
        Scope::Global => (MOST_KEYS, "a key of an index has four attributes at most: leave this one out"),
        Scope::Local => (1, "a local index has one sort attribute: leave this one out, or write `global_index`"),
    };
    let extra = options.partition_key.get(MOST_KEYS).into_iter().chain(options.sort_key.get(most_sort));
    for name in extra {
        context.error(name.span(), message);
    }
}

/// An attribute is in the key of an index once.
fn keys_are_distinct(context: &Context, options: &IndexOptions) {
    let mut seen = HashSet::new();
    for name in options.partition_key.iter().chain(&options.sort_key).filter(|name| !seen.insert(*name)) {
        context.error(name.span(), format!("`{name}` is in the key of this index already: leave it out here"));
    }
}

/// DynamoDB's quota of included attributes of one index.
fn includes_few(context: &Context, options: &IndexOptions) {
    if let Some(name) = included(options).get(MOST_INCLUDED_BY_ONE) {
        let message = format!(
            "an index includes {MOST_INCLUDED_BY_ONE} attributes at most: leave this one out, or write `projection = all`"
        );
        context.error(name.span(), message);
    }
}

/// Checks DynamoDB's rules for the name.
pub fn name_is_allowed(context: &Context, text: &LitStr) {
    let name = text.value();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    if !(3..=255).contains(&name.len()) || !name.chars().all(allowed) {
        let message = "an index's name has 3 to 255 of the characters a-z, A-Z, 0-9, `_`, `.` and `-`: choose another, or \
                       give the index one with `rename = \"…\"`";
        context.error(text.span(), message);
    }
}

/// DynamoDB's quotas of indexes.
fn are_not_too_many(context: &Context, indexes: &[&IndexOptions]) {
    let of = |scope| indexes.iter().filter(move |index| index.scope == scope);
    if let Some(index) = of(Scope::Global).nth(MOST_GLOBAL) {
        let message = format!("a table has {MOST_GLOBAL} global indexes at most: this is one more");
        context.error(index.span, message);
    }
    if let Some(index) = of(Scope::Local).nth(MOST_LOCAL) {
        let message = format!("a table has {MOST_LOCAL} local indexes at most: this is one more");
        context.error(index.span, message);
    }
}

/// DynamoDB's quota of included attributes, counted over all indexes.
fn includes_are_not_too_many(context: &Context, indexes: &[&IndexOptions]) {
    if let Some(name) = indexes.iter().flat_map(|index| included(index)).nth(MOST_INCLUDED) {
        let message = format!(
            "the indexes of a table include {MOST_INCLUDED} attributes at most, all counted: write `projection = all` for \
             one of them"
        );
        context.error(name.span(), message);
    }
}
