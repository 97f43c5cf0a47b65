use faraday::{Item, Table, Value};

struct Notes;

#[derive(Value)]
struct Wrapper<T> {
    value: T,
}

#[derive(Value)]
struct Holder {
    notes: Wrapper<Notes>,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Keyed<K> {
    #[faraday(partition_key)]
    id: K,
}

#[derive(Item)]
#[faraday(table = "users", tag = "kind")]
enum Kinds<K> {
    One {
        #[faraday(partition_key)]
        id: K,
    },
    Two {
        #[faraday(partition_key)]
        id: String,
    },
}

fn is_value<V: Value>() {}

fn main() {
    is_value::<Wrapper<Notes>>();
    let _ = Table::<Keyed<bool>>::scan();
}
