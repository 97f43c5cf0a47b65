//! `impl Value` for an enum of unit variants: a string.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::super::model::{Container, Variant};
use super::local;

/// The implementation of `Value`, by the variants' names.
pub fn value(container: &Container, variants: &[Variant]) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let idents: Vec<_> = variants.iter().map(|variant| variant.ident).collect();
    let names: Vec<_> = variants.iter().map(|variant| &variant.name).collect();
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = __f::kind::S;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, encoder: __E) -> __f::Result<(), __f::EncodeError> {
                encoder.string(match self {
                    #(Self::#idents => #names,)*
                })
            }

            fn decode<__D: __f::Decoder>(decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                __f::variant(decoder, &[#(#names),*], |name| match name {
                    #(#names => __f::Some(Self::#idents),)*
                    _ => __f::None,
                })
            }
        }
    }
}
