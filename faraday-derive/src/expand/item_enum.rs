//! `impl Item` for an enum: the attributes and the key are those of a variant.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::super::case::Case;
use super::super::model::{Container, Content, Enum, Field, Item, Name, Tagging, Variant};
use super::attributes::{Place, write_key};
use super::bounds::Bounds;
use super::collection;
use super::hygiene::{at, local, variable};
use super::key::newtypes;
use super::managed;
use super::value_internal;
use super::variant::{pattern, pattern_of, read_content};

/// The implementation of `Attributes`.
pub fn attributes(item: &Item, of: &Enum, bounds: &Bounds) -> TokenStream {
    match &of.tagging {
        Tagging::Internal(tag) => tagged(item, of, tag, bounds),
        _ => untagged(item, of, bounds),
    }
}

/// Reads the variant that the tag names. If a variant holds an item, the item itself writes its kind.
fn tagged(item: &Item, of: &Enum, tag: &Name, bounds: &Bounds) -> TokenStream {
    let container = &item.container;
    let own = |variant: &Variant| match &variant.content {
        Content::Newtype(field) if !value_internal::keeps_name(variant) => {
            let (ty, name) = (field.ty, variant.own_name());
            Some(quote_spanned!(at(ty)=> __f::TableSchema::is_kind(&<#ty as __f::Item>::SCHEMA, #tag, #name)))
        }
        _ => None,
    };
    let writes = of.variants.iter().map(|variant| {
        let name = variant.own_name();
        let write_tag = quote_spanned!(local()=> __f::write_tag(__map, #tag, #name)?;);
        let write_tag = own(variant).map_or(write_tag.clone(), |own| quote!(if !#own { #write_tag }));
        value_internal::tagged(of, variant, tag, &write_tag, &write(item, variant))
    });
    let hide = value_internal::hide(tag);
    let reads = of.variants.iter().map(|variant| {
        let read = value_internal::read(container, variant);
        // An item that has the kind as a field reads it itself.
        match own(variant) {
            Some(own) => quote!({ if !#own { #hide } #read }),
            None if variant.other.is_some() => read,
            None => quote!({ #hide #read }),
        }
    });
    value_internal::tagged_implementation(container, of, tag, bounds, writes, reads)
}

/// Writes a variant. Its struct does not know all indexes of the table, so their keys are checked here.
fn write(item: &Item, variant: &Variant) -> TokenStream {
    let write = value_internal::write(variant);
    if newtypes(item).is_empty() {
        return write;
    }
    quote_spanned! {local()=>
        {
            let __map = &mut __f::IndexKeys::new(__map, <Self as __f::Item>::SCHEMA);
            #write
        }
    }
}

/// The attribute that names the variant, if there is one.
pub fn tag<'i>(item: &'i Item) -> Option<&'i Name> {
    match &item.variants.as_ref()?.tagging {
        Tagging::Internal(tag) => Some(tag),
        _ => None,
    }
}

/// Reads the first variant that fits.
fn untagged(item: &Item, of: &Enum, bounds: &Bounds) -> TokenStream {
    let container = &item.container;
    let writes = of.variants.iter().map(|variant| {
        let (pattern, write) = (pattern(variant), write(item, variant));
        quote!(#pattern => { #write })
    });
    let attempts = of.variants.iter().map(|variant| {
        let read = match &variant.content {
            Content::Newtype(field) => {
                let (ident, ty) = (variant.ident, field.ty);
                quote_spanned!(at(ty)=> __f::Result::map(__f::read_map::<_, #ty>(__value), Self::#ident))
            }
            _ => read_content(container, variant),
        };
        quote_spanned! {local()=>
            if let __f::Some(__read) = __f::Kept::attempt(__kept, |__value| #read) {
                return __f::Ok(__read);
            }
        }
    });
    let names = of.names();
    let read = quote_spanned! {local()=>
        __f::Kept::read_map(__map, |__kept| {
            #(#attempts)*
            __f::Err(__f::Kept::no_variant(__kept, &[#(#names),*]))
        })
    };
    value_internal::implementation(container, bounds, &value_internal::names(of, None), writes, &read)
}

/// The body of `encode_key`. It also checks that the keys of all variants have the same type, at each variant.
pub fn keys(item: &Item, of: &Enum) -> TokenStream {
    let arms = of.variants.iter().map(|variant| {
        let pattern = pattern_of(variant, |field| field.is_key());
        let write = match &variant.content {
            Content::Newtype(field) => {
                let (ty, value) = (field.ty, variable(field));
                quote_spanned!(at(ty)=> <#ty as __f::Item>::encode_key(#value, __map)?;)
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
        if item.declared_table().is_some() {
            // Their partition keys are asserted to match; their sort keys may differ.
            return TokenStream::new();
        }
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
    let alike = newtypes(item).into_iter().map(|ty| {
        let messages = differences(item, ty);
        quote_spanned! {ty.span()=>
            const _: () = if let __f::Some(__message) = __f::difference::<#ident, #ty>([#(#messages),*]) {
                ::core::panic!("{}", __message)
            };
        }
    });
    let kinds = match item.declared_table() {
        Some(_) => collection::checks(item),
        None => kinds_are_written(item),
    };
    alike.chain(kinds).collect()
}

/// What is wrong if the item in a variant has another table, key or managed attributes than the enum.
fn differences(item: &Item, ty: &Type) -> [String; 3] {
    let (ident, this) = (item.container.ident, ty.to_token_stream());
    // The managed attributes of the enum are those of its own fields, or else of its first struct.
    let first = newtypes(item).into_iter().find(|_| !managed::has_fields(item));
    let other = first.map_or_else(|| "the other variants".to_owned(), |first| format!("`{}`", first.to_token_stream()));
    [
        format!("`{this}` is of another table than the other variants of `{ident}`: all need the same"),
        format!("`{this}` has other key attributes than the other variants of `{ident}`: all need the same"),
        format!(
            "`{this}` and {other} differ in `version`, `created_at` or `updated_at`: all variants of `{ident}` have them, under the same names, or none has"
        ),
    ]
}

/// Asserts that the item in a variant writes the tag itself: it can be put without the enum, and the enum must be able to read it.
fn kinds_are_written(item: &Item) -> Vec<TokenStream> {
    let Some(tag) = tag(item) else { return Vec::new() };
    let variants = item.variants.iter().flat_map(|of| &of.variants);
    let check = |variant: &Variant| {
        let Content::Newtype(field) = &variant.content else { return None };
        let ty = field.ty;
        if value_internal::keeps_name(variant) {
            return None;
        }
        let name = &variant.name;
        let tag_text = tag.text().unwrap_or_default();
        let tagged = if tag_text == "kind" { String::new() } else { format!(", tag = {tag_text:?}") };
        let message = format!(
            "a `{}` that is put by itself must have the tag by which `{}` reads it: write `kind = {:?}{tagged}` among its \
             options, or `rename` this variant to the kind that it has",
            ty.to_token_stream(),
            item.container.ident,
            name.value(),
        );
        let check = quote!(__f::TableSchema::is_kind(&<#ty as __f::Item>::SCHEMA, #tag, #name));
        Some(quote_spanned!(ty.span()=> const _: () = ::core::assert!(#check, #message);))
    };
    variants.filter_map(check).collect()
}

/// `Event::NOTE`, for paths to the attributes of the item in a variant.
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
