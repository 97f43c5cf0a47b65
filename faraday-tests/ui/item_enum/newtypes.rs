use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum OtherTable {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    Note(Note),
}

#[derive(Item)]
#[faraday(table = "notes", kind = "Note")]
struct Note {
    #[faraday(partition_key)]
    pk: String,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum OtherName {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    Letter(Letter),
}

#[derive(Item)]
#[faraday(table = "shop", kind = "Letter")]
struct Letter {
    #[faraday(partition_key)]
    to: String,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum TagTaken {
    Tagged(Tagged),
}

#[derive(Item)]
#[faraday(table = "shop")]
struct Tagged {
    #[faraday(partition_key)]
    pk: String,
    kind: u8,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum NoItem {
    Customer {
        #[faraday(partition_key)]
        pk: String,
    },
    Address(Address),
}

#[derive(Value)]
struct Address {
    city: String,
}

fn main() {}
