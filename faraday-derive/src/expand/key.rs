//! The key of an item: its type, and its attributes in the schema.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::super::model::{Content, Field, Item, MadeIndex, Tagging, attribute_number};
use super::hygiene::{at, kind};

/// The types of the variants that hold an item.
pub fn newtypes<'a>(item: &Item<'a>) -> Vec<&'a Type> {
    let variants = item.variants.iter().flat_map(|of| &of.variants);
    let newtypes = variants.filter(|variant| matches!(variant.content, Content::Newtype(_)));
    newtypes.flat_map(|variant| variant.content.fields()).map(|field| field.ty).collect()
}

/// The item in the first variant, if no variant has key fields.
pub fn first_item<'a>(item: &Item<'a>) -> Option<&'a Type> {
    if item.partition_key().is_some() { None } else { newtypes(item).first().copied() }
}

/// `.with_kinds(&["Order", "User"])`: the kinds that an enum reads. Nothing if it has no tag, or a variant for unknown kinds.
pub fn kinds(item: &Item) -> Option<TokenStream> {
    let of = item.variants.as_ref()?;
    let is_closed = matches!(of.tagging, Tagging::Internal(_)) && of.other().is_none();
    let kinds = of.known_names();
    is_closed.then(|| quote!(.with_kinds(&[#(#kinds),*])))
}

/// `Simple<A>` or `Composite<A, B>`.
pub fn own_key(item: &Item) -> TokenStream {
    if let Some(first) = first_item(item) {
        return quote_spanned!(at(first)=> <#first as __f::Item>::Key);
    }
    let types = item.partition_key().into_iter().chain(item.sort_key()).map(|field| field.ty);
    let shape = if item.sort_key().is_some() { quote!(Composite) } else { quote!(Simple) };
    quote!(__f::#shape<#(#types),*>)
}

/// The key attribute, with its type as a constant of the field's type: a bound would give a longer error.
pub fn element(field: &Field) -> TokenStream {
    element_as(field, &quote!(KeyKind))
}

/// The key attribute of an index, whose field may be an `Option`.
pub fn index_element(field: &Field) -> TokenStream {
    element_as(field, &quote!(IndexKeyKind))
}

fn element_as(field: &Field, class: &TokenStream) -> TokenStream {
    let Field { ty, name, .. } = field;
    let kind = kind(ty);
    let sensitive = field.options.sensitive.map(|_| quote!(.sensitive()));
    quote_spanned!(at(ty)=> __f::KeyElement::of(#name, <#kind as __f::kind::#class>::KEY_TYPE) #sensitive)
}

/// The types of the key attributes of a struct, for the enums that it is in.
pub fn key_attributes(item: &Item, where_clause: &TokenStream) -> TokenStream {
    if item.variants.is_some() {
        return TokenStream::new();
    }
    let ident = item.container.ident;
    let (parameters, arguments, _) = item.container.generics.split_for_impl();
    let keys = item.fields.iter().filter(|field| field.is_key() || field.is_index_key);
    keys.map(|field| {
        let (ty, number) = (field.ty, attribute_number(&field.name.value()));
        quote! {
            #[automatically_derived]
            impl #parameters __f::KeyAttributeOf<#number> for #ident #arguments #where_clause {
                type Type = #ty;
            }
        }
    })
    .collect()
}

/// `<App as TableIndex<…>>`, at the name of the index, so that an index which the table does not have is reported once.
pub fn table_index(item: &Item, index: &MadeIndex) -> TokenStream {
    let span = index.ident.span();
    let path = item.declared_table().to_token_stream().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    let path: TokenStream = path.collect();
    let mut number = Literal::u64_unsuffixed(attribute_number(&index.name()));
    number.set_span(span);
    quote_spanned!(span=> <#path as __f::TableIndex<#number>>)
}
