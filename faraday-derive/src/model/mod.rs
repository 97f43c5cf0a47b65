//! What a struct says: the input and its options, joined. It can be read from any input; `check` says what is wrong.

mod index;
mod projection;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Fields, GenericArgument, Generics, Ident, LitStr, PathArguments, Type,
    Visibility,
};

use super::attributes::{ContainerOptions, Derive, FieldOptions, VariantOptions};
use super::case::Case;
use super::context::Context;

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
    Newtype(Field<'a>),
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

/// A field of a struct.
#[derive(Clone)]
pub struct Field<'a> {
    pub ident: Option<&'a Ident>,
    pub visibility: &'a Visibility,
    pub docs: Vec<&'a Attribute>,
    pub ty: &'a Type,
    pub options: FieldOptions,
    /// The name that the attribute has in the table.
    pub name: LitStr,
    /// Of a projection's field, the constant of the expansion that holds that name, which only the item knows.
    pub name_constant: Option<Ident>,
}

/// How a field is stored.
pub enum Storage<'a> {
    Plain,
    Frozen,
    /// A frozen `Option` of this.
    FrozenOption(&'a Type),
    Skipped,
}

/// A unit variant.
pub struct Variant<'a> {
    pub ident: &'a Ident,
    /// The string that it is stored as.
    pub name: LitStr,
}

impl<'a> Item<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let options = ContainerOptions::read(context, &input.attrs, Derive::Item);
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
        Self {
            fields: fields.map(|field| Field::read(context, field, options.rename_all, Derive::Item)).collect(),
            has_named_fields: named.is_some(),
            container: Container::new(input, &options),
            table: options.table,
            indexes: options.indexes.into_iter().map(Index::new).collect(),
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
                    Self::Newtype(Field::read(context, field, case, Derive::Value))
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

impl<'a> Field<'a> {
    fn read(context: &Context, field: &'a syn::Field, case: Option<Case>, derive: Derive) -> Self {
        let options = FieldOptions::read(context, &field.attrs, derive);
        let name = match (&options.rename, options.from.as_ref().or(field.ident.as_ref())) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(ident)) => {
                let name = ident.unraw().to_string();
                LitStr::new(&case.map_or_else(|| name.clone(), |case| case.field(&name)), ident.span())
            }
            (None, None) => LitStr::new("0", field.ty.span()),
        };
        let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).collect();
        Self {
            ident: field.ident.as_ref(),
            visibility: &field.vis,
            docs,
            ty: &field.ty,
            options,
            name,
            name_constant: None,
        }
    }

    pub fn storage(&self) -> Storage<'a> {
        match (self.options.skip, self.options.frozen) {
            (Some(_), _) => Storage::Skipped,
            (None, None) => Storage::Plain,
            (None, Some(_)) => option_of(self.ty).map_or(Storage::Frozen, Storage::FrozenOption),
        }
    }

    pub fn is_stored(&self) -> bool {
        self.options.skip.is_none()
    }

    pub fn is_key(&self) -> bool {
        self.options.partition_key.is_some() || self.options.sort_key.is_some()
    }

    /// The attribute's name, as an expression and as a pattern.
    pub fn attribute(&self) -> TokenStream {
        match &self.name_constant {
            Some(constant) => constant.to_token_stream(),
            None => self.name.to_token_stream(),
        }
    }

    /// The name of the field's constant.
    pub fn constant(&self) -> Option<Ident> {
        self.ident.map(|ident| Ident::new(&ident.unraw().to_string().to_uppercase(), ident.span()))
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

/// What the `Option` holds, if the type is written as one.
pub fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let names: Vec<_> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    if path.qself.is_some() || !matches!(names[..], ["Option"] | ["std" | "core", "option", "Option"]) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// The type inside the invisible group that a macro's `$ty` puts around it.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}
