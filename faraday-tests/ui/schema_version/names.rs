use faraday::Item;

#[derive(Item)]
#[faraday(table = "orders", schema_version = 1)]
struct Field {
    #[faraday(partition_key)]
    id: u64,
    schema_version: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version(1, rename = "id"))]
struct Key {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version = 1)]
struct Alias {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(alias = "schema_version")]
    number: u64,
}

#[derive(Item)]
#[faraday(table = "orders", kind = "order", schema_version(1, rename = "kind"))]
struct Kind {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", schema_version(1, rename = ""))]
struct Empty {
    #[faraday(partition_key)]
    id: u64,
}

fn main() {}
