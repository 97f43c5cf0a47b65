use faraday::Item;

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Unit {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    #[faraday(other)]
    Unknown,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Nameless {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    #[faraday(other)]
    Unknown {
        #[faraday(partition_key)]
        pk: String,
    },
}

#[derive(Item)]
#[faraday(table = "shop", untagged)]
enum Untagged {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    #[faraday(other)]
    Unknown {
        #[faraday(partition_key)]
        pk: String,
    },
}

fn main() {}
