use faraday::Projection;

mod orders {
    #[derive(faraday::Item)]
    #[faraday(table = "orders")]
    pub struct Order {
        #[faraday(partition_key)]
        pub id: u64,
        total: u64,
    }
}

#[derive(Projection)]
#[faraday(of = orders::Order)]
struct Summary {
    id: u64,
    total: u64,
}

fn main() {}
