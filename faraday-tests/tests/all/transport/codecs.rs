//! The map path returns and sends the same as the wire path.

use std::collections::{BTreeMap, BTreeSet};

use faraday::testing::{Fault, Faults};
use faraday::{Database, Item, Table, Value, database::Codec, execute::Metered};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use futures_util::TryStreamExt;

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    city: String,
    lines: Vec<Option<String>>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: f64,
    wide: i128,
    paid: bool,
    nothing: (),
    data: Vec<u8>,
    address: Address,
    tags: BTreeSet<String>,
    sizes: BTreeSet<i64>,
    parts: BTreeSet<Vec<u8>>,
    map: BTreeMap<String, Vec<u64>>,
    email: Option<String>,
}

fn order(id: u64) -> Order {
    Order {
        customer: "ann \"ü\" \u{1F600}".into(),
        id,
        total: 0.1 + 0.2,
        wide: 10_i128.pow(38) - 1,
        paid: false,
        nothing: (),
        data: vec![0, 255, 7],
        address: Address { city: "Leeds\n".into(), lines: vec![Some("a".into()), None] },
        tags: BTreeSet::from(["x".to_owned()]),
        sizes: BTreeSet::from([-1, 5]),
        parts: BTreeSet::from([vec![1]]),
        map: BTreeMap::from([("k".to_owned(), vec![1, 2])]),
        email: None,
    }
}

/// What an operation gave, and what stood beside it, but for the request's id.
fn note<T: std::fmt::Debug>(log: &mut Vec<String>, metered: faraday::Result<Metered<T>>) {
    log.push(match metered {
        Ok(metered) => {
            assert!(metered.request_id.is_some(), "no request id with {:?}", metered.value);
            let beside = (metered.requests, metered.count, metered.scanned_count);
            format!("{:?} {:?} {beside:?}", metered.value, metered.capacity)
        }
        Err(error) => format!("{:?} {:?} {:?}", error.kind(), error.operation(), error.current::<Order>()),
    });
}

/// Every operation once and more; what it gave.
async fn scenario(faults: &Faults) -> Vec<String> {
    let key = || (order(0).customer, 1);
    let mut log = Vec::new();
    let log_all = &mut log;
    note(log_all, Table::<Order>::get(key()).metered().await);
    note(log_all, Table::<Order>::put(&order(1)).if_absent().returning_old().metered().await);
    note(log_all, Table::<Order>::put(&order(1)).if_absent().returning_current().metered().await);
    note(log_all, Table::<Order>::put(&order(1)).returning_old().metered().await);
    note(log_all, Table::<Order>::get(key()).consistent().metered().await);
    for id in 2..8 {
        note(log_all, Table::<Order>::put(&order(id)).metered().await);
    }
    let update = || {
        Table::<Order>::update(key())
            .set(Order::EMAIL, "ann@example.com")
            .set(Order::ADDRESS.dot(Address::CITY), "York")
            .add(Order::WIDE, -5)
            .insert(Order::TAGS, ["y"])
            .condition(Order::TOTAL.gt(0.25) & Order::PARTS.contains([1]))
    };
    note(log_all, update().metered().await);
    note(log_all, update().returning_new().metered().await);
    note(log_all, update().returning_old().metered().await);
    let partial = update().returning_updated_new().await.unwrap();
    log_all.push(format!("{:?} {:?}", partial.get(Order::WIDE), partial.get(Order::TAGS)));
    let partial = update().returning_updated_old().await.unwrap();
    log_all.push(format!("{:?} {:?}", partial.get(Order::WIDE), partial.get(Order::EMAIL)));
    note(log_all, update().condition(Order::PAID.eq(true)).returning_current().metered().await);
    let query = || Table::<Order>::query(order(0).customer);
    note(log_all, query().metered().await);
    note(log_all, query().sort_key_range(2..=6).descending().consistent().limit(3).metered().await);
    note(log_all, query().filter(Order::EMAIL.not_exists()).metered().await);
    let streamed: Result<Vec<Order>, _> = query().stream().try_collect().await;
    log_all.push(format!("{streamed:?}"));
    // A page that ends in the middle: both go on from its last key.
    let last = r#"{"Items":[],"Count":0,"ScannedCount":4,"LastEvaluatedKey":{"customer":{"S":"ann \"ü\" 😀"},"id":{"N":"4"}}}"#;
    faults.fail_next("Query", Fault::Answer { status: 200, body: last.to_owned() });
    note(log_all, query().metered().await);
    note(log_all, Table::<Order>::delete(key()).condition(Order::PAID.eq(true)).returning_current().metered().await);
    note(log_all, Table::<Order>::delete(key()).if_exists().returning_old().metered().await);
    note(log_all, Table::<Order>::delete(key()).metered().await);
    note(log_all, Table::<Order>::put(&Order { customer: String::new(), ..order(1) }).metered().await);
    log
}

async fn run(codec: Codec) -> (Vec<String>, Vec<serde_json::Value>) {
    let (client, faults) = Faults::new().over(&environment::client());
    let database = own_database_over(client, codec);
    let mut log = Vec::new();
    with_table_of::<Order>(database, async |db: &Database| {
        faults.reset();
        log = scenario(&faults).await;
        assert_eq!(faults.pending(), 0);
        faults.fail_next("GetItem", Fault::Throttled);
        assert_eq!(Table::<Order>::get((order(2).customer, 2)).consistent().on(db).await.unwrap(), Some(order(2)));
    })
    .await;
    // How often a table that is being deleted is looked at depends on the time that the engine takes.
    let recorded = faults.recorded();
    let of_items = recorded.iter().filter(|request| request.operation != "DescribeTable");
    let mut requests: Vec<_> = of_items.map(|request| request.json()).collect();
    for request in &mut requests {
        request["TableName"] = "orders".into();
    }
    (log, requests)
}

#[tokio::test]
async fn both_paths_give_and_send_the_same() {
    let (wire, wire_requests) = run(Codec::Wire).await;
    let (map, map_requests) = run(Codec::Map).await;
    for (wire, map) in wire.iter().zip(&map) {
        assert_eq!(wire, map);
    }
    assert_eq!(wire.len(), map.len());
    assert!(wire.iter().any(|line| line.contains("York")) && wire.iter().any(|line| line.starts_with("Conditional")));
    for (wire, map) in wire_requests.iter().zip(&map_requests) {
        assert_eq!(wire, map);
    }
    assert_eq!(wire_requests.len(), map_requests.len());
}
