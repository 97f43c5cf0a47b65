//! Reads a live table, by as many requests as DynamoDB needs for it: [`LiveTable`].

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    ContinuousBackupsDescription, IndexStatus, PointInTimeRecoveryStatus, TableDescription, TableStatus,
    TimeToLiveDescription, TimeToLiveStatus,
};

use super::declaration::{Declaration, Recovery};
use super::request::{TableRequest, Tag};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Execution, next_start};

/// A live table: the parameters that would make it, and DynamoDB's own descriptions.
pub(super) struct LiveTable {
    pub(super) declaration: Declaration,
    pub(super) description: TableDescription,
}

/// Returns DynamoDB's description of the table; `None` if there is no such table.
pub(super) async fn description(execution: &mut Execution) -> Result<Option<TableDescription>> {
    let call = |client: &Client, table: &str, watched| {
        client.describe_table().table_name(table).customize().interceptor(watched).send()
    };
    match execution.call("DescribeTable", call).await {
        Ok(output) => Ok(output.table),
        Err(error) if error.is_table_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the time to live of the table.
pub(super) async fn time_to_live(execution: &mut Execution) -> Result<Option<TimeToLiveDescription>> {
    let call = |client: &Client, table: &str, watched| {
        client.describe_time_to_live().table_name(table).customize().interceptor(watched).send()
    };
    let output = execution.call("DescribeTimeToLive", call).await?;
    Ok(output.time_to_live_description)
}

/// Reads the table. Settings that need another request are read only if `declared` has them.
pub(super) async fn read(execution: &mut Execution, declared: &Declaration) -> Result<Option<LiveTable>> {
    let description = description(execution).await?;
    // It counts as gone: DynamoDB shows neither its key nor its indexes.
    let is_there = |table: &TableDescription| table.table_status() != Some(&TableStatus::Deleting);
    let Some(description) = description.filter(is_there) else { return Ok(None) };
    is_usable(&description)?;
    let mut declaration = Declaration { table: TableRequest::of_live(&description), ..Declaration::default() };
    declaration.time_to_live = time_to_live(execution).await?.as_ref().and_then(expiring);
    if declared.point_in_time_recovery.is_some() {
        declaration.point_in_time_recovery = recovery(execution).await?;
    }
    let needs_tags = !declared.table.tags.is_empty() || !declared.removed_tags.is_empty();
    if needs_tags && let Some(arn) = description.table_arn().filter(|arn| !arn.is_empty()) {
        declaration.table.tags = tags(execution, arn).await?;
    }
    Ok(Some(LiveTable { declaration, description }))
}

/// Returns the attribute of a time to live that is on, or is being switched on.
fn expiring(ttl: &TimeToLiveDescription) -> Option<String> {
    let status = ttl.time_to_live_status();
    let is_on = matches!(status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling));
    ttl.attribute_name().filter(|_| is_on).map(str::to_owned)
}

/// Returns `None` if the table is so new that DynamoDB cannot describe it yet.
async fn recovery(execution: &mut Execution) -> Result<Option<Recovery>> {
    let call = |client: &Client, table: &str, watched| {
        client.describe_continuous_backups().table_name(table).customize().interceptor(watched).send()
    };
    let described = match execution.call("DescribeContinuousBackups", call).await {
        Ok(output) => output.continuous_backups_description,
        Err(error) if is_too_early(&error) => None,
        Err(error) => return Err(error),
    };
    let recovery = described.as_ref().and_then(ContinuousBackupsDescription::point_in_time_recovery_description);
    Ok(recovery.map(|recovery| {
        let is_on = recovery.point_in_time_recovery_status() == Some(&PointInTimeRecoveryStatus::Enabled);
        let days = recovery.recovery_period_in_days().filter(|_| is_on);
        Recovery { point_in_time_recovery_enabled: is_on, recovery_period_in_days: days }
    }))
}

/// Whether DynamoDB cannot change or describe the backups of a table yet.
pub(super) fn is_too_early(error: &Error) -> bool {
    matches!(
        error.sdk_error(),
        Some(
            aws_sdk_dynamodb::Error::ContinuousBackupsUnavailableException(_)
                | aws_sdk_dynamodb::Error::TableNotFoundException(_)
        )
    )
}

async fn tags(execution: &mut Execution, arn: &str) -> Result<Vec<Tag>> {
    let (mut all, mut next) = (Vec::new(), None::<String>);
    loop {
        let start = next.clone();
        let call = |client: &Client, _: &str, watched| {
            let request = client.list_tags_of_resource().resource_arn(arn).set_next_token(next);
            request.customize().interceptor(watched).send()
        };
        let output = execution.call("ListTagsOfResource", call).await?;
        let tags = output.tags.unwrap_or_default().into_iter();
        all.extend(tags.map(|tag| Tag { key: tag.key, value: tag.value }));
        next = next_start(start.as_ref(), output.next_token).map_err(|error| execution.with_context(error))?;
        if next.is_none() {
            return Ok(all);
        }
    }
}

/// Fails if the table is in a state that it cannot leave by itself: archived, or without access to its key.
pub(super) fn is_usable(table: &TableDescription) -> Result<()> {
    use TableStatus::{Active, Creating, Deleting, Updating};
    match table.table_status() {
        Some(Active | Creating | Deleting | Updating) | None => Ok(()),
        Some(status) => {
            let message = format!("the table is {}, and does not leave this state by itself", status.as_str());
            Err(Error::new(ErrorKind::Other, message))
        }
    }
}

/// Says what the table or an index is busy with; `None` if the next change can be made.
pub(super) fn busy_with(table: &TableDescription) -> Option<String> {
    let status = table.table_status().filter(|status| **status != TableStatus::Active);
    if let Some(status) = status {
        return Some(format!("the table is {}", status.as_str()));
    }
    let global = table.global_secondary_indexes().iter();
    let global = global.map(|index| (index.index_name(), index.index_status(), index.backfilling()));
    let vectors = table.vector_indexes().iter();
    let vectors = vectors.map(|index| (index.index_name(), index.index_status(), index.backfilling()));
    global.chain(vectors).find_map(|(name, status, backfilling)| {
        let status = status.filter(|status| **status != IndexStatus::Active)?;
        let backfilling = if backfilling == Some(true) { ", backfilling" } else { "" };
        Some(format!("the index `{}` is {}{backfilling}", name.unwrap_or_default(), status.as_str()))
    })
}
