use faraday::Item;

#[derive(Item)]
#[faraday(table = "us")]
struct Short {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Item)]
#[faraday(table = "users and groups")]
struct Spaced {
    #[faraday(partition_key)]
    id: String,
}

fn main() {}
