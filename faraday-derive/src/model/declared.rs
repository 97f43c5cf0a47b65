//! The keys of an item in a table that is declared elsewhere.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Path, Type};

use super::super::attributes::{ContainerOptions, IndexKey, KeyOption, MadeIndexOptions, TableName};
use super::super::context::Context;
use super::template::Template;
use super::{Field, Item};

/// The keys of an item in a table that is declared elsewhere.
pub struct Declared {
    pub partition_key: Option<Template>,
    pub sort_key: Option<Template>,
    pub indexes: Vec<MadeIndex>,
    pub unique: Vec<(Span, Vec<Ident>)>,
    pub whole_keys: Option<Span>,
}

/// An index that holds the item.
pub struct MadeIndex {
    pub ident: Ident,
    pub partition_key: Option<MadeKey>,
    pub sort_key: Option<MadeKey>,
    /// In a vector index, the field that holds the vectors.
    pub attribute: Option<Ident>,
    /// The fields that filter a search.
    pub filters: Vec<Ident>,
    pub row: Option<Type>,
}

/// A key of an index.
pub enum MadeKey {
    Template(Template),
    /// Fields that are the attributes of the key.
    Fields(Vec<Ident>),
    /// The partition key of the table.
    TablePartition,
    /// The sort key of the table.
    TableSort,
}

/// The source of a key attribute.
#[derive(Clone, Copy)]
pub enum Source<'i, 'a> {
    Template(&'i Template),
    Field(&'i Field<'a>),
}

impl Declared {
    pub fn read(context: &Context, options: &mut ContainerOptions) -> Self {
        let template = |key: &mut Option<(Span, KeyOption)>| match key.take() {
            Some((_, KeyOption::Template(text))) => Some(Template::read(context, &text)),
            Some((span, KeyOption::Attribute(..))) => {
                let message = "the attributes of keys are declared by the table: write the text that makes this one, \
                               `partition_key = \"ORDER#{id}\"`, or mark a field with it";
                context.error(span, message);
                None
            }
            None => None,
        };
        let partition_key = template(&mut options.partition_key);
        let sort_key = template(&mut options.sort_key);
        let has = (partition_key.is_some(), sort_key.is_some());
        let indexes = options.made_indexes.drain(..).map(|index| MadeIndex::new(context, index, has)).collect();
        let unique = std::mem::take(&mut options.unique);
        Self { partition_key, sort_key, indexes, unique, whole_keys: options.whole_keys }
    }
}

impl MadeIndex {
    /// `has` says whether the item makes the table's partition key and sort key by templates, which an index may name.
    fn new(context: &Context, options: MadeIndexOptions, has: (bool, bool)) -> Self {
        let MadeIndexOptions { ident, partition_key, sort_key, attribute, filters, row } = options;
        let key = |key: Option<IndexKey>| {
            Some(match key? {
                IndexKey::Template(text) => MadeKey::Template(Template::read(context, &text)),
                IndexKey::Fields(fields) => match &fields[..] {
                    [word] if word == "partition_key" && has.0 => MadeKey::TablePartition,
                    [word] if word == "sort_key" && has.1 => MadeKey::TableSort,
                    _ => MadeKey::Fields(fields),
                },
            })
        };
        Self { ident, partition_key: key(partition_key), sort_key: key(sort_key), attribute, filters, row }
    }

    /// Its name in the table.
    pub fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The name of its constant.
    pub fn constant(&self) -> Ident {
        Ident::new(&self.ident.unraw().to_string().to_uppercase(), self.ident.span())
    }

    /// The fields that are its attributes.
    pub fn fields(&self) -> impl Iterator<Item = &Ident> {
        [&self.partition_key, &self.sort_key].into_iter().flatten().flat_map(|key| match key {
            MadeKey::Fields(fields) => &fields[..],
            _ => &[],
        })
    }
}

impl<'a> Item<'a> {
    /// Marks the fields that keys and unique attributes use.
    pub fn mark_parts(&mut self) {
        let names = |fields: Vec<&Field>| fields.iter().filter_map(|field| field.ident.cloned()).collect::<Vec<_>>();
        let key = if self.makes_key() { names(self.parts_of(&self.key_sources())) } else { Vec::new() };
        let parts = names(self.made_parts());
        let indexed: Vec<Ident> = self.declared.indexes.iter().flat_map(MadeIndex::fields).cloned().collect();
        let sorted = self.declared.indexes.iter().filter_map(|index| match &index.sort_key {
            Some(MadeKey::Fields(fields)) => Some(fields.clone()),
            _ => None,
        });
        let sorted: Vec<Ident> = sorted.flatten().collect();
        let unique: Vec<Ident> = self.declared.unique.iter().flat_map(|(_, fields)| fields).cloned().collect();
        for field in &mut self.fields {
            let Some(ident) = field.ident else { continue };
            field.is_key_part = key.contains(ident);
            field.is_guarded = !field.is_key_part && (parts.contains(ident) || unique.contains(ident));
            field.is_index_key |= indexed.contains(ident);
            field.is_sorted_by |= sorted.contains(ident);
        }
    }

    /// The path of the struct that declares the table.
    pub fn declared_table(&self) -> Option<&Path> {
        match &self.table {
            Some(TableName::Declared(path)) => Some(path),
            _ => None,
        }
    }

    /// Whether a template makes the primary key, or a part of it.
    pub fn makes_key(&self) -> bool {
        self.declared.partition_key.is_some() || self.declared.sort_key.is_some()
    }

    /// Whether a template makes any key attribute.
    pub fn makes_keys(&self) -> bool {
        self.makes_key() || self.declared.indexes.iter().any(|index| self.is_made(index))
    }

    /// The source of the partition key.
    pub fn partition_source(&self) -> Option<Source<'_, 'a>> {
        let template = self.declared.partition_key.as_ref().map(Source::Template);
        template.or_else(|| self.partition_key().map(Source::Field))
    }

    /// The source of the sort key.
    pub fn sort_source(&self) -> Option<Source<'_, 'a>> {
        let template = self.declared.sort_key.as_ref().map(Source::Template);
        template.or_else(|| self.sort_key().map(Source::Field))
    }

    /// The sources of the attributes of an index key, if its fields exist.
    pub fn sources_of<'i>(&'i self, key: Option<&'i MadeKey>) -> Vec<Source<'i, 'a>> {
        match key {
            None => Vec::new(),
            Some(MadeKey::Template(template)) => vec![Source::Template(template)],
            Some(MadeKey::Fields(fields)) => {
                fields.iter().filter_map(|name| self.field(name)).map(Source::Field).collect()
            }
            Some(MadeKey::TablePartition) => self.partition_source().into_iter().collect(),
            Some(MadeKey::TableSort) => self.sort_source().into_iter().collect(),
        }
    }

    /// The sources of the partition key of an index: a local index has the table's, and a vector index may have none.
    pub fn partition_sources<'i>(&'i self, index: &'i MadeIndex) -> Vec<Source<'i, 'a>> {
        match &index.partition_key {
            None if index.attribute.is_some() => Vec::new(),
            None => self.partition_source().into_iter().collect(),
            key => self.sources_of(key.as_ref()),
        }
    }

    /// The sources of the sort key of an index.
    pub fn sort_sources<'i>(&'i self, index: &'i MadeIndex) -> Vec<Source<'i, 'a>> {
        self.sources_of(index.sort_key.as_ref())
    }

    /// Whether a template makes a key of the index.
    pub fn is_made(&self, index: &MadeIndex) -> bool {
        let sources = self.partition_sources(index).into_iter().chain(self.sort_sources(index));
        sources.into_iter().any(|source| matches!(source, Source::Template(_)))
    }

    /// The fields of these keys, in order, each once.
    pub fn parts_of<'i>(&'i self, sources: &[Source<'i, 'a>]) -> Vec<&'i Field<'a>> {
        let mut parts: Vec<&Field> = Vec::new();
        let fields = sources.iter().flat_map(|source| match source {
            Source::Field(field) => vec![*field],
            Source::Template(template) => template.parts().filter_map(|part| self.field(&part.ident)).collect(),
        });
        for field in fields {
            if parts.iter().all(|known| known.ident != field.ident) {
                parts.push(field);
            }
        }
        parts
    }

    /// The sources of the primary key.
    pub fn key_sources(&self) -> Vec<Source<'_, 'a>> {
        self.partition_source().into_iter().chain(self.sort_source()).collect()
    }

    /// All fields in templates of keys, each once.
    pub fn made_parts(&self) -> Vec<&Field<'a>> {
        let mut sources = if self.makes_key() { self.key_sources() } else { Vec::new() };
        for index in self.declared.indexes.iter().filter(|index| self.is_made(index)) {
            sources.extend(self.partition_sources(index));
            sources.extend(self.sort_sources(index));
        }
        self.parts_of(&sources)
    }

    /// All templates of the item, each with whether it belongs to the primary key.
    pub fn templates(&self) -> Vec<(&Template, bool)> {
        let primary = [&self.declared.partition_key, &self.declared.sort_key];
        let primary = primary.into_iter().flatten().map(|template| (template, true));
        let keys = self.declared.indexes.iter().flat_map(|index| [&index.partition_key, &index.sort_key]);
        let indexes = keys.flatten().filter_map(|key| match key {
            MadeKey::Template(template) => Some((template, false)),
            _ => None,
        });
        primary.chain(indexes).collect()
    }
}

impl Source<'_, '_> {
    /// Its span.
    pub fn span(&self) -> Span {
        match self {
            Self::Template(template) => template.text.span(),
            Self::Field(field) => field.ident.map_or_else(Span::call_site, Ident::span),
        }
    }
}
