//! Updates of whole attributes, and what they return.

mod arithmetic;
mod arithmetic_random;
mod edit;
mod former_names;
mod nested;
mod patch;
mod patch_of;
mod poisoned;
mod refused;
mod schema_version;
mod whole_items;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use bytes::Bytes;
use faraday::value::AttributeType;
use faraday::{ErrorKind, Item, Table, Value, operation::Update};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Value)]
enum Status {
    #[default]
    Open,
    Paid,
}

#[derive(Debug, Clone, Default, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: String,
    status: Status,
    total: i64,
    ratio: f64,
    copy: Option<i64>,
    email: Option<String>,
    data: Option<Bytes>,
    tags: BTreeSet<String>,
    sizes: BTreeSet<u32>,
    parts: HashSet<Vec<u8>>,
    states: BTreeSet<Status>,
    lines: Vec<String>,
    extra: Option<Vec<i64>>,
    prices: BTreeMap<String, u64>,
}

fn order() -> Order {
    Order {
        id: "o".into(),
        total: 10,
        email: Some("ann@example.com".into()),
        tags: set(["gift", "new"]),
        lines: vec!["tea".into()],
        ..Order::default()
    }
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

async fn stored() -> Order {
    Table::<Order>::get("o").consistent().await.unwrap().unwrap()
}

/// Runs an update of the order and compares it with the order changed in the same way.
async fn check(update: Update<Order>, change: impl FnOnce(&mut Order)) {
    let mut expected = order();
    Table::<Order>::put(&expected).await.unwrap();
    update.await.unwrap();
    change(&mut expected);
    assert_eq!(stored().await, expected);
}

fn update() -> Update<Order> {
    Table::<Order>::update("o")
}

#[tokio::test]
async fn attributes_are_set() {
    with_table::<Order>(async |_| {
        check(update().set(Order::STATUS, Status::Paid), |order| order.status = Status::Paid).await;
        check(update().set(Order::EMAIL, "bob@example.com"), |order| order.email = Some("bob@example.com".into()))
            .await;
        check(update().set(Order::DATA, Bytes::from_static(b"\0\xff")), |order| {
            order.data = Some(Bytes::from_static(b"\0\xff"));
        })
        .await;
        check(update().set(Order::TAGS, set(["only"])), |order| order.tags = set(["only"])).await;
        check(update().set(Order::LINES, ["a".to_owned(), "b".to_owned()]), |order| {
            order.lines = vec!["a".into(), "b".into()];
        })
        .await;
        check(update().set(Order::LINES, Vec::new()), |order| order.lines.clear()).await;
        check(update().set(Order::COPY, Order::TOTAL), |order| order.copy = Some(order.total)).await;
        check(update().set(Order::TOTAL, 3).set(Order::RATIO, 0.5), |order| (order.total, order.ratio) = (3, 0.5))
            .await;
    })
    .await;
}

#[tokio::test]
async fn an_attribute_is_set_only_if_absent() {
    with_table::<Order>(async |_| {
        check(update().set_if_absent(Order::COPY, 5), |order| order.copy = Some(5)).await;
        check(update().set_if_absent(Order::TOTAL, 5), |_| {}).await;
        check(update().set_if_absent(Order::COPY, Order::TOTAL), |order| order.copy = Some(10)).await;
    })
    .await;
}

#[tokio::test]
async fn numbers_are_raised_and_lowered() {
    with_table::<Order>(async |_| {
        check(update().increment(Order::TOTAL, 5), |order| order.total = 15).await;
        check(update().decrement(Order::TOTAL, 15), |order| order.total = -5).await;
        check(update().increment_unchecked(Order::TOTAL, Order::TOTAL), |order| order.total = 20).await;
        check(update().increment(Order::RATIO, 0.25), |order| order.ratio = 0.25).await;
        check(update().add(Order::TOTAL, -3), |order| order.total = 7).await;
        check(update().add(Order::COPY, 4), |order| order.copy = Some(4)).await;
        // It must be there for an increment.
        Table::<Order>::put(&order()).await.unwrap();
        let error = update().increment(Order::COPY, 1).await.unwrap_err();
        assert!(error.is_validation(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn attributes_are_removed() {
    with_table::<Order>(async |_| {
        check(update().remove(Order::EMAIL).remove(Order::TAGS), |order| {
            order.email = None;
            order.tags.clear();
        })
        .await;
        check(update().remove(Order::COPY), |_| {}).await;
    })
    .await;
}

#[tokio::test]
async fn sets_gain_and_lose_elements() {
    faraday_tests::needs!(UpdateWithoutExpression);
    with_table::<Order>(async |_| {
        check(update().insert(Order::TAGS, ["vip", "new"]), |order| order.tags = set(["gift", "new", "vip"])).await;
        check(update().insert(Order::TAGS, vec!["vip".to_owned()]), |order| order.tags = set(["gift", "new", "vip"]))
            .await;
        check(update().insert(Order::SIZES, [3, 5]), |order| order.sizes = BTreeSet::from([3, 5])).await;
        check(update().insert(Order::PARTS, [vec![1_u8], vec![2]]), |order| {
            order.parts = HashSet::from([vec![1], vec![2]]);
        })
        .await;
        check(update().insert(Order::STATES, [Status::Paid]), |order| order.states = BTreeSet::from([Status::Paid]))
            .await;
        check(update().delete(Order::TAGS, ["gift", "unknown"]), |order| order.tags = set(["new"])).await;
        check(update().delete(Order::TAGS, ["gift", "new"]), |order| order.tags.clear()).await;
        check(update().delete(Order::SIZES, [1]), |_| {}).await;
        check(update().insert(Order::TAGS, [""; 0]).delete(Order::TAGS, [""; 0]), |_| {}).await;
    })
    .await;
}

#[tokio::test]
async fn lists_grow_at_both_ends() {
    with_table::<Order>(async |_| {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        check(update().append(Order::LINES, lines(&["b", "c"])), |order| order.lines = lines(&["tea", "b", "c"])).await;
        check(update().prepend(Order::LINES, lines(&["b", "c"])), |order| order.lines = lines(&["b", "c", "tea"]))
            .await;
        check(update().append(Order::EXTRA, [1, 2]), |order| order.extra = Some(vec![1, 2])).await;
        check(update().prepend(Order::EXTRA, &[1, 2][..]), |order| order.extra = Some(vec![1, 2])).await;
        check(update().append(Order::LINES, Order::LINES), |order| order.lines = lines(&["tea", "tea"])).await;
        check(update().append(Order::LINES, Vec::new()), |_| {}).await;
    })
    .await;
}

#[tokio::test]
async fn one_update_may_have_every_clause() {
    with_table::<Order>(async |_| {
        let all = update()
            .set(Order::STATUS, Status::Paid)
            .remove(Order::EMAIL)
            .add(Order::TOTAL, 1)
            .insert(Order::SIZES, [1])
            .delete(Order::TAGS, ["new"])
            .append(Order::LINES, ["x".to_owned()])
            .set_if_absent(Order::COPY, 1)
            .condition(Order::STATUS.eq(Status::Open));
        check(all, |order| {
            *order = Order {
                status: Status::Paid,
                email: None,
                total: 11,
                sizes: BTreeSet::from([1]),
                tags: set(["gift"]),
                lines: vec!["tea".into(), "x".into()],
                copy: Some(1),
                ..order.clone()
            };
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn an_update_makes_the_item_unless_it_may_not() {
    with_table::<Order>(async |_| {
        let error = update().set(Order::TOTAL, 1).if_exists().await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        let make = || update().set(Order::STATUS, Status::Open).set(Order::RATIO, 0.0).set(Order::LINES, Vec::new());
        let make = || make().set(Order::PRICES, BTreeMap::new()).add(Order::TOTAL, 1);
        let made = make().if_absent().returning_new().await.unwrap();
        assert_eq!(made, Order { id: "o".into(), total: 1, ..Order::default() });
        assert!(make().if_absent().await.unwrap_err().is_condition_failed());
        assert_eq!(make().if_exists().returning_new().await.unwrap().total, 2);
    })
    .await;
}

#[tokio::test]
async fn an_update_gives_back_what_was_asked() {
    faraday_tests::needs!(UpdatedAttributes);
    with_table::<Order>(async |_| {
        let make = update().add(Order::TOTAL, 1);
        assert_eq!(make.returning_old().await.unwrap(), None);
        Table::<Order>::put(&order()).await.unwrap();
        let change = || update().add(Order::TOTAL, 1).set(Order::EMAIL, "x");
        assert_eq!(change().returning_old().await.unwrap(), Some(order()));
        let new = change().returning_new().await.unwrap();
        assert_eq!(new, Order { total: 12, email: Some("x".into()), ..order() });
        let old = change().returning_updated_old().await.unwrap();
        assert_eq!(old.get(Order::TOTAL).unwrap(), Some(12));
        assert_eq!(old.get(Order::EMAIL).unwrap(), Some(Some("x".to_owned())));
        assert_eq!(old.get(Order::LINES).unwrap(), None);
        let new = change().returning_updated_new().await.unwrap();
        assert_eq!(new.get(Order::TOTAL).unwrap(), Some(14));
        assert_eq!(new.into_map().len(), 2);
        // What was not there before is not among the old.
        let old = update().set(Order::COPY, 1).returning_updated_old().await.unwrap();
        assert_eq!(old.get(Order::COPY).unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_update_of_nothing_changes_nothing() {
    faraday_tests::needs!(UpdateWithoutExpression);
    with_table::<Order>(async |_| {
        check(update(), |_| {}).await;
        assert_eq!(update().returning_new().await.unwrap(), order());
    })
    .await;
}

#[tokio::test]
async fn what_has_no_form_is_refused_before_it_is_sent() {
    with_table::<Order>(async |_| {
        Table::<Order>::put(&order()).await.unwrap();
        let nan = update().set(Order::RATIO, f64::NAN).await.unwrap_err();
        let nothing = update().set(Order::TAGS, BTreeSet::new()).await.unwrap_err();
        for error in [nan, nothing] {
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
            assert_eq!(error.operation(), Some("UpdateItem"));
            assert!(error.encode_error().is_some());
        }
        assert_eq!(stored().await, order());
        let is_list = Order::LINES.attribute_type(AttributeType::L);
        update().add(Order::TOTAL, 1).condition(is_list).await.unwrap();
    })
    .await;
}
