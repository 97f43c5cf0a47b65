//! Sums and differences that fit their fields, and those that do not.

use std::time::Duration;

use faraday::testing::Faults;
use faraday::{ErrorKind, Item, Table, operation::Update, transaction};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "lamps")]
struct Lamp {
    #[faraday(partition_key)]
    room: String,
    level: u8,
    offset: i8,
    other: i8,
    hours: u64,
    wide: u128,
    ratio: f64,
    lit: Duration,
    step: u8,
    maybe: Option<u8>,
    #[faraday(version)]
    version: u64,
}

fn lamp() -> Lamp {
    Lamp {
        room: "hall".into(),
        level: 250,
        offset: 100,
        other: -100,
        hours: u64::MAX - 1,
        wide: 10_u128.pow(38) - 2,
        ratio: 0.5,
        lit: Duration::from_millis(1_500),
        step: 1,
        maybe: None,
        version: 0,
    }
}

fn update() -> Update<Lamp> {
    Table::<Lamp>::update("hall")
}

async fn stored() -> Lamp {
    Table::<Lamp>::get("hall").consistent().await.unwrap().unwrap()
}

async fn with_lamp(test: impl AsyncFnOnce()) {
    with_table::<Lamp>(async |_| {
        Table::<Lamp>::put(&lamp()).await.unwrap();
        test().await;
    })
    .await;
}

#[tokio::test]
async fn a_result_that_does_not_fit_changes_nothing() {
    with_lamp(async || {
        let before = stored().await;
        let updates = [
            update().add(Lamp::LEVEL, 6),
            update().increment(Lamp::LEVEL, 6),
            update().increment(Lamp::LEVEL, 255),
            update().add(Lamp::OFFSET, 28),
            update().decrement(Lamp::OTHER, 29),
            update().add(Lamp::OTHER, -29),
            update().increment(Lamp::OTHER, -128),
            update().decrement(Lamp::OFFSET, -128),
            update().add(Lamp::HOURS, 2),
            update().add(Lamp::WIDE, 2),
            update().increment(Lamp::WIDE, 3 * 10_u128.pow(38)),
            update().decrement(Lamp::LIT, Duration::from_secs(2)),
            update().set(Lamp::RATIO, 1.0).add(Lamp::LEVEL, 6),
            update().add(Lamp::LEVEL, 1).add(Lamp::OFFSET, 100),
        ];
        for (position, update) in updates.into_iter().enumerate() {
            let error = update.await.unwrap_err();
            assert!(error.is_condition_failed(), "{position}: {error}");
            assert_eq!(stored().await, before, "{position}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_result_that_fits_is_stored() {
    with_lamp(async || {
        let fitting = update().add(Lamp::LEVEL, 5).add(Lamp::OFFSET, 27).decrement(Lamp::OTHER, 28);
        fitting.add(Lamp::HOURS, 1).add(Lamp::WIDE, 1).add(Lamp::MAYBE, 200).increment(Lamp::RATIO, 1.5).await.unwrap();
        let now = stored().await;
        assert_eq!((now.level, now.offset, now.other, now.hours), (255, 127, -128, u64::MAX));
        assert_eq!((now.wide, now.maybe), (10_u128.pow(38) - 1, Some(200)));
        update()
            .add(Lamp::OFFSET, -127)
            .add(Lamp::LEVEL, 0)
            .increment(Lamp::LIT, Duration::from_millis(500))
            .await
            .unwrap();
        update().decrement(Lamp::LIT, Duration::from_millis(1_750)).decrement(Lamp::OTHER, -128).await.unwrap();
        let now = stored().await;
        assert_eq!((now.offset, now.other, now.lit), (0, 0, Duration::from_millis(250)));
    })
    .await;
}

#[tokio::test]
async fn elements_of_lists_are_checked_too() {
    faraday_tests::needs!(ListElements);
    #[derive(Debug, Item)]
    #[faraday(table = "boards")]
    struct Board {
        #[faraday(partition_key)]
        id: u8,
        scores: Vec<u16>,
        by_name: std::collections::BTreeMap<String, i8>,
    }
    with_table::<Board>(async |_| {
        let board = Board { id: 1, scores: vec![65_000, 5], by_name: [("ann".into(), -120)].into() };
        Table::<Board>::put(&board).await.unwrap();
        let update = || Table::<Board>::update(1);
        assert!(update().increment(Board::SCORES.at(0), 536).await.unwrap_err().is_condition_failed());
        assert!(update().decrement(Board::BY_NAME.entry("ann"), 9).await.unwrap_err().is_condition_failed());
        assert!(update().decrement(Board::SCORES.at(1), 6).await.unwrap_err().is_condition_failed());
        update().increment(Board::SCORES.at(0), 535).decrement(Board::BY_NAME.entry("ann"), 8).await.unwrap();
        let now = Table::<Board>::get(1).await.unwrap().unwrap();
        assert_eq!((now.scores[0], now.by_name["ann"]), (u16::MAX, i8::MIN));
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_is_told_from_what_does_not_fit() {
    with_lamp(async || {
        assert!(update().increment(Lamp::MAYBE, 1).await.unwrap_err().is_validation());
        assert!(update().decrement(Lamp::MAYBE, 1).await.unwrap_err().is_condition_failed());
        let absent = || Table::<Lamp>::update("cellar");
        assert!(absent().increment(Lamp::LEVEL, 1).await.unwrap_err().is_validation());
        assert!(absent().decrement(Lamp::LEVEL, 1).await.unwrap_err().is_condition_failed());
        assert!(absent().decrement(Lamp::OFFSET, 1).await.unwrap_err().is_validation());
        assert!(Table::<Lamp>::get("cellar").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn unchecked_there_is_no_condition() {
    with_lamp(async || {
        update().add_unchecked(Lamp::LEVEL, 6).await.unwrap();
        let error = Table::<Lamp>::get("hall").await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("`level`"), "{error}");
        update().decrement_unchecked(Lamp::LEVEL, 6).increment_unchecked(Lamp::OFFSET, 28).await.unwrap();
        let error = Table::<Lamp>::get("hall").await.unwrap_err();
        assert!(error.to_string().contains("`offset`"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_amount_that_cannot_be_checked_is_refused_and_nothing_is_sent() {
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<Lamp>(own_database_over(client, faraday::database::Codec::Wire), async |_| {
        Table::<Lamp>::put(&lamp()).await.unwrap();
        let before = faults.recorded().operations().len();
        let sums = [
            (update().increment(Lamp::OFFSET, Lamp::OTHER), "increment_unchecked"),
            (update().decrement(Lamp::OFFSET, Lamp::OTHER), "decrement_unchecked"),
            (update().increment(Lamp::LEVEL, Lamp::STEP), "increment_unchecked"),
        ];
        for (update, instead) in sums {
            let error = update.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains(instead), "{error}");
        }
        assert_eq!(faults.recorded().operations().len(), before);
        update().increment_unchecked(Lamp::OFFSET, Lamp::OTHER).await.unwrap();
        assert_eq!(stored().await.offset, 0);
        update().increment(Lamp::RATIO, Lamp::RATIO).decrement(Lamp::LEVEL, Lamp::STEP).await.unwrap();
        assert_eq!((stored().await.ratio, stored().await.level), (1.0, 249));
    })
    .await;
}

#[tokio::test]
async fn a_condition_of_the_version_is_told_from_one_of_the_range() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_lamp(async || {
        let read = stored().await;
        let error = update().add(Lamp::LEVEL, 6).if_unchanged(&read).await.unwrap_err();
        assert!(error.is_condition_failed() && !error.is_version_conflict(), "{error}");
        update().add(Lamp::LEVEL, 1).if_unchanged(&read).await.unwrap();
        assert!(update().add(Lamp::LEVEL, 1).if_unchanged(&read).await.unwrap_err().is_version_conflict());
    })
    .await;
}

#[tokio::test]
async fn in_a_transaction_the_condition_goes_along() {
    faraday_tests::needs!(Transactions, CancellationReasons);
    with_lamp(async || {
        let before = stored().await;
        let other = Lamp { room: "cellar".into(), ..lamp() };
        let error = transaction((Table::<Lamp>::put(&other), update().add(Lamp::LEVEL, 6))).await.unwrap_err();
        assert!(error.is_condition_failed());
        assert_eq!(stored().await, before);
        assert!(Table::<Lamp>::get("cellar").await.unwrap().is_none());
        let error = update().add(Lamp::LEVEL, 6).idempotent().await.unwrap_err();
        assert!(error.is_condition_failed());
        transaction((Table::<Lamp>::put(&other), update().add(Lamp::LEVEL, 5))).await.unwrap();
        assert_eq!(stored().await.level, 255);
    })
    .await;
}
