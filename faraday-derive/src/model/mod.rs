//! What a struct says: the input and its options, joined. It can be read from any input; `check` says what is wrong.

mod field;
mod index;
mod projection;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DataStruct, DeriveInput, Fields, Generics, Ident, LitStr, Visibility};

use super::attributes::{ContainerOptions, Derive, VariantOptions};
use super::case::Case;
use super::context::Context;

pub use field::{Field, Storage, option_of};
pub use index::Index;
pub use projection::Projection;

/// The input of `#[derive(Item)]`.
pub struct Item<'a> {
    pub container: Container<'a>,
    pub table: Option<LitStr>,
    /// Empty if the input has no named fields, which was reported.
    pub fields: Vec<Field<'a>>,
    pub has_named_fields: bool,
    pub indexes: Vec<Index>,
}

/// The input of `#[derive(Value)]`.
pub struct Value<'a> {
    pub container: Container<'a>,
    pub shape: Shape<'a>,
}

/// What a value is made of.
pub enum Shape<'a> {
    /// A struct with named fields: a map.
    Struct(Vec<Field<'a>>),
    /// A struct of one unnamed field: what that is.
    Newtype(Box<Field<'a>>),
    /// An enum of unit variants: a string.
    Enum(Vec<Variant<'a>>),
    /// Anything else, which was reported.
    Unsupported,
}

/// What every input has.
pub struct Container<'a> {
    pub ident: &'a Ident,
    pub generics: &'a Generics,
    pub visibility: &'a Visibility,
    /// The path of `__private`.
    pub private: TokenStream,
    /// An option of the container was not understood.
    pub misread: bool,
}

/// A unit variant.
pub struct Variant<'a> {
    pub ident: &'a Ident,
    /// The string that it is stored as.
    pub name: LitStr,
}

impl<'a> Item<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let mut options = ContainerOptions::read(context, &input.attrs, Derive::Item);
        let named = match &input.data {
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => Some(&fields.named),
            data => {
                context.error(
                    keyword(data),
                    "an item is a struct with named fields: `#[derive(Item)]` takes nothing else",
                );
                None
            }
        };
        let fields = named.into_iter().flatten();
        let mut fields: Vec<_> =
            fields.map(|field| Field::read(context, field, options.rename_all, Derive::Item)).collect();
        let indexes: Vec<_> = options.indexes.drain(..).map(Index::new).collect();
        for field in &mut fields {
            field.is_index_key = indexes.iter().flat_map(Index::keys).any(|name| field.ident == Some(name));
        }
        Self {
            fields,
            indexes,
            has_named_fields: named.is_some(),
            container: Container::new(input, &options),
            table: options.table,
        }
    }

    pub fn partition_key(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.options.partition_key.is_some())
    }

    pub fn sort_key(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.options.sort_key.is_some())
    }
}

impl<'a> Value<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let options = ContainerOptions::read(context, &input.attrs, Derive::Value);
        let shape = Shape::read(context, &input.data, options.rename_all);
        Self { container: Container::new(input, &options), shape }
    }

    /// The fields that are stored in a map.
    pub fn fields(&self) -> &[Field<'a>] {
        match &self.shape {
            Shape::Struct(fields) => fields,
            _ => &[],
        }
    }
}

impl<'a> Shape<'a> {
    fn read(context: &Context, data: &'a Data, case: Option<Case>) -> Self {
        match data {
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => Self::Struct(
                fields.named.iter().map(|field| Field::read(context, field, case, Derive::Value)).collect(),
            ),
            Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. }) => match fields.unnamed.first() {
                Some(field) if fields.unnamed.len() == 1 => {
                    Self::Newtype(Box::new(Field::read(context, field, case, Derive::Value)))
                }
                _ => {
                    let message = "several unnamed fields have no names to be stored by: name them, or keep one";
                    context.error(fields.span(), message);
                    Self::Unsupported
                }
            },
            Data::Enum(data) if !data.variants.is_empty() => {
                Self::Enum(data.variants.iter().map(|variant| Variant::read(context, variant, case)).collect())
            }
            Data::Enum(data) => {
                context.error(data.enum_token.span, "an enum without variants has no value to store: add one");
                Self::Unsupported
            }
            Data::Struct(data) => {
                context.error(data.struct_token.span, "a struct without fields has nothing to store: add a field");
                Self::Unsupported
            }
            Data::Union(data) => {
                context.error(data.union_token.span, "a union cannot be stored: use a struct or an enum");
                Self::Unsupported
            }
        }
    }
}

/// Where the input says what it is: `struct`, `enum` or `union`.
fn keyword(data: &Data) -> Span {
    match data {
        Data::Struct(data) => data.struct_token.span,
        Data::Enum(data) => data.enum_token.span,
        Data::Union(data) => data.union_token.span,
    }
}

impl<'a> Container<'a> {
    fn new(input: &'a DeriveInput, options: &ContainerOptions) -> Self {
        let private = match &options.core {
            Some(path) => quote!(#path::__private),
            None => quote!(::faraday::__private),
        };
        Self {
            ident: &input.ident,
            generics: &input.generics,
            visibility: &input.vis,
            private,
            misread: options.misread,
        }
    }
}

impl<'a> Variant<'a> {
    fn read(context: &Context, variant: &'a syn::Variant, case: Option<Case>) -> Self {
        let options = VariantOptions::read(context, &variant.attrs);
        if !matches!(variant.fields, Fields::Unit) {
            let message = "a variant with data has no form in DynamoDB: use unit variants only, or derive serde's traits \
                           instead of `Value` and mark the fields of this type `#[faraday(frozen)]`";
            context.error(variant.fields.span(), message);
        }
        let name = options.rename.unwrap_or_else(|| {
            let name = variant.ident.unraw().to_string();
            LitStr::new(&case.map_or_else(|| name.clone(), |case| case.variant(&name)), variant.ident.span())
        });
        Self { ident: &variant.ident, name }
    }
}
