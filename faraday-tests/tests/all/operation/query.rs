//! Queries: sort-key conditions, filters, order, limits, pages.

use std::ops::Bound;

use faraday::{ErrorKind, Item, Table, Value, expression::KeyRange, operation::Query, schema::KeyShape};
use faraday_tests::tables::with_table;
use futures_util::TryStreamExt;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "entries")]
struct Entry {
    #[faraday(partition_key)]
    topic: String,
    #[faraday(sort_key)]
    at: i64,
    even: bool,
    text: String,
}

fn entry(topic: &str, at: i64) -> Entry {
    Entry { topic: topic.into(), at, even: at % 2 == 0, text: "t".into() }
}

/// Ten entries of a topic, at 0 to 9, and one of another.
async fn fill() {
    Table::<Entry>::put(&entry("other", 3)).await.unwrap();
    for at in [5, 2, 9, 0, 7, 1, 8, 3, 6, 4] {
        Table::<Entry>::put(&entry("topic", at)).await.unwrap();
    }
}

async fn times<S: 'static>(query: Query<Entry, S>) -> Vec<i64> {
    query.consistent().await.unwrap().iter().map(|entry| entry.at).collect()
}

fn query() -> Query<Entry, <<Entry as Item>::Key as KeyShape>::Sort> {
    Table::<Entry>::query("topic")
}

async fn within(range: impl KeyRange<i64>) -> Vec<i64> {
    times(query().sort_key_range(range)).await
}

#[tokio::test]
async fn a_query_gives_the_items_of_a_partition_key_in_order() {
    with_table::<Entry>(async |_| {
        fill().await;
        assert_eq!(times(query()).await, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(times(query().descending()).await, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert_eq!(Table::<Entry>::query("other").await.unwrap(), [entry("other", 3)]);
        assert_eq!(Table::<Entry>::query("none".to_owned()).all().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn each_condition_on_a_sort_key_finds_its_items() {
    with_table::<Entry>(async |_| {
        fill().await;
        assert_eq!(times(query().sort_key(4)).await, [4]);
        assert!(times(query().sort_key(40)).await.is_empty());
        assert_eq!(within(2..=4).await, [2, 3, 4]);
        assert_eq!(within(8..).await, [8, 9]);
        assert_eq!(within(..2).await, [0, 1]);
        assert_eq!(within(..=2).await, [0, 1, 2]);
        assert_eq!(within((Bound::Included(2), Bound::Included(3))).await, [2, 3]);
        assert_eq!(within((Bound::Excluded(7), Bound::Unbounded)).await, [8, 9]);
        assert_eq!(within((Bound::Included(8), Bound::Unbounded)).await, [8, 9]);
        assert_eq!(within((Bound::Unbounded, Bound::Excluded(1))).await, [0]);
        assert_eq!(within((Bound::Unbounded, Bound::Included(1))).await, [0, 1]);
        assert_eq!(times(query().sort_key_range(2..=6).descending().limit(2)).await, [6, 5]);
    })
    .await;
}

#[tokio::test]
async fn a_range_without_bounds_is_no_condition() {
    with_table::<Entry>(async |_| {
        fill().await;
        let all = times(query()).await;
        assert_eq!(within((Bound::<i64>::Unbounded, Bound::Unbounded)).await, all);
        assert_eq!(within(..).await, all);
        let (asked, plain) = (query().sort_key_range(..).explain(), query().explain());
        assert_eq!(asked.body().unwrap(), plain.body().unwrap());
    })
    .await;
}

#[tokio::test]
async fn ranges_that_dynamodb_does_not_have_are_refused() {
    with_table::<Entry>(async |_| {
        let ranges = [(Bound::Excluded(1), Bound::Included(2)), (Bound::Included(1), Bound::Excluded(2))];
        for range in ranges {
            let error = query().sort_key_range(range).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        }
        let error = query().sort_key_range(ranges[0]).stream().try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidArgument, Some("Query")), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_limit_counts_the_items_that_pass_the_filter() {
    with_table::<Entry>(async |_| {
        fill().await;
        assert_eq!(times(query().filter(Entry::EVEN.eq(true))).await, [0, 2, 4, 6, 8]);
        let few = query().filter(Entry::EVEN.eq(true)).filter(Entry::TEXT.eq("t") | Entry::TEXT.eq("u"));
        assert_eq!(times(few.limit(3)).await, [0, 2, 4]);
        assert_eq!(times(query().filter(Entry::EVEN.eq(true)).descending().limit(2)).await, [8, 6]);
        assert!(times(query().filter(Entry::TEXT.eq("none"))).await.is_empty());
        assert_eq!(times(query().limit(4)).await, [0, 1, 2, 3]);
        assert_eq!(times(query().limit(100)).await.len(), 10);
        assert!(times(query().limit(0)).await.is_empty());
        assert_eq!(times(query().limit(u64::MAX)).await.len(), 10);
    })
    .await;
}

#[tokio::test]
async fn a_stream_gives_the_items_one_by_one() {
    with_table::<Entry>(async |db| {
        fill().await;
        let mut stream = query().filter(Entry::EVEN.eq(false)).on(db).stream();
        let mut seen = Vec::new();
        while let Some(entry) = stream.try_next().await.unwrap() {
            seen.push(entry.at);
        }
        assert_eq!(seen, [1, 3, 5, 7, 9]);
        assert_eq!(stream.try_next().await.unwrap(), None);
        let all: Vec<Entry> = query().limit(3).stream().try_collect().await.unwrap();
        assert_eq!(all, [entry("topic", 0), entry("topic", 1), entry("topic", 2)]);
    })
    .await;
}

#[tokio::test]
async fn a_metered_query_tells_what_it_consumed() {
    with_table::<Entry>(async |_| {
        fill().await;
        let metered = query().filter(Entry::EVEN.eq(true)).metered().await.unwrap();
        assert_eq!((metered.value.len(), metered.count, metered.scanned_count), (5, 5, 10));
        assert!(metered.requests >= 1 && metered.request_id.is_some());
        assert!(metered.capacity.unwrap().total > 0.0);
        let none = query().limit(0).metered().await.unwrap();
        assert_eq!((none.requests, none.count), (0, 0));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "documents")]
struct Document {
    #[faraday(partition_key)]
    group: u64,
    #[faraday(sort_key)]
    at: u64,
    body: String,
    odd: bool,
}

#[tokio::test]
async fn everything_is_read_however_many_pages_it_takes() {
    faraday_tests::needs!(ConsumedCapacity);
    with_table::<Document>(async |_| {
        let document = |at| Document { group: 1, at, body: "x".repeat(300_000), odd: at % 2 == 1 };
        for at in 0..20 {
            Table::<Document>::put(&document(at)).await.unwrap();
        }
        let all = Table::<Document>::query(1).metered().await.unwrap();
        assert!(all.requests > 1, "{}", all.requests);
        // The embedded engine counts the item that no longer fits a page twice.
        assert!(all.count == 20 && all.scanned_count >= 20);
        // Six megabytes, eventually consistent, in units of 8 KB.
        assert!(all.capacity.as_ref().unwrap().total > 500.0, "{:?}", all.capacity);
        assert!(all.value.iter().map(|document| document.at).eq(0..20));
        assert!(all.value.iter().all(|document| document.body.len() == 300_000));

        let some = Table::<Document>::query(1).limit(15).metered().await.unwrap();
        assert!(some.requests > 1);
        assert!(some.value.iter().map(|document| document.at).eq(0..15));
        let odd = Table::<Document>::query(1).filter(Document::ODD.eq(true)).descending().limit(7);
        let odd = odd.metered().await.unwrap();
        assert!(odd.requests > 1);
        assert!(odd.value.iter().map(|document| document.at).eq([19, 17, 15, 13, 11, 9, 7]));

        let streamed: Vec<Document> = Table::<Document>::query(1).stream().try_collect().await.unwrap();
        assert_eq!(streamed, all.value);
    })
    .await;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Value)]
enum Season {
    Spring,
    Summer,
    Winter,
}

macro_rules! prefixes {
    ($($test:ident: $key:ty, $values:expr, [$($prefix:expr => $found:expr),+];)*) => {$(
        #[tokio::test]
        async fn $test() {
            #[derive(Debug, PartialEq, Item)]
            #[faraday(table = "keyed")]
            struct Keyed {
                #[faraday(partition_key)]
                group: Vec<u8>,
                #[faraday(sort_key)]
                key: $key,
            }

            with_table::<Keyed>(async |_| {
                for key in $values {
                    Table::<Keyed>::put(&Keyed { group: vec![0], key }).await.unwrap();
                }
                $(
                    let found = Table::<Keyed>::query(vec![0]).sort_key_begins_with($prefix).await.unwrap();
                    let found: Vec<_> = found.into_iter().map(|item| item.key).collect();
                    assert_eq!(found, $found);
                )+
            })
            .await;
        }
    )*};
}

prefixes! {
    prefixes_of_text: String, ["a", "ab", "abc", "b"].map(str::to_owned), ["ab" => ["ab", "abc"], "c".to_owned() => [""; 0]];
    prefixes_of_bytes: Vec<u8>, [vec![1], vec![1, 2], vec![2]], [[1] => [vec![1], vec![1, 2]], &[2_u8][..] => [vec![2]]];
    prefixes_of_variants: Season, [Season::Spring, Season::Summer, Season::Winter],
        ["S" => [Season::Spring, Season::Summer], "Wi" => [Season::Winter]];
}

#[tokio::test]
async fn ranges_of_text_are_by_bytes() {
    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = "notes")]
    struct Note {
        #[faraday(partition_key)]
        id: u64,
        #[faraday(sort_key)]
        day: String,
    }

    with_table::<Note>(async |_| {
        let note = |day: &str| Note { id: 1, day: day.into() };
        for day in ["2024-01-01", "2024-02-01", "2025-01-01"] {
            Table::<Note>::put(&note(day)).await.unwrap();
        }
        let query = || Table::<Note>::query(1);
        assert_eq!(query().sort_key_range("2024-02"..).await.unwrap(), [note("2024-02-01"), note("2025-01-01")]);
        assert_eq!(query().sort_key_range("2024-02-01"..="2024-12-31").await.unwrap(), [note("2024-02-01")]);
        assert_eq!(query().sort_key_range(..String::from("2024-02")).await.unwrap(), [note("2024-01-01")]);
        assert_eq!(query().sort_key("2025-01-01").await.unwrap(), [note("2025-01-01")]);
    })
    .await;
}
