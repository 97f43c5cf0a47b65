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
    let _ = Table::<Match>::index(Match::BY_ROUND).query("acme");
    let _ = Table::<Match>::index(Match::BY_ROUND).query(("acme", 7, 8));
    let _ = Table::<Match>::index(Match::BY_ROUND).query((7, "acme"));
}
