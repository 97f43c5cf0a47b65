//! `impl Item` for an enum: the attributes and the key are those of a variant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::case::Case;
use super::super::model::{Container, Content, Enum, Field, Item, Tagging, Variant};
use super::attributes::{Place, write_key};
use super::bounds::Bounds;
use super::hygiene::{at, local, variable};
use super::key::newtypes;
use super::value_internal;
use super::variant::{pattern, pattern_of, read_content};

/// The implementation of `Attributes`.
pub fn attributes(item: &Item, of: &Enum, bounds: &Bounds) -> TokenStream {
    match &of.tagging {
        Tagging::Internal(tag) => value_internal::attributes(&item.container, of, tag, bounds),
        _ => untagged(&item.container, of, bounds),
    }
}

/// Reads the first variant that fits.
fn untagged(container: &Container, of: &Enum, bounds: &Bounds) -> TokenStream {
    let writes = of.variants.iter().map(|variant| {
        let (pattern, write) = (pattern(variant), value_internal::write(variant));
        quote!(#pattern => { #write })
    });
    let attempts = of.variants.iter().map(|variant| {
        let read = match &variant.content {
            Content::Newtype(field) => {
                let (ident, ty) = (variant.ident, field.ty);
                quote_spanned!(at(ty)=> __f::read_map::<_, #ty>(value).map(Self::#ident))
            }
            _ => read_content(container, variant),
        };
        quote_spanned! {local()=>
            if let __f::Some(read) = kept.attempt(|value| #read) {
                return __f::Ok(read);
            }
        }
    });
    let names = of.names();
    let read = quote_spanned! {local()=>
        let kept = __f::Kept::read_map(map)?;
        #(#attempts)*
        __f::Err(__f::no_variant(&[#(#names),*]))
    };
    value_internal::implementation(container, bounds, &value_internal::names(of, None), writes, &read)
}

/// The body of `encode_key`. It asks as well that the variants' keys are of one type, where each is written.
pub fn keys(item: &Item, of: &Enum) -> TokenStream {
    let arms = of.variants.iter().map(|variant| {
        let pattern = pattern_of(variant, |field| field.is_key());
        let write = match &variant.content {
            Content::Newtype(field) => {
                let (ty, value) = (field.ty, variable(field));
                quote_spanned!(at(ty)=> <#ty as __f::Item>::encode_key(#value, map)?;)
            }
            content => content
                .fields()
                .iter()
                .filter(|field| field.is_key())
                .map(|field| write_key(field, Place::Bound))
                .collect(),
        };
        quote!(#pattern => { #write })
    });
    let alike = of.variants.iter().map(|variant| keys_are_alike(item, variant));
    quote_spanned!(local()=> #(#alike)* match self { #(#arms)* })
}

fn keys_are_alike(item: &Item, variant: &Variant) -> TokenStream {
    if let Content::Newtype(field) = &variant.content {
        let ty = field.ty;
        return quote_spanned!(at(ty)=> __f::is_key_of_all::<<#ty as __f::Item>::Key, <Self as __f::Item>::Key>(););
    }
    let keys = variant.content.fields().iter().filter(|field| field.is_key());
    let checks = keys.filter_map(|field| {
        let of_all = if field.options.partition_key.is_some() { item.partition_key() } else { item.sort_key() }?;
        let (ty, expected) = (field.ty, of_all.ty);
        Some(quote_spanned!(at(ty)=> __f::is_key_of_all::<#ty, #expected>();))
    });
    checks.collect()
}

/// Asserts that an item in a variant has the same table and key names. A generic enum cannot be checked.
pub fn checks(item: &Item) -> TokenStream {
    if !item.container.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = item.container.ident;
    let message = format!(
        "an item in a variant of `{ident}` has the table of `{ident}`, the same key attributes, and the same `version` and times"
    );
    let checks = newtypes(item)
        .into_iter()
        .map(|ty| quote_spanned!(ty.span()=> const _: () = ::core::assert!(__f::is_alike::<#ident, #ty>(), #message);));
    checks.collect()
}

/// `Event::NOTE`, by which the attributes of the item in a variant are reached.
pub fn constants(item: &Item) -> TokenStream {
    let taken: Vec<_> = item.fields.iter().filter_map(Field::constant).map(|constant| constant.to_string()).collect();
    let variants = item.variants.iter().flat_map(|of| &of.variants);
    let constants = variants.filter_map(|variant| {
        let Content::Newtype(field) = &variant.content else { return None };
        let name = Case::ScreamingSnake.variant(&syn::ext::IdentExt::unraw(variant.ident).to_string());
        let (ty, visibility) = (field.ty, item.container.visibility);
        let constant = proc_macro2::Ident::new(&name, variant.ident.span());
        let doc = format!(" The attributes of a `{}`.", variant.ident);
        (!taken.contains(&name)).then(|| {
            quote! {
                #[doc = #doc]
                #visibility const #constant: __f::Flattened<Self, #ty> = __f::Flattened::new();
            }
        })
    });
    let constants: TokenStream = constants.collect();
    if constants.is_empty() {
        return constants;
    }
    let Container { ident, generics, .. } = &item.container;
    let (parameters, arguments, own_where) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #parameters #ident #arguments #own_where {
            #constants
        }
    }
}
