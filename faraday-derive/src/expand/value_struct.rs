//! `impl Value` for a struct with named fields: a map.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::super::model::Container;
use super::bounds::Bounds;
use super::hygiene::local;

/// The implementation of `Value`, which uses that of `Attributes`.
pub fn value(container: &Container, bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = __f::kind::M;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, __encoder: __E) -> __f::Result<(), __f::EncodeError> {
                __f::write_map(self, __encoder)
            }

            fn decode<__D: __f::Decoder>(__decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                __f::read_map(__decoder)
            }
        }
    }
}
