//! Items that DynamoDB would refuse, in the middle of a batch.

use faraday::testing::Faults;
use faraday::{Batch, Error, ErrorKind, Item, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

use super::support::failure;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "texts")]
struct Text {
    #[faraday(partition_key)]
    name: String,
    text: String,
    ratio: f64,
}

fn text(name: &str) -> Text {
    Text { name: name.into(), text: String::new(), ratio: 0.5 }
}

fn texts(count: usize) -> Vec<Text> {
    (0..count).map(|n| text(&format!("text-{n}"))).collect()
}

/// The items and what is wrong with the one at place 7.
fn cases() -> Vec<(Vec<Text>, ErrorKind)> {
    let with = |bad: Text| {
        let mut texts = texts(60);
        texts[7] = bad;
        texts
    };
    vec![
        (with(Text { text: "x".repeat(410 * 1024), ..text("long") }), ErrorKind::ItemTooLarge),
        (with(text("")), ErrorKind::Encode),
        (with(Text { ratio: f64::NAN, ..text("nan") }), ErrorKind::Encode),
    ]
}

async fn with_texts(test: impl AsyncFnOnce(&Faults)) {
    let (client, faults) = Faults::new().over(&environment::client());
    let database = own_database_over(client, faraday::database::Codec::default());
    with_table_of::<Text>(database, async |_: &faraday::Database| {
        faults.reset();
        test(&faults).await;
    })
    .await;
}

async fn stored(count: usize) -> usize {
    let keys: Vec<String> = (0..count).map(|n| format!("text-{n}")).collect();
    Table::<Text>::get_many(&keys).consistent().await.unwrap().iter().flatten().count()
}

fn assert_names_place(error: &Error, place: usize, kind: ErrorKind) {
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.operation(), Some("BatchWriteItem"));
    assert!(error.table().is_some_and(|table| table.ends_with("-texts")), "with the prefix: {error}");
    assert!(error.to_string().contains(&format!("item {place}")), "{error}");
}

#[tokio::test]
async fn a_bad_item_is_named_and_nothing_is_sent() {
    with_texts(async |faults| {
        for (texts, kind) in cases() {
            let error = Table::<Text>::put_many(&texts).await.unwrap_err();
            assert_names_place(&error, 7, kind);
            let failure = failure(&error);
            assert_eq!((failure.written(), failure.unwritten()), (0, (0..60).collect()));
            assert!((0..61).all(|place| !failure.is_written(place)));
            assert_eq!(failure.unwritten_items::<Text>().unwrap().len(), 59);
        }
        assert_eq!(faults.recorded().count("BatchWriteItem"), 0);
    })
    .await;
}

#[tokio::test]
async fn the_items_beside_a_bad_one_are_sent_if_asked() {
    with_texts(async |faults| {
        for (texts, kind) in cases() {
            faults.reset();
            let error = Table::<Text>::put_many(&texts).skip_invalid().await.unwrap_err();
            assert_names_place(&error, 7, kind);
            let failure = failure(&error);
            assert_eq!((failure.written(), failure.unwritten()), (59, vec![7]));
            assert!((0..60).all(|place| failure.is_written(place) == (place != 7)));
            assert!(failure.retry().is_empty() && failure.unwritten_items::<Text>().unwrap().is_empty());
            assert_eq!(faults.recorded().count("BatchWriteItem"), 3);
            assert_eq!(stored(60).await, 59);
            Table::<Text>::delete_many((0..60).map(|n| format!("text-{n}"))).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn several_bad_items_are_all_told() {
    with_texts(async |faults| {
        let batch = || {
            Batch::new()
                .put(&text(""))
                .put(&text("text-1"))
                .delete::<Text>("")
                .delete::<Text>("text-9")
                .put(&Text { ratio: f64::INFINITY, ..text("far") })
        };
        assert_eq!(batch().len(), 5);
        let error = batch().await.unwrap_err();
        assert_names_place(&error, 0, ErrorKind::Encode);
        assert_eq!((failure(&error).written(), failure(&error).unwritten()), (0, vec![0, 1, 2, 3, 4]));
        assert_eq!(failure(&error).retry().len(), 2);
        assert_eq!(faults.recorded().count("BatchWriteItem"), 0);
        let error = batch().skip_invalid().await.unwrap_err();
        assert_names_place(&error, 0, ErrorKind::Encode);
        assert_eq!((failure(&error).written(), failure(&error).unwritten()), (2, vec![0, 2, 4]));
        assert_eq!(stored(10).await, 1);
        // Nothing but such: nothing is sent.
        faults.reset();
        let error = Table::<Text>::put_many([text("")]).skip_invalid().await.unwrap_err();
        assert_names_place(&error, 0, ErrorKind::Encode);
        assert_eq!((failure(&error).unwritten(), faults.recorded().count("BatchWriteItem")), (vec![0], 0));
        Table::<Text>::put_many(texts(3)).skip_invalid().await.unwrap();
    })
    .await;
}

/// What was skipped is not taken for written when the rest fails as well.
#[tokio::test(start_paused = true)]
async fn what_was_skipped_counts_as_unwritten_when_the_rest_is_given_up() {
    with_texts(async |faults| {
        let mut texts = texts(30);
        texts[2] = text("");
        // The first request succeeds, all others do not.
        faults.rule({
            let mut first = true;
            move |_| (!std::mem::replace(&mut first, false)).then_some(faraday::testing::Fault::Throttled)
        });
        let error = Table::<Text>::put_many(&texts).skip_invalid().concurrency(1).max_attempts(2).await.unwrap_err();
        assert!(error.is_throttled(), "{error}");
        let failure = failure(&error);
        assert_eq!((failure.written(), failure.unwritten()), (25, vec![2, 26, 27, 28, 29]));
        assert!(!failure.is_written(2) && failure.is_written(3));
        faults.reset();
        failure.retry().await.unwrap();
        assert_eq!(stored(30).await, 29);
    })
    .await;
}

#[tokio::test]
async fn an_item_of_exactly_400_kb_is_taken() {
    faraday_tests::needs!(SizesOfItems);
    with_texts(async |_| {
        let mut item = text("text-0");
        let rest = 400 * 1024 - faraday::document::item_size(&item).unwrap();
        item.text = "x".repeat(rest);
        Table::<Text>::put_many([&item]).await.unwrap();
        assert_eq!(stored(1).await, 1);
        item.text.push('x');
        let error = Table::<Text>::put_many([&item]).await.unwrap_err();
        assert_names_place(&error, 0, ErrorKind::ItemTooLarge);
    })
    .await;
}

#[tokio::test]
async fn explain_tells_which_item_is_bad() {
    let explained = Batch::new().put(&text("")).explain();
    assert!(explained.body().is_err());
    let explained = Batch::new().put(&text("a")).explain();
    assert!(explained.body().unwrap().contains("PutRequest"));
}
