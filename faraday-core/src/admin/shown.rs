//! Writes parts of a table in words, for differences and plans.

use super::declaration::Recovery;
use super::request::{
    IndexRequest, KeyRole, KeySchemaElement, MaxUnits, Projection, SearchRole, SseSpecification, TableRequest, Units,
    VectorIndexRequest, WarmUnits,
};

/// `partition key pk (S), sort key sk (N)`.
pub(super) fn keys(elements: &[KeySchemaElement], types: &TableRequest) -> String {
    let of = |role: KeyRole| -> Vec<String> {
        let elements = elements.iter().filter(|element| element.key_type == role);
        elements.map(|key| format!("{} ({})", key.attribute_name, types.type_of(&key.attribute_name))).collect()
    };
    let (partition, sort) = (of(KeyRole::Partition), of(KeyRole::Sort));
    let mut text = format!("partition key {}", partition.join(", "));
    if !sort.is_empty() {
        text.push_str(&format!(", sort key {}", sort.join(", ")));
    }
    text
}

pub(super) fn projection(projection: &Projection) -> String {
    match projection.projection_type.as_str() {
        "ALL" => "all attributes".to_owned(),
        "KEYS_ONLY" => "the keys only".to_owned(),
        _ => {
            let mut names: Vec<_> = projection.non_key_attributes.iter().map(String::as_str).collect();
            names.sort_unstable();
            format!("the keys and {}", names.join(", "))
        }
    }
}

/// `partition key status (S), all attributes`.
pub(super) fn index(index: &IndexRequest, types: &TableRequest) -> String {
    format!("{}, {}", keys(&index.key_schema, types), projection(&index.projection))
}

/// `384 numbers in embedding, COSINE, filters lang (S), all attributes`.
pub(super) fn vector_index(index: &VectorIndexRequest, types: &TableRequest) -> String {
    let of = |role: SearchRole| -> Vec<String> {
        let elements = index.search_schema.iter().filter(|element| element.search_schema_element_type == role);
        elements.map(|key| format!("{} ({})", key.attribute_name, types.type_of(&key.attribute_name))).collect()
    };
    let (attribute, dimensions) = (&index.vector_attribute.attribute_name, index.dimensions);
    let mut parts = vec![format!("{dimensions} numbers in {attribute}"), index.distance_function.clone()];
    parts.extend(of(SearchRole::Partition).into_iter().map(|key| format!("partition key {key}")));
    let mut filters = of(SearchRole::Filter);
    filters.sort_unstable();
    if !filters.is_empty() {
        parts.push(format!("filters {}", filters.join(", ")));
    }
    parts.push(projection(&index.projection));
    parts.join(", ")
}

/// Everything that a new table is created with.
pub(super) fn table(table: &TableRequest) -> String {
    let mut parts = vec![keys(&table.key_schema, table), billing(table)];
    let indexes = table.local_secondary_indexes.iter().chain(&table.global_secondary_indexes);
    parts.extend(indexes.map(|other| format!("index `{}` by {}", other.index_name, index(other, table))));
    let vectors = table.vector_indexes.iter();
    parts.extend(vectors.map(|other| format!("vector index `{}` of {}", other.index_name, vector_index(other, table))));
    let view = table.stream_specification.as_ref().and_then(|stream| stream.stream_view_type.as_ref());
    parts.extend(view.map(|view| format!("stream of {view}")));
    parts.extend(table.table_class.as_ref().map(|class| format!("class {class}")));
    parts.extend(table.sse_specification.as_ref().map(|sse| format!("encrypted with {}", encryption(sse))));
    parts
        .extend(table.deletion_protection_enabled.filter(|is_on| *is_on).map(|_| "protected from deletion".to_owned()));
    parts.extend(table.tags.iter().map(|tag| format!("tag `{}` `{}`", tag.key, tag.value)));
    parts.join(" | ")
}

pub(super) fn billing(table: &TableRequest) -> String {
    match (table.is_on_demand(), table.provisioned_throughput) {
        (false, Some(units)) => format!("provisioned, {}", provisioned(units)),
        (false, None) => "provisioned".to_owned(),
        (true, _) => limits(table.on_demand_throughput),
    }
}

/// The units of an index.
pub(super) fn index_units(index: &IndexRequest) -> String {
    match index.provisioned_throughput {
        Some(units) => provisioned(units),
        None => limits(index.on_demand_throughput),
    }
}

fn provisioned(Units { read_capacity_units: read, write_capacity_units: write }: Units) -> String {
    format!("{read} read and {write} write units a second")
}

fn limits(limits: Option<MaxUnits>) -> String {
    let Some(MaxUnits { max_read_request_units: read, max_write_request_units: write }) = limits else {
        return "on demand".to_owned();
    };
    let shown = |units: i64| if units < 0 { "any number of".to_owned() } else { units.to_string() };
    format!("on demand, up to {} read and {} write units a second", shown(read), shown(write))
}

pub(super) fn warm(WarmUnits { read_units_per_second: read, write_units_per_second: write }: WarmUnits) -> String {
    format!("at least {read} read and {write} write units a second")
}

pub(super) fn encryption(sse: &SseSpecification) -> String {
    match (sse.enabled, &sse.kms_master_key_id) {
        (false, _) => "a key of DynamoDB's own".to_owned(),
        (true, None) => "the AWS-managed key".to_owned(),
        (true, Some(key)) => format!("the key {key}"),
    }
}

pub(super) fn protection(is_protected: bool) -> String {
    if is_protected { "on" } else { "off" }.to_owned()
}

pub(super) fn recovery(recovery: Recovery) -> String {
    match (recovery.point_in_time_recovery_enabled, recovery.recovery_period_in_days) {
        (false, _) => "off".to_owned(),
        (true, None) => "on".to_owned(),
        (true, Some(days)) => format!("on, for {days} days"),
    }
}
