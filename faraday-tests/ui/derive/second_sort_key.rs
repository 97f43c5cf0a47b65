use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key, sort_key)]
    name: String,
    #[faraday(sort_key)]
    mail: String,
}

fn main() {}
