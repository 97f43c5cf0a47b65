//! The content of a variant: patterns, writing and reading.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Container, Content, Field, Variant};
use super::attributes::{Place, write};
use super::hygiene::variable;
use super::hygiene::{at, local};
use super::read::reads;

/// A pattern that binds the fields that are stored.
pub fn pattern(variant: &Variant) -> TokenStream {
    pattern_of(variant, |field| field.is_stored())
}

/// A pattern that binds these of the named fields, or all unnamed ones.
pub fn pattern_of(variant: &Variant, bound: impl Fn(&Field) -> bool) -> TokenStream {
    let ident = variant.ident;
    let fields = variant.content.fields();
    match &variant.content {
        Content::Unit => quote!(Self::#ident),
        Content::Newtype(_) | Content::Tuple(_) => {
            let locals = fields.iter().map(variable);
            quote!(Self::#ident(#(#locals),*))
        }
        Content::Struct(_) => {
            let bindings = fields.iter().filter(|field| bound(field)).map(|field| {
                let (ident, local) = (field.ident, variable(field));
                quote!(#ident: #local)
            });
            quote!(Self::#ident { #(#bindings,)* .. })
        }
    }
}

/// Writes the fields of a struct variant to the local `map`.
pub fn write_fields(variant: &Variant) -> TokenStream {
    let fields = variant.content.fields();
    fields.iter().map(|field| write(field, fields, &[], Place::Bound)).collect()
}

/// Writes the bound content to an encoder, as a result.
pub fn write_content(variant: &Variant, encoder: &TokenStream) -> TokenStream {
    match &variant.content {
        Content::Unit => quote!(__f::Encoder::null(#encoder)),
        Content::Newtype(field) => {
            let (ty, local) = (field.ty, variable(field));
            quote_spanned!(at(ty)=> __f::write_inner::<_, #ty>(#local, #encoder))
        }
        Content::Tuple(fields) => {
            let writes = fields.iter().enumerate().map(|(index, field)| {
                let (ty, value) = (field.ty, variable(field));
                let element = quote_spanned!(local()=> __f::ListEncoder::element(&mut __list));
                let at_index = quote_spanned!(local()=> |__error| __f::EncodeError::at_index(__error, #index));
                quote_spanned!(at(ty)=> __f::Result::map_err(__f::write_inner::<_, #ty>(#value, #element), #at_index)?;)
            });
            quote_spanned! {local()=>
                __f::Result::and_then(__f::Encoder::list(#encoder), |mut __list| {
                    #(#writes)*
                    __f::ListEncoder::end(__list)
                })
            }
        }
        Content::Struct(_) => {
            let writes = write_fields(variant);
            quote_spanned! {local()=>
                __f::Result::and_then(__f::Encoder::map(#encoder), |mut __inner| {
                    let __map = &mut __inner;
                    #writes
                    __f::MapEncoder::end(__inner)
                })
            }
        }
    }
}

/// Reads the content from the local `value`, a decoder, as a result.
pub fn read_content(container: &Container, variant: &Variant) -> TokenStream {
    let ident = variant.ident;
    match &variant.content {
        Content::Unit => quote_spanned!(local()=> __f::Result::map(__f::Decoder::null(__value), |()| Self::#ident)),
        Content::Newtype(field) => {
            let ty = field.ty;
            quote_spanned!(at(ty)=> __f::Result::map(__f::read_inner::<_, #ty>(__value), Self::#ident))
        }
        Content::Tuple(fields) => {
            let types = fields.iter().map(|field| field.ty);
            let locals: Vec<_> = fields.iter().map(variable).collect();
            quote_spanned! {local()=>
                __f::Result::map(<(#(#types,)*) as __f::Value>::decode(__value), |(#(#locals,)*)| Self::#ident(#(#locals),*))
            }
        }
        Content::Struct(fields) => {
            let reads = reads(container, fields, &quote!(Self::#ident));
            quote_spanned! {local()=>
                __f::Result::and_then(__f::Decoder::map(__value), |mut __map| {
                    #reads
                })
            }
        }
    }
}
