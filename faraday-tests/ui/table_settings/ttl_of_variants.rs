use faraday::Item;

#[derive(Item)]
#[faraday(table = "app", kind = "one")]
struct One {
    #[faraday(partition_key)]
    id: String,
    #[faraday(ttl)]
    expires: u64,
}

#[derive(Item)]
#[faraday(table = "app", kind = "other")]
struct Other {
    #[faraday(partition_key)]
    id: String,
    #[faraday(ttl)]
    until: u64,
}

#[derive(Item)]
#[faraday(table = "app", tag = "kind")]
enum Record {
    #[faraday(rename = "one")]
    One(One),
    #[faraday(rename = "other")]
    Other(Other),
}

fn main() {}
