//! The rules for an item of a table that is declared elsewhere: one function each.

use proc_macro2::{Ident, Span};

use super::super::context::Context;
use super::super::model::{Content, Field, Item, MadeIndex, Template, option_of};
use super::expiry::form_of_key;
use super::vector;

/// All rules for the keys of an item.
pub fn declared(context: &Context, item: &Item) {
    if item.declared_table().is_none() {
        needs_declared_table(context, item);
        return;
    }
    has_no_indexes_of_its_own(context, item);
    match &item.variants {
        Some(_) => holds_items(context, item),
        None => {
            if let Some(kind) = item.container.kind.as_ref().filter(|kind| kind.name.value() == "#unique") {
                context.error(
                    kind.name.span(),
                    "faraday uses this kind for the items that keep attributes unique: choose another",
                );
            }
            if let Some(span) = item.declared.whole_keys {
                context.error(span, "`whole_keys` is for an enum of items: remove it");
            }
            keys_are_made_once(context, item);
            for (template, is_primary) in item.templates() {
                parts_are_fields(context, item, template, is_primary);
            }
            for field in &item.fields {
                key_only_is_a_part(context, item, field);
            }
            keys_have_few_parts(context, item);
            index_keys(context, item);
            unique_fields(context, item);
            generic_item_has_no_templates(context, item);
        }
    }
}

/// Refuses options that need the attributes of a declared table.
fn needs_declared_table(context: &Context, item: &Item) {
    let declared = &item.declared;
    let templates =
        [&declared.partition_key, &declared.sort_key].into_iter().flatten().map(|template| template.text.span());
    let indexes = declared.indexes.iter().map(|index| index.ident.span());
    let unique = declared.unique.iter().map(|(span, _)| *span);
    let key_only = item.fields.iter().filter_map(|field| field.options.key_only);
    if let Some(span) = templates.chain(indexes).chain(unique).chain(declared.whole_keys).chain(key_only).next() {
        let message = "this is for an item of a table that is declared by itself, with the names of its key attributes: \
                       `#[derive(Table)] #[faraday(name = \"app\", partition_key(pk: String))] struct App;`, and here \
                       `table = App`";
        context.error(span, message);
    }
}

/// Only the declared table declares indexes.
fn has_no_indexes_of_its_own(context: &Context, item: &Item) {
    for index in &item.indexes {
        let ident = &index.options.ident;
        let message = format!(
            "the table declares its indexes: move this to it, and write here `index({ident}, partition_key = …)`, with the \
             field or the text that makes the key"
        );
        context.error(index.options.span, message);
    }
}

/// An enum of a declared table holds structs, and they make the keys.
fn holds_items(context: &Context, item: &Item) {
    for (template, _) in item.templates() {
        context.error(template.text.span(), "the structs in the variants make the keys: remove this");
    }
    for index in &item.declared.indexes {
        let message = "an index is read as this enum by the constant of a struct in it, `Table::<Record>::index(Order::GSI1)`: remove this";
        context.error(index.ident.span(), message);
    }
    for (span, _) in &item.declared.unique {
        context.error(*span, "`unique` belongs on the struct that has the field: move it there");
    }
    for variant in item.variants.iter().flat_map(|of| &of.variants) {
        if !matches!(variant.content, Content::Newtype(_)) {
            let message = "a variant of a declared table's items holds a struct with `#[derive(Item)]`: `Order(Order)`";
            context.error(variant.ident.span(), message);
        }
    }
}

/// A key is either a template or a field.
fn keys_are_made_once(context: &Context, item: &Item) {
    let keys = [
        (&item.declared.partition_key, item.partition_key(), "partition_key"),
        (&item.declared.sort_key, item.sort_key(), "sort_key"),
    ];
    for (template, field, option) in keys {
        if let (Some(_), Some(field)) = (template, field) {
            let span = field.options.partition_key.or(field.options.sort_key).unwrap_or_else(Span::call_site);
            let message = format!("the struct has a template for this key already: remove `{option}` from the field");
            context.error(span, message);
        }
    }
    if item.partition_source().is_none() && item.has_named_fields && !item.container.misread {
        let message = "the item needs a partition key: write `partition_key = \"ORDER#{id}\"`, the text that makes it of fields, \
                       or mark a field with `#[faraday(partition_key)]`";
        context.error(item.container.ident.span(), message);
    }
}

/// A template names fields that are stored as one string or number.
fn parts_are_fields(context: &Context, item: &Item, template: &Template, is_primary: bool) {
    for part in template.parts() {
        let Some(field) = item.field(&part.ident) else {
            let fields: Vec<_> = item.fields.iter().filter_map(|field| Some(format!("`{}`", field.ident?))).collect();
            let message = format!(
                "`{}` has no field `{}`: its fields are {}",
                item.container.ident,
                part.ident,
                fields.join(", ")
            );
            context.error(template.text.span(), message);
            continue;
        };
        if let Some(problem) = problem(field, is_primary) {
            context.error(template.text.span(), format!("`{}` cannot be a part of a key: {problem}", part.ident));
        }
    }
}

/// Why a field cannot be a part of a key.
fn problem(field: &Field, is_primary: bool) -> Option<String> {
    let options = &field.options;
    if options.managed() > 0 {
        let why = "faraday writes it when the item is sent, after the key is made; use a field of your own for it";
        return Some(why.to_owned());
    }
    if options.skip.is_some() {
        return Some("it has `skip`, so it would not be read back; remove one of the two".to_owned());
    }
    if is_primary && option_of(field.ty).is_some() {
        return Some(
            "the primary key is never absent; remove the `Option`, which only a part of an index's key may have"
                .to_owned(),
        );
    }
    if !options.aliases.is_empty() {
        return Some("it has `alias`, and a part of a key has one name; remove one of the two".to_owned());
    }
    let mut others = options.forms().chain(options.inlines());
    let other = others.next().map(|(_, name)| name).or_else(|| options.null.map(|_| "null"));
    other.map(|name| format!("it has `{name}`, and a part of a key is stored as its own type"))
}

/// The highest number of fields in the argument of a key, because tuples are limited.
const MOST_PARTS: usize = 8;

fn keys_have_few_parts(context: &Context, item: &Item) {
    let has_many = |parts: Vec<&Field>| parts.len() > MOST_PARTS;
    let message = format!("a key is made of {MOST_PARTS} fields at most: leave some of them out");
    if item.makes_key() && has_many(item.parts_of(&item.key_sources())) {
        context.error(item.container.ident.span(), &message);
    }
    for index in item.declared.indexes.iter().filter(|index| item.is_made(index)) {
        let mut sources = item.partition_sources(index);
        sources.extend(item.sort_sources(index));
        if has_many(item.parts_of(&sources)) {
            context.error(index.ident.span(), &message);
        }
    }
}

/// A `key_only` field must be in a key.
fn key_only_is_a_part(context: &Context, item: &Item, field: &Field) {
    let (Some(span), Some(ident)) = (field.options.key_only, field.ident) else { return };
    let is_part = |template: &Template| template.parts().any(|part| part.ident == *ident);
    if !item.templates().iter().any(|(template, _)| is_part(template)) {
        let message = "no template has this field, so it would be lost: write it into one, or remove `key_only`";
        context.error(span, message);
    }
    let options = &field.options;
    if options.partition_key.is_some() || options.sort_key.is_some() {
        context.error(span, "this field is a key attribute itself: remove `key_only`");
    }
    // If another part of the index key is absent, the whole key is absent, and this field would be lost.
    let of_index = |index: &MadeIndex| {
        let mut sources = item.partition_sources(index);
        sources.extend(item.sort_sources(index));
        let parts = item.parts_of(&sources);
        let mut others = parts.iter().filter(|part| part.ident != field.ident);
        parts.iter().any(|part| part.ident == field.ident) && others.any(|part| option_of(part.ty).is_some())
    };
    let in_key = item.makes_key() && item.parts_of(&item.key_sources()).iter().any(|part| part.ident == field.ident);
    if !in_key && item.declared.indexes.iter().any(of_index) {
        let message = "the index has no key, and this field would be lost, where another field of the template is `None`: \
                       remove `key_only`";
        context.error(span, message);
    }
    let default = options.default.as_ref().map(|default| (default.span, "default"));
    for (span, name) in options.naming().chain(default) {
        context.error(span, format!("a `key_only` field is no attribute of its own: remove `{name}`"));
    }
}

fn index_keys(context: &Context, item: &Item) {
    for name in item.declared.indexes.iter().flat_map(MadeIndex::fields) {
        match item.field(name) {
            None => {
                let fields: Vec<_> =
                    item.fields.iter().filter_map(|field| Some(format!("`{}`", field.ident?))).collect();
                let message = format!(
                    "`{}` has no field `{name}`: its fields are {}; a text that makes the key is in quotes",
                    item.container.ident,
                    fields.join(", ")
                );
                context.error(name.span(), message);
            }
            Some(field) => {
                let options = &field.options;
                let mut others = options.forms().chain(options.inlines());
                let other = others.next().map(|(_, name)| name);
                let other =
                    other.or_else(|| options.skip.map(|_| "skip")).or_else(|| options.key_only.map(|_| "key_only"));
                if let Some(other) = other {
                    context.error(name.span(), form_of_key(other));
                }
            }
        }
    }
    for index in &item.declared.indexes {
        vector::made(context, item, index);
    }
    for (position, index) in item.declared.indexes.iter().enumerate() {
        if item.declared.indexes.iter().take(position).any(|other| other.ident == index.ident) {
            context.error(index.ident.span(), "the item is in this index already: remove one of the two");
        }
    }
    let constants = item.fields.iter().filter(|field| field.has_constant()).filter_map(Field::constant);
    let taken: Vec<String> = constants.map(|constant| constant.to_string()).collect();
    for index in &item.declared.indexes {
        let constant = index.constant();
        if taken.contains(&constant.to_string()) {
            let message = format!(
                "this index and a field make the same constant, `{constant}`: give the field another, `#[faraday(constant = NAME)]`"
            );
            context.error(index.ident.span(), message);
        }
    }
}

/// A unique field is stored as a string or a number, and is not the whole primary key.
fn unique_fields(context: &Context, item: &Item) {
    for name in item.declared.unique.iter().flat_map(|(_, fields)| fields) {
        let Some(field) = item.field(name) else {
            let message = format!("`{}` has no field `{name}`", item.container.ident);
            context.error(name.span(), message);
            continue;
        };
        if let Some(problem) = problem(field, false) {
            context.error(name.span(), format!("`{name}` cannot be unique: {problem}"));
        } else if field.options.key_only.is_some() {
            context.error(
                name.span(),
                format!("`{name}` cannot be unique: it is `key_only`, and no attribute of its own"),
            );
        }
    }
    let mut seen: Vec<Vec<String>> = Vec::new();
    for (span, fields) in &item.declared.unique {
        let mut names: Vec<String> = fields.iter().map(Ident::to_string).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        if names.len() < count || seen.contains(&names) {
            context.error(*span, "these fields are unique already: remove one of the two");
        }
        seen.push(names);
    }
    if let (Some((span, _)), None) = (item.declared.unique.first(), &item.container.kind) {
        context.error(*span, "attributes are unique among the items of one kind: write `kind = \"…\"` too");
    }
}

/// The expansion has constants for the keys, and constants have no type parameters.
fn generic_item_has_no_templates(context: &Context, item: &Item) {
    let generics = &item.container.generics;
    if (item.makes_keys() || !item.declared.unique.is_empty()) && !generics.params.is_empty() {
        let message = "an item with templates for its keys has no parameters: write it for one type";
        context.error(item.container.ident.span(), message);
    }
}
