use std::borrow::Cow;

use faraday::{Item, Projection, Value};

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
struct Address<'a> {
    city: &'a str,
    street: Option<&'a [u8]>,
}

#[derive(Value)]
struct Slice<'a>(&'a [u32]);

#[derive(Value)]
enum Event<'a> {
    Said(&'a str),
    Left { who: &'a str },
}

#[derive(Projection)]
#[faraday(of = User<'static>)]
struct Name<'a> {
    name: &'a str,
}

fn is_value<V: Value>() {}

fn main() {
    is_value::<Address<'static>>();
}
