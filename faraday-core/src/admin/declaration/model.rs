//! [`Declaration`]: a whole table as it is declared.

use serde::{Deserialize, Serialize};

use crate::admin::request::TableRequest;
use crate::schema::PointInTimeRecovery;

/// A whole table: the parameters of `CreateTable`, and the settings that DynamoDB takes by other requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Declaration {
    pub(crate) table: TableRequest,
    /// The time-to-live attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_to_live: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) point_in_time_recovery: Option<Recovery>,
    /// The names of tags that the table must not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) removed_tags: Vec<String>,
    /// Whether something else, like auto scaling, sets the units of a provisioned table.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) units_change_elsewhere: bool,
}

/// Point-in-time recovery, as DynamoDB takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Recovery {
    pub(crate) point_in_time_recovery_enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) recovery_period_in_days: Option<i32>,
}

impl From<PointInTimeRecovery> for Recovery {
    fn from(recovery: PointInTimeRecovery) -> Self {
        let (point_in_time_recovery_enabled, days) = match recovery {
            PointInTimeRecovery::Off => (false, None),
            PointInTimeRecovery::On => (true, None),
            PointInTimeRecovery::Days(days) => (true, Some(days.into())),
        };
        Self { point_in_time_recovery_enabled, recovery_period_in_days: days }
    }
}
