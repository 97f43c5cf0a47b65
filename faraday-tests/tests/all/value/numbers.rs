//! Numbers in a table: exact, refused before they are sent, and equal as numbers if they are keys.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use bigdecimal::BigDecimal;
use faraday::{Database, Item, Table, Value};
use faraday_tests::tables::{own_database, with_table};
use rust_decimal::Decimal;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "numbers")]
struct Row {
    #[faraday(partition_key)]
    id: BigDecimal,
    #[faraday(sort_key)]
    at: i128,
    wide: u128,
    float: f64,
    decimal: Decimal,
    set: BTreeSet<i128>,
}

/// The largest and the smallest of 38 digits.
const MOST: i128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

fn row(id: &str, at: i128) -> Row {
    Row {
        id: id.parse().unwrap(),
        at,
        wide: MOST.unsigned_abs(),
        float: 0.1 + 0.2,
        decimal: Decimal::from_str_exact("-79228162514264.337593543950335").unwrap(),
        set: BTreeSet::from([MOST, -MOST, 0]),
    }
}

#[tokio::test]
async fn all_38_digits_are_kept() {
    with_table::<Row>(async |_| {
        for at in [MOST, -MOST, 0] {
            let row = row("1234567890.1234567890123456789012345678", at);
            Table::<Row>::put(&row).await.unwrap();
            assert_eq!(Table::<Row>::get((&row.id, at)).await.unwrap(), Some(row.clone()));
            let exact = Row::WIDE.eq(MOST.unsigned_abs()) & Row::FLOAT.eq(0.1 + 0.2) & Row::SET.contains(-MOST);
            Table::<Row>::update((&row.id, at)).set(Row::FLOAT, 1.0).condition(exact).await.unwrap();
        }
        // One is no other, although a float would have them the same.
        let other = Row::WIDE.eq(MOST.unsigned_abs() - 1);
        assert_eq!(Table::<Row>::scan().filter(other).count().await.unwrap(), 0);
    })
    .await;
}

/// There is no table: whatever is sent is an error of another kind.
#[tokio::test]
async fn what_is_out_of_range_is_never_sent() {
    let db = &own_database();
    let digits = "DynamoDB keeps 38 significant digits, this number has more";
    let range = "DynamoDB's numbers are from 1E-130 to 9.99E+125, this one is outside";
    let one = || "1".parse::<BigDecimal>().unwrap();
    let wide = Row { wide: u128::MAX, ..row("1", 1) };
    let set = Row { set: BTreeSet::from([MOST + 1, i128::MIN]), ..row("1", 1) };
    let errors = [
        (Table::<Row>::put(&wide).on(db).await.unwrap_err(), "wide", digits),
        (Table::<Row>::put(&set).on(db).await.unwrap_err(), "set", digits),
        (Table::<Row>::put(&Row { float: 1e126, ..row("1", 1) }).on(db).await.unwrap_err(), "float", range),
        (Table::<Row>::put(&Row { float: -1e-131, ..row("1", 1) }).on(db).await.unwrap_err(), "float", range),
        (Table::<Row>::put(&Row { float: f64::NAN, ..row("1", 1) }).on(db).await.unwrap_err(), "float", "no NaN"),
        (Table::<Row>::put(&row("1e126", 1)).on(db).await.unwrap_err(), "id", range),
        (Table::<Row>::get((one(), i128::MAX)).on(db).await.unwrap_err(), "at", digits),
        (Table::<Row>::delete(("1e-131".parse::<BigDecimal>().unwrap(), 1)).on(db).await.unwrap_err(), "id", range),
        (Table::<Row>::query(one()).sort_key_range(i128::MIN..).on(db).await.unwrap_err(), "", digits),
        (Table::<Row>::update((one(), 1)).set(Row::WIDE, u128::MAX).on(db).await.unwrap_err(), "", digits),
        (Table::<Row>::update((one(), 1)).add(Row::FLOAT, f64::INFINITY).on(db).await.unwrap_err(), "", "no infinity"),
        (Table::<Row>::scan().filter(Row::FLOAT.lt(f64::MAX)).on(db).await.unwrap_err(), "", range),
        (Table::<Row>::put_many([&wide]).on(db).await.unwrap_err(), "wide", digits),
    ];
    for (error, attribute, reason) in errors {
        let message = error.to_string();
        assert!(message.contains(reason) && message.contains(attribute), "{message}");
    }
}

/// What an attribute reads as, whatever the text of the number.
#[tokio::test]
async fn what_does_not_fit_is_an_error_but_for_floats() {
    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "numbers")]
    struct One<T> {
        #[faraday(partition_key)]
        id: u8,
        n: T,
    }
    async fn read<T: Value + Send + Sync + 'static>(db: &Database, digits: &str) -> Result<T, String> {
        let stored = One { id: 1, n: AttributeValue::N(digits.to_owned()) };
        Table::<One<AttributeValue>>::put(&stored).on(db).await.unwrap();
        let read = Table::<One<T>>::get(1).on(db).await;
        // Without the table's name, which may have the same digits.
        read.map(|one| one.unwrap().n).map_err(|error| error.decode_error().unwrap().to_string())
    }
    with_table::<One<u8>>(async |db| {
        for digits in ["256", "-1", "0.5", "1E+30", "99999999999999999999999999999999999999"] {
            let error = read::<u8>(db, digits).await.unwrap_err();
            assert!(error.contains("attribute `n`: expected a number that fits u8"), "{error}");
            assert!(!error.contains(digits), "{error}");
        }
        assert!(read::<i64>(db, "9223372036854775808").await.unwrap_err().contains("fits i64"));
        assert!(
            read::<Decimal>(db, "0.12345678901234567890123456789012345678")
                .await
                .unwrap_err()
                .contains("without rounding")
        );
        assert!(read::<f32>(db, "1E+39").await.unwrap_err().contains("fits f32"));
        // A float is asked for, so the nearest one is given.
        assert_eq!(
            read::<f64>(db, "0.12345678901234567890123456789012345678").await.unwrap(),
            0.123_456_789_012_345_68
        );
        assert_eq!(read::<f32>(db, "16777217").await.unwrap(), 16_777_216.0);
        assert_eq!(read::<u8>(db, "7.0").await.unwrap(), 7);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "numbers")]
struct Keyed {
    #[faraday(partition_key)]
    id: Decimal,
    #[faraday(sort_key)]
    at: Decimal,
    v: u8,
}

fn keyed(id: &str, at: &str, v: u8) -> Keyed {
    Keyed { id: decimal(id), at: decimal(at), v }
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

/// `1`, `1.0` and `1.00` are one key, to DynamoDB and to what the library does with keys by itself.
#[tokio::test]
async fn keys_are_equal_as_numbers() {
    with_table::<Keyed>(async |_| {
        Table::<Keyed>::put(&keyed("1.0", "2.50", 1)).await.unwrap();
        for (id, at) in [("1", "2.5"), ("1.00", "2.500"), ("1.0", "2.50")] {
            let found = Table::<Keyed>::get((decimal(id), decimal(at))).await.unwrap();
            assert_eq!(found.map(|found| found.v), Some(1), "{id} {at}");
        }
        let failed = Table::<Keyed>::put(&keyed("1", "2.5", 2)).if_absent().await.unwrap_err();
        assert!(failed.is_condition_failed());
        // One answer for each, of one read: DynamoDB refuses a batch that asks for a key twice.
        let keys = [("1", "2.5"), ("1.0", "2.50"), ("3", "1")].map(|(id, at)| (decimal(id), decimal(at)));
        let found = Table::<Keyed>::get_many(keys).await.unwrap();
        assert_eq!(
            found.iter().map(|found| found.as_ref().map(|found| found.v)).collect::<Vec<_>>(),
            [Some(1), Some(1), None]
        );
        let twice = faraday::transaction((
            Table::<Keyed>::put(&keyed("5", "1", 1)),
            Table::<Keyed>::delete((decimal("5.0"), decimal("1.00"))),
        ));
        assert!(twice.await.is_err());
        assert_eq!(Table::<Keyed>::query(decimal("1.000")).count().await.unwrap(), 1);
        Table::<Keyed>::delete((decimal("1.000"), decimal("2.5"))).await.unwrap();
        assert_eq!(Table::<Keyed>::scan().count().await.unwrap(), 0);
    })
    .await;
}

/// Not as texts, in which `10` is before `9` and `-2` after `-10`.
#[tokio::test]
async fn keys_are_in_the_order_of_numbers() {
    with_table::<Keyed>(async |_| {
        let order = ["-10", "-2", "-0.5", "0", "0.25", "1", "9", "10", "100.5"];
        for at in ["9", "100.5", "-2", "0", "10", "0.25", "-10", "1", "-0.5"] {
            Table::<Keyed>::put(&keyed("1", at, 0)).await.unwrap();
        }
        let found = Table::<Keyed>::query(decimal("1")).await.unwrap();
        assert_eq!(found.iter().map(|row| row.at).collect::<Vec<_>>(), order.map(decimal));
        let found = Table::<Keyed>::query(decimal("1")).sort_key_range(decimal("-2")..=decimal("9")).await.unwrap();
        assert_eq!(
            found.iter().map(|row| row.at).collect::<Vec<_>>(),
            order[1..7].iter().map(|at| decimal(at)).collect::<Vec<_>>()
        );
        let pages = Table::<Keyed>::query(decimal("1")).page_size(2).all().await.unwrap();
        assert_eq!(pages.len(), order.len());
    })
    .await;
}
