//! `impl Value` for a struct of one unnamed field, which it forwards to.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Index;

use super::super::model::{Container, Field};
use super::bounds::Bounds;
use super::hygiene::{at, ends, kind, local};

/// The implementation of `Value`, which forwards to the field. `of` is the number of fields: the others are `PhantomData`.
pub fn value(container: &Container, field: &Field, of: usize) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = Bounds::of_fields(container, std::slice::from_ref(field)).where_clause(container);
    let ty = field.ty;
    let inner = quote_spanned!(at(ty)=> <#ty as __f::Value>);
    let (first, last) = ends(ty);
    let index = Index::from(field.position);
    let make = if of == 1 {
        quote_spanned!(local()=> Self)
    } else {
        let parts = (0..of).map(|position| match position == field.position {
            true => quote_spanned!(local()=> __inner),
            false => quote_spanned!(local()=> ::core::marker::PhantomData),
        });
        quote_spanned!(local()=> |__inner| Self(#(#parts),*))
    };
    let kind = kind(ty);
    let kind = quote_spanned!(first=> type Kind = <#kind as __f::kind::Kind>);
    let wrapped = quote_spanned!(last=> ::Wrapped;);
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            #kind #wrapped
            type Base = Self;

            const RANGE: __f::NumberRange = #inner::RANGE;
            const KEY_PART: __f::KeyPart = #inner::KEY_PART;

            fn encode<__E: __f::Encoder>(&self, __encoder: __E) -> __f::Result<(), __f::EncodeError> {
                #inner::encode(&self.#index, __encoder)
            }

            fn decode<__D: __f::Decoder>(__decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                __f::Result::map(#inner::decode(__decoder), #make)
            }

            fn is_absent(&self) -> bool {
                #inner::is_absent(&self.#index)
            }

            fn required(__read: __f::Option<Self>, __name: &str) -> __f::Result<Self, __f::DecodeError> {
                match __read {
                    __f::Some(__read) => __f::Ok(__read),
                    __f::None => __f::Result::map(#inner::required(__f::None, __name), #make),
                }
            }

            fn absent() -> __f::Option<Self> {
                __f::Option::map(#inner::absent(), #make)
            }
        }

        #[automatically_derived]
        impl #parameters __f::Newtype for #ident #arguments #where_clause {
            type Inner = #ty;
        }
    }
}
