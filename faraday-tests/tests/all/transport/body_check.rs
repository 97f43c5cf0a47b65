//! A success whose body was changed on its way: a read is sent again, and the outcome of a write is unknown.

use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, Table, database::Codec};

use crate::operation::page::{Page, page, stored, watched};

/// What can befall a body on its way, with the checksum of the engine's and without.
fn damages() -> Vec<Fault> {
    let half = |body: &[u8]| body[..body.len() / 2].to_vec();
    let garbled = |body: &[u8]| body.iter().map(|byte| if *byte == b'{' { b'[' } else { *byte }).collect();
    let other = |_: &[u8]| br#"{"Attributes":{},"Item":{},"Items":[]}"#.to_vec();
    vec![
        Fault::AnswerCut,
        Fault::AnswerReplaced { body: |_| Vec::new(), checksum: true },
        Fault::AnswerReplaced { body: |_| Vec::new(), checksum: false },
        Fault::AnswerReplaced { body: half, checksum: true },
        Fault::AnswerReplaced { body: half, checksum: false },
        Fault::AnswerReplaced { body: garbled, checksum: false },
        // Only the checksum tells.
        Fault::AnswerReplaced { body: other, checksum: true },
    ]
}

async fn with_pages(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Page>(codec, async |db: &Database, faults: &Faults| test(db, faults).await).await;
    }
}

#[tokio::test]
async fn a_read_is_sent_again() {
    with_pages(async |_: &Database, faults: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        for damage in damages() {
            faults.fail_next_times("GetItem", 2, damage.clone());
            assert_eq!(stored::<Page>("/").await.map(|page| page.text), Some("one".into()), "{damage:?}");
            faults.fail_next("Query", damage.clone());
            assert_eq!(Table::<Page>::query("/").await.unwrap().len(), 1, "{damage:?}");
            assert_eq!(faults.pending(), 0);
        }
    })
    .await;
}

#[tokio::test]
async fn the_outcome_of_a_write_is_unknown_and_the_error_says_so() {
    with_pages(async |_: &Database, faults: &Faults| {
        for (number, damage) in damages().into_iter().enumerate() {
            let path = format!("/{number}");
            faults.fail_next_times("UpdateItem", 3, damage.clone());
            let error = Table::<Page>::update(&path).set(Page::TEXT, "one").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unreachable, "{damage:?}: {error}");
            assert!(error.is_outcome_unknown() && error.to_string().contains("unknown"), "{damage:?}: {error}");
            assert_eq!(faults.pending(), 0);
            let there = Table::<Page>::query(&path).count().await.unwrap();
            assert_eq!(there, 1, "it was done");
        }
    })
    .await;
}

#[tokio::test]
async fn a_refusal_after_it_stays_a_refusal() {
    with_pages(async |_: &Database, faults: &Faults| {
        for (number, damage) in damages().into_iter().enumerate() {
            let item = page(&format!("/{number}"), "one");
            faults.fail_next("DeleteItem", damage.clone());
            Table::<Page>::put(&item).await.unwrap();
            let delete = Table::<Page>::delete(item.path.as_str()).condition(Page::TEXT.eq("one"));
            let error = delete.await.unwrap_err();
            assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{damage:?}: {error}");
            assert!(!error.to_string().contains("nothing was written"), "{error}");
        }
    })
    .await;
}

/// An engine without checksums, and a proxy's page in place of an error.
#[tokio::test]
async fn an_error_without_a_checksum_is_typed_as_ever() {
    with_pages(async |_: &Database, faults: &Faults| {
        let name = "com.amazonaws.dynamodb.v20120810#ValidationException";
        let body = format!(r#"{{"__type":"{name}","message":"no"}}"#);
        faults.fail_next("GetItem", Fault::Answer { status: 400, body });
        assert!(Table::<Page>::get("/").await.unwrap_err().is_validation());
        faults.fail_next_times("GetItem", 3, Fault::Answer { status: 502, body: "<html>".into() });
        assert_eq!(Table::<Page>::get("/").await.unwrap_err().kind(), ErrorKind::InternalServerError);
    })
    .await;
}
