use faraday::Projection;

struct Order {
    id: u64,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Nothing {}

fn main() {
    let _ = Order { id: 1 }.id;
}
