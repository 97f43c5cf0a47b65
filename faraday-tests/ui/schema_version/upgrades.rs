use faraday::Item;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;

#[derive(Item)]
#[faraday(table = "orders", upgrade = upgrade)]
struct WithoutVersion {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version = 2)]
struct WithoutUpgrade {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version = 1, upgrade = upgrade)]
struct First {
    #[faraday(partition_key)]
    id: u64,
}

fn upgrade<T>(older: &OlderItem<'_>) -> Result<T, DecodeError> {
    Err(older.unknown())
}

fn main() {}
