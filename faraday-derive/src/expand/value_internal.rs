//! `impl Attributes` for an internally tagged enum.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::super::model::{Container, Content, Enum, Field, Storage, Variant};
use super::attributes::distinct_names;
use super::bounds::Bounds;
use super::declared_names::written_names_of;
use super::hygiene::variable;
use super::hygiene::{at, local};
use super::read::reads;
use super::value_tagged::unknown;
use super::variant::{pattern, write_fields};

/// The implementation of `Attributes`, on top of which that of `Value` is as for a struct.
pub fn attributes(container: &Container, of: &Enum, tag: &LitStr, bounds: &Bounds) -> TokenStream {
    let names = names(of, Some(tag));
    let writes = of.variants.iter().map(|variant| {
        let (pattern, name) = (pattern(variant), &variant.name);
        let write = write(variant);
        let distinct_names = written_names(variant, tag).as_ref().map(distinct_names);
        // What stands for the unknown ones has their name among its fields.
        let named = keeps_name(variant)
            .then(TokenStream::new)
            .unwrap_or_else(|| quote_spanned!(local()=> __f::write_tag(map, #tag, #name)?;));
        quote_spanned! {local()=>
            #pattern => {
                #distinct_names
                #named
                #write
            }
        }
    });
    let read = read_tagged(container, of, tag);
    let checks = tag_is_free(container, of, tag);
    let implementation = implementation(container, bounds, &names, writes, &read);
    quote!(#implementation #checks)
}

/// `impl Attributes`, by how each variant is written, and how one is read from the local `map`.
pub fn implementation(
    container: &Container,
    bounds: &Bounds,
    names: &TokenStream,
    writes: impl Iterator<Item = TokenStream>,
    read: &TokenStream,
) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
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
                #read
            }
        }
    }
}

/// The tag and the names that the variant writes, if its content can write a name that the derive does not see.
fn written_names(variant: &Variant, tag: &LitStr) -> Option<TokenStream> {
    let tag = (!keeps_name(variant)).then_some(tag);
    match &variant.content {
        Content::Newtype(field) => {
            let ty = field.ty;
            Some(quote_spanned!(at(ty)=> __f::Names::new(&[#tag], &[&<#ty as __f::Attributes>::NAMES])))
        }
        Content::Struct(fields) => {
            let open = |field: &Field| matches!(field.storage(), Storage::Flattened | Storage::Extra);
            fields.iter().any(open).then(|| written_names_of(fields, tag))
        }
        _ => None,
    }
}

fn keeps_name(variant: &Variant) -> bool {
    variant.other.is_some() && !variant.is_unit()
}

fn read_tagged(container: &Container, of: &Enum, tag: &LitStr) -> TokenStream {
    let known = of.variants.iter().filter(|variant| variant.other.is_none());
    let reads = known.map(|variant| {
        let (names, read) = (variant.names(), read(container, variant));
        quote!(#(#names)|* => #read)
    });
    match of.other().filter(|variant| keeps_name(variant)) {
        Some(variant) => {
            let read = read(container, variant);
            quote_spanned! {local()=>
                let mut rest = __f::UnreadAttributes::read(map)?;
                let tag = rest.tag(#tag)?;
                match tag.as_str() {
                    #(#reads,)*
                    _ => {
                        rest.put_back(#tag, tag);
                        #read
                    }
                }
            }
        }
        None => {
            let unknown = unknown(of);
            quote_spanned! {local()=>
                let mut rest = __f::UnreadAttributes::read(map)?;
                match rest.tag(#tag)?.as_str() {
                    #(#reads,)*
                    _ => #unknown,
                }
            }
        }
    }
}

/// Asserts that the content of a variant has no attribute with the tag's name. A generic enum cannot be checked.
fn tag_is_free(container: &Container, of: &Enum, tag: &LitStr) -> TokenStream {
    if !container.generics.params.is_empty() {
        return TokenStream::new();
    }
    let message = format!("the attribute {:?} names the variant: rename that of this type", tag.value());
    let newtypes = of.variants.iter().filter(|variant| matches!(variant.content, Content::Newtype(_)));
    let checks = newtypes.flat_map(|variant| variant.content.fields()).map(|field| {
        let ty = field.ty;
        quote_spanned! {ty.span()=>
            const _: () = ::core::assert!(!<#ty as __f::Attributes>::NAMES.have(#tag), #message);
        }
    });
    checks.collect()
}

/// Those of all variants; a newtype's content has its own.
pub fn names(of: &Enum, tag: Option<&LitStr>) -> TokenStream {
    let fields = of.variants.iter().filter(|variant| matches!(variant.content, Content::Struct(_)));
    let fields: Vec<Field> = fields.flat_map(|variant| variant.content.fields()).cloned().collect();
    if fields.iter().any(|field| field.options.extra.is_some()) {
        return quote!(__f::Names::ALL);
    }
    let tag = tag.into_iter().map(ToTokens::to_token_stream);
    let mut own: Vec<_> =
        tag.chain(fields.iter().filter(|field| field.is_attribute()).flat_map(Field::names)).collect();
    let mut seen = HashSet::new();
    own.retain(|name| seen.insert(name.to_string()));
    let flattened = super::declared_names::flattened(&fields).map(|field| field.ty);
    let newtypes = of.variants.iter().filter(|variant| matches!(variant.content, Content::Newtype(_)));
    let newtypes = newtypes.flat_map(|variant| variant.content.fields()).map(|field| field.ty);
    let nested = flattened.chain(newtypes).map(|ty| quote_spanned!(at(ty)=> &<#ty as __f::Attributes>::NAMES));
    quote!(__f::Names::new(&[#(#own),*], &[#(#nested),*]))
}

/// Writes the content of a variant to the local `map`.
pub fn write(variant: &Variant) -> TokenStream {
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
