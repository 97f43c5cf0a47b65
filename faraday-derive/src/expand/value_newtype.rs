//! `impl Value` for a struct of one unnamed field, which it forwards to.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::super::model::{Container, Field};
use super::bounds::Bounds;
use super::hygiene::{at, ends, kind, local};

/// The implementation of `Value`, which forwards to the field's.
pub fn value(container: &Container, field: &Field) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = Bounds::of_fields(container, std::slice::from_ref(field)).where_clause(container);
    let ty = field.ty;
    let inner = quote_spanned!(at(ty)=> <#ty as __f::Value>);
    let (first, last) = ends(ty);
    let kind = kind(ty);
    let kind = quote_spanned!(first=> type Kind = <#kind as __f::kind::Kind>);
    let wrapped = quote_spanned!(last=> ::Wrapped;);
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            #kind #wrapped
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, encoder: __E) -> __f::Result<(), __f::EncodeError> {
                #inner::encode(&self.0, encoder)
            }

            fn decode<__D: __f::Decoder>(decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                __f::Result::map(#inner::decode(decoder), Self)
            }

            fn is_absent(&self) -> bool {
                #inner::is_absent(&self.0)
            }

            fn absent() -> __f::Option<Self> {
                __f::Option::map(#inner::absent(), Self)
            }
        }

        #[automatically_derived]
        impl #parameters __f::Newtype for #ident #arguments #where_clause {
            type Inner = #ty;
        }
    }
}
