//! The row types of indexes that do not hold the whole item.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, LitStr};

use super::super::model::{Container, Field, Index, Item, lints as lints_of};
use super::attributes::attributes;
use super::bounds::Bounds;
use super::hygiene::local;

/// The structs, which are placed next to the item.
pub fn structs(item: &Item) -> TokenStream {
    let rows = item.indexes.iter().filter(|index| index.has_own_row());
    // After an error, two rows may have the same name.
    let mut names = HashSet::new();
    rows.filter(|index| names.insert(index.row(item))).map(|index| definition(item, index)).collect()
}

fn definition(item: &Item, index: &Index) -> TokenStream {
    let row = index.row(item);
    let visibility = item.container.visibility;
    let doc = format!(
        " The attributes of [`{}`] that the index `{}` holds.",
        item.container.ident.unraw(),
        index.name.value()
    );
    let fields = item.held_by(index);
    let lints = &item.container.lints;
    let fields = fields.iter().map(|field| {
        let Field { ident, visibility, docs, ty, name, source, .. } = field;
        let lints = lints_of(&source.attrs);
        let default = docs.is_empty().then(|| {
            let doc = format!(" The attribute `{}`.", name.value());
            quote!(#[doc = #doc])
        });
        quote!(#(#docs)* #default #(#lints)* #visibility #ident: #ty)
    });
    quote! {
        #[doc = #doc]
        #(#lints)*
        #[allow(dead_code)]
        #visibility struct #row {
            #(#fields,)*
        }
    }
}

/// Their trait implementations.
pub fn impls(item: &Item) -> TokenStream {
    item.indexes.iter().filter(|index| index.has_own_row()).map(|index| implementations(item, index)).collect()
}

fn implementations(item: &Item, index: &Index) -> TokenStream {
    let of = item.container.ident;
    let row = index.row(item);
    let generics = Generics::default();
    let container = Container {
        ident: &row,
        generics: &generics,
        private: TokenStream::new(),
        kind: None,
        schema_version: None,
        upgrade: None,
        keys: None,
        vectors: TokenStream::new(),
        deny_unknown: None,
        bound: None,
        lints: Vec::new(),
        ..item.container
    };
    let fields: Vec<Field> = item.held_by(index).into_iter().cloned().collect();
    let attributes = attributes(&container, &fields, &Bounds::none());
    let names: Vec<&LitStr> = fields.iter().map(|field| &field.name).collect();
    let traits = traits(&row, &fields);
    quote! {
        #attributes
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __f::Projection for #row {
            type Of = #of;

            const ATTRIBUTES: &'static [&'static str] = &[#(#names),*];
        }
        #traits
    }
}

/// `Clone`, `Debug` and `PartialEq`, each if all fields have it. With the `for<'__a>`, the compiler allows a bound that does not hold, as
/// for a generic type, and reports no error.
fn traits(row: &Ident, fields: &[Field]) -> TokenStream {
    let name = row.to_string();
    let mut types: Vec<_> = fields.iter().map(|field| field.ty).collect();
    let mut seen = HashSet::new();
    types.retain(|ty| seen.insert(ty.to_token_stream().to_string()));
    let idents: Vec<_> = fields.iter().filter_map(|field| field.ident).collect();
    let shown = fields.iter().filter_map(|field| {
        let ident = field.ident?;
        let label = ident.unraw().to_string();
        Some(match field.options.sensitive {
            Some(_) => quote_spanned!(local()=> __f::DebugStruct::field(&mut __shown, #label, &::core::format_args!("<sensitive>"));),
            None => quote_spanned!(local()=> __f::DebugStruct::field(&mut __shown, #label, &self.#ident);),
        })
    });
    quote_spanned! {local()=>
        #[automatically_derived]
        impl ::core::clone::Clone for #row where #(for<'__a> #types: ::core::clone::Clone),* {
            fn clone(&self) -> Self {
                Self { #(#idents: ::core::clone::Clone::clone(&self.#idents)),* }
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #row where #(for<'__a> #types: ::core::fmt::Debug),* {
            fn fmt(&self, __formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut __shown = ::core::fmt::Formatter::debug_struct(__formatter, #name);
                #(#shown)*
                __f::DebugStruct::finish(&mut __shown)
            }
        }
        #[automatically_derived]
        impl ::core::cmp::PartialEq for #row where #(for<'__a> #types: ::core::cmp::PartialEq),* {
            fn eq(&self, __other: &Self) -> bool {
                #(::core::cmp::PartialEq::eq(&self.#idents, &__other.#idents))&&*
            }
        }
    }
}
