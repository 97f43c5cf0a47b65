//! The rules for a table that is declared on its own: one function each.

use proc_macro2::Ident;

use super::super::attributes::Scope;
use super::super::context::Context;
use super::super::model::Table;
use super::index_options;
use super::key::name_is_short;
use super::names::{report_repeated, table_name_is_allowed};
use super::{settings, vector};

/// All rules for a table.
pub fn table(context: &Context, table: &Table) {
    let ident = table.container.ident;
    if table.name.is_none() && !table.container.misread {
        context.error(ident.span(), "a table needs its name: write `#[faraday(name = \"app\", …)]`");
    }
    if let Some(name) = &table.name {
        table_name_is_allowed(context, name);
    }
    if table.partition_key.is_none() && !table.container.misread {
        context.error(ident.span(), "a table needs a partition key: write `partition_key(pk: String)` after its name");
    }
    for parameter in &table.container.generics.params {
        context.push(syn::Error::new_spanned(parameter, "a table has no parameters: it is one table"));
    }
    if let (Some((partition, _)), Some((sort, _))) = (&table.partition_key, &table.sort_key)
        && partition == sort
    {
        context.error(sort.span(), "this is the partition key already: name another attribute");
    }
    for index in &table.indexes {
        index_options::options(context, index);
        index_options::name_is_allowed(context, &index.rename.clone().unwrap_or_else(|| text(&index.ident)));
        for name in index.partition_key.iter().chain(&index.sort_key) {
            key_has_a_type(context, table, name);
        }
        for name in index.vector.filters.iter().filter(|name| table.type_of(name).is_none()) {
            let message = format!("the type of `{name}` is unknown: write it, `filters({name}: String)`");
            context.error(name.span(), message);
        }
        if index.row.is_some() {
            context.error(
                index.ident.span(),
                "the row belongs to an item: write `row = Type` in its `index`, and not here",
            );
        }
        if index.scope == Scope::Local && table.sort_key.is_none() && !index.misread {
            let message =
                "a local index needs a table with a sort key: write `sort_key(sk: String)`, or `global_index`";
            context.error(index.span, message);
        }
    }
    let indexes: Vec<_> = table.indexes.iter().collect();
    index_options::are_few(context, &indexes);
    vector::of_table(context, &indexes, &table.settings);
    let names: Vec<_> =
        table.indexes.iter().map(|index| index.rename.clone().unwrap_or_else(|| text(&index.ident))).collect();
    report_repeated(context, names.iter(), |name| format!("two indexes have the name {name:?}: rename one"));
    types_agree(context, table);
    tag_is_no_key(context, table);
    key_names_are_short(context, table);
    settings::table(context, table);
}

/// The name of each key attribute, where it is first written.
fn key_names_are_short(context: &Context, table: &Table) {
    let keys = table.partition_key.iter().chain(&table.sort_key).map(|(name, _)| name);
    let of_indexes = table.indexes.iter().flat_map(|index| index.partition_key.iter().chain(&index.sort_key));
    let mut seen: Vec<&Ident> = Vec::new();
    for name in keys.chain(of_indexes) {
        if !seen.contains(&name) {
            name_is_short(context, &text(name), "use a shorter name");
            seen.push(name);
        }
    }
}

/// The attribute that holds the kind is not a key.
fn tag_is_no_key(context: &Context, table: &Table) {
    let keys = table.partition_key.iter().chain(&table.sort_key).map(|(name, _)| name);
    let of_indexes = table.indexes.iter().flat_map(|index| index.partition_key.iter().chain(&index.sort_key));
    let mut keys = keys.chain(of_indexes);
    let tag = table.tag.as_ref().map_or_else(|| "kind".to_owned(), syn::LitStr::value);
    let Some(key) = keys.find(|key| text(key).value() == tag) else { return };
    match &table.tag {
        Some(tag) => context.error(tag.span(), "this is a key attribute: the kind of an item is in another one"),
        None => context.error(
            key.span(),
            "the attribute `kind` holds the kind of an item: give this key another name, or the other attribute by `tag = \"type\"`",
        ),
    }
}

fn text(ident: &Ident) -> syn::LitStr {
    syn::LitStr::new(&syn::ext::IdentExt::unraw(ident).to_string(), ident.span())
}

/// Every key attribute has a type somewhere.
fn key_has_a_type(context: &Context, table: &Table, name: &Ident) {
    if table.type_of(name).is_none() {
        let message =
            format!("the type of `{name}` is unknown: write it in parentheses, `partition_key({name}: String)`");
        context.error(name.span(), message);
    }
}

/// An attribute has one type wherever it is a key.
fn types_agree(context: &Context, table: &Table) {
    let keys = table.partition_key.iter().chain(&table.sort_key);
    for (name, ty) in keys.chain(table.indexes.iter().flat_map(|index| &index.types)) {
        let first = table.type_of(name).map(|first| quote::quote!(#first).to_string());
        if first.is_some_and(|first| first != quote::quote!(#ty).to_string()) {
            let message = format!("`{name}` is first written with another type: a key attribute has one type");
            context.push(syn::Error::new_spanned(ty, message));
        }
    }
}
