use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_f1, partition_key = f1),
    global_index(by_f2, partition_key = f2),
    global_index(by_f3, partition_key = f3),
    global_index(by_f4, partition_key = f4),
    global_index(by_f5, partition_key = f5),
    global_index(by_f6, partition_key = f6),
    global_index(by_f7, partition_key = f7),
    global_index(by_f8, partition_key = f8),
    global_index(by_f9, partition_key = f9),
    global_index(by_f10, partition_key = f10),
    global_index(by_f11, partition_key = f11),
    global_index(by_f12, partition_key = f12),
    global_index(by_f13, partition_key = f13),
    global_index(by_f14, partition_key = f14),
    global_index(by_f15, partition_key = f15),
    global_index(by_f16, partition_key = f16),
    global_index(by_f17, partition_key = f17),
    global_index(by_f18, partition_key = f18),
    global_index(by_f19, partition_key = f19),
    global_index(by_f20, partition_key = f20),
    global_index(by_f21, partition_key = f21),
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    f1: u64,
    f2: u64,
    f3: u64,
    f4: u64,
    f5: u64,
    f6: u64,
    f7: u64,
    f8: u64,
    f9: u64,
    f10: u64,
    f11: u64,
    f12: u64,
    f13: u64,
    f14: u64,
    f15: u64,
    f16: u64,
    f17: u64,
    f18: u64,
    f19: u64,
    f20: u64,
    f21: u64,
}

fn main() {}
