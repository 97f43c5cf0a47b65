//! `impl DeclaredTable`: a table that items refer to.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr};

use super::super::attributes::{IndexOptions, Projected, Scope, TableName};
use super::super::model::{Table, attribute_number};
use super::hygiene::{at, block, kind};
use super::{settings, vector};

/// The implementations for a table.
pub fn table(table: &Table) -> TokenStream {
    let ident = table.container.ident;
    let visibility = table.container.visibility;
    let (key, schema) = (key(table), schema(table));
    let settings = settings::constant(&table.settings, ttl(table));
    let expires = if ttl(table).is_some() { quote!(Expires) } else { quote!(NeverExpires) };
    let indexes = table.indexes.iter().map(|index| table_index(table, index));
    let constants = table.indexes.iter().enumerate().map(|(position, index)| {
        let (constant, schema) = (index_constant(position), index_schema(table, index));
        quote!(const #constant: __f::IndexSchema = #schema;)
    });
    let doc = " The table's name, keys, indexes and settings.";
    block(
        &table.container,
        quote! {
            #(#constants)*
            #settings

            #[automatically_derived]
            impl __f::DeclaredTable for #ident {
                type Key = #key;
                type Ttl = __f::#expires;

                const TABLE: __f::TableSchema = #schema;
            }

            #[automatically_derived]
            #[allow(dead_code)]
            impl #ident {
                #[doc = #doc]
                #visibility const SCHEMA: __f::TableSchema = <Self as __f::DeclaredTable>::TABLE;
            }

            #(#indexes)*
        },
    )
}

fn index_constant(position: usize) -> Ident {
    Ident::new(&format!("__INDEX_{position}"), proc_macro2::Span::mixed_site())
}

/// `Simple<A>` or `Composite<A, B>`.
fn key(table: &Table) -> TokenStream {
    let types = table.partition_key.iter().chain(&table.sort_key).map(|(_, ty)| ty);
    let shape = if table.sort_key.is_some() { quote!(Composite) } else { quote!(Simple) };
    quote!(__f::#shape<#(#types),*>)
}

/// The key attribute with this name, if its type is written anywhere.
fn element(table: &Table, name: &Ident) -> Option<TokenStream> {
    let ty = table.type_of(name)?;
    let (text, kind) = (attribute(name), kind(ty));
    Some(quote_spanned!(at(ty)=> __f::KeyElement::of(#text, <#kind as __f::kind::KeyKind>::KEY_TYPE)))
}

fn attribute(name: &Ident) -> LitStr {
    LitStr::new(&syn::ext::IdentExt::unraw(name).to_string(), name.span())
}

fn schema(table: &Table) -> TokenStream {
    let name = match &table.name {
        Some(TableName::Text(text)) => quote!(#text),
        Some(TableName::Constant(path) | TableName::Declared(path)) => {
            quote_spanned!(path.span()=> __f::checked_table_name(#path))
        }
        None => quote!(""),
    };
    let partition = table.partition_key.as_ref().and_then(|(name, _)| element(table, name));
    let sort = table.sort_key.as_ref().and_then(|(name, _)| element(table, name));
    let sort = sort.map(|element| quote!(.with_sort_key(#element)));
    let indexes: Vec<_> = (0..table.indexes.len()).map(index_constant).collect();
    let indexes = (!indexes.is_empty()).then(|| quote!(.with_indexes(&[#(#indexes),*])));
    let tag = table.tag.as_ref().map(|tag| quote!(.with_kind_attribute(#tag)));
    let settings = settings::calls(&table.settings, ttl(table)).map(|_| {
        let settings = settings::constant_name();
        quote!(.with_settings(&#settings))
    });
    quote!(__f::TableSchema::new(#name, #partition) #sort #indexes #tag #settings)
}

/// The attribute of its time to live.
fn ttl<'t>(table: &'t Table) -> Option<&'t LitStr> {
    table.settings.ttl.as_ref().map(|(_, name)| name)
}

fn index_name(index: &IndexOptions) -> LitStr {
    index.rename.clone().unwrap_or_else(|| attribute(&index.ident))
}

fn index_schema(table: &Table, index: &IndexOptions) -> TokenStream {
    let name = index_name(index);
    let elements = |names: &[Ident]| {
        let elements: Vec<_> = names.iter().filter_map(|name| element(table, name)).collect();
        quote!(&[#(#elements),*])
    };
    let (partition, sort) = (elements(&index.partition_key), elements(&index.sort_key));
    let schema = match index.scope {
        Scope::Global => quote!(global(#name, #partition, #sort)),
        Scope::Local => {
            let partition: Vec<_> = table.partition_key.iter().map(|(name, _)| name.clone()).collect();
            let partition = elements(&partition);
            quote!(local(#name, #partition, #sort))
        }
        Scope::Vector => {
            let vectors = index.vector.attribute.as_ref().map(attribute);
            let vector = vector::vector_schema(&index.vector, &quote!(#vectors), &elements(&index.vector.filters));
            quote!(of_vectors(#name, #partition, #vector))
        }
    };
    let projection = match &index.projected {
        Projected::All => None,
        Projected::KeysOnly => Some(quote!(.with_projection(__f::Projected::KeysOnly))),
        Projected::Include(names) => {
            let names = names.iter().map(attribute);
            Some(quote!(.with_projection(__f::Projected::Include(&[#(#names),*]))))
        }
    };
    let units = settings::units(index.units);
    quote!(__f::IndexSchema::#schema #projection #units)
}

/// Keyed by the name of the option, which items refer to.
fn table_index(table: &Table, index: &IndexOptions) -> TokenStream {
    let ident = table.container.ident;
    let number = attribute_number(&attribute(&index.ident).value());
    let position = table.indexes.iter().position(|other| other.ident == index.ident).unwrap_or_default();
    let constant = index_constant(position);
    let scope = match index.scope {
        Scope::Global => quote!(Global),
        Scope::Local => quote!(Local),
        Scope::Vector => vector::kind(&index.vector),
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __f::TableIndex<#number> for #ident {
            type Scope = __f::#scope;

            const INDEX: &'static __f::IndexSchema = &#constant;
        }
    }
}
