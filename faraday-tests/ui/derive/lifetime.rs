use std::borrow::Cow;

use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "users")]
struct User<'a> {
    #[faraday(partition_key)]
    name: &'a str,
}

#[derive(Item)]
#[faraday(table = "users")]
struct Owning<'a> {
    #[faraday(partition_key)]
    name: Cow<'a, str>,
}

#[derive(Value)]
struct Slice<'a>(&'a [u32]);

#[derive(Value)]
enum Event<'a> {
    Said(&'a str),
    Left { who: &'a str },
}

fn main() {}
