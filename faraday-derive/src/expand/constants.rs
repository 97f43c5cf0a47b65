//! A constant for each stored field: its typed name.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::model::{Container, Field, Storage};

/// `Order::STATUS` and its like, with the visibility and the documentation of the fields.
pub fn constants(container: &Container, fields: &[Field]) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, own_where) = generics.split_for_impl();
    let mut seen = HashSet::new();
    let named = fields.iter().filter(|field| field.is_stored()).filter_map(|field| Some((field.constant()?, field)));
    // Beside an error there may be two of one name, of which the second would be an error of its own.
    let distinct = named.filter(|(name, _)| seen.insert(name.to_string()));
    let constants: TokenStream = distinct.map(|(name, field)| constant(&name, field)).collect();
    if constants.is_empty() {
        return constants;
    }
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #parameters #ident #arguments #own_where {
            #constants
        }
    }
}

fn constant(constant: &Ident, field: &Field) -> TokenStream {
    let Field { visibility, docs, name, .. } = field;
    let class = if field.is_key() { quote!(KeyAttribute) } else { quote!(Attribute) };
    let ty = held(field);
    let default = docs.is_empty().then(|| {
        let doc = format!(" The attribute `{}`.", name.value());
        quote!(#[doc = #doc])
    });
    quote! {
        #(#docs)*
        #default
        #visibility const #constant: __f::#class<Self, #ty> = __f::#class::new(#name);
    }
}

/// What the attribute holds.
pub fn held(field: &Field) -> TokenStream {
    let ty = field.ty;
    match field.storage() {
        Storage::Plain | Storage::Skipped => quote!(#ty),
        Storage::Frozen => quote!(__f::Frozen<#ty>),
        Storage::FrozenOption(inner) => quote!(__f::Option<__f::Frozen<#inner>>),
    }
}
