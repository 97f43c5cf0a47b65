use faraday::{Item, Projection, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "order", partition_key = "ORDER#{id}")]
struct Order {
    id: u64,
    note: String,
    total: u64,
}

#[derive(Item)]
#[faraday(table = App)]
enum Record {
    Order(Order),
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Line<'r> {
    note: &'r str,
    total: u64,
}

fn main() {
    let twice = Table::<Order>::scan().lenient().lenient();

    let borrowing = Table::<Order>::scan().lenient().for_each_as::<Line<'_>>(|_| ());

    let groups = Table::<Record>::scan().lenient().group();

    let many = Table::<Order>::get_many([7]).lenient().lenient();
}
