//! `impl Value` for a struct of one unnamed field: what that is.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::super::model::{Container, Field};
use super::{Bounds, local};

/// The implementation of `Value`, which forwards to the field's.
pub fn value(container: &Container, field: &Field) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = Bounds::of_fields(container, std::slice::from_ref(field)).where_clause(container);
    let ty = field.ty;
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = <<#ty as __f::Value>::Kind as __f::kind::Kind>::Wrapped;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, encoder: __E) -> __f::Result<(), __f::EncodeError> {
                <#ty as __f::Value>::encode(&self.0, encoder)
            }

            fn decode<__D: __f::Decoder>(decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                __f::Result::map(<#ty as __f::Value>::decode(decoder), Self)
            }

            fn is_absent(&self) -> bool {
                <#ty as __f::Value>::is_absent(&self.0)
            }

            fn absent() -> __f::Option<Self> {
                __f::Option::map(<#ty as __f::Value>::absent(), Self)
            }
        }
    }
}
