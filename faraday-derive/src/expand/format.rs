//! Writes and reads frozen fields.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::super::attributes::DefaultValue;
use super::super::model::{Field, Storage};
use super::hygiene::{at, local};

/// The format expression of a frozen field with further options; `ty` is the frozen type.
pub fn format(field: &Field, ty: &Type) -> TokenStream {
    let options = &field.options;
    let upgrade = options.upgrade.as_ref().map(|(_, path)| quote!(.upgrade(#path)));
    let passthrough = options.passthrough.as_ref().map(|DefaultValue { span, path }| match path {
        Some(path) => quote!(.passthrough(#path)),
        None => quote_spanned!(span.resolved_at(at(ty))=> .passthrough(<#ty as __f::PassThrough>::pass_through)),
    });
    let write = write_format(field, ty);
    quote_spanned!(at(ty)=> #write #upgrade #passthrough)
}

/// The format without its readers, for writes: the readers' names could collide with locals there.
pub fn write_format(field: &Field, ty: &Type) -> TokenStream {
    if let Some(place) = &field.place {
        return quote_spanned!(at(ty)=> __f::Formed::<#ty>::format(&#place));
    }
    let options = &field.options;
    let version = options.frozen_version.as_ref().map(|(_, version)| quote!(.version(#version)));
    let encrypted = options.encrypted.map(|_| quote!(.encrypted()));
    quote_spanned!(at(ty)=> __f::Format::<#ty>::new() #version #encrypted)
}

/// The local that holds the format of a field while the field is read. It comes before the locals of the fields, so that a function may
/// have a field's name.
pub fn variable(field: &Field) -> Ident {
    Ident::new(&format!("__format_{}", field.position), local())
}

/// Declares these locals.
pub fn declare(fields: &[Field]) -> TokenStream {
    let formed = fields.iter().filter(|field| field.is_formed());
    let declare = formed.filter_map(|field| {
        let ty = match field.storage() {
            Storage::Frozen => field.ty,
            Storage::FrozenOption(inner) => inner,
            _ => return None,
        };
        let (local, format) = (variable(field), format(field, ty));
        Some(quote!(let #local = #format;))
    });
    declare.collect()
}

/// The names of the encrypted attributes, if there are any. In a projection, the names of the others are empty.
pub fn encrypted(fields: &[Field]) -> Option<TokenStream> {
    let of_item = fields.iter().filter(|field| field.options.encrypted.is_some()).flat_map(Field::names);
    let of_projection = fields.iter().filter(|field| field.is_stored() && field.options.frozen.is_some());
    let of_projection =
        of_projection.filter_map(|field| field.place.as_ref()).map(|place| quote!((&#place).encrypted_name()));
    let names: Vec<_> = of_item.chain(of_projection).collect();
    (!names.is_empty()).then(|| quote!(const ENCRYPTED: &'static [&'static str] = &[#(#names),*];))
}

/// An error if the core cannot encrypt.
pub fn needs_encryption(fields: &[Field]) -> Option<TokenStream> {
    let span = fields.iter().find_map(|field| field.options.encrypted)?;
    Some(quote_spanned!(span=> __f::encryption!();))
}
