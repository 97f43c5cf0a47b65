//! The input of `#[derive(Patch)]`.

use proc_macro2::Span;
use syn::{Data, DataStruct, DeriveInput, Fields, GenericArgument, Ident, PathArguments, Type};

use super::super::attributes::{ContainerOptions, Derive};
use super::super::context::Context;
use super::field::ungrouped;
use super::projection::item_place;
use super::{Container, Field, keyword};

/// The input of `#[derive(Patch)]`.
pub struct Patch<'a> {
    pub container: Container<'a>,
    /// The item.
    pub of: Option<Type>,
    /// Empty if the input has no named fields, which is reported already.
    pub fields: Vec<PatchField<'a>>,
}

/// A field of a patch.
pub struct PatchField<'a> {
    /// The field with the type inside its `Option` or `Edit`, which is the new value of the attribute.
    pub value: Field<'a>,
    /// `None` if the type is neither.
    pub wrapper: Option<Wrapper>,
}

/// The type that says whether the attribute is changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrapper {
    Option,
    Edit,
}

impl<'a> Patch<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let options = ContainerOptions::read(context, &input.attrs, Derive::Patch);
        let named = match &input.data {
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => Some(&fields.named),
            data => {
                let message = "a patch is a struct with named fields: `#[derive(Patch)]` takes nothing else";
                context.error(keyword(data), message);
                None
            }
        };
        let fields = Field::all(context, named.into_iter().flatten(), None, Derive::Patch);
        let fields = fields.into_iter().map(|field| PatchField::new(field, options.of.as_ref())).collect();
        Self { fields, container: Container::new(input, &options, Derive::Patch), of: options.of }
    }
}

impl<'a> PatchField<'a> {
    fn new(mut value: Field<'a>, of: Option<&Type>) -> Self {
        value.place = item_place(&value, of);
        value.name_constant = Some(Ident::new("__name", Span::mixed_site()));
        let wrapped = wrapped(value.ty);
        if let Some((_, inner)) = wrapped {
            value.ty = inner;
        }
        Self { value, wrapper: wrapped.map(|(wrapper, _)| wrapper) }
    }
}

/// The type inside an `Option` or an `Edit`.
fn wrapped(ty: &Type) -> Option<(Wrapper, &Type)> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let segment = path.path.segments.last()?;
    let wrapper = match () {
        () if segment.ident == "Option" => Wrapper::Option,
        () if segment.ident == "Edit" => Wrapper::Edit,
        () => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some((wrapper, inner)),
        _ => None,
    }
}
