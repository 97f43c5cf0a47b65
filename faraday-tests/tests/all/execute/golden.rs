//! The request bodies of every builder, byte for byte, compared with the files in `golden`; `FARADAY_BLESS=1` rewrites them.
//!
//! In the files, the bodies have line breaks between the tokens of the JSON; nothing else is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use std::{env, fs};

use faraday::schema::{StreamView, TableClass};
use faraday::testing::Canned;
use faraday::value::AttributeType;
use faraday::{
    Database, Edit, Item, Patch, Table, Value,
    operation::{Query, Update},
    schema::KeyShape,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Value)]
enum Status {
    Open,
    Paid,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    street: String,
    city: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: Status,
    total: f64,
    count: i64,
    paid: bool,
    nothing: (),
    #[faraday(rename = "odd \"name\".with dots")]
    odd: u8,
    data: Vec<u8>,
    address: Address,
    lines: Vec<Address>,
    tags: BTreeSet<String>,
    sizes: BTreeSet<u64>,
    parts: BTreeSet<Vec<u8>>,
    empty: BTreeSet<String>,
    prices: BTreeMap<String, u64>,
    email: Option<String>,
}

fn order() -> Order {
    let address = Address { street: "Main \"1\"\n\u{1}/ü\u{1F600}".into(), city: None };
    Order {
        customer: "ann".into(),
        id: 7,
        status: Status::Open,
        total: 1e21,
        count: -3,
        paid: true,
        nothing: (),
        odd: 1,
        data: vec![0, 1, 0xff, 0xfe],
        lines: vec![address.clone(), Address { city: Some("Leeds".into()), ..address.clone() }],
        address,
        tags: BTreeSet::from(["gift".into(), "new".into()]),
        sizes: BTreeSet::from([1, 20]),
        parts: BTreeSet::from([vec![1]]),
        empty: BTreeSet::new(),
        prices: BTreeMap::from([("tea".into(), 3)]),
        email: None,
    }
}

/// The operation's body is what the file of this name says.
pub(crate) async fn golden<T>(name: &str, operation: impl IntoFuture<Output = faraday::Result<T>>) {
    let canned = Canned::answering(r#"{"TableDescription":{"TableStatus":"ACTIVE"},"Table":{"TableStatus":"ACTIVE"}}"#);
    let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let database = Database::builder(canned.client()).clock(move || now).build();
    // Nothing is expected of the answer.
    let _ = database.scope(operation.into_future()).await;
    same_body(name, canned.recorded()[0].text());
}

/// The body of a request is what the file of this name says.
pub(crate) fn same_body(name: &str, body: &str) {
    let body = broken_up(body);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{name}.json"));
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(&path, &body).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(body == expected, "not the body of golden/{name}.json (FARADAY_BLESS=1 rewrites it):\n{body}");
}

/// With a line for every name and element of the outer levels; a body has no space of its own outside strings.
fn broken_up(body: &str) -> String {
    let (mut out, mut depth, mut in_string, mut escaped) = (String::new(), 0, false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    for character in body.chars() {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            out.push(character);
            continue;
        }
        match character {
            '{' | '[' => {
                depth += 1;
                out.push(character);
                if depth <= 2 {
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                if depth < 2 {
                    line(&mut out, depth);
                }
                out.push(character);
            }
            ',' => {
                out.push(character);
                if depth <= 2 {
                    line(&mut out, depth);
                }
            }
            other => {
                in_string = other == '"';
                out.push(other);
            }
        }
    }
    out.push('\n');
    out
}

#[tokio::test]
async fn requests_of_get() {
    golden("get", Table::<Order>::get(("ann", 7))).await;
    golden("get_consistent_metered", Table::<Order>::get(("ann", 7)).consistent().metered()).await;
}

#[tokio::test]
async fn requests_of_put() {
    golden("put", Table::<Order>::put(&order())).await;
    let all = Table::<Order>::put(&order()).if_exists().condition(Order::COUNT.lt(5));
    golden("put_all_options", all.returning_old().returning_current().metered()).await;
    golden("put_if_absent", Table::<Order>::put(&order()).if_absent()).await;
}

#[tokio::test]
async fn requests_of_delete() {
    golden("delete", Table::<Order>::delete(("ann", 7))).await;
    let all = Table::<Order>::delete(("ann", 7)).if_exists().condition(Order::STATUS.ne(Status::Paid));
    golden("delete_all_options", all.returning_old().returning_current().metered()).await;
}

fn update() -> Update<Order> {
    Table::<Order>::update(("ann", 7))
}

#[tokio::test]
async fn every_change_of_an_update_sends_the_body_of_its_file() {
    golden("update_nothing", update()).await;
    golden("update_set", update().set(Order::STATUS, Status::Paid)).await;
    golden("update_set_nested", update().set(Order::LINES.at(1).dot(Address::CITY), "York")).await;
    golden("update_set_entry", update().set(Order::PRICES.entry("a.b"), 5)).await;
    golden("update_set_place", update().set(Order::COUNT, Order::COUNT)).await;
    golden("update_set_if_absent", update().set_if_absent(Order::EMAIL, "ann@example.com")).await;
    golden("update_increment", update().increment(Order::COUNT, 2)).await;
    golden("update_decrement", update().decrement(Order::TOTAL, 0.5)).await;
    golden("update_add", update().add(Order::COUNT, -2)).await;
    golden("update_increment_unsigned", update().increment(Order::ODD, 2)).await;
    golden("update_increment_float", update().increment(Order::TOTAL, 2.0)).await;
    golden("update_increment_unchecked", update().increment_unchecked(Order::COUNT, Order::COUNT)).await;
    golden("update_decrement_signed", update().decrement(Order::COUNT, 2).condition(Order::PAID.eq(true))).await;
    golden("update_decrement_unsigned", update().decrement(Order::ODD, 2)).await;
    golden("update_decrement_unchecked", update().decrement_unchecked(Order::ODD, 2)).await;
    golden("update_add_unsigned", update().add(Order::ODD, 2)).await;
    golden("update_add_unchecked", update().add_unchecked(Order::ODD, 2)).await;
    golden("update_insert", update().insert(Order::TAGS, ["a", "b"]).insert(Order::SIZES, [1])).await;
    golden("update_delete", update().delete(Order::TAGS, ["a"]).delete(Order::PARTS, [vec![1_u8]])).await;
    golden("update_append", update().append(Order::LINES, [order().address])).await;
    golden("update_prepend", update().prepend(Order::LINES, [order().address])).await;
    golden("update_remove", update().remove(Order::EMAIL).remove(Order::LINES.at(0))).await;
}

#[derive(Default, Patch)]
#[faraday(of = Order)]
struct OrderPatch {
    status: Option<Status>,
    odd: Option<u8>,
    address: Option<Address>,
    tags: Option<BTreeSet<String>>,
    email: Edit<String>,
}

#[tokio::test]
async fn a_patch_sends_the_body_of_its_file() {
    let patch = OrderPatch {
        status: Some(Status::Paid),
        odd: Some(2),
        address: Some(order().address),
        tags: Some(BTreeSet::new()),
        email: Edit::Remove,
    };
    golden("update_apply", update().apply(&patch).if_exists()).await;
    golden("update_apply_empty", update().apply(OrderPatch::default())).await;
}

#[tokio::test]
async fn updates_of_whole_items_send_the_bodies_of_their_files() {
    golden("upsert", Table::<Order>::upsert(&order())).await;
    let new = Order { email: Some("ann@example.com".into()), tags: BTreeSet::new(), odd: 2, ..order() };
    golden("update_from", Table::<Order>::update_from(&order(), &new).returning_new()).await;
    golden("update_from_same", Table::<Order>::update_from(&order(), &order())).await;
}

#[tokio::test]
async fn every_option_of_an_update_sends_the_body_of_its_file() {
    let all = || {
        update()
            .set(Order::STATUS, Status::Paid)
            .add(Order::COUNT, 1)
            .remove(Order::EMAIL)
            .delete(Order::TAGS, ["new"])
            .set(Order::ADDRESS.dot(Address::STREET), "High")
    };
    golden("update_all_clauses", all()).await;
    golden("update_conditions", all().if_exists().condition(Order::PAID.eq(false)).returning_current()).await;
    golden("update_if_absent", all().if_absent().returning_new().metered()).await;
    golden("update_returning_old", all().returning_old()).await;
    golden("update_returning_updated_old", all().returning_updated_old()).await;
    golden("update_returning_updated_new", all().returning_updated_new()).await;
}

#[tokio::test]
async fn requests_with_conditions() {
    let place = || Order::LINES.at(0).dot(Address::CITY);
    let comparisons = Order::COUNT.eq(1) & Order::COUNT.ne(2) & Order::COUNT.lt(3) & Order::COUNT.le(4);
    let comparisons = comparisons & Order::COUNT.gt(5) & Order::COUNT.ge(6) & Order::COUNT.between(7, 8);
    golden("condition_comparisons", update().condition(comparisons)).await;
    let functions = place().exists() | place().not_exists() | place().begins_with("L") | Order::TAGS.contains("x");
    let functions = functions | Order::DATA.attribute_type(AttributeType::B) | Order::LINES.size().gt(1);
    golden("condition_functions", update().condition(functions)).await;
    let nested = (Order::PAID.eq(true) | !Order::ODD.eq(1)) & !(Order::COUNT.is_in([1, 2]) & !!place().exists());
    golden("condition_nested", update().condition(nested)).await;
    golden("condition_many", update().condition(Order::COUNT.is_in(0..101) & Order::PAID.eq(true))).await;
    golden("condition_places", update().condition(place().le(Order::LINES.at(1).dot(Address::CITY)))).await;
}

fn query() -> Query<Order, <<Order as Item>::Key as KeyShape>::Sort> {
    Table::<Order>::query("ann")
}

#[tokio::test]
async fn requests_of_queries() {
    golden("query", query()).await;
    golden("query_sort_key", query().sort_key(7)).await;
    golden("query_between", query().sort_key_range(1..=9)).await;
    golden("query_from", query().sort_key_range(1..)).await;
    golden("query_to", query().sort_key_range(..9)).await;
    golden("query_to_included", query().sort_key_range(..=9)).await;
    golden("query_after", query().sort_key_range((Bound::Excluded(1), Bound::Unbounded))).await;
    golden("query_filter", query().filter(Order::COUNT.gt(1)).filter(Order::PAID.eq(true) | Order::ODD.eq(0))).await;
    golden("query_descending", query().descending()).await;
    golden("query_consistent", query().consistent().metered()).await;
    golden("query_limit", query().limit(5)).await;
    // With a filter, how many are looked at is not how many are given.
    golden("query_limit_filter", query().limit(5).filter(Order::COUNT.gt(1)).sort_key_range(3..).descending()).await;
}

#[derive(Debug, Item)]
#[faraday(table = "notes")]
struct Note {
    #[faraday(partition_key)]
    id: Vec<u8>,
    #[faraday(sort_key)]
    day: String,
}

#[tokio::test]
async fn a_query_by_prefix_sends_the_body_of_its_file() {
    golden("query_begins_with", Table::<Note>::query([1, 2]).sort_key_begins_with("2024-")).await;
}

#[derive(Debug, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Debug, Item)]
#[faraday(
    table = "parcels",
    global_index(by_place, partition_key = (country, city), sort_key = (status, at), projection = include(note)),
    global_index(by_status, partition_key = status, projection = keys_only, throughput(3, 4)),
    local_index(by_at, sort_key = at)
)]
#[allow(dead_code)]
struct Parcel {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    country: String,
    city: Vec<u8>,
    status: String,
    at: i64,
    note: String,
}

#[tokio::test]
async fn requests_of_tables() {
    golden("create", Table::<Note>::create()).await;
    golden("create_provisioned", Table::<User>::create().provisioned(5, 2)).await;
    let of_several = || Table::<Parcel>::create().provisioned(5, 2);
    golden("create_indexes", of_several()).await;
    let with_all = || {
        let create = Table::<Parcel>::create().provisioned(5, 2).index_provisioned("by_status", 9, 8);
        let create = create.stream(StreamView::OldImage).table_class(TableClass::StandardInfrequentAccess);
        let create = create.deletion_protection(true).encryption_key("alias/orders").tag("team", "shop");
        create.warm_throughput(13_000, 5_000).without_waiting()
    };
    golden("create_with_all", with_all()).await;
    let limited =
        || Table::<Parcel>::create().on_demand_up_to(70, 60).index_up_to("by_status", 50, 40).without_waiting();
    golden("create_with_limits", limited()).await;
    // What is explained is what is sent.
    for (name, explain) in [
        ("create_with_all", with_all().explain()),
        ("create_with_limits", limited().explain()),
        ("create", Table::<Note>::create().explain()),
        ("create_provisioned", Table::<User>::create().provisioned(5, 2).explain()),
        ("create_indexes", of_several().explain()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{name}.json"));
        let sent: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let explained: serde_json::Value = serde_json::from_str(explain.body().unwrap()).unwrap();
        assert_eq!(explained, sent, "{name}");
    }
    golden("describe", Table::<User>::describe()).await;
    golden("delete_table", Table::<User>::delete_table().timeout(std::time::Duration::ZERO)).await;
}
