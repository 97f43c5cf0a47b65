//! GetItem over a loopback socket, with the SDK's own HTTP client: like a user's program, except for TLS and the network.
//!
//! The server is this program again, as a child process, so that its CPU time is not counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;
use aws_smithy_types::date_time::{DateTime, Format};
use tokio::net::{TcpListener, TcpStream};

use crate::canned::config;
use crate::tasks::{Rate, Readers, answer, show};

const TASKS: [usize; 3] = [1, 16, 512];
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);
/// The highest number of bytes of a request, head and body.
const REQUEST: usize = 16 * 1024;

pub fn table() -> ExitCode {
    show(&TASKS, &measure(&TASKS));
    ExitCode::SUCCESS
}

/// Measures each of these numbers of tasks.
pub fn measure(tasks: &[usize]) -> Vec<[Rate; 2]> {
    let server = Server::start();
    // The SDK's client for `http://`: its pool, hyper and tokio's sockets. The client for `https://` is the same with rustls, which would
    // be built only for this.
    let http = aws_smithy_http_client::Builder::new().build_http();
    let client = Client::from_conf(config(http).endpoint_url(&server.url).build());
    let readers = Readers::of(&client);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    readers.measure(&runtime, tasks, ROUNDS, ROUND)
}

/// The child process; dropping this ends it.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut serve = Command::new(program);
        serve.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = serve.spawn().expect("a child process");
        let mut address = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut address).expect("an address");
        Self { child, url: format!("http://{}", address.trim()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process ends when its input does; if it does not, nothing can be done.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The child process: prints its address, and answers until its input ends, which also happens when the parent dies.
pub fn serve() -> ExitCode {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    // One thread, because the other CPU is for the process that is measured.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        println!("{}", listener.local_addr().expect("an address"));
        std::io::stdout().flush().expect("an output");
        let response: Arc<[u8]> = response().into();
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            let response = response.clone();
            // An error means that the client has gone away.
            tokio::spawn(async move { keep_answering(&stream, &response).await });
        }
    })
}

/// Returns the answer, with DynamoDB's headers.
fn response() -> Vec<u8> {
    let body = answer();
    let date = DateTime::from(SystemTime::now()).fmt(Format::HttpDate).expect("a date");
    let head = format!(
        "HTTP/1.1 200 OK\r\nServer: Server\r\nDate: {date}\r\nContent-Type: application/x-amz-json-1.0\r\n\
         Content-Length: {}\r\nConnection: keep-alive\r\n\
         x-amzn-RequestId: QV0DN3MB6A7J9M4FCGJ9Q5LBBVVV4KQNSO5AEMVJF66Q9ASUAAJG\r\nx-amz-crc32: {}\r\n\r\n",
        body.len(),
        crc32fast::hash(body.as_bytes())
    );
    [head.into_bytes(), body.into_bytes()].concat()
}

/// Answers the part of HTTP/1.1 that this client uses: requests with a `Content-Length`, one after another.
async fn keep_answering(stream: &TcpStream, response: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut buffer, mut filled) = (vec![0; REQUEST], 0);
    loop {
        stream.readable().await?;
        match stream.try_read(&mut buffer[filled..]) {
            Ok(0) => return Ok(()),
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error),
        }
        while let Some(length) = request_length(&buffer[..filled]).filter(|length| *length <= filled) {
            write(stream, response).await?;
            buffer.copy_within(length..filled, 0);
            filled -= length;
        }
    }
}

/// Returns the length of the first request, head and body; `None` until its head is complete.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let body = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Some(end + body.unwrap_or(0usize))
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> std::io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => stream.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
