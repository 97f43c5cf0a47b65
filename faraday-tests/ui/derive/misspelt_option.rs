use faraday::Item;

#[derive(Item)]
#[faraday(tabel = "orders")]
struct Order {
    #[faraday(partiton_key)]
    id: u64,
    #[faraday(renam = "t")]
    total: u64,
    #[faraday(creatd_at)]
    at: u64,
}

fn main() {}
