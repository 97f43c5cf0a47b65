//! A web service for lists of tasks, with axum.
//!
//! | request | answer |
//! |---|---|
//! | `POST /lists/home/tasks`, with an `Idempotency-Key` | 201 and the new task; the same again if the request is repeated |
//! | `GET /lists/home/tasks?done=false&min_priority=2&limit=20&cursor=…` | 200, a page of tasks and the cursor of the next one |
//! | `GET /lists/home/tasks/{id}` | 200 and the task, or 404 |
//! | `PATCH /lists/home/tasks/{id}` | 200 and the task with its changes, or 404 |
//! | `DELETE /lists/home/tasks/{id}` | 204, or 404 |
//!
//! The state of the router holds the database. `error.rs` makes an HTTP status of every error, and `deadline.rs` limits the time of
//! each request.

mod deadline;
mod error;
mod handlers;
mod items;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use faraday::{Database, Result, Table};

use items::{PostedRequest, Task};

/// The longest body of a request, in bytes. A task is then always under the 400 KB that an item of DynamoDB may have.
const MAX_BODY: usize = 64 * 1024;

/// What all handlers share.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Where the tasks are.
    pub db: Database,
    /// How long the work on one HTTP request may take.
    pub timeout: Duration,
}

/// Creates the tables that are not there.
///
/// # Errors
///
/// If DynamoDB refuses to create one.
pub async fn create_tables(db: &Database) -> Result<()> {
    Table::<Task>::create().if_absent().on(db).await?;
    Table::<PostedRequest>::create().if_absent().on(db).await
}

/// The service, without the port that it listens on: tests call it as a function.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/lists/{list}/tasks", post(handlers::create).get(handlers::list))
        .route("/lists/{list}/tasks/{id}", get(handlers::read).patch(handlers::change).delete(handlers::delete))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(state)
}
