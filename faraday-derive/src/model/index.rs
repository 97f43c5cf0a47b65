//! The indexes of an item.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt;

use super::super::attributes::{IndexOptions, Projected, Scope};
use super::super::case::Case;
use super::{Field, Item};

/// An index of an item's table.
pub struct Index {
    pub options: IndexOptions,
    /// Its name in the table.
    pub name: LitStr,
}

impl Index {
    pub fn new(mut options: IndexOptions) -> Self {
        let ident = &options.ident;
        let name = options.rename.take().unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
        Self { options, name }
    }

    /// The name of the index's constant.
    pub fn constant(&self) -> Ident {
        let ident = &self.options.ident;
        Ident::new(&ident.unraw().to_string().to_uppercase(), ident.span())
    }

    /// The fields of its keys.
    pub fn keys(&self) -> impl Iterator<Item = &Ident> {
        self.options.partition_key.iter().chain(&self.options.sort_key)
    }

    /// The fields that it holds besides the keys.
    pub fn included(&self) -> &[Ident] {
        match &self.options.projected {
            Projected::Include(fields) => fields,
            Projected::All | Projected::KeysOnly => &[],
        }
    }

    /// The fields that filter a search, of a vector index.
    pub fn filters(&self) -> &[Ident] {
        &self.options.vector.filters
    }

    /// Whether the derive generates a row type: the index does not hold the whole item, and the user names no row type.
    pub fn has_own_row(&self) -> bool {
        self.options.row.is_none() && !matches!(self.options.projected, Projected::All)
    }

    /// The name of that row type: `OrderByEmail`.
    pub fn row(&self, item: &Item) -> Ident {
        let ident = &self.options.ident;
        let name = Case::Pascal.field(&ident.unraw().to_string());
        Ident::new(&format!("{}{name}", item.container.ident.unraw()), ident.span())
    }
}

impl<'a> Item<'a> {
    /// The field with this name.
    pub fn field(&self, name: &Ident) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.ident == Some(name))
    }

    /// The partition key of an index, if its fields exist.
    pub fn partition_of(&self, index: &Index) -> Vec<&Field<'a>> {
        match index.options.scope {
            Scope::Global | Scope::Vector => {
                index.options.partition_key.iter().filter_map(|name| self.field(name)).collect()
            }
            Scope::Local => self.partition_key().into_iter().collect(),
        }
    }

    /// The sort key of an index, if its fields exist.
    pub fn sort_of(&self, index: &Index) -> Vec<&Field<'a>> {
        index.options.sort_key.iter().filter_map(|name| self.field(name)).collect()
    }

    /// The fields that an index holds, in the struct's order.
    pub fn held_by(&self, index: &Index) -> Vec<&Field<'a>> {
        let named: HashSet<&Ident> = index.keys().chain(index.filters()).chain(index.included()).collect();
        let is_held = |field: &&Field| {
            matches!(index.options.projected, Projected::All)
                || field.is_key()
                || field.ident.is_some_and(|ident| named.contains(ident))
        };
        self.fields.iter().filter(|field| field.is_stored()).filter(is_held).collect()
    }
}
