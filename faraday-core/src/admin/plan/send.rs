//! Sends the request of a step.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{PointInTimeRecoverySpecification, TimeToLiveSpecification};

use super::step::{Step, StepRequest, TimeToLive};
use crate::admin::declaration::Recovery;
use crate::admin::live::{description, is_too_early};
use crate::admin::request::to_sdk;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Execution;

/// Sends the request once.
pub(in crate::admin) async fn send_once(execution: &mut Execution, step: &Step) -> Result<()> {
    match step.request.clone() {
        StepRequest::CreateTable(table) => {
            let filled = |client: &Client, name: &str| table.create(client.create_table().table_name(name));
            let builder = filled(execution.database().client(), &execution.target.table)?;
            execution
                .change("CreateTable", |_, _, watched| builder.customize().interceptor(watched).send())
                .await
                .map(|_| ())
        }
        StepRequest::UpdateTable(table) => {
            let filled = |client: &Client, name: &str| table.update(client.update_table().table_name(name));
            let builder = filled(execution.database().client(), &execution.target.table)?;
            execution
                .change("UpdateTable", |_, _, watched| builder.customize().interceptor(watched).send())
                .await
                .map(|_| ())
        }
        StepRequest::UpdateTimeToLive(ttl) => time_to_live(execution, ttl).await,
        StepRequest::UpdateContinuousBackups(to) => recovery(execution, to).await,
        StepRequest::TagResource(all) => {
            let (arn, tags) = (arn(execution).await?, to_sdk::tags(all)?);
            let call = |client: &Client, _: &str, watched| {
                client.tag_resource().resource_arn(arn).set_tags(tags).customize().interceptor(watched).send()
            };
            execution.change("TagResource", call).await.map(|_| ())
        }
        StepRequest::UntagResource(keys) => {
            let arn = arn(execution).await?;
            let call = |client: &Client, _: &str, watched| {
                let request = client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys));
                request.customize().interceptor(watched).send()
            };
            execution.change("UntagResource", call).await.map(|_| ())
        }
    }
}

/// Whether the same request may be accepted later: the table is in use, too many changes are under way, the backups of a new table are not
/// ready, or the time to live was changed within the hour.
pub(in crate::admin) fn may_pass(error: &Error) -> bool {
    let is_busy = matches!(error.kind(), ErrorKind::ResourceInUse | ErrorKind::LimitExceeded);
    is_busy || error.may_succeed_later() || is_too_early(error) || is_within_an_hour(error)
}

/// DynamoDB accepts one change of the time to live an hour. It has no error code for it, so this checks the message; with another message,
/// the refusal is reported at once.
fn is_within_an_hour(error: &Error) -> bool {
    let says = |sentence: &str| sentence.contains("multiple times within a fixed interval");
    error.is_validation() && error.service_message().is_some_and(says)
}

async fn time_to_live(execution: &mut Execution, ttl: TimeToLive) -> Result<()> {
    let builder = TimeToLiveSpecification::builder().enabled(ttl.enabled).attribute_name(ttl.attribute_name);
    let specification = builder.build().map_err(|error| Error::caused(ErrorKind::InvalidArgument, error))?;
    let call = |client: &Client, table: &str, watched| {
        let request = client.update_time_to_live().table_name(table).time_to_live_specification(specification);
        request.customize().interceptor(watched).send()
    };
    execution.change("UpdateTimeToLive", call).await.map(|_| ())
}

async fn recovery(execution: &mut Execution, recovery: Recovery) -> Result<()> {
    let specification = PointInTimeRecoverySpecification::builder()
        .point_in_time_recovery_enabled(recovery.point_in_time_recovery_enabled)
        .set_recovery_period_in_days(recovery.recovery_period_in_days)
        .build()
        .map_err(|error| Error::caused(ErrorKind::InvalidArgument, error))?;
    let call = |client: &Client, table: &str, watched| {
        let request = client.update_continuous_backups().table_name(table);
        request.point_in_time_recovery_specification(specification).customize().interceptor(watched).send()
    };
    execution.change("UpdateContinuousBackups", call).await.map(|_| ())
}

/// Returns the table's ARN, which requests for tags need; its description has it.
async fn arn(execution: &mut Execution) -> Result<String> {
    let arn = description(execution).await?.and_then(|table| table.table_arn);
    arn.filter(|arn| !arn.is_empty())
        .ok_or_else(|| Error::new(ErrorKind::ResourceNotFound, "there is no such table to tag"))
}
