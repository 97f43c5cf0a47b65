//! A constant for each stored field: its typed name.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::super::model::{Container, Field, Form, Storage, option_of};
use super::format::format;

/// The constants, like `Order::STATUS`, with the visibility and the documentation of the fields.
pub fn constants(container: &Container, fields: &[Field]) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, own_where) = generics.split_for_impl();
    let mut seen = HashSet::new();
    let named = fields.iter().filter(|field| field.has_constant()).filter_map(|field| Some((field.constant()?, field)));
    // After an error, two constants may have the same name, and the second would be another error.
    let distinct = named.filter(|(name, _)| seen.insert(name.to_string()));
    let constants: TokenStream = distinct.map(|(name, field)| constant(&name, field)).collect();
    if constants.is_empty() {
        return constants;
    }
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #parameters #ident #arguments #own_where {
            #constants
        }
    }
}

fn constant(constant: &Ident, field: &Field) -> TokenStream {
    let Field { visibility, docs, name, .. } = field;
    let class = match () {
        () if field.is_key() || field.is_key_part => quote!(KeyAttribute),
        () if field.options.managed() > 0 => quote!(ManagedAttribute),
        () if field.is_guarded => quote!(GuardedAttribute),
        () => quote!(Attribute),
    };
    let ty = held(field);
    let default = docs.is_empty().then(|| {
        let doc = match field.options.flatten {
            Some(_) => format!(" The attributes of `{}`.", constant.to_string().to_lowercase()),
            None => format!(" The attribute `{}`.", name.value()),
        };
        quote!(#[doc = #doc])
    });
    if field.options.flatten.is_some() {
        return quote! {
            #(#docs)*
            #default
            #visibility const #constant: __f::Flattened<Self, #ty> = __f::Flattened::new();
        };
    }
    let sensitive = field.options.sensitive.map(|_| quote!(.sensitive()));
    let (class, format) = match field.storage() {
        Storage::Frozen | Storage::FrozenOption(_) if field.is_formed() => {
            let format = format(field, option_of(field.ty).unwrap_or(field.ty));
            (quote!(FrozenAttribute), Some(quote!(, #format)))
        }
        _ => (class, None),
    };
    // If it is absent, it is read with the default, so an update may remove it.
    let is_plain = !field.is_key() && !field.is_key_part && !field.is_guarded && field.options.managed() == 0;
    let defaulted = field.options.default.is_some() && is_plain;
    let (absence, new) =
        if defaulted { (Some(quote!(, __f::Defaulted)), quote!(defaulted)) } else { (None, quote!(new)) };
    let aliases = &field.options.aliases;
    let aliased = (is_plain && format.is_none() && !aliases.is_empty()).then(|| quote!(.aliased(&[#(#aliases),*])));
    // At the field, so that an error about a second constant with this name shows the field.
    let at_field = constant.span().resolved_at(Span::call_site());
    let constant = quote_spanned! {at_field=>
        #visibility const #constant: __f::#class<Self, #ty #absence> = __f::#class::#new(#name #format)#sensitive #aliased;
    };
    quote!(#(#docs)* #default #constant)
}

/// The type of the attribute.
pub fn held(field: &Field) -> TokenStream {
    let ty = field.ty;
    match field.storage() {
        Storage::Plain | Storage::View | Storage::Skipped | Storage::Flattened | Storage::Extra | Storage::KeyOnly => {
            quote!(#ty)
        }
        Storage::Converted(conversion) => {
            let inner = conversion.ty;
            let stored = match conversion.form {
                Form::Serde => quote!(__f::Serde<#inner>),
                Form::As(stored) => quote!(#stored),
                Form::With(module) => quote!(#module::Stored),
            };
            if conversion.optional { quote!(__f::Option<#stored>) } else { stored }
        }
        Storage::Frozen => quote!(__f::Frozen<#ty>),
        Storage::FrozenOption(inner) => quote!(__f::Option<__f::Frozen<#inner>>),
    }
}
