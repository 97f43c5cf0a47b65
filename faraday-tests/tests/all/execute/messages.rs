//! The message of an error has DynamoDB's own sentence, and no value.

use std::error::Error as _;

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, ErrorKind, Item, Table, database::Codec, transaction};

use crate::operation::page::{Page, page, watched};

const SECRET: &str = "zq7!xv";

#[derive(Debug, Item)]
#[faraday(table = "pages")]
struct Counted {
    #[faraday(partition_key)]
    path: String,
    text: u64,
}

fn refusal(status: u16, name: &str, sentence: &str) -> Fault {
    let name = format!("com.amazonaws.dynamodb.v20120810#{name}");
    Fault::Answer { status, body: serde_json::json!({ "__type": name, "message": sentence }).to_string() }
}

async fn with_pages(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Page>(codec, async |db: &Database, faults: &Faults| test(db, faults).await).await;
    }
}

#[tokio::test]
async fn dynamodbs_sentence_is_in_the_message_and_in_what_main_prints() {
    with_pages(async |_: &Database, faults: &Faults| {
        let sentence = "The provided expression refers to an attribute that does not exist in the item";
        faults.fail_next("UpdateItem", refusal(400, "ValidationException", sentence));
        let error = Table::<Page>::update("/").set(Page::TEXT, "one").await.unwrap_err();
        assert_eq!(error.service_message(), Some(sentence));
        let table = error.table().unwrap();
        let whole = format!("UpdateItem {table}: DynamoDB refused the request: {sentence}; the write was not done");
        assert_eq!(error.to_string(), whole);
        assert!(format!("{error:?}").contains(sentence));
    })
    .await;
}

/// The engine's own words, whatever they are.
#[tokio::test]
async fn the_sentence_of_the_engine_is_shown() {
    faraday_tests::needs!(SentencesOfDynamoDb);
    with_pages(async |db: &Database, _: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let error = Table::<Counted>::update("/").add(Counted::TEXT, 1).on(db).await.unwrap_err();
        assert!(error.is_validation());
        let sentence = error.service_message().unwrap();
        assert!(error.to_string().ends_with(&format!("{sentence}; the write was not done")), "{error}");
        let error = transaction((Table::<Counted>::update("/").add(Counted::TEXT, 1),)).on(db).await.unwrap_err();
        assert_eq!(error.cancellation_reasons()[0].kind(), ErrorKind::Validation);
        let said = error.to_string();
        let shown = said.split_once("operation 0 (Update ").and_then(|(_, rest)| rest.split_once("): Validation: "));
        assert!(shown.is_some_and(|(_, sentence)| !sentence.is_empty()), "{said}");
    })
    .await;
}

#[tokio::test]
async fn what_the_sentence_quotes_of_an_item_is_left_out() {
    with_pages(async |_: &Database, faults: &Faults| {
        for sentence in [
            format!("Input collection [{SECRET}, {SECRET}] contains duplicates."),
            format!("The parameter cannot be converted to a numeric value: {SECRET}"),
            format!("Value '{SECRET}' at 'limit' failed to satisfy constraint"),
            format!("lower bound operand: AttributeValue: {{S:{SECRET}}}"),
        ] {
            faults.fail_next("GetItem", refusal(400, "ValidationException", &sentence));
            let error = Table::<Page>::get("/").await.unwrap_err();
            assert!(error.service_message().unwrap().contains('…'), "{error}");
            for text in [error.to_string(), format!("{error:?}"), error.service_message().unwrap().to_owned()] {
                assert!(!text.contains(SECRET), "{text}");
            }
            assert_eq!(error.sdk_error().unwrap().message(), Some(sentence.as_str()), "the SDK's error has all of it");
        }
    })
    .await;
}

fn chain(error: &Error) -> String {
    let mut text = format!("{error:?}");
    let mut cause = error.source();
    while let Some(source) = cause {
        text.push_str(&format!("\n{source}\n{source:?}"));
        cause = source.source();
    }
    text
}

/// The SDK's own error of such a failure holds the request or the answer, and shows it.
#[tokio::test]
async fn the_causes_of_an_error_hold_no_request_and_no_answer() {
    with_pages(async |_: &Database, faults: &Faults| {
        let failures = [
            Fault::Disconnected,
            Fault::AnswerLost,
            Fault::AnswerCut,
            Fault::AnswerReplaced { body: |_| SECRET.as_bytes().to_vec(), checksum: false },
            Fault::Answer { status: 502, body: SECRET.into() },
            Fault::Answer { status: 400, body: SECRET.into() },
            Fault::Throttled,
        ];
        for fault in failures {
            faults.fail_next_times("PutItem", 3, fault.clone());
            let error = Table::<Page>::put(&page("/", SECRET)).await.unwrap_err();
            let text = chain(&error);
            assert!(!text.contains(SECRET), "{fault:?}: {text}");
            faults.reset();
        }
    })
    .await;
}
