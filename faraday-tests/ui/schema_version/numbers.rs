use faraday::Item;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;

#[derive(Item)]
#[faraday(table = "orders", schema_version = 0)]
struct Zero {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version = "2")]
struct Text {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version)]
struct None {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version(2, name = "v"), upgrade = upgrade)]
struct Name {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version(2), upgrade = upgrade)]
struct Alone {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", version = 2)]
struct Lock {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct OnAField {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(schema_version = 2)]
    version: u64,
}

fn upgrade<T>(older: &OlderItem<'_>) -> Result<T, DecodeError> {
    Err(older.unknown())
}

fn main() {}
