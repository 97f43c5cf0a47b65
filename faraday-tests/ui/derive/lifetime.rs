use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "users")]
struct User<'a> {
    #[faraday(partition_key)]
    id: &'a str,
}

#[derive(Value)]
struct Address<'a> {
    city: &'a str,
}

fn main() {}
