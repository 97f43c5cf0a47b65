//! The place that a field is read into ([`Slot`]), and the value of the field ([`value`]).

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::model::{Conversion, Field, Form, Storage};
use super::hygiene::{at, local};

/// A name that may be read, and the place for its value.
pub struct Slot<'f, 'a> {
    pub field: &'f Field<'a>,
    pub name: TokenStream,
    /// A local, or a part of one.
    pub place: TokenStream,
    /// Whether the name is an alias.
    pub is_alias: bool,
    /// Whether the struct has many fields: see `read_wide.rs`.
    pub is_wide: bool,
}

/// The fields in the constructor, and the code before it.
pub struct Values {
    pub before: TokenStream,
    pub fields: TokenStream,
}

/// Returns the value that was `found`, or its substitute.
pub fn value(field: &Field, found: &TokenStream) -> TokenStream {
    let Field { ty, options, .. } = field;
    let name = field.attribute();
    let path = options.default.as_ref().and_then(|default| default.path.as_ref());
    // An error about the default belongs to the user's code; none of these expressions uses our locals.
    let span = path.map_or_else(|| ty.span(), Spanned::span);
    let function = path.map_or_else(|| quote_spanned!(span=> <#ty as __f::Default>::default), |path| quote!(#path));
    let default = options.default.as_ref().map(|_| &function);
    match (field.storage(), default) {
        (Storage::KeyOnly, _) => {
            let parts = quote_spanned!(local()=> &__parts);
            quote_spanned!(at(ty)=> __f::key_only_part::<#ty>(#parts, #name)?)
        }
        (Storage::Skipped, _) => quote_spanned!(span=> #function()),
        (Storage::Flattened | Storage::Extra, _) => found.clone(),
        // Its local holds the value inside the `Option`, and the default replaces the whole `Option`.
        (Storage::FrozenOption(_), Some(default)) => {
            quote_spanned!(span=> __f::Option::map_or_else(#found, #default, __f::Some))
        }
        (Storage::FrozenOption(_), None) => found.clone(),
        (_, Some(default)) => quote_spanned!(span=> __f::Option::unwrap_or_else(#found, #default)),
        (Storage::Frozen, None) => quote!(__f::required_frozen(#found, #name)?),
        (Storage::Converted(conversion), None) => required(&conversion, found, &name),
        (Storage::View, None) => quote_spanned!(at(ty)=> __f::required_view::<#ty, _>(#found, #name)?),
        (Storage::Plain, None) => quote_spanned!(at(ty)=> <#ty as __f::Value>::required(#found, #name)?),
    }
}

fn required(conversion: &Conversion, found: &TokenStream, name: &TokenStream) -> TokenStream {
    let ty = conversion.ty;
    if conversion.optional {
        return quote!(__f::Option::unwrap_or_default(#found));
    }
    match conversion.form {
        Form::Serde => quote!(__f::required_serde(#found, #name)?),
        Form::As(stored) => quote_spanned! {at(ty)=>
            __f::required_stored::<#ty, #stored>(#found, #name, <#ty as __f::StoredAs<#stored>>::load)?
        },
        Form::With(module) => quote_spanned! {at(ty)=>
            __f::required_stored::<#ty, #module::Stored>(#found, #name, #module::load)?
        },
    }
}
