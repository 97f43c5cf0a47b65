//! The changes of global indexes in `UpdateTable`.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html>

use std::collections::BTreeSet;

use serde_json::Value;

use super::attributes::{definitions, key_attributes};
use super::create::check_whole;
use super::failure::{Outcome, beyond_limit, in_use, invalid, not_found, require};
use super::index::Index;
use super::moment::Moment;
use super::table::Table;
use super::throughput::Mode;

/// `Create`, `Update` or `Delete`, with its members.
type Action<'a> = (&'a str, &'a Value);

/// Whether there are actions of these kinds.
pub(super) fn has(body: &Value, kinds: &[&str]) -> bool {
    let updates = body["GlobalSecondaryIndexUpdates"].as_array().into_iter().flatten();
    updates.flat_map(|update| update.as_object()).flatten().any(|(kind, _)| kinds.contains(&kind.as_str()))
}

/// Each entry has one action, and no index has two.
fn actions(body: &Value) -> Outcome<Vec<Action<'_>>> {
    let (mut actions, mut names) = (Vec::new(), BTreeSet::new());
    for update in body["GlobalSecondaryIndexUpdates"].as_array().into_iter().flatten() {
        let mut entries = update.as_object().into_iter().flatten();
        let (Some((kind, action)), None) = (entries.next(), entries.next()) else {
            return Err(invalid("One of Update, Create, Delete must be in a GlobalSecondaryIndexUpdate"));
        };
        require(names.insert(name_of(action)), "Only one global secondary index update per index is allowed")?;
        actions.push((kind.as_str(), action));
    }
    Ok(actions)
}

fn name_of(action: &Value) -> &str {
    action["IndexName"].as_str().unwrap_or_default()
}

/// Indexes change their throughput with or without the table, and several in one request. A missing index is an invalid parameter here, and
/// one that is being dropped is in use.
pub(super) fn change_throughput(table: &mut Table, body: &Value, mode: Mode, moment: &Moment) -> Outcome<()> {
    let actions = actions(body)?;
    let updates: Vec<&Value> =
        actions.iter().filter(|(kind, _)| *kind == "Update").map(|(_, update)| *update).collect();
    for update in &updates {
        match table.index(name_of(update)) {
            None => return Err(invalid("Action Blocked: IndexUpdate")),
            Some(index) if index.is_dropped() => return Err(in_use("Index is being deleted")),
            Some(_) => {}
        }
    }
    for index in table.globals.iter_mut().filter(|index| !index.is_dropped()) {
        let update = updates.iter().find(|update| name_of(update) == index.name);
        let changed = index.throughput.update(update.unwrap_or(&&Value::Null), mode, moment)?;
        require(changed || update.is_none(), "an Update of an index changes nothing")?;
        if changed {
            index.update_until(moment.after(moment.settings.updating));
        }
    }
    Ok(())
}

/// One index is created or dropped at a time.
pub(super) fn create_or_drop(table: &mut Table, body: &Value, moment: &Moment) -> Outcome<()> {
    let actions = actions(body)?;
    let mut actions = actions.into_iter().filter(|(kind, _)| *kind != "Update");
    let Some((kind, action)) = actions.next() else { return Ok(()) };
    // Another change is under way, unless it is the backfilling of the index that is dropped.
    let own = |index: &Index| kind == "Delete" && index.name == name_of(action) && !index.is_dropped();
    let under_way = |index: &Index| (!index.is_created() || index.is_dropped()) && !own(index);
    if actions.next().is_some() || table.globals.iter().any(under_way) {
        return Err(beyond_limit("Only 1 online index can be created or deleted simultaneously per table"));
    }
    match kind {
        "Create" => create(table, action, body, moment),
        "Delete" => match table.index(name_of(action)) {
            None => Err(not_found("Index")),
            Some(index) => {
                index.drop_after(moment);
                Ok(())
            }
        },
        _ => Err(invalid("One of Update, Create, Delete must be in a GlobalSecondaryIndexUpdate")),
    }
}

/// A new index is backfilled after the table is active again. The request must define all attributes of its key, including those that the
/// table knows, with the same types.
fn create(table: &mut Table, action: &Value, body: &Value, moment: &Moment) -> Outcome<()> {
    let allocated = moment.after(moment.settings.updating);
    let complete = allocated + moment.settings.backfilling;
    let mut index = Index::new(action, table.billing.on_demand, complete)?;
    index.allocating = Some(allocated);
    let given = definitions(body)?;
    let all_given = key_attributes(&index.key_schema).all(|name| given.contains_key(name));
    require(all_given, "Some index key attributes are not defined in AttributeDefinitions")?;
    table.globals.push(index);
    Ok(())
}

/// The definitions of a request must not redefine an attribute or define one that no key uses, and the table must stay within its limits.
pub(super) fn check(table: &mut Table, body: &Value, _: &Moment) -> Outcome<()> {
    for (name, kind) in definitions(body)? {
        require(table.used_attributes().contains(&name.as_str()), "Some AttributeDefinitions are not used")?;
        let known = table.definitions.entry(name).or_insert_with(|| kind.clone());
        require(*known == kind, "Attributes cannot be redefined")?;
    }
    check_whole(table)
}
