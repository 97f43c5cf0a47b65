//! `impl Item`: the table's name and its key.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::attributes::TableName;
use super::super::model::{Container, Item, Kind};
use super::attributes::{Place, write_key};
use super::bounds::Bounds;
use super::hygiene::{at, local, unlisted};
use super::key::{element, first_item, key_attributes, kinds, newtypes};
use super::key_shape::key;
use super::{collection, expiry, index, item_enum, made_keys, managed, schema_version, settings};

/// The implementation of `Item`.
pub fn item(item: &Item, bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = &item.container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(&item.container);
    let key = key(item);
    let schema = schema(item);
    let ttl = expiry::ttl(item);
    let managed = managed::members(item);
    let keys = match &item.variants {
        Some(of) => item_enum::keys(item, of),
        None if item.makes_key() => made_keys::write_key(item),
        None => {
            let keys = item.partition_key().into_iter().chain(item.sort_key());
            keys.map(|field| write_key(field, Place::Own)).collect()
        }
    };
    let key_attributes = key_attributes(item, &where_clause);
    let own_key = own_key(item, &key, &where_clause);
    let unlisted = unlisted(generics);
    quote_spanned! {local()=>
        #key_attributes
        #own_key

        #[automatically_derived]
        #unlisted
        impl #parameters __f::Item for #ident #arguments #where_clause {
            type Key = #key;
            type Ttl = #ttl;

            const SCHEMA: __f::TableSchema = #schema;

            #managed

            fn encode_key<__M: __f::MapEncoder>(&self, __map: &mut __M) -> __f::Result<(), __f::EncodeError> {
                #keys
                __f::Ok(())
            }
        }
    }
}

/// Lets an item stand for its key, if the compiler knows the shape of the key: it may depend on a type parameter.
fn own_key(item: &Item, key: &TokenStream, where_clause: &TokenStream) -> TokenStream {
    let Container { ident, generics, .. } = &item.container;
    if generics.type_params().any(|parameter| mentions(key.clone(), &parameter.ident)) {
        return TokenStream::new();
    }
    let (parameters, arguments, _) = generics.split_for_impl();
    quote_spanned! {local()=>
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #parameters __f::KeyOf<#key> for &#ident #arguments #where_clause {
            fn encode_key(&self, _: &__f::TableSchema) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
                __f::key_of(*self)
            }
        }
    }
}

fn mentions(tokens: TokenStream, parameter: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *parameter,
        TokenTree::Group(group) => mentions(group.stream(), parameter),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The table's name; the name in a constant is checked like a string.
fn table(item: &Item) -> TokenStream {
    match &item.table {
        Some(TableName::Text(text)) => quote!(#text),
        Some(TableName::Declared(path)) => quote_spanned!(path.span()=> <#path as __f::DeclaredTable>::TABLE.table()),
        Some(TableName::Constant(path)) => quote_spanned!(path.span()=> __f::checked_table_name(#path)),
        None => quote!(""),
    }
}

fn schema(item: &Item) -> TokenStream {
    match (&item.variants, item.declared_table()) {
        (None, Some(_)) => return made_keys::item_schema(item),
        (Some(_), Some(_)) => return collection::schema(item),
        (_, None) => {}
    }
    let table = table(item);
    let partition_key = item.partition_key().map(element);
    let sort_key = item.sort_key().map(element).map(|element| quote!(.with_sort_key(#element)));
    let indexes = index::schemas(item);
    let kind = item.container.kind.as_ref().map(|Kind { attribute, name }| quote!(.with_kind(#attribute, #name)));
    let version = schema_version::of_schema(&item.container);
    let items = newtypes(item);
    let items = (!items.is_empty()).then(|| quote!(.with_items(&[#(<#items as __f::Item>::SCHEMA),*])));
    let tag = item_enum::tag(item).map(|tag| quote!(.with_tag(#tag)));
    let kinds = kinds(item);
    if let Some(first) = first_item(item) {
        let of = quote_spanned!(at(first)=> <#first as __f::Item>::SCHEMA);
        // Adds its own settings to those of that item.
        let settings = settings::calls(&item.settings, item.ttl());
        let settings =
            settings.map(|calls| quote!(.with_settings(&const { (*__f::TableSchema::settings(&#of)) #calls })));
        return quote!(__f::TableSchema::keyed_as(#table, #of) #indexes #tag #kinds #items #settings);
    }
    let settings = settings::calls(&item.settings, item.ttl()).map(|_| {
        let settings = settings::constant_name();
        quote!(.with_settings(&#settings))
    });
    quote!(__f::TableSchema::new(#table, #partition_key) #sort_key #indexes #kind #version #tag #kinds #items #settings)
}
