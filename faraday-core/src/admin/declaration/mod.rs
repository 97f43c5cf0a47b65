//! The table that structs declare, with the settings of a builder at run time: [`Declaration`].

mod indexes;
mod limits;
mod model;
mod options;
mod settings;
mod union;

use super::request::{TableRequest, Tag};
use crate::error::Result;
use crate::schema::{DeclaredTable, IndexScope, TableSchema};
pub(crate) use limits::{check_limits, check_vector_indexes};
pub(crate) use model::{Declaration, Recovery};
pub(crate) use options::{TableOptions, table_options};
use union::Declared;

impl Declaration {
    /// Returns the declaration of `T`, changed by `options`.
    pub(super) fn of<T: DeclaredTable>(options: &TableOptions) -> Result<Self> {
        Self::of_all(&T::declarations(), options)
    }

    /// Returns what several types declare together, changed by `options`.
    pub(super) fn of_all(declarations: &[(&'static str, TableSchema)], options: &TableOptions) -> Result<Self> {
        let declared = Declared::of(declarations)?;
        let billing = options.billing.unwrap_or_else(|| declared.settings.billing());
        let mut table = TableRequest {
            key_schema: indexes::elements(&[declared.partition_key], declared.sort_key.as_slice()),
            ..declared.settings.request(billing)
        };
        for (_, index) in &declared.indexes {
            match (index.vector(), index.scope()) {
                (Some(vector), _) => table.vector_indexes.push(indexes::vector(index, vector)),
                (None, IndexScope::Local) => table.local_secondary_indexes.push(indexes::request(index, billing)),
                (None, _) => table.global_secondary_indexes.push(indexes::request(index, billing)),
            }
        }
        table.attribute_definitions = declared.attribute_definitions()?;
        table.tags = declared.tags.iter().map(|(key, value)| tag(key, value)).collect();
        let mut declaration = Self {
            table,
            time_to_live: declared.settings.ttl().map(str::to_owned),
            point_in_time_recovery: declared.settings.point_in_time_recovery().map(Recovery::from),
            ..Self::default()
        };
        options.apply_to(&mut declaration)?;
        check_limits(&declaration)?;
        Ok(declaration)
    }
}

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.to_owned(), value: value.to_owned() }
}
