//! Items that cannot be read: lenient reads give them as rows, and streams go on after them.

use faraday::error::UnreadableItem;
use faraday::paging::Page;
use faraday::testing::{Fault, FaultRates, Faults};
use faraday::{Database, Error, Item, Projection, Result, Table};
use futures_util::StreamExt;

use super::fixture::counted;

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "readings")]
struct Reading {
    #[faraday(partition_key)]
    station: String,
    #[faraday(sort_key)]
    number: u64,
    celsius: i64,
}

/// The same table, as another program writes it.
mod other {
    #[derive(Debug, faraday::Item)]
    #[faraday(table = "readings")]
    pub struct Reading {
        #[faraday(partition_key)]
        pub station: String,
        #[faraday(sort_key)]
        pub number: u64,
        pub celsius: String,
    }
}

const SECRET: &str = "minus-four";

/// A row as the tests compare it: the number, and whether the item can be read.
type Row = (u64, bool);

async fn put(station: &str, number: u64, is_good: bool) {
    let station = station.to_owned();
    match is_good {
        true => Table::<Reading>::put(&Reading { station, number, celsius: -4 }).await.unwrap(),
        false => {
            let bad = other::Reading { station, number, celsius: SECRET.into() };
            Table::<other::Reading>::put(&bad).await.unwrap();
        }
    }
}

fn of_unreadable(bad: &UnreadableItem) -> Row {
    assert_eq!(bad.reason().path(), "celsius");
    (bad.key().attributes()["number"].as_n().unwrap().parse().unwrap(), false)
}

fn of_lenient(row: std::result::Result<Reading, UnreadableItem>) -> Row {
    row.map_or_else(|bad| of_unreadable(&bad), |reading| (reading.number, true))
}

fn of_error(error: &Error) -> Row {
    assert!(error.is_decode() && error.operation().is_some() && error.table().is_some(), "{error}");
    (error.item_key().unwrap()["number"].as_n().unwrap().parse().unwrap(), false)
}

fn of_strict(row: Result<Reading>) -> Row {
    row.map_or_else(|error| of_error(&error), |reading| (reading.number, true))
}

const COUNT: u64 = 5;

/// The rows of the station in which the items of the bits that are 1 cannot be read.
fn expected(mask: u64) -> Vec<Row> {
    (0..COUNT).map(|number| (number, mask & (1 << number) == 0)).collect()
}

async fn with_stations(test: impl AsyncFnOnce(&Database, &Faults)) {
    counted::<Reading>(async |db, faults| {
        for mask in 0..1 << COUNT {
            for (number, is_good) in expected(mask) {
                put(&format!("s{mask}"), number, is_good).await;
            }
        }
        faults.reset();
        test(db, faults).await;
    })
    .await;
}

fn of_page(page: Page<std::result::Result<Reading, UnreadableItem>>) -> Vec<Row> {
    page.items.into_iter().map(of_lenient).collect()
}

mod keys;
mod order;
