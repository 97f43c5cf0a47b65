//! A function for each route.

use std::time::{Duration, SystemTime};

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use faraday::paging::Cursor;
use faraday::{Condition, Table, transaction};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::AppState;
use crate::deadline::Deadline;
use crate::error::{ApiError, Result};
use crate::items::{NewTask, PostedRequest, Task, TaskPatch};

/// How long a client may repeat a POST request.
const REPEATED_FOR: Duration = Duration::from_secs(24 * 3600);

/// Makes a task, once for each `Idempotency-Key`: a client that got no answer sends the request again, and gets the first one's task.
pub async fn create(
    deadline: Deadline,
    State(AppState { db, .. }): State<AppState>,
    Path(list): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewTask>,
) -> Result<impl IntoResponse> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).ok_or(ApiError::NoIdempotencyKey)?;
    let task = Task {
        list: list.clone(),
        id: Uuid::now_v7(),
        title: body.title.clone(),
        done: false,
        priority: body.priority,
        note: body.note.clone(),
    };
    let request = PostedRequest {
        list,
        idempotency_key: key.to_owned(),
        task: task.id,
        body,
        expires_at: SystemTime::now() + REPEATED_FOR,
    };
    // Both are written, or none.
    let writes = (Table::<PostedRequest>::put(&request).if_absent(), Table::<Task>::put(&task).if_absent());
    let task = match transaction(writes).deadline(deadline.0).on(&db).await {
        Ok(()) => task,
        Err(error) if error.is_condition_failed() => earlier_task(&request, deadline, &db).await?,
        Err(error) => return Err(error.into()),
    };
    let location = format!("/lists/{}/tasks/{}", task.list, task.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(task)))
}

/// The task that was made when the key came for the first time, as it is now.
async fn earlier_task(request: &PostedRequest, deadline: Deadline, db: &faraday::Database) -> Result<Task> {
    let key = (&request.list, &request.idempotency_key);
    let earlier = Table::<PostedRequest>::get(key).consistent().deadline(deadline.0).on(db).await?;
    let earlier = earlier.ok_or(ApiError::NoSuchTask)?;
    if earlier.body != request.body {
        return Err(ApiError::OtherBodyForKey);
    }
    let task = Table::<Task>::get((&request.list, earlier.task)).consistent().deadline(deadline.0).on(db).await?;
    task.ok_or(ApiError::NoSuchTask)
}

/// The query parameters of a list. All are optional.
#[derive(Debug, Deserialize)]
pub struct Filters {
    done: Option<bool>,
    min_priority: Option<u8>,
    limit: Option<u64>,
    cursor: Option<String>,
}

/// A page of tasks.
#[derive(Debug, Serialize)]
pub struct TaskPage {
    tasks: Vec<Task>,
    /// To send as `cursor` for the next page; `null` after the last one.
    next: Option<String>,
}

pub async fn list(
    deadline: Deadline,
    State(AppState { db, .. }): State<AppState>,
    Path(list): Path<String>,
    Query(filters): Query<Filters>,
) -> Result<Json<TaskPage>> {
    let cursor = filters.cursor.map(|text| text.parse::<Cursor>()).transpose()?;
    let done = filters.done.map(|done| Task::DONE.eq(done));
    let priority = filters.min_priority.map(|priority| Task::PRIORITY.ge(priority));
    let page = Table::<Task>::query(list)
        .filter(Condition::all([done, priority]))
        .limit(filters.limit.unwrap_or(20).clamp(1, 100))
        .after(cursor)
        .page()
        .deadline(deadline.0)
        .on(&db)
        .await?;
    Ok(Json(TaskPage { tasks: page.items, next: page.next.map(|cursor| cursor.to_string()) }))
}

pub async fn read(
    deadline: Deadline,
    State(AppState { db, .. }): State<AppState>,
    Path(key): Path<(String, Uuid)>,
) -> Result<Json<Task>> {
    let task = Table::<Task>::get(key).deadline(deadline.0).on(&db).await?;
    task.map(Json).ok_or(ApiError::NoSuchTask)
}

pub async fn change(
    deadline: Deadline,
    State(AppState { db, .. }): State<AppState>,
    Path(key): Path<(String, Uuid)>,
    Json(patch): Json<TaskPatch>,
) -> Result<Json<Task>> {
    let update = Table::<Task>::update(key).apply(patch).if_exists().returning_new();
    update.deadline(deadline.0).on(&db).await.map(Json).map_err(no_such_task)
}

pub async fn delete(
    deadline: Deadline,
    State(AppState { db, .. }): State<AppState>,
    Path(key): Path<(String, Uuid)>,
) -> Result<StatusCode> {
    let delete = Table::<Task>::delete(key).if_exists().deadline(deadline.0).on(&db).await;
    delete.map(|()| StatusCode::NO_CONTENT).map_err(no_such_task)
}

/// For writes whose only condition is that the task exists.
fn no_such_task(error: faraday::Error) -> ApiError {
    if error.is_condition_failed() { ApiError::NoSuchTask } else { error.into() }
}
