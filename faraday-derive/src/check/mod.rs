//! The rules that need more than one option or field to see: a function for each.

mod field;
mod frozen;
mod index;
mod item_enum;
mod managed;
mod variant;

use std::collections::HashMap;

use proc_macro2::Span;
use syn::LitStr;

use super::attributes::Derive;
use super::context::Context;
use super::model::{Container, Field, Item, Projection, Shape, Value, option_of};

/// All rules for an item.
pub fn item(context: &Context, item: &Item) {
    has_table(context, item);
    borrows_nothing(context, &item.container);
    match &item.variants {
        Some(of) => item_enum::variants(context, item, of),
        None => {
            if item.has_named_fields {
                has_one_partition_key(context, item.container.ident.span(), "an item", &item.fields);
            }
            has_at_most_one_sort_key(context, &item.fields);
            for field in &item.fields {
                has_one_role(context, field);
                key_is_always_there(context, field);
                field::field(context, field, Derive::Item);
            }
            field::fields(context, &item.container, &item.fields);
            names_are_distinct(context, &item.fields);
        }
    }
    constants_are_distinct(context, &item.fields);
    managed::managed(context, item);
    index::indexes(context, item);
}

/// All rules for a projection.
pub fn projection(context: &Context, projection: &Projection) {
    has_item(context, projection);
    borrows_nothing(context, &projection.container);
    is_not_generic(context, &projection.container);
    for field in &projection.fields {
        field::field(context, field, Derive::Projection);
    }
    let names = projection.fields.iter().filter(|field| field.is_stored()).map(|field| &field.name);
    report_repeated(context, names, |name| format!("two fields are the item's `{name}`: remove one"));
}

/// All rules for a value.
pub fn value(context: &Context, value: &Value) {
    for field in value.fields() {
        field::field(context, field, Derive::Value);
    }
    field::fields(context, &value.container, value.fields());
    names_are_distinct(context, value.fields());
    constants_are_distinct(context, value.fields());
    match &value.shape {
        Shape::Newtype(field) => {
            newtype_has_no_options(context, field);
            field::owns_its_data(context, field);
            field::is_no_set_of_floats(context, field);
            if let Some(span) = value.container.deny_unknown {
                context.error(
                    span,
                    "a newtype is stored as what it wraps, which has no attributes here: remove `deny_unknown`",
                );
            }
        }
        Shape::Enum(of) => variant::variants(context, &value.container, of),
        Shape::Struct(_) | Shape::Unsupported => {}
    }
}

/// A table's name is given, and is one that DynamoDB takes.
fn has_table(context: &Context, item: &Item) {
    let Some(table) = &item.table else {
        if !item.container.misread {
            let message = "an item needs the name of its table: write `#[faraday(table = \"…\")]`";
            context.error(item.container.ident.span(), message);
        }
        return;
    };
    let name = table.value();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    if !(3..=255).contains(&name.len()) || !name.chars().all(allowed) {
        context.error(table.span(), "a table's name has 3 to 255 of the characters a-z, A-Z, 0-9, `_`, `.` and `-`");
    }
}

/// A projection is one of an item.
fn has_item(context: &Context, projection: &Projection) {
    if projection.of.is_none() && !projection.container.misread {
        let message = "a projection needs its item: write `#[faraday(of = TheItem)]`";
        context.error(projection.container.ident.span(), message);
    }
}

/// The constants that an expansion makes of the item's know no parameters.
fn is_not_generic(context: &Context, container: &Container) {
    let generics = container.generics;
    let types = generics.type_params().map(|parameter| parameter.ident.span());
    for span in types.chain(generics.const_params().map(|parameter| parameter.ident.span())) {
        context.error(span, "a projection has no parameters: write it for one type of the item");
    }
}

/// An item outlives what it was read from, and goes to other threads, so nothing of it can be borrowed.
fn borrows_nothing(context: &Context, container: &Container) {
    for lifetime in container.generics.lifetimes() {
        context.error(
            lifetime.lifetime.span(),
            "an item owns its data: use `String` for `&str`, `Vec` for a slice; a lifetime is for a `Value` that holds a `Cow`",
        );
    }
}

/// Every table has a partition key, of one attribute.
fn has_one_partition_key(context: &Context, span: Span, of: &str, fields: &[Field]) {
    let mut keys = fields.iter().filter_map(|field| field.options.partition_key);
    // With an option that may be a misspelt key, the cause is reported already.
    let reported = fields.iter().any(|field| field.options.misread);
    if keys.next().is_none() && !reported {
        let message = format!("{of} needs a partition key: mark one field with `#[faraday(partition_key)]`");
        context.error(span, message);
    }
    for second in keys {
        context
            .error(second, "a second partition key: a table has one; mark this field with `sort_key`, or not at all");
    }
}

/// A table has one sort key, or none.
fn has_at_most_one_sort_key(context: &Context, fields: &[Field]) {
    for second in fields.iter().filter_map(|field| field.options.sort_key).skip(1) {
        context.error(second, "a second sort key: a table has at most one; leave this field unmarked");
    }
}

/// A key's two attributes are two fields.
fn has_one_role(context: &Context, field: &Field) {
    if let (Some(_), Some(sort_key)) = (field.options.partition_key, field.options.sort_key) {
        context.error(sort_key, "a field cannot be both keys: mark another field with `sort_key`, or leave it out");
    }
}

/// Every item has its key, as a string, number or binary.
fn key_is_always_there(context: &Context, field: &Field) {
    if !field.is_key() {
        return;
    }
    if option_of(field.ty).is_some() {
        let message =
            "the key of a table is never absent: remove the `Option`, which only the key of an index may have";
        context.push(syn::Error::new_spanned(field.ty, message));
    }
    let options = &field.options;
    let contradictions = [
        (options.skip, "a key is always stored: remove `skip`"),
        (options.default.as_ref().map(|default| default.span), "a key is never absent: remove `default`"),
        (options.frozen, "a key must be readable to DynamoDB: remove `frozen`"),
        (options.null, "a key is never NULL: remove `null`"),
        (
            options.aliases.first().map(LitStr::span),
            "the name of a key is that of the table's schema, now and before: remove `alias`",
        ),
    ];
    for (span, message) in contradictions {
        if let Some(span) = span {
            context.error(span, message);
        }
    }
    let others = options.forms().chain(options.inlines()).filter(|(_, name)| *name != "frozen");
    for (span, name) in others {
        context.error(span, format!("a key is stored as its own type: remove `{name}`, or make the type a newtype"));
    }
}

/// A newtype is stored as what it wraps, with nothing of its own.
fn newtype_has_no_options(context: &Context, field: &Field) {
    if let Some(span) = field.options.first() {
        let message = "a newtype is stored as what it wraps: options need a struct with named fields";
        context.error(span, message);
    }
}

/// An attribute has one field, whether it is read by its present name or by an old one.
fn names_are_distinct(context: &Context, fields: &[Field]) {
    let stored: Vec<_> = fields.iter().filter(|field| field.is_attribute()).collect();
    let names = stored.iter().map(|field| &field.name);
    report_repeated(context, names.clone(), |name| {
        format!("two fields are stored as the attribute {name:?}: rename one")
    });
    let mut taken: Vec<String> = names.map(LitStr::value).collect();
    for alias in stored.iter().flat_map(|field| &field.options.aliases) {
        if taken.contains(&alias.value()) {
            let message = format!("the attribute {:?} has a field already: remove this `alias`", alias.value());
            context.error(alias.span(), message);
        }
        taken.push(alias.value());
    }
}

/// A constant has one field: `userId` and `USERID` would both make `USERID`.
fn constants_are_distinct(context: &Context, fields: &[Field]) {
    let mut seen = HashMap::new();
    for field in fields.iter().filter(|field| field.is_stored() && field.options.extra.is_none()) {
        let (Some(ident), Some(constant)) = (field.ident, field.constant()) else { continue };
        if let Some(first) = seen.insert(constant.to_string(), ident) {
            let message = format!(
                "this field and `{first}` make the same constant, `{constant}`: name one differently, and keep its attribute's name with `rename`"
            );
            context.error(ident.span(), message);
        }
    }
}

/// Reports every name that stands before it in the list as well, where it is written.
fn report_repeated<'n>(context: &Context, names: impl Iterator<Item = &'n LitStr>, message: impl Fn(&str) -> String) {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let text = name.value();
        if seen.contains(&text) {
            context.error(name.span(), message(&text));
        } else {
            seen.push(text);
        }
    }
}
