//! Fields marked `#[faraday(sensitive)]` are stored like any other, and never shown.

use std::collections::BTreeSet;

use faraday::testing::Faults;
use faraday::{
    Batch, Database, Frozen, Item, Table, Value, database::Codec, execute::Explain, transaction, transaction_get,
};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

/// Stands in every sensitive value.
const SECRET: &str = "zq7!xv";
const NUMBER: u64 = 918_273_645;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "users",
    global_index(by_email, partition_key = email, sort_key = pin, projection = include(card)),
)]
struct User {
    #[faraday(partition_key, sensitive)]
    id: String,
    #[faraday(sort_key, sensitive)]
    number: u64,
    #[faraday(sensitive)]
    email: Option<String>,
    #[faraday(sensitive)]
    pin: u64,
    #[faraday(sensitive)]
    tags: BTreeSet<String>,
    #[faraday(sensitive)]
    lines: Vec<String>,
    #[faraday(sensitive)]
    card: Card,
    address: Address,
    #[faraday(sensitive, frozen)]
    notes: String,
    #[faraday(sensitive, frozen, version = 2)]
    more: String,
    #[faraday(sensitive, serde, default)]
    json: Vec<String>,
    visits: u64,
    open: String,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Card {
    holder: String,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    town: String,
    #[faraday(sensitive)]
    street: Option<String>,
    contact: Contact,
}

#[derive(Debug, Clone, PartialEq, Value)]
#[faraday(tag = "kind")]
enum Contact {
    Phone {
        #[faraday(sensitive)]
        digits: String,
    },
}

fn user() -> User {
    User {
        id: SECRET.into(),
        number: NUMBER,
        email: Some(SECRET.into()),
        pin: NUMBER,
        tags: BTreeSet::from([SECRET.to_owned()]),
        lines: vec![SECRET.into()],
        card: Card { holder: SECRET.into() },
        address: Address {
            town: "shown-town".into(),
            street: Some(SECRET.into()),
            contact: Contact::Phone { digits: SECRET.into() },
        },
        notes: SECRET.into(),
        more: SECRET.into(),
        json: vec![SECRET.into()],
        visits: 4711,
        open: "shown \t \"tab\"".into(),
    }
}

fn key() -> (&'static str, u64) {
    (SECRET, NUMBER)
}

fn assert_discreet(text: &str) {
    for secret in [SECRET, "918273645", "enE3IXh2", "pxNyF4d", "cTcheH"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Shows this many hidden values, and none of what is in them.
fn assert_hides(explained: &Explain, values: usize) {
    let text = explained.to_string();
    assert_discreet(&text);
    assert_discreet(&format!("{explained:?}"));
    assert_eq!(text.matches("<sensitive>").count(), values, "{text}");
    let body: serde_json::Value = serde_json::from_str(explained.body().unwrap()).unwrap();
    assert!(body.is_object());
}

#[test]
fn writes_do_not_show_sensitive_values() {
    let put = Table::<User>::put(&user()).explain();
    assert_hides(&put, 12);
    let body: serde_json::Value = serde_json::from_str(put.body().unwrap()).unwrap();
    let item = &body["Item"];
    assert_eq!(item["open"]["S"], "shown \t \"tab\"");
    assert_eq!(item["visits"]["N"], "4711");
    assert_eq!(item["email"], "<sensitive>");
    assert_eq!(item["address"]["M"]["town"]["S"], "shown-town");
    assert_eq!(item["address"]["M"]["street"], "<sensitive>");

    assert_hides(&Table::<User>::delete(key()).explain(), 2);
    assert_hides(&Table::<User>::put_many([user()]).explain(), 12);
    assert_hides(&Batch::new().delete::<User>(key()).explain(), 2);
    let put = Table::<User>::put(&user()).condition(User::EMAIL.ne(SECRET));
    let delete = Table::<User>::delete(("other", 1)).condition(User::PIN.gt(NUMBER));
    let check = Table::<User>::check(("more", 1), User::CARD.dot(Card::HOLDER).eq(SECRET));
    assert_hides(&transaction((put, delete, check)).explain(), 13 + 3 + 3);
}

#[test]
fn updates_do_not_show_sensitive_values() {
    let update = Table::<User>::update(key())
        .set(User::EMAIL, SECRET)
        .set(User::CARD.dot(Card::HOLDER), SECRET)
        .set(User::LINES.at(0), SECRET)
        .set(User::ADDRESS.dot(Address::STREET), SECRET)
        .set(User::ADDRESS.dot(Address::TOWN), "shown-town")
        .set(User::NOTES, Frozen(SECRET.to_owned()))
        .set(User::MORE, Frozen(SECRET.to_owned()))
        .increment(User::PIN, NUMBER)
        .add(User::VISITS, 4711_u64)
        .insert(User::TAGS, [SECRET])
        .remove(User::JSON)
        .explain();
    let text = update.to_string();
    assert!(text.contains("shown-town") && text.contains("4711"), "{text}");
    // The key has two, and the condition that the number fits its field has one.
    assert_hides(&update, 2 + 9);
    // The same places in other ways; the empty lists of `append` and `prepend` are hidden as well.
    let card = Card { holder: SECRET.into() };
    let update = Table::<User>::update(key()).set_if_absent(User::CARD, card).add(User::PIN, NUMBER);
    let update = update.append(User::LINES, [SECRET.to_owned()]).delete(User::TAGS, [SECRET]);
    assert_hides(&update.explain(), 2 + 6);
    let update = Table::<User>::update(key()).prepend(User::LINES, [SECRET.to_owned()]);
    assert_hides(&update.explain(), 2 + 2);
}

#[test]
fn conditions_do_not_show_sensitive_values() {
    let condition = || {
        User::EMAIL.eq(SECRET)
            & User::EMAIL.begins_with(SECRET)
            & User::EMAIL.contains(SECRET)
            & User::EMAIL.is_in([SECRET, SECRET])
            & User::PIN.between(NUMBER, NUMBER)
            & !(User::TAGS.contains(SECRET) | User::CARD.dot(Card::HOLDER).ne(SECRET))
            & User::ID.eq(SECRET)
            & User::OPEN.eq("shown")
            & User::VISITS.lt(4711_u64)
    };
    let delete = Table::<User>::delete(key()).condition(condition()).explain();
    assert_hides(&delete, 2 + 10);
    assert!(delete.to_string().contains("shown") && delete.to_string().contains("4711"));
    assert_hides(&Table::<User>::scan().filter(condition()).explain(), 10);
}

#[test]
fn reads_do_not_show_sensitive_values() {
    assert_hides(&Table::<User>::get(key()).explain(), 2);
    assert_hides(&Table::<User>::get_many([key()]).explain(), 2);
    assert_hides(&transaction_get((Table::<User>::get(key()),)).explain(), 2);
    let query = || Table::<User>::query(SECRET);
    assert_hides(&query().explain(), 1);
    assert_hides(&query().sort_key(NUMBER).filter(User::EMAIL.eq(SECRET)).explain(), 3);
    assert_hides(&query().sort_key_range(NUMBER..=NUMBER).explain(), 3);
    let index = || Table::<User>::index(User::BY_EMAIL).query(SECRET);
    assert_hides(&index().sort_key(NUMBER).explain(), 2);

    let cursor = query().cursor(&user()).unwrap();
    assert_hides(&query().after(cursor).explain(), 3);
    let cursor = index().cursor(&user()).unwrap();
    assert_hides(&index().after(cursor).explain(), 1 + 4);
    let cursor = Table::<User>::scan().cursor(&user()).unwrap();
    assert_hides(&Table::<User>::scan().after(cursor).explain(), 2);
}

/// They are stored and read as any other, by both codecs.
#[tokio::test]
async fn sensitive_fields_are_stored_as_they_are() {
    faraday_tests::needs!(Transactions);
    for codec in [Codec::Wire, Codec::Map] {
        let (client, faults) = Faults::new().over(&environment::client());
        with_table_of::<User>(own_database_over(client, codec), async |_: &Database| {
            Table::<User>::put(&user()).await.unwrap();
            assert_eq!(Table::<User>::get(key()).await.unwrap(), Some(user()));
            let update = Table::<User>::update(key()).set(User::EMAIL, "other").condition(User::PIN.eq(NUMBER));
            assert_eq!(update.returning_new().await.unwrap().email.as_deref(), Some("other"));
            let found = Table::<User>::query(SECRET).sort_key(NUMBER).filter(User::EMAIL.eq("other")).await.unwrap();
            assert_eq!(found.len(), 1);
            Table::<User>::put_many([user()]).await.unwrap();
            transaction((Table::<User>::delete(key()).condition(User::EMAIL.eq(SECRET)),)).await.unwrap();
            assert!(Table::<User>::get(key()).await.unwrap().is_none());
        })
        .await;
        assert!(faults.recorded().iter().any(|request| request.text().contains(SECRET)));
    }
}

#[tokio::test]
async fn errors_and_rows_do_not_show_them() {
    with_table_of::<User>(own_database_over(environment::client(), Codec::Wire), async |_: &Database| {
        Table::<User>::put(&user()).await.unwrap();
        let error = Table::<User>::put(&user()).if_absent().returning_current().await.unwrap_err();
        assert_discreet(&format!("{error} {error:?}"));
        let too_large = User { email: Some(SECRET.repeat(80_000)), ..user() };
        assert_discreet(&Table::<User>::put(&too_large).await.unwrap_err().to_string());
        let rows = Table::<User>::index(User::BY_EMAIL).query(SECRET).await.unwrap();
        assert_eq!(rows[0].card.holder, SECRET);
        let shown = format!("{:?}", rows[0]);
        assert_discreet(&shown);
        assert!(shown.contains("UserByEmail") && shown.contains("email: <sensitive>"), "{shown}");
    })
    .await;
}

/// What stands beside a sensitive value that is left out is shown.
#[test]
fn what_is_absent_hides_nothing() {
    let user = User { email: None, tags: BTreeSet::new(), ..user() };
    assert_hides(&Table::<User>::put(&user).explain(), 10);
}
