//! A name in the table: written in the struct, or a constant of the expansion that only the table's declaration knows.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::LitStr;

/// The name of an attribute, or of a kind.
#[derive(Clone)]
pub enum Name {
    Text(LitStr),
    Constant(Ident),
}

impl Name {
    /// A constant of the expansion.
    pub fn constant(name: &str) -> Self {
        Self::Constant(Ident::new(name, Span::mixed_site()))
    }

    /// The name, if the struct has it.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.value()),
            Self::Constant(_) => None,
        }
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Constant(constant) => constant.to_tokens(tokens),
        }
    }
}
