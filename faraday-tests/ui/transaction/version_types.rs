use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct Text {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(version)]
    version: String,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Short {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(version)]
    version: u32,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Maybe {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(version)]
    version: Option<u64>,
}

fn main() {}
