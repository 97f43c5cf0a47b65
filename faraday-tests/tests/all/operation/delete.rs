//! `Table::delete`: on a condition, or any item.

use faraday::Table;
use faraday_tests::tables::with_table;

use super::user::{User, stored, user};

#[tokio::test]
async fn a_delete_is_done_only_if_its_conditions_hold() {
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
