use faraday::{Item, frozen::Older, value::DecodeError};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Notes;

fn of_another_type(older: &Older<'_>) -> Result<String, DecodeError> {
    older.read()
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, version = 2, upgrade = of_another_type)]
    upgraded: Notes,
    #[faraday(frozen, passthrough)]
    passed_through: Notes,
}

fn main() {}
