//! Serves lists of tasks over HTTP.
//!
//! - `cargo run -p web` serves on a free port, calls itself with a few requests, prints them and ends.
//! - `cargo run -p web -- 127.0.0.1:8080` serves until it is stopped, on the embedded engine.
//! - `cargo run -p web -- 127.0.0.1:8080 http://localhost:8000` does so on DynamoDB Local.

mod tour;

use std::error::Error;
use std::time::Duration;

use faraday::Database;
use tokio::net::TcpListener;
use web::AppState;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next();
    let db = match arguments.next() {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    web::create_tables(&db).await?;
    match address {
        Some(address) => {
            let listener = TcpListener::bind(address).await?;
            println!("Serving on http://{}/lists/home/tasks", listener.local_addr()?);
            serve(listener, db, stop_signal()).await
        }
        None => tour::take(db).await,
    }
}

/// Answers requests until `stopped`. Then it takes no new ones, and ends when those under way are answered.
async fn serve(listener: TcpListener, db: Database, stopped: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let state = AppState { db, timeout: Duration::from_secs(5) };
    Ok(axum::serve(listener, web::router(state)).with_graceful_shutdown(stopped).await?)
}

/// Ends when somebody presses Ctrl-C, or when the system asks the process to end.
async fn stop_signal() {
    let interrupted = async {
        // Without a handler there is no signal to wait for: serve on.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
    println!("Stopping");
}
