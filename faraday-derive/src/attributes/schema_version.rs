//! `schema_version = 2`, or `schema_version(2, rename = "v")`: the version of an item's shape, and its attribute.
//!
//! It is not called `version`, as that of a frozen type is: on an item, a version is the optimistic lock, `#[faraday(version)]`, and
//! `Versioned`, `is_version_conflict` and the like speak of that.

use proc_macro2::{Span, TokenStream};
use syn::parse::ParseStream;
use syn::{Ident, LitInt, LitStr, Token, parenthesized, token};

use super::argument::Argument;

/// The attribute, if no other name is given.
const NAME: &str = "schema_version";

/// The version of an item's shape.
#[derive(Clone)]
pub struct SchemaVersionOption {
    pub span: Span,
    pub current: u32,
    /// The attribute that holds it.
    pub name: LitStr,
}

impl Argument<'_, '_> {
    pub fn schema_version(&self) -> syn::Result<SchemaVersionOption> {
        let span = self.name.span();
        if !self.meta.input.peek(token::Paren) {
            let (span, current) = self.version()?;
            return Ok(SchemaVersionOption { span, current, name: LitStr::new(NAME, span) });
        }
        let content;
        parenthesized!(content in self.meta.input);
        let named = Self::named(&content, span);
        // What is left after an error would be a second one.
        content.parse::<TokenStream>()?;
        named
    }

    /// `2, rename = "v"`.
    fn named(content: ParseStream, span: Span) -> syn::Result<SchemaVersionOption> {
        let usage = |span: Span| {
            let message =
                "expected the version, and the name of its attribute: write `schema_version(2, rename = \"v\")`";
            syn::Error::new(span, message)
        };
        let number: LitInt = content.parse().map_err(|error| usage(error.span()))?;
        let current = Self::counted(&number)?;
        content.parse::<Token![,]>().map_err(|_| usage(span))?;
        let word: Ident = content.parse().map_err(|_| usage(span))?;
        if word != "rename" {
            return Err(usage(word.span()));
        }
        content.parse::<Token![=]>().map_err(|error| usage(error.span()))?;
        let name: LitStr = content.parse().map_err(|error| usage(error.span()))?;
        content.parse::<Option<Token![,]>>()?;
        if !content.is_empty() {
            return Err(usage(content.span()));
        }
        if name.value().is_empty() {
            return Err(syn::Error::new(name.span(), "a name must not be empty"));
        }
        Ok(SchemaVersionOption { span, current, name })
    }
}
