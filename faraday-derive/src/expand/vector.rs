//! Vector indexes: their schemas, the checks of vectors before a write, and the checks of an item in a table that is declared elsewhere.

use std::collections::HashSet;

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;

use super::super::attributes::VectorOptions;
use super::super::model::{Field, Index, Item, MadeIndex};
use super::hygiene::{at, local};
use super::key::{index_element, table_index};

/// `Vector<384>`, the kind of the index.
pub fn kind(vector: &VectorOptions) -> TokenStream {
    let dimensions = dimensions(vector);
    quote!(Vector<#dimensions>)
}

fn dimensions(vector: &VectorOptions) -> Literal {
    Literal::u32_unsuffixed(vector.dimensions.unwrap_or(1))
}

/// The vector schema of an index of the item's own table.
pub fn schema(item: &Item, index: &Index) -> TokenStream {
    let vector = &index.options.vector;
    let attribute = vector.attribute.as_ref().and_then(|name| item.field(name)).map(|field| &field.name);
    let filters = index.filters().iter().filter_map(|name| item.field(name)).map(index_element);
    vector_schema(vector, &attribute.to_token_stream(), &quote!(&[#(#filters),*]))
}

/// `attribute` is the name of the attribute, `filters` are key elements.
pub fn vector_schema(vector: &VectorOptions, attribute: &TokenStream, filters: &TokenStream) -> TokenStream {
    let (dimensions, distance) = (dimensions(vector), &vector.distance);
    let filters = (!vector.filters.is_empty()).then(|| quote!(.with_filters(#filters)));
    quote!(__f::VectorSchema::new(#attribute, #dimensions, __f::DistanceFunction::#distance) #filters)
}

/// Refuses a vector whose number of elements differs from the dimensions of its index.
pub fn checks(item: &Item) -> TokenStream {
    let mut seen = HashSet::new();
    let own = item.indexes.iter().filter_map(|index| {
        let attribute = index.options.vector.attribute.as_ref()?;
        // Two indexes of one attribute have the same dimensions.
        let field = item.field(attribute).filter(|_| seen.insert(attribute))?;
        let kind = kind(&index.options.vector);
        Some(check(field, &quote!(__f::#kind)))
    });
    let made = item.declared.indexes.iter().filter_map(|index| {
        let field = item.field(index.attribute.as_ref()?)?;
        let table = table_index(item, index);
        Some(check(field, &quote!(#table::Scope)))
    });
    own.chain(made).collect()
}

fn check(field: &Field, kind: &TokenStream) -> TokenStream {
    let Field { ident, ty, name, .. } = field;
    let value = quote_spanned!(local()=> &self.#ident);
    quote_spanned!(at(ty)=> __f::check_vector::<#kind, #ty>(#value, #name)?;)
}

/// Asserts that the fields that an item names match the index of its declared table.
pub fn made_checks(item: &Item, index: &MadeIndex, declared: &TokenStream) -> Vec<TokenStream> {
    let Some(attribute) = &index.attribute else {
        let message = format!(
            "`{0}` is a vector index: write `index({0}, attribute = field)`, with the field that holds the vectors",
            index.ident.unraw()
        );
        return vec![assert(index.ident.span(), &quote!(__f::IndexSchema::vector(#declared).is_none()), &message)];
    };
    let mut checks = Vec::new();
    if let Some(field) = item.field(attribute) {
        let name = &field.name;
        let message = format!(
            "the table declares no vectors in `{}` for this index: `rename` the field to its attribute, or leave `attribute` out",
            name.value()
        );
        checks.push(assert(attribute.span(), &quote!(__f::has_vectors_in(#declared, #name)), &message));
    }
    for (name, field) in index.filters.iter().filter_map(|name| Some((name, item.field(name)?))) {
        let element = index_element(field);
        let message = format!(
            "the table declares no filter `{}` of this type for the index: add it there, `filters({}: Type)`, or leave it out here",
            field.name.value(),
            field.name.value()
        );
        checks.push(assert(name.span(), &quote!(__f::has_filters(#declared, &[#element])), &message));
    }
    checks
}

fn assert(span: Span, check: &TokenStream, message: &str) -> TokenStream {
    quote_spanned!(span=> const _: () = ::core::assert!(#check, #message);)
}
