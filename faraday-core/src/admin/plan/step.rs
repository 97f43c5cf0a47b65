//! One change of a table: [`Step`].

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::admin::declaration::Recovery;
use crate::admin::request::{TableRequest, Tag};

/// One change of a table that DynamoDB makes by one request.
///
/// It prints as a line of a diff: `+` adds, `-` takes away, `~` changes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    description: String,
    sign: char,
    is_destructive: bool,
    pub(super) request: StepRequest,
}

/// The request of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum StepRequest {
    CreateTable(Box<TableRequest>),
    UpdateTable(Box<TableRequest>),
    UpdateTimeToLive(TimeToLive),
    UpdateContinuousBackups(Recovery),
    TagResource(Vec<Tag>),
    UntagResource(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TimeToLive {
    pub(super) enabled: bool,
    pub(super) attribute_name: String,
}

impl Step {
    pub(super) fn new(sign: char, description: String, request: StepRequest) -> Self {
        Self { description, sign, is_destructive: false, request }
    }

    /// A change of the table itself.
    pub(super) fn update(sign: char, description: String, request: TableRequest) -> Self {
        Self::new(sign, description, StepRequest::UpdateTable(Box::new(request)))
    }

    pub(super) fn destructive(mut self) -> Self {
        self.is_destructive = true;
        self
    }

    /// What it does: ``create the index `by_status` (partition key status (S), all attributes)``.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Whether it takes something away that readers may use: an index, or a stream. Only
    /// [`allow_destructive`](super::ApplyPlan::allow_destructive) lets it happen.
    #[must_use]
    pub fn is_destructive(&self) -> bool {
        self.is_destructive
    }

    /// The name of the request in DynamoDB's API: `UpdateTable`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        match self.request {
            StepRequest::CreateTable(_) => "CreateTable",
            StepRequest::UpdateTable(_) => "UpdateTable",
            StepRequest::UpdateTimeToLive(_) => "UpdateTimeToLive",
            StepRequest::UpdateContinuousBackups(_) => "UpdateContinuousBackups",
            StepRequest::TagResource(_) => "TagResource",
            StepRequest::UntagResource(_) => "UntagResource",
        }
    }

    /// The body of the request, for `explain`.
    pub(super) fn body(&self, table: &str) -> Vec<u8> {
        let parameters = match &self.request {
            StepRequest::CreateTable(request) | StepRequest::UpdateTable(request) => serde_json::to_value(request),
            StepRequest::UpdateTimeToLive(ttl) => {
                serde_json::to_value(ttl).map(|ttl| json!({ "TimeToLiveSpecification": ttl }))
            }
            StepRequest::UpdateContinuousBackups(recovery) => {
                serde_json::to_value(recovery).map(|recovery| json!({ "PointInTimeRecoverySpecification": recovery }))
            }
            // The ARN is known only when the table is described.
            StepRequest::TagResource(tags) => serde_json::to_value(tags).map(|tags| json!({ "Tags": tags })),
            StepRequest::UntagResource(keys) => Ok(json!({ "TagKeys": keys })),
        };
        let mut body = Map::from_iter([("TableName".to_owned(), Value::from(table))]);
        if let Ok(Value::Object(parameters)) = parameters {
            body.extend(parameters);
        }
        Value::Object(body).to_string().into_bytes()
    }

    /// Whether both make the same change. What follows a semicolon depends on the steps before.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let change = |step: &Self| step.description.split(';').next().map(str::to_owned);
        change(self) == change(other) && self.operation() == other.operation()
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Step({self})")
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let destructive = if self.is_destructive { " (destructive)" } else { "" };
        write!(f, "{} {}{destructive}", self.sign, self.description)
    }
}
