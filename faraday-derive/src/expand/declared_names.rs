//! The attribute names that fields declare.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::super::model::{Field, Storage};
use super::hygiene::at;

/// The names that the fields declare, including flattened structs, and the names in `others`.
pub fn declared_names(fields: &[Field], others: &[TokenStream]) -> TokenStream {
    let (own, flattened) = parts(fields);
    let own = others.iter().chain(&own);
    quote!(__f::Names::new(&[#(#own),*], &[#(#flattened),*]))
}

/// The names that the fields read and write, and the names in `others`. With an `extra` map, these are all names.
pub fn all_names(fields: &[Field], others: &[TokenStream]) -> TokenStream {
    let (own, flattened) = parts(fields);
    let own = others.iter().chain(&own);
    let extra = fields.iter().find_map(|field| field.options.extra).map(|_| quote!(&__f::Names::ALL));
    let nested = flattened.into_iter().chain(extra);
    let aliases = aliases(fields);
    quote!(__f::Names::new(&[#(#own),*], &[#(#nested),*])#aliases)
}

/// `.with_aliases(&[("name", &["title"])])`, if fields have former names, and `.with_shared_aliases(…)` with those that another field has
/// as its name: an enum may have both in different variants.
pub fn aliases(fields: &[Field]) -> Option<TokenStream> {
    let is_current =
        |name: &LitStr| fields.iter().any(|field| field.is_attribute() && field.name.value() == name.value());
    let former_names = |are_shared: bool| {
        let attributes = fields.iter().filter(|field| field.is_attribute());
        let former_names = attributes.filter_map(|field| {
            let aliases = field.options.aliases.iter();
            let former: Vec<_> = aliases.filter(|alias| is_current(alias) == are_shared).collect();
            let name = field.attribute();
            (!former.is_empty()).then(|| quote!((#name, &[#(#former),*])))
        });
        former_names.collect::<Vec<_>>()
    };
    let (own, shared) = (former_names(false), former_names(true));
    let own = (!own.is_empty()).then(|| quote!(.with_aliases(&[#(#own),*])));
    let shared = (!shared.is_empty()).then(|| quote!(.with_shared_aliases(&[#(#shared),*])));
    (own.is_some() || shared.is_some()).then(|| quote!(#own #shared))
}

/// The fields' own names, and those of each flattened struct.
fn parts(fields: &[Field]) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let own = fields.iter().filter(|field| field.is_attribute()).flat_map(Field::names);
    let flattened = flattened(fields).map(|field| {
        let ty = field.ty;
        quote_spanned!(at(ty)=> &<#ty as __f::Attributes>::NAMES)
    });
    (own.collect(), flattened.collect())
}

/// The fields that are flattened structs.
pub fn flattened<'f, 'a>(fields: &'f [Field<'a>]) -> impl Iterator<Item = &'f Field<'a>> {
    fields.iter().filter(|field| matches!(field.storage(), Storage::Flattened))
}
