use faraday::{Item, Table};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String),
    billing = on_demand(100),
    stream = everything,
    table_class = cheap,
    deletion_protection = no,
    encryption = kms,
    tags = "team",
    point_in_time_recovery = 36,
    warm_throughput = 12000,
)]
struct App;

#[derive(Item)]
#[faraday(
    table = "orders",
    billing = free,
    stream,
    table_class,
    encryption = "",
    tags(team = 7),
    point_in_time_recovery = "14",
    warm_throughput(12000, 4000, 1),
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(
    table = "lines",
    billing = provisioned(0, 5),
    tags(),
    point_in_time_recovery = 0,
    warm_throughput(12000, 0),
    global_index(by_total, partition_key = total, max_throughput(0, 1), warm_throughput),
    global_index(by_share, partition_key = share, max_throughput = 5, warm_throughput(5000000000, 1)),
)]
struct Line {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    share: u64,
}

fn main() {}
