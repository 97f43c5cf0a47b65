use std::collections::BTreeSet;

use faraday::value::AttributeType;
use faraday::{Item, Value};

use super::tree::{Tree, m, n, read, s, write, write_item};

#[derive(Debug, Clone, PartialEq, Value)]
struct Cents(u64);

#[derive(Debug, Clone, PartialEq, Value)]
struct Tags(BTreeSet<String>);

#[derive(Debug, Clone, PartialEq, Value)]
struct Wrapper<T>(T);

#[derive(Debug, Clone, PartialEq, Value)]
struct Octet(u8);

#[test]
fn a_newtype_is_what_it_wraps() {
    assert_eq!(write(&Cents(5)), n("5"));
    assert_eq!(read::<Cents>(n("5")).unwrap(), Cents(5));
    assert_eq!(write(&Wrapper("a".to_owned())), s("a"));
    assert_eq!(write(&Wrapper(Wrapper(Cents(1)))), n("1"));
}

#[test]
fn several_wrapped_bytes_are_a_list() {
    let octets = vec![Octet(1), Octet(2)];
    assert_eq!(write(&octets), Tree::L(vec![n("1"), n("2")]));
    assert_eq!(read::<Vec<Octet>>(write(&octets)).unwrap(), octets);
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "products")]
struct Product {
    #[faraday(partition_key)]
    id: Wrapper<Cents>,
    tags: Tags,
    note: Wrapper<Option<String>>,
}

#[test]
fn a_newtype_is_absent_when_what_it_wraps_is() {
    let product = Product { id: Wrapper(Cents(1)), tags: Tags(BTreeSet::new()), note: Wrapper(None) };
    let written = write_item(&product);
    assert_eq!(written, m([("id", n("1"))]));
    assert_eq!(super::tree::read_item::<Product>(written).unwrap(), product);
}

#[test]
fn a_newtype_of_a_key_is_a_key() {
    assert_eq!(Product::SCHEMA.partition_key().key_type(), AttributeType::N);
}
