use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(created_at)]
    created: u64,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Other {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(updated_at)]
    updated: Option<String>,
}

fn main() {}
