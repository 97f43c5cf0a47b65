//! Stub implementations next to the errors of a derive, so that a use of the type is not a second error.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand::{self, Bounds};
use super::model::{Container, Index, Item, Patch, Projection, Table, Value};

/// The errors, and stubs for an item.
pub fn item(item: &Item, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let bounds = Bounds::of_item(item);
    let attributes = attributes(&item.container, &bounds);
    let table = table_of(item, &bounds);
    let constants = expand::constants(&item.container, &item.fields);
    let unguarded = unguarded(item, &bounds);
    let versioned = schema_versioned(item, &bounds);
    let indexes = expand::stubs(item, &bounds);
    let structs = expand::structs(item);
    let rows: TokenStream =
        item.indexes.iter().filter(|index| index.has_own_row()).map(|index| row(item, index)).collect();
    let stubs =
        expand::block(&item.container, quote!(#attributes #table #unguarded #versioned #constants #indexes #rows));
    quote!(#error #structs #stubs)
}

/// The errors, and stubs for a value.
pub fn value(value: &Value, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    if value.container.view.is_some() {
        let attributes = view(&value.container);
        let form = expand::view_value(&value.container);
        let stubs = expand::block(&value.container, quote!(#attributes #form));
        return quote!(#error #stubs);
    }
    let bounds = Bounds::of_value(value);
    let attributes = attributes(&value.container, &bounds);
    let form = form(value, &bounds);
    let constants = expand::constants(&value.container, value.fields());
    let stubs = expand::block(&value.container, quote!(#attributes #form #constants));
    quote!(#error #stubs)
}

/// The errors, and stubs for a projection.
pub fn projection(projection: &Projection, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let container = &projection.container;
    if container.view.is_some() {
        let attributes = view(container);
        let of = projection.of.as_ref().filter(|_| container.generics.params.len() == 1);
        let part = of.map(|of| expand::projection_view(container, &quote!(#of), &quote!(&[])));
        let stubs = expand::block(container, quote!(#attributes #part));
        return quote!(#error #stubs);
    }
    let attributes = attributes(container, &Bounds::none());
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    // Without an item there is no `Projection` to implement.
    let part = projection.of.as_ref().filter(|_| generics.params.is_empty()).map(|of| {
        quote! {
            impl #parameters __f::Projection for #ident #arguments #where_clause {
                type Of = #of;
                const ATTRIBUTES: &'static [&'static str] = &[];
            }
        }
    });
    let stubs = expand::block(container, quote!(#attributes #part));
    quote!(#error #stubs)
}

/// The errors, and a stub for a patch.
pub fn patch(patch: &Patch, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let Container { ident, generics, .. } = patch.container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    // Without an item there is no `Patch` to implement.
    let part = patch.of.as_ref().map(|of| {
        quote! {
            impl #parameters __f::Patch for #ident #arguments #where_clause {
                type Of = #of;

                fn is_empty(&self) -> bool {
                    ::core::unreachable!()
                }

                fn write_clauses(&self, _: &mut __f::Clauses) {
                    ::core::unreachable!()
                }
            }
        }
    });
    let stubs = expand::block(&patch.container, quote!(#part));
    quote!(#error #stubs)
}

/// The errors, and stubs for a table.
pub fn table(table: &Table, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    if table.is_whole() {
        let table = expand::table(table);
        return quote!(#error #table);
    }
    let Container { ident, generics, .. } = &table.container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let stubs = expand::block(
        &table.container,
        quote! {
            impl #parameters __f::DeclaredTable for #ident #arguments #where_clause {
                type Key = __f::UnknownKey;
                type Ttl = __f::Expires;

                const TABLE: __f::TableSchema =
                    __f::TableSchema::new("unknown", __f::KeyElement::new::<__f::String>("unknown"));
            }
        },
    );
    quote!(#error #stubs)
}

fn view(container: &Container) -> TokenStream {
    expand::view_attributes(container, &quote!(_), &quote!(::core::unreachable!()))
}

fn attributes(container: &Container, bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    quote! {
        impl #parameters __f::Attributes for #ident #arguments #where_clause {
            fn encode_attributes<__M: __f::MapEncoder>(&self, _: &mut __M) -> __f::Result<(), __f::EncodeError> {
                ::core::unreachable!()
            }

            fn decode_attributes<__M: __f::MapDecoder>(_: __M) -> __f::Result<Self, __f::DecodeError> {
                ::core::unreachable!()
            }
        }
    }
}

/// An item with the declared key, or with a key that takes any argument.
fn table_of(item: &Item, bounds: &Bounds) -> TokenStream {
    let container = &item.container;
    // `Item` requires `'static`. A struct that borrows was reported already.
    if container.generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    let is_known = item.partition_key().is_some() && item.declared_table().is_none();
    let key = if is_known { expand::key(item) } else { quote!(__f::UnknownKey) };
    // All reads of it compile.
    quote! {
        impl #parameters __f::Item for #ident #arguments #where_clause {
            type Key = #key;
            type Ttl = __f::Expires;

            const SCHEMA: __f::TableSchema =
                __f::TableSchema::new("unknown", __f::KeyElement::new::<__f::String>("unknown"));

            fn encode_key<__M: __f::MapEncoder>(&self, _: &mut __M) -> __f::Result<(), __f::EncodeError> {
                ::core::unreachable!()
            }
        }
    }
}

/// All writes of it compile.
fn unguarded(item: &Item, bounds: &Bounds) -> TokenStream {
    let container = &item.container;
    if container.generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    quote!(impl #parameters __f::Unguarded for #ident #arguments #where_clause {})
}

/// It has the version of a shape, if an option says so.
fn schema_versioned(item: &Item, bounds: &Bounds) -> Option<TokenStream> {
    let container = &item.container;
    if container.schema_version.is_none() && container.upgrade.is_none() || item.variants.is_some() {
        return None;
    }
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    Some(quote! {
        impl #parameters __f::SchemaVersioned for #ident #arguments #where_clause {
            const SCHEMA_VERSION: __f::SchemaVersion = __f::SchemaVersion::new("unknown", 1);

            fn decode_current<__M: __f::MapDecoder>(_: __M) -> __f::Result<Self, __f::DecodeError> {
                ::core::unreachable!()
            }
        }
    })
}

/// The row of an index; one of a generic item, which is an error, has no stub.
fn row(item: &Item, index: &Index) -> TokenStream {
    let generics = syn::Generics::default();
    let ident = index.row(item);
    let container = Container {
        ident: &ident,
        generics: &generics,
        private: TokenStream::new(),
        kind: None,
        schema_version: None,
        upgrade: None,
        keys: None,
        bound: None,
        lints: Vec::new(),
        vectors: TokenStream::new(),
        ..item.container
    };
    attributes(&container, &Bounds::none())
}

/// A value of the kind that it would have; a string if that is unknown.
fn form(value: &Value, bounds: &Bounds) -> TokenStream {
    let container = &value.container;
    let kind = if value.is_map() { quote!(M) } else { quote!(S) };
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    quote! {
        impl #parameters __f::Value for #ident #arguments #where_clause {
            type Kind = __f::kind::#kind;
            type Base = Self;

            fn encode<__E: __f::Encoder>(&self, _: __E) -> __f::Result<(), __f::EncodeError> {
                ::core::unreachable!()
            }

            fn decode<__D: __f::Decoder>(_: __D) -> __f::Result<Self, __f::DecodeError> {
                ::core::unreachable!()
            }
        }
    }
}
