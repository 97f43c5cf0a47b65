use faraday::Table;

#[derive(Table)]
#[faraday(name = "one", partition_key(pk: String), tags(team = "shop", "cost center" = "7", team = "web"))]
struct Twice;

#[derive(Table)]
#[faraday(name = "two", partition_key(pk: String), tags("aws:team" = "shop"))]
struct OfAws;

#[derive(Table)]
#[faraday(name = "three", partition_key(pk: String), tags("" = "shop"))]
struct Nameless;

#[derive(Table)]
#[faraday(name = "four", partition_key(pk: String), tags(
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = "long"
))]
struct Long;

#[derive(Table)]
#[faraday(name = "five", partition_key(pk: String), tags(
    a0 = "", a1 = "", a2 = "", a3 = "", a4 = "", a5 = "", a6 = "", a7 = "", a8 = "", a9 = "",
    b0 = "", b1 = "", b2 = "", b3 = "", b4 = "", b5 = "", b6 = "", b7 = "", b8 = "", b9 = "",
    c0 = "", c1 = "", c2 = "", c3 = "", c4 = "", c5 = "", c6 = "", c7 = "", c8 = "", c9 = "",
    d0 = "", d1 = "", d2 = "", d3 = "", d4 = "", d5 = "", d6 = "", d7 = "", d8 = "", d9 = "",
    e0 = "", e1 = "", e2 = "", e3 = "", e4 = "", e5 = "", e6 = "", e7 = "", e8 = "", e9 = "",
    f0 = "",
))]
struct Many;

fn main() {}
