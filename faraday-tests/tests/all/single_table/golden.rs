//! The requests of operations with made keys, byte for byte.

use faraday::Table;

use super::fixture::{Order, Record, Status, User, order, time, user};
use crate::execute::golden::golden;

const MARCH: &str = "2026-03-05T10:00:00Z";
const APRIL: &str = "2026-04-01T00:00:00Z";

#[tokio::test]
async fn requests_with_made_keys() {
    let placed = || order(7, MARCH, Some("ann"));
    golden("made_put", Table::<Order>::put(&placed())).await;
    golden("made_get", Table::<Order>::get(("acme", time(MARCH), 7))).await;
    golden("made_delete", Table::<Order>::delete(&placed())).await;
    let update = || Table::<Order>::update(&placed());
    golden("made_update", update().set(Order::TOTAL, 5)).await;
    golden("made_update_if_exists", update().set(Order::TOTAL, 5).if_exists()).await;
    golden("made_set_key", update().set_key(Order::GSI1, ("bob", time(MARCH))).if_exists()).await;
    golden("made_remove_key", update().remove_key(Order::GSI1).if_exists()).await;
    golden("made_set_local_key", update().set_key(Order::BY_STATUS, ("acme", Status::Paid, time(MARCH))).if_exists())
        .await;
}

#[tokio::test]
async fn reads_with_made_keys() {
    let query = || Table::<Order>::query("acme");
    golden("made_query", query()).await;
    golden("made_query_limit", query().descending().limit(10)).await;
    golden("made_query_range", query().sort_key_range(time(MARCH)..=time(APRIL))).await;
    golden("made_query_from", query().sort_key_range(time(MARCH)..)).await;
    golden("made_query_to", query().sort_key_range(..time(APRIL))).await;
    golden("made_query_prefix", query().sort_key_prefix(time(MARCH))).await;
    golden("made_query_prefix_range", query().sort_key_prefix(time(MARCH)).sort_key_range(3..=9)).await;
    golden("made_query_whole", query().sort_key_prefix((time(MARCH), 7))).await;
    let bounds = |from: Option<&str>, to: Option<&str>| query().sort_key_bounds(from.map(time), to.map(time));
    golden("made_query_bounds", bounds(Some(MARCH), Some(APRIL))).await;
    golden("made_query_bounds_from", bounds(Some(MARCH), None)).await;
    golden("made_query_bounds_none", bounds(None, None)).await;
    golden("made_query_prefix_none", query().sort_key_prefix(None::<(jiff::Timestamp, u64)>)).await;
    golden("made_query_filter", query().filter(Order::TOTAL.gt(5))).await;
    golden("made_query_index", Table::<Order>::index(Order::GSI1).query("ann")).await;
    golden("made_query_inverted", Table::<Order>::index(Order::INVERTED).query((time(MARCH), 7))).await;
    golden("made_scan", Table::<Order>::scan()).await;
    golden("collection_query", Table::<Record>::query("acme")).await;
    golden("collection_query_index", Table::<Record>::index(Order::GSI1).query("ann")).await;
}

#[tokio::test]
async fn transactions_that_guard() {
    let (ann, moved) = (user("ann@example.com"), User { name: "Anna".into(), ..user("ann@example.com") });
    golden("unique_insert", Table::<User>::insert(&ann).token("t")).await;
    golden("unique_replace_other", Table::<User>::replace(&ann, &moved).token("t")).await;
    golden("unique_remove", Table::<User>::remove(&ann).token("t")).await;
}
