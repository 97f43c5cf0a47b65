//! Which lines are items of a table.

use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::support::{Row, import_of, stored};

/// The error about a line; nothing is sent.
async fn refused(line: &str) -> (ErrorKind, String) {
    let error = import_of([line]).await.expect_err(line);
    let message = error.to_string();
    let (_, said) = message.split_once("line 1: ").unwrap_or_else(|| panic!("{message}"));
    let said = said.split("; ").next().unwrap().to_owned();
    (error.kind(), said)
}

#[tokio::test]
async fn a_line_that_is_no_item_of_the_table_is_refused_with_its_reason() {
    with_table::<Row>(async |db: &Database| {
        let cases = [
            ("nonsense", ErrorKind::Decode, "expected DynamoDB JSON"),
            ("[]", ErrorKind::Decode, "expected DynamoDB JSON"),
            ("{}", ErrorKind::Decode, "attribute `group`: expected S, found nothing"),
            (r#"{"Item":{}}"#, ErrorKind::Decode, "attribute `group`: expected S, found nothing"),
            (r#"{"group":{"S":"a"}}"#, ErrorKind::Decode, "attribute `id`: expected N, found nothing"),
            (r#"{"group":{"N":"1"},"id":{"N":"1"}}"#, ErrorKind::Decode, "attribute `group`: expected S, found N"),
            (r#"{"group":{"S":""},"id":{"N":"1"}}"#, ErrorKind::Encode, "attribute `group`: a key attribute"),
            (r#"{"group":{"S":"a"},"id":{"N":"1"}} x"#, ErrorKind::Decode, "expected DynamoDB JSON"),
            (r#"{"group":{"S":"a"},"id":{"N":"one"}}"#, ErrorKind::Decode, "attribute `id`: expected a decimal number"),
            (r#"{"Item":{"group":{"S":"a"},"id":{"N":"1"}}} x"#, ErrorKind::Decode, "expected DynamoDB JSON"),
            (
                r#"{"Item":{"group":{"S":"a"},"id":{"N":"1"}}}{"Item":{"group":{"S":"a"},"id":{"N":"2"}}}"#,
                ErrorKind::Decode,
                "expected DynamoDB JSON",
            ),
            (
                r#"{"group":{"S":"a"},"id":{"N":"1"},"x":{"NULL":false}}"#,
                ErrorKind::Decode,
                "attribute `x`: expected a NULL",
            ),
            (r#"{"group":{"S":"a"},"id":{"N":"1"},"id":{"N":"2"}}"#, ErrorKind::Decode, "expected each attribute once"),
            (
                r#"{"group":{"S":"a"},"id":{"N":"1"},"x":{"M":{"y":{"N":"1"},"y":{"N":"1"}}}}"#,
                ErrorKind::Decode,
                "attribute `x`: expected each attribute once",
            ),
            (r#"{"group":"a","id":1}"#, ErrorKind::Decode, "attribute `group`: expected DynamoDB JSON"),
            (r#"{"group":{"S":"a"},"id":{"N":"1"},"x":{"SS":[]}}"#, ErrorKind::Decode, "attribute `x`: expected a set"),
            (
                r#"{"group":{"S":"a"},"id":{"N":"1"},"x":{"SS":["a","a"]}}"#,
                ErrorKind::Decode,
                "attribute `x`: two elements",
            ),
            (
                r#"{"group":{"S":"a"},"id":{"N":"1"},"x":{"L":[{"Q":1}]}}"#,
                ErrorKind::Decode,
                "attribute `x[0]`: expected a type",
            ),
        ];
        for (line, kind, message) in cases {
            let (found, said) = refused(line).await;
            assert!(found == kind && said.starts_with(message), "{line}: {found:?} {said}");
        }
        let long = format!(r#"{{"group":{{"S":"{}"}},"id":{{"N":"1"}}}}"#, "a".repeat(2049));
        assert_eq!(refused(&long).await.0, ErrorKind::Encode);
        let large = format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"1"}},"x":{{"S":"{}"}}}}"#, "a".repeat(410_000));
        assert_eq!(refused(&large).await.0, ErrorKind::ItemTooLarge);
        let deep =
            format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"1"}},"x":{}{}}}"#, r#"{"L":["#.repeat(70), "]}".repeat(70));
        assert_eq!(refused(&deep).await.0, ErrorKind::Decode);
        assert!(stored(db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_item_with_spaces_and_escapes_is_written_as_it_is() {
    faraday_tests::needs!(NormalizedNumbers);
    with_table::<Row>(async |db: &Database| {
        let line = r#" { "Item" : { "id" : { "N" : "1.50e2" } , "group" : {"S": "\u0061\n"}, "x": {"M": {"Item": {"NULL": true}}} } } "#;
        import_of([line]).await.unwrap();
        let stored = &stored_by_group(db).await;
        assert_eq!(stored["group"].as_s().unwrap(), "a\n");
        assert_eq!(stored["id"].as_n().unwrap(), "150");
        assert!(stored["x"].as_m().unwrap()["Item"].is_null());
    })
    .await;
}

async fn stored_by_group(db: &Database) -> super::support::Map {
    let table = format!("{}rows", db.table_prefix());
    db.client().scan().table_name(table).send().await.unwrap().items.unwrap().remove(0)
}

/// A key of this name is no wrapper.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "wrapped")]
struct Wrapped {
    #[faraday(partition_key, rename = "Item")]
    item: String,
    #[faraday(rename = "S")]
    text: Option<String>,
}

#[tokio::test]
async fn a_key_that_is_called_as_the_wrapper_is_told_from_it() {
    with_table::<Wrapped>(async |_: &Database| {
        let lines = [
            r#"{"Item":{"S":"bare"}}"#,
            r#"{"Item":{"Item":{"S":"wrapped"}}}"#,
            r#"{"Item":{"Item":{"S":"both"},"S":{"S":"x"}}}"#,
            r#"{"Item":{"S":"more"},"S":{"S":"y"}}"#,
        ];
        let import = Table::<Wrapped>::import(futures_util::stream::iter(lines.map(Ok::<_, std::io::Error>)));
        import.await.unwrap();
        let mut stored: Vec<(String, Option<String>)> =
            Table::<Wrapped>::scan().await.unwrap().into_iter().map(|wrapped| (wrapped.item, wrapped.text)).collect();
        stored.sort();
        let expected = [("bare", None), ("both", Some("x")), ("more", Some("y")), ("wrapped", None)];
        let expected: Vec<_> = expected.map(|(item, text)| (item.to_owned(), text.map(str::to_owned))).into();
        assert_eq!(stored, expected);
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(table = "rows", global_index(by_text, partition_key = text))]
struct Indexed {
    #[faraday(partition_key)]
    group: String,
    #[faraday(sort_key)]
    id: u64,
    text: Option<String>,
}

#[tokio::test]
async fn a_value_that_an_index_cannot_have_as_a_key_is_refused() {
    with_table::<Indexed>(async |_: &Database| {
        for value in [r#"{"N":"1"}"#, r#"{"S":""}"#] {
            let line = format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"1"}},"text":{value}}}"#);
            let error = Table::<Indexed>::import_from(std::io::Cursor::new(line)).await.unwrap_err();
            assert!(error.to_string().contains("line 1: attribute `text`"), "{error}");
        }
    })
    .await;
}
