use faraday::Item;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;

#[derive(Item)]
#[faraday(table = "records", tag = "kind", schema_version = 2, upgrade = upgrade)]
enum Record {
    Note {
        #[faraday(partition_key)]
        id: u64,
    },
}

fn upgrade(older: &OlderItem<'_>) -> Result<Record, DecodeError> {
    Err(older.unknown())
}

fn main() {}
