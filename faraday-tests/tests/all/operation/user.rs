//! The item that the tests of single operations use.

use std::collections::BTreeSet;

use faraday::{Item, Table};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
pub(crate) struct User {
    #[faraday(partition_key)]
    pub(crate) id: String,
    pub(crate) visits: u64,
    pub(crate) email: Option<String>,
    pub(crate) tags: BTreeSet<String>,
}

pub(crate) fn user(id: &str, visits: u64) -> User {
    User { id: id.into(), visits, email: Some(format!("{id}@example.com")), tags: BTreeSet::from(["new".to_owned()]) }
}

pub(crate) async fn stored(id: &str) -> Option<User> {
    Table::<User>::get(id).consistent().await.unwrap()
}
