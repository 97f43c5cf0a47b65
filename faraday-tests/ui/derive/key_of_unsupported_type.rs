use faraday::Item;

struct Name(String);

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: Name,
}

fn main() {}
