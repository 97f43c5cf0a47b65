use faraday::Item;

struct Notes;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(frozen)]
    notes: Notes,
}

fn main() {}
