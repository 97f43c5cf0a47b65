use faraday::Value;

#[derive(Value)]
#[faraday(tag = "t", untagged, number)]
enum Ways {
    A,
    B,
}

#[derive(Value)]
#[faraday(content = "c")]
enum Content {
    A,
    B(u8),
}

#[derive(Value)]
#[faraday(tag = "t", content = "t")]
enum Same {
    A,
}

#[derive(Value)]
#[faraday(tag = "t")]
enum Inside {
    Pair(u8, u8),
    Named {
        #[faraday(rename = "t")]
        kind: u8,
        #[faraday(null)]
        count: u8,
    },
    #[faraday(other)]
    Other(String),
    #[faraday(other)]
    Another,
}

#[derive(Value)]
#[faraday(number)]
enum Number {
    A,
    B(u8),
}

#[derive(Value)]
#[faraday(untagged)]
enum Any {
    A(#[faraday(rename = "a")] u8),
    #[faraday(other)]
    B,
}

#[derive(Value)]
enum Names {
    #[faraday(alias = "B", alias = "C")]
    A,
    B,
    #[faraday(rename = "A")]
    D,
}

#[derive(Value)]
#[faraday(tag = "t")]
struct Tagged {
    a: u8,
}

#[derive(Value)]
#[faraday(number, deny_unknown)]
enum Unused {
    #[faraday(rename = "a")]
    A,
    #[faraday(rename_all = "camelCase")]
    B,
    #[faraday(other, alias = "c")]
    C,
}

#[derive(Value)]
#[faraday(deny_unknown)]
struct Wrapped(u8);

fn main() {}
