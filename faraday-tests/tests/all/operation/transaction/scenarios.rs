//! The transaction scenarios in the Clojure client's own tests, replayed.

use faraday::testing::Faults;
use faraday::{Database, Item, Table, transaction, transaction_get};
use faraday_tests::tables::with_table;

use super::stored;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "faraday.tests.main")]
struct Thing {
    #[faraday(partition_key)]
    id: u64,
    name: String,
}

fn thing(id: u64, name: &str) -> Thing {
    Thing { id, name: name.into() }
}

#[tokio::test]
async fn checks_puts_deletes_updates_and_gets_are_all_or_nothing() {
    faraday_tests::needs!(Transactions, ConsumedCapacity);
    with_table::<Thing>(async |_: &Database| {
        let [i0, i1, i2, i3] = [thing(300, "foo"), thing(301, "bar"), thing(302, "baz"), thing(303, "qux")];
        let [i4, i5, i6] = [thing(304, "quux"), thing(305, "corge"), thing(306, "grault")];
        Table::<Thing>::delete_many(300..=306).await.unwrap();
        Table::<Thing>::put_many([&i0, &i1, &i5, &i6]).await.unwrap();
        for item in [&i0, &i1, &i5, &i6] {
            assert_eq!(stored::<Thing>(item.id).await.as_ref(), Some(item));
        }

        // Condition check, and one that fails.
        let exists = |id: u64| Table::<Thing>::check(id, Thing::ID.exists());
        let checked = transaction((exists(300), exists(301))).await;
        checked.unwrap();
        assert!(transaction((exists(30_001),)).await.unwrap_err().is_condition_failed());

        // Put, and one that fails: nothing of it is written.
        let put = |item: &Thing| Table::<Thing>::put(item).if_absent();
        transaction((put(&i2), put(&i3))).await.unwrap();
        assert_eq!(stored::<Thing>(302).await, Some(i2));
        assert_eq!(stored::<Thing>(303).await, Some(i3.clone()));
        let error = transaction((put(&i4), put(&i3))).await.unwrap_err();
        assert!(error.is_condition_failed());
        assert_eq!(error.cancellation_reasons()[0].operation(), 1);
        assert_eq!(stored::<Thing>(304).await, None);

        // Delete.
        let delete = |id: u64| Table::<Thing>::delete(id).condition(Thing::ID.exists());
        transaction((delete(302), delete(303))).await.unwrap();
        assert_eq!((stored::<Thing>(302).await, stored::<Thing>(303).await), (None, None));

        // Update, with what it consumed, and once more, when the condition no longer holds.
        let update = |name: &str| {
            let update = Table::<Thing>::update(300).set(Thing::NAME, name);
            transaction((update.condition(Thing::ID.exists() & Thing::NAME.eq("foo")),))
        };
        let spent = update("foofoo").metered().await.unwrap();
        assert!(spent.capacity.is_some_and(|capacity| capacity.total >= 2.0));
        assert!(update("foobar").await.unwrap_err().is_condition_failed());
        assert_eq!(stored::<Thing>(300).await, Some(thing(300, "foofoo")));

        // Get, with what it consumed.
        let get = |id: u64| Table::<Thing>::get(id);
        let read = transaction_get((get(305), get(306))).metered().await.unwrap();
        assert_eq!(read.value, (Some(i5), Some(i6)));
        assert_eq!(read.capacity.map(|capacity| capacity.total), Some(4.0));
    })
    .await;
}

/// The item of a failed condition, and a token: what its release notes name.
#[tokio::test]
async fn a_failed_condition_gives_its_item_and_a_token_is_sent() {
    faraday_tests::needs!(Transactions);
    super::watched::<Thing>(faraday::database::Codec::Wire, async |_: &Database, faults: &Faults| {
        Table::<Thing>::put(&thing(1, "foo")).await.unwrap();
        let error = transaction((Table::<Thing>::put(&thing(1, "bar")).if_absent(),)).await.unwrap_err();
        assert_eq!(error.cancellation_reasons()[0].current::<Thing>().unwrap(), Some(thing(1, "foo")));
        transaction((Table::<Thing>::put(&thing(2, "bar")),)).token("the-token").await.unwrap();
        assert_eq!(faults.recorded().of("TransactWriteItems")[1].json()["ClientRequestToken"], "the-token");
    })
    .await;
}
