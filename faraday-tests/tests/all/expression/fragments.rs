//! Parts of expressions that are written by hand: what is sent, what the engine does with it, and what is refused.

use std::collections::HashMap;

use faraday::expression::Fragment;
use faraday::testing::Canned;
use faraday::{Condition, Database, Error, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "baskets")]
struct Basket {
    #[faraday(partition_key)]
    id: String,
    size: u64,
    most: u64,
    lines: Vec<String>,
    notes: HashMap<String, String>,
}

fn basket(id: &str) -> Basket {
    let notes = HashMap::from([("a.b".to_owned(), "x".to_owned())]);
    Basket { id: id.into(), size: 2, most: 5, lines: vec!["tea".into(), "rice".into()], notes }
}

type Baskets = Table<Basket>;

fn has_room() -> Condition<Basket> {
    Condition::raw(
        Fragment::new("size(#) < # OR # > ?").place(Basket::LINES).place(Basket::MOST).place(Basket::SIZE).bind(9),
    )
}

#[tokio::test]
async fn a_fragment_has_placeholders_as_typed_parts_do() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    Baskets::put(&basket("a")).condition(has_room() & Basket::SIZE.lt(7)).on(&db).await.unwrap();
    let sent = canned.last().json();
    assert_eq!(sent["ConditionExpression"], "(size(#n0) < #n1 OR #n2 > :v0) AND #n2 < :v1");
    assert_eq!(sent["ExpressionAttributeNames"], json!({"#n0": "lines", "#n1": "most", "#n2": "size"}));
    assert_eq!(sent["ExpressionAttributeValues"], json!({":v0": {"N": "9"}, ":v1": {"N": "7"}}));

    let update = Baskets::update("a")
        .set(Basket::MOST, 6)
        .raw(Fragment::new("SET # = # * ?").place(Basket::SIZE).place(Basket::SIZE).bind(2))
        .raw(Fragment::new("remove #[1]").place(Basket::LINES))
        .raw(Fragment::new("SET fresh = if_not_exists(fresh, ?)").bind("today"));
    update.condition(!has_room()).on(&db).await.unwrap();
    let sent = canned.last().json();
    let expected = "SET #n0 = :v0, #n1 = #n1 * :v1, fresh = if_not_exists(fresh, :v2) REMOVE #n2[1]";
    assert_eq!(sent["UpdateExpression"], expected);
    assert_eq!(sent["ConditionExpression"], "NOT (size(#n2) < #n0 OR #n1 > :v3)");
    assert_eq!(sent["ExpressionAttributeValues"][":v2"], json!({"S": "today"}));
}

#[tokio::test]
async fn the_engine_takes_fragments() {
    with_table::<Basket>(async |db: &Database| {
        Baskets::put(&basket("a")).on(db).await.unwrap();
        let note = Fragment::new("# = ?").place(Basket::NOTES.entry("a.b")).bind("x".to_owned());
        let found = Baskets::scan().filter(Condition::raw(note) & has_room()).on(db).await.unwrap();
        assert_eq!(found, [basket("a")]);
        let grown = Fragment::new("SET # = # + ?").place(Basket::SIZE).place(Basket::MOST).bind(1_u64);
        let shorter = Fragment::new("REMOVE #[0]").place(Basket::LINES);
        let updated = Baskets::update("a").raw(grown).raw(shorter).returning_new().on(db).await.unwrap();
        assert_eq!((updated.size, updated.lines), (6, vec!["rice".to_owned()]));
        let full = Condition::raw(Fragment::new("size(#) > ?").place(Basket::LINES).bind(1));
        let error = Baskets::delete("a").condition(full).on(db).await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_fragment_that_is_not_whole_is_not_sent() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let put = async |fragment: Fragment<Basket>| -> Error {
        Baskets::put(&basket("a")).condition(Condition::raw(fragment)).on(&db).await.unwrap_err()
    };
    let update =
        async |fragment: Fragment<Basket>| -> Error { Baskets::update("a").raw(fragment).on(&db).await.unwrap_err() };
    let errors = [
        ("not every `#`", put(Fragment::new("# > ?").place(Basket::SIZE)).await),
        ("not every `#`", put(Fragment::new("# > ?")).await),
        ("a value is given", put(Fragment::new("# > ?").bind(1)).await),
        ("a value is given", put(Fragment::new("#").place(Basket::SIZE).bind(1)).await),
        ("a place is given", put(Fragment::new("size > ?").place(Basket::SIZE)).await),
        ("a placeholder of its own", put(Fragment::new("#n0 > ?").bind(1)).await),
        ("a placeholder of its own", put(Fragment::new("size > :v0")).await),
        ("is of an update", put(Fragment::new("SET size = ?").bind(1)).await),
        ("begins with `SET`", update(Fragment::new("size = ?").bind(1)).await),
        ("not every `#`", update(Fragment::new("SET size = ?")).await),
        ("it is empty", put(Fragment::new("")).await),
        ("it is empty", put(Fragment::new(" \n ")).await),
        ("it is empty", update(Fragment::new("SET")).await),
        ("it is empty", update(Fragment::new("REMOVE  ")).await),
        ("begins with `SET`", update(Fragment::new("")).await),
    ];
    for (words, error) in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
    let nothing = put(Fragment::new("# = ?").place(Basket::SIZE).bind(None::<u64>)).await;
    assert!(nothing.encode_error().is_some() && nothing.to_string().contains("`size`"), "{nothing}");
    // An empty condition would let every item through, alone and beside others.
    let empty = || Condition::<Basket>::raw(Fragment::new(""));
    for condition in [empty(), !empty(), empty() & has_room(), has_room() | empty(), Condition::all([empty()])] {
        let error = Baskets::scan().filter(condition).on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(canned.recorded().len(), 0);
}
