//! Requests to the service itself, over HTTP, and their answers.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode, header};
use faraday::Database;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::{Result, serve};

/// Serves on a free port, sends the requests, and stops the service.
pub async fn take(db: Database) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let service = tokio::spawn(serve(listener, db, async move { drop(stopped.await) }));

    let result = send_requests(Client { address, names: Vec::new(), next_name: None }).await;
    drop(stop);
    service.await??;
    println!("The service has stopped.");
    result
}

async fn send_requests(mut client: Client) -> Result<()> {
    println!("TEA and LETTER stand for the ids of tasks, CURSOR for a cursor.");
    println!("Two tasks are made. The second request is sent twice, as by a client that got no answer.");
    client.name("id", "TEA").post("key-1", r#"{"title":"Buy tea","priority":3}"#).await?;
    let letter = r#"{"title":"Write to Bob","note":"in ink"}"#;
    client.name("id", "LETTER").post("key-2", letter).await?;
    client.post("key-2", letter).await?;

    println!("The list, filtered, and page by page.");
    client.send("GET", "/lists/home/tasks?done=false&min_priority=2", "").await?;
    client.name("next", "CURSOR").send("GET", "/lists/home/tasks?limit=1", "").await?;
    client.send("GET", "/lists/home/tasks?cursor=CURSOR", "").await?;

    println!("Changes: a missing field stays, null removes.");
    client.send("PATCH", "/lists/home/tasks/LETTER", r#"{"done":true,"note":null}"#).await?;
    client.send("DELETE", "/lists/home/tasks/TEA", "").await?;

    println!("Mistakes.");
    client.send("GET", "/lists/home/tasks/TEA", "").await?;
    client.send("GET", "/lists/home/tasks?cursor=made-up", "").await?;
    client.post("key-2", r#"{"title":"Write to Ann"}"#).await?;
    Ok(())
}

struct Client {
    address: SocketAddr,
    /// Ids and cursors are other ones in every run. So the tour gives them names, for its requests and for what it prints.
    names: Vec<(String, &'static str)>,
    /// The field of the next answer to name.
    next_name: Option<(&'static str, &'static str)>,
}

impl Client {
    /// Gives a name to the text in this field of the next answer.
    const fn name(&mut self, field: &'static str, name: &'static str) -> &mut Self {
        self.next_name = Some((field, name));
        self
    }

    async fn post(&mut self, key: &str, body: &str) -> Result<()> {
        println!("  POST /lists/home/tasks {body}, with the key {key}");
        let request = self.request("POST", "/lists/home/tasks").header("idempotency-key", key);
        let (status, answer) = self.exchange(request, body).await?;
        self.print(status, &answer);
        Ok(())
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> Result<()> {
        println!("  {}", format!("{method} {path} {body}").trim_end());
        let (status, answer) = self.exchange(self.request(method, path), body).await?;
        self.print(status, &answer);
        Ok(())
    }

    fn request(&self, method: &str, path: &str) -> Builder {
        let path = self.names.iter().fold(path.to_owned(), |path, (text, name)| path.replace(name, text));
        let request = Request::builder().method(method).uri(path).header(header::HOST, self.address.to_string());
        request.header(header::CONTENT_TYPE, "application/json")
    }

    async fn exchange(&self, request: Builder, body: &str) -> Result<(StatusCode, String)> {
        let stream = TokioIo::new(TcpStream::connect(self.address).await?);
        let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
        let connection = tokio::spawn(connection);
        let response = sender.send_request(request.body(Full::new(Bytes::copy_from_slice(body.as_bytes())))?).await?;
        let status = response.status();
        let answer = response.into_body().collect().await?.to_bytes();
        drop(sender);
        connection.await??;
        Ok((status, String::from_utf8_lossy(&answer).into_owned()))
    }

    fn print(&mut self, status: StatusCode, answer: &str) {
        if let Some((field, name)) = self.next_name.take()
            && let Ok(Value::Object(fields)) = serde_json::from_str(answer)
            && let Some(Value::String(text)) = fields.get(field)
        {
            self.names.push((text.clone(), name));
        }
        let shown = self.names.iter().fold(answer.to_owned(), |shown, (text, name)| shown.replace(text, name));
        println!("    {}", format!("{status} {shown}").trim_end());
    }
}
