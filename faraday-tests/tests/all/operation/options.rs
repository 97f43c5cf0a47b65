//! Options as arguments: with `None`, the method has no effect, and the query keeps one type.

use faraday::operation::TableQuery;
use faraday::testing::Faults;
use faraday::{Condition, Database, ErrorKind, Item, Table, paging::Cursor, transaction};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "events",
    global_index(by_place, partition_key = place, sort_key = (kind, at)),
    local_index(by_kind, sort_key = kind)
)]
struct Event {
    #[faraday(partition_key)]
    device: String,
    #[faraday(sort_key)]
    at: u64,
    kind: String,
    place: String,
    value: Option<u64>,
}

fn event(at: u64) -> Event {
    let kind = if at.is_multiple_of(2) { "even" } else { "odd" };
    Event { device: "a".into(), at, kind: kind.into(), place: "hall".into(), value: Some(at * 10) }
}

async fn with_events(test: impl AsyncFnOnce(&Database)) {
    with_table::<Event>(async |db| {
        Table::<Event>::put_many((1..=9).map(event).collect::<Vec<_>>()).await.unwrap();
        test(db).await;
    })
    .await;
}

fn query() -> TableQuery<Event> {
    Table::<Event>::query("a")
}

fn times(events: &[Event]) -> Vec<u64> {
    events.iter().map(|event| event.at).collect()
}

#[tokio::test]
async fn none_is_as_if_the_method_were_not_called() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    with_events(async |_| {
        let nothing: Option<Condition<Event>> = None;
        let (limit, page_size, cursor) = (None::<u64>, None::<u32>, None::<Cursor>);
        let all = query().filter(nothing).limit(limit).page_size(page_size).after(cursor);
        assert_eq!(times(&all.await.unwrap()), (1..=9).collect::<Vec<_>>());
        assert_eq!(query().filter(None).limit(None).page_size(None).after(None).count().await.unwrap(), 9);
        let scan = Table::<Event>::scan().filter(None).limit(None);
        assert_eq!(scan.await.unwrap().len(), 9);
        assert_eq!(Table::<Event>::scan().filter(None).parallel(3).resume(None).await.unwrap().len(), 9);
        Table::<Event>::put(&event(10)).condition(None).await.unwrap();
        Table::<Event>::update(("a", 10)).set(Event::VALUE, 1).condition(None).await.unwrap();
        Table::<Event>::delete(("a", 10)).condition(None).await.unwrap();
        Table::<Event>::put(&event(10)).await.unwrap();
        let tenth = || Table::<Event>::query("a").sort_key_range(10..);
        let unmet = Table::<Event>::delete_all(tenth()).condition(None).condition(Some(Event::VALUE.eq(0)));
        assert_eq!(unmet.await.unwrap().skipped, 1);
        assert_eq!(Table::<Event>::delete_all(tenth()).condition(None).await.unwrap().written, 1);
        assert_eq!(query().count().await.unwrap(), 9);
        // What was given before stays.
        assert_eq!(query().limit(2).limit(None).await.unwrap().len(), 2);
        let first = query().limit(2).page().await.unwrap();
        let rest = query().after(first.next).after(None).filter(Event::VALUE.ge(80)).filter(None);
        assert_eq!(times(&rest.await.unwrap()), [8, 9]);
    })
    .await;
}

#[tokio::test]
async fn what_is_given_counts() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    with_events(async |_| {
        let some = query().filter(Some(Event::VALUE.gt(30))).limit(Some(3)).page_size(Some(2)).after(None);
        assert_eq!(times(&some.await.unwrap()), [4, 5, 6]);
        let page = query().page_size(4).page().await.unwrap();
        let text = page.next.as_ref().map(Cursor::to_string);
        assert_eq!(times(&query().after(page.next).await.unwrap()), [5, 6, 7, 8, 9]);
        // A cursor of an optional parameter needs no type.
        let parsed = text.map(|text| text.parse()).transpose().unwrap();
        assert_eq!(query().after(parsed).count().await.unwrap(), 5);
        let error = Table::<Event>::delete(("a", 1)).condition(Some(Event::VALUE.eq(11))).await.unwrap_err();
        assert!(error.is_condition_failed());
    })
    .await;
}

#[tokio::test]
async fn conditions_on_the_sort_key_may_be_left_out() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    with_events(async |_| {
        let at = async |at: Option<u64>| times(&query().sort_key(at).await.unwrap());
        assert_eq!((at(Some(3)).await, at(None).await.len()), (vec![3], 9));
        let from = async |from: Option<std::ops::RangeFrom<u64>>| times(&query().sort_key_range(from).await.unwrap());
        assert_eq!((from(Some(8..)).await, from(None).await.len()), (vec![8, 9], 9));
        let by_kind = || Table::<Event>::index(Event::BY_KIND).query("a");
        let begins = async |prefix: Option<&str>| by_kind().sort_key_begins_with(prefix).count().await.unwrap();
        assert_eq!((begins(Some("ev")).await, begins(None).await), (4, 9));
        let owned: Option<String> = Some("odd".into());
        assert_eq!(by_kind().sort_key(owned.as_deref()).count().await.unwrap(), 5);
        assert_eq!(by_kind().sort_key(owned.as_ref()).count().await.unwrap(), 5);
        assert_eq!(by_kind().sort_key(owned).count().await.unwrap(), 5);
        let chosen = |kind: u8| match kind {
            0 => by_kind().sort_key("odd"),
            1 => by_kind().sort_key_begins_with("e"),
            2 => by_kind().sort_key_range("f"..),
            _ => by_kind().sort_key_range(..),
        };
        let counts = [chosen(0).count(), chosen(1).count(), chosen(2).count(), chosen(3).count()];
        let mut found = Vec::new();
        for count in counts {
            found.push(count.await.unwrap());
        }
        assert_eq!(found, [5, 4, 5, 9]);
    })
    .await;
}

#[tokio::test]
async fn bounds_are_options() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    with_events(async |_| {
        let between = async |from: Option<u64>, to: Option<u64>| query().sort_key_bounds(from, to).await;
        assert_eq!(times(&between(None, None).await.unwrap()).len(), 9);
        assert_eq!(times(&between(Some(8), None).await.unwrap()), [8, 9]);
        assert_eq!(times(&between(None, Some(2)).await.unwrap()), [1, 2]);
        assert_eq!(times(&between(Some(4), Some(5)).await.unwrap()), [4, 5]);
        assert_eq!(times(&query().sort_key_bounds(Some(9), None).await.unwrap()), [9]);
        let error = between(Some(5), Some(4)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        let by_kind = Table::<Event>::index(Event::BY_KIND).query("a").sort_key_bounds(Some("f"), None);
        assert_eq!(by_kind.count().await.unwrap(), 5);
    })
    .await;
}

#[tokio::test]
async fn no_condition_follows_a_sort_attribute_without_one() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    with_events(async |_| {
        let by_place = || Table::<Event>::index(Event::BY_PLACE).query("hall");
        assert_eq!(by_place().sort_key(Some("odd")).sort_key_bounds(Some(3), Some(7)).count().await.unwrap(), 3);
        assert_eq!(by_place().sort_key(None::<&str>).sort_key_bounds(None::<u64>, None).count().await.unwrap(), 9);
        assert_eq!(by_place().sort_key(None::<&str>).sort_key(None::<u64>).count().await.unwrap(), 9);
        let after =
            [by_place().sort_key(None::<&str>).sort_key_range(3..), by_place().sort_key(None::<&str>).sort_key(3)];
        for query in after {
            let error = query.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains("`kind`"), "{error}");
        }
    })
    .await;
}

/// A database whose requests are recorded.
fn recording() -> (Database, Faults) {
    let (client, faults) = Faults::new().over(&environment::client());
    (own_database_over(client, faraday::database::Codec::Wire), faults)
}

#[tokio::test]
async fn all_and_any_of_a_list() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    with_events(async |_| {
        let count = async |condition: Condition<Event>| query().filter(condition).count().await;
        let (odd, large) = (|| Event::KIND.eq("odd"), || Event::VALUE.ge(50));
        assert_eq!(count(Condition::all([odd(), large()])).await.unwrap(), 3);
        assert_eq!(count(Condition::any([odd(), large()])).await.unwrap(), 7);
        assert_eq!(count(Condition::all([Some(odd()), None, Some(large())])).await.unwrap(), 3);
        assert_eq!(count(Condition::any([Some(odd()), None])).await.unwrap(), 5);
        assert_eq!(count(Condition::all(vec![odd()])).await.unwrap(), 5);
        let flattened = [Some(odd()), None].into_iter().flatten();
        assert_eq!(count(Condition::all(flattened)).await.unwrap(), 5);
        let nested = Condition::all([Condition::any([odd(), large()]), !Condition::all([odd(), large()])]);
        assert_eq!(count(nested).await.unwrap(), 4);
        assert_eq!(count(odd().and(Some(large())).or(None)).await.unwrap(), 3);
        assert_eq!(count(odd().and(None).or(large())).await.unwrap(), 7);
        assert_eq!(count([odd(), large()].into_iter().reduce(Condition::and).unwrap()).await.unwrap(), 3);
    })
    .await;
}

fn nothing() -> Condition<Event> {
    Condition::all(Vec::<Condition<Event>>::new())
}

#[tokio::test]
async fn all_of_nothing_is_no_condition() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    let (database, faults) = recording();
    with_table_of::<Event>(database, async |_| {
        Table::<Event>::put(&event(1)).condition(nothing()).await.unwrap();
        assert!(faults.recorded().latest().json().get("ConditionExpression").is_none());
        let odd = || Event::KIND.eq("odd");
        assert_eq!(query().filter(nothing()).limit(5).await.unwrap().len(), 1);
        let sent = faults.recorded().latest().json();
        assert!(sent.get("FilterExpression").is_none(), "{sent}");
        assert_eq!(sent["Limit"], 5, "as of a query without a filter");
        for same in [nothing() & odd(), odd() & nothing(), odd().and(nothing()), Condition::all([nothing(), odd()])] {
            query().filter(same).await.unwrap();
            assert_eq!(faults.recorded().latest().json()["FilterExpression"], "#n1 = :v1");
        }
        for always in [nothing() | odd(), odd() | nothing(), Condition::any([nothing(), odd()])] {
            query().filter(always).await.unwrap();
            assert!(faults.recorded().latest().json().get("FilterExpression").is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn what_no_item_could_meet_is_refused_and_nothing_is_sent() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    let (database, faults) = recording();
    with_table_of::<Event>(database, async |_| {
        let none = || Condition::any(Vec::<Condition<Event>>::new());
        let odd = || Event::KIND.eq("odd");
        let left_out: Option<Condition<Event>> = None;
        let refused = [
            none(),
            Condition::any([left_out]),
            !nothing(),
            none() & odd(),
            none() | odd(),
            none() | nothing(),
            !none(),
        ];
        let before = faults.recorded().operations().len();
        for condition in refused {
            let error = query().filter(condition).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        }
        let error = Table::<Event>::delete(("a", 1)).condition(none()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        let error = transaction((Table::<Event>::check(("a", 1), nothing()),)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains("check"), "{error}");
        assert_eq!(faults.recorded().operations().len(), before);
    })
    .await;
}
