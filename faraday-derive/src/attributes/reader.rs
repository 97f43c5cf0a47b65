//! Reads a list of options by a table of known options.

use proc_macro2::TokenTree;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Token};

use super::super::context::Context;
use super::argument::Argument;
use super::kinds::{ALL, Derive};

type Read<O> = fn(&mut O, &Argument) -> syn::Result<()>;

/// Where an option belongs that is allowed only elsewhere: "the struct".
pub type Belongs = fn(&str) -> Option<&'static str>;

/// An entry of the table: an option, and the function that reads it into the options `O`.
pub struct Known<O> {
    name: &'static str,
    derives: &'static [Derive],
    repeats: bool,
    /// Errors list this option.
    listed: bool,
    /// Errors for these derives do not list it, because a rule gives a better message.
    unlisted: &'static [Derive],
    read: Read<O>,
}

impl<O> Known<O> {
    /// An option of these derives that may be given once.
    pub const fn new(name: &'static str, derives: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives, repeats: false, listed: true, unlisted: &[], read }
    }

    /// An option that may be given several times.
    pub const fn repeated(name: &'static str, derives: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives, repeats: true, listed: true, unlisted: &[], read }
    }

    /// A word that is not an option but might be expected; its error says why.
    pub const fn refused(name: &'static str, derives: &'static [Derive], read: Read<O>) -> Self {
        Self { name, derives, repeats: true, listed: false, unlisted: &[], read }
    }

    /// An option that all derives read, but a rule refuses it for these and says why.
    pub const fn unlisted(name: &'static str, unlisted: &'static [Derive], read: Read<O>) -> Self {
        Self::hinted(name, ALL, unlisted, read)
    }

    /// An option that these derives read, but a rule refuses it for the others among `unlisted` and says what to write instead.
    pub const fn hinted(
        name: &'static str,
        derives: &'static [Derive],
        unlisted: &'static [Derive],
        read: Read<O>,
    ) -> Self {
        Self { name, derives, repeats: false, listed: true, unlisted, read }
    }
}

/// The words of other libraries for options, and of `#[derive(Table)]` on an item, with those of this place.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("hash_key", "partition_key"),
    ("primary_key", "partition_key"),
    ("range_key", "sort_key"),
    ("gsi", "global_index"),
    ("lsi", "local_index"),
    ("table_name", "table"),
    ("table_name", "name"),
    ("name", "table"),
];

impl<O> Known<O> {
    pub const fn name(&self) -> &'static str {
        self.name
    }

    fn is_listed(&self, derive: Derive) -> bool {
        self.listed && self.derives.contains(&derive) && !self.unlisted.contains(&derive)
    }
}

/// The options read so far.
pub struct Reader<O: 'static> {
    pub options: O,
    pub errors: Vec<syn::Error>,
    known: &'static [Known<O>],
    derive: Derive,
    seen: Vec<&'static str>,
    belongs: Belongs,
}

impl<O: Default> Reader<O> {
    pub fn new(known: &'static [Known<O>], derive: Derive, belongs: Belongs) -> Self {
        Self { options: O::default(), errors: Vec::new(), known, derive, seen: Vec::new(), belongs }
    }

    /// Reads the next option. An error in one option does not hide errors in the following ones.
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

    /// Returns the option with this name, or an error that lists the known options.
    fn find(&self, meta: &ParseNestedMeta) -> syn::Result<&'static Known<O>> {
        let named = self.known.iter().find(|option| meta.path.is_ident(option.name));
        let problem = match named {
            Some(option) if option.derives.contains(&self.derive) => return Ok(option),
            Some(option) => format!("this option is for {} only", names(option.derives)),
            None => match (self.belongs)(&name_of(meta)) {
                Some(place) => return Err(meta.error(format_args!("`{}` belongs on {place}", name_of(meta)))),
                None => "unknown option".to_owned(),
            },
        };
        let listed_names: Vec<_> =
            self.known.iter().filter(|option| option.is_listed(self.derive)).map(|option| option.name).collect();
        let listed: Vec<_> = listed_names.iter().map(|name| format!("`{name}`")).collect();
        let name = name_of(meta);
        let own_word = OTHER_WORDS.iter().find(|(other, own)| *other == name && listed_names.contains(own));
        if let Some((_, own)) = own_word {
            return Err(meta.error(format_args!("unknown option: it is called `{own}` here")));
        }
        let near = listed_names.iter().filter(|known| distance(known, &name) <= most(known));
        if let Some(near) = near.min_by_key(|known| distance(known, &name)).filter(|_| named.is_none()) {
            return Err(meta.error(format_args!("unknown option: did you mean `{near}`?")));
        }
        let one_of = if listed.len() == 1 { "" } else { "one of " };
        Err(meta.error(format_args!("{problem}: expected {one_of}{}", listed.join(", "))))
    }
}

/// Reads all options of one place. Also returns whether one was not understood.
pub fn read<O: Default>(
    context: &Context,
    attributes: &[Attribute],
    known: &'static [Known<O>],
    derive: Derive,
    belongs: Belongs,
) -> (O, bool) {
    let mut reader = Reader::new(known, derive, belongs);
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

/// Skips the rest of an option, so that the next one can be read.
pub fn pass_over(meta: &ParseNestedMeta) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// The highest number of wrong letters in a word that is still taken for this option.
fn most(known: &str) -> usize {
    match known.len() {
        0..5 => 1,
        5..8 => 2,
        _ => 3,
    }
}

fn name_of(meta: &ParseNestedMeta) -> String {
    meta.path.get_ident().map(ToString::to_string).unwrap_or_default()
}

/// The number of letters to change, add or remove to turn one word into the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut before = index;
        let mut current = vec![index + 1];
        for (above, found) in row.iter().skip(1).zip(&other) {
            let left = current.last().copied().unwrap_or_default();
            current.push((above + 1).min(left + 1).min(before + usize::from(*found != letter)));
            before = *above;
        }
        row = current;
    }
    row.last().copied().unwrap_or_default()
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
            Self::Patch => "Patch",
            Self::Table => "Table",
        }
    }
}
