use faraday::Item;

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Shapes {
    Unit,
    Pair(String, String),
    NoKey {
        name: String,
    },
    Two {
        #[faraday(partition_key)]
        a: String,
        #[faraday(partition_key)]
        b: String,
    },
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Names {
    Customer {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
    },
    Order {
        #[faraday(partition_key)]
        order: String,
        #[faraday(sort_key)]
        sk: String,
    },
    Single {
        #[faraday(partition_key)]
        pk: String,
    },
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Optional {
    Customer {
        #[faraday(partition_key)]
        pk: Option<String>,
    },
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind", global_index(by_at, partition_key = at))]
enum IndexKeys {
    Customer {
        #[faraday(partition_key)]
        pk: String,
        at: u64,
    },
    Order {
        #[faraday(partition_key)]
        pk: String,
        at: String,
    },
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Versions {
    Customer {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(version)]
        version: u64,
    },
    Order {
        #[faraday(partition_key)]
        pk: String,
    },
}

fn main() {}
