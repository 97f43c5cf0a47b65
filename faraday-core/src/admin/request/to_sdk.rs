//! Converts the parameters to the SDK's types.

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::operation::update_table::builders::UpdateTableFluentBuilder;
use aws_sdk_dynamodb::types;

use super::{
    AttributeDefinition, BillingMode, IndexRequest, IndexUpdate, KeyRole, KeySchemaElement, MaxUnits, Projection,
    SearchRole, SearchSchemaElement, SseSpecification, StreamSpecification, TableRequest, Tag, Units,
    VectorIndexRequest, VectorIndexUpdate, WarmUnits,
};
use crate::error::{Error, ErrorKind, Result};

/// Converts the error of an SDK builder, which reports missing required fields.
fn incomplete(error: BuildError) -> Error {
    Error::caused(ErrorKind::InvalidArgument, error)
}

/// Converts a list; `None` if it is empty, because DynamoDB refuses empty lists.
fn list<T, U>(all: Vec<T>, convert: impl Fn(T) -> Result<U>) -> Result<Option<Vec<U>>> {
    let all = all.into_iter().map(convert).collect::<Result<Vec<_>>>()?;
    Ok(Some(all).filter(|all| !all.is_empty()))
}

impl TableRequest {
    /// Sets the parameters of a new table.
    pub(crate) fn create(self, builder: CreateTableFluentBuilder) -> Result<CreateTableFluentBuilder> {
        Ok(builder
            .set_attribute_definitions(list(self.attribute_definitions, definition)?)
            .set_key_schema(list(self.key_schema, element)?)
            .set_local_secondary_indexes(list(self.local_secondary_indexes, local)?)
            .set_global_secondary_indexes(list(self.global_secondary_indexes, global)?)
            .set_vector_indexes(list(self.vector_indexes, vector_index)?)
            .set_billing_mode(self.billing_mode.map(billing))
            .set_provisioned_throughput(self.provisioned_throughput.map(units).transpose()?)
            .set_on_demand_throughput(self.on_demand_throughput.map(max_units))
            .set_stream_specification(self.stream_specification.map(stream).transpose()?)
            .set_sse_specification(self.sse_specification.map(sse))
            .set_table_class(self.table_class.map(|class| class.as_str().into()))
            .set_deletion_protection_enabled(self.deletion_protection_enabled)
            .set_warm_throughput(self.warm_throughput.map(warm_units))
            .set_tags(tags(self.tags)?))
    }

    /// Sets the parameters of a change.
    pub(crate) fn update(self, builder: UpdateTableFluentBuilder) -> Result<UpdateTableFluentBuilder> {
        Ok(builder
            .set_attribute_definitions(list(self.attribute_definitions, definition)?)
            .set_global_secondary_index_updates(list(self.global_secondary_index_updates, index_update)?)
            .set_vector_index_updates(list(self.vector_index_updates, vector_index_update)?)
            .set_billing_mode(self.billing_mode.map(billing))
            .set_provisioned_throughput(self.provisioned_throughput.map(units).transpose()?)
            .set_on_demand_throughput(self.on_demand_throughput.map(max_units))
            .set_stream_specification(self.stream_specification.map(stream).transpose()?)
            .set_sse_specification(self.sse_specification.map(sse))
            .set_table_class(self.table_class.map(|class| class.as_str().into()))
            .set_deletion_protection_enabled(self.deletion_protection_enabled)
            .set_warm_throughput(self.warm_throughput.map(warm_units)))
    }
}

/// Converts the tags; `None` if there are none.
pub(crate) fn tags(tags: Vec<Tag>) -> Result<Option<Vec<types::Tag>>> {
    list(tags, |tag| types::Tag::builder().key(tag.key).value(tag.value).build().map_err(incomplete))
}

fn definition(definition: AttributeDefinition) -> Result<types::AttributeDefinition> {
    let builder = types::AttributeDefinition::builder().attribute_name(definition.attribute_name);
    builder.attribute_type(definition.attribute_type.as_str().into()).build().map_err(incomplete)
}

fn element(element: KeySchemaElement) -> Result<types::KeySchemaElement> {
    let role = match element.key_type {
        KeyRole::Partition => types::KeyType::Hash,
        KeyRole::Sort => types::KeyType::Range,
    };
    let builder = types::KeySchemaElement::builder().attribute_name(element.attribute_name);
    builder.key_type(role).build().map_err(incomplete)
}

fn billing(mode: BillingMode) -> types::BillingMode {
    match mode {
        BillingMode::PayPerRequest => types::BillingMode::PayPerRequest,
        BillingMode::Provisioned => types::BillingMode::Provisioned,
    }
}

fn units(units: Units) -> Result<types::ProvisionedThroughput> {
    let builder = types::ProvisionedThroughput::builder().read_capacity_units(units.read_capacity_units);
    builder.write_capacity_units(units.write_capacity_units).build().map_err(incomplete)
}

fn max_units(units: MaxUnits) -> types::OnDemandThroughput {
    let builder = types::OnDemandThroughput::builder().max_read_request_units(units.max_read_request_units);
    builder.max_write_request_units(units.max_write_request_units).build()
}

fn warm_units(units: WarmUnits) -> types::WarmThroughput {
    let builder = types::WarmThroughput::builder().read_units_per_second(units.read_units_per_second);
    builder.write_units_per_second(units.write_units_per_second).build()
}

fn projection(projection: Projection) -> types::Projection {
    let names = Some(projection.non_key_attributes).filter(|names| !names.is_empty());
    let builder = types::Projection::builder().projection_type(projection.projection_type.as_str().into());
    builder.set_non_key_attributes(names).build()
}

fn local(index: IndexRequest) -> Result<types::LocalSecondaryIndex> {
    types::LocalSecondaryIndex::builder()
        .index_name(index.index_name)
        .set_key_schema(list(index.key_schema, element)?)
        .projection(projection(index.projection))
        .build()
        .map_err(incomplete)
}

fn global(index: IndexRequest) -> Result<types::GlobalSecondaryIndex> {
    types::GlobalSecondaryIndex::builder()
        .index_name(index.index_name)
        .set_key_schema(list(index.key_schema, element)?)
        .projection(projection(index.projection))
        .set_provisioned_throughput(index.provisioned_throughput.map(units).transpose()?)
        .set_on_demand_throughput(index.on_demand_throughput.map(max_units))
        .set_warm_throughput(index.warm_throughput.map(warm_units))
        .build()
        .map_err(incomplete)
}

fn index_update(update: IndexUpdate) -> Result<types::GlobalSecondaryIndexUpdate> {
    let builder = types::GlobalSecondaryIndexUpdate::builder();
    let builder = match update {
        IndexUpdate::Create(index) => builder.create(added(index)?),
        IndexUpdate::Update(index) => builder.update(
            types::UpdateGlobalSecondaryIndexAction::builder()
                .index_name(index.index_name)
                .set_provisioned_throughput(index.provisioned_throughput.map(units).transpose()?)
                .set_on_demand_throughput(index.on_demand_throughput.map(max_units))
                .set_warm_throughput(index.warm_throughput.map(warm_units))
                .build()
                .map_err(incomplete)?,
        ),
        IndexUpdate::Delete(index) => {
            let action = types::DeleteGlobalSecondaryIndexAction::builder().index_name(index.index_name);
            builder.delete(action.build().map_err(incomplete)?)
        }
    };
    Ok(builder.build())
}

fn added(index: IndexRequest) -> Result<types::CreateGlobalSecondaryIndexAction> {
    types::CreateGlobalSecondaryIndexAction::builder()
        .index_name(index.index_name)
        .set_key_schema(list(index.key_schema, element)?)
        .projection(projection(index.projection))
        .set_provisioned_throughput(index.provisioned_throughput.map(units).transpose()?)
        .set_on_demand_throughput(index.on_demand_throughput.map(max_units))
        .set_warm_throughput(index.warm_throughput.map(warm_units))
        .build()
        .map_err(incomplete)
}

fn search_element(element: SearchSchemaElement) -> Result<types::SearchSchemaElement> {
    let role = match element.search_schema_element_type {
        SearchRole::Partition => types::SearchSchemaElementType::Hash,
        SearchRole::Filter => types::SearchSchemaElementType::InlineFilter,
    };
    let builder = types::SearchSchemaElement::builder().attribute_name(element.attribute_name);
    builder.search_schema_element_type(role).build().map_err(incomplete)
}

fn vector_attribute(index: &VectorIndexRequest) -> Result<types::VectorAttributeDefinition> {
    let name = index.vector_attribute.attribute_name.clone();
    types::VectorAttributeDefinition::builder().attribute_name(name).build().map_err(incomplete)
}

/// Sets the parameters of a vector index: the SDK has one type for new tables and another for existing ones.
macro_rules! set_vector_index {
    ($builder:expr, $index:ident) => {
        $builder
            .vector_attribute(vector_attribute(&$index)?)
            .index_name($index.index_name)
            .set_search_schema(list($index.search_schema, search_element)?)
            .projection(projection($index.projection))
            .dimensions($index.dimensions)
            .distance_function($index.distance_function.as_str().into())
            .build()
            .map_err(incomplete)
    };
}

fn vector_index(index: VectorIndexRequest) -> Result<types::VectorIndex> {
    set_vector_index!(types::VectorIndex::builder(), index)
}

fn vector_index_update(update: VectorIndexUpdate) -> Result<types::VectorIndexUpdate> {
    let builder = types::VectorIndexUpdate::builder();
    let builder = match update {
        VectorIndexUpdate::Create(index) => {
            builder.create(set_vector_index!(types::CreateVectorIndexAction::builder(), index)?)
        }
        VectorIndexUpdate::Delete(index) => {
            let action = types::DeleteVectorIndexAction::builder().index_name(index.index_name);
            builder.delete(action.build().map_err(incomplete)?)
        }
    };
    Ok(builder.build())
}

fn stream(stream: StreamSpecification) -> Result<types::StreamSpecification> {
    let view = stream.stream_view_type.map(|view| view.as_str().into());
    let builder = types::StreamSpecification::builder().stream_enabled(stream.stream_enabled);
    builder.set_stream_view_type(view).build().map_err(incomplete)
}

fn sse(sse: SseSpecification) -> types::SseSpecification {
    let kind = sse.sse_type.map(|kind| kind.as_str().into());
    let builder = types::SseSpecification::builder().enabled(sse.enabled).set_sse_type(kind);
    builder.set_kms_master_key_id(sse.kms_master_key_id).build()
}
