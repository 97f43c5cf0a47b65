//! The rules for the field that says when an item expires.

use proc_macro2::Span;

use super::super::attributes::{Derive, FieldOptions};
use super::super::context::Context;
use super::super::model::{Content, Field, Item};
use super::settings::ttl_name_is_short;

/// The rules for one field. The compiler checks whether its type holds seconds.
pub fn field(context: &Context, field: &Field, derive: Derive) {
    let Some(span) = field.options.ttl else { return };
    if derive == Derive::Item {
        is_seen_by_dynamodb(context, span, &field.options);
        ttl_name_is_short(context, &field.name);
        return;
    }
    let message = match derive {
        Derive::Projection => {
            "the item says when it expires: remove `ttl` here, and mark the field of the item with it"
        }
        Derive::Patch => {
            "the item says when it expires: remove `ttl` here; a `SystemTime` is marked `as = EpochSeconds<SystemTime>` in a patch"
        }
        _ => {
            "an item expires as a whole, by an attribute of its own: mark a field of the item with `ttl`, not one inside it"
        }
    };
    context.error(span, message);
}

/// The rules for the fields of an item together.
pub fn item(context: &Context, item: &Item) {
    match &item.variants {
        None => is_one(context, item.fields.iter()),
        Some(of) => {
            for variant in &of.variants {
                is_one(context, variant.content.fields().iter());
                if let Content::Newtype(field) = &variant.content
                    && let Some(span) = field.options.ttl
                {
                    context
                        .error(span, "the struct in the variant says when it expires: mark a field of that with `ttl`");
                }
            }
            has_one_name(context, item);
        }
    }
}

/// A table has one time to live.
fn is_one<'f>(context: &Context, fields: impl Iterator<Item = &'f Field<'f>>) {
    for span in fields.filter_map(|field| field.options.ttl).skip(1) {
        context.error(span, "a second `ttl`: an item expires at one time; leave this field unmarked");
    }
}

/// All variants are in one table.
fn has_one_name(context: &Context, item: &Item) {
    let Some(first) = item.ttl().map(syn::LitStr::value) else { return };
    for field in item.expiry_fields().filter(|field| field.name.value() != first) {
        let message = format!("the table has its time to live in the attribute {first:?}: write `rename = {first:?}`");
        context.error(field.name.span(), message);
    }
}

/// DynamoDB reads the attribute as a number of seconds, and a filter of a query compares it.
fn is_seen_by_dynamodb(context: &Context, span: Span, options: &FieldOptions) {
    if options.partition_key.is_some() || options.sort_key.is_some() {
        let message = "a key never changes, and a query cannot leave out by a key what has expired: mark another field with \
                       `ttl`";
        context.error(span, message);
    }
    if options.managed() > 0 {
        let message =
            "faraday writes this field itself, with the time of the write: mark a field of your own with `ttl`";
        context.error(span, message);
    }
    let hidden = [
        (options.skip, "skip"),
        (options.key_only, "key_only"),
        (options.flatten, "flatten"),
        (options.extra, "extra"),
        (options.frozen, "frozen"),
        (options.serde, "serde"),
    ];
    for (other, name) in hidden {
        if let Some(other) = other {
            let message =
                format!("DynamoDB reads the time to live as a number of seconds, which `{name}` hides: remove it");
            context.error(other, message);
        }
    }
    let is_seconds = |path: &syn::Path| path.segments.last().is_some_and(|last| last.ident == "epoch_seconds");
    if let Some((other, path)) = &options.with
        && !is_seconds(path)
    {
        let message = "a time to live is whole epoch seconds, and this module may store anything: write \
                       `as = faraday::value::time::EpochSeconds<…>`, or `with = faraday::value::time::epoch_seconds`";
        context.error(*other, message);
    }
}

/// Why a field with this option cannot be the key of an index.
pub fn form_of_key(option: &str) -> String {
    if option == "ttl" {
        return "a `SystemTime` with `ttl` is stored as `EpochSeconds`, and a key as its own type: make the field an \
                `EpochSeconds<SystemTime>`"
            .to_owned();
    }
    format!("this field has `{option}`, and a key is stored as its own type: index another field")
}
