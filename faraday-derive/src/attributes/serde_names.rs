//! Serde's names of attributes and forms of enums: used with `serde_names`; without it, a name that faraday would ignore is an error.
//!
//! What else serde's attributes say (`default`, `skip`, `with`, …) is for serde alone. The page `coming_from::serde_dynamo` lists all of them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Field, Fields, LitStr, Token, parse_quote};

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
        Data::Struct(data) => {
            rule.tagged_struct(context, &input.attrs);
            found |= rule.fields(context, data.fields.iter_mut());
        }
        Data::Enum(data) => {
            found |= rule.form(&mut input.attrs);
            let all_fields = found_in(&input.attrs, &["rename_all_fields"]).pop();
            for variant in &mut data.variants {
                found |= rule.place(context, &mut variant.attrs);
                if let Some(name) = all_fields.as_ref().filter(|_| matches!(variant.fields, Fields::Named(_))) {
                    found |= rule.fields_of_variant(context, name, &mut variant.attrs);
                }
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
        fields.fold(false, |found, field| {
            self.flattened(context, &field.attrs);
            self.place(context, &mut field.attrs) | found
        })
    }

    /// Reads the attributes of one place. Returns whether it added options.
    fn place(self, context: &Context, attributes: &mut Vec<Attribute>) -> bool {
        if matches!(self, Self::Ignore) {
            return false;
        }
        let mut added = false;
        for name in found_in(attributes, &["rename", "rename_all", "alias"]) {
            if name.option == "alias" || !(mentions(attributes, "rename") || mentions(attributes, name.option)) {
                added |= self.name(context, &name, name.option, attributes);
            }
        }
        added
    }

    /// Gives a variant the case that serde's `rename_all_fields` on the enum gives its fields, unless it has one of its own.
    fn fields_of_variant(self, context: &Context, name: &Name, attributes: &mut Vec<Attribute>) -> bool {
        // `place` made serde's own `rename_all` of the variant an option of faraday, or refused it.
        let has_its_own = mentions(attributes, "rename_all") || !found_in(attributes, &["rename_all"]).is_empty();
        !matches!(self, Self::Ignore) && !has_its_own && self.name(context, name, "rename_all", attributes)
    }

    /// Makes one name an option of faraday, or an error. Returns whether it added the option.
    fn name(self, context: &Context, name: &Name, option: &str, attributes: &mut Vec<Attribute>) -> bool {
        match (self, &name.text) {
            (Self::Apply, Some(text)) => {
                let option = Ident::new(option, name.span);
                attributes.push(parse_quote!(#[faraday(#option = #text)]));
                return true;
            }
            (Self::Apply, None) => {
                context.error(
                    name.span,
                    "one name for writing and another for reading: write `#[faraday(rename = \"…\")]` as well",
                );
            }
            // An alias only affects reading.
            _ if name.option == "alias" => {}
            _ => context.error(name.span, refusal(name.option)),
        }
        false
    }

    /// Gives an enum serde's form, unless faraday's own options say which it has. Returns whether it added options.
    fn form(self, attributes: &mut Vec<Attribute>) -> bool {
        const FORMS: [&str; 3] = ["tag", "content", "untagged"];
        if !matches!(self, Self::Apply) || FORMS.iter().any(|option| mentions(attributes, option)) {
            return false;
        }
        let forms = found_in(attributes, &FORMS);
        for Name { option, span, text } in &forms {
            let option = Ident::new(option, *span);
            let value = text.iter();
            attributes.push(parse_quote!(#[faraday(#option #(= #value)*)]));
        }
        !forms.is_empty()
    }

    /// Refuses the tag that serde writes with a struct, because faraday has none: the items would lack an attribute.
    fn tagged_struct(self, context: &Context, attributes: &[Attribute]) {
        if !matches!(self, Self::Apply) {
            return;
        }
        for tag in found_in(attributes, &["tag"]) {
            context.error(
                tag.span,
                "serde writes this tag with the struct, and faraday has no tags of structs: add a field with this name, or write faraday's own \
                 names instead of `serde_names`",
            );
        }
    }

    /// Refuses serde's `flatten` if faraday would store the field under its own name: whether a struct or a map is flattened, which are two
    /// options of faraday, only the user knows.
    fn flattened(self, context: &Context, attributes: &[Attribute]) {
        let is_said =
            ["flatten", "extra", "skip", "frozen", "serde", "with"].iter().any(|option| mentions(attributes, option));
        if !matches!(self, Self::Apply) || is_said {
            return;
        }
        for flatten in found_in(attributes, &["flatten"]) {
            context.error(
                flatten.span,
                "`serde_names` cannot tell what serde flattens here: write `#[faraday(flatten)]` as well if it is a struct, or \
                 `#[faraday(extra)]` if it is a map of all other attributes",
            );
        }
    }
}

fn refusal(option: &str) -> String {
    let own = match option {
        "rename_all_fields" => "`#[faraday(rename_all = \"…\")]` on each variant".to_owned(),
        _ => format!("`#[faraday({option} = \"…\")]`"),
    };
    format!(
        "faraday does not read serde's names: write {own}, or `#[faraday(serde_names)]` on the struct or enum for all of serde's names"
    )
}

/// A name, or a form, in serde's attributes.
struct Name {
    option: &'static str,
    span: Span,
    /// `None` if there are two, one for writing and one for reading, or none, as for `untagged`.
    text: Option<LitStr>,
}

/// Returns these options of serde among the attributes.
fn found_in(attributes: &[Attribute], options: &[&'static str]) -> Vec<Name> {
    let mut names = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Serde reports errors in its own attributes.
        let _ = attribute.parse_nested_meta(|meta| {
            names.extend(name(&meta, options)?);
            pass_over(&meta)
        });
    }
    names
}

fn name(meta: &ParseNestedMeta, options: &[&'static str]) -> syn::Result<Option<Name>> {
    let known = options.iter().find(|option| meta.path.is_ident(option));
    let (Some(&option), Some(ident)) = (known, meta.path.get_ident()) else { return Ok(None) };
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
