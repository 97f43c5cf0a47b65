//! A table's declaration as a diagram and as a page: [`TableSchema::to_mermaid`] and [`TableSchema::to_markdown`].

mod markdown;
mod mermaid;

use super::index::{IndexSchema, IndexScope, Projected};
use super::key::KeyElement;
use super::table::TableSchema;

/// Returns the schema of each kind of item: those in the variants of an enum, else the schema itself.
fn kinds(schema: &TableSchema) -> Vec<&TableSchema> {
    if !schema.is_collection() {
        return vec![schema];
    }
    schema.items().iter().flat_map(kinds).collect()
}

/// Returns the name of a kind, or the name of the table if its items have no kind.
fn kind_name(schema: &TableSchema) -> &str {
    match schema.kind_name() {
        "" => schema.table(),
        name => name,
    }
}

/// Returns the indexes that hold items of this kind.
fn indexes_of(kind: &TableSchema) -> Vec<&'static IndexSchema> {
    match kind.made_indexes() {
        [] if kind.kind_name().is_empty() => kind.indexes().iter().collect(),
        made => made.to_vec(),
    }
}

/// Returns the key attributes of the table: the partition key, then the sort key.
fn primary_key(schema: &TableSchema) -> Vec<KeyElement> {
    [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten().collect()
}

/// Returns what a program passes for these key attributes: the fields of their templates, each once, or the attributes themselves.
fn fields<'a>(keys: impl IntoIterator<Item = &'a KeyElement>) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut add = |name| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    for key in keys {
        match key.template() {
            Some(template) => template.parts().for_each(|part| add(part.name)),
            None => add(key.name()),
        }
    }
    names
}

const fn scope(index: &IndexSchema) -> &'static str {
    match index.scope() {
        IndexScope::Local => "local index",
        IndexScope::Global => "global index",
        IndexScope::Vector => "vector index",
    }
}

fn projection(index: &IndexSchema) -> String {
    match index.projection() {
        Projected::All => "whole items".to_owned(),
        Projected::KeysOnly => "the keys".to_owned(),
        Projected::Include(names) => format!("the keys and {}", names.join(", ")),
    }
}

/// Describes a vector index: `384 numbers in embedding, COSINE`.
fn vector(index: &IndexSchema) -> Option<String> {
    let vector = index.vector()?;
    Some(format!("{} numbers in {}, {}", vector.dimensions(), vector.attribute(), vector.distance().name()))
}
