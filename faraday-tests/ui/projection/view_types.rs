use faraday::{Item, Projection, Table, Value};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    note: Option<String>,
    name: String,
    place: Place,
}

#[derive(Value)]
struct Place {
    city: String,
}

#[derive(Clone, Copy, Value)]
struct PlaceView<'r> {
    city: &'r str,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct WrongType<'r> {
    total: &'r str,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct NotOptional<'r> {
    note: &'r str,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct NoView<'r> {
    name: &'r String,
    place: PlaceView<'r>,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Owning {
    name: String,
}

fn main() {
    let _ = Table::<Order>::query(7).for_each_as::<Owning>(|_| {});
}
