use faraday::{Item, Value};
use serde::{Deserialize, Serialize};

#[derive(Item, Serialize)]
#[serde(rename_all = "camelCase")]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    order_id: u64,
    #[serde(rename = "sum")]
    total: u64,
    state: State,
}

#[derive(Value, Serialize, Deserialize)]
enum State {
    #[serde(rename = "open")]
    Open,
}

#[derive(Value, Serialize, Deserialize)]
#[faraday(serde_names)]
struct Two {
    #[serde(rename(serialize = "a", deserialize = "b"))]
    value: u64,
}

fn main() {}
