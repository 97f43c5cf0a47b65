use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: Option<String>,
}

fn main() {}
