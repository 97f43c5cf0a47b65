//! Writes a declaration as a resource `AWS::DynamoDB::Table` of CloudFormation.

use super::ordered_json::Json;
use crate::admin::declaration::{Declaration, Recovery};
use crate::admin::request::{
    AttributeDefinition, BillingMode, IndexRequest, KeyRole, KeySchemaElement, MaxUnits, Projection,
    SearchSchemaElement, SseSpecification, Tag, Units, VectorIndexRequest, WarmUnits,
};

/// Returns a whole template with one resource.
pub(super) fn template(logical_id: &str, is_deletable: bool, properties: Json) -> Json {
    let policy = if is_deletable { "Delete" } else { "Retain" };
    let resource = Json::object()
        .with("Type", "AWS::DynamoDB::Table")
        .with("DeletionPolicy", policy)
        .with("UpdateReplacePolicy", policy)
        .with("Properties", properties);
    Json::object()
        .with("AWSTemplateFormatVersion", "2010-09-09")
        .with("Resources", Json::object().with(logical_id, resource))
}

/// Returns the properties of the table. `text` writes the texts that may hold `${…}`: the name and the encryption key.
pub(super) fn properties(name: Option<&str>, declared: &Declaration, text: fn(&str) -> Json) -> Json {
    let table = &declared.table;
    let stream = table.stream_specification.as_ref().filter(|stream| stream.stream_enabled);
    let stream = stream.and_then(|stream| stream.stream_view_type.as_ref());
    Json::object()
        .with_some("TableName", name.map(text))
        .with("AttributeDefinitions", Json::list(&table.attribute_definitions, attribute_definition))
        .with("KeySchema", Json::list(&table.key_schema, key_schema_element))
        .with_some("GlobalSecondaryIndexes", Some(Json::list(&table.global_secondary_indexes, index)))
        .with_some("LocalSecondaryIndexes", Some(Json::list(&table.local_secondary_indexes, index)))
        .with_some("VectorIndexes", Some(Json::list(&table.vector_indexes, vector_index)))
        .with_some("BillingMode", table.billing_mode.map(billing_mode))
        .with_some("ProvisionedThroughput", table.provisioned_throughput.map(units))
        .with_some("OnDemandThroughput", table.on_demand_throughput.map(max_units))
        .with_some("WarmThroughput", table.warm_throughput.map(warm_units))
        .with_some("StreamSpecification", stream.map(|view| Json::object().with("StreamViewType", view)))
        .with_some("TimeToLiveSpecification", declared.time_to_live.as_deref().map(time_to_live))
        .with_some("PointInTimeRecoverySpecification", declared.point_in_time_recovery.map(recovery))
        .with_some("SSESpecification", table.sse_specification.as_ref().map(|sse| encryption(sse, text)))
        .with_some("TableClass", table.table_class.as_ref())
        .with_some("DeletionProtectionEnabled", table.deletion_protection_enabled)
        .with_some("Tags", Some(Json::list(&table.tags, tag)))
}

/// Writes a text that may hold `${…}`, which CloudFormation replaces only in `Fn::Sub`.
pub(super) fn text(text: &str) -> Json {
    if text.contains("${") { Json::object().with("Fn::Sub", text) } else { Json::from(text) }
}

fn attribute_definition(definition: &AttributeDefinition) -> Json {
    Json::object().with("AttributeName", &definition.attribute_name).with("AttributeType", &definition.attribute_type)
}

fn key_schema_element(element: &KeySchemaElement) -> Json {
    Json::object().with("AttributeName", &element.attribute_name).with("KeyType", key_type(element.key_type))
}

pub(super) const fn key_type(role: KeyRole) -> &'static str {
    match role {
        KeyRole::Partition => "HASH",
        KeyRole::Sort => "RANGE",
    }
}

pub(super) const fn billing_mode(mode: BillingMode) -> &'static str {
    match mode {
        BillingMode::PayPerRequest => "PAY_PER_REQUEST",
        BillingMode::Provisioned => "PROVISIONED",
    }
}

fn projection(projection: &Projection) -> Json {
    let names = Json::list(&projection.non_key_attributes, Json::from);
    Json::object().with("ProjectionType", &projection.projection_type).with_some("NonKeyAttributes", Some(names))
}

fn vector_index(index: &VectorIndexRequest) -> Json {
    let element = |element: &SearchSchemaElement| {
        Json::object()
            .with("AttributeName", &element.attribute_name)
            .with("SearchSchemaElementType", element.search_schema_element_type.name())
    };
    Json::object()
        .with("IndexName", &index.index_name)
        .with("VectorAttribute", Json::object().with("AttributeName", &index.vector_attribute.attribute_name))
        .with("Dimensions", index.dimensions)
        .with("DistanceFunction", &index.distance_function)
        .with_some("SearchSchema", Some(Json::list(&index.search_schema, element)))
        .with("Projection", projection(&index.projection))
}

fn index(index: &IndexRequest) -> Json {
    Json::object()
        .with("IndexName", &index.index_name)
        .with("KeySchema", Json::list(&index.key_schema, key_schema_element))
        .with("Projection", projection(&index.projection))
        .with_some("ProvisionedThroughput", index.provisioned_throughput.map(units))
        .with_some("OnDemandThroughput", index.on_demand_throughput.map(max_units))
        .with_some("WarmThroughput", index.warm_throughput.map(warm_units))
}

fn units(units: Units) -> Json {
    Json::object()
        .with("ReadCapacityUnits", units.read_capacity_units)
        .with("WriteCapacityUnits", units.write_capacity_units)
}

fn max_units(units: MaxUnits) -> Json {
    Json::object()
        .with("MaxReadRequestUnits", units.max_read_request_units)
        .with("MaxWriteRequestUnits", units.max_write_request_units)
}

fn warm_units(units: WarmUnits) -> Json {
    Json::object()
        .with("ReadUnitsPerSecond", units.read_units_per_second)
        .with("WriteUnitsPerSecond", units.write_units_per_second)
}

fn time_to_live(attribute: &str) -> Json {
    Json::object().with("AttributeName", attribute).with("Enabled", true)
}

fn recovery(recovery: Recovery) -> Json {
    Json::object()
        .with("PointInTimeRecoveryEnabled", recovery.point_in_time_recovery_enabled)
        .with_some("RecoveryPeriodInDays", recovery.recovery_period_in_days.map(i64::from))
}

fn encryption(sse: &SseSpecification, text: fn(&str) -> Json) -> Json {
    Json::object()
        .with("SSEEnabled", sse.enabled)
        .with_some("SSEType", sse.sse_type.as_ref())
        .with_some("KMSMasterKeyId", sse.kms_master_key_id.as_deref().map(text))
}

fn tag(tag: &Tag) -> Json {
    Json::object().with("Key", &tag.key).with("Value", &tag.value)
}
