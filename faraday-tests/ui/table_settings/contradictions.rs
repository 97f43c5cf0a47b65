use faraday::{Item, Table};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String),
    sort_key(sk: String),
    billing = on_demand,
    global_index(gsi1, partition_key(gsi1pk: String), throughput(5, 5)),
    global_index(gsi2, partition_key(gsi1pk: String), throughput(5, 5), max_throughput(5, 5)),
    local_index(lsi1, sort_key(lsi1sk: String), warm_throughput(12000, 4000)),
)]
struct App;

#[derive(Item)]
#[faraday(
    table = "orders",
    billing = provisioned(5, 5),
    billing = on_demand,
    global_index(by_total, partition_key = total, max_throughput(5, 5)),
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
}

fn main() {}
