//! The parameters of `CreateTable` and `UpdateTable`, as DynamoDB names them: [`TableRequest`].
//!
//! They are data, so that they can be compared, shown and written into a plan. `to_sdk.rs` converts them to the SDK's types, and
//! `from_sdk.rs` reads them out of the description of a live table.

mod from_sdk;
pub(super) mod to_sdk;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// The parameters that create or change a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct TableRequest {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) attribute_definitions: Vec<AttributeDefinition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) key_schema: Vec<KeySchemaElement>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) local_secondary_indexes: Vec<IndexRequest>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) global_secondary_indexes: Vec<IndexRequest>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) global_secondary_index_updates: Vec<IndexUpdate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) vector_indexes: Vec<VectorIndexRequest>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) vector_index_updates: Vec<VectorIndexUpdate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) billing_mode: Option<BillingMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) provisioned_throughput: Option<Units>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) on_demand_throughput: Option<MaxUnits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stream_specification: Option<StreamSpecification>,
    #[serde(rename = "SSESpecification", skip_serializing_if = "Option::is_none")]
    pub(crate) sse_specification: Option<SseSpecification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) table_class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deletion_protection_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) warm_throughput: Option<WarmUnits>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<Tag>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttributeDefinition {
    pub(crate) attribute_name: String,
    /// S, N or B.
    pub(crate) attribute_type: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct KeySchemaElement {
    pub(crate) attribute_name: String,
    pub(crate) key_type: KeyRole,
}

/// Whether an attribute belongs to the partition key or to the sort key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum KeyRole {
    #[serde(rename = "HASH")]
    Partition,
    #[serde(rename = "RANGE")]
    Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum BillingMode {
    PayPerRequest,
    Provisioned,
}

/// A secondary index of a new table, or one to add.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IndexRequest {
    pub(crate) index_name: String,
    pub(crate) key_schema: Vec<KeySchemaElement>,
    pub(crate) projection: Projection,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provisioned_throughput: Option<Units>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) on_demand_throughput: Option<MaxUnits>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) warm_throughput: Option<WarmUnits>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Projection {
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    pub(crate) projection_type: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) non_key_attributes: Vec<String>,
}

/// A vector index of a new table, or one to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VectorIndexRequest {
    pub(crate) index_name: String,
    pub(crate) vector_attribute: VectorAttribute,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) search_schema: Vec<SearchSchemaElement>,
    pub(crate) projection: Projection,
    pub(crate) dimensions: i64,
    /// `COSINE`, `EUCLIDEAN` or `DOT_PRODUCT`.
    pub(crate) distance_function: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VectorAttribute {
    pub(crate) attribute_name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SearchSchemaElement {
    pub(crate) attribute_name: String,
    pub(crate) search_schema_element_type: SearchRole,
}

/// Whether an attribute is the partition key of a vector index, or a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum SearchRole {
    #[serde(rename = "HASH")]
    Partition,
    #[serde(rename = "INLINE_FILTER")]
    Filter,
}

impl SearchRole {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Partition => "HASH",
            Self::Filter => "INLINE_FILTER",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum VectorIndexUpdate {
    Create(VectorIndexRequest),
    Delete(IndexName),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum IndexUpdate {
    Create(IndexRequest),
    Update(IndexUnits),
    Delete(IndexName),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IndexName {
    pub(crate) index_name: String,
}

/// The settings of an index that can be changed without creating it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IndexUnits {
    pub(crate) index_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provisioned_throughput: Option<Units>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) on_demand_throughput: Option<MaxUnits>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) warm_throughput: Option<WarmUnits>,
}

/// Capacity units a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Units {
    pub(crate) read_capacity_units: i64,
    pub(crate) write_capacity_units: i64,
}

/// The most request units a second of a table or index that is billed on demand; -1 for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MaxUnits {
    pub(crate) max_read_request_units: i64,
    pub(crate) max_write_request_units: i64,
}

impl MaxUnits {
    /// No limit.
    pub(crate) const NONE: Self = Self { max_read_request_units: -1, max_write_request_units: -1 };
}

/// The units a second for which a table or index is ready at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WarmUnits {
    pub(crate) read_units_per_second: i64,
    pub(crate) write_units_per_second: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StreamSpecification {
    pub(crate) stream_enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stream_view_type: Option<String>,
}

/// Encryption with a key of the account, or with DynamoDB's own key if it is not enabled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SseSpecification {
    #[serde(rename = "Enabled")]
    pub(crate) enabled: bool,
    /// `KMS`.
    #[serde(rename = "SSEType", default, skip_serializing_if = "Option::is_none")]
    pub(crate) sse_type: Option<String>,
    #[serde(rename = "KMSMasterKeyId", default, skip_serializing_if = "Option::is_none")]
    pub(crate) kms_master_key_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tag {
    pub(crate) key: String,
    pub(crate) value: String,
}

impl TableRequest {
    /// Returns the type of a key attribute.
    pub(crate) fn type_of(&self, attribute: &str) -> &str {
        let known = self.attribute_definitions.iter().find(|known| known.attribute_name == attribute);
        known.map_or("?", |known| &known.attribute_type)
    }

    pub(crate) fn global(&self, name: &str) -> Option<&IndexRequest> {
        self.global_secondary_indexes.iter().find(|index| index.index_name == name)
    }

    pub(crate) fn vector_index(&self, name: &str) -> Option<&VectorIndexRequest> {
        self.vector_indexes.iter().find(|index| index.index_name == name)
    }

    /// Returns the body of a request with these parameters.
    pub(crate) fn body(&self, table: &str) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Body<'b> {
            table_name: &'b str,
            #[serde(flatten)]
            parameters: &'b TableRequest,
        }
        serde_json::to_vec(&Body { table_name: table, parameters: self })
            .map_err(|error| Error::caused(ErrorKind::InvalidArgument, error))
    }

    pub(crate) fn is_on_demand(&self) -> bool {
        self.billing_mode == Some(BillingMode::PayPerRequest)
    }
}
