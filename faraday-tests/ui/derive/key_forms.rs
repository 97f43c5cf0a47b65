use faraday::Item;

#[derive(Item)]
#[faraday(table = "visits", global_index(by_host, partition_key = host), global_index(by_note, partition_key = note))]
struct Visit {
    #[faraday(partition_key, with = faraday::value::text)]
    from: std::net::IpAddr,
    #[faraday(sort_key, as = i64)]
    at: i32,
    #[faraday(with = faraday::value::text)]
    host: std::net::IpAddr,
    #[faraday(null)]
    note: Option<String>,
}

#[derive(Item)]
#[faraday(table = "visits")]
struct Nullable {
    #[faraday(partition_key, null)]
    id: String,
    #[faraday(sort_key, serde)]
    at: u64,
}

#[derive(Item)]
#[faraday(table = "visits")]
struct Zoned {
    #[faraday(partition_key)]
    id: jiff::ZonedDateTime,
}

fn main() {}
