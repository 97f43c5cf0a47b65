use faraday::Value;

struct Money(u64);

#[derive(Value)]
struct Order {
    #[faraday(as = u64)]
    total: Money,
    #[faraday(serde)]
    tip: Money,
    #[faraday(flatten)]
    rest: Money,
}

fn main() {}
