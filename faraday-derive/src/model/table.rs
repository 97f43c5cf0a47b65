//! The input of `#[derive(Table)]`.

use proc_macro2::{Ident, Span};
use syn::{Data, DeriveInput, Fields, LitStr, Type};

use super::super::attributes::{ContainerOptions, Derive, IndexOptions, KeyOption, Scope, SettingOptions, TableName};
use super::super::context::Context;
use super::{Container, keyword};

/// A table that items refer to.
pub struct Table<'a> {
    pub container: Container<'a>,
    pub name: Option<TableName>,
    pub partition_key: Option<(Ident, Type)>,
    pub sort_key: Option<(Ident, Type)>,
    pub indexes: Vec<IndexOptions>,
    pub tag: Option<LitStr>,
    pub settings: SettingOptions,
}

impl<'a> Table<'a> {
    pub fn read(context: &Context, input: &'a DeriveInput) -> Self {
        let mut options = ContainerOptions::read(context, &input.attrs, Derive::Table);
        if !matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Unit)) {
            let message = "a table is a struct without fields, `struct App;`: its items are structs of their own, with \
                           `#[derive(Item)] #[faraday(table = App)]`";
            context.error(keyword(&input.data), message);
        }
        let key = |key: Option<(Span, KeyOption)>, name: &str| match key {
            Some((_, KeyOption::Attribute(ident, ty))) => Some((ident, *ty)),
            Some((_, KeyOption::Template(text))) => {
                let example = if name == "sort_key" { "sk" } else { "pk" };
                let message = format!(
                    "a table says which attribute its key is, and of which type: write `{name}({example}: String)`; the text \
                     that makes it is the item's"
                );
                context.error(text.span(), message);
                None
            }
            None => None,
        };
        Self {
            partition_key: key(options.partition_key.take(), "partition_key"),
            sort_key: key(options.sort_key.take(), "sort_key"),
            container: Container::new(input, &options, Derive::Table),
            name: options.table,
            indexes: options.indexes,
            tag: options.tag.map(|(_, tag)| tag),
            settings: options.settings,
        }
    }

    /// Whether enough is known to expand it next to an error, so that its items have no errors of their own.
    pub fn is_whole(&self) -> bool {
        let is_known = self.indexes.iter().all(|index| {
            let mut keys = index.partition_key.iter().chain(&index.sort_key).chain(&index.vector.filters);
            let vector = &index.vector;
            let is_whole = index.scope != Scope::Vector || vector.attribute.is_some() && vector.distance.is_some();
            is_whole && keys.all(|name| self.type_of(name).is_some())
        });
        is_known && self.partition_key.is_some() && self.container.generics.params.is_empty()
    }

    /// The type of a key attribute, from the option that has it.
    pub fn type_of(&self, name: &Ident) -> Option<&Type> {
        let keys = self.partition_key.iter().chain(&self.sort_key);
        let of_indexes = self.indexes.iter().flat_map(|index| &index.types);
        keys.chain(of_indexes).find(|(ident, _)| ident == name).map(|(_, ty)| ty)
    }
}
