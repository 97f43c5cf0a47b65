//! The rules for an enum that is an item, besides those for any enum: one function each.

use proc_macro2::Span;
use quote::ToTokens;
use syn::LitStr;
use syn::spanned::Spanned;

use super::super::attributes::Derive;
use super::super::attributes::FieldOptions;
use super::super::context::Context;
use super::super::model::{Content, Enum, Field, Item, Tagging, Variant, option_of};
use super::key::{
    has_at_most_one_sort_key, has_one_partition_key, has_one_role, key_is_always_there, key_name_is_short,
};
use super::variant;

/// All rules for the variants of an item.
pub fn variants(context: &Context, item: &Item, of: &Enum) {
    if !names_its_variant(context, item, of) {
        return;
    }
    variant::all(context, &item.container, of, Derive::Item);
    for variant in &of.variants {
        if item.declared_table().is_none() {
            has_key(context, variant);
        }
        for field in variant.content.fields() {
            has_one_role(context, field);
            key_is_always_there(context, field);
            key_name_is_short(context, field);
        }
    }
    keys_are_alike(context, of);
    managed_are_everywhere(context, of);
    index_keys_are_alike(context, of);
}

/// An item enum is internally tagged or untagged, because the keys must be top-level attributes.
fn names_its_variant(context: &Context, item: &Item, of: &Enum) -> bool {
    match &of.tagging {
        Tagging::Internal(_) | Tagging::Untagged => true,
        Tagging::Adjacent(_, content) => {
            context.error(
                content.span(),
                "the keys of an item are attributes of its own, not inside another one: remove `content`",
            );
            false
        }
        Tagging::External | Tagging::Number => {
            if !item.container.misread {
                let message = "an item that is an enum names its variant in an attribute: write `tag = \"kind\"`, or `untagged` to tell variants by what they have";
                context.error(item.container.ident.span(), message);
            }
            false
        }
    }
}

/// Every variant has the key.
fn has_key(context: &Context, variant: &Variant) {
    match &variant.content {
        Content::Struct(fields) => {
            has_one_partition_key(context, variant.ident.span(), "every variant of an item", fields);
            has_at_most_one_sort_key(context, fields);
        }
        Content::Newtype(_) => {}
        Content::Unit => context.error(
            variant.ident.span(),
            "every variant of an item has the key: give it named fields, or a struct that derives `Item`",
        ),
        Content::Tuple(_) => context.error(variant.fields.span(), "unnamed fields have no attribute names: name them"),
    }
}

/// Returns the option that marks a field with a role.
type Role = fn(&FieldOptions) -> Option<Span>;

/// The name of the field with this role.
fn name_of<'v>(variant: &'v Variant, role: Role) -> Option<&'v LitStr> {
    variant.content.fields().iter().find(|field| role(&field.options).is_some()).map(|field| &field.name)
}

fn structs<'v, 'a>(of: &'v Enum<'a>) -> impl Iterator<Item = &'v Variant<'a>> {
    of.variants.iter().filter(|variant| matches!(variant.content, Content::Struct(_)))
}

/// All variants have the same key attributes.
fn keys_are_alike(context: &Context, of: &Enum) {
    let roles: [(Role, _); 2] = [(|options| options.partition_key, "partition"), (|options| options.sort_key, "sort")];
    for (role, key) in roles {
        let Some((first, other)) =
            structs(of).find_map(|variant| Some((name_of(variant, role)?.value(), variant.ident)))
        else {
            continue;
        };
        for variant in structs(of) {
            match name_of(variant, role) {
                Some(name) if name.value() != first => {
                    let message =
                        format!("the {key} key is the attribute {first:?} in `{other}`: write `rename = {first:?}`");
                    context.error(name.span(), message);
                }
                None if key == "sort" => {
                    let message = format!(
                        "`{other}` has the sort key {first:?}: mark a field of this variant with `#[faraday(sort_key)]`"
                    );
                    context.error(variant.ident.span(), message);
                }
                _ => {}
            }
        }
    }
}

/// Managed attributes must be in every variant.
fn managed_are_everywhere(context: &Context, of: &Enum) {
    let roles: [(Role, _); 3] = [
        (|options| options.version, "version"),
        (|options| options.created_at, "created_at"),
        (|options| options.updated_at, "updated_at"),
    ];
    for (role, option) in roles {
        let name = |variant: &Variant| name_of(variant, role).map(LitStr::value);
        let Some((first, attribute)) = structs(of).find_map(|variant| Some((variant.ident, name(variant)?))) else {
            continue;
        };
        for variant in structs(of).filter(|variant| name(variant).as_ref() != Some(&attribute)) {
            let message = format!(
                "`{first}` has `{option}` on the attribute {attribute:?}, and `{}` has not: every variant needs it",
                variant.ident
            );
            context.error(variant.ident.span(), message);
        }
    }
}

/// A key attribute of an index has one type in all variants.
fn index_keys_are_alike(context: &Context, of: &Enum) {
    let mut first: Vec<&Field> = Vec::new();
    for field in of.variants.iter().flat_map(|variant| variant.content.fields()).filter(|field| field.is_index_key) {
        let Some(other) = first.iter().find(|other| other.ident == field.ident) else {
            first.push(field);
            continue;
        };
        let name = |field: &Field| (field.name.value(), held(field));
        if name(other) != name(field) {
            let message = format!(
                "a key of an index has one name and type in all variants: that of {:?}, `{}`",
                other.name.value(),
                held(other)
            );
            context.push(syn::Error::new_spanned(field.ty, message));
        }
    }
}

fn held(field: &Field) -> String {
    option_of(field.ty).unwrap_or(field.ty).to_token_stream().to_string()
}
