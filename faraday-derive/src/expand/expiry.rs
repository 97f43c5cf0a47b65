//! The time to live of an item: whether it has one, and whether its field is stored correctly.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Type, parse_quote};

use super::super::model::{Conversion, Field, Form, Item, Storage, is_system_time, option_of};
use super::hygiene::at;
use super::key::{first_item, newtypes};

/// `Expires` or `NeverExpires`, or the type that the table or the first item has.
pub fn ttl(item: &Item) -> TokenStream {
    match (item.declared_table(), first_item(item)) {
        (Some(path), _) => quote!(__f::TtlOf<#path>),
        (None, _) if item.ttl().is_some() => quote!(__f::Expires),
        (None, Some(first)) => quote_spanned!(at(first)=> <#first as __f::Item>::Ttl),
        (None, None) => quote!(__f::NeverExpires),
    }
}

/// Asserts that each marked field holds epoch seconds, and is the time-to-live attribute of the declared table.
pub fn checks(item: &Item) -> TokenStream {
    let fields = item.expiry_fields().map(|field| check(item, field));
    fields.chain([variants_agree(item)]).collect()
}

/// Asserts that the items in the variants of an enum have the same time to live, because a table has only one.
fn variants_agree(item: &Item) -> TokenStream {
    let is_generic = item.container.generics.type_params().next().is_some();
    let Some(first) = first_item(item).filter(|_| item.declared_table().is_none() && !is_generic) else {
        return TokenStream::new();
    };
    let check = |other: &Type| {
        let (one, text) = (first.to_token_stream().to_string(), other.to_token_stream().to_string());
        let message = format!(
            "`{text}` has its time to live in another attribute than `{one}`, and a table has one: `rename` the field in one of them"
        );
        quote_spanned! {other.span()=>
            const _: () = ::core::assert!(
                __f::has_same_ttl(&<#first as __f::Item>::SCHEMA, &<#other as __f::Item>::SCHEMA),
                #message
            );
        }
    };
    // By their tokens: syn compares types only with a feature that costs every user compile time.
    let is_other = |other: &&Type| other.to_token_stream().to_string() != first.to_token_stream().to_string();
    newtypes(item).into_iter().filter(is_other).map(check).collect()
}

/// Asserts that no `SystemTime` in the time-to-live attribute of the declared table is stored with its fraction.
pub fn unmarked(item: &Item) -> TokenStream {
    let Some(path) = item.declared_table() else { return TokenStream::new() };
    let is_unmarked = |field: &&Field| field.options.ttl.is_none() && is_system_time(field.ty);
    let plain = item.fields.iter().filter(is_unmarked).filter(|field| matches!(field.storage(), Storage::Plain));
    let check = |field: &Field| {
        let name = &field.name;
        let message = format!(
            "`{}` has its time to live in {:?}, in whole seconds: mark this field with `#[faraday(ttl)]`, which stores them",
            path.to_token_stream(),
            name.value()
        );
        let schema = quote!(<#path as __f::DeclaredTable>::TABLE);
        quote_spanned!(field.ty.span()=> const _: () = ::core::assert!(!__f::is_ttl(&#schema, #name), #message);)
    };
    plain.map(check).collect()
}

/// The type that is stored, without an `Option` around it.
fn stored(field: &Field) -> Type {
    let plain = option_of(field.ty).unwrap_or(field.ty);
    match field.storage() {
        Storage::Converted(Conversion { form: Form::As(stored), .. }) => stored.clone(),
        Storage::Converted(Conversion { form: Form::With(module), .. }) => parse_quote!(#module::Stored),
        _ => plain.clone(),
    }
}

fn check(item: &Item, field: &Field) -> TokenStream {
    // The derive does not know the attribute of a type parameter.
    let is_known = !item.container.generics.type_params().any(|parameter| {
        let name = parameter.ident.to_string();
        field.ty.to_token_stream().into_iter().any(|token| token.to_string() == name)
    });
    let stored = stored(field);
    let is_time = is_known.then(|| quote_spanned!(at(&stored)=> const _: () = __f::is_expiry_time::<#stored>();));
    let is_named = item.declared_table().map(|path| {
        let (name, span) = (&field.name, field.options.ttl.unwrap_or_else(proc_macro2::Span::call_site));
        let text = name.value();
        let table = path.to_token_stream().to_string();
        let message = format!(
            "`{table}` has its time to live in another attribute than {text:?}, or has none: write `ttl = {text}` among the \
             options of `{table}`, or `rename` this field to the attribute that is named there"
        );
        let schema = quote!(<#path as __f::DeclaredTable>::TABLE);
        quote_spanned!(span=> const _: () = ::core::assert!(__f::is_ttl(&#schema, #name), #message);)
    });
    quote!(#is_time #is_named)
}
