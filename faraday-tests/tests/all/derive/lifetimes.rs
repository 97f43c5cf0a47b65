//! Lifetimes and parameters: a type with a `Cow` is written without a copy, and read as an owned one.

use std::borrow::Cow;

use faraday::{
    Item, Table, Value,
    document::{from_json, to_json},
};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Value)]
struct Page<'a> {
    title: Cow<'a, str>,
    lines: Vec<Cow<'a, str>>,
    bytes: Cow<'a, [u8]>,
    note: Option<Cow<'a, str>>,
    kind: Kind<'a>,
}

#[derive(Debug, Clone, PartialEq, Value)]
#[faraday(tag = "is")]
enum Kind<'a> {
    Plain,
    Quote { of: Cow<'a, str> },
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Title<'a>(Cow<'a, str>);

#[derive(Debug, Clone, PartialEq, Value)]
struct Wrapper<'a, T, const N: usize> {
    inner: T,
    numbers: [u16; N],
    title: Title<'a>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages")]
struct Stored {
    #[faraday(partition_key)]
    id: u64,
    page: Page<'static>,
}

fn page(text: &str) -> Page<'_> {
    let kind = Kind::Quote { of: Cow::Borrowed(text) };
    Page {
        title: Cow::Borrowed(text),
        lines: vec![Cow::Borrowed(text)],
        bytes: Cow::Borrowed(text.as_bytes()),
        note: None,
        kind,
    }
}

#[test]
fn what_is_borrowed_is_read_as_owned() {
    let text = String::from("hi");
    let page = page(&text);
    let json = to_json(&page).unwrap();
    let expected = r#"{"title":{"S":"hi"},"lines":{"L":[{"S":"hi"}]},"bytes":{"B":"aGk="},"kind":{"M":{"is":{"S":"Quote"},"of":{"S":"hi"}}}}"#;
    assert_eq!(json, expected);
    let read: Page<'static> = from_json(&json).unwrap();
    drop(page);
    drop(text);
    assert!(matches!(read.title, Cow::Owned(_)));
    assert_eq!(to_json(&read).unwrap(), expected);
    let plain: Kind<'static> = from_json(r#"{"is":{"S":"Plain"}}"#).unwrap();
    assert_eq!(plain, Kind::Plain);
}

#[test]
fn lifetimes_types_and_constants_may_be_parameters() {
    let wrapper = Wrapper { inner: Some(page("x")), numbers: [1, 2], title: Title(Cow::Borrowed("t")) };
    let json = to_json(&wrapper).unwrap();
    assert_eq!(from_json::<Wrapper<'_, Option<Page<'_>>, 2>>(&json).unwrap(), wrapper);
    let error = from_json::<Wrapper<'_, Option<Page<'_>>, 3>>(&json).unwrap_err();
    assert_eq!(error.to_string(), "attribute `numbers`: expected 3 elements, found 2");
}

#[tokio::test]
async fn an_item_may_have_a_lifetime() {
    with_table::<Stored>(async |db| {
        let stored = Stored { id: 1, page: page("hello") };
        Table::<Stored>::put(&stored).on(db).await.unwrap();
        let greets = Stored::PAGE.dot(Page::TITLE).begins_with("he") & Stored::PAGE.dot(Page::LINES).at(0).eq("hello");
        assert_eq!(Table::<Stored>::scan().filter(greets).on(db).await.unwrap(), [stored]);
        Table::<Stored>::update(1).set(Stored::PAGE.dot(Page::TITLE), "new").on(db).await.unwrap();
        let title = Table::<Stored>::get(1).on(db).await.unwrap().map(|stored| stored.page.title);
        assert_eq!(title.as_deref(), Some("new"));
    })
    .await;
}
