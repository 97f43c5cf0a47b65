//! The input of a derive joined with its options. Any input can be read; `check` reports its errors.

mod declared;
mod field;
mod index;
mod merged;
mod name;
mod patch;
mod projection;
mod table;
mod template;
mod variant;
mod view;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Fields, Generics, Ident, Lifetime, LitStr, Path, Visibility,
    WherePredicate,
};
use syn::{Meta, parse_quote};

use super::attributes::{ContainerOptions, Derive, Flag, SchemaVersionOption, SettingOptions, TableName};
use super::context::Context;

pub use declared::{Declared, MadeIndex, MadeKey, Source};
pub use field::{Conversion, Field, Form, Storage, is_phantom, is_system_time, option_of};
pub use index::Index;
pub use merged::{Merged, attribute_number};
pub use name::Name;
pub use patch::{Patch, PatchField, Wrapper};
pub use projection::Projection;
pub use table::Table;
pub use template::{Segment, Template};
pub use variant::{Content, Enum, Tagging, Variant};
pub use view::elided;

/// The input of `#[derive(Item)]`.
pub struct Item<'a> {
    pub container: Container<'a>,
    pub table: Option<TableName>,
    /// Empty if the input has no named fields, which is reported already.
    pub fields: Vec<Field<'a>>,
    pub has_named_fields: bool,
    pub indexes: Vec<Index>,
    /// Its keys, if the table is declared elsewhere.
    pub declared: Declared,
    /// The settings of the table that the struct declares.
    pub settings: SettingOptions,
    /// The variants of an enum; then the fields are those of all variants.
    pub variants: Option<Enum<'a>>,
}

/// The input of `#[derive(Value)]`.
pub struct Value<'a> {
    pub container: Container<'a>,
    pub shape: Shape<'a>,
    /// The number of unnamed fields of the struct.
    pub unnamed: usize,
}

/// The shape of a value.
pub enum Shape<'a> {
    /// A struct with named fields: a map.
    Struct(Vec<Field<'a>>),
    /// A struct of one unnamed field: stored as that field.
    Newtype(Box<Field<'a>>),
    /// An enum: a string if no variant has data, otherwise stored by its tagging.
    Enum(Enum<'a>),
    /// Anything else, which is reported already.
    Unsupported,
}

/// The code with which a struct whose keys are made from its fields writes and reads them.
#[derive(Clone)]
pub struct MadeKeys {
    /// The names of the key attributes.
    pub names: Vec<TokenStream>,
    /// Writes them to the local `map`.
    pub write: TokenStream,
    /// The locals for keys that are read, because some fields are stored only in them.
    pub declare: TokenStream,
    /// The name of each such attribute, and the code to read it.
    pub reads: Vec<(TokenStream, TokenStream)>,
    /// Parses them into the fields.
    pub parts: TokenStream,
}

/// The parts that every input has.
#[derive(Clone)]
pub struct Container<'a> {
    pub ident: &'a Ident,
    pub generics: &'a Generics,
    pub visibility: &'a Visibility,
    /// The path of `__private`.
    pub private: TokenStream,
    /// The kind of a struct that is an item among others of its table.
    pub kind: Option<Kind>,
    /// The version of an item's shape.
    pub schema_version: Option<SchemaVersionOption>,
    /// The function that reads items of older versions.
    pub upgrade: Option<(Span, Path)>,
    /// The keys that are made of the fields; `expand` sets it.
    pub keys: Option<MadeKeys>,
    /// Refuses vectors that do not fit their index; `expand` sets it.
    pub vectors: TokenStream,
    /// The lifetime of a struct that borrows from the bytes that it reads.
    pub view: Option<&'a Lifetime>,
    /// The option `view`, even if the struct is not a view.
    pub view_option: Flag,
    /// Refuses an attribute that no field reads.
    pub deny_unknown: Flag,
    /// An option of the container was not understood.
    pub misread: bool,
    /// The bounds that the user wrote for the implementations.
    pub bound: Option<Vec<WherePredicate>>,
    /// The lint levels that the user set; the rows of its indexes get them too.
    pub lints: Vec<Attribute>,
}

/// The attribute that names the kind of an item, and its value.
#[derive(Clone)]
pub struct Kind {
    pub attribute: Name,
    pub name: LitStr,
}

impl Container<'_> {
    /// The name of the attribute that names the kind.
    pub fn kind_attribute(&self) -> Option<&Name> {
        self.kind.as_ref().map(|kind| &kind.attribute)
    }

    /// The names of the attributes that are no fields: that of the kind, that of the schema version, and the keys that are made.
    pub fn own_names(&self) -> Vec<TokenStream> {
        let kind = self.kind_attribute().map(ToTokens::to_token_stream);
        let version = self.schema_version.as_ref().map(|version| version.name.to_token_stream());
        kind.into_iter().chain(version).chain(self.keys.iter().flat_map(|keys| keys.names.clone())).collect()
    }
}

impl<'a> Item<'a> {
    /// Reads a struct, or an enum together with the fields of its variants.
    pub fn read(context: &Context, input: &'a DeriveInput, merged: Option<&'a Merged>) -> Self {
        let mut options = ContainerOptions::read(context, &input.attrs, Derive::Item);
        let mut variants = None;
        let kind = options.kind.take();
        let mut own_kind = None;
        let mut fields = match (&input.data, merged) {
            (Data::Enum(data), Some(merged)) if !data.variants.is_empty() => {
                if let Some((span, _)) = &kind {
                    context.error(
                        *span,
                        "`kind` is for one struct: mark the structs in the variants, or `rename` a variant",
                    );
                }
                variants = Some(Enum::read(context, data, &options, Derive::Item));
                if let (Some(of), Some(TableName::Declared(_))) = (&mut variants, &options.table) {
                    refuse_tag(context, &options);
                    of.name_by_kinds();
                }
                merged.fields()
            }
            (Data::Struct(DataStruct { fields: Fields::Named(fields), .. }), _) => {
                if matches!(options.table, Some(TableName::Declared(_))) {
                    refuse_tag(context, &options);
                    options.tag = None;
                }
                own_kind = kind.map(|(span, name)| {
                    let attribute = match options.tag.take() {
                        Some((_, tag)) => Name::Text(tag),
                        None if matches!(options.table, Some(TableName::Declared(_))) => Name::constant("__TAG"),
                        None => Name::Text(LitStr::new("kind", span)),
                    };
                    Kind { attribute, name }
                });
                variant::refuse_tags(context, &options);
                Field::all(context, &fields.named, options.rename_all, Derive::Item)
            }
            (data, _) => {
                let message =
                    "an item is a struct with named fields, or an enum of such: `#[derive(Item)]` takes nothing else";
                context.error(keyword(data), message);
                Vec::new()
            }
        };
        let has_named_fields =
            variants.is_some() || matches!(&input.data, Data::Struct(DataStruct { fields: Fields::Named(_), .. }));
        let indexes: Vec<_> = options.indexes.drain(..).map(Index::new).collect();
        let declared = Declared::read(context, &mut options);
        let own = variants.iter_mut().flat_map(Enum::fields_mut);
        for field in fields.iter_mut().chain(own) {
            field.is_index_key = indexes.iter().flat_map(Index::keys).any(|name| field.ident == Some(name));
            let mut sorted_by = indexes.iter().flat_map(|index| &index.options.sort_key);
            field.is_sorted_by = field.options.sort_key.is_some() || sorted_by.any(|name| field.ident == Some(name));
        }
        let container = Container { kind: own_kind, ..Container::new(input, &options, Derive::Item) };
        let ContainerOptions { table, settings, .. } = options;
        let mut item = Self { fields, indexes, declared, settings, has_named_fields, container, table, variants };
        item.mark_parts();
        item
    }

    pub fn partition_key(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.options.partition_key.is_some())
    }

    pub fn sort_key(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.options.sort_key.is_some())
    }

    /// The time-to-live attribute, if it is a field.
    pub fn ttl(&self) -> Option<&LitStr> {
        self.expiry_fields().next().map(|field| &field.name)
    }

    /// The fields with the time when the item expires: one, or one in each variant.
    pub fn expiry_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        let own = self.fields.iter().filter(|_| self.variants.is_none());
        let variants = self.variants.iter().flat_map(|of| &of.variants);
        let of_variants = variants.flat_map(|variant| variant.content.fields());
        own.chain(of_variants).filter(|field| field.options.ttl.is_some())
    }
}

impl<'a> Value<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let options = ContainerOptions::read(context, &input.attrs, Derive::Value);
        let mut shape = Shape::read(context, &input.data, &options);
        let unnamed = match &input.data {
            Data::Struct(data) => data.fields.len(),
            _ => 0,
        };
        let container = Container::new(input, &options, Derive::Value);
        if let Shape::Struct(fields) = &mut shape {
            view::mark(fields, container.view);
        }
        Self { container, shape, unnamed }
    }

    /// The fields of a struct, which are stored in a map.
    pub fn fields(&self) -> &[Field<'a>] {
        match &self.shape {
            Shape::Struct(fields) => fields,
            _ => &[],
        }
    }

    /// Whether it is stored as a map in any case.
    pub fn is_map(&self) -> bool {
        match &self.shape {
            Shape::Struct(_) => true,
            Shape::Enum(of) => matches!(of.tagging, Tagging::Internal(_) | Tagging::Adjacent(..)),
            _ => false,
        }
    }
}

impl<'a> Shape<'a> {
    fn read(context: &Context, data: &'a Data, options: &ContainerOptions) -> Self {
        let case = options.rename_all;
        if !matches!(data, Data::Enum(_)) {
            variant::refuse_tags(context, options);
        }
        match data {
            Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
                Self::Struct(Field::all(context, &fields.named, case, Derive::Value))
            }
            Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. }) => match fields.unnamed.first() {
                Some(field) if fields.unnamed.len() == 1 => {
                    Self::Newtype(Box::new(Field::read(context, field, case, Derive::Value)))
                }
                // A `PhantomData` is not stored.
                Some(_) if fields.unnamed.iter().filter(|field| !is_phantom(&field.ty)).count() == 1 => {
                    let all = Field::all(context, &fields.unnamed, case, Derive::Value);
                    let mut stored = all.into_iter().filter(|field| !is_phantom(field.ty));
                    stored.next().map_or(Self::Unsupported, |field| Self::Newtype(Box::new(field)))
                }
                _ => {
                    let message = "several unnamed fields have no names to be stored by: name them, or keep one";
                    context.error(fields.span(), message);
                    Self::Unsupported
                }
            },
            Data::Enum(data) if !data.variants.is_empty() => {
                Self::Enum(Enum::read(context, data, options, Derive::Value))
            }
            Data::Enum(data) => {
                context.error(data.enum_token.span, "an enum without variants has no value to store: add one");
                Self::Unsupported
            }
            Data::Struct(data) => {
                context.error(data.struct_token.span, "a struct without fields has nothing to store: add a field");
                Self::Unsupported
            }
            Data::Union(data) => {
                context.error(data.union_token.span, "a union cannot be stored: use a struct or an enum");
                Self::Unsupported
            }
        }
    }
}

/// A declared table names the attribute of the kind.
fn refuse_tag(context: &Context, options: &ContainerOptions) {
    if let Some((span, _)) = &options.tag {
        context.error(*span, "the table names the attribute of the kind, for all its items: move this to it");
    }
}

/// The attributes that set lint levels. A lint that is expected here need not occur in the expansion, so it is allowed there.
pub fn lints(attributes: &[Attribute]) -> Vec<Attribute> {
    let levels = ["allow", "expect", "warn", "deny", "forbid"];
    let lints = attributes.iter().filter(|attribute| levels.iter().any(|level| attribute.path().is_ident(level)));
    lints
        .map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("expect") => {
                let tokens = &list.tokens;
                parse_quote!(#[allow(#tokens)])
            }
            _ => attribute.clone(),
        })
        .collect()
}

/// The span of `struct`, `enum` or `union`.
fn keyword(data: &Data) -> Span {
    match data {
        Data::Struct(data) => data.struct_token.span,
        Data::Enum(data) => data.enum_token.span,
        Data::Union(data) => data.union_token.span,
    }
}

impl<'a> Container<'a> {
    fn new(input: &'a DeriveInput, options: &ContainerOptions, derive: Derive) -> Self {
        let private = match &options.core {
            Some(path) => quote!(#path::__private),
            None => quote!(::faraday::__private),
        };
        Self {
            ident: &input.ident,
            generics: &input.generics,
            visibility: &input.vis,
            private,
            kind: None,
            schema_version: options.schema_version.clone(),
            upgrade: options.upgrade.clone(),
            keys: None,
            vectors: TokenStream::new(),
            view: view::lifetime(input, options, derive),
            view_option: options.view,
            deny_unknown: options.deny_unknown,
            misread: options.misread,
            bound: options.bound.clone(),
            lints: lints(&input.attrs),
        }
    }
}
