//! Each peer's way to do each work.

use std::collections::HashMap;
use std::hint::black_box;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use faraday::{Database, Table};

use crate::canned::client;
use crate::item::{Map, Order, by_hand, order, read_by_hand};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// The SDK with a hand-written conversion.
    Raw,
    SerdeDynamo,
    Faraday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    GetItem,
    PutItem,
    Query10,
    Query100,
    Query1000,
    Batch25,
    /// Struct to what the SDK takes, or to the bytes of the request.
    Encode,
    /// What the SDK gives, or the bytes of the response, to struct.
    Decode,
}

impl Peer {
    pub const ALL: [Self; 3] = [Self::Raw, Self::SerdeDynamo, Self::Faraday];

    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw SDK",
            Self::SerdeDynamo => "serde_dynamo",
            Self::Faraday => "faraday",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peer| peer.name() == name)
    }
}

impl Work {
    pub const ALL: [Self; 8] = [
        Self::GetItem,
        Self::PutItem,
        Self::Query10,
        Self::Query100,
        Self::Query1000,
        Self::Batch25,
        Self::Encode,
        Self::Decode,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::GetItem => "GetItem",
            Self::PutItem => "PutItem",
            Self::Query10 => "Query 10",
            Self::Query100 => "Query 100",
            Self::Query1000 => "Query 1,000",
            Self::Batch25 => "BatchWrite 25",
            Self::Encode => "encode alone",
            Self::Decode => "decode alone",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.name() == name)
    }

    /// How often it is done for one measurement.
    pub fn times(self) -> u32 {
        match self {
            Self::Query1000 => 5,
            Self::Query100 => 20,
            Self::Encode | Self::Decode => 500,
            _ => 50,
        }
    }

    fn items(self) -> u64 {
        match self {
            Self::Query10 => 10,
            Self::Query100 => 100,
            Self::Query1000 => 1_000,
            _ => 1,
        }
    }
}

pub struct Bench {
    work: Work,
    client: Client,
    database: Database,
    runtime: tokio::runtime::Runtime,
    order: Order,
    map: Map,
    json: String,
    many: Vec<Order>,
}

impl Bench {
    pub fn new(work: Work) -> Self {
        let json = |id| faraday::to_json(&order(id)).expect("an item");
        let items: Vec<String> = (0..work.items()).map(json).collect();
        let answer = match work {
            Work::GetItem => format!(r#"{{"Item":{}}}"#, json(7)),
            Work::Query10 | Work::Query100 | Work::Query1000 => {
                format!(r#"{{"Count":{0},"ScannedCount":{0},"Items":[{1}]}}"#, items.len(), items.join(","))
            }
            Work::Batch25 => r#"{"UnprocessedItems":{}}"#.to_owned(),
            _ => "{}".to_owned(),
        };
        let client = client(answer.into_bytes());
        Self {
            work,
            database: Database::new(client.clone()),
            client,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
            order: order(7),
            map: by_hand(&order(7)),
            json: json(7),
            many: (0..25).map(order).collect(),
        }
    }

    pub fn run(&self, peer: Peer, times: u32) {
        self.runtime.block_on(async {
            for _ in 0..times {
                match peer {
                    Peer::Raw => self.sdk(&by_hand, &|map| read_by_hand(map).expect("an order")).await,
                    Peer::SerdeDynamo => {
                        let write = |order: &Order| serde_dynamo::to_item(order).expect("a map");
                        self.sdk(&write, &|map| serde_dynamo::from_item(map).expect("an order")).await;
                    }
                    Peer::Faraday => self.faraday().await,
                }
            }
        });
    }

    async fn sdk(&self, write: &dyn Fn(&Order) -> Map, read: &dyn Fn(Map) -> Order) {
        match self.work {
            Work::GetItem => {
                let call = self.client.get_item().table_name("orders");
                let call = call.key("customer", AttributeValue::S("customer-0042".into()));
                let output = call.key("id", AttributeValue::N("7".into())).send().await.expect("an answer");
                black_box(output.item.map(read));
            }
            Work::PutItem => {
                let call = self.client.put_item().table_name("orders").set_item(Some(write(&self.order)));
                black_box(call.send().await.expect("an answer"));
            }
            Work::Query10 | Work::Query100 | Work::Query1000 => {
                let call = self.client.query().table_name("orders").key_condition_expression("#n0 = :v0");
                let call = call.expression_attribute_names("#n0", "customer");
                let call = call.expression_attribute_values(":v0", AttributeValue::S("customer-0042".into()));
                let output = call.send().await.expect("an answer");
                black_box(output.items.unwrap_or_default().into_iter().map(read).collect::<Vec<_>>());
            }
            Work::Batch25 => {
                let put = |order: &Order| {
                    let put = PutRequest::builder().set_item(Some(write(order))).build().expect("a put");
                    WriteRequest::builder().put_request(put).build()
                };
                let writes = HashMap::from([("orders".to_owned(), self.many.iter().map(put).collect())]);
                black_box(
                    self.client.batch_write_item().set_request_items(Some(writes)).send().await.expect("an answer"),
                );
            }
            Work::Encode => {
                black_box(write(black_box(&self.order)));
            }
            Work::Decode => {
                black_box(read(black_box(self.map.clone())));
            }
        }
    }

    async fn faraday(&self) {
        match self.work {
            Work::GetItem => {
                let get = Table::<Order>::get(("customer-0042", 7)).on(&self.database);
                black_box(get.await.expect("an answer"));
            }
            Work::PutItem => Table::<Order>::put(&self.order).on(&self.database).await.expect("an answer"),
            Work::Query10 | Work::Query100 | Work::Query1000 => {
                let query = Table::<Order>::query("customer-0042").on(&self.database);
                black_box(query.await.expect("an answer"));
            }
            Work::Batch25 => {
                Table::<Order>::put_many(&self.many).on(&self.database).await.expect("an answer");
            }
            Work::Encode => {
                black_box(faraday::to_json(black_box(&self.order)).expect("JSON"));
            }
            Work::Decode => {
                black_box(faraday::from_json::<Order>(black_box(&self.json)).expect("an order"));
            }
        }
    }
}
