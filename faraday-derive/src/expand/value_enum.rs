//! `impl Value` for an enum that is a string.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Container, Enum};
use super::hygiene::local;

/// The implementation of `Value`, by the variants' names.
pub fn value(container: &Container, of: &Enum) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let writes = of.variants.iter().map(|variant| {
        let (ident, name) = (variant.ident, &variant.name);
        match variant.is_unit() {
            true => quote!(Self::#ident => #name),
            // It keeps the unknown name.
            false => {
                let known = of.known_names();
                quote_spanned! {local()=>
                    Self::#ident(__name) => __f::unknown_name(::core::convert::AsRef::<str>::as_ref(__name), &[#(#known),*])?
                }
            }
        }
    });
    let reads = of.variants.iter().filter(|variant| variant.other.is_none()).map(|variant| {
        let (ident, names) = (variant.ident, variant.names());
        quote!(#(#names)|* => __f::Some(Self::#ident))
    });
    let other = match of.other() {
        Some(variant) => {
            let ident = variant.ident;
            let made = if variant.is_unit() {
                quote!(Self::#ident)
            } else {
                quote_spanned!(local()=> Self::#ident(::core::convert::From::from(__name)))
            };
            quote!(__f::Some(#made))
        }
        None => quote!(__f::None),
    };
    let names = of.names();
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = __f::kind::S;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, __encoder: __E) -> __f::Result<(), __f::EncodeError> {
                __f::Encoder::string(__encoder, match self {
                    #(#writes,)*
                })
            }

            fn decode<__D: __f::Decoder>(__decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                __f::variant(__decoder, &[#(#names),*], |__name| match __name {
                    #(#reads,)*
                    _ => #other,
                })
            }
        }
    }
}
