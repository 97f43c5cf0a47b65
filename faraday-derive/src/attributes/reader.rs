//! Reads a list of options by a table of those there are.

use proc_macro2::TokenTree;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Token};

use super::super::context::Context;
use super::argument::Argument;
use super::kinds::{ALL, Derive};

type Read<O> = fn(&mut O, &Argument) -> syn::Result<()>;

/// A line of a table: an option, and how it is read into the options `O`.
pub struct Known<O> {
    name: &'static str,
    derives: &'static [Derive],
    repeats: bool,
    /// It is one of those that an error names.
    listed: bool,
    /// But not of these, where a rule says more than that it is none.
    unlisted: &'static [Derive],
    read: Read<O>,
}

impl<O> Known<O> {
    /// An option of these derives, given once at most.
    pub const fn new(name: &'static str, derives: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives, repeats: false, listed: true, unlisted: &[], read }
    }

    /// An option that may be given several times.
    pub const fn repeated(name: &'static str, derives: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives, repeats: true, listed: true, unlisted: &[], read }
    }

    /// What is no option here, with an error that says why, although one might think so.
    pub const fn refused(name: &'static str, derives: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives, repeats: true, listed: false, unlisted: &[], read }
    }

    /// An option that all derives read, but which is of no use to these: a rule refuses it there, and says why.
    pub const fn unlisted(name: &'static str, unlisted: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives: ALL, repeats: false, listed: true, unlisted, read }
    }
}

impl<O> Known<O> {
    fn is_listed(&self, derive: Derive) -> bool {
        self.listed && self.derives.contains(&derive) && !self.unlisted.contains(&derive)
    }
}

/// What was read so far.
pub struct Reader<O: 'static> {
    pub options: O,
    pub errors: Vec<syn::Error>,
    known: &'static [Known<O>],
    derive: Derive,
    seen: Vec<&'static str>,
}

impl<O: Default> Reader<O> {
    pub fn new(known: &'static [Known<O>], derive: Derive) -> Self {
        Self { options: O::default(), errors: Vec::new(), known, derive, seen: Vec::new() }
    }

    /// Reads the next option; one that is not understood does not hide mistakes in those after it.
    pub fn option(&mut self, meta: &ParseNestedMeta) -> syn::Result<()> {
        if let Err(error) = self.known_option(meta) {
            self.errors.push(error);
        }
        pass_over(meta)
    }

    fn known_option(&mut self, meta: &ParseNestedMeta) -> syn::Result<()> {
        let option = self.find(meta)?;
        if self.seen.contains(&option.name) && !option.repeats {
            return Err(meta.error(format_args!("`{}` is given twice: remove one", option.name)));
        }
        self.seen.push(option.name);
        (option.read)(&mut self.options, &Argument::new(meta)?)
    }

    /// The option that is named here; an error that lists those there are.
    fn find(&self, meta: &ParseNestedMeta) -> syn::Result<&'static Known<O>> {
        let named = self.known.iter().find(|option| meta.path.is_ident(option.name));
        let problem = match named {
            Some(option) if option.derives.contains(&self.derive) => return Ok(option),
            Some(option) => format!("this option is for {} only", names(option.derives)),
            None => "unknown option".to_owned(),
        };
        let listed = self.known.iter().filter(|option| option.is_listed(self.derive));
        let listed: Vec<_> = listed.map(|option| format!("`{}`", option.name)).collect();
        let one_of = if listed.len() == 1 { "" } else { "one of " };
        Err(meta.error(format_args!("{problem}: expected {one_of}{}", listed.join(", "))))
    }
}

/// Reads all options of one place, and whether one was not understood.
pub fn read<O: Default>(
    context: &Context,
    attributes: &[Attribute],
    known: &'static [Known<O>],
    derive: Derive,
) -> (O, bool) {
    let mut reader = Reader::new(known, derive);
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("faraday")) {
        if let Err(error) = attribute.parse_nested_meta(|meta| reader.option(&meta)) {
            reader.errors.push(error);
        }
    }
    let misread = !reader.errors.is_empty();
    for error in reader.errors {
        context.push(error);
    }
    (reader.options, misread)
}

/// Passes over what is left of an option, so that the next one can be read.
fn pass_over(meta: &ParseNestedMeta) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn names(derives: &[Derive]) -> String {
    let names: Vec<_> = derives.iter().map(|derive| format!("`#[derive({})]`", derive.name())).collect();
    names.join(" and ")
}

impl Derive {
    fn name(self) -> &'static str {
        match self {
            Self::Item => "Item",
            Self::Value => "Value",
            Self::Projection => "Projection",
        }
    }
}
