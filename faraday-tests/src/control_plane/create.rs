//! `CreateTable`: <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html>

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::attributes::{
    check_all_used, check_key_schema, check_name, check_projection, definitions, key_of, table_name,
};
use super::backups::Backups;
use super::encryption::Encryption;
use super::failure::{Outcome, in_use, invalid, require};
use super::index::Index;
use super::moment::Moment;
use super::state::State;
use super::stream::Stream;
use super::table::{Billing, Class, Table};
use super::tags::Tags;
use super::throughput::Throughput;
use super::time_to_live::TimeToLive;

/// The highest number of indexes of a table.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
pub(super) const GLOBAL_INDEXES: usize = 20;
const LOCAL_INDEXES: usize = 5;

/// The highest number of attributes that all indexes of a table may include.
const INCLUDED_ATTRIBUTES: usize = 100;

type Rule = fn(&Table) -> Outcome<()>;

/// The rules for a whole table, for requests that create it or an index.
const RULES: &[Rule] = &[index_counts, index_names_differ, included_attributes, locals_share_the_partition_key];

impl State {
    pub(super) fn create_table(&mut self, body: &Value, moment: &Moment) -> Outcome {
        self.made += 1;
        let table = new_table(body, self.made, moment)?;
        if self.tables.contains_key(&table.name) {
            return Err(in_use(&format!("Table already exists: {}", table.name)));
        }
        self.room_for_one_more()?;
        let description = table.describe(moment);
        self.tables.insert(table.name.clone(), table);
        Ok(json!({ "TableDescription": description }))
    }
}

fn new_table(body: &Value, number: u64, moment: &Moment) -> Outcome<Table> {
    let on_demand = on_demand(body)?.unwrap_or(false);
    let complete = moment.after(moment.settings.creating);
    let globals = body["GlobalSecondaryIndexes"].as_array().into_iter().flatten();
    let mut table = Table {
        name: table_name(body)?,
        id: format!("00000000-0000-4000-8000-{number:012}"),
        created: moment.now,
        seen: moment.after(moment.settings.unseen),
        busy: None,
        key_schema: body["KeySchema"].clone(),
        definitions: definitions(body)?,
        billing: Billing { on_demand, last_on_demand: on_demand.then_some(moment.now), switches: Vec::new() },
        throughput: Throughput::new(body, on_demand)?,
        globals: globals.map(|index| Index::new(index, on_demand, complete)).collect::<Outcome<_>>()?,
        locals: body["LocalSecondaryIndexes"].as_array().cloned().unwrap_or_default(),
        stream: Stream::new(&body["StreamSpecification"], moment)?,
        encryption: Encryption::new(&body["SSESpecification"])?,
        class: Class { name: class(body)?, changes: Vec::new() },
        protected: body["DeletionProtectionEnabled"] == true,
        time_to_live: TimeToLive::default(),
        backups: Backups::available_from(complete + moment.settings.backups_unavailable),
        tags: Tags::new(body, moment)?,
    };
    check_key_schema(&table.key_schema, 1)?;
    check_all_used(&table.definitions, &table.used_attributes())?;
    check_whole(&table)?;
    table.begin("CREATING", complete);
    Ok(table)
}

pub(super) fn check_whole(table: &Table) -> Outcome<()> {
    RULES.iter().try_for_each(|rule| rule(table))
}

/// Returns the billing mode of a request; provisioned is the default of a new table.
pub(super) fn on_demand(body: &Value) -> Outcome<Option<bool>> {
    match body["BillingMode"].as_str() {
        None => Ok(None),
        Some("PAY_PER_REQUEST") => Ok(Some(true)),
        Some("PROVISIONED") => Ok(Some(false)),
        Some(_) => Err(invalid("BillingMode")),
    }
}

/// Returns the class of a request.
pub(super) fn class(body: &Value) -> Outcome<Option<String>> {
    let class = body["TableClass"].as_str();
    let known = class.is_none_or(|class| ["STANDARD", "STANDARD_INFREQUENT_ACCESS"].contains(&class));
    require(known, "TableClass")?;
    Ok(class.map(str::to_owned))
}

/// A table has at most 20 global and 5 local indexes.
fn index_counts(table: &Table) -> Outcome<()> {
    require(table.globals.len() <= GLOBAL_INDEXES, "GlobalSecondaryIndex count exceeds the per-table limit")?;
    require(table.locals.len() <= LOCAL_INDEXES, "LocalSecondaryIndex count exceeds the per-table limit")
}

/// No two indexes of a table share their name.
fn index_names_differ(table: &Table) -> Outcome<()> {
    let globals = table.globals.iter().map(|index| index.name.as_str());
    let locals = table.locals.iter().map(|index| index["IndexName"].as_str().unwrap_or_default());
    let names: BTreeSet<&str> = globals.chain(locals).collect();
    require(names.len() == table.globals.len() + table.locals.len(), "Duplicate index name")
}

/// The indexes of a table include no more than 100 attributes together.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html>
fn included_attributes(table: &Table) -> Outcome<()> {
    let globals = table.globals.iter().map(|index| &index.projection);
    let all = globals.chain(table.locals.iter().map(|index| &index["Projection"]));
    let count: usize = all.filter_map(|projection| projection["NonKeyAttributes"].as_array().map(Vec::len)).sum();
    require(count <= INCLUDED_ATTRIBUTES, "the number of NonKeyAttributes of all indexes")
}

/// A local index has its table's partition key and a sort key, and its table has a sort key too.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html>
fn locals_share_the_partition_key(table: &Table) -> Outcome<()> {
    for index in &table.locals {
        check_name(&index["IndexName"])?;
        check_key_schema(&index["KeySchema"], 1)?;
        check_projection(&index["Projection"])?;
        let shared = key_of(&index["KeySchema"], "HASH") == key_of(&table.key_schema, "HASH");
        require(shared, "Index KeySchema does not have the same leading hash key as table KeySchema")?;
        let sorted = [&index["KeySchema"], &table.key_schema].iter().all(|key| !key_of(key, "RANGE").is_empty());
        require(sorted, "Table KeySchema does not have a range key, which is required when specifying a local index")?;
    }
    Ok(())
}
