//! The rules for indexes: one function each.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use super::super::attributes::Scope;
use super::super::context::Context;
use super::super::model::{Field, Index, Item};
use super::expiry::form_of_key;
use super::names::report_repeated;
use super::{index_options, vector};

/// All rules for the indexes of an item.
pub fn indexes(context: &Context, item: &Item) {
    for index in &item.indexes {
        fields_exist(context, item, index);
        index_options::options(context, &index.options);
        index_options::name_is_allowed(context, &index.name);
        for field in index.keys() {
            key_is_readable(context, item, field);
        }
        is_not_sorted_by_partition_key(context, item, index);
        included_is_no_key(context, item, index);
        types_are_of_other_structs(context, item, index);
        holds_what_is_seen(context, item, index);
        generic_item_names_its_row(context, item, index);
        if index.options.scope == Scope::Vector {
            vector::index(context, item, index);
        }
    }
    local_index_needs_sort_key(context, item);
    let options: Vec<_> = item.indexes.iter().map(|index| &index.options).collect();
    index_options::are_few(context, &options);
    vector::of_table(context, &options, &item.settings);
    let names = item.indexes.iter().map(|index| &index.name);
    report_repeated(context, names, |name| format!("two indexes have the name {name:?}: rename one"));
    constants_are_distinct(context, item);
}

/// An index names fields of the struct.
fn fields_exist(context: &Context, item: &Item, index: &Index) {
    // It is an error already that the struct has no named fields.
    if !item.has_named_fields {
        return;
    }
    for name in index.keys().chain(index.included()).filter(|name| item.field(name).is_none()) {
        let fields: Vec<_> = item.fields.iter().filter_map(|field| Some(format!("`{}`", field.ident?))).collect();
        let message = format!("`{}` has no field `{name}`: its fields are {}", item.container.ident, fields.join(", "));
        context.error(name.span(), message);
    }
}

/// Only a key that is in the structs of an enum's variants is written with a type.
fn types_are_of_other_structs(context: &Context, item: &Item, index: &Index) {
    for (name, _) in &index.options.types {
        if item.field(name).is_some_and(|field| !field.is_elsewhere) || item.variants.is_none() {
            let message = match index.filters().contains(name) {
                true => format!("the type of `{name}` is that of its field: write the filter without one, `{name}`"),
                false => format!("the type of `{name}` is that of its field: write the key without one, `= {name}`"),
            };
            context.error(name.span(), message);
        }
    }
}

/// The derive of an enum does not see the fields of the structs in its variants.
fn holds_what_is_seen(context: &Context, item: &Item, index: &Index) {
    if index.has_own_row() && item.variants.is_some() && item.partition_key().is_none() {
        let message = "an index of an enum of structs holds whole items: remove `projection`";
        context.error(index.options.ident.span(), message);
    }
}

/// A local index has the table's partition key, so that key cannot be its sort key.
fn is_not_sorted_by_partition_key(context: &Context, item: &Item, index: &Index) {
    let Some(partition_key) = item.partition_key().and_then(|field| field.ident) else { return };
    if index.options.scope != Scope::Local {
        return;
    }
    for name in index.options.sort_key.iter().filter(|name| *name == partition_key) {
        let message =
            format!("`{name}` is the table's partition key, and a local index has it already: sort by another field");
        context.error(name.span(), message);
    }
}

/// A key attribute is stored as its own type, because DynamoDB must read it.
fn key_is_readable(context: &Context, item: &Item, name: &Ident) {
    let Some(options) = item.field(name).map(|field| &field.options) else { return };
    if options.skip.is_some() {
        context.error(name.span(), "this field has `skip`, so there is no attribute to index: remove one of the two");
    } else if options.frozen.is_some() {
        context.error(name.span(), "this field is `frozen`, so DynamoDB cannot read it: index another field");
    } else if let Some((_, option)) = options.forms().chain(options.inlines()).next() {
        context.error(name.span(), form_of_key(option));
    }
}

/// `include` names stored attributes that are not keys, each once.
fn included_is_no_key(context: &Context, item: &Item, index: &Index) {
    let keys: HashSet<_> = index.keys().chain(index.filters()).collect();
    let mut seen = HashSet::new();
    for name in index.included() {
        let Some(field) = item.field(name) else { continue };
        let message = if field.is_key() || keys.contains(name) {
            "an index always holds the keys of the table and its own: leave this field out"
        } else if !field.is_stored() {
            "this field has `skip`, so there is no attribute to include: remove one of the two"
        } else if !field.is_attribute() {
            "this field is stored as several attributes: include attributes that the item itself has"
        } else if !seen.insert(name) {
            "this field is included already: leave it out here"
        } else {
            continue;
        };
        context.error(name.span(), message);
    }
}

/// A generic item cannot have generated rows, because the derive does not know which parameters a row needs.
fn generic_item_names_its_row(context: &Context, item: &Item, index: &Index) {
    if index.has_own_row() && !item.container.generics.params.is_empty() {
        let message = "the row type of a generic item is written by hand: derive `Projection` for it, and name it with \
                       `row = Type`";
        context.error(index.options.ident.span(), message);
    }
}

/// A local index sorts the items of one partition key by another attribute than the table does.
fn local_index_needs_sort_key(context: &Context, item: &Item) {
    // The option that was not understood may be the sort key; and the derive does not see the key of an enum of structs.
    let is_of_structs = item.variants.is_some() && item.partition_key().is_none();
    if is_of_structs || item.sort_key().is_some() || item.fields.iter().any(|field| field.options.misread) {
        return;
    }
    for index in item.indexes.iter().filter(|index| index.options.scope == Scope::Local) {
        let message = "a local index needs a table with a sort key: mark a field with `#[faraday(sort_key)]`, or write \
                       `global_index`";
        context.error(index.options.span, message);
    }
}

/// The constant of an index must differ from those of fields and other indexes.
fn constants_are_distinct(context: &Context, item: &Item) {
    let fields =
        item.fields.iter().filter(|field| field.is_stored() && !field.is_elsewhere).filter_map(Field::constant);
    let mut taken: HashMap<String, &str> = fields.map(|constant| (constant.to_string(), "a field")).collect();
    let mut names = HashSet::new();
    // Two indexes with the same name are an error already.
    for index in item.indexes.iter().filter(|index| names.insert(index.name.value())) {
        let constant = index.constant().to_string();
        if let Some(other) = taken.insert(constant.clone(), "another index") {
            let message = format!(
                "this index and {other} make the same constant, `{constant}`: name the index differently, and keep its \
                 name in the table with `rename`"
            );
            context.error(index.options.ident.span(), message);
        }
    }
}
