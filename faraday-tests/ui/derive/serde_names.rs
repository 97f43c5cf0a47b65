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

#[derive(Value, Serialize, Deserialize)]
#[serde(rename_all_fields = "camelCase")]
enum Payment {
    Card { last_digits: String },
    #[faraday(rename_all = "PascalCase")]
    Transfer { bank_code: String },
}

#[derive(Value, Serialize, Deserialize)]
#[faraday(serde_names)]
struct Inlined {
    #[serde(flatten)]
    two: Two,
}

#[derive(Value, Serialize, Deserialize)]
#[serde(tag = "type")]
#[faraday(serde_names)]
struct TaggedStruct {
    value: u64,
}

fn main() {}
