//! `impl View`: reads a struct that borrows.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Container, Field};
use super::hygiene::{local, unlisted};
use super::read::reads;

/// The implementation of `ViewAttributes`.
pub fn attributes(container: &Container, fields: &[Field]) -> TokenStream {
    let reads = reads(container, fields, &quote!(Self));
    view_attributes(container, &quote_spanned!(local()=> mut __map), &reads)
}

/// The implementation with this body.
pub fn view_attributes(container: &Container, map: &TokenStream, body: &TokenStream) -> TokenStream {
    let Container { ident, generics, view, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::ViewAttributes<#view> for #ident #arguments #where_clause {
            fn view_attributes<__M: __f::MapDecoder>(
                #map: __M,
                __arena: &#view __f::Arena,
            ) -> __f::Result<Self, __f::DecodeError> {
                #body
            }
        }
    }
}

/// The implementation of `View`, which uses that of `ViewAttributes`.
pub fn value(container: &Container) -> TokenStream {
    let Container { ident, generics, view, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::View<#view, __f::Viewed> for #ident #arguments #where_clause {
            type Kind = __f::kind::M;

            fn view<__D: __f::Decoder>(
                __decoder: __D,
                __arena: &#view __f::Arena,
            ) -> __f::Result<Self, __f::DecodeError> {
                __f::ViewAttributes::view_attributes(__f::Decoder::map(__decoder)?, __arena)
            }
        }
    }
}

/// The implementation of `ProjectionView`, which uses that of `ViewAttributes`.
pub fn projection(container: &Container, of: &TokenStream, names: &TokenStream) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let unlisted = unlisted(generics);
    quote_spanned! {local()=>
        #[automatically_derived]
        #unlisted
        impl #parameters __f::ProjectionView for #ident #arguments #where_clause {
            type Of = #of;
            type Row<'__r> = #ident<'__r>;

            const ATTRIBUTES: &'static [&'static str] = #names;

            fn read<'__r, __M: __f::MapDecoder>(
                __map: __M,
                __arena: &'__r __f::Arena,
            ) -> __f::Result<#ident<'__r>, __f::DecodeError> {
                __f::ViewAttributes::view_attributes(__map, __arena)
            }
        }
    }
}
