//! `UpdateTable`: <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html>

use serde_json::{Value, json};

use super::create::{class, on_demand};
use super::failure::{Outcome, beyond_limit, in_use, require};
use super::moment::{DAY, Moment, THIRTY_DAYS};
use super::state::State;
use super::table::Table;
use super::throughput::Mode;
use super::{encryption, stream, update_indexes};

/// How often a table may change to on demand in 24 hours.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-switching-capacity-modes.html>
const SWITCHES_A_DAY: usize = 4;

/// How often the class of a table may change in 30 days.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.tableclasses.html>
const CLASSES_A_MONTH: usize = 2;

type Step = fn(&mut Table, &Value, &Moment) -> Outcome<()>;

/// The steps of an update, in order. Each checks and changes a copy, which replaces the table after the last step.
const STEPS: &[Step] = &[
    changes_something,
    is_active,
    changes_one_kind,
    change_class,
    change_throughput,
    update_indexes::create_or_drop,
    stream::update,
    encryption::update,
    change_protection,
    update_indexes::check,
];

/// The members that are changes.
const MEMBERS: &[&str] = &[
    "BillingMode",
    "ProvisionedThroughput",
    "OnDemandThroughput",
    "WarmThroughput",
    "GlobalSecondaryIndexUpdates",
    "StreamSpecification",
    "SSESpecification",
    "TableClass",
    "DeletionProtectionEnabled",
];

impl State {
    pub(super) fn update_table(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let room = self.room_for_one_more();
        let table = self.table(body)?;
        let mut changed = table.clone();
        STEPS.iter().try_for_each(|step| step(&mut changed, body, moment))?;
        room?;
        changed.begin("UPDATING", moment.after(moment.settings.updating));
        let description = changed.describe(moment);
        *table = changed;
        Ok(json!({ "TableDescription": description }))
    }
}

/// An update contains a change; attribute definitions are not a change.
fn changes_something(_: &mut Table, body: &Value, _: &Moment) -> Outcome<()> {
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let some = MEMBERS.iter().any(|member| !is_empty(&body[member]));
    require(some, "At least one of ProvisionedThroughput, BillingMode, … is required")
}

/// Only an active table can be updated.
fn is_active(table: &mut Table, _: &Value, _: &Moment) -> Outcome<()> {
    if table.is_active() { Ok(()) } else { Err(in_use(&format!("Table: {}", table.name))) }
}

/// A request makes one kind of change: throughput, a new or a dropped index, the stream, the encryption, or the class. Deletion protection
/// can be changed with any of them except the class, which must be alone. AWS's page names throughput and indexes; the other rules are from
/// messages of the service: «You cannot modify stream status while updating table IOPS», «TableClass modification must be the only
/// operation in the request».
fn changes_one_kind(table: &mut Table, body: &Value, _: &Moment) -> Outcome<()> {
    let switched = on_demand(body)?.is_some_and(|on_demand| on_demand != table.billing.on_demand);
    let has = |member: &str| !body[member].is_null();
    let throughput = ["ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput"].into_iter().any(has);
    let kinds = [
        switched || throughput || update_indexes::has(body, &["Update"]),
        update_indexes::has(body, &["Create", "Delete"]),
        has("StreamSpecification"),
        has("SSESpecification"),
        has("TableClass"),
    ];
    require(kinds.into_iter().filter(|kind| *kind).count() <= 1, "only one kind of change is possible in a request")?;
    let alone = !has("DeletionProtectionEnabled") && !has("BillingMode");
    require(!has("TableClass") || alone, "TableClass modification must be the only operation in the request")
}

/// The class must change, and can do so twice in 30 days.
fn change_class(table: &mut Table, body: &Value, moment: &Moment) -> Outcome<()> {
    let Some(wanted) = class(body)? else { return Ok(()) };
    require(wanted != table.class.name(), "the table is of this class")?;
    if moment.within(THIRTY_DAYS, &table.class.changes) >= CLASSES_A_MONTH {
        return Err(beyond_limit("Table class updates are limited to 2 in 30 days"));
    }
    table.class.name = Some(wanted);
    table.class.changes.push(moment.now);
    Ok(())
}

/// The billing mode can change to on demand four times in 24 hours. A change to provisioned needs units for the table and every global
/// index.
fn change_throughput(table: &mut Table, body: &Value, moment: &Moment) -> Outcome<()> {
    let named = on_demand(body)?;
    let has_units = !body["ProvisionedThroughput"].is_null();
    require(
        named != Some(false) || has_units,
        "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
    )?;
    let on_demand = named.unwrap_or(table.billing.on_demand);
    let mode = Mode { on_demand, switched: on_demand != table.billing.on_demand };
    table.throughput.update(body, mode, moment)?;
    update_indexes::change_throughput(table, body, mode, moment)?;
    if mode.switched && on_demand {
        if moment.within(DAY, &table.billing.switches) >= SWITCHES_A_DAY {
            return Err(beyond_limit("BillingMode can be changed to PAY_PER_REQUEST 4 times in 24 hours"));
        }
        table.billing.switches.push(moment.now);
        table.billing.last_on_demand = Some(moment.now);
    }
    table.billing.on_demand = on_demand;
    Ok(())
}

/// Deletion protection may be set to its current value.
fn change_protection(table: &mut Table, body: &Value, _: &Moment) -> Outcome<()> {
    table.protected = body["DeletionProtectionEnabled"].as_bool().unwrap_or(table.protected);
    Ok(())
}
