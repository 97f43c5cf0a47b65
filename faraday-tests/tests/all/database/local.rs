//! `Database::local`: the address of a server.

use faraday::{Database, ErrorKind, Table};
use faraday_tests::environment;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::User;

#[tokio::test]
async fn an_address_that_is_not_for_plain_http_is_an_error_that_says_what_to_write() {
    let user = User { id: "ann".into(), visits: 1 };
    for (address, advice) in [
        ("localhost:8000", "has no scheme: write `http://` before it"),
        ("", "has no scheme"),
        ("https://localhost:8000", "give an SDK client to `Database::new`"),
    ] {
        let db = Database::local(address);
        let errors = [
            Table::<User>::get("ann").on(&db).await.unwrap_err(),
            Table::<User>::put_many([&user]).on(&db).await.unwrap_err(),
            Table::<User>::query("ann").on(&db).await.unwrap_err(),
            Table::<User>::create().on(&db).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(error.to_string().contains(advice), "{error}");
            assert!(error.operation().is_some() && matches!(error.table(), None | Some("users")), "{error}");
        }
    }
}

/// A server that accepts and never answers.
#[tokio::test(start_paused = true)]
async fn a_silent_server_is_waited_for_half_a_minute() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let db = Database::local(&format!("http://{}", listener.local_addr().unwrap()));
    let start = tokio::time::Instant::now();
    let error = Table::<User>::get("ann").on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(start.elapsed() <= std::time::Duration::from_secs(31), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_engine_of_the_environment_answers() {
    environment::client().list_tables().send().await.unwrap();
}

/// The client for `http://` endpoints reaches a server over TCP, without TLS.
#[tokio::test]
async fn a_local_server_is_reached_over_http() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"{}") {
            assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0);
        }
        let body = r#"{"TableNames":["orders"]}"#;
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(request).unwrap()
    });
    let database = faraday::Database::local(&endpoint);
    assert_eq!(database.client().list_tables().send().await.unwrap().table_names(), ["orders"]);
    let request = server.await.unwrap();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("x-amz-target: DynamoDB_20120810.ListTables\r\n"), "{request}");
}
