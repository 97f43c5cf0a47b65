//! Reads the parameters that would make a live table out of its description.

use aws_sdk_dynamodb::types;

use super::{
    AttributeDefinition, BillingMode, IndexRequest, KeyRole, KeySchemaElement, MaxUnits, Projection, SearchRole,
    SearchSchemaElement, SseSpecification, StreamSpecification, TableRequest, Units, VectorAttribute,
    VectorIndexRequest, WarmUnits,
};

impl TableRequest {
    /// Returns the parameters of a live table. Another request reads its tags.
    pub(crate) fn of_live(table: &types::TableDescription) -> Self {
        let mode = table.billing_mode_summary().and_then(|summary| summary.billing_mode());
        let is_on_demand = mode == Some(&types::BillingMode::PayPerRequest);
        let of_global = |index: &types::GlobalSecondaryIndexDescription| global(index, is_on_demand);
        let class = table.table_class_summary().and_then(|summary| summary.table_class());
        Self {
            attribute_definitions: table.attribute_definitions().iter().map(definition).collect(),
            key_schema: elements(table.key_schema()),
            local_secondary_indexes: table.local_secondary_indexes().iter().map(local).collect(),
            global_secondary_indexes: table.global_secondary_indexes().iter().map(of_global).collect(),
            global_secondary_index_updates: Vec::new(),
            vector_indexes: table.vector_indexes().iter().map(vector_index).collect(),
            vector_index_updates: Vec::new(),
            billing_mode: Some(if is_on_demand { BillingMode::PayPerRequest } else { BillingMode::Provisioned }),
            provisioned_throughput: table.provisioned_throughput().map(units).filter(|_| !is_on_demand),
            on_demand_throughput: table.on_demand_throughput().and_then(max_units).filter(|_| is_on_demand),
            stream_specification: table.stream_specification().and_then(stream),
            sse_specification: Some(sse(table.sse_description())),
            table_class: Some(class.map_or("STANDARD", types::TableClass::as_str).to_owned()),
            deletion_protection_enabled: Some(table.deletion_protection_enabled().unwrap_or_default()),
            warm_throughput: table
                .warm_throughput()
                .and_then(|warm| warm_units(warm.read_units_per_second(), warm.write_units_per_second())),
            tags: Vec::new(),
        }
    }
}

fn definition(definition: &types::AttributeDefinition) -> AttributeDefinition {
    AttributeDefinition {
        attribute_name: definition.attribute_name().to_owned(),
        attribute_type: definition.attribute_type().as_str().to_owned(),
    }
}

fn elements(elements: &[types::KeySchemaElement]) -> Vec<KeySchemaElement> {
    let element = |element: &types::KeySchemaElement| KeySchemaElement {
        attribute_name: element.attribute_name().to_owned(),
        key_type: match element.key_type() {
            types::KeyType::Hash => KeyRole::Partition,
            _ => KeyRole::Sort,
        },
    };
    elements.iter().map(element).collect()
}

fn units(units: &types::ProvisionedThroughputDescription) -> Units {
    Units {
        read_capacity_units: units.read_capacity_units().unwrap_or_default(),
        write_capacity_units: units.write_capacity_units().unwrap_or_default(),
    }
}

/// The limits, if there are any.
fn max_units(units: &types::OnDemandThroughput) -> Option<MaxUnits> {
    let units = MaxUnits {
        max_read_request_units: units.max_read_request_units().unwrap_or(-1),
        max_write_request_units: units.max_write_request_units().unwrap_or(-1),
    };
    Some(units).filter(|units| *units != MaxUnits::NONE)
}

fn warm_units(read: Option<i64>, write: Option<i64>) -> Option<WarmUnits> {
    Some(WarmUnits { read_units_per_second: read?, write_units_per_second: write? })
}

fn projection(projection: Option<&types::Projection>) -> Projection {
    let kind = projection.and_then(|projection| projection.projection_type());
    let names = projection.map(|projection| projection.non_key_attributes().to_vec()).unwrap_or_default();
    Projection {
        projection_type: kind.map_or("ALL", types::ProjectionType::as_str).to_owned(),
        non_key_attributes: names,
    }
}

fn local(index: &types::LocalSecondaryIndexDescription) -> IndexRequest {
    IndexRequest {
        index_name: index.index_name().unwrap_or_default().to_owned(),
        key_schema: elements(index.key_schema()),
        projection: projection(index.projection()),
        provisioned_throughput: None,
        on_demand_throughput: None,
        warm_throughput: None,
    }
}

fn global(index: &types::GlobalSecondaryIndexDescription, is_on_demand: bool) -> IndexRequest {
    let warm = index.warm_throughput();
    IndexRequest {
        index_name: index.index_name().unwrap_or_default().to_owned(),
        key_schema: elements(index.key_schema()),
        projection: projection(index.projection()),
        provisioned_throughput: index.provisioned_throughput().map(units).filter(|_| !is_on_demand),
        on_demand_throughput: index.on_demand_throughput().and_then(max_units).filter(|_| is_on_demand),
        warm_throughput: warm.and_then(|warm| warm_units(warm.read_units_per_second(), warm.write_units_per_second())),
    }
}

fn vector_index(index: &types::VectorIndexDescription) -> VectorIndexRequest {
    let attribute = index.vector_attribute().map(|attribute| attribute.attribute_name().to_owned());
    let element = |element: &types::SearchSchemaElement| SearchSchemaElement {
        attribute_name: element.attribute_name().to_owned(),
        search_schema_element_type: match element.search_schema_element_type() {
            types::SearchSchemaElementType::Hash => SearchRole::Partition,
            _ => SearchRole::Filter,
        },
    };
    VectorIndexRequest {
        index_name: index.index_name().unwrap_or_default().to_owned(),
        vector_attribute: VectorAttribute { attribute_name: attribute.unwrap_or_default() },
        search_schema: index.search_schema().iter().map(element).collect(),
        projection: projection(index.projection()),
        dimensions: index.dimensions().unwrap_or_default(),
        distance_function: index.distance_function().map(|name| name.as_str().to_owned()).unwrap_or_default(),
    }
}

fn stream(stream: &types::StreamSpecification) -> Option<StreamSpecification> {
    let view = stream.stream_view_type().map(|view| view.as_str().to_owned());
    stream.stream_enabled().then_some(StreamSpecification { stream_enabled: true, stream_view_type: view })
}

/// If a table's description has no encryption, it is encrypted with DynamoDB's own key.
fn sse(sse: Option<&types::SseDescription>) -> SseSpecification {
    let is_on = |status: &types::SseStatus| {
        matches!(status, types::SseStatus::Enabled | types::SseStatus::Enabling | types::SseStatus::Updating)
    };
    match sse.filter(|sse| sse.status().is_some_and(is_on)) {
        None => SseSpecification { enabled: false, sse_type: None, kms_master_key_id: None },
        Some(sse) => SseSpecification {
            enabled: true,
            sse_type: sse.sse_type().map(|kind| kind.as_str().to_owned()),
            kms_master_key_id: sse.kms_master_key_arn().map(str::to_owned),
        },
    }
}
