//! `Table::put`: replaces the item, or writes on a condition.

use std::collections::BTreeSet;

use faraday::Table;
use faraday_tests::tables::with_table;

use super::user::{User, stored, user};

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
async fn a_put_and_a_delete_return_the_item_that_was_there() {
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
async fn a_put_may_require_an_item_or_its_absence() {
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
