//! `impl Unique`, of an item with unique attributes, or `impl Unguarded`, of one without.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::super::model::{Container, Field, Item};
use super::bounds::Bounds;
use super::hygiene::{at, local};
use super::key::newtypes;

/// The implementation.
pub fn unique(item: &Item, bounds: &Bounds) -> TokenStream {
    if item.declared.unique.is_empty() {
        return unguarded(item, bounds);
    }
    let ident = item.container.ident;
    let names = |fields: &[Ident]| {
        let names: Vec<_> = fields.iter().filter_map(|name| item.field(name)).map(|field| &field.name).collect();
        quote!(&[#(#names),*])
    };
    let constraints = item.declared.unique.iter().map(|(_, fields)| names(fields));
    let mut fields: Vec<&Field> = Vec::new();
    for field in item.declared.unique.iter().flat_map(|(_, fields)| fields).filter_map(|name| item.field(name)) {
        if fields.iter().all(|known| known.ident != field.ident) {
            fields.push(field);
        }
    }
    let values = fields.iter().map(|field| {
        let (ty, name, ident) = (field.ty, &field.name, field.ident);
        let value = quote_spanned!(local()=> &self.#ident);
        quote_spanned!(at(ty)=> __f::part::<#ty>(#name, #value)?)
    });
    quote_spanned! {local()=>
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __f::Unique for #ident {
            const UNIQUE: &'static [&'static [&'static str]] = &[#(#constraints),*];

            fn unique_values(&self) -> __f::Result<__f::Vec<__f::Option<__f::PartValue>>, __f::EncodeError> {
                __f::Ok(<__f::Vec<_> as ::core::convert::From<_>>::from([#(#values),*]))
            }
        }
    }
}

/// For an enum: `Unguarded` if the items in its variants are. With the `for<'__a>`, the compiler allows a bound that does not hold, as for
/// a generic type, and reports no error.
fn unguarded(item: &Item, bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = &item.container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(&item.container);
    let items = newtypes(item);
    let where_clause = match (where_clause.is_empty(), items.is_empty()) {
        (_, true) => where_clause,
        (true, false) => quote!(where #(for<'__a> #items: __f::Unguarded),*),
        (false, false) => quote!(#where_clause, #(for<'__a> #items: __f::Unguarded),*),
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #parameters __f::Unguarded for #ident #arguments #where_clause {}
    }
}
