use std::collections::BTreeSet;

use faraday::value::AttributeType;
use faraday::{Attribute, Frozen, Item, schema::KeyAttribute};
use serde::{Deserialize, Serialize};

use super::tree::{Tree, m, n, read_item, s, try_write_item, write_item, write_key};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
}

fn three() -> u64 {
    3
}

fn drafted() -> Option<Notes> {
    Some(Notes { lines: vec!["draft".into()] })
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    email: Option<String>,
    tags: BTreeSet<String>,
    #[faraday(default)]
    total: u64,
    #[faraday(default = three)]
    priority: u64,
    #[faraday(frozen)]
    notes: Notes,
    #[faraday(frozen)]
    draft: Option<Notes>,
    #[faraday(frozen, default)]
    history: Notes,
    #[faraday(frozen, default = drafted)]
    reply: Option<Notes>,
    #[faraday(skip)]
    cached: usize,
    #[faraday(skip, default = "three")]
    counted: u64,
}

fn order() -> Order {
    Order {
        customer: "ann".into(),
        id: 7,
        email: Some("ann@example.com".into()),
        tags: BTreeSet::from(["vip".to_owned()]),
        total: 5,
        priority: 1,
        notes: Notes { lines: vec!["fragile".into()] },
        draft: Some(Notes::default()),
        history: Notes::default(),
        reply: None,
        cached: 9,
        counted: 9,
    }
}

fn frozen(notes: &Notes) -> Tree {
    Tree::B(Frozen(notes.clone()).to_bytes().unwrap())
}

#[test]
fn the_schema_is_what_the_fields_say() {
    let (partition_key, sort_key) = (Order::SCHEMA.partition_key(), Order::SCHEMA.sort_key().unwrap());
    assert_eq!(Order::SCHEMA.table(), "orders");
    assert_eq!((partition_key.name(), partition_key.key_type()), ("customer", AttributeType::S));
    assert_eq!((sort_key.name(), sort_key.key_type()), ("id", AttributeType::N));
}

#[test]
fn the_constants_are_typed() {
    let _: KeyAttribute<Order, String> = Order::CUSTOMER;
    let _: KeyAttribute<Order, u64> = Order::ID;
    let _: Attribute<Order, Option<String>> = Order::EMAIL;
    let _: Attribute<Order, Frozen<Notes>> = Order::NOTES;
    let _: Attribute<Order, Option<Frozen<Notes>>> = Order::DRAFT;
    assert_eq!(Order::EMAIL.name(), "email");
}

#[test]
fn what_is_written_is_read() {
    let order = order();
    let written = write_item(&order);
    let Tree::M(entries) = &written else { panic!("{written:?}") };
    let names: Vec<_> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["customer", "id", "email", "tags", "total", "priority", "notes", "draft", "history"]);
    let read: Order = read_item(written).unwrap();
    assert_eq!(read, Order { reply: drafted(), cached: 0, counted: 3, ..order });
}

#[test]
fn the_key_is_written_alone() {
    assert_eq!(write_key(&order()), m([("customer", s("ann")), ("id", n("7"))]));
}

#[test]
fn an_empty_key_is_not_written() {
    let error = try_write_item(&Order { customer: String::new(), ..order() }).unwrap_err();
    assert_eq!(error.to_string(), "attribute `customer`: a key attribute must not be empty");
}

#[test]
fn what_is_absent_has_its_meaning() {
    let notes = Notes::default();
    let read: Order =
        read_item(m([("id", n("7")), ("notes", frozen(&notes)), ("unknown", Tree::Null), ("customer", s("ann"))]))
            .unwrap();
    let expected = Order {
        customer: "ann".into(),
        id: 7,
        email: None,
        tags: BTreeSet::new(),
        total: 0,
        priority: 3,
        notes: notes.clone(),
        draft: None,
        history: notes,
        reply: drafted(),
        cached: 0,
        counted: 3,
    };
    assert_eq!(read, expected);
}

#[test]
fn null_is_none_where_none_may_be() {
    let written = [
        ("customer", s("ann")),
        ("id", n("7")),
        ("email", Tree::Null),
        ("draft", Tree::Null),
        ("notes", frozen(&Notes::default())),
    ];
    let read: Order = read_item(m(written)).unwrap();
    assert_eq!((read.email, read.draft), (None, None));
}

#[test]
fn an_error_names_the_attribute() {
    let message = |tree| read_item::<Order>(tree).unwrap_err().to_string();
    assert_eq!(message(m([("id", s("7"))])), "attribute `id`: expected N, found S");
    assert_eq!(message(m([("id", n("7"))])), "attribute `customer`: expected S, found nothing");
    assert_eq!(message(m([("id", n("7")), ("customer", s("ann"))])), "attribute `notes`: expected B, found nothing");
    assert_eq!(message(m([("draft", n("7"))])), "attribute `draft`: expected B, found N");
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "pairs")]
struct Pair<K, V>
where
    V: Clone,
{
    #[faraday(partition_key)]
    key: K,
    value: Vec<V>,
    #[faraday(skip)]
    marker: std::marker::PhantomData<fn() -> V>,
}

#[test]
fn an_item_may_be_generic() {
    let pair = Pair { key: "k".to_owned(), value: vec![1_u32, 2], marker: std::marker::PhantomData };
    let written = write_item(&pair);
    assert_eq!(written, m([("key", s("k")), ("value", Tree::L(vec![n("1"), n("2")]))]));
    assert_eq!(read_item::<Pair<String, u32>>(written).unwrap(), pair);
    assert_eq!(Pair::<u64, u32>::SCHEMA.partition_key().key_type(), AttributeType::N);
    assert_eq!(Pair::<u64, u32>::VALUE.name(), "value");
}
