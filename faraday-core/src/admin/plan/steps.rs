//! The steps from a live table to the declared one, in an order that DynamoDB accepts: [`steps`].

use super::step::{Step, StepRequest, TimeToLive};
use super::vector_steps;
use crate::admin::declaration::Declaration;
use crate::admin::difference::{is_same_encryption, is_same_key, is_same_projection, is_same_recovery, is_warm_enough};
use crate::admin::request::{
    IndexName, IndexRequest, IndexUnits, IndexUpdate, MaxUnits, StreamSpecification, TableRequest,
};
use crate::admin::shown;

/// Returns the steps to the declared table.
///
/// Indexes are dropped before others are created, because a table has at most twenty, and because an attribute may change its type when
/// they go. The billing comes between, because a new index of a provisioned table needs units. The time to live is last: DynamoDB accepts
/// one change of it an hour, and nothing else should wait for it.
pub(super) fn steps(declared: &Declaration, live: &Declaration) -> Vec<Step> {
    let mut steps = Vec::new();
    steps.extend(protection(declared, live, true));
    steps.extend(dropped_indexes(&declared.table, &live.table));
    steps.extend(vector_steps::dropped(&declared.table, &live.table));
    steps.extend(billing(declared, &live.table));
    steps.extend(created_indexes(&declared.table, &live.table));
    steps.extend(vector_steps::created(&declared.table, &live.table));
    steps.extend(warm_throughput(&declared.table, &live.table));
    steps.extend(stream(&declared.table, &live.table));
    steps.extend(table_class(&declared.table, &live.table));
    steps.extend(encryption(&declared.table, &live.table));
    steps.extend(removed_tags(declared, &live.table));
    steps.extend(tags(&declared.table, &live.table));
    steps.extend(recovery(declared, live));
    steps.extend(protection(declared, live, false));
    steps.extend(time_to_live(declared, live));
    steps
}

/// Returns the steps that create a table.
pub(super) fn steps_of_new(declared: &Declaration) -> Vec<Step> {
    let table = &declared.table;
    let description = format!("create the table ({})", shown::table(table));
    let mut steps = vec![Step::new('+', description, StepRequest::CreateTable(Box::new(table.clone())))];
    steps.extend(steps_after_creation(declared));
    steps
}

/// Returns the steps for settings that a new table gets only after `CreateTable`.
pub(super) fn steps_after_creation(declared: &Declaration) -> Vec<Step> {
    let live = Declaration::default();
    let mut steps = Vec::new();
    steps.extend(recovery(declared, &live));
    steps.extend(time_to_live(declared, &live));
    steps
}

/// Whether an index must be created again, because only its throughput can be changed.
fn is_other_index(index: &IndexRequest, table: &TableRequest, live: &IndexRequest, live_table: &TableRequest) -> bool {
    !is_same_key(&index.key_schema, table, &live.key_schema, live_table)
        || !is_same_projection(&index.projection, &live.projection)
}

fn dropped_indexes(table: &TableRequest, live_table: &TableRequest) -> Vec<Step> {
    let mut steps = Vec::new();
    for live in &live_table.global_secondary_indexes {
        let name = &live.index_name;
        let description = match table.global(name) {
            None => format!("drop the index `{name}`"),
            Some(index) if is_other_index(index, table, live, live_table) => {
                format!("drop the index `{name}`, which is created again with another key or projection")
            }
            Some(_) => continue,
        };
        let delete = IndexUpdate::Delete(IndexName { index_name: name.clone() });
        let request = TableRequest { global_secondary_index_updates: vec![delete], ..TableRequest::default() };
        steps.push(Step::update('-', description, request));
    }
    steps
}

fn created_indexes(table: &TableRequest, live_table: &TableRequest) -> Vec<Step> {
    let is_new = |index: &&IndexRequest| {
        let live = live_table.global(&index.index_name);
        live.is_none_or(|live| is_other_index(index, table, live, live_table))
    };
    let step = |index: &IndexRequest| {
        let is_key = |name: &String| index.key_schema.iter().any(|key| key.attribute_name == *name);
        let definitions = table.attribute_definitions.iter();
        let request = TableRequest {
            attribute_definitions: definitions.filter(|known| is_key(&known.attribute_name)).cloned().collect(),
            global_secondary_index_updates: vec![IndexUpdate::Create(index.clone())],
            ..TableRequest::default()
        };
        let description = format!("create the index `{}` ({})", index.index_name, shown::index(index, table));
        Step::update('+', description, request)
    };
    table.global_secondary_indexes.iter().filter(is_new).map(step).collect()
}

/// Sets the billing of the table and of the indexes that stay, in one step. A table that becomes provisioned needs the units of all of them
/// in one request; in other cases DynamoDB refuses units that do not change.
fn billing(declared: &Declaration, live: &TableRequest) -> Option<Step> {
    let table = &declared.table;
    let changes_mode = table.billing_mode != live.billing_mode;
    if !changes_mode && declared.units_change_elsewhere && !table.is_on_demand() {
        return None;
    }
    let mut request =
        TableRequest { billing_mode: table.billing_mode.filter(|_| changes_mode), ..TableRequest::default() };
    if changes_mode || table.provisioned_throughput != live.provisioned_throughput {
        request.provisioned_throughput = table.provisioned_throughput;
    }
    if table.is_on_demand() {
        request.on_demand_throughput = new_limits(table.on_demand_throughput, live.on_demand_throughput);
    }
    let stays = |index: &&IndexRequest| {
        live.global(&index.index_name).is_some_and(|other| !is_other_index(index, table, other, live))
    };
    for index in table.global_secondary_indexes.iter().filter(stays) {
        let Some(other) = live.global(&index.index_name) else { continue };
        let units = index.provisioned_throughput.filter(|units| Some(*units) != other.provisioned_throughput);
        let limits = match table.is_on_demand() {
            true => new_limits(index.on_demand_throughput, other.on_demand_throughput),
            false => None,
        };
        if units.is_some() || limits.is_some() {
            request.global_secondary_index_updates.push(IndexUpdate::Update(IndexUnits {
                index_name: index.index_name.clone(),
                provisioned_throughput: units,
                on_demand_throughput: limits,
                warm_throughput: None,
            }));
        }
    }
    let description = billing_description(table, &request);
    (request != TableRequest::default()).then(|| Step::update('~', description, request))
}

fn billing_description(table: &TableRequest, request: &TableRequest) -> String {
    let changes_table = request.billing_mode.is_some()
        || request.provisioned_throughput.is_some()
        || request.on_demand_throughput.is_some();
    let of_table = changes_table.then(|| format!("of the table to {}", shown::billing(table)));
    let of_indexes = request.global_secondary_index_updates.iter().filter_map(|update| match update {
        IndexUpdate::Update(units) => {
            let index = table.global(&units.index_name)?;
            Some(format!("of the index `{}` to {}", index.index_name, shown::index_units(index)))
        }
        IndexUpdate::Create(_) | IndexUpdate::Delete(_) => None,
    });
    let parts: Vec<String> = of_table.into_iter().chain(of_indexes).collect();
    format!("set the throughput {}", parts.join(", "))
}

/// Returns the limits to send; those that are not declared are removed.
fn new_limits(declared: Option<MaxUnits>, live: Option<MaxUnits>) -> Option<MaxUnits> {
    (declared != live).then(|| declared.unwrap_or(MaxUnits::NONE))
}

fn warm_throughput(table: &TableRequest, live: &TableRequest) -> Option<Step> {
    let grows = |declared: Option<_>, live| declared.filter(|units| !is_warm_enough(*units, live));
    let mut request =
        TableRequest { warm_throughput: grows(table.warm_throughput, live.warm_throughput), ..TableRequest::default() };
    let mut parts: Vec<String> =
        request.warm_throughput.map(|units| format!("of the table to {}", shown::warm(units))).into_iter().collect();
    for index in &table.global_secondary_indexes {
        // An index that is created, again or for the first time, gets it with its creation.
        let Some(other) = live.global(&index.index_name) else { continue };
        if is_other_index(index, table, other, live) {
            continue;
        }
        if let Some(units) = grows(index.warm_throughput, other.warm_throughput) {
            parts.push(format!("of the index `{}` to {}", index.index_name, shown::warm(units)));
            request.global_secondary_index_updates.push(IndexUpdate::Update(IndexUnits {
                index_name: index.index_name.clone(),
                provisioned_throughput: None,
                on_demand_throughput: None,
                warm_throughput: Some(units),
            }));
        }
    }
    let description = format!("raise the warm throughput {}", parts.join(", "));
    (!parts.is_empty()).then(|| Step::update('~', description, request))
}

/// DynamoDB changes the view of a stream only by ending the stream and beginning another.
fn stream(table: &TableRequest, live: &TableRequest) -> Vec<Step> {
    if table.stream_specification == live.stream_specification {
        return Vec::new();
    }
    let step = |sign, description: String, stream| {
        let request = TableRequest { stream_specification: Some(stream), ..TableRequest::default() };
        Step::update(sign, description, request)
    };
    let mut steps = Vec::new();
    if live.stream_specification.is_some() {
        let off = StreamSpecification { stream_enabled: false, stream_view_type: None };
        let description = "end the stream; what is in it can be read for 24 hours".to_owned();
        steps.push(step('-', description, off));
    }
    if let Some(stream) = &table.stream_specification {
        let view = stream.stream_view_type.as_deref().unwrap_or_default();
        steps.push(step('+', format!("begin a stream of {view}"), stream.clone()));
    }
    steps
}

fn table_class(table: &TableRequest, live: &TableRequest) -> Option<Step> {
    let class = table.table_class.clone().filter(|class| Some(class) != live.table_class.as_ref())?;
    let description = format!("set the table class to {class}");
    Some(Step::update('~', description, TableRequest { table_class: Some(class), ..TableRequest::default() }))
}

fn encryption(table: &TableRequest, live: &TableRequest) -> Option<Step> {
    let sse = table.sse_specification.clone();
    let sse = sse.filter(|sse| !is_same_encryption(sse, live.sse_specification.as_ref()))?;
    let description = format!("encrypt the table with {}", shown::encryption(&sse));
    Some(Step::update('~', description, TableRequest { sse_specification: Some(sse), ..TableRequest::default() }))
}

/// Protection is switched on before all other changes, and off after them.
fn protection(declared: &Declaration, live: &Declaration, on: bool) -> Option<Step> {
    let is_protected = declared.table.deletion_protection_enabled.filter(|is_protected| *is_protected == on)?;
    if live.table.deletion_protection_enabled == Some(is_protected) {
        return None;
    }
    let description = format!("switch the deletion protection {}", shown::protection(on));
    let request = TableRequest { deletion_protection_enabled: Some(is_protected), ..TableRequest::default() };
    Some(Step::update('~', description, request))
}

fn removed_tags(declared: &Declaration, live: &TableRequest) -> Option<Step> {
    let is_there = |key: &&String| live.tags.iter().any(|tag| tag.key == **key);
    let keys: Vec<String> = declared.removed_tags.iter().filter(is_there).cloned().collect();
    let names: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    let description = format!("remove tags: {}", names.join(", "));
    (!keys.is_empty()).then(|| Step::new('-', description, StepRequest::UntagResource(keys)))
}

fn tags(table: &TableRequest, live: &TableRequest) -> Option<Step> {
    let tags: Vec<_> = table.tags.iter().filter(|tag| !live.tags.contains(tag)).cloned().collect();
    let shown: Vec<_> = tags.iter().map(|tag| format!("`{}` to `{}`", tag.key, tag.value)).collect();
    let description = format!("set tags: {}", shown.join(", "));
    (!tags.is_empty()).then(|| Step::new('~', description, StepRequest::TagResource(tags)))
}

fn recovery(declared: &Declaration, live: &Declaration) -> Option<Step> {
    let recovery = declared.point_in_time_recovery?;
    if is_same_recovery(recovery, live.point_in_time_recovery) {
        return None;
    }
    let description = format!("set the point-in-time recovery to {}", shown::recovery(recovery));
    Some(Step::new('~', description, StepRequest::UpdateContinuousBackups(recovery)))
}

fn time_to_live(declared: &Declaration, live: &Declaration) -> Vec<Step> {
    if declared.time_to_live == live.time_to_live {
        return Vec::new();
    }
    let step = |sign, description, attribute: &String, enabled| {
        let request = TimeToLive { enabled, attribute_name: attribute.clone() };
        Step::new(sign, description, StepRequest::UpdateTimeToLive(request))
    };
    let mut steps = Vec::new();
    if let Some(attribute) = &live.time_to_live {
        steps.push(step('-', format!("switch off the time to live in `{attribute}`"), attribute, false));
    }
    if let Some(attribute) = &declared.time_to_live {
        let after = if live.time_to_live.is_some() {
            "; DynamoDB accepts this up to an hour after the step before, and then deletes items that have expired"
        } else {
            "; DynamoDB then deletes items that have expired"
        };
        steps.push(step('+', format!("switch on the time to live in `{attribute}`{after}"), attribute, true));
    }
    steps
}
