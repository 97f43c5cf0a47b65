//! One item: put, got, deleted.

use std::collections::BTreeSet;

use faraday::{Error, Item, Table, Value};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
    email: Option<String>,
    tags: BTreeSet<String>,
}

fn user(id: &str, visits: u64) -> User {
    User { id: id.into(), visits, email: Some(format!("{id}@example.com")), tags: BTreeSet::from(["new".to_owned()]) }
}

async fn stored(id: &str) -> Option<User> {
    Table::<User>::get(id).consistent().await.unwrap()
}

#[tokio::test]
async fn what_is_put_is_got_until_it_is_deleted() {
    with_table::<User>(async |_| {
        assert_eq!(Table::<User>::get("ann").await.unwrap(), None);
        let ann = user("ann", 1);
        Table::<User>::put(&ann).await.unwrap();
        assert_eq!(Table::<User>::get("ann").consistent().await.unwrap(), Some(ann.clone()));
        assert_eq!(Table::<User>::get(&ann.id).consistent().await.unwrap(), Some(ann.clone()));
        assert_eq!(Table::<User>::get("bob").consistent().await.unwrap(), None);
        Table::<User>::delete("ann").await.unwrap();
        assert_eq!(stored("ann").await, None);
        Table::<User>::delete("ann").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_put_replaces_the_whole_item() {
    with_table::<User>(async |_| {
        Table::<User>::put(&user("ann", 1)).await.unwrap();
        let bare = User { id: "ann".into(), visits: 2, email: None, tags: BTreeSet::new() };
        Table::<User>::put(&bare).await.unwrap();
        assert_eq!(stored("ann").await, Some(bare));
    })
    .await;
}

#[tokio::test]
async fn a_write_gives_the_item_that_was_there() {
    with_table::<User>(async |_| {
        let (first, second) = (user("ann", 1), user("ann", 2));
        assert_eq!(Table::<User>::put(&first).returning_old().await.unwrap(), None);
        assert_eq!(Table::<User>::put(&second).returning_old().await.unwrap(), Some(first));
        assert_eq!(Table::<User>::delete("ann").returning_old().await.unwrap(), Some(second));
        assert_eq!(Table::<User>::delete("ann").returning_old().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_put_may_ask_whether_the_item_is_there() {
    with_table::<User>(async |_| {
        let error = Table::<User>::put(&user("ann", 1)).if_exists().await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(stored("ann").await, None);
        Table::<User>::put(&user("ann", 1)).if_absent().await.unwrap();
        let error = Table::<User>::put(&user("ann", 2)).if_absent().await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(stored("ann").await, Some(user("ann", 1)));
        Table::<User>::put(&user("ann", 3)).if_exists().await.unwrap();
        assert_eq!(stored("ann").await, Some(user("ann", 3)));
    })
    .await;
}

#[tokio::test]
async fn a_delete_may_have_conditions() {
    with_table::<User>(async |_| {
        assert!(Table::<User>::delete("ann").if_exists().await.unwrap_err().is_condition_failed());
        Table::<User>::put(&user("ann", 1)).await.unwrap();
        let error = Table::<User>::delete("ann").condition(User::VISITS.gt(1)).await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(stored("ann").await, Some(user("ann", 1)));
        Table::<User>::delete("ann").if_exists().condition(User::VISITS.le(1)).await.unwrap();
        assert_eq!(stored("ann").await, None);
    })
    .await;
}

#[tokio::test]
async fn all_conditions_of_an_operation_must_hold() {
    with_table::<User>(async |_| {
        Table::<User>::put(&user("ann", 5)).await.unwrap();
        let put = |low, high| {
            Table::<User>::put(&user("ann", 5)).condition(User::VISITS.ge(low)).condition(User::VISITS.le(high))
        };
        put(5, 5).await.unwrap();
        assert!(put(6, 9).await.unwrap_err().is_condition_failed());
        assert!(put(1, 4).await.unwrap_err().is_condition_failed());
        // The second is an OR, which must not swallow the first.
        let either = User::VISITS.eq(5) | User::VISITS.eq(6);
        let delete = Table::<User>::delete("ann").condition(User::EMAIL.not_exists()).condition(either);
        assert!(delete.await.unwrap_err().is_condition_failed());
    })
    .await;
}

fn current(error: &Error) -> Option<User> {
    assert!(error.is_condition_failed(), "{error}");
    error.current().unwrap()
}

#[tokio::test]
async fn a_failed_condition_tells_what_was_there_if_it_was_asked() {
    with_table::<User>(async |_| {
        let (there, other) = (user("ann", 1), user("ann", 2));
        Table::<User>::put(&there).await.unwrap();
        let put = Table::<User>::put(&other).if_absent();
        assert_eq!(current(&put.returning_current().await.unwrap_err()), Some(there.clone()));
        let update = Table::<User>::update("ann").add(User::VISITS, 1).condition(User::VISITS.gt(9));
        assert_eq!(current(&update.returning_current().await.unwrap_err()), Some(there.clone()));
        let delete = Table::<User>::delete("ann").condition(User::VISITS.gt(9)).returning_old();
        assert_eq!(current(&delete.returning_current().await.unwrap_err()), Some(there));
        // Not asked, or nothing there.
        assert_eq!(current(&Table::<User>::put(&other).if_absent().await.unwrap_err()), None);
        let put = Table::<User>::put(&user("bob", 1)).if_exists().returning_current();
        assert_eq!(current(&put.await.unwrap_err()), None);
        // Another error has no item.
        let error = Table::<User>::put(&user("", 1)).returning_current().await.unwrap_err();
        assert_eq!(error.current::<User>().unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_stands_beside_the_result() {
    with_table::<User>(async |db| {
        let ann = user("ann", 1);
        let put = Table::<User>::put(&ann).returning_old().metered().await.unwrap();
        assert_eq!((put.value, put.requests), (None, 1));
        assert!(put.request_id.is_some_and(|id| !id.is_empty()));
        let capacity = put.capacity.expect("the engine says what was consumed");
        assert!(capacity.total > 0.0 && capacity.indexes.is_empty(), "{capacity:?}");
        let got = Table::<User>::get("ann").consistent().on(db).metered().await.unwrap();
        assert_eq!(got.value.as_ref(), Some(&ann));
        assert!(got.capacity.as_ref().is_some_and(|capacity| capacity.total > 0.0));
        let updated = Table::<User>::update("ann").add(User::VISITS, 1).returning_new().metered().on(db).await.unwrap();
        assert_eq!((updated.visits, updated.requests), (2, 1));
        assert!(updated.capacity.is_some());
        let deleted = Table::<User>::delete("ann").metered().await.unwrap();
        assert!(deleted.capacity.is_some() && deleted.request_id.is_some());
    })
    .await;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Value)]
enum Region {
    North,
    South,
}

#[derive(Debug, Clone, PartialEq, Eq, Value)]
struct Serial(u64);

macro_rules! keys {
    ($($test:ident: $key:ty, [$($argument:expr => $value:expr),+ $(,)?];)*) => {$(
        #[tokio::test]
        async fn $test() {
            #[derive(Debug, PartialEq, Item)]
            #[faraday(table = "keyed")]
            struct Keyed {
                #[faraday(partition_key)]
                group: String,
                #[faraday(sort_key)]
                key: $key,
                note: u32,
            }

            with_table::<Keyed>(async |_| {
                let mut note = 0;
                $(
                    note += 1;
                    let item = Keyed { group: "g".into(), key: $value, note };
                    Table::<Keyed>::put(&item).await.unwrap();
                    assert_eq!(Table::<Keyed>::get(("g", $argument)).consistent().await.unwrap(), Some(item));
                )+
                let all = Table::<Keyed>::query("g").consistent().await.unwrap();
                assert_eq!(all.len(), note as usize);
                $(assert!(Table::<Keyed>::delete(("g", $argument)).returning_old().await.unwrap().is_some());)+
            })
            .await;
        }
    )*};
}

keys! {
    keys_of_text: String, ["a" => "a".to_owned(), "ü".to_owned() => "ü".to_owned(), &"\"\\\u{1}".to_owned() => "\"\\\u{1}".to_owned()];
    keys_of_signed_numbers: i64, [-5 => -5, i64::MIN => i64::MIN, i64::MAX => i64::MAX, 0 => 0];
    keys_of_unsigned_numbers: u64, [7 => 7, u64::MAX => u64::MAX];
    keys_of_bytes: Vec<u8>, [&[0_u8, 255][..] => vec![0, 255], vec![1_u8] => vec![1], [2_u8, 3] => vec![2, 3]];
    keys_of_variants: Region, [Region::North => Region::North, &Region::South => Region::South];
    keys_of_a_newtype: Serial, [Serial(1) => Serial(1), &Serial(u64::MAX) => Serial(u64::MAX)];
    keys_of_wide_numbers: i128, [-(10_i128.pow(37)) => -(10_i128.pow(37)), 3 => 3];
}
