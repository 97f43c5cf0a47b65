use faraday::Item;

#[derive(Item)]
#[faraday(table = "users", table = "people")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(default, default)]
    #[faraday(rename = "a")]
    #[faraday(rename = "b")]
    name: String,
}

fn main() {}
