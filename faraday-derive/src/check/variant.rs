//! The rules for enums: one function each.

use syn::{LitStr, spanned::Spanned};

use super::super::attributes::Derive;
use super::super::context::Context;
use super::super::model::{Container, Content, Enum, Field, Name, Tagging, Variant};
use super::field;
use super::names::{names_are_distinct, report_repeated};

/// All rules for an enum that is a value.
pub fn variants(context: &Context, container: &Container, of: &Enum) {
    for variant in &of.variants {
        has_a_form(context, of, variant);
    }
    all(context, container, of, Derive::Value);
}

/// The rules for an enum, also for one that is an item.
pub fn all(context: &Context, container: &Container, of: &Enum, derive: Derive) {
    names_of_variants_are_distinct(context, of);
    has_one_other(context, of);
    for variant in &of.variants {
        has_fields_that_fit(context, container, variant, derive);
        tag_is_no_field(context, of, variant);
        other_holds_nothing(context, of, variant);
        naming_is_of_use(context, of, variant);
    }
    let has_maps = of.variants.iter().any(|variant| matches!(variant.content, Content::Struct(_)));
    if let Some(span) = container.deny_unknown
        && !has_maps
    {
        context.error(span, "no variant has named fields, so there are no attributes to deny: remove `deny_unknown`");
    }
    if let Tagging::Adjacent(tag, content) = &of.tagging
        && tag.value() == content.value()
    {
        context.error(content.span(), "`tag` and `content` are two entries: name one differently");
    }
}

/// Two variants cannot have one name or alias.
fn names_of_variants_are_distinct(context: &Context, of: &Enum) {
    if matches!(of.tagging, Tagging::Untagged | Tagging::Number) {
        return;
    }
    report_repeated(context, own_names(of), |name| format!("two variants are stored as {name:?}: rename one"));
    let mut taken: Vec<String> = own_names(of).map(LitStr::value).collect();
    for alias in of.variants.iter().flat_map(|variant| &variant.aliases) {
        if taken.contains(&alias.value()) {
            context.error(alias.span(), format!("{:?} is a variant already: remove this `alias`", alias.value()));
        }
        taken.push(alias.value());
    }
}

/// At most one variant is `other`.
fn has_one_other(context: &Context, of: &Enum) {
    for span in of.variants.iter().filter_map(|variant| variant.other).skip(1) {
        context.error(span, "a second `other`: one variant stands for all unknown ones; leave this one unmarked");
    }
}

/// The content of a variant must suit the enum's tagging.
fn has_a_form(context: &Context, of: &Enum, variant: &Variant) {
    let message = match (&of.tagging, &variant.content) {
        (Tagging::Internal(_), Content::Tuple(_)) => {
            "the content beside a `tag` is a map, and unnamed fields are a list: name them, or add `content = \"…\"`"
        }
        (Tagging::Number, Content::Newtype(_) | Content::Tuple(_) | Content::Struct(_)) => {
            "a number has no place for data: remove `number`, or the data"
        }
        _ => return,
    };
    context.error(variant.fields.span(), message);
}

/// The fields of a variant follow the rules of a struct; unnamed fields have no options.
fn has_fields_that_fit(context: &Context, container: &Container, variant: &Variant, derive: Derive) {
    match &variant.content {
        Content::Unit => {}
        Content::Newtype(_) | Content::Tuple(_) => {
            for one in variant.content.fields() {
                field::owns_its_data(context, one);
            }
            for span in variant.content.fields().iter().filter_map(|field| field.options.first()) {
                context.error(span, "an unnamed field is stored as its type: options need named fields");
            }
        }
        Content::Struct(fields) => {
            for one in fields {
                field::field(context, one, derive);
                if let Some(span) = one.options.encrypted.filter(|_| derive == Derive::Item) {
                    let message = "a field of an enum's variant is not encrypted by its item: make its type `Sealed<T>`, or the item a struct";
                    context.error(span, message);
                }
            }
            field::fields(context, container, fields);
            names_are_distinct(context, container, fields);
        }
    }
}

/// The tag cannot be a field of the variant.
fn tag_is_no_field(context: &Context, of: &Enum, variant: &Variant) {
    let (Tagging::Internal(tag), Content::Struct(fields)) = (&of.tagging, &variant.content) else { return };
    let names = fields.iter().filter(|field| field.is_attribute());
    for name in names.flat_map(|field| std::iter::once(&field.name).chain(&field.options.aliases)) {
        // The `other` variant keeps the unknown name.
        if tag.text() == Some(name.value()) && variant.other.is_none() {
            context.error(
                name.span(),
                format!("{:?} is the entry that names the variant: rename the field", name.value()),
            );
        }
    }
}

/// The data of an unknown variant is unknown, so an `other` variant has none, except a field for the tag or the name.
fn other_holds_nothing(context: &Context, of: &Enum, variant: &Variant) {
    let Some(span) = variant.other else { return };
    match (&of.tagging, &variant.content) {
        (Tagging::Untagged, _) => {
            context.error(span, "an untagged enum has no unknown variants: make the last one fit anything");
        }
        (_, Content::Unit) => {}
        // It keeps the unknown name.
        (Tagging::External, Content::Newtype(_)) if of.is_string() => {}
        // In a declared table: a struct that is itself an item, and has the attribute of the kind as a field.
        (Tagging::Internal(Name::Constant(_)), Content::Newtype(_)) => {}
        (Tagging::Internal(tag), Content::Struct(fields)) => {
            let keeps = |field: &Field| field.is_attribute() && tag.text() == Some(field.name.value());
            if !fields.iter().any(keeps) {
                let message = format!(
                    "an unknown variant is written back under its own name: add a field for the attribute {:?}",
                    tag.text().unwrap_or_default()
                );
                context.error(span, message);
            }
        }
        _ => context.error(span, "the data of an unknown variant is unknown: `other` is for a variant without data"),
    }
}

/// Refuses naming options that have no effect.
fn naming_is_of_use(context: &Context, of: &Enum, variant: &Variant) {
    for (span, name) in variant.naming {
        let Some(span) = span else { continue };
        let message = match (name, &of.tagging, &variant.content) {
            ("rename_all", _, Content::Struct(_)) => continue,
            ("rename_all", ..) => {
                "`rename_all` names the fields of a variant, and this one has no named fields: remove it"
            }
            // A `rename` is in the error for an unknown variant.
            ("alias", Tagging::Number | Tagging::Untagged, _) => {
                "the variants of this enum are not stored by name: remove `alias`"
            }
            ("alias", ..) if variant.other.is_some() => "`other` already reads any unknown name: remove `alias`",
            _ => continue,
        };
        context.error(span, message);
    }
}

/// The names of the variants, as they are written.
fn own_names<'v>(of: &'v Enum) -> impl Iterator<Item = &'v LitStr> {
    of.variants.iter().filter(|variant| variant.other.is_none()).map(|variant| &variant.name)
}
