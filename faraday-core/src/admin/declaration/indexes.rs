//! Makes the parameters of a new table from declared indexes.

use crate::admin::request::{
    IndexRequest, KeyRole, KeySchemaElement, MaxUnits, Projection, SearchRole, SearchSchemaElement, Units,
    VectorAttribute, VectorIndexRequest, WarmUnits,
};
use crate::schema::{Billing, IndexSchema, IndexScope, KeyElement, Projected, VectorSchema};

/// A global index of a provisioned table gets its own declared units, or those of the table.
pub(super) fn request(index: &IndexSchema, billing: Billing) -> IndexRequest {
    let is_global = index.scope() == IndexScope::Global;
    let (provisioned, limits) = match billing {
        Billing::Provisioned(read, write) => (Some(index.throughput().unwrap_or((read, write))), None),
        Billing::OnDemand | Billing::OnDemandUpTo(..) => (None, index.max_throughput()),
    };
    IndexRequest {
        index_name: index.name().to_owned(),
        key_schema: elements(index.partition_key(), index.sort_key()),
        projection: projection(index),
        provisioned_throughput: provisioned.filter(|_| is_global).map(Units::from),
        on_demand_throughput: limits.filter(|_| is_global).map(MaxUnits::from),
        warm_throughput: index.warm_throughput().map(WarmUnits::from),
    }
}

/// Returns the parameters of a declared vector index.
pub(super) fn vector(index: &IndexSchema, vector: &VectorSchema) -> VectorIndexRequest {
    let element = |(key, role): (&KeyElement, SearchRole)| SearchSchemaElement {
        attribute_name: key.name().to_owned(),
        search_schema_element_type: role,
    };
    let partition = index.partition_key().iter().map(|key| (key, SearchRole::Partition));
    let filters = vector.filters().iter().map(|key| (key, SearchRole::Filter));
    VectorIndexRequest {
        index_name: index.name().to_owned(),
        vector_attribute: VectorAttribute { attribute_name: vector.attribute().to_owned() },
        search_schema: partition.chain(filters).map(element).collect(),
        projection: projection(index),
        dimensions: vector.dimensions().into(),
        distance_function: vector.distance().name().to_owned(),
    }
}

fn projection(index: &IndexSchema) -> Projection {
    let (kind, names) = match index.projection() {
        Projected::All => ("ALL", &[][..]),
        Projected::KeysOnly => ("KEYS_ONLY", &[][..]),
        Projected::Include(names) => ("INCLUDE", names),
    };
    Projection {
        projection_type: kind.to_owned(),
        non_key_attributes: names.iter().map(|name| (*name).to_owned()).collect(),
    }
}

impl From<(u32, u32)> for Units {
    fn from((read, write): (u32, u32)) -> Self {
        Self { read_capacity_units: read.into(), write_capacity_units: write.into() }
    }
}

impl From<(u32, u32)> for MaxUnits {
    fn from((read, write): (u32, u32)) -> Self {
        Self { max_read_request_units: read.into(), max_write_request_units: write.into() }
    }
}

impl From<(u32, u32)> for WarmUnits {
    fn from((read, write): (u32, u32)) -> Self {
        Self { read_units_per_second: read.into(), write_units_per_second: write.into() }
    }
}

/// Returns the key schema of these attributes.
pub(super) fn elements(partition: &[KeyElement], sort: &[KeyElement]) -> Vec<KeySchemaElement> {
    let role = |keys: &[KeyElement], key_type| -> Vec<KeySchemaElement> {
        keys.iter().map(|key| KeySchemaElement { attribute_name: key.name().to_owned(), key_type }).collect()
    };
    [role(partition, KeyRole::Partition), role(sort, KeyRole::Sort)].concat()
}
