//! `#[faraday(…)]`: reads tokens into options, each with its span.
//!
//! A new option is a field of its struct and a line of its table.

mod argument;
mod index;
mod kinds;
mod reader;
mod schema_version;
mod serde_names;
mod settings;

use proc_macro2::Span;
use syn::{Attribute, Ident, LitStr, Path, Type, WherePredicate};

use super::case::Case;
use super::context::Context;

pub use argument::{DefaultValue, TableName};
pub use index::{IndexOptions, MadeIndexOptions, Units, VectorOptions};
use kinds::ALL;
pub use kinds::{Derive, Flag, IndexKey, KeyOption, Projected, Scope};
use reader::{Known, read};
pub use schema_version::SchemaVersionOption;
pub use serde_names::applied as with_serde_names;
pub use settings::{BillingOption, EncryptionOption, RecoveryOption, SettingOptions};

/// The options of a struct or an enum.
#[derive(Default)]
pub struct ContainerOptions {
    /// `table` of an item, `name` of a table.
    pub table: Option<TableName>,
    pub partition_key: Option<(Span, KeyOption)>,
    pub sort_key: Option<(Span, KeyOption)>,
    /// The indexes of a declared table that hold the item.
    pub made_indexes: Vec<MadeIndexOptions>,
    /// The fields whose values are unique.
    pub unique: Vec<(Span, Vec<Ident>)>,
    /// An enum of items whose keys are stored by the table, not made by the templates of the items.
    pub whole_keys: Flag,
    pub settings: SettingOptions,
    pub rename_all: Option<Case>,
    pub indexes: Vec<IndexOptions>,
    /// The item of a projection or a patch.
    pub of: Option<Type>,
    /// Refuses an attribute that no field reads.
    pub deny_unknown: Flag,
    /// `tag`: the attribute that names an enum's variant.
    pub tag: Option<(Span, LitStr)>,
    /// `kind`: the value of the attribute that names the kind of an item.
    pub kind: Option<(Span, LitStr)>,
    /// `schema_version`: the version of an item's shape.
    pub schema_version: Option<SchemaVersionOption>,
    /// The function that reads items of older versions.
    pub upgrade: Option<(Span, Path)>,
    /// `content`: the entry that holds the data of a variant.
    pub content: Option<(Span, LitStr)>,
    /// A struct that borrows from the bytes that it reads.
    pub view: Flag,
    pub untagged: Flag,
    pub number: Flag,
    /// The bounds of the implementations; they replace those that the fields' types need.
    pub bound: Option<Vec<WherePredicate>>,
    /// Serde's `rename` and `rename_all` name the attributes.
    pub serde_names: Flag,
    /// The path of the core crate in expansions.
    pub core: Option<Path>,
    /// Whether an option was not understood: it may be the one that seems to be missing.
    pub misread: bool,
}

/// The options of a field.
#[derive(Clone, Default)]
pub struct FieldOptions {
    pub partition_key: Flag,
    pub sort_key: Flag,
    /// Stored only as a part of a key.
    pub key_only: Flag,
    pub rename: Option<(Span, LitStr)>,
    /// The name of the field's constant.
    pub constant: Option<Ident>,
    /// Former names, with their spans.
    pub aliases: Vec<LitStr>,
    /// The field of the item that a projection's field reads, or a patch's field changes.
    pub from: Option<Ident>,
    pub skip: Flag,
    pub default: Option<DefaultValue>,
    pub frozen: Flag,
    /// Stored through serde.
    pub serde: Flag,
    /// Stored as this type.
    pub stored_as: Option<(Span, Type)>,
    /// Stored by the functions of this module.
    pub with: Option<(Span, Path)>,
    pub null: Flag,
    pub flatten: Flag,
    pub extra: Flag,
    /// The optimistic lock.
    pub version: Flag,
    /// `version = 2`, of a frozen type.
    pub frozen_version: Option<(Span, u32)>,
    /// The function that reads older versions of a frozen type.
    pub upgrade: Option<(Span, Path)>,
    /// Also reads bytes without faraday's header, by this function or by `TryFrom`.
    pub passthrough: Option<DefaultValue>,
    pub encrypted: Flag,
    /// The value must not be shown.
    pub sensitive: Flag,
    pub created_at: Flag,
    pub updated_at: Flag,
    /// It holds the time when the item expires.
    pub ttl: Flag,
    /// Whether `stored_as` comes from `ttl`, and is not an option in the source.
    pub is_in_seconds: bool,
    /// Whether an option was not understood: it may be the one that seems to be missing.
    pub misread: bool,
}

/// The options of an enum's variant.
#[derive(Default)]
pub struct VariantOptions {
    pub rename: Option<LitStr>,
    pub aliases: Vec<LitStr>,
    pub rename_all: Option<(Span, Case)>,
    /// The variant for names that the enum does not know.
    pub other: Flag,
    /// The name of its field among the groups of a collection.
    pub group: Option<Ident>,
}

const NAMING: &[Derive] = &[Derive::Item, Derive::Value];
const ITEM: &[Derive] = &[Derive::Item];
const VALUE: &[Derive] = &[Derive::Value];
/// The derives for some of the fields of an item.
const PART: &[Derive] = &[Derive::Projection, Derive::Patch];
/// The derives that read.
const READ: &[Derive] = &[Derive::Item, Derive::Value, Derive::Projection];
const TABLE: &[Derive] = &[Derive::Table];
const EVERY: &[Derive] = &[Derive::Item, Derive::Value, Derive::Projection, Derive::Patch, Derive::Table];
const KEYED: &[Derive] = &[Derive::Item, Derive::Table];
const TAGGED: &[Derive] = &[Derive::Item, Derive::Value, Derive::Table];

/// A setting of a table, with the span of the option.
macro_rules! setting {
    ($name:literal, $field:ident, $read:ident) => {
        Known::new($name, KEYED, |options, argument| {
            argument.$read().map(|value| options.settings.$field = Some((argument.name.span(), value)))
        })
    };
}

const CONTAINER: &[Known<ContainerOptions>] = &[
    Known::new("table", ITEM, |options, argument| argument.table().map(|table| options.table = Some(table))),
    Known::new("name", TABLE, |options, argument| argument.table().map(|table| options.table = Some(table))),
    Known::new("partition_key", KEYED, |options, argument| {
        argument.key().map(|key| options.partition_key = Some((argument.name.span(), key)))
    }),
    Known::new("sort_key", KEYED, |options, argument| {
        argument.key().map(|key| options.sort_key = Some((argument.name.span(), key)))
    }),
    Known::repeated("index", ITEM, |options, argument| index::read_made(argument, &mut options.made_indexes)),
    Known::repeated("unique", ITEM, |options, argument| argument.unique().map(|unique| options.unique.push(unique))),
    Known::new("whole_keys", ITEM, |options, argument| argument.flag(&mut options.whole_keys)),
    // In an item it marks a field; a rule says so.
    Known::hinted("ttl", KEYED, &[Derive::Item], |options, argument| {
        argument.attribute().map(|name| options.settings.ttl = Some((argument.name.span(), name)))
    }),
    setting!("stream", stream, stream),
    setting!("billing", billing, billing),
    setting!("table_class", table_class, table_class),
    setting!("deletion_protection", deletion_protection, switch),
    setting!("encryption", encryption, encryption),
    setting!("tags", tags, tags),
    setting!("point_in_time_recovery", point_in_time_recovery, recovery),
    setting!("warm_throughput", warm_throughput, throughput),
    Known::new("of", PART, |options, argument| argument.of().map(|ty| options.of = Some(ty))),
    Known::new("rename_all", NAMING, |options, argument| argument.case().map(|case| options.rename_all = Some(case))),
    Known::repeated("global_index", KEYED, |options, argument| {
        index::read(argument, Scope::Global, &mut options.indexes)
    }),
    Known::repeated("local_index", KEYED, |options, argument| {
        index::read(argument, Scope::Local, &mut options.indexes)
    }),
    Known::repeated("vector_index", KEYED, |options, argument| {
        index::read(argument, Scope::Vector, &mut options.indexes)
    }),
    Known::new("deny_unknown", NAMING, |options, argument| argument.flag(&mut options.deny_unknown)),
    Known::new("tag", TAGGED, |options, argument| argument.named_text().map(|text| options.tag = Some(text))),
    Known::new("kind", ITEM, |options, argument| argument.named_text().map(|text| options.kind = Some(text))),
    Known::new("schema_version", ITEM, |options, argument| {
        argument.schema_version().map(|version| options.schema_version = Some(version))
    }),
    Known::new("upgrade", ITEM, |options, argument| argument.function().map(|path| options.upgrade = Some(path))),
    Known::new("content", NAMING, |options, argument| argument.named_text().map(|text| options.content = Some(text))),
    Known::new("untagged", NAMING, |options, argument| argument.flag(&mut options.untagged)),
    Known::new("view", VALUE, |options, argument| argument.flag(&mut options.view)),
    Known::new("number", VALUE, |options, argument| argument.flag(&mut options.number)),
    Known::new("bound", NAMING, |options, argument| argument.bound().map(|bound| options.bound = Some(bound))),
    Known::new("serde_names", NAMING, |options, argument| argument.flag(&mut options.serde_names)),
    Known::new("crate", EVERY, |options, argument| argument.path_in_text().map(|path| options.core = Some(path))),
];

const FIELD: &[Known<FieldOptions>] = &[
    Known::new("partition_key", ITEM, |options, argument| argument.flag(&mut options.partition_key)),
    Known::new("sort_key", ITEM, |options, argument| argument.flag(&mut options.sort_key)),
    Known::new("key_only", ITEM, |options, argument| argument.flag(&mut options.key_only)),
    Known::new("rename", NAMING, |options, argument| argument.named_text().map(|text| options.rename = Some(text))),
    Known::repeated("alias", NAMING, |options, argument| argument.text("name").map(|text| options.aliases.push(text))),
    Known::new("constant", NAMING, |options, argument| argument.constant().map(|name| options.constant = Some(name))),
    Known::new("from", PART, |options, argument| argument.field().map(|field| options.from = Some(field))),
    Known::new("skip", ALL, |options, argument| argument.flag(&mut options.skip)),
    Known::new("default", READ, |options, argument| argument.default().map(|default| options.default = Some(default))),
    Known::new("frozen", ALL, |options, argument| argument.flag(&mut options.frozen)),
    Known::new("serde", ALL, |options, argument| argument.flag(&mut options.serde)),
    Known::new("as", ALL, |options, argument| argument.stored_as().map(|ty| options.stored_as = Some(ty))),
    Known::new("with", ALL, |options, argument| argument.module().map(|path| options.with = Some(path))),
    Known::new("null", NAMING, |options, argument| argument.flag(&mut options.null)),
    Known::new("flatten", NAMING, |options, argument| argument.flag(&mut options.flatten)),
    Known::new("extra", NAMING, |options, argument| argument.flag(&mut options.extra)),
    Known::unlisted("upgrade", PART, |options, argument| argument.function().map(|path| options.upgrade = Some(path))),
    Known::unlisted("passthrough", PART, |options, argument| {
        argument.default().map(|path| options.passthrough = Some(path))
    }),
    Known::unlisted("encrypted", &[Derive::Value, Derive::Projection, Derive::Patch], |options, argument| {
        argument.flag(&mut options.encrypted)
    }),
    Known::unlisted("sensitive", PART, |options, argument| argument.flag(&mut options.sensitive)),
    // `version` is the optimistic lock of an item; with a number it is the version of a frozen type.
    Known::unlisted("version", PART, |options, argument| match argument.has_value() {
        true => argument.version().map(|version| options.frozen_version = Some(version)),
        false => argument.flag(&mut options.version),
    }),
    Known::new("created_at", ITEM, |options, argument| argument.flag(&mut options.created_at)),
    Known::new("updated_at", ITEM, |options, argument| argument.flag(&mut options.updated_at)),
    Known::hinted("ttl", ALL, &[Derive::Value, Derive::Projection, Derive::Patch], |options, argument| {
        argument.flag(&mut options.ttl)
    }),
];

const VARIANT: &[Known<VariantOptions>] = &[
    Known::new("rename", ALL, |options, argument| argument.text("name").map(|text| options.rename = Some(text))),
    Known::repeated("alias", ALL, |options, argument| argument.text("name").map(|text| options.aliases.push(text))),
    Known::new("rename_all", ALL, |options, argument| {
        argument.case().map(|case| options.rename_all = Some((argument.name.span(), case)))
    }),
    Known::new("other", ALL, |options, argument| argument.flag(&mut options.other)),
    Known::new("group", ITEM, |options, argument| argument.field().map(|name| options.group = Some(name))),
];

/// Where an option belongs if a struct or enum has it by mistake.
fn of_a_part(name: &str) -> Option<&'static str> {
    match () {
        () if name == "version" => {
            Some("a field, as the optimistic lock; the version of the item's shape is `schema_version = 2`")
        }
        () if has(FIELD, name) => Some("a field"),
        () if has(VARIANT, name) => Some("a variant of an enum"),
        () => None,
    }
}

/// Where an option belongs if a field has it by mistake.
fn of_the_whole(name: &str) -> Option<&'static str> {
    match () {
        () if has(CONTAINER, name) => Some("the struct or enum, not on one of its fields"),
        () if has(VARIANT, name) => Some("a variant of an enum"),
        () => None,
    }
}

/// Where an option belongs if a variant has it by mistake.
fn of_another_place(name: &str) -> Option<&'static str> {
    match () {
        () if has(CONTAINER, name) => Some("the enum, not on one of its variants"),
        () if has(FIELD, name) => Some("a field of the variant"),
        () => None,
    }
}

fn has<O>(known: &[Known<O>], name: &str) -> bool {
    known.iter().any(|option| option.name() == name)
}

impl ContainerOptions {
    pub fn read(context: &Context, attributes: &[Attribute], derive: Derive) -> Self {
        let (options, misread) = read(context, attributes, CONTAINER, derive, of_a_part);
        Self { misread, ..options }
    }
}

impl FieldOptions {
    pub fn read(context: &Context, attributes: &[Attribute], derive: Derive) -> Self {
        let (options, misread) = read(context, attributes, FIELD, derive, of_the_whole);
        Self { misread, ..options }
    }

    /// The number of managed roles (version, times) of the field.
    pub fn managed(&self) -> usize {
        [self.version, self.created_at, self.updated_at].into_iter().flatten().count()
    }

    /// The options that choose the form in which a field is stored, with their names.
    pub fn forms(&self) -> impl Iterator<Item = (Span, &'static str)> {
        let forms = [
            (self.frozen, "frozen"),
            (self.serde, "serde"),
            (self.stored_as.as_ref().map(|(span, _)| *span), if self.is_in_seconds { "ttl" } else { "as" }),
            (self.with.as_ref().map(|(span, _)| *span), "with"),
        ];
        forms.into_iter().filter_map(|(span, name)| Some((span?, name)))
    }

    /// The further options of a frozen field, with their names.
    pub fn freezing(&self) -> impl Iterator<Item = (Span, &'static str)> {
        let freezing = [
            (self.frozen_version.as_ref().map(|(span, _)| *span), "version"),
            (self.upgrade.as_ref().map(|(span, _)| *span), "upgrade"),
            (self.passthrough.as_ref().map(|path| path.span), "passthrough"),
            (self.encrypted, "encrypted"),
        ];
        freezing.into_iter().filter_map(|(span, name)| Some((span?, name)))
    }

    /// The options that put a field's attributes among those of its struct, with their names.
    pub fn inlines(&self) -> impl Iterator<Item = (Span, &'static str)> {
        let inlines = [(self.flatten, "flatten"), (self.extra, "extra")];
        inlines.into_iter().filter_map(|(span, name)| Some((span?, name)))
    }

    /// The span of the option that names the field.
    pub fn naming(&self) -> impl Iterator<Item = (Span, &'static str)> {
        let rename = self.rename.as_ref().map(|(span, _)| (*span, "rename"));
        rename.into_iter().chain(self.aliases.iter().map(|alias| (alias.span(), "alias")))
    }

    /// The first option, for places that take none.
    pub fn first(&self) -> Option<Span> {
        let default = self.default.as_ref().map(|default| default.span);
        let flags = [self.partition_key, self.sort_key, self.key_only, self.skip, default, self.null, self.sensitive];
        let flags = flags.into_iter().chain([self.version, self.ttl]).flatten();
        let others =
            self.naming().chain(self.forms()).chain(self.freezing()).chain(self.inlines()).map(|(span, _)| span);
        flags.chain(others).next()
    }
}

impl VariantOptions {
    pub fn read(context: &Context, attributes: &[Attribute], derive: Derive) -> Self {
        read(context, attributes, VARIANT, derive, of_another_place).0
    }
}
