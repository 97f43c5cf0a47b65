//! `impl Attributes` for an enum whose variant is named among what is in it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::super::model::{Container, Content, Enum, Field, Variant};
use super::read::{reads, variable};
use super::value_tagged::unknown;
use super::variant::{pattern, write_fields};
use super::{Bounds, at, local};

/// The implementation of `Attributes`, on top of which that of `Value` is as for a struct.
pub fn attributes(container: &Container, of: &Enum, tag: &LitStr, bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    let names = names(of, tag);
    let writes = of.variants.iter().map(|variant| {
        let (pattern, name) = (pattern(variant), &variant.name);
        let write = write(variant);
        quote_spanned! {local()=>
            #pattern => {
                __f::write_tag(map, #tag, #name)?;
                #write
            }
        }
    });
    let known = of.variants.iter().filter(|variant| variant.other.is_none());
    let reads = known.map(|variant| {
        let (names, read) = (variant.names(), read(container, variant));
        quote!(#(#names)|* => #read)
    });
    let unknown = unknown(of);
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Attributes for #ident #arguments #where_clause {
            const NAMES: __f::Names = #names;

            fn encode_attributes<__M: __f::MapEncoder>(&self, map: &mut __M) -> __f::Result<(), __f::EncodeError> {
                match self {
                    #(#writes)*
                }
                __f::Ok(())
            }

            fn decode_attributes<__M: __f::MapDecoder>(map: __M) -> __f::Result<Self, __f::DecodeError> {
                let mut rest = __f::Rest::read(map)?;
                match rest.tag(#tag)?.as_str() {
                    #(#reads,)*
                    _ => #unknown,
                }
            }
        }
    }
}

/// Those of all variants; a newtype's content has its own.
fn names(of: &Enum, tag: &LitStr) -> TokenStream {
    let fields = of.variants.iter().filter(|variant| matches!(variant.content, Content::Struct(_)));
    let fields: Vec<Field> = fields.flat_map(|variant| variant.content.fields()).cloned().collect();
    if fields.iter().any(|field| field.options.extra.is_some()) {
        return quote!(__f::Names::ALL);
    }
    let own = fields.iter().filter(|field| field.is_attribute()).flat_map(Field::names);
    let flattened = super::attributes::flattened(&fields).map(|field| field.ty);
    let newtypes = of.variants.iter().filter(|variant| matches!(variant.content, Content::Newtype(_)));
    let newtypes = newtypes.flat_map(|variant| variant.content.fields()).map(|field| field.ty);
    let nested = flattened.chain(newtypes).map(|ty| quote_spanned!(at(ty)=> &<#ty as __f::Attributes>::NAMES));
    quote!(__f::Names::new(&[#tag, #(#own),*], &[#(#nested),*]))
}

fn write(variant: &Variant) -> TokenStream {
    match &variant.content {
        Content::Newtype(field) => {
            let (ty, value) = (field.ty, variable(field));
            quote_spanned!(at(ty)=> <#ty as __f::Attributes>::encode_attributes(#value, map)?;)
        }
        _ => write_fields(variant),
    }
}

fn read(container: &Container, variant: &Variant) -> TokenStream {
    let ident = variant.ident;
    let entries = quote_spanned!(local()=> rest.entries());
    match &variant.content {
        Content::Newtype(field) => {
            let ty = field.ty;
            quote_spanned!(at(ty)=> <#ty as __f::Attributes>::decode_attributes(#entries).map(Self::#ident))
        }
        Content::Struct(fields) => {
            let reads = reads(container, fields, &quote!(Self::#ident));
            quote_spanned! {local()=> {
                let mut map = #entries;
                #reads
            }}
        }
        _ => quote!(__f::Ok(Self::#ident)),
    }
}
