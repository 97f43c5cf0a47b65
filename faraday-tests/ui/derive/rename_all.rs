use faraday::Value;

#[derive(Value)]
#[faraday(rename_all = "camelcase")]
struct Address {
    city: String,
}

fn main() {
    let _ = Address::CITY;
}
