//! The error of a transaction and the debug form of an operation show no value of an item.

use std::error::Error as _;

use faraday::testing::Faults;
use faraday::{Database, Error, Item, Table, execute::Write, transaction, transaction_get};

use super::{Account, Order, Page, page, with_tables};

/// Stands in every value; none of its parts is in a name.
const SECRET: &str = "zq7!xv";
const NUMBER: u64 = 918_273_645;

/// The same table through another struct, which the items do not fit.
#[derive(Debug, Item)]
#[faraday(table = "orders")]
struct Other {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    note: u64,
}

fn order() -> Order {
    Order { customer: SECRET.into(), id: NUMBER, total: NUMBER, note: Some(SECRET.into()) }
}

fn discreet(text: &str) {
    for secret in [SECRET, "918273645"] {
        assert!(!text.is_empty() && !text.contains(secret), "{secret} in {text}");
    }
}

fn tells_nothing(error: &Error) {
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        discreet(&text);
    }
    let mut cause = error.source();
    while let Some(source) = cause {
        discreet(&source.to_string());
        cause = source.source();
    }
    for reason in error.cancellation_reasons() {
        discreet(&format!("{reason:?} {reason:#?}"));
    }
}

#[tokio::test]
async fn errors_do_not_show_values() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        let key = || (SECRET, NUMBER);
        let put = || Table::<Order>::put(&order());
        put().await.unwrap();
        Table::<Page>::put(&page(SECRET, SECRET)).await.unwrap();
        let failed = transaction((put().if_absent(),)).await.unwrap_err();
        tells_nothing(&failed.cancellation_reasons()[0].current::<Other>().unwrap_err());
        let stale = transaction((Table::<Page>::put(&page(SECRET, SECRET)),)).await.unwrap_err();
        assert!(failed.is_condition_failed() && stale.is_condition_failed());
        let errors = [
            failed,
            stale,
            Table::<Page>::put(&page(SECRET, SECRET)).await.unwrap_err(),
            Table::<Page>::save(&mut page(SECRET, SECRET)).await.unwrap_err(),
            Table::<Page>::modify(SECRET, |page| page.path = format!("{SECRET}2")).await.unwrap_err(),
            Table::<Page>::update(SECRET).if_unchanged(&page("", "")).await.unwrap_err(),
            transaction((put(), Table::<Order>::delete(key()))).await.unwrap_err(),
            transaction((Table::<Order>::check(key(), Order::NOTE.eq("no")),)).await.unwrap_err(),
            transaction((put(),)).token(SECRET.repeat(7)).await.unwrap_err(),
            transaction((Table::<Order>::put(&Order { note: Some(SECRET.repeat(80_000)), ..order() }),))
                .await
                .unwrap_err(),
            transaction((Table::<Order>::update((SECRET, 1)).increment(Order::TOTAL, NUMBER),)).await.unwrap_err(),
            transaction_get((Table::<Other>::get(key()),)).await.unwrap_err(),
        ];
        errors.iter().for_each(tells_nothing);
    })
    .await;
}

#[test]
fn operations_do_not_show_values() {
    let key = || (SECRET, NUMBER);
    let check = || Table::<Order>::check(key(), Order::NOTE.eq(SECRET));
    let put = || Table::<Order>::put(&order());
    let mut mine = page(SECRET, SECRET);
    let shown = [
        format!("{:?}", transaction((put(), check())).token(SECRET)),
        format!("{:?}", transaction((put(),)).metered()),
        format!("{:?}", transaction_get((Table::<Order>::get(key()),))),
        format!("{:?}", check()),
        format!("{:?} {:?}", put().into_write(), check().into_write()),
        format!("{:?}", Table::<Account>::delete(SECRET).into_write()),
        format!("{:?}", Table::<Page>::save(&mut mine)),
        format!("{:?}", Table::<Page>::modify(SECRET, |page| page.text = SECRET.into())),
        format!("{:?}", Table::<Page>::update(SECRET).set(Page::TEXT, SECRET).if_unchanged(&page(SECRET, SECRET))),
    ];
    shown.iter().for_each(|text| discreet(text));
}
