//! An enum of the items of one table reads several kinds at once.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{ErrorKind, Item, Table, document};
use faraday_tests::tables::with_table;

use super::fixture::{App, Line, Order, Record, RecordGroups, User, line, order, user};

const MARCH: &str = "2026-03-05T10:00:00Z";

async fn fill() -> (Order, User, Line) {
    let (order, user) = (order(1, MARCH, Some("ann")), user("ann@example.com"));
    let line = line(&order, 1);
    Table::<Order>::put(&order).await.unwrap();
    Table::<User>::insert(&user).await.unwrap();
    Table::<Line>::put(&line).await.unwrap();
    (order, user, line)
}

#[tokio::test]
async fn what_is_put_as_a_struct_reads_back_as_its_variant() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let (order, user, line) = fill().await;
        let all = [Record::Order(order.clone()), Record::Line(line.clone()), Record::User(user.clone())];
        assert_eq!(Table::<Record>::query("acme").await.unwrap(), all);
        assert_eq!(Table::<Record>::query("acme").sort_key_begins_with("ORDER#").await.unwrap(), all[..2]);
        let record = Table::<Record>::get(("acme", "USER#ann@example.com")).await.unwrap();
        assert_eq!(record, Some(Record::User(user.clone())));
        assert_eq!(Table::<Record>::get(&all[0]).await.unwrap().as_ref(), Some(&all[0]));
        // What guards the address is no record, and none of a kind.
        assert_eq!(Table::<Record>::scan().await.unwrap().len(), 3);
        assert_eq!(Table::<User>::scan().await.unwrap(), [user]);
        let of_ann = Table::<Record>::index(Order::GSI1).query("ann").await.unwrap();
        assert_eq!(of_ann, [Record::Order(order)]);
    })
    .await;
}

#[tokio::test]
async fn an_update_of_the_enum_changes_an_item_and_creates_none() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let (order, ..) = fill().await;
        let total = || Record::ORDER.dot(Order::TOTAL);
        Table::<Record>::update(&Record::Order(order.clone())).add(total(), 5).await.unwrap();
        assert_eq!(Table::<Order>::get(&order).await.unwrap().unwrap().total, order.total + 5);
        let error = Table::<Record>::update(("acme", "ORDER#none")).add(total(), 5).await.unwrap_err();
        assert!(error.is_condition_failed());
        assert_eq!(Table::<Record>::query("acme").count().await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn groups_have_a_list_for_each_kind() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let (order, user, line) = fill().await;
        let groups: RecordGroups = Table::<Record>::query("acme").group().await.unwrap();
        assert_eq!(groups.orders, [order]);
        assert_eq!((groups.users, groups.lines), (vec![user], vec![line]));
        let page = Table::<Record>::query("acme").page_size(2).page().await.unwrap();
        let next = page.next.clone();
        let first = page.group();
        assert_eq!((first.orders.len(), first.lines.len(), first.users.len()), (1, 1, 0));
        let rest = Table::<Record>::query("acme").after(next.unwrap()).group().await.unwrap();
        assert_eq!((rest.orders.len(), rest.lines.len(), rest.users.len()), (0, 0, 1));
    })
    .await;
}

/// Knows not all kinds.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = App)]
enum OrdersAlone {
    Order(Order),
}

/// What is stored of an item of any kind.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = App)]
struct Stored {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    kind: String,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = App)]
enum Known {
    Order(Order),
    #[faraday(other)]
    Other(Stored),
}

#[tokio::test]
async fn a_kind_that_fits_no_variant_is_an_error_that_knows_its_key_or_is_left_to_other() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let (order, _, line) = fill().await;
        let error = Table::<OrdersAlone>::query("acme").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let key = error.item_key().unwrap();
        assert_eq!(key["pk"].as_s().unwrap(), "TENANT#acme");
        assert!(key["sk"].as_s().unwrap().starts_with("ORDER#"));
        assert!(!format!("{error} {error:?}").contains("acme"), "{error:?}");
        let known = Table::<Known>::query("acme").group().await.unwrap();
        assert_eq!(known.orders, [order]);
        let kinds: Vec<&str> = known.others.iter().map(|stored| stored.kind.as_str()).collect();
        assert_eq!(kinds, ["line", "user"]);
        // It is written back as it is.
        let written = document::to_map(&Known::Other(known.others.into_iter().next().unwrap())).unwrap();
        assert_eq!(document::from_map::<Line>(written).unwrap(), line);
    })
    .await;
}

/// Its kinds have different partition keys.
mod whole_keys {
    use faraday::{Item, Table};
    use faraday_tests::tables::with_table;

    use super::super::fixture::{App, Order, order};

    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(
        table = App, kind = "customer", partition_key = "CUSTOMER#{name}", sort_key = "CUSTOMER",
        index(gsi1, partition_key = "CUSTOMER#{name}", sort_key = "CUSTOMER")
    )]
    struct Customer {
        name: String,
        credit: u64,
    }

    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = App, whole_keys)]
    enum OfCustomer {
        Customer(Customer),
        #[faraday(group = placed)]
        Order(Order),
    }

    #[tokio::test]
    async fn an_index_brings_together_kinds_of_different_partitions() {
        faraday_tests::needs!(TimeToLive);
        with_table::<App>(async |_| {
            let ann = Customer { name: "ann".into(), credit: 5 };
            let order = order(1, super::MARCH, Some("ann"));
            Table::<Customer>::put(&ann).await.unwrap();
            Table::<Order>::put(&order).await.unwrap();
            let groups = Table::<OfCustomer>::index(Order::GSI1).query("ann").group().await.unwrap();
            assert_eq!((groups.customers, groups.placed), (vec![ann.clone()], vec![order.clone()]));
            let read = Table::<OfCustomer>::query("CUSTOMER#ann").await.unwrap();
            assert_eq!(read, [OfCustomer::Customer(ann.clone())]);
            assert_eq!(Table::<Customer>::get("ann").await.unwrap(), Some(ann));
            let read = Table::<OfCustomer>::get(&OfCustomer::Order(order.clone())).await.unwrap();
            assert_eq!(read, Some(OfCustomer::Order(order)));
        })
        .await;
    }
}
