use faraday::{DecodeError, Item, Older, Projection, Value};

fn upgrade(older: &Older<'_>) -> Result<String, DecodeError> {
    older.read()
}

fn upgrade_to_another(older: &Older<'_>) -> Result<u64, DecodeError> {
    older.read()
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key, version = 2)]
    id: u64,
    #[faraday(version = 2, upgrade = upgrade)]
    plain: String,
    #[faraday(passthrough)]
    bytes: Vec<u8>,
    #[faraday(frozen, version = 2)]
    without_upgrade: String,
    #[faraday(frozen, upgrade = upgrade)]
    without_version: String,
    #[faraday(frozen, version = 0, upgrade = upgrade)]
    from_zero: String,
    #[faraday(frozen, version = "2", upgrade = upgrade)]
    text: String,
    #[faraday(frozen, version = 2, upgrade)]
    no_function: String,
    #[faraday(frozen, version, version = 2, upgrade = upgrade)]
    twice: String,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Label;

#[derive(Item)]
#[faraday(table = "users")]
struct Types {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, version = 2, upgrade = upgrade_to_another)]
    name: String,
    #[faraday(frozen, passthrough)]
    label: Label,
}

#[derive(Value)]
struct Generic<T> {
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    name: String,
    other: T,
}

#[derive(Value)]
struct Document {
    #[faraday(version)]
    version: u64,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Named {
    #[faraday(partition_key)]
    id: u64,
    name: String,
}

#[derive(Projection)]
#[faraday(of = Named)]
struct Row {
    #[faraday(version)]
    name: String,
}

fn main() {}
