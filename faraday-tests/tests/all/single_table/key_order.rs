//! Keys that templates make: they sort like their parts, they can be read back, and different parts give different keys.

use std::ops::Bound;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::{Item, Table, Value, document};
use faraday_tests::tables::with_table;
use proptest::prelude::*;
use uuid::Uuid;

use super::fixture::App;
use crate::random::cases;

/// A newtype of a text, and one of a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Value)]
struct Name(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Value)]
struct Number(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Value)]
enum Letter {
    A,
    B,
    C,
}

/// An item whose sort key has a part of this type: at the end, and before another part.
macro_rules! items {
    ($($test:ident $last:ident $middle:ident $type:ty, $template_last:literal, $template_middle:literal, $strategy:expr;)*) => {$(
        #[derive(Debug, Clone, PartialEq, Item)]
        #[faraday(table = App, kind = "last", partition_key = "P", sort_key = $template_last)]
        struct $last {
            #[faraday(key_only)]
            part: $type,
        }

        #[derive(Debug, Clone, PartialEq, Item)]
        #[faraday(table = App, kind = "middle", partition_key = "P", sort_key = $template_middle)]
        struct $middle {
            #[faraday(key_only)]
            part: $type,
            #[faraday(key_only)]
            more: u8,
        }

        mod $test {
            use super::*;

            fn sort_key(item: &impl Item) -> String {
                document::to_map(item).unwrap()["sk"].as_s().unwrap().clone()
            }

            proptest! {
                #![proptest_config(cases(300))]

                #[test]
                fn the_order_of_keys_is_that_of_their_parts(one in $strategy, other in $strategy, less: u8, more: u8) {
                    let (one, other): ($type, $type) = (one, other);
                    let (a, b) = ($last { part: one.clone() }, $last { part: other.clone() });
                    prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), one.partial_cmp(&other).unwrap());
                    prop_assert_eq!(document::from_map::<$last>(document::to_map(&a).unwrap()).unwrap(), a);
                    let a = $middle { part: one.clone(), more: less };
                    let b = $middle { part: other.clone(), more };
                    let order = one.partial_cmp(&other).unwrap().then(less.cmp(&more));
                    prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), order);
                    prop_assert_eq!(document::from_map::<$middle>(document::to_map(&a).unwrap()).unwrap(), a);
                }
            }

            proptest! {
                #![proptest_config(cases(12))]

                #[test]
                fn a_range_has_what_lies_in_it(
                    parts in proptest::collection::vec($strategy, 1..8), from in $strategy, to in $strategy,
                ) {
                    faraday_tests::needs!(TimeToLive => Ok(()));
                    tokio::runtime::Runtime::new().unwrap().block_on(ranges(parts, from, to));
                }
            }

            async fn ranges(parts: Vec<$type>, from: $type, to: $type) {
                with_table::<App>(async |_| {
                    for (more, part) in parts.iter().enumerate() {
                        Table::<$last>::put(&$last { part: part.clone() }).await.unwrap();
                        let more = u8::try_from(more).unwrap();
                        Table::<$middle>::put(&$middle { part: part.clone(), more }).await.unwrap();
                    }
                    let (from, to) = if from.partial_cmp(&to) == Some(std::cmp::Ordering::Greater) { (to, from) } else { (from, to) };
                    let last = |bounds: (Bound<$type>, Bound<$type>)| async move {
                        let found = Table::<$last>::query(()).sort_key_range(bounds).await.unwrap();
                        found.into_iter().map(|item| item.part).collect::<Vec<_>>()
                    };
                    let middle = |bounds: (Bound<$type>, Bound<$type>)| async move {
                        Table::<$middle>::query(()).sort_key_range(bounds).count().await.unwrap()
                    };
                    let mut sorted = parts.clone();
                    sorted.sort_by(|one, other| one.partial_cmp(other).unwrap());
                    sorted.dedup();
                    let distinct = |test: &dyn Fn(&$type) -> bool| {
                        sorted.iter().filter(|part| test(part)).cloned().collect::<Vec<_>>()
                    };
                    let all = |test: &dyn Fn(&$type) -> bool| parts.iter().filter(|part| test(part)).count() as u64;
                    let checks: [((Bound<$type>, Bound<$type>), &dyn Fn(&$type) -> bool); 6] = [
                        ((Bound::Included(from.clone()), Bound::Included(to.clone())), &|part| *part >= from && *part <= to),
                        ((Bound::Included(from.clone()), Bound::Unbounded), &|part| *part >= from),
                        ((Bound::Excluded(from.clone()), Bound::Unbounded), &|part| *part > from),
                        ((Bound::Unbounded, Bound::Included(to.clone())), &|part| *part <= to),
                        ((Bound::Unbounded, Bound::Excluded(to.clone())), &|part| *part < to),
                        ((Bound::Unbounded, Bound::Unbounded), &|_| true),
                    ];
                    for (bounds, test) in checks {
                        assert_eq!(last(bounds.clone()).await, distinct(test), "{bounds:?}");
                        assert_eq!(middle(bounds.clone()).await, all(test), "{bounds:?}");
                    }
                    let one = Table::<$middle>::query(()).sort_key_prefix(from.clone()).count().await.unwrap();
                    assert_eq!(one, all(&|part| *part == from));
                })
                .await;
            }
        }
    )*};
}

fn time() -> impl Strategy<Value = SystemTime> {
    (-60_000_000_000_i64..200_000_000_000, 0..1_000_000_000_u32).prop_map(|(seconds, nanos)| {
        let distance = Duration::new(seconds.unsigned_abs(), nanos);
        if seconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
    })
}

items! {
    bytes Byte1 Byte2 u8, "A#{part}", "B#{part}#{more}", any::<u8>();
    words Word1 Word2 u64, "A#{part}", "B#{part}{more}", any::<u64>();
    wide Wide1 Wide2 u128, "A#{part}", "B#{part}-{more}", 0..10_u128.pow(38);
    numbers Number1 Number2 Number, "{part}", "B{part}{more}", any::<u32>().prop_map(Number);
    names Name1 Name2 Name, "A#{part}", "B#{part:escaped}#{more}", "\\PC{1,4}|[a!#$]{1,3}".prop_map(Name);
    texts Text1 Text2 String, "A{part}", "{part:escaped}|{more}", "\\PC{1,4}|[a{|}~]{1,3}";
    letters Letter1 Letter2 Letter, "A#{part}", "B#{part}#{more}", prop_oneof![Just(Letter::A), Just(Letter::B), Just(Letter::C)];
    times Time1 Time2 SystemTime, "A#{part}", "B#{part}#{more}", time();
    ids Id1 Id2 Uuid, "A#{part}", "B#{part}-{more}", any::<u128>().prop_map(Uuid::from_u128);
    small_signed Small1 Small2 i8, "A#{part:ordered}", "B#{part:ordered}#{more}", any::<i8>();
    signed Signed1 Signed2 i64, "A#{part:ordered}", "B#{part:ordered}{more}", any::<i64>();
    floats Float1 Float2 f64, "A#{part:ordered}", "B#{part:ordered}{more}", prop_oneof![-1e100..1e100, -2.0..2.0, Just(0.0)];
    floats_of_32_bits Float32 Float33 f32, "A#{part:ordered}", "B#{part:ordered}#{more}", -1e10..1e10_f32;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "pair", partition_key = "P#{one}##{other}", sort_key = "{other:escaped}#{one:escaped}##{other}")]
struct Pair {
    one: String,
    other: String,
}

proptest! {
    #![proptest_config(cases(3_000))]

    /// Short texts of the marks of the templates, so that some would be ambiguous.
    #[test]
    fn no_two_items_have_one_key(
        one in ("[a#]{1,4}", "[a#$]{1,4}"), other in ("[a#]{1,4}", "[a#$]{1,4}"),
    ) {
        let (one, other) = (Pair { one: one.0, other: one.1 }, Pair { one: other.0, other: other.1 });
        let (Ok(written), Ok(compared)) = (document::to_map(&one), document::to_map(&other)) else { return Ok(()) };
        prop_assert_eq!(written["pk"] == compared["pk"], one == other);
        prop_assert_eq!(written["sk"] == compared["sk"], one == other);
    }
}

#[test]
fn a_text_that_would_end_its_part_is_refused_unless_it_is_escaped() {
    let written = document::to_map(&Pair { one: "a#b".into(), other: "x#".into() }).unwrap();
    assert_eq!(written["pk"].as_s().unwrap(), "P#a#b##x#");
    assert_eq!(written["sk"].as_s().unwrap(), "x$23#a$23b##x#");
    for one in ["a##b", "a#", "##"] {
        let error = document::to_map(&Pair { one: one.into(), other: "x".into() }).unwrap_err().to_string();
        assert!(error.contains("attribute `one`") && error.contains("{one:escaped}"), "{error}");
        assert!(!error.contains("a#"), "{error}");
    }
}
