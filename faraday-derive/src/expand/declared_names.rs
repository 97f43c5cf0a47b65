//! The attribute names that fields declare.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Field, Storage};
use super::hygiene::at;

/// The names that the fields declare, flattened structs included.
pub fn declared_names(fields: &[Field]) -> TokenStream {
    let own = fields.iter().filter(|field| field.is_attribute()).flat_map(Field::names);
    let flattened = flattened(fields).map(|field| {
        let ty = field.ty;
        quote_spanned!(at(ty)=> &<#ty as __f::Attributes>::NAMES)
    });
    quote!(__f::Names::new(&[#(#own),*], &[#(#flattened),*]))
}

/// The fields that are flattened structs.
pub fn flattened<'f, 'a>(fields: &'f [Field<'a>]) -> impl Iterator<Item = &'f Field<'a>> {
    fields.iter().filter(|field| matches!(field.storage(), Storage::Flattened))
}
