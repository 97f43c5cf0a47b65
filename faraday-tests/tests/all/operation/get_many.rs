//! Many keys: the items come in the order of the keys, whatever the replies hold.

use faraday::testing::{Canned, Fault};
use faraday::value::{Decoder, Encoder, kind};
use faraday::{
    Database, ErrorKind, Item, Projection, Table, Value,
    value::{DecodeError, EncodeError},
};
use faraday_tests::tables::with_table;

use super::batch::support::{Number, Word, number, numbers, put_numbers, with_both, word};

#[tokio::test]
async fn answers_stand_in_the_order_asked() {
    with_both(async |_, faults| {
        put_numbers(0..300).await;
        let asked: Vec<u32> = (0..450).map(|n| (n * 7919) % 450).collect();
        let got = Table::<Number>::get_many(&asked).await.unwrap();
        let expected: Vec<_> = asked.iter().map(|id| (*id < 300).then(|| number(*id, id * 2))).collect();
        assert_eq!(got, expected);
        assert_eq!(faults.recorded().count("BatchGetItem"), 5);
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_twice_is_read_once_and_answered_twice() {
    with_both(async |_, faults| {
        put_numbers(0..3).await;
        let asked = [1, 9, 1, 0, 9, 1];
        let got = Table::<Number>::get_many(asked).metered().await.unwrap();
        assert_eq!(got.value, asked.map(|id| (id < 3).then(|| number(id, id * 2))));
        assert_eq!((got.count, got.requests), (2, 1));
        let body = faults.recorded().of("BatchGetItem")[0].json();
        let tables = body["RequestItems"].as_object().unwrap();
        assert_eq!(tables.values().next().unwrap()["Keys"].as_array().unwrap().len(), 3);
        // 400 times the same is one request.
        faults.reset();
        assert_eq!(Table::<Number>::get_many([2; 400]).await.unwrap(), vec![Some(number(2, 4)); 400]);
        assert_eq!(faults.recorded().count("BatchGetItem"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_consistent_read_is_asked_for_only_if_told() {
    with_both(async |db, faults| {
        put_numbers(0..3).await;
        let got = Table::<Number>::get_many(0..4).consistent().on(db).await.unwrap();
        assert_eq!(got.iter().flatten().count(), 3);
        Table::<Number>::get_many(0..4).on(db).await.unwrap();
        let sent = faults.recorded().of("BatchGetItem");
        let consistent =
            sent.iter().map(|sent| sent.json()["RequestItems"].to_string().contains(r#""ConsistentRead":true"#));
        assert_eq!(consistent.collect::<Vec<_>>(), [true, false]);
    })
    .await;
}

#[derive(Debug, PartialEq, Value)]
struct Valued {
    value: u32,
}

impl Projection for Valued {
    type Of = Word;

    const ATTRIBUTES: &'static [&'static str] = &["value"];
}

#[tokio::test]
async fn places_are_selected_with_and_without_the_key() {
    with_both(async |_, _| {
        Table::<Word>::put_many((0..5).map(|place| word("a", place, place * 10))).await.unwrap();
        let keys = || [("a", 3), ("b", 3), ("a", 0)];
        let values = Table::<Word>::get_many(keys()).select((Word::VALUE,)).await.unwrap();
        assert_eq!(values, [Some((30,)), None, Some((0,))]);
        let both = Table::<Word>::get_many(keys()).select((Word::PLACE, Word::VALUE)).await.unwrap();
        assert_eq!(both, [Some((3, 30)), None, Some((0, 0))]);
        let keys_alone = Table::<Word>::get_many(keys()).select((Word::WORD, Word::PLACE)).await.unwrap();
        assert_eq!(keys_alone, [Some(("a".to_owned(), 3)), None, Some(("a".to_owned(), 0))]);
        let named = Table::<Word>::get_many(keys()).consistent().select_as::<Valued>().await.unwrap();
        assert_eq!(named, [Some(Valued { value: 30 }), None, Some(Valued { value: 0 })]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_put_off_are_asked_again_with_the_next() {
    with_both(async |_, faults| {
        put_numbers(0..250).await;
        faults.fail_next("BatchGetItem", Fault::Unprocessed((0..50).collect()));
        let got = Table::<Number>::get_many(0..250).concurrency(1).select((Number::VALUE,)).await.unwrap();
        assert_eq!(got, (0..250).map(|id| Some((id * 2,))).collect::<Vec<_>>());
        // 100 of which 50 are put off, 100, and the last 50 with those 50.
        assert_eq!(faults.recorded().count("BatchGetItem"), 3);
        let projections = faults.recorded().of("BatchGetItem");
        assert!(projections.iter().all(|request| request.text().contains("ProjectionExpression")));
    })
    .await;
}

/// A number that is sent as it was written.
#[derive(Debug, Clone, PartialEq)]
struct Form(String);

impl Value for Form {
    type Kind = kind::N;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.number(&self.0)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.with_number(|digits| Self(digits.to_owned()))
    }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "prices")]
struct Price {
    #[faraday(partition_key)]
    id: Form,
    value: u32,
}

const FORMS: [&str; 5] = ["1", "1.0", "1e0", "0.1E1", "10e-1"];

fn form(form: &str) -> Form {
    Form(form.to_owned())
}

#[tokio::test]
async fn keys_that_are_numbers_are_compared_as_numbers() {
    with_table::<Price>(async |db| {
        let prices = FORMS.iter().zip(0..).map(|(id, value)| Price { id: form(id), value });
        // All of one item: each in a request of its own, the last counts.
        assert_eq!(Table::<Price>::put_many(prices).metered().await.unwrap().requests, 5);
        let got = Table::<Price>::get_many(FORMS.map(form)).metered().on(db).await.unwrap();
        assert!(got.iter().all(|price| price.as_ref().is_some_and(|price| price.value == 4)), "{got:?}");
        assert_eq!(got.count, 1);
        Table::<Price>::delete_many([form("100e-2")]).await.unwrap();
        assert_eq!(Table::<Price>::get_many([form("1")]).await.unwrap(), [None]);
    })
    .await;
}

#[tokio::test]
async fn an_answer_may_have_numbers_in_another_form() {
    let row = r#"{"value":{"N":"7"},"id":{"N":"1.50E0"}}"#;
    let body = format!(r#"{{"Responses":{{"prices":[{row}]}},"UnprocessedKeys":{{}}}}"#);
    let db = Database::new(Canned::answering(body).client());
    let got = Table::<Price>::get_many(["1.5", "2", "15e-1"].map(form)).on(&db).await.unwrap();
    assert_eq!(
        got.iter().map(|price| price.as_ref().map(|price| price.value)).collect::<Vec<_>>(),
        [Some(7), None, Some(7)]
    );
}

#[tokio::test]
async fn a_key_without_a_form_is_named_and_nothing_sent() {
    with_both(async |_, faults| {
        for keys in [[("a", 1), ("", 2)], [("", 1), ("a", 2)]] {
            let error = Table::<Word>::get_many(keys).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
            assert_eq!(error.operation(), Some("BatchGetItem"));
            assert!(error.table().is_some_and(|table| table.ends_with("-words")), "with the prefix: {error}");
            assert!(error.to_string().contains(if keys[0].0.is_empty() { "key 0" } else { "key 1" }), "{error}");
        }
        assert_eq!(faults.recorded().count("BatchGetItem"), 0);
    })
    .await;
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_an_error() {
    #[derive(Debug, Item)]
    #[faraday(table = "numbers")]
    struct Other {
        #[faraday(partition_key)]
        #[allow(dead_code)]
        id: u32,
        #[allow(dead_code)]
        value: String,
    }
    with_both(async |_, _| {
        put_numbers(0..3).await;
        let error = Table::<Other>::get_many(0..3).await.unwrap_err();
        assert!(error.is_decode() && error.decode_error().is_some(), "{error}");
        assert!(error.to_string().contains("key "), "{error}");
        assert_eq!(Table::<Other>::get_many(7..9).await.unwrap().iter().flatten().count(), 0);
        assert_eq!(
            Table::<Number>::get_many(0..3).await.unwrap(),
            numbers(0..3).into_iter().map(Some).collect::<Vec<_>>()
        );
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error() {
    for body in ["", "null", "[]"] {
        let db = Database::new(Canned::answering(body).client());
        let error = Table::<Number>::get_many([1]).max_attempts(1).on(&db).await.unwrap_err();
        assert!(error.is_unreachable(), "{body}: {error}");
    }
    for body in [
        r#"{"Responses":5}"#,
        r#"{"Responses":{"numbers":[7]}}"#,
        r#"{"Responses":{"numbers":[{}]}}"#,
        r#"{"Responses":{"others":[{}]}}"#,
        r#"{"Responses":{"numbers":[]},"UnprocessedKeys":{"others":{"Keys":[]}}}"#,
    ] {
        let db = Database::new(Canned::answering(body).client());
        let error = Table::<Number>::get_many([1]).on(&db).await.unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
    }
    for body in ["{}", r#"{"Responses":null,"UnprocessedKeys":null}"#] {
        let db = Database::new(Canned::answering(body).client());
        assert_eq!(Table::<Number>::get_many([1]).on(&db).await.unwrap(), [None]);
    }
}
