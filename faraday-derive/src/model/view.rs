//! Whether a struct borrows from the bytes that it reads.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Data, DataStruct, DeriveInput, Fields, Ident, Lifetime, Type};

use super::super::attributes::{ContainerOptions, Derive};
use super::field::Field;

/// The lifetime of a view: a projection with a lifetime, or a value with the option `view` or with references of the lifetime.
pub fn lifetime<'a>(input: &'a DeriveInput, options: &ContainerOptions, derive: Derive) -> Option<&'a Lifetime> {
    let lifetime = input.generics.lifetimes().map(|parameter| &parameter.lifetime).next()?;
    let Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) = &input.data else { return None };
    let refers = |field: &syn::Field| has_reference(field.ty.to_token_stream());
    let is_view = match derive {
        Derive::Table | Derive::Item | Derive::Patch => false,
        Derive::Projection => true,
        Derive::Value => options.view.is_some() || fields.named.iter().any(refers),
    };
    is_view.then_some(lifetime)
}

/// Marks the fields that borrow.
pub fn mark(fields: &mut [Field], lifetime: Option<&Lifetime>) {
    for field in fields {
        field.is_view = lifetime.is_some_and(|lifetime| mentions(field.ty.to_token_stream(), &lifetime.ident));
    }
}

/// Whether the type contains a `&` with a lifetime.
fn has_reference(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_reference(group.stream()),
        TokenTree::Punct(punct) => punct.as_char() == '&',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether the type contains this lifetime.
fn mentions(tokens: TokenStream, lifetime: &Ident) -> bool {
    let mut after_quote = false;
    tokens.into_iter().any(|token| {
        let was_quote = std::mem::take(&mut after_quote);
        match token {
            TokenTree::Group(group) => mentions(group.stream(), lifetime),
            TokenTree::Ident(ident) => was_quote && ident == *lifetime,
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                false
            }
            TokenTree::Literal(_) => false,
        }
    })
}

/// The type with the lifetime elided, for places where none is declared.
pub fn elided(ty: &Type, lifetime: &Lifetime) -> TokenStream {
    replaced(ty.to_token_stream(), &lifetime.ident)
}

fn replaced(tokens: TokenStream, lifetime: &Ident) -> TokenStream {
    let mut after_quote = false;
    let replace = |token| {
        let was_quote = std::mem::take(&mut after_quote);
        match token {
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), replaced(group.stream(), lifetime));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            TokenTree::Ident(ident) if was_quote && ident == *lifetime => {
                TokenTree::Ident(Ident::new("_", ident.span()))
            }
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            token => token,
        }
    };
    tokens.into_iter().map(replace).collect()
}
