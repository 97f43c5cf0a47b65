//! The description of a live table, for users: [`TableDescription`].

use std::time::SystemTime;

use aws_sdk_dynamodb::primitives::DateTime;
use aws_sdk_dynamodb::types::{
    self, GlobalSecondaryIndexDescription, IndexStatus, KeySchemaElement, LocalSecondaryIndexDescription,
    ProvisionedThroughputDescription, TableStatus, TimeToLiveStatus, VectorIndexDescription,
};

use super::request::{SearchRole, TableRequest, VectorIndexRequest};
use crate::schema::{Billing, DistanceFunction, IndexScope, StreamView, TableClass};
use crate::value::AttributeType;

/// The description of a live table: see [`Table::describe`](crate::Table::describe).
///
/// [`raw`](TableDescription::raw) is DynamoDB's description in the SDK's type, which also has the encryption and the warm throughput. Tags
/// and point-in-time recovery need other requests and are not described; [`verify`](crate::Table::verify) compares them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TableDescription {
    /// The name, with the database's prefix.
    pub name: String,
    /// CREATING, ACTIVE, UPDATING, DELETING, ….
    pub status: TableStatus,
    /// The number of items, which DynamoDB counts about every six hours.
    pub item_count: u64,
    /// The size in bytes, which DynamoDB measures about every six hours.
    pub size_bytes: u64,
    /// The partition key, then the sort key if there is one.
    pub keys: Vec<KeyDescription>,
    /// How requests are charged.
    pub billing: Billing,
    /// The provisioned units and when they last changed; `None` if the table is billed on demand.
    pub throughput: Option<Throughput>,
    /// The indexes: global ones first, then local ones, then vector indexes.
    pub indexes: Vec<IndexDescription>,
    /// What the stream holds, if it is on.
    pub stream: Option<StreamView>,
    /// The ARN of the stream; if the stream is off, of the last one.
    pub stream_arn: Option<String>,
    /// The time at which the stream began, in ISO 8601.
    pub stream_label: Option<String>,
    /// The time to live.
    pub ttl: TimeToLiveDescription,
    /// The table class.
    pub table_class: TableClass,
    /// Whether the table is protected from being deleted.
    pub deletion_protection: bool,
    /// When the table was created.
    pub created_at: Option<SystemTime>,
    /// The table's ARN.
    pub arn: Option<String>,
    /// DynamoDB's description.
    pub raw: types::TableDescription,
}

/// An attribute of a key, with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyDescription {
    /// The attribute's name.
    pub name: String,
    /// S, N or B.
    pub attribute_type: AttributeType,
    /// Whether it belongs to the sort key; otherwise it belongs to the partition key.
    pub is_sort_key: bool,
}

/// The provisioned capacity units a second of a table or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Throughput {
    /// Read capacity units a second.
    pub read_units: u64,
    /// Write capacity units a second.
    pub write_units: u64,
    /// When units were last increased.
    pub last_increase: Option<SystemTime>,
    /// When units were last decreased.
    pub last_decrease: Option<SystemTime>,
    /// How often units were decreased today, in UTC.
    pub decreases_today: u64,
}

/// A secondary index of a live table.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IndexDescription {
    /// The name.
    pub name: String,
    /// Whether it is a local, global or vector index.
    pub scope: IndexScope,
    /// CREATING, ACTIVE, UPDATING or DELETING; a local index has the status of its table.
    pub status: Option<IndexStatus>,
    /// Whether DynamoDB is filling it with the table's items.
    pub is_backfilling: bool,
    /// The partition key, then the sort key if there is one.
    pub keys: Vec<KeyDescription>,
    /// The attributes that it holds of each item.
    pub projection: IndexProjection,
    /// The number of items, which DynamoDB counts about every six hours.
    pub item_count: u64,
    /// The size in bytes, which DynamoDB measures about every six hours.
    pub size_bytes: u64,
    /// The provisioned units and when they last changed; `None` for a local index, and if the table is billed on demand.
    pub throughput: Option<Throughput>,
    /// The settings of a vector index.
    pub vector: Option<VectorDescription>,
}

/// The settings of a vector index of a live table, besides its partition key and its projection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VectorDescription {
    /// The attribute that holds the vectors.
    pub attribute: String,
    /// The number of elements of each vector.
    pub dimensions: u64,
    /// How the distance of two vectors is calculated; `None` if this version of faraday does not know the function.
    pub distance: Option<DistanceFunction>,
    /// The attributes that filter a search.
    pub filters: Vec<KeyDescription>,
}

/// The attributes that a secondary index of a live table holds of each item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexProjection {
    /// The whole item.
    All,
    /// The keys of the table and of the index.
    KeysOnly,
    /// The keys and these attributes.
    Include(Vec<String>),
}

/// The time to live of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeToLiveDescription {
    /// The attribute; `None` if there is none.
    pub attribute: Option<String>,
    /// ENABLED, DISABLED, ENABLING or DISABLING.
    pub status: TimeToLiveStatus,
}

impl TableDescription {
    pub(super) fn new(table: types::TableDescription, ttl: Option<types::TimeToLiveDescription>) -> Self {
        let read = TableRequest::of_live(&table);
        let global = table.global_secondary_indexes().iter().map(|index| global(index, &read));
        let local = table.local_secondary_indexes().iter().map(|index| local(index, &read));
        let vectors = table.vector_indexes().iter().zip(&read.vector_indexes);
        let vectors = vectors.map(|(index, read_index)| vector(index, read_index, &read));
        let class = match read.table_class.as_deref() {
            Some("STANDARD_INFREQUENT_ACCESS") => TableClass::StandardInfrequentAccess,
            _ => TableClass::Standard,
        };
        Self {
            name: table.table_name().unwrap_or_default().to_owned(),
            status: table.table_status().cloned().unwrap_or(TableStatus::Active),
            item_count: count(table.item_count()),
            size_bytes: count(table.table_size_bytes()),
            keys: keys(table.key_schema(), &read),
            billing: billing(&read),
            throughput: table.provisioned_throughput().map(throughput).filter(|_| !read.is_on_demand()),
            indexes: global.chain(local).chain(vectors).collect(),
            stream: read.stream_specification.and_then(|stream| view(stream.stream_view_type.as_deref())),
            stream_arn: table.latest_stream_arn().map(str::to_owned),
            stream_label: table.latest_stream_label().map(str::to_owned),
            ttl: time_to_live(ttl),
            table_class: class,
            deletion_protection: table.deletion_protection_enabled().unwrap_or_default(),
            created_at: time(table.creation_date_time()),
            arn: table.table_arn().map(str::to_owned),
            raw: table,
        }
    }

    /// Returns the secondary index with this name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&IndexDescription> {
        self.indexes.iter().find(|index| index.name == name)
    }
}

fn count(number: Option<i64>) -> u64 {
    number.and_then(|number| u64::try_from(number).ok()).unwrap_or_default()
}

fn time(time: Option<&DateTime>) -> Option<SystemTime> {
    time.and_then(|time| SystemTime::try_from(*time).ok())
}

fn keys(elements: &[KeySchemaElement], types: &TableRequest) -> Vec<KeyDescription> {
    let is_sort_key = |element: &KeySchemaElement| *element.key_type() == types::KeyType::Range;
    elements.iter().map(|element| key(element.attribute_name(), is_sort_key(element), types)).collect()
}

fn key(name: &str, is_sort_key: bool, types: &TableRequest) -> KeyDescription {
    let attribute_type = match types.type_of(name) {
        "N" => AttributeType::N,
        "B" => AttributeType::B,
        _ => AttributeType::S,
    };
    KeyDescription { name: name.to_owned(), attribute_type, is_sort_key }
}

fn billing(table: &TableRequest) -> Billing {
    let units = |units: i64| u32::try_from(units).unwrap_or(u32::MAX);
    match (table.provisioned_throughput, table.on_demand_throughput) {
        (Some(provisioned), _) => {
            Billing::Provisioned(units(provisioned.read_capacity_units), units(provisioned.write_capacity_units))
        }
        (None, Some(most)) => {
            Billing::OnDemandUpTo(units(most.max_read_request_units), units(most.max_write_request_units))
        }
        (None, None) => Billing::OnDemand,
    }
}

fn throughput(units: &ProvisionedThroughputDescription) -> Throughput {
    Throughput {
        read_units: count(units.read_capacity_units()),
        write_units: count(units.write_capacity_units()),
        last_increase: time(units.last_increase_date_time()),
        last_decrease: time(units.last_decrease_date_time()),
        decreases_today: count(units.number_of_decreases_today()),
    }
}

fn global(index: &GlobalSecondaryIndexDescription, table: &TableRequest) -> IndexDescription {
    IndexDescription {
        name: index.index_name().unwrap_or_default().to_owned(),
        scope: IndexScope::Global,
        status: index.index_status().cloned(),
        is_backfilling: index.backfilling().unwrap_or_default(),
        keys: keys(index.key_schema(), table),
        projection: projection(index.projection()),
        item_count: count(index.item_count()),
        size_bytes: count(index.index_size_bytes()),
        throughput: index.provisioned_throughput().map(throughput).filter(|_| !table.is_on_demand()),
        vector: None,
    }
}

fn local(index: &LocalSecondaryIndexDescription, table: &TableRequest) -> IndexDescription {
    IndexDescription {
        name: index.index_name().unwrap_or_default().to_owned(),
        scope: IndexScope::Local,
        status: None,
        is_backfilling: false,
        keys: keys(index.key_schema(), table),
        projection: projection(index.projection()),
        item_count: count(index.item_count()),
        size_bytes: count(index.index_size_bytes()),
        throughput: None,
        vector: None,
    }
}

fn vector(index: &VectorIndexDescription, read: &VectorIndexRequest, table: &TableRequest) -> IndexDescription {
    let keys = |role: SearchRole| {
        let elements = read.search_schema.iter().filter(move |element| element.search_schema_element_type == role);
        elements.map(|element| key(&element.attribute_name, false, table)).collect()
    };
    IndexDescription {
        name: read.index_name.clone(),
        scope: IndexScope::Vector,
        status: index.index_status().cloned(),
        is_backfilling: index.backfilling().unwrap_or_default(),
        keys: keys(SearchRole::Partition),
        projection: projection(index.projection()),
        item_count: count(index.item_count()),
        size_bytes: count(index.index_size_bytes()),
        throughput: None,
        vector: Some(VectorDescription {
            attribute: read.vector_attribute.attribute_name.clone(),
            dimensions: count(index.dimensions()),
            distance: DistanceFunction::of_name(&read.distance_function),
            filters: keys(SearchRole::Filter),
        }),
    }
}

fn projection(projection: Option<&types::Projection>) -> IndexProjection {
    let names = projection.map(|projection| projection.non_key_attributes().to_vec()).unwrap_or_default();
    match projection.and_then(|projection| projection.projection_type()) {
        Some(types::ProjectionType::KeysOnly) => IndexProjection::KeysOnly,
        Some(types::ProjectionType::Include) => IndexProjection::Include(names),
        _ => IndexProjection::All,
    }
}

fn view(view: Option<&str>) -> Option<StreamView> {
    match view? {
        "KEYS_ONLY" => Some(StreamView::KeysOnly),
        "NEW_IMAGE" => Some(StreamView::NewImage),
        "OLD_IMAGE" => Some(StreamView::OldImage),
        _ => Some(StreamView::NewAndOldImages),
    }
}

fn time_to_live(ttl: Option<types::TimeToLiveDescription>) -> TimeToLiveDescription {
    let status = ttl.as_ref().and_then(|ttl| ttl.time_to_live_status().cloned());
    TimeToLiveDescription {
        attribute: ttl.and_then(|ttl| ttl.attribute_name),
        status: status.unwrap_or(TimeToLiveStatus::Disabled),
    }
}
