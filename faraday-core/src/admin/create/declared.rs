//! What a struct declares of its table, in the SDK's types.

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ProvisionedThroughput, ScalarAttributeType,
};

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{IndexSchema, KeyElement, Projected, TableSchema};

/// The SDK's builders check that what is required is there.
fn incomplete(error: BuildError) -> Error {
    Error::caused(ErrorKind::InvalidArgument, error)
}

fn key(partition: &[KeyElement], sort: &[KeyElement]) -> Result<Vec<KeySchemaElement>> {
    let roles = partition.iter().map(|key| (key, KeyType::Hash)).chain(sort.iter().map(|key| (key, KeyType::Range)));
    let element = |(key, role): (&KeyElement, _)| {
        KeySchemaElement::builder().attribute_name(key.name()).key_type(role).build().map_err(incomplete)
    };
    roles.map(element).collect()
}

pub(super) fn table_key(schema: &TableSchema) -> Result<Vec<KeySchemaElement>> {
    key(&[schema.partition_key()], schema.sort_key().as_slice())
}

/// The type of every key attribute of the table and its indexes, each once.
pub(super) fn definitions(schema: &TableSchema) -> Result<Vec<AttributeDefinition>> {
    let mut keys = vec![schema.partition_key()];
    keys.extend(schema.sort_key());
    for index in schema.indexes() {
        keys.extend(index.partition_key().iter().chain(index.sort_key()));
    }
    let mut definitions: Vec<AttributeDefinition> = Vec::new();
    for key in keys {
        if definitions.iter().any(|known| known.attribute_name() == key.name()) {
            continue;
        }
        let key_type = ScalarAttributeType::from(key.key_type().name());
        let definition = AttributeDefinition::builder().attribute_name(key.name()).attribute_type(key_type);
        definitions.push(definition.build().map_err(incomplete)?);
    }
    Ok(definitions)
}

pub(super) fn throughput((read, write): (u32, u32)) -> Result<ProvisionedThroughput> {
    let units = ProvisionedThroughput::builder().read_capacity_units(read.into()).write_capacity_units(write.into());
    units.build().map_err(incomplete)
}

fn projection(index: &IndexSchema) -> Projection {
    let builder = Projection::builder();
    match index.projection() {
        Projected::All => builder.projection_type(ProjectionType::All),
        Projected::KeysOnly => builder.projection_type(ProjectionType::KeysOnly),
        Projected::Include(names) => builder
            .projection_type(ProjectionType::Include)
            .set_non_key_attributes(Some(names.iter().map(|name| (*name).to_owned()).collect())),
    }
    .build()
}

/// A global index; of a provisioned table it has the units that it declares, or the table's.
pub(super) fn global(index: &IndexSchema, table: Option<(u32, u32)>) -> Result<GlobalSecondaryIndex> {
    let units = table.map(|table| throughput(index.throughput().unwrap_or(table))).transpose()?;
    GlobalSecondaryIndex::builder()
        .index_name(index.name())
        .set_key_schema(Some(key(index.partition_key(), index.sort_key())?))
        .projection(projection(index))
        .set_provisioned_throughput(units)
        .build()
        .map_err(incomplete)
}

pub(super) fn local(index: &IndexSchema) -> Result<LocalSecondaryIndex> {
    LocalSecondaryIndex::builder()
        .index_name(index.name())
        .set_key_schema(Some(key(index.partition_key(), index.sort_key())?))
        .projection(projection(index))
        .build()
        .map_err(incomplete)
}

/// A key schema as JSON, for a reader's eyes.
pub(super) fn key_json(partition: &[KeyElement], sort: &[KeyElement]) -> Vec<u8> {
    let element = |key: &KeyElement, role: &str| serde_json::json!({ "AttributeName": key.name(), "KeyType": role });
    let partition = partition.iter().map(|key| element(key, "HASH"));
    let keys: Vec<_> = partition.chain(sort.iter().map(|key| element(key, "RANGE"))).collect();
    serde_json::Value::from(keys).to_string().into_bytes()
}

/// An index as JSON, for a reader's eyes.
pub(super) fn index_json(index: &IndexSchema) -> String {
    let keys = key_json(index.partition_key(), index.sort_key());
    let projection = match index.projection() {
        Projected::All => serde_json::json!({ "ProjectionType": "ALL" }),
        Projected::KeysOnly => serde_json::json!({ "ProjectionType": "KEYS_ONLY" }),
        Projected::Include(names) => serde_json::json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": names }),
    };
    let name = serde_json::Value::from(index.name());
    format!(r#"{{"IndexName":{name},"KeySchema":{},"Projection":{projection}}}"#, String::from_utf8_lossy(&keys))
}
