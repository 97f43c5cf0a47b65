//! An enum of the items of one declared table: its key, and its items grouped by kind.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::case::Case;
use super::super::model::{Content, Item, Variant};
use super::hygiene::{at, local};
use super::key::{kinds, newtypes};

fn table() -> Ident {
    Ident::new("__TABLE", Span::mixed_site())
}

/// The shape of its key: with the partition key that the items make, or that of the table.
pub fn key(item: &Item) -> TokenStream {
    let path = item.declared_table();
    let of_table = quote!(<#path as __f::DeclaredTable>::Key);
    match newtypes(item).first() {
        Some(first) if item.declared.whole_keys.is_none() => {
            quote_spanned!(at(first)=> __f::Collection<<#first as __f::Item>::Key, #of_table>)
        }
        _ => of_table,
    }
}

/// Its schema: the table, with the partition key that the items make.
pub fn schema(item: &Item) -> TokenStream {
    let table = table();
    let items = newtypes(item);
    let tag = Ident::new("__TAG", Span::mixed_site());
    let partition = match items.first() {
        Some(first) if item.declared.whole_keys.is_none() => {
            quote_spanned!(at(first)=> __f::TableSchema::partition_key(&<#first as __f::Item>::SCHEMA))
        }
        _ => quote!(__f::TableSchema::partition_key(&#table)),
    };
    let kinds = kinds(item);
    quote! {
        __f::TableSchema::with_keys(#table, #partition, __f::TableSchema::sort_key(&#table))
            .with_tag(#tag)
            .with_items(&[#(<#items as __f::Item>::SCHEMA),*])
            #kinds
    }
}

/// The implementations for reading indexes of the items as the enum, and for grouping its items.
pub fn members(item: &Item) -> TokenStream {
    if !is_collection(item) {
        return TokenStream::new();
    }
    let ident = item.container.ident;
    let items = newtypes(item);
    let groups = groups_ident(item);
    let fields: Vec<_> = variants(item).map(group).collect();
    let groups_name = groups.to_string();
    let labels: Vec<_> = fields.iter().map(|field| field.unraw().to_string()).collect();
    let pushes = variants(item).map(|variant| {
        let (name, field) = (variant.ident, group(variant));
        quote_spanned!(local()=> #ident::#name(__item) => __f::Vec::push(&mut self.#field, __item),)
    });
    quote_spanned! {local()=>
        #(
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl<__P, __S: __f::StoredSort, __K, __R> __f::IndexOf<#ident> for __f::Index<#items, __P, __S, __K, __R> {
                type Index = __f::Index<#ident, __P, __S::Stored, __K, #ident>;

                fn into_index(self) -> Self::Index {
                    __f::Index::new(__f::Index::schema(&self))
                }
            }
        )*

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __f::Grouped for #ident {
            type Groups = #groups;
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #groups where #(for<'__a> #items: ::core::fmt::Debug),* {
            fn fmt(&self, __formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut __shown = ::core::fmt::Formatter::debug_struct(__formatter, #groups_name);
                #(__f::DebugStruct::field(&mut __shown, #labels, &self.#fields);)*
                __f::DebugStruct::finish(&mut __shown)
            }
        }

        #[automatically_derived]
        impl ::core::default::Default for #groups {
            fn default() -> Self {
                Self { #(#fields: __f::Vec::new()),* }
            }
        }

        #[automatically_derived]
        impl ::core::iter::Extend<#ident> for #groups {
            fn extend<__I: ::core::iter::IntoIterator<Item = #ident>>(&mut self, __items: __I) {
                for __item in __items {
                    match __item {
                        #(#pushes)*
                    }
                }
            }
        }
    }
}

/// The struct of the groups: `RecordGroups`.
pub fn groups(item: &Item) -> TokenStream {
    if !is_collection(item) {
        return TokenStream::new();
    }
    let groups = groups_ident(item);
    let visibility = item.container.visibility;
    let doc =
        format!(" The items of [`{}`], grouped by kind, in the order in which they were read.", item.container.ident);
    let fields = variants(item).map(|variant| {
        let (field, types) = (group(variant), variant.content.fields().iter().map(|field| field.ty));
        let doc = format!(" The items of the variant `{}`.", variant.ident.unraw());
        quote!(#[doc = #doc] #visibility #field: ::std::vec::Vec<#(#types),*>)
    });
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #visibility struct #groups {
            #(#fields,)*
        }
    }
}

/// Whether it is an enum of structs of a declared table.
fn is_collection(item: &Item) -> bool {
    let all =
        item.variants.iter().flat_map(|of| &of.variants).all(|variant| matches!(variant.content, Content::Newtype(_)));
    item.variants.is_some() && item.declared_table().is_some() && all && item.container.generics.params.is_empty()
}

fn variants<'i, 'a>(item: &'i Item<'a>) -> impl Iterator<Item = &'i Variant<'a>> {
    item.variants.iter().flat_map(|of| &of.variants)
}

fn groups_ident(item: &Item) -> Ident {
    Ident::new(&format!("{}Groups", item.container.ident.unraw()), item.container.ident.span())
}

/// Returns `orders` for `Order`.
fn group(variant: &Variant) -> Ident {
    if let Some(name) = &variant.group {
        return name.clone();
    }
    let name = Case::Snake.variant(&variant.ident.unraw().to_string());
    let name = plural(&name);
    syn::parse_str(&name).map_or_else(
        |_| Ident::new_raw(&name, variant.ident.span()),
        |mut ident: Ident| {
            ident.set_span(variant.ident.span());
            ident
        },
    )
}

/// Returns the plural of an English noun, by the rules for its last letters; the option `group` sets any other.
fn plural(name: &str) -> String {
    let is_vowel = |letter: char| "aeiou".contains(letter);
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(is_vowel) => format!("{stem}ies"),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end)) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

/// Asserts what the compiler can see of the kinds and keys of the structs in the variants.
pub fn checks(item: &Item) -> Vec<TokenStream> {
    let known = variants(item).filter(|variant| variant.other.is_none());
    let items: Vec<_> = known.flat_map(|variant| variant.content.fields()).map(|field| field.ty).collect();
    let Some(first) = items.first() else { return Vec::new() };
    let enum_name = item.container.ident;
    let mut checks = Vec::new();
    for (position, ty) in items.iter().enumerate() {
        let name = quote!(#ty).to_string();
        let message = format!(
            "`{name}` has no kind, so `{enum_name}` cannot recognize it: write `kind = \"…\"` among its options"
        );
        let schema = quote!(<#ty as __f::Item>::SCHEMA);
        checks.push(quote_spanned!(ty.span()=> const _: () = ::core::assert!(__f::has_kind(&#schema), #message);));
        for before in items.iter().take(position) {
            let before_name = quote!(#before).to_string();
            let message = format!(
                "`{name}` has the same kind as `{before_name}`, so reads cannot tell them apart: give it another `kind`"
            );
            let other = quote!(<#before as __f::Item>::SCHEMA);
            checks.push(quote_spanned!(ty.span()=> const _: () = ::core::assert!(!__f::has_same_kind(&#schema, &#other), #message);));
        }
        if item.declared.whole_keys.is_none() && position > 0 {
            let first_name = quote!(#first).to_string();
            let message = format!(
                "the partition key of `{name}` is made differently from that of `{first_name}`: write `whole_keys` among the \
                 options of `{enum_name}`, whose queries then take the partition key as it is stored"
            );
            let other = quote!(<#first as __f::Item>::SCHEMA);
            checks.push(quote_spanned!(ty.span()=> const _: () = ::core::assert!(__f::has_same_partition(&#schema, &#other), #message);));
        }
    }
    checks
}
