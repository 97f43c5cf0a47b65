//! Expansions mean the same in any scope: constants, statics and unit structs of the user, and traits with methods for every type, do not
//! change them.

use faraday::{Item, Table, Value};
use faraday_tests::tables::with_table;

use super::tree::{read, write};

/// Everything here has a name that an expansion uses, or used once.
#[allow(dead_code, non_upper_case_globals, non_camel_case_types, non_snake_case, clippy::wrong_self_convention)]
mod hostile {
    use std::collections::{BTreeMap, BTreeSet};
    use std::time::SystemTime;

    use faraday::schema::TableSchema;

    pub static map: u32 = 0;
    pub static value: u32 = 0;
    pub static encoder: u32 = 0;
    pub static decoder: u32 = 0;
    pub static rest: u32 = 0;
    pub static name: &str = "";
    pub const PK: &str = "PK";
    pub const field: u8 = 0;
    pub const variant: u8 = 0;
    pub const read: u8 = 0;
    pub const kept: u8 = 0;
    pub const has_kind: bool = false;
    pub const error: u8 = 0;
    pub const tag: &str = "";
    pub const number: i128 = 0;
    pub const now: u8 = 0;
    pub const created_at: u8 = 0;
    pub const customer: u8 = 0;
    pub struct list;
    pub struct inner;
    pub struct stamp;
    pub struct item;
    pub struct attribute;
    pub struct other;
    pub struct text;
    pub struct sku;

    pub fn port() -> u16 {
        8080
    }

    pub fn note() -> String {
        "none".into()
    }

    macro_rules! everywhere {
        ($($method:ident)*) => {
            /// Methods that every value has, which are found before those that take a reference.
            pub trait Everywhere: Sized {
                $(fn $method(self) {})*
            }
            impl<T> Everywhere for T {}
        };
    }
    everywhere! {
        edit is_keep is_empty write_clauses as_ref
        keep part tag entries deny put_back content attempt no_variant is_written name encrypted_name map map_err and_then
        as_str finish field debug_struct string number encode decode stamp set_stamp is_kind partition_key have may_repeat
        are_distinct required absent next end attribute element version into_iter clone eq fmt default from format
    }

    #[derive(Debug, PartialEq, faraday::Item)]
    #[faraday(table = TABLE, global_index(by_sku, partition_key = sku, projection = keys_only))]
    pub struct Order {
        #[faraday(partition_key)]
        pub customer: String,
        #[faraday(sort_key, rename = "SK")]
        pub PK: String,
        pub sku: String,
        #[faraday(default = port)]
        pub port: u16,
        #[faraday(default = note)]
        pub note: String,
        #[faraday(frozen)]
        pub list: Vec<u8>,
        #[faraday(frozen, version = 2)]
        pub inner: Vec<u8>,
        #[faraday(serde)]
        pub map: BTreeMap<String, u8>,
        #[faraday(with = faraday::value::time::epoch_seconds)]
        pub at: Option<SystemTime>,
        #[faraday(null, sensitive)]
        pub other: Option<u8>,
        #[faraday(alias = "old_text")]
        pub text: String,
        #[faraday(flatten)]
        pub part: Part,
        #[faraday(version)]
        pub version: u64,
        #[faraday(created_at)]
        pub created_at: Option<SystemTime>,
        #[faraday(skip)]
        pub skipped: u8,
        pub schema: u8,
    }

    pub const TABLE: &str = "hostile";

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    pub struct Part {
        pub value: u8,
        #[faraday(extra)]
        pub rest: BTreeMap<String, String>,
    }

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    pub struct error_of(pub BTreeSet<String>);

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    pub enum External {
        Unit,
        New(u8),
        Two(u8, String),
        Named { map: u8, value: u8 },
    }

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    #[faraday(tag = "tag")]
    pub enum Internal {
        Unit,
        New(Part),
        Named { map: u8 },
    }

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    #[faraday(tag = "tag", content = "value")]
    pub enum Adjacent {
        Unit,
        New(u8),
        Named { rest: u8 },
    }

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    #[faraday(untagged)]
    pub enum Untagged {
        New(u8),
        Named { kept: u8 },
    }

    #[derive(Debug, Clone, Copy, PartialEq, faraday::Value)]
    #[faraday(number)]
    pub enum Number {
        One = 1,
        Two = 2,
    }

    #[derive(Debug, Clone, PartialEq, faraday::Value)]
    pub enum Text {
        Known,
        #[faraday(other)]
        Other(String),
    }

    #[derive(Debug, PartialEq, faraday::Value)]
    pub struct All {
        pub error: error_of,
        pub read: External,
        pub tag: Internal,
        pub name: Adjacent,
        pub kept: Untagged,
        pub number: Number,
        pub variant: Text,
    }

    #[derive(Debug, PartialEq, faraday::Item)]
    #[faraday(table = TABLE, tag = "variant")]
    pub enum Record {
        Small {
            #[faraday(partition_key)]
            customer: String,
            #[faraday(sort_key, rename = "SK")]
            name: String,
            value: u8,
        },
        Large {
            #[faraday(partition_key)]
            customer: String,
            #[faraday(sort_key, rename = "SK")]
            name: String,
            map: Part,
        },
    }

    #[derive(Debug, PartialEq, faraday::Projection)]
    #[faraday(of = Order)]
    pub struct Row {
        pub customer: String,
        pub text: String,
        #[faraday(frozen)]
        pub inner: Vec<u8>,
    }

    #[derive(Debug, PartialEq, faraday::Patch)]
    #[faraday(of = Order)]
    pub struct Changes {
        pub port: Option<u16>,
        pub text: Option<String>,
        #[faraday(frozen)]
        pub inner: Option<Vec<u8>>,
        #[faraday(from = other)]
        pub field: faraday::Edit<u8>,
    }

    pub const SCHEMA: TableSchema = <Order as faraday::Item>::SCHEMA;
}

use hostile::{Adjacent, All, Changes, External, Internal, Number, Order, Part, Record, Row, Text, Untagged, error_of};

fn part() -> Part {
    Part { value: 1, rest: [("a".to_owned(), "b".to_owned())].into() }
}

fn order() -> Order {
    Order {
        customer: "ann".into(),
        PK: "1".into(),
        sku: "tea".into(),
        port: 1,
        note: "n".into(),
        list: vec![1],
        inner: vec![2],
        map: [("m".to_owned(), 3)].into(),
        at: Some(std::time::UNIX_EPOCH),
        other: None,
        text: "t".into(),
        part: part(),
        version: 0,
        created_at: None,
        skipped: 0,
        schema: 4,
    }
}

#[tokio::test]
async fn an_item_in_a_hostile_scope_is_kept() {
    with_table::<Order>(async |_| {
        let mut order = order();
        Table::<Order>::save(&mut order).await.unwrap();
        assert_eq!(Table::<Order>::get(("ann", "1")).await.unwrap(), Some(order));
        let rows = Table::<Order>::index(Order::BY_SKU).query("tea").await.unwrap();
        assert_eq!(format!("{:?}", rows[0]), "OrderBySku { customer: \"ann\", PK: \"1\", sku: \"tea\" }");
        let row: Vec<Row> = Table::<Order>::query("ann").select_as::<Row>().await.unwrap();
        assert_eq!(row, [Row { customer: "ann".into(), text: "t".into(), inner: vec![2] }]);
        let changes = Changes { port: Some(2), text: None, inner: Some(vec![3]), field: faraday::Edit::Set(4) };
        assert!(!faraday::Patch::is_empty(&changes));
        let changed = Table::<Order>::update(("ann", "1")).apply(&changes).returning_new().await.unwrap();
        assert_eq!((changed.port, changed.text.as_str(), changed.inner, changed.other), (2, "t", vec![3], Some(4)));
        assert_eq!((Order::SCHEMA.name(), hostile::SCHEMA.table()), ("schema", "hostile"));
        assert_eq!(Order::PORT.name(), "port");
    })
    .await;
}

#[tokio::test]
async fn an_item_without_a_field_is_read_with_the_default_of_that_name() {
    with_table::<Order>(async |_| {
        Table::<Order>::put(&order()).await.unwrap();
        let update = Table::<Order>::update(("ann", "1")).remove(Order::PORT).remove(Order::NOTE);
        let updated = update.returning_new().await.unwrap();
        assert_eq!((updated.port, updated.note.as_str()), (8080, "none"));
    })
    .await;
}

#[test]
fn values_of_all_forms_are_kept() {
    for (read_, tag, name, kept) in [
        (External::Unit, Internal::Unit, Adjacent::Unit, Untagged::New(1)),
        (External::New(1), Internal::New(Part { rest: [].into(), ..part() }), Adjacent::New(2), Untagged::New(1)),
        (
            External::Two(1, "x".into()),
            Internal::Named { map: 1 },
            Adjacent::Named { rest: 3 },
            Untagged::Named { kept: 4 },
        ),
        (External::Named { map: 1, value: 2 }, Internal::Unit, Adjacent::Unit, Untagged::New(1)),
    ] {
        for (number, variant) in [(Number::One, Text::Known), (Number::Two, Text::Other("new".into()))] {
            let all = All {
                error: error_of(["a".to_owned()].into()),
                read: read_.clone(),
                tag: tag.clone(),
                name: name.clone(),
                kept: kept.clone(),
                number,
                variant,
            };
            assert_eq!(read::<All>(write(&all)).unwrap(), all);
        }
    }
}

#[tokio::test]
async fn an_enum_of_items_in_a_hostile_scope_is_kept() {
    with_table::<Record>(async |_| {
        let small = Record::Small { customer: "ann".into(), name: "1".into(), value: 3 };
        let large = Record::Large { customer: "ann".into(), name: "2".into(), map: part() };
        Table::<Record>::put(&small).await.unwrap();
        Table::<Record>::put(&large).await.unwrap();
        assert_eq!(Table::<Record>::query("ann").await.unwrap(), [small, large]);
    })
    .await;
}

/// Field types decide the bounds, not the parameters themselves.
mod bounds {
    use std::marker::PhantomData;

    use faraday::Value;

    pub trait Domain {
        type Body;
    }

    /// No `Value`, and none is needed.
    #[derive(Debug, PartialEq)]
    pub struct Orders;

    impl Domain for Orders {
        type Body = String;
    }

    #[derive(Debug, PartialEq, Value)]
    pub struct Wrapped<D: Domain> {
        pub body: D::Body,
        pub bodies: Vec<D::Body>,
    }

    #[derive(Value)]
    pub struct Qualified<D: Domain> {
        pub body: <D as Domain>::Body,
        pub of: PhantomData<D>,
    }

    #[derive(Debug, PartialEq, Value)]
    pub struct Id<T>(pub u64, pub PhantomData<T>);

    #[derive(Debug, PartialEq, Value)]
    pub struct Tree<T> {
        pub value: T,
        #[faraday(default)]
        pub children: Vec<Tree<T>>,
    }

    /// The bound that the user wrote is the only one.
    #[derive(Debug, PartialEq, Value)]
    #[faraday(bound = "T: Clone + Value")]
    pub struct Bounded<T> {
        pub value: Option<T>,
    }
}

#[test]
fn bounds_are_those_of_the_fields() {
    use std::marker::PhantomData;

    use bounds::{Bounded, Id, Orders, Qualified, Tree, Wrapped};

    let wrapped = Wrapped::<Orders> { body: "a".into(), bodies: vec!["b".into()] };
    assert_eq!(read::<Wrapped<Orders>>(write(&wrapped)).unwrap().body, wrapped.body);
    let qualified = Qualified::<Orders> { body: "a".into(), of: PhantomData };
    assert_eq!(read::<Qualified<Orders>>(write(&qualified)).unwrap().body, "a");
    let leaf = |value| Tree { value, children: vec![] };
    let tree = Tree { value: 1, children: vec![leaf(2), leaf(3)] };
    assert_eq!(read::<Tree<u8>>(write(&tree)).unwrap(), tree);
    let bounded = Bounded { value: Some(1) };
    assert_eq!(read::<Bounded<u8>>(write(&bounded)).unwrap(), bounded);
    #[derive(Debug, PartialEq, Value)]
    struct Holder {
        id: Id<Orders>,
    }
    let holder = Holder { id: Id(7, PhantomData) };
    assert_eq!(read::<Holder>(write(&holder)).unwrap(), holder);
    let json = faraday::document::to_json(&holder).unwrap();
    assert_eq!(json, r#"{"id":{"N":"7"}}"#);
}

/// What the struct allows is allowed in its rows, and everything else of an expansion passes the strictest lints.
#[deny(warnings, missing_docs, unreachable_pub, clippy::pedantic, clippy::nursery)]
mod lints {
    use faraday::Item;

    /// An order.
    #[expect(non_snake_case, reason = "the names of another system")]
    #[derive(Debug, Item)]
    #[faraday(table = "orders", global_index(by_state, partition_key = orderState, projection = keys_only))]
    pub(super) struct Order {
        /// Whose.
        #[faraday(partition_key)]
        pub(super) userId: String,
        /// Open or paid.
        #[faraday(rename = "state")]
        pub(super) orderState: String,
    }
}

#[test]
fn a_row_has_the_lints_of_its_struct() {
    assert_eq!(lints::Order::ORDERSTATE.name(), "state");
    let order = lints::Order { userId: "ann".into(), orderState: "open".into() };
    assert_eq!((order.userId.as_str(), order.orderState.as_str()), ("ann", "open"));
}

#[allow(non_snake_case)]
#[derive(Debug, PartialEq, Value)]
struct Limits {
    #[faraday(constant = HIGHEST)]
    max: u64,
    #[faraday(constant = OTHER_MAX)]
    MaX: u64,
}

impl Limits {
    const MAX: u64 = 5;
}

#[test]
fn a_constant_may_have_another_name_than_its_field() {
    assert_eq!((Limits::HIGHEST.name(), Limits::OTHER_MAX.name(), Limits::MAX), ("max", "MaX", 5));
}

mod names_of_tables {
    pub(super) const ORDERS: &str = "const-orders";
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = names_of_tables::ORDERS)]
struct Named {
    #[faraday(partition_key)]
    id: u64,
}

#[tokio::test]
async fn a_constant_may_name_the_table() {
    assert_eq!(<Named as Item>::SCHEMA.table(), "const-orders");
    with_table::<Named>(async |_| {
        Table::<Named>::put(&Named { id: 1 }).await.unwrap();
        assert_eq!(Table::<Named>::get(1).await.unwrap(), Some(Named { id: 1 }));
    })
    .await;
}
