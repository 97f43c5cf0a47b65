//! The routes, called as functions: each test has a router and an engine of its own, and no port.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use faraday::Database;
use faraday::testing::{Fault, Faults};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use web::AppState;

struct Service {
    router: Router,
    db: Database,
}

impl Service {
    async fn new() -> Self {
        let db = Database::embedded_with(Faults::new()).unwrap();
        web::create_tables(&db).await.unwrap();
        let router = web::router(AppState { db: db.clone(), timeout: Duration::from_secs(1) });
        Self { router, db }
    }

    async fn call(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        // axum's own refusals are plain text.
        let text = String::from_utf8(body.to_vec()).unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        self.call(request(method, path, None, body)).await
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send("GET", path, &Value::Null).await
    }

    async fn post(&self, key: &str, body: Value) -> (StatusCode, Value) {
        self.call(request("POST", "/lists/home/tasks", Some(key), &body)).await
    }

    /// Makes a task and returns its path.
    async fn task(&self, title: &str, priority: u8) -> String {
        let (status, task) = self.post(title, json!({ "title": title, "priority": priority })).await;
        assert_eq!(status, StatusCode::CREATED, "{task}");
        format!("/lists/home/tasks/{}", task["id"].as_str().unwrap())
    }

    async fn titles(&self, parameters: &str) -> Vec<String> {
        let (status, page) = self.get(&format!("/lists/home/tasks?{parameters}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        titles(&page)
    }
}

fn request(method: &str, path: &str, key: Option<&str>, body: &Value) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    let request = match key {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    };
    request.body(Body::from(body.to_string())).unwrap()
}

fn titles(page: &Value) -> Vec<String> {
    page["tasks"].as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_task_is_made_read_changed_and_deleted() {
    let service = Service::new().await;
    let (status, made) = service.post("1", json!({ "title": "Buy tea", "note": "green" })).await;
    assert_eq!(status, StatusCode::CREATED);
    let expected = json!({ "id": made["id"], "title": "Buy tea", "done": false, "priority": 0, "note": "green" });
    assert_eq!(made, expected);

    let path = format!("/lists/home/tasks/{}", made["id"].as_str().unwrap());
    assert_eq!(service.get(&path).await, (StatusCode::OK, made.clone()));

    let (status, changed) = service.send("PATCH", &path, &json!({ "done": true, "note": null })).await;
    let expected = json!({ "id": made["id"], "title": "Buy tea", "done": true, "priority": 0, "note": null });
    assert_eq!((status, changed), (StatusCode::OK, expected.clone()));
    // An empty patch changes nothing.
    assert_eq!(service.send("PATCH", &path, &json!({})).await, (StatusCode::OK, expected));

    assert_eq!(service.send("DELETE", &path, &Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(service.get(&path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_task_has_its_place_in_the_header_location() {
    let service = Service::new().await;
    let request = request("POST", "/lists/home/tasks", Some("1"), &json!({ "title": "Buy tea" }));
    let response = service.router.clone().oneshot(request).await.unwrap();
    let location = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(service.get(&location).await.1["title"], "Buy tea");
}

#[tokio::test]
async fn a_post_that_is_repeated_makes_one_task() {
    let service = Service::new().await;
    let body = json!({ "title": "Buy tea" });
    let first = service.post("1", body.clone()).await;
    assert_eq!(service.post("1", body.clone()).await, first);
    assert_eq!(service.titles("").await.len(), 1);

    // The same key with another body is a mistake. Another key makes another task.
    assert_eq!(service.post("1", json!({ "title": "Buy milk" })).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(service.post("2", body.clone()).await.0, StatusCode::CREATED);
    assert_eq!(service.titles("").await.len(), 2);

    let without_key = request("POST", "/lists/home/tasks", None, &body);
    assert_eq!(service.call(without_key).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn two_equal_posts_at_once_make_one_task() {
    let service = Service::new().await;
    let body = json!({ "title": "Buy tea" });
    let (one, other) = tokio::join!(service.post("1", body.clone()), service.post("1", body.clone()));
    assert_eq!((one.0, &one), (StatusCode::CREATED, &other));
    assert_eq!(service.titles("").await.len(), 1);
}

#[tokio::test]
async fn filters_are_optional() {
    let service = Service::new().await;
    service.task("tea", 1).await;
    let bread = service.task("bread", 2).await;
    service.task("salt", 3).await;
    service.send("PATCH", &bread, &json!({ "done": true })).await;

    assert_eq!(service.titles("").await, ["tea", "bread", "salt"]);
    assert_eq!(service.titles("min_priority=2").await, ["bread", "salt"]);
    assert_eq!(service.titles("done=false").await, ["tea", "salt"]);
    assert_eq!(service.titles("done=false&min_priority=2").await, ["salt"]);
}

#[tokio::test]
async fn pages_go_on_by_cursor() {
    let service = Service::new().await;
    for title in ["a", "b", "c", "d", "e"] {
        service.task(title, 0).await;
    }
    let (mut seen, mut path) = (Vec::new(), "/lists/home/tasks?limit=2".to_owned());
    loop {
        let (_, page) = service.get(&path).await;
        seen.push(titles(&page).concat());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/lists/home/tasks?limit=2&cursor={next}");
    }
    assert_eq!(seen, ["ab", "cd", "e"]);
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let service = Service::new().await;
    let path = "/lists/home/tasks/01950000-0000-7000-8000-000000000000";
    let expected = (StatusCode::NOT_FOUND, json!({ "error": "there is no such task" }));
    assert_eq!(service.get(path).await, expected);
    assert_eq!(service.send("PATCH", path, &json!({ "done": true })).await, expected);
    assert_eq!(service.send("DELETE", path, &Value::Null).await, expected);
}

#[tokio::test]
async fn mistakes_of_the_client_are_4xx() {
    let service = Service::new().await;
    let path = service.task("tea", 1).await;
    for (parameters, expected) in [("cursor=made-up", 400), ("limit=many", 400), ("done=perhaps", 400)] {
        let (status, body) = service.get(&format!("/lists/home/tasks?{parameters}")).await;
        assert_eq!(status.as_u16(), expected, "{parameters}: {body}");
    }
    for body in [json!({ "titel": "tea" }), json!({ "priority": 300 })] {
        assert_eq!(service.send("PATCH", &path, &body).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let huge = json!({ "title": "x".repeat(100_000) });
    assert_eq!(service.send("PATCH", &path, &huge).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_database_are_5xx_and_tell_nothing() {
    let service = Service::new().await;
    let path = service.task("tea", 1).await;
    for (fault, expected) in [
        (Fault::Throttled, StatusCode::SERVICE_UNAVAILABLE),
        (Fault::InternalServerError, StatusCode::INTERNAL_SERVER_ERROR),
        // The request's second is over before there is an answer.
        (Fault::NoAnswer, StatusCode::GATEWAY_TIMEOUT),
    ] {
        service.db.faults().fail_next_times("GetItem", 3, fault.clone());
        let (status, body) = service.get(&path).await;
        assert_eq!((status, &body["error"]), (expected, &json!(expected.canonical_reason())), "{fault:?}");
        service.db.faults().reset();
    }
    assert_eq!(service.get(&path).await.0, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn a_post_whose_answer_was_lost_is_sent_again_and_done_once() {
    let service = Service::new().await;
    service.db.faults().fail_next("TransactWriteItems", Fault::AnswerLost);
    assert_eq!(service.post("1", json!({ "title": "tea" })).await.0, StatusCode::CREATED);
    assert_eq!(service.titles("").await, ["tea"]);
}
