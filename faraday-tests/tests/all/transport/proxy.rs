//! An HTTP proxy between the client and DynamoDB: both paths send the same through it as without it.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region, SharedHttpClient};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::{Builder, Connector};
use faraday::{Database, ErrorKind, Item, Table, database::Codec};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

/// A host that no resolver knows: a request for it arrives only by the proxy.
const NOWHERE: &str = "http://dynamodb.invalid";

/// What the proxy got: the request line, the headers by name, and the body.
#[derive(Debug, Clone, PartialEq)]
struct Relayed {
    line: String,
    headers: Vec<(String, String)>,
    body: serde_json::Value,
}

impl Relayed {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Without what differs from request to request.
    fn fixed_part(mut self) -> Self {
        for (name, value) in &mut self.headers {
            match name.as_str() {
                "amz-sdk-invocation-id" | "x-amz-date" => value.clear(),
                "authorization" => value.truncate(value.find('/').unwrap()),
                _ => {}
            }
        }
        self
    }
}

/// A proxy that answers in place of the host that it is asked for.
#[derive(Clone, Default)]
struct Proxy(Arc<Mutex<Vec<Relayed>>>);

impl Proxy {
    /// Listens, and gives the address.
    async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let proxy = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(proxy.clone().serve(stream));
            }
        });
        address
    }

    async fn serve(self, mut stream: TcpStream) {
        while let Some(relayed) = read(&mut stream).await {
            let found = r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"1"}}}"#;
            let body = if relayed.header("x-amz-target").unwrap().ends_with("GetItem") { found } else { "{}" };
            self.0.lock().unwrap().push(relayed);
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }

    fn taken(&self) -> Vec<Relayed> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// The next request of a connection; `None` at its end.
async fn read(stream: &mut TcpStream) -> Option<Relayed> {
    let mut bytes = Vec::new();
    let head = loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            break head.to_owned();
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let mut headers: Vec<_> = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    headers.sort();
    let mut relayed = Relayed { line, headers, body: serde_json::Value::Null };
    let length: usize = relayed.header("content-length")?.parse().ok()?;
    let start = head.len() + 4;
    while bytes.len() < start + length {
        stream.read_buf(&mut bytes).await.ok().filter(|read| *read > 0)?;
    }
    relayed.body = serde_json::from_slice(&bytes[start..]).unwrap();
    Some(relayed)
}

fn database(codec: Codec, proxy: ProxyConfig) -> Database {
    let http: SharedHttpClient = Builder::new().build_with_connector_fn(move |settings, _| {
        let mut connector = Connector::builder().proxy_config(proxy.clone());
        connector.set_connector_settings(settings.cloned());
        connector.build_http()
    });
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(NOWHERE)
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "one", None, None, "test"))
        .http_client(http)
        .build();
    Database::builder(Client::from_conf(config)).codec(codec).build()
}

#[tokio::test]
async fn requests_go_through_the_proxy_on_both_paths() {
    let proxy = Proxy::default();
    let address = proxy.listen().await;
    let mut both = Vec::new();
    for codec in [Codec::Wire, Codec::Map] {
        let config = ProxyConfig::http(format!("http://{address}")).unwrap().with_basic_auth("ann", "secret");
        let db = database(codec, config);
        let ann = User { id: "ann".into(), visits: 1 };
        for _ in 0..2 {
            assert_eq!(Table::<User>::get("ann").on(&db).await.unwrap().as_ref(), Some(&ann), "{codec:?}");
        }
        Table::<User>::put(&ann).on(&db).await.unwrap();
        both.push(proxy.taken());
    }
    let [fast, typed] = both.try_into().unwrap();
    assert_eq!(fast.len(), 3, "nothing is sent but what was asked for");
    for relayed in &fast {
        // In the form for proxies, with the whole address, and with the user of the proxy.
        assert_eq!(relayed.line, format!("POST {NOWHERE}/ HTTP/1.1"));
        assert_eq!(relayed.header("host"), Some("dynamodb.invalid"));
        assert_eq!(relayed.header("proxy-authorization"), Some("Basic YW5uOnNlY3JldA=="));
        let signed = relayed.header("authorization").unwrap();
        assert!(!signed.contains("proxy-authorization"), "what the proxy takes away is not signed: {signed}");
    }
    let fixed = |seen: Vec<Relayed>| seen.into_iter().map(Relayed::fixed_part).collect::<Vec<_>>();
    assert_eq!(fixed(fast), fixed(typed));
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_a_database_that_is_not_there() {
    for codec in [Codec::Wire, Codec::Map] {
        // A port that was free just now.
        let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let db = database(codec, ProxyConfig::http(format!("http://{address}")).unwrap());
        let put = Table::<User>::put(&User { id: "ann".into(), visits: 1 });
        let error = put.on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{codec:?}: {error}");
    }
}

#[tokio::test]
async fn a_host_that_the_proxy_is_not_for_is_asked_directly() {
    let (proxy, direct) = (Proxy::default(), Proxy::default());
    let (address, server) = (proxy.listen().await, direct.listen().await);
    for codec in [Codec::Wire, Codec::Map] {
        let config = ProxyConfig::http(format!("http://{address}")).unwrap().no_proxy("127.0.0.1");
        let client = database(codec, config).client().config().to_builder().endpoint_url(format!("http://{server}"));
        let db = Database::builder(Client::from_conf(client.build())).codec(codec).build();
        Table::<User>::get("ann").on(&db).await.unwrap();
        let seen = direct.taken();
        assert_eq!((seen.len(), seen[0].line.as_str()), (1, "POST / HTTP/1.1"), "{codec:?}");
        assert!(proxy.taken().is_empty());
    }
}
