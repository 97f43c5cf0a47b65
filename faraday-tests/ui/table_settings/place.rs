use faraday::{Item, Projection, Table, Value};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}", billing = on_demand, tags(team = "shop"))]
struct Order {
    id: u64,
}

#[derive(Item)]
#[faraday(table = "sessions", ttl = expires)]
struct Session {
    #[faraday(partition_key)]
    token: String,
    #[faraday(deletion_protection)]
    expires: u64,
}

#[derive(Item)]
#[faraday(table = "records", tag = "kind")]
enum Record {
    #[faraday(point_in_time_recovery)]
    Note {
        #[faraday(partition_key)]
        id: u64,
    },
}

#[derive(Value)]
#[faraday(stream = new_image)]
struct Address {
    city: String,
}

#[derive(Projection)]
#[faraday(of = Session, encryption = aws_owned)]
struct Token {
    token: String,
}

fn main() {}
