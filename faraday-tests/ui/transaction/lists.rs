use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

fn main() {
    let delete = |id| Table::<Order>::delete(id);
    let _ = transaction(delete(1), delete(2));
    let _ = transaction(delete(1));
    let d = delete;
    let _ = transaction((
        d(1), d(2), d(3), d(4), d(5), d(6), d(7), d(8), d(9), d(10), d(11), d(12), d(13), d(14), d(15), d(16), d(17),
    ));
}
