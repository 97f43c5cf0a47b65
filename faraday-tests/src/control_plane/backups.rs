//! `UpdateContinuousBackups`, `DescribeContinuousBackups`: they have their own error for a missing table.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::failure::{Failure, Outcome, invalid};
use super::moment::{DAY, Moment};
use super::state::State;
use super::table::Table;

/// The backups of a table.
#[derive(Debug, Clone)]
pub(super) struct Backups {
    available: Instant,
    recovery: Option<Recovery>,
}

/// Recovery to any time of the last days.
#[derive(Debug, Clone, Copy)]
struct Recovery {
    days: u32,
    since: Instant,
}

impl Backups {
    pub(super) fn available_from(available: Instant) -> Self {
        Self { available, recovery: None }
    }

    /// Backups are on once a table is complete; recovery lags five minutes behind.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html>
    fn describe(&self, moment: &Moment) -> Value {
        let status = if self.available <= moment.now { "ENABLED" } else { "DISABLED" };
        let recovery = match self.recovery {
            None => json!({ "PointInTimeRecoveryStatus": "DISABLED" }),
            Some(Recovery { days, since }) => {
                let first = moment.now.checked_sub(DAY * days).map_or(since, |first| first.max(since));
                let last = moment.now.checked_sub(Duration::from_secs(300)).map_or(since, |last| last.max(since));
                json!({
                    "PointInTimeRecoveryStatus": "ENABLED",
                    "RecoveryPeriodInDays": days,
                    "EarliestRestorableDateTime": moment.date(first),
                    "LatestRestorableDateTime": moment.date(last),
                })
            }
        };
        let description = json!({ "ContinuousBackupsStatus": status, "PointInTimeRecoveryDescription": recovery });
        json!({ "ContinuousBackupsDescription": description })
    }
}

impl State {
    pub(super) fn update_continuous_backups(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let specification = &body["PointInTimeRecoverySpecification"];
        let days = recovery_period(specification)?;
        let table = self.table_with_backups(body)?;
        let backups = &mut table.backups;
        // <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html>
        if backups.available > moment.now {
            let message = "Backups are being enabled for the table. Please retry later";
            return Err(Failure::new("ContinuousBackupsUnavailableException", message));
        }
        let since = backups.recovery.map_or(moment.now, |recovery| recovery.since);
        let enabled = specification["PointInTimeRecoveryEnabled"] == true;
        backups.recovery = enabled.then_some(Recovery { days, since });
        Ok(backups.describe(moment))
    }

    pub(super) fn describe_continuous_backups(&mut self, body: &Value, moment: &Moment) -> Outcome {
        Ok(self.table_with_backups(body)?.backups.describe(moment))
    }

    fn table_with_backups(&mut self, body: &Value) -> Outcome<&mut Table> {
        self.table(body).map_err(|failure| match failure.code {
            "ResourceNotFoundException" => Failure::new("TableNotFoundException", "Table not found"),
            _ => failure,
        })
    }
}

/// Recovery reaches back 1 to 35 days, and 35 if the request does not say.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html>
fn recovery_period(specification: &Value) -> Outcome<u32> {
    match &specification["RecoveryPeriodInDays"] {
        Value::Null => Ok(35),
        days => {
            let days = days.as_u64().filter(|days| (1..=35).contains(days));
            days.and_then(|days| days.try_into().ok()).ok_or_else(|| invalid("RecoveryPeriodInDays"))
        }
    }
}
