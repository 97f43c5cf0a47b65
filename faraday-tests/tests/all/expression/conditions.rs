//! Every condition, on an engine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use faraday::value::AttributeType;
use faraday::{Condition, ErrorKind, Item, Table, Value};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Value)]
enum Status {
    Open,
    #[faraday(rename = "on hold")]
    OnHold,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Sku(String);

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "things")]
struct Thing {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    at: u64,
    text: String,
    other: String,
    number: i64,
    float: f64,
    flag: bool,
    status: Status,
    sku: Sku,
    bytes: Bytes,
    blob: Vec<u8>,
    tags: BTreeSet<String>,
    sizes: BTreeSet<u32>,
    parts: BTreeSet<Vec<u8>>,
    states: BTreeSet<Status>,
    list: Vec<i64>,
    words: Vec<String>,
    map: BTreeMap<String, u64>,
    some: Option<u64>,
    none: Option<u64>,
    boxed: Option<Arc<String>>,
    unit: (),
}

fn thing() -> Thing {
    Thing {
        id: "x".into(),
        at: 7,
        text: "tea pot".into(),
        other: "kettle".into(),
        number: -5,
        float: 0.5,
        flag: true,
        status: Status::OnHold,
        sku: Sku("A-17".into()),
        bytes: Bytes::from_static(b"\x01\x02\x03"),
        blob: vec![1, 2, 0xff],
        tags: BTreeSet::from(["new".to_owned(), "vip".to_owned()]),
        sizes: BTreeSet::from([3, 5]),
        parts: BTreeSet::from([vec![1], vec![2, 3]]),
        states: BTreeSet::from([Status::Open]),
        list: vec![1, 2, 3],
        words: vec!["a".into(), "b".into()],
        map: BTreeMap::from([("k".to_owned(), 1)]),
        some: Some(9),
        none: None,
        boxed: Some(Arc::new("inside".to_owned())),
        unit: (),
    }
}

/// Whether the condition holds for the thing, by a write that depends on it.
async fn holds(condition: Condition<Thing>) -> bool {
    match Table::<Thing>::put(&thing()).condition(condition).await {
        Ok(()) => true,
        Err(error) if error.is_condition_failed() => false,
        Err(error) => panic!("{error}: {:?}", error.sdk_error()),
    }
}

/// Runs with the thing stored, and checks which conditions hold; each is shown by its line.
macro_rules! conditions {
    ($($test:ident $(needs $capability:ident)? { holds: $($yes:expr),+; fails: $($no:expr),+ $(;)? })*) => {$(
        #[tokio::test]
        async fn $test() {
            $(faraday_tests::needs!($capability);)?
            with_table::<Thing>(async |_| {
                Table::<Thing>::put(&thing()).await.unwrap();
                $(assert!(holds($yes).await, "does not hold: {}", stringify!($yes));)+
                $(assert!(!holds($no).await, "holds: {}", stringify!($no));)+
            })
            .await;
        }
    )*};
}

type T = Thing;

const MINUS_FIVE: &i64 = &-5;

conditions! {
    numbers_are_compared {
        holds:
            T::NUMBER.eq(-5), T::NUMBER.ne(5), T::NUMBER.lt(-4), T::NUMBER.le(-5), T::NUMBER.gt(-6), T::NUMBER.ge(-5),
            T::FLOAT.eq(0.5), T::FLOAT.lt(0.75), T::SOME.eq(9), T::SOME.gt(8), T::AT.eq(7), T::AT.lt(8),
            T::NUMBER.between(-5, -5), T::NUMBER.between(-10, 10), T::NUMBER.eq(MINUS_FIVE);
        fails:
            T::NUMBER.eq(5), T::NUMBER.ne(-5), T::NUMBER.lt(-5), T::NUMBER.le(-6), T::NUMBER.gt(-5), T::NUMBER.ge(-4),
            T::FLOAT.gt(0.5), T::SOME.lt(9), T::AT.gt(7), T::NUMBER.between(-4, 0), T::NUMBER.between(-9, -6)
    }
    strings_are_compared {
        holds:
            T::TEXT.eq("tea pot"), T::TEXT.eq("tea pot".to_owned()), T::TEXT.is_in([thing().text].iter()), T::TEXT.ne("tea"),
            T::TEXT.gt("tea"), T::TEXT.lt("tea q"), T::TEXT.between("tea", "teb"), T::BOXED.eq("inside".to_owned()),
            T::ID.eq("x"), T::STATUS.eq(Status::OnHold), T::STATUS.ne(Status::Open), T::SKU.eq(Sku("A-17".into())),
            T::TEXT.eq(std::borrow::Cow::from("tea pot"));
        fails: T::TEXT.eq("Tea pot"), T::TEXT.lt("tea"), T::STATUS.eq(Status::Open), T::SKU.eq(Sku("a-17".into()))
    }
    binaries_and_flags_are_compared {
        holds:
            T::BLOB.eq(vec![1, 2, 0xff]), T::BLOB.eq(&[1, 2, 0xff][..]), T::BLOB.eq([1, 2, 0xff]), T::BLOB.gt([1, 2]),
            T::BYTES.eq(Bytes::from_static(b"\x01\x02\x03")), T::BYTES.eq(&b"\x01\x02\x03"[..]), T::BYTES.eq(b"\x01\x02\x03"), T::BLOB.eq(b"\x01\x02\xff"), T::FLAG.eq(true),
            T::FLAG.ne(false), T::UNIT.eq(());
        fails: T::BLOB.eq([1, 2]), T::BYTES.lt(&b"\x01"[..]), T::FLAG.eq(false)
    }
    documents_are_compared needs DocumentComparison {
        holds:
            T::TAGS.eq(thing().tags), T::LIST.eq([1, 2, 3]), T::LIST.ne([1, 2]), T::MAP.eq(thing().map),
            T::SIZES.eq(BTreeSet::from([5, 3])), T::WORDS.eq(&["a".to_owned(), "b".to_owned()][..]);
        fails: T::TAGS.eq(BTreeSet::from(["new".to_owned()])), T::LIST.eq([3, 2, 1]), T::MAP.eq(BTreeMap::new())
    }
    an_absent_attribute_differs_from_everything {
        holds: T::NONE.ne(1), T::NONE.not_exists(), !T::NONE.eq(1), !T::NONE.exists();
        fails: T::NONE.eq(1), T::NONE.lt(1), T::NONE.exists(), T::NONE.is_in([1, 2]), T::NONE.between(0, 9)
    }
    exists_holds_for_what_is_stored {
        holds: T::SOME.exists(), T::ID.exists(), T::UNIT.exists(), T::TEXT.exists();
        fails: T::SOME.not_exists(), T::AT.not_exists()
    }
    is_in_holds_for_one_of_several {
        holds:
            T::NUMBER.is_in([-5]), T::NUMBER.is_in((-5..95).rev()), T::NUMBER.is_in(-254..-4), T::NUMBER.is_in(-5..245),
            T::TEXT.is_in(["a", "tea pot"]), T::STATUS.is_in([Status::Open, Status::OnHold]), T::BLOB.is_in([[1, 2, 0xff]]),
            T::TEXT.is_in(vec!["tea pot".to_owned()]), !T::NUMBER.is_in(0..250),
            T::NUMBER.is_in(-5..245) & T::NUMBER.is_in(-5..0), T::NUMBER.is_in([T::SOME_SIGNED, T::SOME_SIGNED]) | yes();
        fails:
            T::NUMBER.is_in([5]), T::NUMBER.is_in(0..100), T::NUMBER.is_in(0..250), !T::NUMBER.is_in(-5..245),
            T::NUMBER.is_in(0..250) & T::FLAG.eq(true), T::NUMBER.is_in(-5..245) & T::FLAG.eq(false)
    }
    begins_with_holds_for_prefixes needs BinaryOperands {
        holds:
            T::TEXT.begins_with("tea"), T::TEXT.begins_with("tea".to_owned()), T::STATUS.begins_with("on "),
            T::SKU.begins_with("A-"), T::BLOB.begins_with([1, 2]), T::BLOB.begins_with(vec![1]),
            T::BYTES.begins_with(&[1_u8, 2][..]), T::BOXED.begins_with("in"), T::ID.begins_with("x");
        fails: T::TEXT.begins_with("pot"), T::STATUS.begins_with("Op"), T::BLOB.begins_with([2])
    }
    contains_finds_an_element_or_a_part_of_a_text needs BinaryOperands {
        holds:
            T::TEXT.contains("a p"), T::BLOB.contains([2, 0xff]), T::BYTES.contains(b"\x02"), T::TAGS.contains("vip"),
            T::SIZES.contains(5), T::PARTS.contains([2, 3]), T::STATES.contains(Status::Open), T::LIST.contains(3),
            T::WORDS.contains("b"), T::BOXED.contains("side"), T::TEXT.contains(T::ID) | T::ID.eq("x");
        fails:
            T::TEXT.contains("kettle"), T::TAGS.contains("vi"), T::SIZES.contains(4), T::PARTS.contains([2]),
            T::STATES.contains(Status::OnHold), T::LIST.contains(4), T::WORDS.contains("c"), T::BLOB.contains([9])
    }
    size_is_that_of_dynamodb {
        holds:
            T::TEXT.size().eq(7), T::BLOB.size().ge(3), T::BYTES.size().le(3), T::TAGS.size().ne(3), T::LIST.size().gt(2),
            T::MAP.size().lt(2), T::PARTS.size().eq(2), T::ID.size().eq(1);
        fails: T::TEXT.size().gt(7), T::LIST.size().lt(3), T::MAP.size().eq(0)
    }
    attribute_type_is_the_stored_type {
        holds:
            T::TEXT.attribute_type(AttributeType::S), T::NUMBER.attribute_type(AttributeType::N),
            T::BLOB.attribute_type(AttributeType::B), T::FLAG.attribute_type(AttributeType::Bool),
            T::UNIT.attribute_type(AttributeType::Null), T::LIST.attribute_type(AttributeType::L),
            T::MAP.attribute_type(AttributeType::M), T::TAGS.attribute_type(AttributeType::Ss),
            T::SIZES.attribute_type(AttributeType::Ns), T::PARTS.attribute_type(AttributeType::Bs);
        fails: T::TEXT.attribute_type(AttributeType::N), T::NONE.attribute_type(AttributeType::Null)
    }
    attributes_against_attributes {
        holds:
            T::TEXT.gt(T::OTHER), T::NUMBER.lt(T::SOME_SIGNED), T::OTHER.ne(T::TEXT), !T::TEXT.eq(T::OTHER),
            T::SOME.gt(T::AT), T::AT.le(T::SOME), T::LIST.at(1).between(T::LIST.at(0), T::LIST.at(2));
        fails: T::TEXT.eq(T::OTHER), T::SOME.eq(T::AT), T::SOME.eq(T::NONE)
    }
    what_binds_how_strongly {
        holds:
            no() & no() | yes(), yes() | no() & no(), (yes() | no()) & yes(), yes() & (no() | yes()), !(no() & yes()),
            !no() & yes(), !(no() | no()), !!yes(), !(!yes() | no()), (yes() & yes()) & (yes() & yes()),
            (no() | no()) | (no() | yes()), !T::NUMBER.between(0, 5) & yes(), T::NUMBER.between(-9, 0) & yes();
        fails:
            no() & (no() | yes()), (yes() | no()) & no(), !(yes() | no()), !yes() | no(), !!no(), !(yes() & yes()),
            (yes() | yes()) & (no() | no()), !(yes() | no()) & yes()
    }
}

impl Thing {
    const SOME_SIGNED: faraday::Attribute<Self, Option<i64>> = faraday::Attribute::new("some");
}

fn yes() -> Condition<Thing> {
    Thing::FLAG.eq(true)
}

fn no() -> Condition<Thing> {
    Thing::FLAG.eq(false)
}

#[tokio::test]
async fn being_one_of_none_is_refused() {
    with_table::<Thing>(async |_| {
        for condition in [Thing::NUMBER.is_in([0; 0]), yes() | !Thing::TEXT.is_in([""; 0])] {
            let error = Table::<Thing>::put(&thing()).condition(condition).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert_eq!(error.operation(), Some("PutItem"));
            assert!(error.table().is_some_and(|table| table.ends_with("things")));
        }
        let error = Table::<Thing>::query("x").filter(Thing::NUMBER.is_in([0; 0])).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_value_without_a_form_is_refused() {
    with_table::<Thing>(async |_| {
        let conditions = [
            Thing::FLOAT.gt(f64::NAN),
            Thing::FLOAT.is_in([0.0, f64::INFINITY]),
            yes() & !Thing::FLOAT.between(0.0, f64::NAN),
            Thing::TAGS.eq(BTreeSet::new()),
        ];
        for condition in conditions {
            let error = Table::<Thing>::delete(("x", 7)).condition(condition).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        }
    })
    .await;
}
