//! The bounds of the implementations for a generic struct.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type, WherePredicate, parse_quote};

use super::super::model::{Container, Field, Item, Shape, Storage, Value};
use super::key::newtypes;
use super::key_shape::key as key_of;

/// The predicates to add to those of the struct.
pub struct Bounds(Vec<WherePredicate>);

impl Bounds {
    /// No bounds, for a struct without parameters.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// The bounds that the types of the plainly stored fields need: `T: Value` for a parameter in them, `T::Part: Value` for an associated
    /// type of a parameter; or the bounds that the user wrote.
    pub fn of_fields(container: &Container, fields: &[Field]) -> Self {
        if let Some(bound) = &container.bound {
            return Self(bound.clone());
        }
        let parameters: HashSet<_> = container.generics.type_params().map(|parameter| &parameter.ident).collect();
        let mut stored = Vec::new();
        for field in fields.iter().filter(|field| matches!(field.storage(), Storage::Plain)) {
            stored_types(field.ty, &parameters, &mut stored);
        }
        let mut seen = HashSet::new();
        stored.retain(|ty| seen.insert(ty.to_string()));
        let mut bounds: Vec<_> = stored.into_iter().map(|ty| parse_quote!(#ty: __f::Value)).collect();
        for field in fields.iter().filter(|field| matches!(field.storage(), Storage::Flattened | Storage::Extra)) {
            let ty = field.ty;
            let mut mentioned = HashSet::new();
            identifiers(ty.to_token_stream(), &mut mentioned);
            if mentioned.iter().any(|ident| parameters.contains(ident)) {
                bounds.push(parse_quote!(#ty: __f::Attributes));
            }
        }
        Self(bounds)
    }

    /// The bounds that the parts of a value need.
    pub fn of_value(value: &Value) -> Self {
        match &value.shape {
            Shape::Struct(fields) => Self::of_fields(&value.container, fields),
            Shape::Newtype(field) => Self::of_fields(&value.container, std::slice::from_ref(field)),
            Shape::Enum(of) => Self::of_fields(&value.container, &of.fields()),
            Shape::Unsupported => Self::none(),
        }
    }

    /// The bounds that an item needs, with `Send + Sync + 'static`, and the bound that a generic key is a key type.
    pub fn of_item(item: &Item) -> Self {
        let mut bounds = Self::of_fields(&item.container, &item.fields);
        let parameters: HashSet<_> = item.container.generics.type_params().map(|parameter| &parameter.ident).collect();
        for parameter in item.container.generics.type_params().map(|parameter| &parameter.ident) {
            bounds.0.push(parse_quote!(#parameter: ::core::marker::Send + ::core::marker::Sync + 'static));
        }
        let key_of_all = key_of(item);
        for (position, ty) in newtypes(item).into_iter().enumerate() {
            let mut mentioned = HashSet::new();
            identifiers(ty.to_token_stream(), &mut mentioned);
            if mentioned.iter().any(|ident| parameters.contains(ident)) {
                // The key may come from the first variant.
                let says_the_key = position == 0 && item.partition_key().is_none();
                let key = (!says_the_key).then(|| quote!(<Key = #key_of_all>));
                bounds.0.push(parse_quote!(#ty: __f::Item #key));
            }
        }
        for field in &item.fields {
            let mut mentioned = HashSet::new();
            identifiers(field.ty.to_token_stream(), &mut mentioned);
            if !mentioned.iter().any(|ident| parameters.contains(ident)) {
                continue;
            }
            if field.is_key() {
                bounds.0.push(key(field.ty, &quote!(KeyKind)));
            } else if field.is_index_key {
                bounds.0.push(key(field.ty, &quote!(IndexKeyKind)));
            }
        }
        bounds
    }

    /// The `where` clause of an implementation.
    pub fn where_clause(&self, container: &Container) -> TokenStream {
        let own = container.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let predicates: Vec<_> = own.chain(&self.0).collect();
        if predicates.is_empty() { TokenStream::new() } else { quote!(where #(#predicates),*) }
    }
}

fn key(ty: &Type, class: &TokenStream) -> WherePredicate {
    parse_quote!(<#ty as __f::Value>::Kind: __f::kind::#class)
}

/// Collects the types that must be a `Value` so that the field's type is one: each parameter, and each associated type of a parameter, like
/// `T::Part`. For `Vec<T>` that is `T`.
fn stored_types(ty: &Type, parameters: &HashSet<&Ident>, found: &mut Vec<TokenStream>) {
    match ty {
        Type::Path(path) => {
            let segments = &path.path.segments;
            let first = segments.first().map(|segment| &segment.ident);
            if path.qself.is_some() || first.is_some_and(|first| parameters.contains(first)) {
                let mut mentioned = HashSet::new();
                identifiers(ty.to_token_stream(), &mut mentioned);
                if mentioned.iter().any(|ident| parameters.contains(ident)) {
                    found.push(ty.to_token_stream());
                }
                return;
            }
            for segment in segments.iter().filter(|segment| segment.ident != "PhantomData") {
                let PathArguments::AngleBracketed(arguments) = &segment.arguments else { continue };
                for argument in &arguments.args {
                    if let GenericArgument::Type(ty) = argument {
                        stored_types(ty, parameters, found);
                    }
                }
            }
        }
        Type::Array(array) => stored_types(&array.elem, parameters, found),
        Type::Slice(slice) => stored_types(&slice.elem, parameters, found),
        Type::Group(group) => stored_types(&group.elem, parameters, found),
        Type::Paren(paren) => stored_types(&paren.elem, parameters, found),
        Type::Reference(reference) => stored_types(&reference.elem, parameters, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| stored_types(ty, parameters, found)),
        _ => {}
    }
}

/// Collects every identifier in the tokens. One with a parameter's name almost certainly is the parameter.
fn identifiers(tokens: TokenStream, found: &mut HashSet<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident);
            }
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
