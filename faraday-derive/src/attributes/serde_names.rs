//! Serde's names of attributes: an error where faraday would ignore them, or used with `serde_names`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Field, LitStr, Token, parse_quote};

use super::super::context::Context;
use super::reader::pass_over;

/// Returns the input with serde's names as options of faraday; `None` if there are none.
pub fn applied(context: &Context, input: &DeriveInput) -> Option<DeriveInput> {
    let mut input = input.clone();
    let rule = match () {
        () if mentions(&input.attrs, "serde_names") => Rule::Apply,
        // A user who also names the attributes for faraday knows that there are two kinds of names.
        () if mentions(&input.attrs, "rename_all") => Rule::Ignore,
        () => Rule::Refuse,
    };
    let mut found = rule.place(context, &mut input.attrs);
    match &mut input.data {
        Data::Struct(data) => found |= rule.fields(context, data.fields.iter_mut()),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                found |= rule.place(context, &mut variant.attrs);
                found |= rule.fields(context, variant.fields.iter_mut());
            }
        }
        Data::Union(_) => {}
    }
    found.then_some(input)
}

/// What to do with a serde name.
#[derive(Clone, Copy)]
enum Rule {
    Apply,
    Ignore,
    Refuse,
}

impl Rule {
    fn fields<'f>(self, context: &Context, fields: impl Iterator<Item = &'f mut Field>) -> bool {
        fields.fold(false, |found, field| self.place(context, &mut field.attrs) | found)
    }

    /// Reads the attributes of one place. Returns whether it added options.
    fn place(self, context: &Context, attributes: &mut Vec<Attribute>) -> bool {
        if matches!(self, Self::Ignore) {
            return false;
        }
        let mut added = false;
        for Name { option, span, text } in names(attributes) {
            if option != "alias" && (mentions(attributes, "rename") || mentions(attributes, option)) {
                continue;
            }
            match (self, text) {
                (Self::Apply, Some(text)) => {
                    let option = proc_macro2::Ident::new(option, span);
                    attributes.push(parse_quote!(#[faraday(#option = #text)]));
                    added = true;
                }
                (Self::Apply, None) => {
                    context.error(
                        span,
                        "one name for writing and another for reading: write `#[faraday(rename = \"…\")]` as well",
                    );
                }
                // An alias only affects reading.
                _ if option == "alias" => {}
                _ => context.error(span, refusal(option)),
            }
        }
        added
    }
}

fn refusal(option: &str) -> String {
    format!(
        "faraday does not read serde's names: write `#[faraday({option} = \"…\")]`, or `#[faraday(serde_names)]` on the struct or \
         enum for all of serde's names"
    )
}

/// A name in serde's attributes.
struct Name {
    /// `rename`, `rename_all` or `alias`.
    option: &'static str,
    span: Span,
    /// `None` if there are two: one for writing and one for reading.
    text: Option<LitStr>,
}

fn names(attributes: &[Attribute]) -> Vec<Name> {
    let mut names = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Serde reports errors in its own attributes.
        let _ = attribute.parse_nested_meta(|meta| {
            names.extend(name(&meta)?);
            pass_over(&meta)
        });
    }
    names
}

fn name(meta: &ParseNestedMeta) -> syn::Result<Option<Name>> {
    let known = ["rename", "rename_all", "alias"].into_iter().find(|option| meta.path.is_ident(option));
    let (Some(option), Some(ident)) = (known, meta.path.get_ident()) else { return Ok(None) };
    let text = if meta.input.peek(Token![=]) { Some(meta.value()?.parse()?) } else { None };
    Ok(Some(Name { option, span: ident.span(), text }))
}

/// Whether the attributes contain an option of faraday.
fn mentions(attributes: &[Attribute], option: &str) -> bool {
    let options = attributes.iter().filter(|attribute| attribute.path().is_ident("faraday"));
    options.filter_map(|attribute| attribute.meta.require_list().ok()).any(|list| has(&list.tokens, option))
}

fn has(tokens: &TokenStream, option: &str) -> bool {
    let mut tokens = quote!(#tokens).into_iter();
    tokens.any(|token| matches!(token, TokenTree::Ident(ident) if ident == option))
}
