use faraday::{Item, Value};

struct Notes;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    notes: Vec<Notes>,
    draft: Notes,
}

#[derive(Value)]
struct Document {
    notes: Option<Notes>,
}

#[derive(Value)]
struct Wrapped(Notes);

fn main() {}
