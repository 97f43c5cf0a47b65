//! What cannot be exported or imported.
use faraday::{Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "USER#{id}", unique(email))]
struct Guarded {
    id: u64,
    email: String,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
}

struct Unknown;

fn main() {
    // Its guards would not be written.
    let _ = Table::<Guarded>::import_file("users.jsonl").decoded();
    let _ = Table::<Guarded>::import_file("users.jsonl").plain_json();
    // No stream of results.
    let _ = Table::<Order>::import(futures_util::stream::iter(["a line"]));
    let _ = Table::<Order>::import("orders.jsonl");
    // No reader of tokio with a buffer.
    let _ = Table::<Order>::import_from("orders.jsonl");
    let _ = Table::<Order>::import_from(std::fs::File::open("orders.jsonl").unwrap());
    // A part of each item.
    let _ = Table::<Order>::query("ann").select((Order::ID,)).export();
    let _ = Table::<Unknown>::export();
    let _ = Table::<Order>::export().write_to("orders.jsonl");
}

fn without_a_buffer(file: tokio::fs::File) {
    let _ = Table::<Order>::import_from(file);
}
