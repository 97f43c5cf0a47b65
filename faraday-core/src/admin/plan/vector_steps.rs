//! The steps that drop and create vector indexes. DynamoDB cannot change an existing one.

use super::step::Step;
use crate::admin::difference::is_same_vector_index;
use crate::admin::request::{IndexName, TableRequest, VectorIndexRequest, VectorIndexUpdate};
use crate::admin::shown;

/// Whether the index does not exist, or must be created again.
fn is_missing(index: &VectorIndexRequest, of: &TableRequest, other: &TableRequest) -> bool {
    other.vector_index(&index.index_name).is_none_or(|same| !is_same_vector_index(index, of, same, other))
}

pub(super) fn dropped(table: &TableRequest, live_table: &TableRequest) -> Vec<Step> {
    let live = live_table.vector_indexes.iter().filter(|live| is_missing(live, live_table, table));
    let step = |live: &VectorIndexRequest| {
        let name = &live.index_name;
        let anew =
            if table.vector_index(name).is_some() { ", which is created again with another declaration" } else { "" };
        let delete = VectorIndexUpdate::Delete(IndexName { index_name: name.clone() });
        let request = TableRequest { vector_index_updates: vec![delete], ..TableRequest::default() };
        Step::update('-', format!("drop the vector index `{name}`{anew}"), request)
    };
    live.map(step).collect()
}

pub(super) fn created(table: &TableRequest, live_table: &TableRequest) -> Vec<Step> {
    let declared = table.vector_indexes.iter().filter(|index| is_missing(index, table, live_table));
    let step = |index: &VectorIndexRequest| {
        let is_used = |name: &String| index.search_schema.iter().any(|element| element.attribute_name == *name);
        let definitions = table.attribute_definitions.iter();
        let request = TableRequest {
            attribute_definitions: definitions.filter(|known| is_used(&known.attribute_name)).cloned().collect(),
            vector_index_updates: vec![VectorIndexUpdate::Create(index.clone())],
            ..TableRequest::default()
        };
        let shown = shown::vector_index(index, table);
        Step::update('+', format!("create the vector index `{}` ({shown})", index.index_name), request)
    };
    declared.map(step).collect()
}
