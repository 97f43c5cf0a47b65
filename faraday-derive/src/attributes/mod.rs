//! `#[faraday(…)]`: tokens to options, each with its place.
//!
//! A new option is a field of its struct and a line of its table.

use proc_macro2::{Span, TokenTree};
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Ident, LitStr, Path, Token};

use super::case::Case;
use super::context::Context;

/// Which of the two derives reads the options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derive {
    Item,
    Value,
}

/// An option without a value: where it stands.
pub type Flag = Option<Span>;

/// `default`, or `default = path`.
pub struct DefaultValue {
    pub span: Span,
    /// What makes the value; `Default::default` if it is not said.
    pub path: Option<Path>,
}

/// The options of a struct or an enum.
#[derive(Default)]
pub struct ContainerOptions {
    pub table: Option<LitStr>,
    pub rename_all: Option<Case>,
    /// Where expansions find the core.
    pub core: Option<Path>,
    /// An option was not understood, and may be one that seems to be missing.
    pub misread: bool,
}

/// The options of a field.
#[derive(Default)]
pub struct FieldOptions {
    pub partition_key: Flag,
    pub sort_key: Flag,
    pub rename: Option<(Span, LitStr)>,
    pub skip: Flag,
    pub default: Option<DefaultValue>,
    pub frozen: Flag,
    /// An option was not understood, and may be one that seems to be missing.
    pub misread: bool,
}

/// The options of an enum's variant.
#[derive(Default)]
pub struct VariantOptions {
    pub rename: Option<LitStr>,
}

/// A line of a table: an option, and how it is read into the options `O`.
struct Known<O> {
    name: &'static str,
    of_items_only: bool,
    read: fn(&mut O, &Argument) -> syn::Result<()>,
}

impl<O> Known<O> {
    const fn new(name: &'static str, read: fn(&mut O, &Argument) -> syn::Result<()>) -> Self {
        Self { name, of_items_only: false, read }
    }

    /// An option that says something about a table, so that `#[derive(Value)]` has no use for it.
    const fn of_items(name: &'static str, read: fn(&mut O, &Argument) -> syn::Result<()>) -> Self {
        Self { name, of_items_only: true, read }
    }

    fn is_for(&self, derive: Derive) -> bool {
        derive == Derive::Item || !self.of_items_only
    }
}

const CONTAINER: &[Known<ContainerOptions>] = &[
    Known::of_items("table", |options, argument| argument.text("name").map(|text| options.table = Some(text))),
    Known::new("rename_all", |options, argument| argument.case().map(|case| options.rename_all = Some(case))),
    Known::new("crate", |options, argument| argument.path_in_text().map(|path| options.core = Some(path))),
];

const FIELD: &[Known<FieldOptions>] = &[
    Known::of_items("partition_key", |options, argument| argument.flag(&mut options.partition_key)),
    Known::of_items("sort_key", |options, argument| argument.flag(&mut options.sort_key)),
    Known::new("rename", |options, argument| {
        argument.text("name").map(|text| options.rename = Some((argument.name.span(), text)))
    }),
    Known::new("skip", |options, argument| argument.flag(&mut options.skip)),
    Known::new("default", |options, argument| argument.default().map(|default| options.default = Some(default))),
    Known::new("frozen", |options, argument| argument.flag(&mut options.frozen)),
];

const VARIANT: &[Known<VariantOptions>] =
    &[Known::new("rename", |options, argument| argument.text("name").map(|text| options.rename = Some(text)))];

impl ContainerOptions {
    pub fn read(context: &Context, attributes: &[Attribute], derive: Derive) -> Self {
        let (options, misread) = read(context, attributes, CONTAINER, derive);
        Self { misread, ..options }
    }
}

impl FieldOptions {
    pub fn read(context: &Context, attributes: &[Attribute], derive: Derive) -> Self {
        let (options, misread) = read(context, attributes, FIELD, derive);
        Self { misread, ..options }
    }

    /// The first option that is not about the name, with its own name: for places that take none.
    pub fn first(&self) -> Option<Span> {
        let rename = self.rename.as_ref().map(|(span, _)| *span);
        let default = self.default.as_ref().map(|default| default.span);
        [self.partition_key, self.sort_key, rename, self.skip, default, self.frozen].into_iter().flatten().next()
    }
}

impl VariantOptions {
    pub fn read(context: &Context, attributes: &[Attribute]) -> Self {
        read(context, attributes, VARIANT, Derive::Value).0
    }
}

/// Reads all options of one place, and whether one was not understood, which does not hide mistakes in the next.
fn read<O: Default>(context: &Context, attributes: &[Attribute], known: &[Known<O>], derive: Derive) -> (O, bool) {
    let mut options = O::default();
    let mut misread = false;
    let mut seen: Vec<&str> = Vec::new();
    let mut report = |result: syn::Result<()>| {
        if let Err(error) = result {
            misread = true;
            context.push(error);
        }
    };
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("faraday")) {
        let result = attribute.parse_nested_meta(|meta| {
            report(find(&meta, known, derive).and_then(|option| {
                if seen.contains(&option.name) {
                    return Err(meta.error(format_args!("`{}` is given twice: remove one", option.name)));
                }
                seen.push(option.name);
                (option.read)(&mut options, &Argument::new(&meta)?)
            }));
            pass_over(&meta)
        });
        report(result);
    }
    (options, misread)
}

/// The option that is named here; an error that lists those there are.
fn find<'k, O>(meta: &ParseNestedMeta, known: &'k [Known<O>], derive: Derive) -> syn::Result<&'k Known<O>> {
    let named = known.iter().find(|option| meta.path.is_ident(option.name));
    if let Some(option) = named.filter(|option| option.is_for(derive)) {
        return Ok(option);
    }
    let problem = if named.is_some() { "this option is for `#[derive(Item)]` only" } else { "unknown option" };
    let names: Vec<_> =
        known.iter().filter(|option| option.is_for(derive)).map(|option| format!("`{}`", option.name)).collect();
    let one_of = if names.len() == 1 { "" } else { "one of " };
    Err(meta.error(format_args!("{problem}: expected {one_of}{}", names.join(", "))))
}

/// Passes over what is left of an option, so that the next one can be read.
fn pass_over(meta: &ParseNestedMeta) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// An option's name, and what follows it.
struct Argument<'m, 'i> {
    name: Ident,
    meta: &'m ParseNestedMeta<'i>,
}

impl<'m, 'i> Argument<'m, 'i> {
    fn new(meta: &'m ParseNestedMeta<'i>) -> syn::Result<Self> {
        Ok(Self { name: meta.path.require_ident()?.clone(), meta })
    }

    fn has_value(&self) -> bool {
        !self.meta.input.is_empty() && !self.meta.input.peek(Token![,])
    }

    fn flag(&self, flag: &mut Flag) -> syn::Result<()> {
        if self.has_value() {
            let message = format_args!("`{0}` takes no value: write `#[faraday({0})]`", self.name);
            return Err(self.meta.input.error(message));
        }
        *flag = Some(self.name.span());
        Ok(())
    }

    /// `= "…"`; `what` stands for the text in the error.
    fn text(&self, what: &str) -> syn::Result<LitStr> {
        let usage = |span| syn::Error::new(span, format!("`{0}` needs a value: write `{0} = \"{what}\"`", self.name));
        if !self.meta.input.peek(Token![=]) {
            return Err(usage(self.name.span()));
        }
        let value = self.meta.value()?;
        let text: LitStr = value.parse().map_err(|error| usage(error.span()))?;
        if text.value().is_empty() {
            return Err(syn::Error::new(text.span(), "a name must not be empty"));
        }
        Ok(text)
    }

    fn case(&self) -> syn::Result<Case> {
        let text = self.text("camelCase")?;
        Case::from_name(&text.value())
            .ok_or_else(|| syn::Error::new(text.span(), format!("unknown case: expected one of {}", Case::names())))
    }

    fn path_in_text(&self) -> syn::Result<Path> {
        let text = self.text("path::to::faraday")?;
        text.parse_with(Path::parse_mod_style).map_err(|_| {
            syn::Error::new(text.span(), "expected the path of a crate or module, as in \"path::to::faraday\"")
        })
    }

    /// Nothing, or `= path::to::function`, in quotes or not.
    fn default(&self) -> syn::Result<DefaultValue> {
        let span = self.name.span();
        if !self.has_value() {
            return Ok(DefaultValue { span, path: None });
        }
        let value = self.meta.value()?;
        let path = if value.peek(LitStr) { value.parse::<LitStr>()?.parse()? } else { value.parse::<Path>()? };
        let rest = value.peek(syn::token::Paren).then(|| value.cursor().span());
        if let Some(rest) = rest {
            return Err(syn::Error::new(
                rest,
                "expected the path of a function, without a call: remove the parentheses",
            ));
        }
        Ok(DefaultValue { span, path: Some(path) })
    }
}
