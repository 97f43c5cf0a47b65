use faraday::{Item, Table};

#[derive(Item)]
#[faraday(
    table = "matches",
    global_index(by_round, partition_key = (tenant, region), sort_key = (round, bracket, id))
)]
struct Match {
    #[faraday(partition_key)]
    id: u64,
    tenant: String,
    region: u64,
    round: String,
    bracket: Option<u64>,
}

fn main() {
    let query = || Table::<Match>::index(Match::BY_ROUND).query(("acme", 7));
    let _ = query().sort_key("final").sort_key(2).sort_key_range(3..);
    let _ = query().sort_key_range("a".."c").sort_key(2);
    let _ = query().sort_key_range("final"..).sort_key(2);
    let _ = query().sort_key("final").sort_key_range(1..).sort_key(3);
    let _ = query().sort_key(2);
    let _ = query().sort_key("final").sort_key(2).sort_key(3).sort_key(4);
}
