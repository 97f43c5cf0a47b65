//! What is stored, and what clients send.

use std::time::SystemTime;

use faraday::{Edit, Item, Patch};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Item, Serialize)]
#[faraday(table = "tasks")]
pub struct Task {
    #[faraday(partition_key)]
    #[serde(skip)]
    pub list: String,
    /// Version 7 of UUIDs begins with the time. So the tasks of a list are in the order in which they were made.
    #[faraday(sort_key)]
    pub id: Uuid,
    pub title: String,
    pub done: bool,
    pub priority: u8,
    pub note: Option<String>,
}

/// The body of a POST request.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    pub title: String,
    #[serde(default)]
    pub priority: u8,
    pub note: Option<String>,
}

/// The body of a PATCH request. A field that is missing stays as it is, and `null` removes the note.
#[derive(Debug, Deserialize, Patch)]
#[faraday(of = Task)]
#[serde(deny_unknown_fields)]
pub struct TaskPatch {
    title: Option<String>,
    done: Option<bool>,
    priority: Option<u8>,
    #[serde(default)]
    note: Edit<String>,
}

/// A POST request that was done: what its `Idempotency-Key` stands for.
#[derive(Debug, Item)]
#[faraday(table = "posted-requests")]
pub struct PostedRequest {
    #[faraday(partition_key)]
    pub list: String,
    #[faraday(sort_key)]
    pub idempotency_key: String,
    pub task: Uuid,
    /// The body, in one binary attribute. The same key with another body is a mistake of the client.
    #[faraday(frozen)]
    pub body: NewTask,
    /// DynamoDB deletes the item within a few days after this time.
    #[faraday(ttl)]
    pub expires_at: SystemTime,
}
