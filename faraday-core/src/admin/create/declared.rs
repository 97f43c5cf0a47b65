//! The table that a struct declares, as the SDK's types.

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ProvisionedThroughput, ScalarAttributeType, StreamSpecification, StreamViewType,
};

use serde_json::{Map, Value, json};

use crate::error::{Error, ErrorKind, Result};
use crate::execute::Request;
use crate::schema::{Billing, IndexSchema, IndexScope, KeyElement, Projected, StreamView, TableSchema};

/// Converts the error of an SDK builder, which reports missing required fields.
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

/// The type of every key attribute of the table and its indexes, each once.
fn definitions(schema: &TableSchema) -> Result<Vec<AttributeDefinition>> {
    let mut keys = vec![schema.partition_key()];
    keys.extend(schema.sort_key());
    for index in schema.all_indexes() {
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

fn throughput((read, write): (u32, u32)) -> Result<ProvisionedThroughput> {
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

/// A global index. If the table is provisioned, the index has its own declared units, or those of the table.
fn global(index: &IndexSchema, table: Option<(u32, u32)>) -> Result<GlobalSecondaryIndex> {
    let units = table.map(|table| throughput(index.throughput().unwrap_or(table))).transpose()?;
    GlobalSecondaryIndex::builder()
        .index_name(index.name())
        .set_key_schema(Some(key(index.partition_key(), index.sort_key())?))
        .projection(projection(index))
        .set_provisioned_throughput(units)
        .build()
        .map_err(incomplete)
}

fn local(index: &IndexSchema) -> Result<LocalSecondaryIndex> {
    LocalSecondaryIndex::builder()
        .index_name(index.name())
        .set_key_schema(Some(key(index.partition_key(), index.sort_key())?))
        .projection(projection(index))
        .build()
        .map_err(incomplete)
}

/// The structs of an enum may declare one index, all in the same way.
fn names_are_distinct(indexes: &[&IndexSchema]) -> Result<()> {
    let mut rest = indexes;
    while let [index, others @ ..] = rest {
        if others.iter().any(|other| other.name() == index.name()) {
            let name = index.name();
            let message =
                format!("the items of the table declare the index `{name}` in two ways: declare it once, or alike");
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        }
        rest = others;
    }
    Ok(())
}

/// The parameters of a new table.
pub(super) struct Declared {
    pub(super) key: Vec<KeySchemaElement>,
    pub(super) definitions: Vec<AttributeDefinition>,
    pub(super) global: Vec<GlobalSecondaryIndex>,
    pub(super) local: Vec<LocalSecondaryIndex>,
    pub(super) throughput: Option<ProvisionedThroughput>,
    pub(super) stream: Option<StreamViewType>,
}

fn stream_view(view: StreamView) -> StreamViewType {
    match view {
        StreamView::KeysOnly => StreamViewType::KeysOnly,
        StreamView::NewImage => StreamViewType::NewImage,
        StreamView::OldImage => StreamViewType::OldImage,
        StreamView::NewAndOldImages => StreamViewType::NewAndOldImages,
    }
}

impl Declared {
    pub(super) fn new(schema: &TableSchema, billing: Billing) -> Result<Self> {
        let units = match billing {
            Billing::OnDemand => None,
            Billing::Provisioned(read, write) => Some((read, write)),
        };
        let indexes = schema.all_indexes();
        let of = |scope| indexes.iter().copied().filter(move |index| index.scope() == scope);
        names_are_distinct(&indexes)?;
        Ok(Self {
            key: key(&[schema.partition_key()], schema.sort_key().as_slice())?,
            definitions: definitions(schema)?,
            global: of(IndexScope::Global).map(|index| global(index, units)).collect::<Result<_>>()?,
            local: of(IndexScope::Local).map(local).collect::<Result<_>>()?,
            throughput: units.map(throughput).transpose()?,
            stream: schema.stream().map(stream_view),
        })
    }

    /// Sets the parameters in the SDK's request.
    pub(super) fn fill(self, builder: CreateTableFluentBuilder) -> CreateTableFluentBuilder {
        let stream = |view| StreamSpecification::builder().stream_enabled(true).stream_view_type(view).build().ok();
        builder
            .set_stream_specification(self.stream.clone().and_then(stream))
            .billing_mode(self.billing())
            .set_provisioned_throughput(self.throughput)
            .set_key_schema(Some(self.key))
            .set_attribute_definitions(Some(self.definitions))
            .set_global_secondary_indexes(Some(self.global).filter(|indexes| !indexes.is_empty()))
            .set_local_secondary_indexes(Some(self.local).filter(|indexes| !indexes.is_empty()))
    }

    pub(super) fn billing(&self) -> BillingMode {
        if self.throughput.is_some() { BillingMode::Provisioned } else { BillingMode::PayPerRequest }
    }

    /// The same request as the SDK writes it, for `explain`.
    pub(super) fn request(&self) -> Request {
        let mut request = Request::new();
        let definition = |definition: &AttributeDefinition| {
            json!({
                "AttributeName": definition.attribute_name(),
                "AttributeType": definition.attribute_type().as_str(),
            })
        };
        put(&mut request, "AttributeDefinitions", &self.definitions.iter().map(definition).collect());
        put(&mut request, "KeySchema", &key_json(&self.key));
        let local =
            |index: &LocalSecondaryIndex| index_json(index.index_name(), index.key_schema(), index.projection(), None);
        let global = |index: &GlobalSecondaryIndex| {
            let units = index.provisioned_throughput();
            index_json(index.index_name(), index.key_schema(), index.projection(), units)
        };
        if !self.local.is_empty() {
            put(&mut request, "LocalSecondaryIndexes", &self.local.iter().map(local).collect());
        }
        if !self.global.is_empty() {
            put(&mut request, "GlobalSecondaryIndexes", &self.global.iter().map(global).collect());
        }
        request.text("BillingMode", self.billing().as_str());
        if let Some(units) = &self.throughput {
            put(&mut request, "ProvisionedThroughput", &units_json(units));
        }
        if let Some(view) = &self.stream {
            let stream = json!({ "StreamEnabled": true, "StreamViewType": view.as_str() });
            put(&mut request, "StreamSpecification", &stream);
        }
        request
    }
}

fn put(request: &mut Request, name: &'static str, value: &Value) {
    request.json(name, value.to_string().into_bytes());
}

fn key_json(key: &[KeySchemaElement]) -> Value {
    let element = |element: &KeySchemaElement| json!({ "AttributeName": element.attribute_name(), "KeyType": element.key_type().as_str() });
    key.iter().map(element).collect()
}

fn units_json(units: &ProvisionedThroughput) -> Value {
    json!({ "ReadCapacityUnits": units.read_capacity_units(), "WriteCapacityUnits": units.write_capacity_units() })
}

fn index_json(
    name: &str,
    key: &[KeySchemaElement],
    projection: Option<&Projection>,
    units: Option<&ProvisionedThroughput>,
) -> Value {
    let mut index = Map::from_iter([("IndexName".into(), name.into()), ("KeySchema".into(), key_json(key))]);
    if let Some(projection) = projection {
        let kind = projection.projection_type().map(ProjectionType::as_str);
        let mut projected = Map::from_iter([("ProjectionType".into(), kind.into())]);
        if !projection.non_key_attributes().is_empty() {
            projected.insert("NonKeyAttributes".into(), projection.non_key_attributes().into());
        }
        index.insert("Projection".into(), projected.into());
    }
    if let Some(units) = units {
        index.insert("ProvisionedThroughput".into(), units_json(units));
    }
    index.into()
}
