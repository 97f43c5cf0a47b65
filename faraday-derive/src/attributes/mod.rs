//! `#[faraday(…)]`: tokens to options, each with its place.
//!
//! A new option is a field of its struct and a line of its table.

mod argument;
mod index;
mod reader;

use proc_macro2::Span;
use syn::{Attribute, Ident, LitStr, Path, Type};

use super::case::Case;
use super::context::Context;

pub use argument::DefaultValue;
pub use index::{IndexOptions, Projected, Scope};
use reader::{Known, read};

/// Which of the derives reads the options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derive {
    Item,
    Value,
    Projection,
}

/// An option without a value: where it stands.
pub type Flag = Option<Span>;

/// The options of a struct or an enum.
#[derive(Default)]
pub struct ContainerOptions {
    pub table: Option<LitStr>,
    pub rename_all: Option<Case>,
    pub indexes: Vec<IndexOptions>,
    /// The item of a projection.
    pub of: Option<Type>,
    /// Where expansions find the core.
    pub core: Option<Path>,
    /// An option was not understood, and may be one that seems to be missing.
    pub misread: bool,
}

/// The options of a field.
#[derive(Clone, Default)]
pub struct FieldOptions {
    pub partition_key: Flag,
    pub sort_key: Flag,
    pub rename: Option<(Span, LitStr)>,
    /// The item's field that a projection's field is.
    pub from: Option<Ident>,
    pub skip: Flag,
    pub default: Option<DefaultValue>,
    pub frozen: Flag,
    pub version: Flag,
    pub created_at: Flag,
    pub updated_at: Flag,
    /// An option was not understood, and may be one that seems to be missing.
    pub misread: bool,
}

/// The options of an enum's variant.
#[derive(Default)]
pub struct VariantOptions {
    pub rename: Option<LitStr>,
}

const ALL: &[Derive] = &[Derive::Item, Derive::Value, Derive::Projection];
const NAMING: &[Derive] = &[Derive::Item, Derive::Value];
const ITEM: &[Derive] = &[Derive::Item];
const PROJECTION: &[Derive] = &[Derive::Projection];

const CONTAINER: &[Known<ContainerOptions>] = &[
    Known::new("table", ITEM, |options, argument| argument.text("name").map(|text| options.table = Some(text))),
    Known::new("of", PROJECTION, |options, argument| argument.of().map(|ty| options.of = Some(ty))),
    Known::new("rename_all", NAMING, |options, argument| argument.case().map(|case| options.rename_all = Some(case))),
    Known::repeated("global_index", ITEM, |options, argument| {
        index::read(argument, Scope::Global, &mut options.indexes)
    }),
    Known::repeated("local_index", ITEM, |options, argument| index::read(argument, Scope::Local, &mut options.indexes)),
    Known::new("crate", ALL, |options, argument| argument.path_in_text().map(|path| options.core = Some(path))),
];

const FIELD: &[Known<FieldOptions>] = &[
    Known::new("partition_key", ITEM, |options, argument| argument.flag(&mut options.partition_key)),
    Known::new("sort_key", ITEM, |options, argument| argument.flag(&mut options.sort_key)),
    Known::new("rename", NAMING, |options, argument| {
        argument.text("name").map(|text| options.rename = Some((argument.name.span(), text)))
    }),
    Known::new("from", PROJECTION, |options, argument| argument.field().map(|field| options.from = Some(field))),
    Known::new("skip", ALL, |options, argument| argument.flag(&mut options.skip)),
    Known::new("default", ALL, |options, argument| argument.default().map(|default| options.default = Some(default))),
    Known::new("frozen", ALL, |options, argument| argument.flag(&mut options.frozen)),
    Known::new("version", ITEM, |options, argument| argument.flag(&mut options.version)),
    Known::new("created_at", ITEM, |options, argument| argument.flag(&mut options.created_at)),
    Known::new("updated_at", ITEM, |options, argument| argument.flag(&mut options.updated_at)),
];

const VARIANT: &[Known<VariantOptions>] =
    &[Known::new("rename", ALL, |options, argument| argument.text("name").map(|text| options.rename = Some(text)))];

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

    /// How many of the attributes that the library writes by itself the field is said to be.
    pub fn managed(&self) -> usize {
        [self.version, self.created_at, self.updated_at].into_iter().flatten().count()
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
