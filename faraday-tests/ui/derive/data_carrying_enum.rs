use faraday::Value;

#[derive(Value)]
enum Event {
    Started,
    Moved { x: u32, y: u32 },
    Said(String),
}

fn is_value<V: Value>() {}

fn main() {
    is_value::<Event>();
}
