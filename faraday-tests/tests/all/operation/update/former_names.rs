//! Updates of attributes that had another name: they change what a read finds, and nothing under a former name comes back.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::encryption::KeyRing;
use faraday::operation::Update;
use faraday::testing::Canned;
use faraday::{Database, Edit, ErrorKind, Frozen, Item, Patch, Result, Table, Value};
use faraday_tests::tables::{own_database, with_table, with_table_of};
use serde::{Deserialize, Serialize};

use crate::execute::golden::golden;

#[derive(Debug, Clone, PartialEq, Value)]
struct Home {
    #[faraday(alias = "town")]
    city: Option<String>,
    #[faraday(alias = "chambers", default)]
    rooms: u8,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Audit {
    #[faraday(alias = "writer")]
    author: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "profiles")]
struct Profile {
    #[faraday(partition_key)]
    id: String,
    #[faraday(alias = "old_nick")]
    nick: Option<String>,
    #[faraday(alias = "hits", alias = "clicks", default)]
    visits: u8,
    #[faraday(alias = "level")]
    score: Option<i16>,
    #[faraday(alias = "labels")]
    tags: BTreeSet<String>,
    #[faraday(alias = "rows")]
    lines: Vec<String>,
    home: Home,
    #[faraday(flatten)]
    audit: Audit,
}

#[derive(Patch)]
#[faraday(of = Profile)]
struct ProfilePatch {
    nick: Edit<String>,
    visits: Option<u8>,
}

type Profiles = Table<Profile>;
type Change = (&'static str, fn(Update<Profile>) -> Update<Profile>);

/// The names of an item's attributes: now, once, and before that.
const NAMES: [[&str; 8]; 3] = [
    ["nick", "visits", "score", "tags", "lines", "author", "city", "rooms"],
    ["old_nick", "hits", "level", "labels", "rows", "writer", "town", "chambers"],
    ["old_nick", "clicks", "level", "labels", "rows", "writer", "town", "chambers"],
];

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

fn n(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// Adds the values under these names.
fn named(item: &mut HashMap<String, AttributeValue>, names: [&str; 8], nick: &str, number: i64) {
    let [nick_name, visits, score, tags, lines, author, city, rooms] = names;
    item.insert(nick_name.into(), s(nick));
    item.insert(visits.into(), n(number));
    item.insert(score.into(), n(number));
    item.insert(tags.into(), AttributeValue::Ss(vec![nick.into()]));
    item.insert(lines.into(), AttributeValue::L(vec![s(nick)]));
    item.insert(author.into(), s(nick));
    let home = item.entry("home".into()).or_insert_with(|| AttributeValue::M(HashMap::new()));
    if let AttributeValue::M(home) = home {
        home.insert(city.into(), s(nick));
        home.insert(rooms.into(), n(number));
    }
}

/// The same item under each of its names, and with stale values beside the current ones.
fn forms() -> Vec<HashMap<String, AttributeValue>> {
    let item = || HashMap::from([("id".to_owned(), s("a"))]);
    let of_names = |names| {
        let mut form = item();
        named(&mut form, names, "Ann", 5);
        form
    };
    let mut forms: Vec<_> = NAMES.into_iter().map(of_names).collect();
    let mut stale = item();
    named(&mut stale, NAMES[1], "Stale", 250);
    named(&mut stale, NAMES[0], "Ann", 5);
    forms.push(stale);
    forms
}

async fn store(db: &Database, item: HashMap<String, AttributeValue>) {
    let put = db.client().put_item().table_name(db.table_name::<Profile>());
    put.set_item(Some(item)).send().await.unwrap();
}

async fn raw(db: &Database) -> HashMap<String, AttributeValue> {
    let get = db.client().get_item().table_name(db.table_name::<Profile>());
    get.key("id", s("a")).send().await.unwrap().item.unwrap()
}

async fn stored() -> Profile {
    Profiles::get("a").consistent().await.unwrap().unwrap()
}

const CHANGES: &[Change] = &[
    ("set", |update| update.set(Profile::NICK, "Bob")),
    ("remove", |update| update.remove(Profile::NICK)),
    ("set_if_absent", |update| update.set_if_absent(Profile::NICK, "Bob").set_if_absent(Profile::VISITS, 9)),
    ("a patch that removes", |update| update.apply(ProfilePatch { nick: Edit::Remove, visits: None })),
    ("a patch that sets", |update| update.apply(ProfilePatch { nick: Edit::Keep, visits: Some(8) })),
    ("add", |update| update.add(Profile::VISITS, 1).add(Profile::SCORE, -7)),
    ("add too much", |update| update.add(Profile::VISITS, 251)),
    ("add what fits", |update| update.add(Profile::VISITS, 250)),
    ("add_unchecked", |update| update.add_unchecked(Profile::VISITS, 3)),
    ("increment", |update| update.increment(Profile::VISITS, 1).increment(Profile::SCORE, 2)),
    ("increment too much", |update| update.increment(Profile::SCORE, 32_763)),
    ("decrement", |update| update.decrement(Profile::VISITS, 5).decrement(Profile::SCORE, 6)),
    ("decrement too much", |update| update.decrement(Profile::VISITS, 6)),
    ("decrement_unchecked", |update| update.decrement_unchecked(Profile::VISITS, 2)),
    ("append", |update| update.append(Profile::LINES, ["z"])),
    ("prepend", |update| update.prepend(Profile::LINES, ["z"])),
    ("remove a list", |update| update.remove(Profile::LINES).remove(Profile::TAGS)),
    ("set a flattened field", |update| update.set(Profile::AUDIT.dot(Audit::AUTHOR), "Bob")),
    ("remove a flattened field", |update| update.remove(Profile::AUDIT.dot(Audit::AUTHOR))),
    ("set a nested field", |update| update.set(Profile::HOME.dot(Home::CITY), "York")),
    ("remove a nested field", |update| update.remove(Profile::HOME.dot(Home::CITY)).remove(Profile::NICK)),
    ("set_if_absent of a nested field", |update| update.set_if_absent(Profile::HOME.dot(Home::CITY), "York")),
    ("increment a nested field", |update| update.increment(Profile::HOME.dot(Home::ROOMS), 2)),
    ("decrement a nested field too much", |update| update.decrement(Profile::HOME.dot(Home::ROOMS), 6)),
];

#[tokio::test]
async fn an_update_does_the_same_under_each_name() {
    // A job compares the lists and sets of an item.
    faraday_tests::needs!(DocumentComparison, NestedFunctions);
    with_table::<Profile>(async |db| {
        for (name, change) in CHANGES {
            let mut expected: Option<(Result<(), ErrorKind>, Profile)> = None;
            for (form, item) in forms().into_iter().enumerate() {
                store(db, item).await;
                let done = change(Profiles::update("a")).await.map_err(|error| error.kind());
                let result = (done, stored().await);
                assert_eq!(&result, expected.get_or_insert_with(|| result.clone()), "{name}, form {form}");
                // Writing the item as a whole makes nothing else of it.
                Profiles::modify_all(Profiles::scan(), |profile| profile.home.rooms += 0).await.unwrap();
                assert_eq!(stored().await, result.1, "{name}, form {form}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_changes_is_what_was_asked_for() {
    faraday_tests::needs!(NestedFunctions);
    with_table::<Profile>(async |db| {
        for item in forms() {
            store(db, item).await;
            let update = Profiles::update("a").remove(Profile::NICK).add(Profile::VISITS, 1);
            update.append(Profile::LINES, ["z"]).set_if_absent(Profile::SCORE, 1).await.unwrap();
            let profile = stored().await;
            let expected = (None, 6, Some(5), vec!["Ann".to_owned(), "z".to_owned()]);
            assert_eq!((profile.nick, profile.visits, profile.score, profile.lines), expected);
            let left = raw(db).await;
            for name in ["old_nick", "hits", "clicks", "level", "rows"] {
                assert!(!left.contains_key(name), "{name} is left");
            }
        }
        store(db, HashMap::from([("id".to_owned(), s("a")), ("home".to_owned(), AttributeValue::M(HashMap::new()))]))
            .await;
        let update = Profiles::update("a").add(Profile::VISITS, 1).append(Profile::LINES, ["z"]);
        update.set_if_absent(Profile::NICK, "Bob").await.unwrap();
        let profile = stored().await;
        assert_eq!((profile.visits, profile.lines, profile.nick), (1, vec!["z".to_owned()], Some("Bob".into())));
        assert!(Profiles::update("a").increment(Profile::SCORE, 1).await.unwrap_err().is_validation());
    })
    .await;
}

#[tokio::test]
async fn an_update_from_one_item_to_another_leaves_no_former_name() {
    with_table::<Profile>(async |db| {
        for item in forms() {
            store(db, item).await;
            let old = stored().await;
            let audit = Audit { author: None };
            let new = Profile { nick: None, visits: 9, tags: BTreeSet::new(), lines: Vec::new(), audit, ..old.clone() };
            Profiles::update_from(&old, &new).await.unwrap();
            assert_eq!(stored().await, new);
            Profiles::upsert(&old).await.unwrap();
            assert_eq!(stored().await, old);
        }
    })
    .await;
}

/// `ADD` and `DELETE` of elements cannot read a former name, and no other expression makes a union.
#[tokio::test]
async fn elements_of_a_set_under_a_former_name_are_not_changed() {
    // A job compares the lists and sets of an item.
    faraday_tests::needs!(DocumentComparison);
    with_table::<Profile>(async |db| {
        let [current, former, ..] = &forms()[..] else { panic!("there are forms") };
        store(db, former.clone()).await;
        let before = raw(db).await;
        for update in
            [Profiles::update("a").insert(Profile::TAGS, ["x"]), Profiles::update("a").delete(Profile::TAGS, ["Ann"])]
        {
            assert!(update.await.unwrap_err().is_condition_failed());
            assert_eq!(raw(db).await, before);
        }
        Profiles::modify_all(Profiles::scan(), |_| ()).await.unwrap();
        Profiles::update("a").insert(Profile::TAGS, ["x"]).await.unwrap();
        assert_eq!(stored().await.tags, ["Ann", "x"].map(str::to_owned).into());
        store(db, current.clone()).await;
        Profiles::update("a").delete(Profile::TAGS, ["Ann"]).await.unwrap();
        assert!(stored().await.tags.is_empty());
    })
    .await;
}

/// A program that removes the former name itself goes on as before.
#[tokio::test]
async fn a_former_name_that_is_changed_too_is_changed_once() {
    with_table::<Profile>(async |db| {
        store(db, forms().swap_remove(1)).await;
        let former = faraday::schema::Attribute::<Profile, Option<String>>::new("old_nick");
        Profiles::update("a").remove(former).set(Profile::NICK, "Bob").await.unwrap();
        assert_eq!(stored().await.nick.as_deref(), Some("Bob"));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Secret {
    text: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vaults")]
struct OldVault {
    #[faraday(partition_key)]
    id: String,
    #[faraday(frozen, encrypted)]
    words: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vaults")]
struct Vault {
    #[faraday(partition_key)]
    id: String,
    #[faraday(frozen, encrypted, alias = "words")]
    secret: Option<Secret>,
}

/// A ciphertext opens only under the name with which it was written.
#[tokio::test]
async fn an_encrypted_value_under_a_former_name_does_not_move() {
    faraday_tests::needs!(NestedFunctions);
    let database = own_database().with_keys(KeyRing::new("2025", &[7; 32]).unwrap());
    with_table_of::<OldVault>(database, async |_| {
        let secret = Secret { text: "old".into() };
        Table::<OldVault>::put(&OldVault { id: "a".into(), words: Some(secret.clone()) }).await.unwrap();
        let read = async || Table::<Vault>::get("a").await.unwrap().unwrap().secret;
        let other = || Frozen(Secret { text: "new".into() });
        let error = Table::<Vault>::update("a").set_if_absent(Vault::SECRET, other()).await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(read().await, Some(secret));
        Table::<Vault>::update("a").remove(Vault::SECRET).await.unwrap();
        assert_eq!(read().await, None);
        Table::<Vault>::update("a").set_if_absent(Vault::SECRET, other()).await.unwrap();
        assert_eq!(read().await, Some(other().0));
    })
    .await;
}

/// A former name in one variant is the name of a field in another.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "entries", tag = "kind")]
enum Entry {
    Note {
        #[faraday(partition_key)]
        id: String,
        #[faraday(alias = "title")]
        name: Option<String>,
    },
    Book {
        #[faraday(partition_key)]
        id: String,
        name: Option<String>,
        title: Option<String>,
    },
}

#[tokio::test]
async fn a_name_that_another_variant_has_now_is_kept() {
    with_table::<Entry>(async |_| {
        let book = |name: Option<&str>| Entry::Book {
            id: "a".into(),
            name: name.map(str::to_owned),
            title: Some("Emma".into()),
        };
        Table::<Entry>::put(&book(Some("novel"))).await.unwrap();
        Table::<Entry>::update("a").remove(Entry::NAME).await.unwrap();
        assert_eq!(Table::<Entry>::get("a").await.unwrap(), Some(book(None)));
        // The title is the same, so that only the name is sent.
        let (old, new) = (book(None), book(Some("story")));
        Table::<Entry>::update_from(&old, &new).await.unwrap();
        assert_eq!(Table::<Entry>::get("a").await.unwrap(), Some(new));
    })
    .await;
}

#[tokio::test]
async fn expressions_fall_back_on_former_names() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let update = Profiles::update("a").add(Profile::VISITS, 1).increment(Profile::SCORE, 2);
    update.remove(Profile::NICK).set_if_absent(Profile::HOME.dot(Home::CITY), "York").on(&db).await.unwrap();
    let sent = canned.last().json();
    assert_eq!(
        sent["UpdateExpression"],
        "SET #n0 = if_not_exists(#n0, if_not_exists(#n1, if_not_exists(#n2, :v0))) + :v1, \
         #n3 = if_not_exists(#n3, #n4) + :v2, #n5.#n6 = if_not_exists(#n5.#n6, if_not_exists(#n5.#n7, :v3)) \
         REMOVE #n8, #n1, #n2, #n4, #n9, #n5.#n7"
    );
    assert_eq!(sent["ExpressionAttributeNames"]["#n9"], "old_nick");
    Profiles::update("a").remove(Profile::HOME.dot(Home::ROOMS)).on(&db).await.unwrap();
    assert_eq!(canned.last().json()["UpdateExpression"], "REMOVE #n0.#n1, #n0.#n2");
    golden("update_former_names", Profiles::update("a").add(Profile::VISITS, 1).decrement(Profile::SCORE, 2)).await;
    let in_lists = Profiles::update("a").append(Profile::LINES, ["z"]).insert(Profile::TAGS, ["x"]);
    golden("update_former_names_lists", in_lists.set(Profile::NICK, "Bob")).await;
}
