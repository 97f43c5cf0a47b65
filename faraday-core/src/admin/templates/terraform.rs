//! Writes a declaration as a resource `aws_dynamodb_table` of Terraform, in its JSON syntax.

use super::cloudformation::{billing_mode, key_type};
use super::ordered_json::Json;
use crate::admin::declaration::{Declaration, Recovery};
use crate::admin::request::{
    AttributeDefinition, IndexRequest, KeyRole, KeySchemaElement, MaxUnits, SseSpecification, StreamSpecification,
    WarmUnits,
};

/// Returns a whole file with one resource. The name and the encryption key may hold `${…}`; every other text is escaped, so that Terraform
/// keeps it as it is.
pub(super) fn template(label: &str, is_deletable: bool, name: &str, declared: &Declaration) -> Json {
    let lifecycle = (!is_deletable).then(|| Json::object().with("prevent_destroy", true));
    let arguments = arguments(name, declared).with_some("lifecycle", lifecycle);
    let resource = Json::object().with("aws_dynamodb_table", Json::object().with(label, arguments));
    Json::object().with("resource", resource)
}

fn arguments(name: &str, declared: &Declaration) -> Json {
    let table = &declared.table;
    let units = table.provisioned_throughput;
    let stream = table.stream_specification.as_ref();
    let tags = table.tags.iter().fold(Json::object(), |tags, tag| tags.with(literal(&tag.key), literal(&tag.value)));
    Json::object()
        .with("name", name)
        .with_some("billing_mode", table.billing_mode.map(billing_mode))
        .with_some("read_capacity", units.map(|units| units.read_capacity_units))
        .with_some("write_capacity", units.map(|units| units.write_capacity_units))
        .with_some("hash_key", key(&table.key_schema, KeyRole::Partition))
        .with_some("range_key", key(&table.key_schema, KeyRole::Sort))
        .with("attribute", Json::list(&table.attribute_definitions, attribute))
        .with_some("global_secondary_index", Some(Json::list(&table.global_secondary_indexes, global_index)))
        .with_some("local_secondary_index", Some(Json::list(&table.local_secondary_indexes, local_index)))
        .with_some("on_demand_throughput", table.on_demand_throughput.map(max_units))
        .with_some("warm_throughput", table.warm_throughput.map(warm_units))
        .with_some("stream_enabled", stream.map(|stream| stream.stream_enabled))
        .with_some("stream_view_type", stream.and_then(stream_view_type))
        .with_some("ttl", declared.time_to_live.as_deref().map(time_to_live))
        .with_some("point_in_time_recovery", declared.point_in_time_recovery.map(recovery))
        .with_some("server_side_encryption", table.sse_specification.as_ref().map(encryption))
        .with_some("table_class", table.table_class.as_ref())
        .with_some("deletion_protection_enabled", table.deletion_protection_enabled)
        .with_some("tags", Some(tags).filter(|_| !table.tags.is_empty()))
}

/// Escapes a text, so that Terraform replaces nothing in it.
fn literal(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Returns the attribute with this role in the key of the table or of a local index.
fn key(schema: &[KeySchemaElement], role: KeyRole) -> Option<String> {
    schema.iter().find(|element| element.key_type == role).map(|element| literal(&element.attribute_name))
}

fn attribute(definition: &AttributeDefinition) -> Json {
    Json::object().with("name", literal(&definition.attribute_name)).with("type", &definition.attribute_type)
}

fn global_index(index: &IndexRequest) -> Json {
    let element = |element: &KeySchemaElement| {
        Json::object()
            .with("attribute_name", literal(&element.attribute_name))
            .with("key_type", key_type(element.key_type))
    };
    let units = index.provisioned_throughput;
    Json::object()
        .with("name", &index.index_name)
        .with("key_schema", Json::list(&index.key_schema, element))
        .with("projection_type", &index.projection.projection_type)
        .with_some("non_key_attributes", Some(projected(index)))
        .with_some("read_capacity", units.map(|units| units.read_capacity_units))
        .with_some("write_capacity", units.map(|units| units.write_capacity_units))
        .with_some("on_demand_throughput", index.on_demand_throughput.map(max_units))
        .with_some("warm_throughput", index.warm_throughput.map(warm_units))
}

/// Leaves out the partition key, because it is the table's and Terraform does not accept it.
fn local_index(index: &IndexRequest) -> Json {
    Json::object()
        .with("name", &index.index_name)
        .with_some("range_key", key(&index.key_schema, KeyRole::Sort))
        .with("projection_type", &index.projection.projection_type)
        .with_some("non_key_attributes", Some(projected(index)))
}

fn projected(index: &IndexRequest) -> Json {
    Json::list(&index.projection.non_key_attributes, |name| Json::from(literal(name)))
}

fn max_units(units: MaxUnits) -> Json {
    Json::object()
        .with("max_read_request_units", units.max_read_request_units)
        .with("max_write_request_units", units.max_write_request_units)
}

fn warm_units(units: WarmUnits) -> Json {
    Json::object()
        .with("read_units_per_second", units.read_units_per_second)
        .with("write_units_per_second", units.write_units_per_second)
}

fn stream_view_type(stream: &StreamSpecification) -> Option<&String> {
    stream.stream_view_type.as_ref()
}

fn time_to_live(attribute: &str) -> Json {
    Json::object().with("attribute_name", literal(attribute)).with("enabled", true)
}

fn recovery(recovery: Recovery) -> Json {
    Json::object()
        .with("enabled", recovery.point_in_time_recovery_enabled)
        .with_some("recovery_period_in_days", recovery.recovery_period_in_days.map(i64::from))
}

fn encryption(sse: &SseSpecification) -> Json {
    Json::object().with("enabled", sse.enabled).with_some("kms_key_arn", sse.kms_master_key_id.as_ref())
}
