//! `upsert` and `update_from` of items whose keys templates make, and patches of them.

use faraday::{Database, ErrorKind, Item, Patch, Table, document};
use faraday_tests::tables::with_table;
use proptest::prelude::*;

use super::fixture::{App, Line, Order, Record, Status, User, line, order, user};
use crate::random::cases;

const MARCH: &str = "2026-03-05T10:00:00Z";

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "task", partition_key = "TASK#{id}", sort_key = "TASK#{id}",
    index(gsi1, partition_key = "WHO#{who}", sort_key = "{rank}#{id}"),
    index(gsi2, partition_key = "DAY#{day}#{who}"),
    index(by_status, sort_key = "RANK#{rank}")
)]
struct Task {
    id: u8,
    who: Option<String>,
    rank: u16,
    day: Option<u32>,
    note: Option<String>,
}

#[derive(Patch)]
#[faraday(of = Task)]
struct TaskPatch {
    note: Option<Option<String>>,
}

fn task() -> impl Strategy<Value = Task> {
    let maybe = || proptest::option::of("[ab]{1,2}");
    let parts = (maybe(), 0..3_u16, proptest::option::of(0..3_u32), maybe());
    parts.prop_map(|(who, rank, day, note)| Task { id: 1, who, rank, day, note })
}

/// The item as it is stored is the one that a put of this would store.
async fn is_stored<I: Item>(db: &Database, item: &I) {
    let map = document::to_map(item).unwrap();
    let raw = db.client().get_item().table_name(db.table_name::<I>());
    let raw = raw.key("pk", map["pk"].clone()).key("sk", map["sk"].clone()).send().await.unwrap();
    assert_eq!(raw.item, Some(map));
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn made_keys_follow_the_item(tasks in proptest::collection::vec((task(), any::<bool>()), 1..6)) {
        faraday_tests::needs!(TimeToLive => Ok(()));
        tokio::runtime::Runtime::new().unwrap().block_on(with_table::<App>(async |db| {
            let mut stored: Option<Task> = None;
            for (task, is_upsert) in tasks {
                match stored {
                    Some(old) if !is_upsert => Table::<Task>::update_from(&old, &task).await.unwrap(),
                    _ => Table::<Task>::upsert(&task).await.unwrap(),
                }
                is_stored(db, &task).await;
                stored = Some(task);
            }
        }));
    }
}

#[tokio::test]
async fn items_of_an_enum_are_upserted_updated_and_patched() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |db| {
        let placed = order(7, MARCH, Some("ann"));
        Table::<Order>::upsert(&placed).await.unwrap();
        is_stored(db, &placed).await;
        let moved = Order { customer: None, status: Status::Paid, ..placed.clone() };
        Table::<Order>::update_from(&placed, &moved).await.unwrap();
        is_stored(db, &moved).await;
        let line = line(&placed, 3);
        Table::<Line>::upsert(&line).await.unwrap();
        Table::<Line>::update_from(&line, &Line { article: "milk".into(), ..line.clone() }).await.unwrap();
        is_stored(db, &Line { article: "milk".into(), ..line }).await;

        Table::<Task>::update(1).apply(TaskPatch { note: Some(Some("x".into())) }).if_exists().await.unwrap_err();
        let task = Task { id: 1, who: None, rank: 1, day: None, note: None };
        Table::<Task>::upsert(&task).await.unwrap();
        Table::<Task>::update(1).apply(TaskPatch { note: Some(Some("x".into())) }).await.unwrap();
        is_stored(db, &Task { note: Some("x".into()), ..task }).await;
        // The keys of indexes are those of the item, which `set_key` does not change as well.
        let error = Table::<Order>::upsert(&moved).remove_key(Order::GSI1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    })
    .await;
}

#[tokio::test]
async fn an_item_of_another_kind_is_not_written_over() {
    faraday_tests::needs!(TimeToLive);
    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = App, kind = "job", partition_key = "TASK#{id}", sort_key = "TASK#{id}")]
    struct Job {
        id: u8,
    }
    with_table::<App>(async |db| {
        let task = Task { id: 1, who: None, rank: 1, day: None, note: None };
        Table::<Task>::upsert(&task).await.unwrap();
        let error = Table::<Job>::upsert(&Job { id: 1 }).await.unwrap_err();
        assert!(error.is_condition_failed());
        is_stored(db, &task).await;
    })
    .await;
}

#[tokio::test]
async fn a_unique_attribute_is_not_changed_without_its_guard() {
    faraday_tests::needs!(TimeToLive);
    faraday_tests::needs!(Transactions);
    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = App, kind = "member", partition_key = "MEMBER#{id}", sort_key = "MEMBER", unique(email))]
    struct Member {
        id: u8,
        email: Option<String>,
        name: String,
    }
    with_table::<App>(async |db| {
        let member = Member { id: 1, email: Some("ann@example.com".into()), name: "Ann".into() };
        Table::<Member>::insert(&member).await.unwrap();
        let renamed = Member { name: "Anna".into(), ..member.clone() };
        Table::<Member>::update_from(&member, &renamed).await.unwrap();
        is_stored(db, &renamed).await;
        for email in [None, Some("anna@example.com".to_owned())] {
            let moved = Member { email, ..renamed.clone() };
            let error = Table::<Member>::update_from(&renamed, &moved).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains("email"), "{error}");
        }
        // As an item of the enum as well.
        let ann = user("ann@example.com");
        Table::<User>::insert(&ann).await.unwrap();
        let named = |name: &str| Record::User(User { name: name.into(), ..ann.clone() });
        Table::<Record>::update_from(&named("Ann"), &named("Anna")).await.unwrap();
        is_stored(db, &User { name: "Anna".into(), ..ann.clone() }).await;
    })
    .await;
}
