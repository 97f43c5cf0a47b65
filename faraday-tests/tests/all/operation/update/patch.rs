//! Updates whose changes are in a struct.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::testing::Faults;
use faraday::value::time::EpochSeconds;
use faraday::value::{DecodeError, EncodeError, text};
use faraday::{Database, Edit, ErrorKind, Item, Patch, Table, Value, transaction};
use faraday_tests::tables::with_table;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::random::cases;

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    street: String,
    city: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes(Vec<String>);

#[derive(Debug, Clone, PartialEq)]
struct Money(u64);

impl From<&Money> for u64 {
    fn from(money: &Money) -> Self {
        money.0
    }
}

impl From<u64> for Money {
    fn from(cents: u64) -> Self {
        Self(cents)
    }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users", rename_all = "camelCase")]
struct User {
    #[faraday(partition_key)]
    id: String,
    full_name: String,
    nickname: Option<String>,
    tags: BTreeSet<String>,
    address: Address,
    logins: Option<Vec<u64>>,
    #[faraday(default, rename = "lvl")]
    level: u32,
    #[faraday(frozen)]
    notes: Notes,
    #[faraday(frozen, version = 2)]
    draft: Option<Notes>,
    #[faraday(serde)]
    layout: Notes,
    #[faraday(as = u64)]
    price: Money,
    #[faraday(as = EpochSeconds<SystemTime>)]
    until: Option<SystemTime>,
    #[faraday(with = text)]
    ip: Option<IpAddr>,
    #[faraday(sensitive)]
    token: Option<String>,
}

#[derive(Debug, Clone, Default, Patch)]
#[faraday(of = User)]
struct UserPatch {
    full_name: Option<String>,
    nickname: Option<Option<String>>,
    tags: Option<BTreeSet<String>>,
    address: Option<Address>,
    logins: Edit<Vec<u64>>,
    level: Option<Option<u32>>,
    #[faraday(frozen)]
    notes: Option<Notes>,
    #[faraday(frozen)]
    draft: Option<Option<Notes>>,
    #[faraday(serde)]
    layout: Option<Notes>,
    #[faraday(as = u64)]
    price: Option<Money>,
    #[faraday(as = EpochSeconds<SystemTime>)]
    until: Edit<SystemTime>,
    #[faraday(with = text)]
    ip: Option<Option<IpAddr>>,
    #[faraday(from = token)]
    secret: Edit<String>,
    #[faraday(skip)]
    #[allow(dead_code)]
    reason: String,
}

fn user() -> User {
    User {
        id: "ann".into(),
        full_name: "Ann".into(),
        nickname: Some("A".into()),
        tags: BTreeSet::from(["new".into()]),
        address: Address { street: "High".into(), city: Some("Leeds".into()) },
        logins: Some(vec![1]),
        level: 3,
        notes: Notes(vec!["first".into()]),
        draft: Some(Notes(Vec::new())),
        layout: Notes(vec!["wide".into()]),
        price: Money(5),
        until: Some(UNIX_EPOCH + Duration::from_secs(7)),
        ip: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        token: Some("t".into()),
    }
}

fn set<T>(place: &mut Option<T>, edit: Edit<T>) {
    match edit {
        Edit::Keep => {}
        Edit::Set(value) => *place = Some(value),
        Edit::Remove => *place = None,
    }
}

/// The same changes in memory.
fn patched(user: &User, patch: UserPatch) -> User {
    let mut user = user.clone();
    let UserPatch {
        full_name,
        nickname,
        tags,
        address,
        logins,
        level,
        notes,
        draft,
        layout,
        price,
        until,
        ip,
        secret,
        ..
    } = patch;
    user.full_name = full_name.unwrap_or(user.full_name);
    user.nickname = nickname.unwrap_or(user.nickname);
    user.tags = tags.unwrap_or(user.tags);
    user.address = address.unwrap_or(user.address);
    set(&mut user.logins, logins);
    user.level = level.map_or(user.level, Option::unwrap_or_default);
    user.notes = notes.unwrap_or(user.notes);
    user.draft = draft.unwrap_or(user.draft);
    user.layout = layout.unwrap_or(user.layout);
    user.price = price.unwrap_or(user.price);
    set(&mut user.until, until);
    user.ip = ip.unwrap_or(user.ip);
    set(&mut user.token, secret);
    user
}

async fn stored() -> User {
    Table::<User>::get("ann").consistent().await.unwrap().unwrap()
}

fn edit<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Edit<T>> {
    proptest::option::of(proptest::option::of(value)).prop_map(|edit| edit.map_or(Edit::Keep, Edit::from))
}

fn maybe<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(value)
}

fn notes() -> impl Strategy<Value = Notes> {
    proptest::collection::vec("[a-z]{0,3}", 0..3).prop_map(Notes)
}

fn patch() -> impl Strategy<Value = UserPatch> {
    let address = ("[a-z]{0,3}", maybe("[a-z]{1,3}")).prop_map(|(street, city)| Address { street, city });
    let first = (
        maybe("[A-Z]{0,3}"),
        maybe(maybe("[A-Z]{0,3}")),
        maybe(proptest::collection::btree_set("[a-z]{1,2}", 0..3)),
        maybe(address),
        edit(proptest::collection::vec(any::<u64>(), 0..3)),
        maybe(maybe(any::<u32>())),
        maybe(notes()),
    );
    let second = (
        maybe(maybe(notes())),
        maybe(notes()),
        maybe(any::<u64>().prop_map(Money)),
        edit((0..5_000_000_000_u64).prop_map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds))),
        maybe(maybe(any::<u32>().prop_map(|bits| IpAddr::V4(bits.into())))),
        edit("[a-z]{0,3}"),
    );
    (first, second).prop_map(|(first, second)| {
        let (full_name, nickname, tags, address, logins, level, notes) = first;
        let (draft, layout, price, until, ip, secret) = second;
        let reason = String::new();
        UserPatch {
            full_name,
            nickname,
            tags,
            address,
            logins,
            level,
            notes,
            draft,
            layout,
            price,
            until,
            ip,
            secret,
            reason,
        }
    })
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_patch_does_to_the_stored_item_what_it_does_in_memory(patches in proptest::collection::vec(patch(), 1..4)) {
        tokio::runtime::Runtime::new().unwrap().block_on(with_table::<User>(async |_| {
            let mut expected = user();
            Table::<User>::put(&expected).await.unwrap();
            for patch in patches {
                expected = patched(&expected, patch.clone());
                Table::<User>::update("ann").apply(patch).await.unwrap();
                assert_eq!(stored().await, expected);
            }
        }));
    }
}

#[tokio::test]
async fn an_empty_patch_is_an_update_without_changes() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    Table::<User>::create().on(&db).await.unwrap();
    Table::<User>::put(&user()).on(&db).await.unwrap();
    let empty = UserPatch { reason: "none".into(), ..UserPatch::default() };
    assert!(empty.is_empty() && !UserPatch { logins: Edit::Remove, ..empty.clone() }.is_empty());
    Table::<User>::update("ann").apply(&empty).on(&db).await.unwrap();
    Table::<User>::update("ann").on(&db).await.unwrap();
    let recorded = db.recorded();
    let [patched, bare] = &recorded.of("UpdateItem")[..] else { panic!("{recorded:?}") };
    assert_eq!((patched.text(), patched.update()), (bare.text(), None));
    let error = transaction((Table::<User>::update("ann").apply(&empty),)).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    // With the key alone it creates an item, which `if_exists` prevents.
    let error = Table::<User>::update("bob").apply(&empty).if_exists().on(&db).await.unwrap_err();
    assert!(error.is_condition_failed());
    Table::<User>::update("bob").apply(&empty).on(&db).await.unwrap();
    assert_eq!(Table::<User>::scan().count().on(&db).await.unwrap(), 2);
}

#[derive(Patch)]
#[faraday(of = User)]
struct Level {
    level: Option<u32>,
}

#[tokio::test]
async fn a_patch_goes_with_other_changes_conditions_and_answers() {
    faraday_tests::needs!(ItemOnFailedCondition, Transactions);
    with_table::<User>(async |_| {
        Table::<User>::put(&user()).await.unwrap();
        let patch = UserPatch { full_name: Some("Ann Lee".into()), ..UserPatch::default() };
        let update = || Table::<User>::update("ann").apply(&patch).apply(Level { level: Some(4) }).set(User::PRICE, 9);
        let error = update().condition(User::LEVEL.gt(3)).await.unwrap_err();
        assert!(error.is_condition_failed());
        let new = update().condition(User::LEVEL.eq(3)).if_exists().returning_new().await.unwrap();
        assert_eq!(new, User { full_name: "Ann Lee".into(), level: 4, price: Money(9), ..user() });
        let patch = UserPatch { nickname: Some(None), ..UserPatch::default() };
        transaction((Table::<User>::update("ann").apply(patch),)).await.unwrap();
        assert_eq!(stored().await, User { nickname: None, ..new });
    })
    .await;
}

#[tokio::test]
async fn an_attribute_that_is_changed_twice_is_refused() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    let patch = UserPatch { level: Some(None), ..UserPatch::default() };
    let twice = [
        Table::<User>::update("ann").apply(&patch).apply(Level { level: Some(4) }),
        Table::<User>::update("ann").set(User::LEVEL, 4).apply(&patch),
        Table::<User>::update("ann").apply(&patch).remove(User::LEVEL),
    ];
    for update in twice {
        let error = update.on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains("lvl"), "{error}");
    }
    assert_eq!(db.recorded().count("UpdateItem"), 0);
}

mod refusing {
    use super::{DecodeError, EncodeError};

    pub(super) type Stored = String;

    pub(super) fn store(_: &u8) -> Result<String, EncodeError> {
        Err(EncodeError::new("never"))
    }

    pub(super) fn load(_: String) -> Result<u8, DecodeError> {
        Ok(0)
    }
}

#[derive(Item)]
#[faraday(table = "places", global_index(by_code, partition_key = code))]
#[allow(dead_code)]
struct Place {
    #[faraday(partition_key)]
    id: u64,
    code: Option<String>,
    ratio: Option<f64>,
    #[faraday(with = refusing)]
    odd: Option<u8>,
    #[faraday(sensitive)]
    secret: Option<String>,
}

#[derive(Default, Patch)]
#[faraday(of = Place)]
struct PlacePatch<'p> {
    code: Option<std::borrow::Cow<'p, str>>,
    ratio: Option<f64>,
    #[faraday(with = refusing)]
    odd: Option<u8>,
    secret: Option<Box<str>>,
}

#[tokio::test]
async fn a_value_without_a_form_is_refused_before_the_update_is_sent() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    let patches = [
        ("code", PlacePatch { code: Some("".into()), ..PlacePatch::default() }),
        ("ratio", PlacePatch { ratio: Some(f64::NAN), ..PlacePatch::default() }),
        ("odd", PlacePatch { odd: Some(1), ..PlacePatch::default() }),
    ];
    for (name, patch) in patches {
        let error = Table::<Place>::update(1).apply(patch).on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
    assert_eq!(db.recorded().count("UpdateItem"), 0);
    let patch = PlacePatch { code: Some("x".into()), secret: Some("hidden".into()), ..PlacePatch::default() };
    let shown = Table::<Place>::update(1).apply(patch).explain().to_string();
    assert!(shown.contains("code") && !shown.contains("hidden"), "{shown}");
    let place = |secret: &str| Place { id: 1, code: None, ratio: None, odd: None, secret: Some(secret.into()) };
    let whole = [Table::<Place>::upsert(&place("hidden")), Table::<Place>::update_from(&place("x"), &place("hidden"))];
    for update in whole {
        let shown = update.explain().to_string();
        assert!(shown.contains("secret") && !shown.contains("hidden"), "{shown}");
    }
}
