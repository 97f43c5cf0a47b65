//! `impl Attributes` for an internally tagged enum.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::model::{Container, Content, Enum, Field, Name, Storage, Variant};
use super::attributes::distinct_names;
use super::bounds::Bounds;
use super::declared_names::all_names;
use super::hygiene::variable;
use super::hygiene::{at, local, unlisted};
use super::read::reads;
use super::value_tagged::unknown;
use super::variant::{pattern, write_fields};

/// The implementation of `Attributes`. `Value` is then implemented as for a struct.
pub fn attributes(container: &Container, of: &Enum, tag: &Name, bounds: &Bounds) -> TokenStream {
    let hide = hide(tag);
    let reads = of.variants.iter().map(|variant| {
        let read = read(container, variant);
        if variant.other.is_some() { read } else { quote!({ #hide #read }) }
    });
    let writes = of.variants.iter().map(|variant| {
        let name = variant.own_name();
        tagged(of, variant, tag, &quote_spanned!(local()=> __f::write_tag(__map, #tag, #name)?;), &write(variant))
    });
    let checks = tag_is_free(container, of, tag);
    let implementation = tagged_implementation(container, of, tag, bounds, writes, reads);
    quote!(#implementation #checks)
}

/// Writes a variant with its tag, and refuses a repeated name.
pub fn tagged(of: &Enum, variant: &Variant, tag: &Name, write_tag: &TokenStream, write: &TokenStream) -> TokenStream {
    let pattern = pattern(variant);
    let distinct_names = written_names(variant, tag).as_ref().map(distinct_names);
    // The variant for unknown names has the name among its fields.
    let content = if keeps_name(variant) {
        let known = of.known_names();
        quote_spanned! {local()=>
            let __map = &mut __f::UnknownTag::new(__map, #tag, &[#(#known),*]);
            #write
            __f::UnknownTag::is_written(__map)?;
        }
    } else {
        quote!(#write_tag #write)
    };
    quote_spanned! {local()=>
        #pattern => {
            #distinct_names
            #content
        }
    }
}

/// `impl Attributes` of an enum with a tag, with code to write each variant, and to read each from the local `map`.
pub fn tagged_implementation(
    container: &Container,
    of: &Enum,
    tag: &Name,
    bounds: &Bounds,
    writes: impl Iterator<Item = TokenStream>,
    reads: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let read = read_tagged(of, tag, reads);
    implementation(container, bounds, &names(of, Some(tag)), writes, &read)
}

/// `impl Attributes`, with code to write each variant, and to read one from the local `map`.
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
    let unlisted = unlisted(generics);
    quote_spanned! {local()=>
        #[automatically_derived]
        #unlisted
        impl #parameters __f::Attributes for #ident #arguments #where_clause {
            const NAMES: __f::Names = #names;

            fn encode_attributes<__M: __f::MapEncoder>(&self, __map: &mut __M) -> __f::Result<(), __f::EncodeError> {
                match self {
                    #(#writes)*
                }
                __f::Ok(())
            }

            fn decode_attributes<__M: __f::MapDecoder>(__map: __M) -> __f::Result<Self, __f::DecodeError> {
                #read
            }
        }
    }
}

/// The tag and the names that the variant writes, if its content may write names that the derive does not see.
fn written_names(variant: &Variant, tag: &Name) -> Option<TokenStream> {
    let tag = (!keeps_name(variant)).then_some(tag);
    match &variant.content {
        Content::Newtype(field) => {
            let ty = field.ty;
            Some(quote_spanned!(at(ty)=> __f::Names::new(&[#tag], &[&<#ty as __f::Attributes>::NAMES])))
        }
        Content::Struct(fields) => {
            let open = |field: &Field| matches!(field.storage(), Storage::Flattened | Storage::Extra);
            fields
                .iter()
                .any(open)
                .then(|| all_names(fields, &tag.map(ToTokens::to_token_stream).into_iter().collect::<Vec<_>>()))
        }
        _ => None,
    }
}

/// Whether it is the variant for unknown names, and keeps the name.
pub fn keeps_name(variant: &Variant) -> bool {
    variant.other.is_some() && !variant.is_unit()
}

fn read_tagged(of: &Enum, tag: &Name, reads: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (other, known): (Vec<_>, Vec<_>) =
        of.variants.iter().zip(reads).partition(|(variant, _)| variant.other.is_some());
    let reads = known.into_iter().map(|(variant, read)| {
        let names = variant.names();
        quote!(#(#names)|* => #read)
    });
    let other = match other.into_iter().find(|(variant, _)| keeps_name(variant)) {
        Some((_, read)) => read,
        None => match of.other() {
            Some(variant) => read_unit(variant),
            None => unknown(of),
        },
    };
    quote_spanned! {local()=>
        let mut __map = __map;
        match __f::String::as_str(&__f::tag(&mut __map, #tag)?) {
            #(#reads,)*
            _ => #other,
        }
    }
}

/// Hides the tag from a variant that does not read it.
pub fn hide(tag: &Name) -> TokenStream {
    quote_spanned!(local()=> __f::MapDecoder::hide(&mut __map, #tag);)
}

/// Reads a variant without fields from the local `map`, as a result.
fn read_unit(variant: &Variant) -> TokenStream {
    let ident = variant.ident;
    quote_spanned!(local()=> __f::Result::map(__f::skip_entries(__map), |()| Self::#ident))
}

/// Asserts that the content of a variant has no attribute with the tag's name. A generic enum cannot be checked.
fn tag_is_free(container: &Container, of: &Enum, tag: &Name) -> TokenStream {
    if !container.generics.params.is_empty() {
        return TokenStream::new();
    }
    let message =
        format!("the attribute {:?} names the variant: rename that of this type", tag.text().unwrap_or_default());
    let newtypes = of.variants.iter().filter(|variant| matches!(variant.content, Content::Newtype(_)));
    let checks = newtypes.flat_map(|variant| variant.content.fields()).map(|field| {
        let ty = field.ty;
        quote_spanned! {ty.span()=>
            const _: () = ::core::assert!(!__f::Names::have(&<#ty as __f::Attributes>::NAMES, #tag), #message);
        }
    });
    checks.collect()
}

/// The names of all variants. The content of a newtype adds its own.
pub fn names(of: &Enum, tag: Option<&Name>) -> TokenStream {
    let fields = of.variants.iter().filter(|variant| matches!(variant.content, Content::Struct(_)));
    let fields: Vec<Field> = fields.flat_map(|variant| variant.content.fields()).cloned().collect();
    let tag = tag.into_iter().map(ToTokens::to_token_stream);
    let mut own: Vec<_> =
        tag.chain(fields.iter().filter(|field| field.is_attribute()).flat_map(Field::names)).collect();
    let mut seen = HashSet::new();
    own.retain(|name| seen.insert(name.to_string()));
    let flattened = super::declared_names::flattened(&fields).map(|field| field.ty);
    let newtypes = of.variants.iter().filter(|variant| matches!(variant.content, Content::Newtype(_)));
    let newtypes = newtypes.flat_map(|variant| variant.content.fields()).map(|field| field.ty);
    let nested = flattened.chain(newtypes).map(|ty| quote_spanned!(at(ty)=> &<#ty as __f::Attributes>::NAMES));
    let extra = fields.iter().any(|field| field.options.extra.is_some()).then(|| quote!(&__f::Names::ALL));
    let nested = nested.chain(extra);
    let aliases = super::declared_names::aliases(&fields);
    quote!(__f::Names::new(&[#(#own),*], &[#(#nested),*])#aliases)
}

/// Writes the content of a variant to the local `map`.
pub fn write(variant: &Variant) -> TokenStream {
    match &variant.content {
        Content::Newtype(field) => {
            let (ty, value) = (field.ty, variable(field));
            quote_spanned!(at(ty)=> <#ty as __f::Attributes>::encode_attributes(#value, __map)?;)
        }
        _ => write_fields(variant),
    }
}

/// Reads the content of a variant from the local `map`, as a result.
pub fn read(container: &Container, variant: &Variant) -> TokenStream {
    let ident = variant.ident;
    match &variant.content {
        Content::Newtype(field) => {
            let ty = field.ty;
            let map = quote_spanned!(local()=> __map);
            quote_spanned!(at(ty)=> __f::Result::map(<#ty as __f::Attributes>::decode_attributes(#map), Self::#ident))
        }
        Content::Struct(fields) => {
            let reads = reads(container, fields, &quote!(Self::#ident));
            quote!({ #reads })
        }
        _ => read_unit(variant),
    }
}
