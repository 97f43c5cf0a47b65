//! `Error::current`: the item that was there when a condition failed.

use faraday::{Error, Table};
use faraday_tests::tables::with_table;

use crate::operation::user::{User, user};

fn current(error: &Error) -> Option<User> {
    assert!(error.is_condition_failed(), "{error}");
    error.current().unwrap()
}

#[tokio::test]
async fn a_failed_condition_tells_what_was_there_if_it_was_asked() {
    faraday_tests::needs!(ItemOnFailedCondition);
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
