//! The rules across options and fields: one function each.

mod declared;
mod expiry;
mod field;
mod frozen;
mod index;
mod index_options;
mod item_enum;
mod key;
mod managed;
mod names;
mod patch;
mod schema_version;
mod settings;
mod table;
mod variant;
mod vector;
mod view;

use std::collections::HashMap;

use key::{has_at_most_one_sort_key, has_one_partition_key, has_one_role, key_is_always_there, key_name_is_short};
use names::{names_are_distinct, report_repeated, table_name_is_allowed};

use super::attributes::Derive;
use super::context::Context;
use super::model::{Container, Enum, Field, Item, Patch, Projection, Shape, Table, Tagging, Value};

/// All rules for an item.
pub fn item(context: &Context, item: &Item) {
    has_table(context, item);
    borrows_nothing(context, &item.container);
    match &item.variants {
        Some(of) => {
            item_enum::variants(context, item, of);
            for field in item.fields.iter().filter(|field| field.is_elsewhere || is_tag(of, field)) {
                key_name_is_short(context, field);
            }
        }
        None => {
            if item.has_named_fields && item.declared_table().is_none() && item.declared.partition_key.is_none() {
                has_one_partition_key(context, item.container.ident.span(), "an item", &item.fields);
            }
            has_at_most_one_sort_key(context, &item.fields);
            for field in &item.fields {
                has_one_role(context, field);
                key_is_always_there(context, field);
                key_name_is_short(context, field);
                field::field(context, field, Derive::Item);
            }
            field::fields(context, &item.container, &item.fields);
            names_are_distinct(context, &item.container, &item.fields);
        }
    }
    constants_are_distinct(context, &item.fields);
    managed::managed(context, item);
    index::indexes(context, item);
    declared::declared(context, item);
    settings::item(context, item);
    expiry::item(context, item);
    schema_version::item(context, item);
}

/// All rules for a table.
pub fn table(context: &Context, table: &Table) {
    table::table(context, table);
}

/// All rules for a projection.
pub fn projection(context: &Context, projection: &Projection) {
    has_item(context, projection);
    match projection.container.view {
        Some(_) => view::view(context, &projection.container, &projection.fields),
        None => is_not_generic(context, &projection.container),
    }
    for field in &projection.fields {
        field::field(context, field, Derive::Projection);
    }
    let names = projection.fields.iter().filter(|field| field.is_stored()).map(|field| &field.name);
    report_repeated(context, names, |name| format!("two fields are the item's `{name}`: remove one"));
}

/// All rules for a patch.
pub fn patch(context: &Context, patch: &Patch) {
    patch::patch(context, patch);
}

/// All rules for a value.
pub fn value(context: &Context, value: &Value) {
    view::view(context, &value.container, value.fields());
    for field in value.fields() {
        field::field(context, field, Derive::Value);
    }
    field::fields(context, &value.container, value.fields());
    names_are_distinct(context, &value.container, value.fields());
    constants_are_distinct(context, value.fields());
    match &value.shape {
        Shape::Newtype(field) => {
            newtype_has_no_options(context, field);
            field::owns_its_data(context, field);
            field::is_no_set_of_floats(context, field);
            if let Some(span) = value.container.deny_unknown {
                context.error(
                    span,
                    "a newtype is stored as the type that it wraps, which has no attributes here: remove `deny_unknown`",
                );
            }
        }
        Shape::Enum(of) => variant::variants(context, &value.container, of),
        Shape::Struct(_) | Shape::Unsupported => {}
    }
}

/// Whether it is the attribute that names the variant.
fn is_tag(of: &Enum, field: &Field) -> bool {
    matches!(&of.tagging, Tagging::Internal(tag) if tag.text().is_some_and(|tag| tag == field.name.value()))
}

/// The table's name is required, and DynamoDB must accept it.
fn has_table(context: &Context, item: &Item) {
    let Some(table) = &item.table else {
        if !item.container.misread {
            let message = "an item needs the name of its table: write `#[faraday(table = \"…\")]`";
            context.error(item.container.ident.span(), message);
        }
        return;
    };
    table_name_is_allowed(context, table);
}

/// A projection names its item.
fn has_item(context: &Context, projection: &Projection) {
    if projection.of.is_none() && !projection.container.misread {
        let message = "a projection needs its item: write `#[faraday(of = TheItem)]`";
        context.error(projection.container.ident.span(), message);
    }
}

/// A projection cannot be generic, because it uses the item's constants.
fn is_not_generic(context: &Context, container: &Container) {
    let generics = container.generics;
    let types = generics.type_params().map(|parameter| parameter.ident.span());
    for span in types.chain(generics.const_params().map(|parameter| parameter.ident.span())) {
        context.error(span, "a projection has no parameters: write it for one type of the item");
    }
}

/// An item outlives the response and moves between threads, so it cannot borrow.
fn borrows_nothing(context: &Context, container: &Container) {
    for lifetime in container.generics.lifetimes() {
        context.error(
            lifetime.lifetime.span(),
            "an item owns its data: use `String` for `&str`, `Vec` for a slice; a lifetime is for a `Value` that holds a `Cow`",
        );
    }
}

/// A newtype is stored as its field, so it has no options of its own.
fn newtype_has_no_options(context: &Context, field: &Field) {
    if let Some(span) = field.options.first() {
        let message = "a newtype is stored as the type that it wraps: options need a struct with named fields";
        context.error(span, message);
    }
}

/// Two fields cannot have one constant: `userId` and `USERID` would both be `USERID`.
fn constants_are_distinct(context: &Context, fields: &[Field]) {
    let mut seen = HashMap::new();
    for field in fields.iter().filter(|field| field.has_constant()) {
        let (Some(ident), Some(constant)) = (field.ident, field.constant()) else { continue };
        if let Some(first) = seen.insert(constant.to_string(), ident) {
            let message = format!(
                "this field and `{first}` make the same constant, `{constant}`: give one a constant of its own, `#[faraday(constant = NAME)]`"
            );
            context.error(ident.span(), message);
        }
    }
}
