//! The indexes of an item: their schemas, a constant for each, and the checks of rows that the user wrote.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::attributes::{Projected, Scope};
use super::super::model::{Field, Index, Item};
use super::bounds::Bounds;
use super::hygiene::at;
use super::key::{element, first_item, index_element};
use super::{settings, vector};

/// The calls that add the indexes to the table's schema.
pub fn schemas(item: &Item) -> TokenStream {
    if item.indexes.is_empty() {
        return TokenStream::new();
    }
    let schemas = item.indexes.iter().map(|index| schema(item, index));
    quote!(.with_indexes(&[#(#schemas),*]))
}

fn schema(item: &Item, index: &Index) -> TokenStream {
    let name = &index.name;
    let keys = |fields: Vec<&Field>| {
        let elements =
            fields.into_iter().map(|field| if field.is_key() { element(field) } else { index_element(field) });
        quote!(&[#(#elements),*])
    };
    let partition = match first_item(item) {
        Some(first) if index.options.scope == Scope::Local => {
            quote_spanned!(at(first)=> &[__f::TableSchema::partition_key(&<#first as __f::Item>::SCHEMA)])
        }
        _ => keys(item.partition_of(index)),
    };
    let sort = keys(item.sort_of(index));
    let projection = match &index.options.projected {
        Projected::All => None,
        Projected::KeysOnly => Some(quote!(.with_projection(__f::Projected::KeysOnly))),
        Projected::Include(fields) => {
            let names = fields.iter().filter_map(|name| item.field(name)).map(|field| &field.name);
            Some(quote!(.with_projection(__f::Projected::Include(&[#(#names),*]))))
        }
    };
    let units = settings::units(index.options.units);
    let schema = match index.options.scope {
        Scope::Global => quote!(global(#name, #partition, #sort)),
        Scope::Local => quote!(local(#name, #partition, #sort)),
        Scope::Vector => {
            let vector = vector::schema(item, index);
            quote!(of_vectors(#name, #partition, #vector))
        }
    };
    quote!(__f::IndexSchema::#schema #projection #units)
}

/// The constants, like `Order::BY_STATUS`, with the visibility of the struct.
pub fn constants(item: &Item, bounds: &Bounds) -> TokenStream {
    let schemas = (0..item.indexes.len()).map(|position| quote!(__f::index::<Self>(#position)));
    let constants = item.indexes.iter().zip(schemas).map(|(index, schema)| constant(item, index, &schema));
    inherent(item, bounds, constants.collect())
}

/// The constants after an error, without schemas: if the fields of a key do not exist, the key may be anything.
pub fn stubs(item: &Item, bounds: &Bounds) -> TokenStream {
    let fields: HashSet<_> = item.fields.iter().filter_map(Field::constant).map(|name| name.to_string()).collect();
    let mut seen = fields;
    let distinct = item.indexes.iter().filter(|index| seen.insert(index.constant().to_string()));
    let schema = quote!(__f::UNKNOWN_INDEX);
    inherent(item, bounds, distinct.map(|index| constant(item, index, &schema)).collect())
}

fn inherent(item: &Item, bounds: &Bounds, constants: TokenStream) -> TokenStream {
    if constants.is_empty() {
        return constants;
    }
    let ident = item.container.ident;
    let (parameters, arguments, _) = item.container.generics.split_for_impl();
    let where_clause = bounds.where_clause(&item.container);
    quote! {
        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl #parameters #ident #arguments #where_clause {
            #constants
        }
    }
}

fn constant(item: &Item, index: &Index, schema: &TokenStream) -> TokenStream {
    let constant = index.constant();
    let visibility = item.container.visibility;
    let doc = doc(index);
    let partition = partition(item, index);
    let sort = sort(item, index);
    let scope = match index.options.scope {
        Scope::Global => quote!(Global),
        Scope::Local => quote!(Local),
        Scope::Vector => vector::kind(&index.options.vector),
    };
    let row = match &index.options.row {
        Some(ty) => Some(quote!(, #ty)),
        None if index.has_own_row() => {
            let row = index.row(item);
            Some(quote!(, #row))
        }
        None => None,
    };
    quote! {
        #[doc = #doc]
        #visibility const #constant: __f::Index<Self, #partition, #sort, __f::#scope #row> = __f::Index::new(#schema);
    }
}

fn doc(index: &Index) -> String {
    let scope = match index.options.scope {
        Scope::Global => "global",
        Scope::Local => "local",
        Scope::Vector => "vector",
    };
    let names = |fields: &[syn::Ident]| {
        let names: Vec<_> = fields.iter().map(|field| format!("`{}`", field.unraw())).collect();
        names.join(", ")
    };
    let partition = match &index.options.partition_key[..] {
        [] => String::new(),
        fields => format!(" by {}", names(fields)),
    };
    let sort = match &index.options.sort_key[..] {
        [] => String::new(),
        fields => format!(", sorted by {}", names(fields)),
    };
    let vectors = index.options.vector.attribute.as_ref();
    let vectors = vectors.map(|attribute| format!(" of `{}`", attribute.unraw())).unwrap_or_default();
    format!(" The {scope} index `{}`{vectors}{partition}{sort}.", index.name.value())
}

/// `Single<A>` or `Several<(A, B)>`.
fn partition(item: &Item, index: &Index) -> TokenStream {
    if let (Scope::Local, Some(first)) = (index.options.scope, first_item(item)) {
        return quote_spanned!(at(first)=> <<#first as __f::Item>::Key as __f::KeyShape>::Partition);
    }
    let fields = item.partition_of(index);
    let expected = match index.options.scope {
        Scope::Global | Scope::Vector => index.options.partition_key.len(),
        Scope::Local => 1,
    };
    if (index.options.scope, expected) == (Scope::Vector, 0) {
        return quote!(__f::Unpartitioned);
    }
    match &fields.iter().map(|field| base(field)).collect::<Vec<_>>()[..] {
        [] => quote!(__f::UnknownKey),
        bases if bases.len() < expected => quote!(__f::UnknownKey),
        [one] => quote!(__f::Single<#one>),
        several => quote!(__f::Several<(#(#several),*)>),
    }
}

/// `SortKeys<A, SortKeys<B, NoSortKey>>`.
fn sort(item: &Item, index: &Index) -> TokenStream {
    let fields = item.sort_of(index);
    if fields.len() < index.options.sort_key.len() || index.options.misread {
        return quote!(__f::UnknownKey);
    }
    fields.iter().rev().fold(quote!(__f::NoSortKey), |rest, field| {
        let base = base(field);
        quote!(__f::SortKeys<#base, #rest>)
    })
}

/// The type that a key attribute is compared with: the inner type of an `Option`.
fn base(field: &Field) -> TokenStream {
    let ty = field.ty;
    quote_spanned!(at(ty)=> <#ty as __f::Value>::Base)
}

/// Asserts that the user's row types need only attributes that their index holds.
pub fn row_checks(item: &Item) -> TokenStream {
    // A constant outside the impl has no parameters; and reads check the row of a generic item anyway.
    if !item.container.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = item.container.ident;
    let checks = item.indexes.iter().filter_map(|index| {
        let row = index.options.row.as_ref()?;
        let names: Vec<&LitStr> = item.held_by(index).into_iter().map(|field| &field.name).collect();
        let held: Vec<_> = names.iter().map(|name| format!("`{}`", name.value())).collect();
        let message = format!(
            "this row asks for more than the index `{}` holds: that is {}; leave the other fields out, or include them",
            index.name.value(),
            held.join(", ")
        );
        let call = quote_spanned!(row.span()=> __f::holds::<#ident, #row>(&[#(#names),*]));
        Some(quote_spanned!(row.span()=> const _: () = ::core::assert!(#call, #message);))
    });
    checks.collect()
}
