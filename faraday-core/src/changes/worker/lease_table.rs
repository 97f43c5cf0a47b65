//! Checks that a table holds leases: [`check_lease_table`].

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::TableDescription;

use super::lease::Lease;
use crate::Item;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Execution;

/// # Errors
///
/// When the table does not exist, or has another key.
pub(super) async fn check_lease_table(database: &Database) -> Result<()> {
    let mut execution = Execution::of_one_request("DescribeTable", Some(&Lease::SCHEMA), database)?;
    let call = |client: &Client, table: &str, watched| {
        client.describe_table().table_name(table).customize().interceptor(watched).send()
    };
    let table = match execution.call("DescribeTable", call).await {
        Ok(answer) => answer.table,
        Err(error) if error.is_table_not_found() => {
            return Err(error.with_message("there is no table of leases: make it with `Leases::create`".into()));
        }
        Err(error) => return Err(error),
    };
    if table.as_ref().is_some_and(has_key_of_leases) {
        return Ok(());
    }
    let message =
        "the table does not hold leases: its key must be `consumer` (S) and `shard` (S); give `Leases` another table";
    Err(execution.with_context(Error::new(ErrorKind::TableMismatch, message)))
}

fn has_key_of_leases(table: &TableDescription) -> bool {
    let keys: Vec<&str> = table.key_schema().iter().map(|key| key.attribute_name()).collect();
    let is_string = |name: &&str| {
        let mut attributes = table.attribute_definitions().iter();
        attributes.any(|known| known.attribute_name() == *name && known.attribute_type().as_str() == "S")
    };
    keys == ["consumer", "shard"] && keys.iter().all(is_string)
}
