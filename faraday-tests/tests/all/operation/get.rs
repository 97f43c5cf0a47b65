//! `Table::get`: the item of a key, or none.

use faraday::Table;
use faraday_tests::tables::with_table;

use super::user::{User, stored, user};

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
