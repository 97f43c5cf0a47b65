//! One change of a table: [`Step`].

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::admin::declaration::Recovery;
use crate::admin::request::{IndexUpdate, TableRequest, Tag, VectorIndexUpdate};

/// One change of a table that DynamoDB makes with one request.
///
/// It prints as a line of a diff: `+` adds, `-` removes, `~` changes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    description: String,
    sign: char,
    /// For people who read the plan as text.
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

impl StepRequest {
    /// Returns the part of the table that it changes.
    fn part(&self) -> String {
        let table = match self {
            Self::CreateTable(_) => return "table".to_owned(),
            Self::UpdateTable(table) => table,
            Self::UpdateTimeToLive(ttl) => return format!("time to live {} {}", ttl.attribute_name, ttl.enabled),
            Self::UpdateContinuousBackups(_) => return "recovery".to_owned(),
            Self::TagResource(_) => return "tags".to_owned(),
            Self::UntagResource(_) => return "removed tags".to_owned(),
        };
        let of_index = |update: &IndexUpdate| match update {
            IndexUpdate::Create(index) => format!("new index {}", index.index_name),
            IndexUpdate::Delete(index) => format!("old index {}", index.index_name),
            IndexUpdate::Update(index) if index.warm_throughput.is_some() => "warm throughput".to_owned(),
            IndexUpdate::Update(_) => "throughput".to_owned(),
        };
        let of_vector_index = |update: &VectorIndexUpdate| match update {
            VectorIndexUpdate::Create(index) => format!("new index {}", index.index_name),
            VectorIndexUpdate::Delete(index) => format!("old index {}", index.index_name),
        };
        let stream = table.stream_specification.as_ref().map(|stream| format!("stream {}", stream.stream_enabled));
        let named = [
            (table.warm_throughput.is_some(), "warm throughput"),
            (table.table_class.is_some(), "class"),
            (table.sse_specification.is_some(), "encryption"),
            (table.deletion_protection_enabled.is_some(), "protection"),
        ];
        let named = named.into_iter().find(|(is_there, _)| *is_there).map(|(_, name)| name.to_owned());
        let index = table.global_secondary_index_updates.first().map(of_index);
        let vector_index = table.vector_index_updates.first().map(of_vector_index);
        stream.or(named).or(index).or(vector_index).unwrap_or_else(|| "throughput".to_owned())
    }

    /// Whether it removes something that readers may use: an index, or a stream.
    fn is_destructive(&self) -> bool {
        let Self::UpdateTable(table) = self else { return false };
        let drops = |update: &IndexUpdate| matches!(update, IndexUpdate::Delete(_));
        let drops_vectors = |update: &VectorIndexUpdate| matches!(update, VectorIndexUpdate::Delete(_));
        table.global_secondary_index_updates.iter().any(drops)
            || table.vector_index_updates.iter().any(drops_vectors)
            || table.stream_specification.as_ref().is_some_and(|stream| !stream.stream_enabled)
    }

    /// Whether the limit that it reached holds for days.
    pub(super) fn is_limited_for_days(&self) -> bool {
        matches!(self, Self::UpdateTable(table) if table.table_class.is_some())
    }
}

impl Step {
    pub(super) fn new(sign: char, description: String, request: StepRequest) -> Self {
        Self { description, sign, is_destructive: request.is_destructive(), request }
    }

    /// Returns a change of the table itself.
    pub(super) fn update(sign: char, description: String, request: TableRequest) -> Self {
        Self::new(sign, description, StepRequest::UpdateTable(Box::new(request)))
    }

    /// Returns what it does: ``create the index `by_status` (partition key status (S), all attributes)``.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Whether it removes something that readers may use: an index, or a stream. Only
    /// [`allow_destructive`](super::ApplyPlan::allow_destructive) allows it.
    #[must_use]
    pub fn is_destructive(&self) -> bool {
        // A plan that was read from text may say something else.
        self.request.is_destructive()
    }

    /// Returns the name of the request in DynamoDB's API: `UpdateTable`.
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

    /// Returns the body of the request, for `explain`.
    pub(super) fn body(&self, table: &str) -> Vec<u8> {
        let parameters = match &self.request {
            StepRequest::CreateTable(request) | StepRequest::UpdateTable(request) => serde_json::to_value(request),
            StepRequest::UpdateTimeToLive(ttl) => {
                serde_json::to_value(ttl).map(|ttl| json!({ "TimeToLiveSpecification": ttl }))
            }
            StepRequest::UpdateContinuousBackups(recovery) => {
                serde_json::to_value(recovery).map(|recovery| json!({ "PointInTimeRecoverySpecification": recovery }))
            }
            // The ARN is known only after the table is described.
            StepRequest::TagResource(tags) => serde_json::to_value(tags).map(|tags| json!({ "Tags": tags })),
            StepRequest::UntagResource(keys) => Ok(json!({ "TagKeys": keys })),
        };
        let mut body = Map::from_iter([("TableName".to_owned(), Value::from(table))]);
        if let Ok(Value::Object(parameters)) = parameters {
            body.extend(parameters);
        }
        Value::Object(body).to_string().into_bytes()
    }

    /// Whether both change the same part of the table.
    pub(super) fn is_of_part(&self, other: &Self) -> bool {
        self.request.part() == other.request.part()
    }

    /// Whether the other step contains all changes of this one: somebody else may have done the rest.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let json = |step: &Self| serde_json::to_value(&step.request).unwrap_or_default();
        is_within(&json(self), &json(other))
    }
}

fn is_within(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.iter().all(|(name, value)| other.get(name).is_some_and(|other| is_within(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.iter().all(|value| other.iter().any(|other| is_within(value, other)))
        }
        _ => one == other,
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Step({self})")
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let destructive = if self.is_destructive() { " (destructive)" } else { "" };
        write!(f, "{} {}{destructive}", self.sign, self.description)
    }
}
