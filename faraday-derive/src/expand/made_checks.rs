//! Asserts that the keys of an item match its declared table. The derive does not see the table, but the compiler does.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::model::{Field, Item, MadeIndex, Source, Template};
use super::hygiene::kind;
use super::made_keys::{declared_index, template_tokens};
use super::vector;

fn constant(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn assert(span: Span, check: &TokenStream, message: &str) -> TokenStream {
    // The message is a format.
    let message = message.replace('{', "{{").replace('}', "}}");
    quote_spanned!(span=> const _: () = ::core::assert!(#check, #message);)
}

/// All checks of an item in a declared table.
pub fn checks(item: &Item) -> TokenStream {
    if item.variants.is_some() || item.declared_table().is_none() {
        return TokenStream::new();
    }
    let indexes =
        item.declared.indexes.iter().enumerate().flat_map(|(position, index)| index_checks(item, index, position));
    let templates = item.templates().into_iter().flat_map(|(template, _)| template_checks(item, template));
    let unique = item.declared.unique.first().map(|(span, _)| {
        let table = constant("__TABLE");
        let message = "what keeps an attribute unique is an item with a string as its partition key, and the partition key of this \
                       table is none";
        assert(*span, &quote!(__f::is_text(&__f::TableSchema::partition_key(&#table))), message)
    });
    primary(item).into_iter().chain(unique).chain(indexes).chain(templates).chain(names(item)).collect()
}

fn primary(item: &Item) -> Vec<TokenStream> {
    let table = constant("__TABLE");
    let ident = item.container.ident;
    let mut checks = Vec::new();
    if let Some(source) = item.partition_source() {
        let of_table = quote!(__f::TableSchema::partition_key(&#table));
        checks.push(key_check(source, &constant("__PARTITION"), &of_table, "partition key", "partition_key"));
    }
    let has_sort = quote!(__f::TableSchema::sort_key(&#table).is_some());
    match item.sort_source() {
        Some(source) => {
            let message =
                "the table has no sort key: leave this one out, or declare `sort_key(sk: String)` on the table";
            checks.push(assert(source.span(), &has_sort, message));
            let of_table = quote!(__f::sort_key(&#table));
            checks.push(key_check(source, &constant("__SORT"), &of_table, "sort key", "sort_key"));
        }
        None => {
            let message = "the table has a sort key: write `sort_key = \"…\"`, the text that makes it, or mark a field with \
                           `#[faraday(sort_key)]`";
            checks.push(assert(ident.span(), &quote!(!#has_sort), message));
        }
    }
    checks
}

/// A template makes a string; a field is the attribute of the table.
fn key_check(source: Source, own: &Ident, of_table: &TokenStream, what: &str, option: &str) -> TokenStream {
    match source {
        Source::Template(_) => {
            let message = format!(
                "a template makes a string, and the {what} of the table is none: mark a field of its type with \
                 `#[faraday({option})]`"
            );
            assert(source.span(), &quote!(__f::is_text(&#of_table)), &message)
        }
        Source::Field(_) => {
            let message = format!(
                "the {what} of the table is an attribute of another name or type: `rename` the field to it, or write \
                 `{option} = \"…\"`, the text that makes it"
            );
            assert(source.span(), &quote!(__f::is_same_key(&#own, &#of_table)), &message)
        }
    }
}

fn index_checks(item: &Item, index: &MadeIndex, position: usize) -> Vec<TokenStream> {
    let own = constant(&format!("__INDEX_{position}"));
    let declared = declared_index(item, index);
    let span = index.ident.span();
    let message = format!(
        "the keys of the index `{}` have another number of attributes in the table: write one template or field for each, and \
         no `partition_key` for a local index",
        index.name()
    );
    let mut checks = vector::made_checks(item, index, &declared);
    // If a vector index lacks its attribute, another check reports it, as the only error.
    let is_vector = index.attribute.is_none().then(|| quote!(__f::IndexSchema::vector(#declared).is_some() ||));
    checks.push(assert(span, &quote!(#is_vector __f::has_as_many_keys(&#own, #declared)), &message));
    let message = format!(
        "a key of the index `{}` is an attribute of another name or type in the table: a template makes a string, and a field \
         has the name and type that the table declares",
        index.name()
    );
    checks.push(assert(span, &quote!(#is_vector __f::has_keys_of(&#own, #declared)), &message));
    if item.container.kind.is_some() {
        let tag = constant("__TAG");
        let message = format!(
            "the index `{}` does not hold the kind, by which the items of other kinds are left out: add that attribute to its \
             `projection = include(…)`",
            index.name()
        );
        checks.push(assert(span, &quote!(__f::includes_kind(#declared, #tag)), &message));
    }
    if index.row.is_none() {
        let message = format!(
            "the index `{}` does not hold whole items: derive `Projection` for a struct of what it holds, and write `row = ThatStruct`",
            index.name()
        );
        checks.push(assert(span, &quote!(__f::holds_all(#declared)), &message));
    }
    if let Some(row) = &index.row {
        let ident = item.container.ident;
        let message =
            format!("this row asks for more than the index `{}` holds: leave the other fields out", index.name());
        checks.push(assert(row.span(), &quote!(__f::index_holds::<#ident, #row>(#declared)), &message));
    }
    checks
}

/// Each part has a text form, and something marks where it ends.
fn template_checks(item: &Item, template: &Template) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    for part in template.parts() {
        let Some(field) = item.field(&part.ident) else { continue };
        let (ty, ordered) = (field.ty, part.ordered);
        let form = quote_spanned!(ty.span()=> <#ty as __f::Value>::KEY_PART);
        let message = format!(
            "the text of this type does not sort as its values do: for a number with a sign or a fraction write \
             `{{{}:ordered}}` in the template; others are strings, numbers without a sign, times and UUIDs",
            part.ident
        );
        checks.push(assert(ty.span(), &quote!(__f::has_text(#form, #ordered)), &message));
        let is_primary = [&item.declared.partition_key, &item.declared.sort_key].into_iter().flatten();
        if is_primary.into_iter().any(|primary| std::ptr::eq(primary, template)) {
            let kind = kind(ty);
            let message = "a part of the primary key is never absent: remove the `Option`, which only a part of an index's key \
                           may have";
            checks.push(assert(ty.span(), &quote!(!<#kind as __f::kind::Kind>::IS_OPTIONAL), message));
        }
    }
    let tokens = template_tokens(item, template);
    let message = "nothing ends a text in this template: write a text between two fields, as in `{city}#{street}`";
    checks.push(assert(template.text.span(), &quote!(__f::Template::parts_end(&#tokens)), message));
    let message = "`escaped` is for a string that a text of the template ends, one that begins with a mark such as `#`: \
                   remove it, or write such a text after the field";
    checks.push(assert(template.text.span(), &quote!(__f::Template::escapes_texts(&#tokens)), message));
    checks
}

/// No field has the name of a key attribute, unless it is that key; and only one template makes an attribute.
fn names(item: &Item) -> Vec<TokenStream> {
    let table = constant("__TABLE");
    let ident = item.container.ident;
    let named: Vec<_> = item.declared.indexes.iter().flat_map(MadeIndex::fields).collect();
    let is_key = |field: &Field| field.is_key() || field.ident.is_some_and(|ident| named.contains(&ident));
    let mut checks = Vec::new();
    for field in item.fields.iter().filter(|field| field.is_attribute() && !is_key(field)) {
        let name = &field.name;
        let message = format!(
            "`{}` is a key attribute of the table or of one of its indexes: name the field in `index(…, partition_key = field)`, \
             mark it with `#[faraday(partition_key)]`, or `rename` it",
            name.value()
        );
        let span = field.ident.map_or_else(Span::call_site, Ident::span);
        checks.push(assert(span, &quote!(!__f::is_key_attribute(&#table, #name)), &message));
    }
    if item.container.kind.is_some() {
        let tag = constant("__TAG");
        for field in item.fields.iter().filter(|field| field.is_attribute()) {
            let name = &field.name;
            let message = format!("the attribute `{}` holds the kind of the item: `rename` the field", name.value());
            let span = field.ident.map_or_else(Span::call_site, Ident::span);
            checks.push(assert(span, &quote!(!__f::is_named(#tag, #name)), &message));
        }
    }
    for field in item.declared.unique.iter().flat_map(|(_, fields)| fields).filter_map(|name| item.field(name)) {
        let ty = field.ty;
        let form = quote_spanned!(ty.span()=> <#ty as __f::Value>::KEY_PART);
        let message = "only a string or a number can be unique";
        checks.push(assert(ty.span(), &quote!(__f::has_text(#form, true)), message));
    }
    let message = "two templates make one key attribute: where the table and an index share it, write `partition_key = sort_key`, \
                   without a template, in the `index`";
    checks.push(assert(ident.span(), &quote!(__f::keys_agree(&<#ident as __f::Item>::SCHEMA)), message));
    checks
}
