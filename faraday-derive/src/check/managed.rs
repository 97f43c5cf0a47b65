//! The rules for managed attributes: versions and times.

use proc_macro2::Span;
use syn::LitStr;

use super::super::attributes::FieldOptions;
use super::super::context::Context;
use super::super::model::Item;

/// An item has one version and one of each time, stored plainly, and none of them is a key.
pub fn managed(context: &Context, item: &Item) {
    for (name, option) in [
        ("version", (|options: &FieldOptions| options.version) as fn(&FieldOptions) -> _),
        ("created_at", |options| options.created_at),
        ("updated_at", |options| options.updated_at),
    ] {
        let marked = item.fields.iter().filter_map(|field| option(&field.options).map(|span| (field, span)));
        for (position, (field, span)) in marked.enumerate() {
            if position > 0 {
                context.error(span, format!("a second `{name}`: an item has one; leave this field unmarked"));
            } else if field.is_key() {
                context.error(span, format!("a key never changes, so it cannot be the `{name}`: mark another field"));
            } else if name == "version" && field.options.frozen.is_some() {
                // Another rule reports it.
            } else if let Some(other) = other(&field.options) {
                context.error(other, format!("the `{name}` is stored plainly: remove this option"));
            } else if field.options.managed() > 1 {
                context.error(
                    span,
                    format!("a field is one of `version`, `created_at` and `updated_at`: remove `{name}`"),
                );
            }
        }
    }
}

/// An option that conflicts with how faraday writes a managed attribute.
fn other(options: &FieldOptions) -> Option<Span> {
    let alias = options.aliases.first().map(LitStr::span);
    options.skip.or(options.null).or(alias).or_else(|| options.forms().next().map(|(span, _)| span))
}
