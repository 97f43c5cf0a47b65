use faraday::Value;

#[derive(Value)]
struct Limits {
    max: u64,
}

impl Limits {
    const MAX: u64 = 5;
}

fn main() {}
