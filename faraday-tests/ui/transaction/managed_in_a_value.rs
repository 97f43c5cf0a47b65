use faraday::Value;

#[derive(Value)]
struct Address {
    city: String,
    #[faraday(version)]
    version: u64,
}

fn main() {}
