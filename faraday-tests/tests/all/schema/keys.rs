//! Keys of every type that a key attribute may have.

use faraday::{Item, Table, Value};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Value)]
enum Region {
    North,
    South,
}

#[derive(Debug, Clone, PartialEq, Eq, Value)]
struct Serial(u64);

macro_rules! keys {
    ($($test:ident: $key:ty, [$($argument:expr => $value:expr),+ $(,)?];)*) => {$(
        #[tokio::test]
        async fn $test() {
            #[derive(Debug, PartialEq, Item)]
            #[faraday(table = "keyed")]
            struct Keyed {
                #[faraday(partition_key)]
                group: String,
                #[faraday(sort_key)]
                key: $key,
                note: u32,
            }

            with_table::<Keyed>(async |_| {
                let mut note = 0;
                $(
                    note += 1;
                    let item = Keyed { group: "g".into(), key: $value, note };
                    Table::<Keyed>::put(&item).await.unwrap();
                    assert_eq!(Table::<Keyed>::get(("g", $argument)).consistent().await.unwrap(), Some(item));
                )+
                let all = Table::<Keyed>::query("g").consistent().await.unwrap();
                assert_eq!(all.len(), note as usize);
                $(assert!(Table::<Keyed>::delete(("g", $argument)).returning_old().await.unwrap().is_some());)+
            })
            .await;
        }
    )*};
}

keys! {
    items_are_found_by_keys_of_text: String, ["a" => "a".to_owned(), "ü".to_owned() => "ü".to_owned(), &"\"\\\u{1}".to_owned() => "\"\\\u{1}".to_owned()];
    items_are_found_by_keys_of_signed_numbers: i64, [-5 => -5, i64::MIN => i64::MIN, i64::MAX => i64::MAX, 0 => 0];
    items_are_found_by_keys_of_unsigned_numbers: u64, [7 => 7, u64::MAX => u64::MAX];
    items_are_found_by_keys_of_bytes: Vec<u8>, [&[0_u8, 255][..] => vec![0, 255], vec![1_u8] => vec![1], [2_u8, 3] => vec![2, 3]];
    items_are_found_by_keys_of_variants: Region, [Region::North => Region::North, &Region::South => Region::South];
    items_are_found_by_keys_of_a_newtype: Serial, [Serial(1) => Serial(1), &Serial(u64::MAX) => Serial(u64::MAX)];
    items_are_found_by_keys_of_wide_numbers: i128, [-(10_i128.pow(37)) => -(10_i128.pow(37)), 3 => 3];
}
