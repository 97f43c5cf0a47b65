//! The input of `#[derive(Projection)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{Data, DataStruct, DeriveInput, Fields, Type};

use super::super::attributes::{ContainerOptions, Derive};
use super::super::context::Context;
use super::{Container, Field, keyword, view};

/// The input of `#[derive(Projection)]`.
pub struct Projection<'a> {
    pub container: Container<'a>,
    /// The item.
    pub of: Option<Type>,
    /// Empty if the input has no named fields, which is reported already.
    pub fields: Vec<Field<'a>>,
}

impl<'a> Projection<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let options = ContainerOptions::read(context, &input.attrs, Derive::Projection);
        let named = match &input.data {
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => Some(&fields.named),
            data => {
                let message = "a projection is a struct with named fields: `#[derive(Projection)]` takes nothing else";
                context.error(keyword(data), message);
                None
            }
        };
        let fields = named.into_iter().flatten();
        let container = Container::new(input, &options, Derive::Projection);
        let mut projection = Self {
            fields: Field::all(context, fields, None, Derive::Projection)
                .into_iter()
                .map(|mut field| {
                    field.place = item_place(&field, options.of.as_ref());
                    field.name_constant = field.item_constant().map(|constant| name_constant(&constant));
                    field
                })
                .collect(),
            container,
            of: options.of,
        };
        view::mark(&mut projection.fields, projection.container.view);
        projection
    }
}

impl Field<'_> {
    /// The item's constant for the field of a projection or a patch, at the field.
    ///
    /// If the item has no such field, the compiler says that it has no such constant. With the hygiene of the expansion it does not suggest
    /// to rename the field to the constant of another one: `NAME: Option<String>`. No message of our own is possible. A derive does not see
    /// the item's fields. A trait that the item implements once for each field could have a message, but the error of the constant would
    /// stay beside it, unless the attributes came from that trait. Then private fields would be open to everybody, and each field of each
    /// item would cost an implementation.
    pub fn item_constant(&self) -> Option<Ident> {
        let ident = self.options.from.as_ref().or(self.ident)?;
        let span = ident.span().resolved_at(Span::mixed_site());
        Some(Ident::new(&ident.unraw().to_string().to_uppercase(), span))
    }
}

/// The path of the item's constant.
pub fn item_place(field: &Field, of: Option<&Type>) -> Option<TokenStream> {
    let (constant, of) = (field.item_constant()?, of?);
    // All at the field, so that an error of the constant does not underline everything from the derive to the field.
    Some(quote_spanned!(constant.span()=> <#of>::#constant))
}

/// The constant of the expansion that holds the attribute's name.
fn name_constant(constant: &Ident) -> Ident {
    Ident::new(&format!("__{constant}"), Span::mixed_site())
}
