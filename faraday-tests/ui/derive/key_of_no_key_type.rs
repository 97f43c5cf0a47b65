use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    active: bool,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Group {
    #[faraday(partition_key)]
    name: String,
    #[faraday(sort_key)]
    members: Vec<String>,
}

fn main() {}
