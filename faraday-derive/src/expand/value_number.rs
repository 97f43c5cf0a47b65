//! `impl Value` for an enum that is stored as the number of its variant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Container, Enum};
use super::hygiene::local;

/// The implementation of `Value`, by the variants' numbers.
pub fn value(container: &Container, of: &Enum) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let known = of.variants.iter().filter(|variant| variant.other.is_none());
    let reads = known.map(|variant| {
        let ident = variant.ident;
        quote_spanned!(local()=> if __number == Self::#ident as i128 {
            return __f::Ok(Self::#ident);
        })
    });
    let names = of.names();
    let other = match of.other() {
        Some(variant) => {
            let ident = variant.ident;
            quote!(__f::Ok(Self::#ident))
        }
        None => quote!(__f::Err(__f::unknown_variant(&[#(#names),*]))),
    };
    let writes = of.variants.iter().map(|variant| {
        let ident = variant.ident;
        quote!(Self::#ident => Self::#ident as i128)
    });
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = __f::kind::N;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, __encoder: __E) -> __f::Result<(), __f::EncodeError> {
                let __number = match self {
                    #(#writes,)*
                };
                __f::Value::encode(&__number, __encoder)
            }

            fn decode<__D: __f::Decoder>(__decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                let __number = <i128 as __f::Value>::decode(__decoder)?;
                #(#reads)*
                #other
            }
        }
    }
}
