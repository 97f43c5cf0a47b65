use faraday::Item;

#[derive(Item)]
#[faraday(table = "shop")]
enum NotTagged {
    Order {
        #[faraday(partition_key)]
        id: String,
    },
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind", content = "data")]
enum Adjacent {
    Order {
        #[faraday(partition_key)]
        id: String,
    },
}

#[derive(Item)]
#[faraday(table = "shop", number)]
enum Number {
    Order,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
struct Struct {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum TagIsField {
    Order {
        #[faraday(partition_key)]
        id: String,
        kind: String,
    },
}

fn is_item<I: Item>() {}

fn main() {
    is_item::<NotTagged>();
    is_item::<Adjacent>();
    let _ = Adjacent::ID;
}
