use faraday::{Item, Projection, Value, frozen::Older, value::DecodeError};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Notes;

fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
    Err(older.unknown())
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(version = 2)]
    version_not_frozen: String,
    #[faraday(frozen, version)]
    version_without_number: Notes,
    #[faraday(frozen, version = 0)]
    version_zero: Notes,
    #[faraday(frozen, version = "2")]
    version_text: Notes,
    #[faraday(upgrade = upgrade)]
    upgrade_not_frozen: String,
    #[faraday(frozen, upgrade = upgrade)]
    upgrade_without_version: Notes,
    #[faraday(frozen, version = 1, upgrade = upgrade)]
    upgrade_of_version_1: Notes,
    #[faraday(frozen, version = 2, upgrade)]
    upgrade_without_path: Notes,
    #[faraday(passthrough)]
    passthrough_not_frozen: Vec<u8>,
    #[faraday(serde, passthrough)]
    passthrough_of_serde: Vec<u8>,
    #[faraday(frozen, version = 2, version)]
    two_versions: Notes,
}

#[derive(Value)]
struct Part {
    #[faraday(version)]
    lock: u64,
    #[faraday(frozen, version)]
    version_without_number: Notes,
}

#[derive(Value)]
struct Newtype(#[faraday(version = 2)] u64);

#[derive(Projection)]
#[faraday(of = Order)]
struct Summary {
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    version_zero: Notes,
}

fn main() {}
