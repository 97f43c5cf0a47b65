//! DynamoDB's limits of key attributes, checked before anything is sent.

use faraday::{ErrorKind, Item, Table, transaction};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "limits",
    global_index(by_code, partition_key = code, sort_key = label),
    local_index(by_both, sort_key = both),
    global_index(by_other, partition_key = both)
)]
struct Row {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    at: String,
    code: Option<String>,
    label: Option<Vec<u8>>,
    both: Option<String>,
}

fn row() -> Row {
    Row { id: "a".into(), at: "b".into(), code: None, label: None, both: None }
}

#[tokio::test]
async fn a_put_refuses_keys_that_are_empty_or_too_long_for_their_role() {
    with_table::<Row>(async |_| {
        let text = |length: usize| "x".repeat(length);
        let refused = [
            ("id", Row { id: text(2049), ..row() }),
            ("id", Row { id: text(0), ..row() }),
            ("at", Row { at: text(1025), ..row() }),
            ("at", Row { at: text(2048), ..row() }),
            ("at", Row { at: text(0), ..row() }),
            ("code", Row { code: Some(text(2049)), ..row() }),
            ("code", Row { code: Some(text(0)), ..row() }),
            ("label", Row { label: Some(vec![0; 1025]), ..row() }),
            ("label", Row { label: Some(vec![]), ..row() }),
            // In a sort key and in a partition key: the smaller limit holds.
            ("both", Row { both: Some(text(1025)), ..row() }),
        ];
        for (name, row) in &refused {
            let errors = [
                Table::<Row>::put(row).await.unwrap_err(),
                Table::<Row>::put_many([row]).await.unwrap_err(),
                transaction((Table::<Row>::put(row),)).await.unwrap_err(),
            ];
            for error in errors {
                assert_eq!(error.kind(), ErrorKind::Encode, "{name}");
                assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
                assert!(!error.to_string().contains("xx"), "{error}");
            }
        }
        let longest = Row {
            id: text(2048),
            at: text(1024),
            code: Some(text(2048)),
            label: Some(vec![0; 1024]),
            both: Some(text(1024)),
        };
        Table::<Row>::put(&longest).await.unwrap();
        let key = (longest.id.as_str(), longest.at.as_str());
        assert_eq!(Table::<Row>::get(key).await.unwrap().as_ref(), Some(&longest));
    })
    .await;
}
