use faraday::Item;

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Types {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    Order {
        #[faraday(partition_key)]
        pk: u64,
    },
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum Shapes {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    Note(Note),
}

#[derive(Item)]
#[faraday(table = "shop", kind = "Note")]
struct Note {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: u64,
}

fn main() {}
