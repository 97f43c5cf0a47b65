//! Compares a live table with the declared one: [`differences`].

use super::declaration::{Declaration, Recovery};
use std::collections::BTreeSet;

use super::request::{
    IndexRequest, KeySchemaElement, Projection, SearchSchemaElement, SseSpecification, TableRequest,
    VectorIndexRequest, WarmUnits,
};
use super::shown;
use crate::error::Difference;

/// Returns all differences, in the order in which a person reads a declaration.
pub(super) fn differences(declared: &Declaration, live: &Declaration) -> Vec<Difference> {
    let (table, live_table) = (&declared.table, &live.table);
    let mut found = unchangeable(declared, live);
    of_indexes("global index", table, &table.global_secondary_indexes, live_table, &mut found);
    of_vector_indexes(table, live_table, &mut found);
    of_units(declared, live_table, &mut found);
    let mut differ = |subject: &str, live: Option<String>, declared: Option<String>| {
        if live != declared {
            found.push(Difference::new(subject, live, declared));
        }
    };
    let view = |table: &TableRequest| {
        let stream = table.stream_specification.clone()?;
        Some(stream.stream_view_type.unwrap_or_else(|| "a stream".to_owned()))
    };
    differ("the stream", view(live_table), view(table));
    differ("the time to live", live.time_to_live.clone(), declared.time_to_live.clone());
    if let Some(class) = &table.table_class {
        differ("the table class", live_table.table_class.clone(), Some(class.clone()));
    }
    if let Some(is_protected) = table.deletion_protection_enabled {
        let live = live_table.deletion_protection_enabled.map(shown::protection);
        differ("the deletion protection", live, Some(shown::protection(is_protected)));
    }
    if let Some(sse) = &table.sse_specification
        && !is_same_encryption(sse, live_table.sse_specification.as_ref())
    {
        let live = live_table.sse_specification.as_ref().map(shown::encryption);
        differ("the encryption", live, Some(shown::encryption(sse)));
    }
    if let Some(recovery) = declared.point_in_time_recovery
        && !is_same_recovery(recovery, live.point_in_time_recovery)
    {
        let live = live.point_in_time_recovery.map(shown::recovery);
        differ("the point-in-time recovery", live, Some(shown::recovery(recovery)));
    }
    for tag in &table.tags {
        let live = live_table.tags.iter().find(|live| live.key == tag.key);
        differ(&format!("the tag `{}`", tag.key), live.map(|tag| tag.value.clone()), Some(tag.value.clone()));
    }
    found
}

/// Returns the differences that no request removes: those of the key and of the local indexes.
pub(super) fn unchangeable(declared: &Declaration, live: &Declaration) -> Vec<Difference> {
    let mut found = Vec::new();
    let (table, live) = (&declared.table, &live.table);
    let (key, live_key) = (shown::keys(&table.key_schema, table), shown::keys(&live.key_schema, live));
    if !is_same_key(&table.key_schema, table, &live.key_schema, live) {
        found.push(Difference::new("the primary key", Some(live_key), Some(key)));
    }
    of_indexes("local index", table, &table.local_secondary_indexes, live, &mut found);
    found
}

/// Compares which indexes of one kind exist, and their keys and projections.
fn of_indexes(
    kind: &str,
    table: &TableRequest,
    declared: &[IndexRequest],
    live_table: &TableRequest,
    found: &mut Vec<Difference>,
) {
    let live = match kind {
        "local index" => &live_table.local_secondary_indexes,
        _ => &live_table.global_secondary_indexes,
    };
    for index in declared {
        let name = &index.index_name;
        let Some(live) = live.iter().find(|live| live.index_name == *name) else {
            let declared = Some(shown::index(index, table));
            found.push(Difference::new(format!("the {kind} `{name}`"), None, declared));
            continue;
        };
        let (key, live_key) = (shown::keys(&index.key_schema, table), shown::keys(&live.key_schema, live_table));
        if !is_same_key(&index.key_schema, table, &live.key_schema, live_table) {
            found.push(Difference::new(format!("the key of the {kind} `{name}`"), Some(live_key), Some(key)));
        }
        if !is_same_projection(&index.projection, &live.projection) {
            let (live, declared) = (shown::projection(&live.projection), shown::projection(&index.projection));
            found.push(Difference::new(format!("the projection of the {kind} `{name}`"), Some(live), Some(declared)));
        }
    }
    for index in live.iter().filter(|live| !declared.iter().any(|index| index.index_name == live.index_name)) {
        let live = Some(shown::index(index, live_table));
        found.push(Difference::new(format!("the {kind} `{}`", index.index_name), live, None));
    }
}

/// Compares the vector indexes. DynamoDB cannot change them.
fn of_vector_indexes(table: &TableRequest, live_table: &TableRequest, found: &mut Vec<Difference>) {
    let subject = |index: &VectorIndexRequest| format!("the vector index `{}`", index.index_name);
    for index in &table.vector_indexes {
        let live = live_table.vector_index(&index.index_name);
        if !live.is_some_and(|live| is_same_vector_index(index, table, live, live_table)) {
            let live = live.map(|live| shown::vector_index(live, live_table));
            found.push(Difference::new(subject(index), live, Some(shown::vector_index(index, table))));
        }
    }
    for live in live_table.vector_indexes.iter().filter(|live| table.vector_index(&live.index_name).is_none()) {
        found.push(Difference::new(subject(live), Some(shown::vector_index(live, live_table)), None));
    }
}

/// Whether both are one vector index; the order of filters does not count.
pub(super) fn is_same_vector_index(
    one: &VectorIndexRequest,
    of_one: &TableRequest,
    other: &VectorIndexRequest,
    of_other: &TableRequest,
) -> bool {
    let searched = |index: &VectorIndexRequest, of: &TableRequest| -> BTreeSet<_> {
        let element = |element: &SearchSchemaElement| (element.clone(), of.type_of(&element.attribute_name).to_owned());
        index.search_schema.iter().map(element).collect()
    };
    one.vector_attribute == other.vector_attribute
        && one.dimensions == other.dimensions
        && one.distance_function == other.distance_function
        && searched(one, of_one) == searched(other, of_other)
        && is_same_projection(&one.projection, &other.projection)
}

/// Compares billing, units and warm throughput of the table and of the indexes that both have.
fn of_units(declared: &Declaration, live: &TableRequest, found: &mut Vec<Difference>) {
    let table = &declared.table;
    let is_same_mode = table.billing_mode == live.billing_mode;
    let (billing, live_billing) = (shown::billing(table), shown::billing(live));
    let is_left = declared.units_change_elsewhere && !table.is_on_demand();
    if !is_same_mode || billing != live_billing && !is_left {
        found.push(Difference::new("the billing", Some(live_billing), Some(billing)));
    }
    is_warm("the warm throughput", table.warm_throughput, live.warm_throughput, found);
    for index in &table.global_secondary_indexes {
        let Some(live) = live.global(&index.index_name) else { continue };
        let (units, live_units) = (shown::index_units(index), shown::index_units(live));
        if is_same_mode && units != live_units && !is_left {
            let subject = format!("the throughput of the global index `{}`", index.index_name);
            found.push(Difference::new(subject, Some(live_units), Some(units)));
        }
        let subject = format!("the warm throughput of the global index `{}`", index.index_name);
        is_warm(&subject, index.warm_throughput, live.warm_throughput, found);
    }
}

fn is_warm(subject: &str, declared: Option<WarmUnits>, live: Option<WarmUnits>, found: &mut Vec<Difference>) {
    if let Some(units) = declared
        && !is_warm_enough(units, live)
    {
        found.push(Difference::new(subject, live.map(shown::warm), Some(shown::warm(units))));
    }
}

/// Whether the live warm throughput is enough: it grows by itself and is never lowered.
pub(super) fn is_warm_enough(declared: WarmUnits, live: Option<WarmUnits>) -> bool {
    live.is_some_and(|live| {
        live.read_units_per_second >= declared.read_units_per_second
            && live.write_units_per_second >= declared.write_units_per_second
    })
}

/// Compares without the order of the included attributes.
pub(super) fn is_same_projection(one: &Projection, other: &Projection) -> bool {
    let names = |projection: &Projection| projection.non_key_attributes.iter().cloned().collect::<BTreeSet<String>>();
    one.projection_type == other.projection_type && names(one) == names(other)
}

/// Whether both have the same attributes, of the same types, in the same roles and order.
pub(super) fn is_same_key(
    one: &[KeySchemaElement],
    of_one: &TableRequest,
    other: &[KeySchemaElement],
    of_other: &TableRequest,
) -> bool {
    let is_same = |(one, other): (&KeySchemaElement, &KeySchemaElement)| {
        one == other && of_one.type_of(&one.attribute_name) == of_other.type_of(&other.attribute_name)
    };
    one.len() == other.len() && one.iter().zip(other).all(is_same)
}

/// DynamoDB describes a key by its ARN, and does not say whether AWS manages it. So a declared alias, or no declared key, is taken to be
/// the live one.
pub(super) fn is_same_encryption(declared: &SseSpecification, live: Option<&SseSpecification>) -> bool {
    if declared.enabled != live.is_some_and(|live| live.enabled) {
        return false;
    }
    let live_key = live.and_then(|live| live.kms_master_key_id.as_deref());
    match (declared.kms_master_key_id.as_deref(), live_key) {
        (Some(key), Some(live)) if !key.contains("alias/") => {
            live == key || live.rsplit('/').next() == Some(key.rsplit('/').next().unwrap_or(key))
        }
        _ => true,
    }
}

/// A declaration without days allows any number of them.
pub(super) fn is_same_recovery(declared: Recovery, live: Option<Recovery>) -> bool {
    let live = live.unwrap_or(Recovery { point_in_time_recovery_enabled: false, recovery_period_in_days: None });
    declared.point_in_time_recovery_enabled == live.point_in_time_recovery_enabled
        && (declared.recovery_period_in_days.is_none()
            || declared.recovery_period_in_days == live.recovery_period_in_days)
}
