use faraday::Item;

#[derive(Item)]
#[faraday(table = "app", tag = "kind")]
enum Record {
    Order {
        #[faraday(partition_key)]
        id: String,
        #[faraday(version)]
        version: u64,
    },
    User {
        #[faraday(partition_key)]
        id: String,
    },
}

#[derive(Item)]
#[faraday(table = "notes", kind = "Note")]
struct Note {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Item)]
#[faraday(table = "notes", kind = "Draft")]
struct Draft {
    #[faraday(partition_key)]
    id: String,
    #[faraday(version)]
    version: u64,
}

#[derive(Item)]
#[faraday(table = "notes", tag = "kind")]
enum Text {
    Note(Note),
    Draft(Draft),
}

fn main() {}
