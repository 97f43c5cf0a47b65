use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "users")]
struct Tuple(String);

#[derive(Item)]
#[faraday(table = "users")]
struct Unit;

#[derive(Item)]
#[faraday(table = "users")]
enum Enum {
    A,
}

#[derive(Value)]
struct Pair(String, String);

#[derive(Value)]
struct Nothing;

#[derive(Value)]
enum Never {}

#[derive(Value)]
union Either {
    a: u32,
    b: f32,
}

fn is_item<I: Item>() {}
fn is_value<V: Value>() {}

fn main() {
    is_item::<Tuple>();
    is_item::<Enum>();
    is_value::<Pair>();
    is_value::<Either>();
}
