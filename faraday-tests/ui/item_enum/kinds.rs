use faraday::Item;

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum NoKind {
    Note(Note),
}

#[derive(Item)]
#[faraday(table = "shop")]
struct Note {
    #[faraday(partition_key)]
    pk: String,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "type")]
enum OtherAttribute {
    Letter(Letter),
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind")]
enum OtherName {
    Mail(Letter),
}

#[derive(Item)]
#[faraday(table = "shop", kind = "Letter")]
struct Letter {
    #[faraday(partition_key)]
    pk: String,
}

#[derive(Item)]
#[faraday(table = "shop", kind = "Taken")]
struct Taken {
    #[faraday(partition_key)]
    pk: String,
    kind: String,
}

#[derive(Item)]
#[faraday(table = "shop", tag = "kind", kind = "record")]
enum OfAnEnum {
    Letter(Letter),
}

#[derive(Item)]
#[faraday(table = "shop", kind = "")]
struct Empty {
    #[faraday(partition_key)]
    pk: String,
}

fn main() {}
