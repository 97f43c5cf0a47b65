use faraday::Item;

#[derive(Item)]
#[faraday]
#[faraday(table = 5)]
#[faraday(crate = "a b")]
struct User {
    #[faraday(partition_key = "yes")]
    id: String,
    #[faraday(rename)]
    name: String,
    #[faraday(rename = "")]
    mail: String,
    #[faraday(default = number())]
    number: u64,
    #[faraday("name")]
    other: u64,
}

fn main() {}
