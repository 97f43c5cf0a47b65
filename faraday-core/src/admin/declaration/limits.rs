//! DynamoDB's limits for the settings of a table, checked before anything is sent: [`check_limits`].
//!
//! The compiler checks what a struct declares. This module checks what a builder sets at run time.

use super::model::Declaration;
use crate::admin::request::{MaxUnits, TableRequest, Units, WarmUnits};
use crate::error::{Error, ErrorKind, Result};

/// The highest number of tags of a table, and of days of point-in-time recovery.
const MOST_TAGS: usize = 50;
const MOST_DAYS: i32 = 35;
/// The highest number of vector indexes of a table, and of elements of a vector.
const MOST_VECTOR_INDEXES: usize = 5;
const MOST_DIMENSIONS: i64 = 4096;

/// See [quotas](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html).
pub(crate) fn check_limits(declaration: &Declaration) -> Result<()> {
    let table = &declaration.table;
    if all_units(table).any(|units| units == 0) {
        return refuse("units of reads and of writes are whole numbers from 1".to_owned());
    }
    if let Some(days) = declaration.point_in_time_recovery.and_then(|recovery| recovery.recovery_period_in_days)
        && !(1..=MOST_DAYS).contains(&days)
    {
        return refuse(format!("point-in-time recovery reaches 1 to {MOST_DAYS} days back, not {days}"));
    }
    if let Some(attribute) = &declaration.time_to_live
        && !(1..=255).contains(&attribute.len())
    {
        return refuse(format!(
            "the attribute of the time to live has a name of {} bytes, not of 1 to 255",
            attribute.len()
        ));
    }
    if let Some(tag) = table.tags.iter().find(|tag| tag.key.starts_with("aws:") || tag.key.is_empty()) {
        return refuse(format!(
            "the tag name `{}` is not allowed: a name is not empty and does not begin with `aws:`",
            tag.key
        ));
    }
    if table.tags.len() > MOST_TAGS {
        return refuse(format!("the table has {} tags, and DynamoDB allows {MOST_TAGS}", table.tags.len()));
    }
    check_vector_indexes(table)
}

/// Checks the rules of DynamoDB for vector indexes.
pub(crate) fn check_vector_indexes(table: &TableRequest) -> Result<()> {
    let indexes = &table.vector_indexes;
    let Some(first) = indexes.first() else { return Ok(()) };
    if !table.is_on_demand() {
        let name = &first.index_name;
        return refuse(format!(
            "the vector index `{name}` needs a table that is billed on demand: this one is provisioned"
        ));
    }
    if indexes.len() > MOST_VECTOR_INDEXES {
        return refuse(format!(
            "the table has {} vector indexes, and DynamoDB allows {MOST_VECTOR_INDEXES}",
            indexes.len()
        ));
    }
    for (position, index) in indexes.iter().enumerate() {
        let (name, attribute) = (&index.index_name, &index.vector_attribute.attribute_name);
        if !(1..=MOST_DIMENSIONS).contains(&index.dimensions) {
            let dimensions = index.dimensions;
            return refuse(format!(
                "the vector index `{name}` has {dimensions} dimensions, not 1 to {MOST_DIMENSIONS}"
            ));
        }
        if table.attribute_definitions.iter().any(|known| known.attribute_name == *attribute) {
            return refuse(format!(
                "`{attribute}` holds the vectors of the index `{name}`, and is a key or a filter as well"
            ));
        }
        let others = indexes.iter().take(position);
        let mut others = others.filter(|other| other.vector_attribute == index.vector_attribute);
        if let Some(other) = others.find(|other| other.dimensions != index.dimensions) {
            let other = &other.index_name;
            return refuse(format!(
                "the vector indexes `{other}` and `{name}` of `{attribute}` have different dimensions"
            ));
        }
    }
    Ok(())
}

fn refuse(message: String) -> Result<()> {
    Err(Error::new(ErrorKind::InvalidArgument, message))
}

/// The units of the table and of its indexes.
fn all_units(table: &TableRequest) -> impl Iterator<Item = i64> {
    let of = |provisioned: Option<Units>, limits: Option<MaxUnits>, warm: Option<WarmUnits>| {
        let provisioned = provisioned.map(|units| [units.read_capacity_units, units.write_capacity_units]);
        let limits = limits.map(|units| [units.max_read_request_units, units.max_write_request_units]);
        let warm = warm.map(|units| [units.read_units_per_second, units.write_units_per_second]);
        [provisioned, limits, warm].into_iter().flatten().flatten()
    };
    let of_table = of(table.provisioned_throughput, table.on_demand_throughput, table.warm_throughput);
    let of_indexes = table
        .global_secondary_indexes
        .iter()
        .flat_map(move |index| of(index.provisioned_throughput, index.on_demand_throughput, index.warm_throughput));
    of_table.chain(of_indexes)
}
