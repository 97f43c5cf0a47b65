//! `impl Value` for an enum with data: externally tagged, adjacently tagged or untagged.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::super::model::{Container, Enum, Tagging, Variant};
use super::bounds::Bounds;
use super::hygiene::local;
use super::variant::{pattern, read_content, write_content};

/// The implementation of `Value`.
pub fn value(container: &Container, of: &Enum, bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    let kind = if matches!(of.tagging, Tagging::Adjacent(..)) { quote!(M) } else { quote!(Any) };
    let writes = of.variants.iter().map(|variant| {
        let pattern = pattern(variant);
        let write = write(&of.tagging, variant);
        quote!(#pattern => #write)
    });
    let read = match &of.tagging {
        Tagging::Adjacent(tag, content) => adjacent(container, of, tag, content),
        Tagging::Untagged => untagged(container, of),
        _ => external(container, of),
    };
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = __f::kind::#kind;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, __encoder: __E) -> __f::Result<(), __f::EncodeError> {
                match self {
                    #(#writes)*
                }
            }

            fn decode<__D: __f::Decoder>(__decoder: __D) -> __f::Result<Self, __f::DecodeError> {
                #read
            }
        }
    }
}

fn write(tagging: &Tagging, variant: &Variant) -> TokenStream {
    let name = &variant.name;
    match tagging {
        Tagging::Adjacent(tag, content) => {
            let entry = (!variant.is_unit()).then(|| {
                let encoder = quote_spanned!(local()=> __f::MapEncoder::attribute(&mut __map, #content));
                let write = write_content(variant, &encoder);
                quote_spanned!(local()=> __f::Result::map_err(#write, |__error| __f::EncodeError::at_attribute(__error, #content))?;)
            });
            quote_spanned! {local()=> {
                let mut __map = __f::Encoder::map(__encoder)?;
                __f::Encoder::string(__f::MapEncoder::attribute(&mut __map, #tag), #name)?;
                #entry
                __f::MapEncoder::end(__map)
            }}
        }
        Tagging::Untagged => {
            let write = write_content(variant, &quote_spanned!(local()=> __encoder));
            quote!({ #write })
        }
        _ if variant.is_unit() => quote_spanned!(local()=> { __f::Encoder::string(__encoder, #name) }),
        _ => {
            let encoder = quote_spanned!(local()=> __f::MapEncoder::attribute(&mut __map, #name));
            let write = write_content(variant, &encoder);
            quote_spanned! {local()=> {
                let mut __map = __f::Encoder::map(__encoder)?;
                __f::Result::map_err(#write, |__error| __f::EncodeError::at_attribute(__error, #name))?;
                __f::MapEncoder::end(__map)
            }}
        }
    }
}

/// The result for an unknown name.
pub fn unknown(of: &Enum) -> TokenStream {
    if let Some(variant) = of.other() {
        let ident = variant.ident;
        return quote!(__f::Ok(Self::#ident));
    }
    let names = of.names();
    quote!(__f::Err(__f::unknown_variant(&[#(#names),*])))
}

fn external(container: &Container, of: &Enum) -> TokenStream {
    let known = || of.variants.iter().filter(|variant| variant.other.is_none());
    let units = known().filter(|variant| variant.is_unit()).map(|variant| {
        let (ident, names) = (variant.ident, variant.names());
        quote!(#(#names)|* => __f::Some(Self::#ident))
    });
    let other = of.other().map_or_else(
        || quote!(__f::None),
        |variant| {
            let ident = variant.ident;
            quote!(__f::Some(Self::#ident))
        },
    );
    let holding: Vec<_> = known().filter(|variant| !variant.is_unit()).collect();
    let numbers: Vec<_> = (1..=holding.len()).map(proc_macro2::Literal::usize_unsuffixed).collect();
    let matches = holding.iter().zip(&numbers).map(|(variant, number)| {
        let names = variant.names();
        quote!(#(#names)|* => #number)
    });
    let reads = holding.iter().zip(&numbers).map(|(variant, number)| {
        let name = &variant.name;
        let read = read_content(container, variant);
        quote_spanned!(local()=> #number => __f::read_content(__value, #name, |__value| #read)?)
    });
    let names = of.names();
    let unknown = unknown(of);
    quote_spanned! {local()=>
        if __f::Decoder::kind(&__decoder) == __f::AttributeType::S {
            return __f::variant(__decoder, &[#(#names),*], |__name| match __name {
                #(#units,)*
                _ => #other,
            });
        }
        let mut __map = __f::Decoder::map(__decoder)?;
        let __f::Some((__variant, __value)) = __f::MapDecoder::next(&mut __map, |__name| match __name {
            #(#matches,)*
            _ => 0usize,
        })? else {
            return __f::Err(__f::no_entry(&[#(#names),*]));
        };
        let __read = match __variant {
            #(#reads,)*
            _ => {
                __f::Decoder::skip(__value)?;
                #unknown?
            }
        };
        __f::end_variant(__map)?;
        __f::Ok(__read)
    }
}

/// Finds the tag first, so that the content is read directly from the bytes, in whichever order they come.
fn adjacent(container: &Container, of: &Enum, tag: &LitStr, content: &LitStr) -> TokenStream {
    let reads = of.variants.iter().filter(|variant| variant.other.is_none()).map(|variant| {
        let (ident, names) = (variant.ident, variant.names());
        if variant.is_unit() {
            return quote_spanned!(local()=> #(#names)|* => __f::Result::map(__f::skip_entries(__map), |()| Self::#ident));
        }
        let read = read_content(container, variant);
        quote_spanned! {local()=>
            #(#names)|* => {
                let mut __content = __f::None;
                while let __f::Some((__is_content, __value)) = __f::MapDecoder::next(&mut __map, |__name| __name == #content)? {
                    if __is_content {
                        __content = __f::Some(__f::read_content(__value, #content, |__value| #read)?);
                    } else {
                        __f::Decoder::skip(__value)?;
                    }
                }
                __f::required_content(__content, #content)
            }
        }
    });
    let unknown = unknown(of);
    quote_spanned! {local()=>
        let mut __map = __f::Decoder::map(__decoder)?;
        match __f::String::as_str(&__f::tag(&mut __map, #tag)?) {
            #(#reads,)*
            _ => {
                __f::skip_entries(__map)?;
                #unknown
            }
        }
    }
}

fn untagged(container: &Container, of: &Enum) -> TokenStream {
    let attempts = of.variants.iter().map(|variant| {
        let read = read_content(container, variant);
        quote_spanned! {local()=>
            if let __f::Some(__read) = __f::Kept::attempt(__kept, |__value| #read) {
                return __f::Ok(__read);
            }
        }
    });
    let names = of.names();
    quote_spanned! {local()=>
        __f::Kept::read(__decoder, |__kept| {
            #(#attempts)*
            __f::Err(__f::Kept::no_variant(__kept, &[#(#names),*]))
        })
    }
}
