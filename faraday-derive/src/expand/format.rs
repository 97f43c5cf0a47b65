//! How a frozen field is written and read.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;

use super::super::attributes::DefaultValue;
use super::super::model::Field;
use super::at;

/// The format of a field that is frozen with options beside that, as an expression; `ty` is what is frozen.
pub fn format(field: &Field, ty: &Type) -> TokenStream {
    if let Some(place) = &field.place {
        return quote_spanned!(at(ty)=> __f::Formed::<#ty>::format(&#place));
    }
    let options = &field.options;
    let version = options.frozen_version.as_ref().map(|(_, version)| quote!(.version(#version)));
    let upgrade = options.upgrade.as_ref().map(|(_, path)| quote!(.upgrade(#path)));
    let passthrough = options.passthrough.as_ref().map(|DefaultValue { span, path }| match path {
        Some(path) => quote!(.passthrough(#path)),
        None => quote_spanned!(span.resolved_at(at(ty))=> .passthrough(<#ty as __f::PassThrough>::pass_through)),
    });
    let encrypted = options.encrypted.map(|_| quote!(.encrypted()));
    quote_spanned!(at(ty)=> __f::Format::<#ty>::new() #version #upgrade #passthrough #encrypted)
}

/// The names of the attributes that are encrypted, if there are any: those of a projection are empty where they are not.
pub fn encrypted(fields: &[Field]) -> Option<TokenStream> {
    let of_item = fields.iter().filter(|field| field.options.encrypted.is_some()).flat_map(Field::names);
    let of_projection = fields.iter().filter(|field| field.is_stored() && field.options.frozen.is_some());
    let of_projection =
        of_projection.filter_map(|field| field.place.as_ref()).map(|place| quote!(#place.encrypted_name()));
    let names: Vec<_> = of_item.chain(of_projection).collect();
    (!names.is_empty()).then(|| quote!(const ENCRYPTED: &'static [&'static str] = &[#(#names),*];))
}

/// An error where the core cannot encrypt.
pub fn needs_encryption(fields: &[Field]) -> Option<TokenStream> {
    let span = fields.iter().find_map(|field| field.options.encrypted)?;
    Some(quote_spanned!(span=> __f::encryption!();))
}
