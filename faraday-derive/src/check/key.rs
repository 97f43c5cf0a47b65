//! Rules for the key of a table.

use proc_macro2::Span;
use syn::LitStr;

use super::super::context::Context;
use super::super::model::{Field, option_of};

/// Every table has a partition key, of one attribute.
pub fn has_one_partition_key(context: &Context, span: Span, of: &str, fields: &[Field]) {
    let mut keys = fields.iter().filter_map(|field| field.options.partition_key);
    // The error for a misspelt option is reported already, and that option may be the key.
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
pub fn has_at_most_one_sort_key(context: &Context, fields: &[Field]) {
    for second in fields.iter().filter_map(|field| field.options.sort_key).skip(1) {
        context.error(second, "a second sort key: a table has at most one; leave this field unmarked");
    }
}

/// A key's two attributes are two fields.
pub fn has_one_role(context: &Context, field: &Field) {
    if let (Some(_), Some(sort_key)) = (field.options.partition_key, field.options.sort_key) {
        context.error(sort_key, "a field cannot be both keys: mark another field with `sort_key`, or leave it out");
    }
}

/// A key attribute is always present, as a string, number or binary.
pub fn key_is_always_there(context: &Context, field: &Field) {
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

/// DynamoDB's limit for the name of a key attribute, in bytes.
const MOST_NAME: usize = 255;

/// The name of a key attribute, of the table or of an index, is not too long.
pub fn key_name_is_short(context: &Context, field: &Field) {
    if field.is_key() || field.is_index_key {
        name_is_short(context, &field.name, "`rename` it");
    }
}

/// Checks the length of a name; `remedy` says what to do.
pub fn name_is_short(context: &Context, name: &LitStr, remedy: &str) {
    let length = name.value().len();
    if length > MOST_NAME {
        let message = format!("the name of a key attribute has {MOST_NAME} bytes at most, this one {length}: {remedy}");
        context.error(name.span(), message);
    }
}
