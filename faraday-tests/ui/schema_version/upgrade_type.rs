use faraday::Item;
use faraday::frozen::Older;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;

#[derive(Item)]
#[faraday(table = "orders", schema_version = 2, upgrade = of_another)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

fn of_another(older: &OlderItem<'_>) -> Result<u64, DecodeError> {
    Err(older.unknown())
}

#[derive(Item)]
#[faraday(table = "users", schema_version = 2, upgrade = of_frozen)]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

fn of_frozen(older: &Older<'_>) -> Result<User, DecodeError> {
    Err(older.unknown())
}

fn main() {}
