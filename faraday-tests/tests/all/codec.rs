//! The codec: what is written is read back, and the three backends agree.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use faraday::value::{
    Attributes, Decoder, Encoder, MapDecoder, MapEncoder, Value, from_attribute_value, kind, to_attribute_value,
};
use faraday::{DecodeError, EncodeError, from_json, from_map, item_size, to_json, to_map};
use proptest::collection::{btree_map, btree_set, hash_map, hash_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

type Item = HashMap<String, AttributeValue>;

/// A struct of one field, as the derive would write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Doc<T> {
    pub value: T,
}

impl<T: Value> Attributes for Doc<T> {
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError> {
        T::write_attribute(&self.value, map, "value")
    }

    fn decode_attributes<M: MapDecoder>(mut map: M) -> Result<Self, DecodeError> {
        let mut value = None;
        while let Some((known, decoder)) = map.next(|name| name == "value")? {
            if known { value = T::read_attribute(decoder, "value")? } else { decoder.skip()? }
        }
        Ok(Self { value: T::required(value, "value")? })
    }
}

impl<T: Value> Value for Doc<T> {
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        let mut map = encoder.map()?;
        self.encode_attributes(&mut map)?;
        map.end()
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        Self::decode_attributes(decoder.map()?)
    }
}

/// DynamoDB's formula, from the SDK's value alone.
fn size_of(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => number_size(digits),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::L(values) => 3 + values.iter().map(|value| 1 + size_of(value)).sum::<usize>(),
        AttributeValue::M(entries) => 3 + entries.len() + item_size_of(entries),
        AttributeValue::Ss(values) => values.iter().map(String::len).sum(),
        AttributeValue::Ns(values) => values.iter().map(|digits| number_size(digits)).sum(),
        AttributeValue::Bs(values) => values.iter().map(|bytes| bytes.as_ref().len()).sum(),
        other => panic!("{other:?}"),
    }
}

fn item_size_of(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + size_of(value)).sum()
}

fn number_size(digits: &str) -> usize {
    let mantissa: String = digits.to_lowercase().split('e').next().unwrap().replace('.', "");
    let significant = mantissa.trim_start_matches(['-', '+']).trim_matches('0');
    if significant.is_empty() { 1 } else { significant.len().div_ceil(2) + 1 + usize::from(mantissa.starts_with('-')) }
}

/// Every way there and back, for a value that DynamoDB can hold.
pub fn round_trip<T: Value + Clone + PartialEq + Debug>(value: T) -> Result<(), TestCaseError> {
    becomes(value.clone(), value)
}

/// The same, for one that is read as another.
pub fn becomes<T: Value + PartialEq + Debug>(value: T, expected: T) -> Result<(), TestCaseError> {
    let (value, expected) = (Doc { value }, Doc { value: expected });
    let map = to_map(&value).unwrap();
    let json = to_json(&value).unwrap();
    // There and back.
    prop_assert_eq!(&from_map::<Doc<T>>(map.clone()).unwrap(), &expected);
    prop_assert_eq!(&from_json::<Doc<T>>(&json).unwrap(), &expected);
    // Across: written by one backend, read by the other.
    prop_assert_eq!(&from_json::<Item>(&json).unwrap(), &map);
    prop_assert_eq!(&from_json::<Doc<T>>(to_json(&map).unwrap()).unwrap(), &expected);
    prop_assert_eq!(&from_map::<Doc<T>>(from_json(&json).unwrap()).unwrap(), &expected);
    // Any JSON reader agrees that it is JSON.
    prop_assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().is_object());
    // Counted.
    prop_assert_eq!(item_size(&value).unwrap(), item_size_of(&map));
    prop_assert_eq!(item_size(&map).unwrap(), item_size_of(&map));
    // By itself.
    let single = to_attribute_value(&value.value).unwrap();
    prop_assert_eq!(&single, map.get("value").unwrap_or(&AttributeValue::Null(true)));
    prop_assert_eq!(from_attribute_value::<T>(single).unwrap(), expected.value);
    Ok(())
}

/// All backends refuse it, for the same reason, at the same place.
pub fn refused<T: Value + Debug>(value: T) -> Result<String, TestCaseError> {
    let value = Doc { value };
    let map = to_map(&value).expect_err("to_map took it").to_string();
    prop_assert_eq!(&to_json(&value).expect_err("to_json took it").to_string(), &map);
    prop_assert_eq!(&item_size(&value).expect_err("item_size took it").to_string(), &map);
    prop_assert!(map.starts_with("attribute `value"), "{map}");
    Ok(map)
}

/// Text with everything that JSON treats in its own way.
pub fn text() -> impl Strategy<Value = String> {
    let awkward = select(vec![
        '"',
        '\\',
        '/',
        '\u{0}',
        '\u{8}',
        '\u{c}',
        '\n',
        '\r',
        '\t',
        '\u{1f}',
        '\u{7f}',
        '\u{301}',
        '\u{2028}',
        '\u{d7ff}',
        '\u{e000}',
        '\u{feff}',
        '\u{ffff}',
        '\u{1f600}',
        '\u{10ffff}',
    ]);
    vec(prop_oneof![any::<char>(), awkward], 0..24).prop_map(String::from_iter)
}

pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..40)
}

/// A number as another writer may have stored it.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f32>().prop_map(|number| format!("{number:e}")),
        "-?[0-9]{1,19}",
        "-?[0-9]{1,19}\\.[0-9]{1,19}",
        "[-+]?[0-9]\\.[0-9]{0,6}[eE][-+]?[0-9]{1,2}",
    ]
}

/// A tree of all types, three levels deep.
pub fn tree() -> impl Strategy<Value = AttributeValue> {
    let leaf = prop_oneof![
        text().prop_map(AttributeValue::S),
        number().prop_map(AttributeValue::N),
        bytes().prop_map(|bytes| AttributeValue::B(Blob::new(bytes))),
        any::<bool>().prop_map(AttributeValue::Bool),
        Just(AttributeValue::Null(true)),
        vec(text(), 0..4).prop_map(AttributeValue::Ss),
        vec(number(), 0..4).prop_map(AttributeValue::Ns),
        vec(bytes().prop_map(Blob::new), 0..4).prop_map(AttributeValue::Bs),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            hash_map(text(), inner, 0..4).prop_map(AttributeValue::M),
        ]
    })
}

/// Each type with the strategy that makes its values.
macro_rules! round_trips {
    ($($name:ident: $type:ty = $strategy:expr;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]
            $(
                #[test]
                fn $name(value in $strategy) {
                    round_trip::<$type>(value)?;
                }
            )*
        }
    };
}

round_trips! {
    strings: String = text();
    chars: char = any::<char>();
    bools: bool = any::<bool>();
    unit: () = Just(());
    u8s: u8 = any::<u8>();
    u16s: u16 = any::<u16>();
    u32s: u32 = any::<u32>();
    u64s: u64 = any::<u64>();
    usizes: usize = any::<usize>();
    i8s: i8 = any::<i8>();
    i16s: i16 = any::<i16>();
    i32s: i32 = any::<i32>();
    i64s: i64 = any::<i64>();
    isizes: isize = any::<isize>();
    byte_vecs: Vec<u8> = bytes();
    byte_buffers: Bytes = bytes().prop_map(Bytes::from);
    byte_arrays: [u8; 16] = any::<[u8; 16]>();
    no_bytes: [u8; 0] = Just([]);
    arrays: [i32; 4] = any::<[i32; 4]>();
    lists: Vec<String> = vec(text(), 0..6);
    lists_of_lists: Vec<Vec<Vec<u8>>> = vec(vec(bytes(), 0..4), 0..4);
    lists_of_options: Vec<Option<u8>> = vec(any::<Option<u8>>(), 0..6);
    lists_of_boxed_bytes: Vec<Box<u8>> = vec(any::<u8>().prop_map(Box::new), 0..6);
    lists_of_sets: Vec<BTreeSet<i16>> = vec(btree_set(any::<i16>(), 0..3), 0..4);
    options: Option<String> = proptest::option::of(text());
    options_of_bytes: Option<Vec<u8>> = proptest::option::of(bytes());
    options_of_lists: Option<Vec<Option<bool>>> = proptest::option::of(vec(any::<Option<bool>>(), 0..4));
    string_sets: BTreeSet<String> = btree_set(text(), 0..5);
    string_hash_sets: HashSet<String> = hash_set(text(), 0..5);
    byte_sets: BTreeSet<u8> = btree_set(any::<u8>(), 0..5);
    integer_sets: HashSet<i64> = hash_set(any::<i64>(), 0..5);
    wide_sets: BTreeSet<i128> = btree_set(-(10i128.pow(38) - 1)..10i128.pow(38), 0..5);
    binary_sets: BTreeSet<Vec<u8>> = btree_set(bytes(), 0..5);
    binary_hash_sets: HashSet<[u8; 2]> = hash_set(any::<[u8; 2]>(), 0..5);
    char_sets: BTreeSet<char> = btree_set(any::<char>(), 0..5);
    maps: BTreeMap<String, i32> = btree_map(text(), any::<i32>(), 0..5);
    hash_maps: HashMap<String, Vec<String>> = hash_map(text(), vec(text(), 0..3), 0..5);
    maps_of_options: BTreeMap<String, Option<bool>> = btree_map(text(), any::<Option<bool>>(), 0..5);
    boxes: Box<String> = text().prop_map(Box::new);
    arcs: Arc<Vec<u8>> = bytes().prop_map(Arc::new);
    boxed_options: Box<Option<u32>> = any::<Option<u32>>().prop_map(Box::new);
    singles: (String,) = (text(),);
    pairs: (u8, Option<String>) = (any::<u8>(), proptest::option::of(text()));
    eights: (u8, i8, bool, char, Vec<u8>, (), f32, (u64, u64)) =
        (any::<u8>(), any::<i8>(), any::<bool>(), any::<char>(), bytes(), Just(()), any::<f32>(), any::<(u64, u64)>());
    documents: Vec<Doc<Option<Doc<String>>>> =
        vec(proptest::option::of(text().prop_map(|value| Doc { value })).prop_map(|value| Doc { value }), 0..4);
    times: SystemTime = any::<i32>().prop_map(i64::from).prop_map(at);
    trees: AttributeValue = tree();
}

fn at(seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
}

/// How many digits are between the first and the last that is not zero.
fn significant(digits: &str) -> usize {
    digits.trim_start_matches('-').trim_matches('0').len()
}

/// Whether a float is within DynamoDB's range, by the exponent that the standard library gives it.
fn float_fits(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once('e').unwrap();
    mantissa.trim_start_matches('-') == "0" || (-130..=125).contains(&exponent.parse::<i32>().unwrap())
}

fn wide<T: Value + Clone + PartialEq + Debug + ToString>(value: T) -> Result<(), TestCaseError> {
    if significant(&value.to_string()) <= 38 {
        round_trip(value)
    } else {
        prop_assert!(refused(value)?.contains("38 significant digits"));
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i128s(value: i128, narrower in 0u32..127) {
        wide(value)?;
        wide(value >> narrower)?;
    }

    #[test]
    fn u128s(value: u128, narrower in 0u32..127) {
        wide(value)?;
        wide(value >> narrower)?;
    }

    #[test]
    fn f64s(bits: u64) {
        let value = f64::from_bits(bits);
        if value.is_finite() && float_fits(&format!("{value:e}")) { round_trip(value)? } else { refused(value).map(drop)? }
    }

    #[test]
    fn f64s_of_every_magnitude(mantissa in -9.999f64..9.999, exponent in -140i32..140) {
        let value = mantissa * 10f64.powi(exponent);
        if float_fits(&format!("{value:e}")) { round_trip(value)? } else { refused(value).map(drop)? }
    }

    #[test]
    fn f32s(bits: u32) {
        let value = f32::from_bits(bits);
        if value.is_finite() { round_trip(value)? } else { refused(value).map(drop)? }
    }

    #[test]
    fn fractions_of_a_second_are_dropped_towards_the_past(seconds in -4_000_000_000i64..4_000_000_000, nanos in 0u32..1_000_000_000) {
        becomes(at(seconds) + Duration::from_nanos(u64::from(nanos)), at(seconds))?;
    }

    /// Any text of a number's characters is either refused by all, or taken by all and kept as it is.
    #[test]
    fn numbers_as_text(digits in "[-+]?[0-9.]{0,45}([eE][-+]?[0-9]{0,20})?") {
        let number = AttributeValue::N(digits);
        if to_attribute_value(&number).is_ok() { round_trip(number)? } else { refused(number).map(drop)? }
    }
}

fn takes(digits: &str) -> bool {
    let number = AttributeValue::N(digits.to_owned());
    let taken = to_attribute_value(&number).is_ok();
    if taken {
        round_trip(number).unwrap()
    } else {
        refused(number).map(drop).unwrap()
    }
    taken
}

#[test]
fn the_borders_of_numbers() {
    let most = "9".repeat(38);
    for digits in [
        "0",
        "-0",
        "+5",
        ".5",
        "5.",
        "-.5",
        "0e999",
        "0e-999",
        "-0.000e5",
        "1E-130",
        "-1e-130",
        "9.9999999999999999999999999999999999999E+125",
        "1e125",
        "10e124",
        "0.1e126",
        "1000e-133",
        "00000000000000000000000000000000000000000000005",
        &most,
        &format!("-{most}"),
        &format!("{most}000"),
        &format!("0.{most}"),
        &format!("0.000{most}000"),
    ] {
        assert!(takes(digits), "{digits}");
    }
    for digits in [
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "--5",
        "-+5",
        "+-5",
        "1.2.3",
        "1e5e5",
        "1e1.5",
        "1_000",
        "0x10",
        "NaN",
        "inf",
        "-Infinity",
        " 5",
        "5 ",
        "٣",
        "abc",
        "1\"},\"x\":{\"S\":\"",
        "1e400",
        "-1e400",
        "1e126",
        "10e125",
        "1e-131",
        "0.1e-130",
        "1e9223372036854775807",
        "10e9223372036854775807",
        "1e-9223372036854775808",
        "0.1e-9223372036854775808",
        "1e99999999999999999999",
        &format!("{most}1"),
        &format!("-0.{most}1"),
        &format!("1{}1", "0".repeat(37)),
    ] {
        assert!(!takes(digits), "{digits}");
    }
    // Zero is zero, wherever its point is; but a power that no i64 holds is not looked at.
    assert!(takes("0e9223372036854775806"));
    assert!(takes("0e-9223372036854775808"));
}

#[test]
fn the_borders_of_floats() {
    for value in [0.0, -0.0, 1e-130, -1e-130, 1e125, 9.999_999_999_999e125, f64::EPSILON, 0.1 + 0.2] {
        round_trip(value).unwrap();
    }
    for value in
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 1e126, 9e-131]
    {
        refused(value).unwrap();
    }
    for value in [0.0, -0.0, f32::MAX, f32::MIN, f32::MIN_POSITIVE, f32::from_bits(1), f32::EPSILON] {
        round_trip(value).unwrap();
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        refused(value).unwrap();
    }
}

/// What DynamoDB counts for a number: a byte for two digits, one more, one for the sign, and no zeros at either end.
#[test]
fn the_size_of_numbers() {
    for (digits, size) in [
        ("0", 1),
        ("-0", 1),
        ("0.00", 1),
        ("7", 2),
        ("-7", 3),
        ("10", 2),
        ("100.0", 2),
        ("1.50", 2),
        ("1.05", 3),
        ("0.001", 2),
        ("12345", 4),
        ("1e100", 2),
        ("99999999999999999999999999999999999999", 20),
    ] {
        assert_eq!(item_size(&Doc { value: AttributeValue::N(digits.into()) }).unwrap(), 5 + size, "{digits}");
    }
    assert_eq!(item_size(&Doc { value: 100.0 }).unwrap(), 5 + 2);
    // The example of the documentation: a list of two strings and a number has 3 bytes of its own and 1 for each.
    assert_eq!(item_size(&Doc { value: ("ab".to_owned(), "c".to_owned(), 7) }).unwrap(), 5 + 3 + 3 + 2 + 1 + 2);
}

/// Every way to write an integer is read as one; what does not fit exactly is refused.
#[test]
fn integers_of_other_writers() {
    fn read<T: Value>(digits: &str) -> Result<T, String> {
        from_attribute_value(AttributeValue::N(digits.to_owned())).map_err(|error| error.to_string())
    }
    for (digits, number) in
        [("5.0", 5), ("5E+2", 500), ("5e2", 500), ("0.5e1", 5), ("-0", 0), ("0.000", 0), ("+7", 7), ("1200e-2", 12)]
    {
        assert_eq!(read::<u64>(digits), Ok(number), "{digits}");
    }
    for digits in ["256", "-1", "0.5", "1e3", "1e400", "1e-400", "1e99999999999999999999", "", "abc", "0x1"] {
        assert_eq!(read::<u8>(digits).unwrap_err(), "expected a number that fits u8, found another", "{digits}");
    }
    for digits in ["1e400", "-1e400", "inf", "nan", "infinity", "", "abc"] {
        assert_eq!(read::<f64>(digits).unwrap_err(), "expected a number that fits f64, found another", "{digits}");
    }
    assert_eq!(read::<i128>("17E37"), Ok(17 * 10i128.pow(37)));
    assert_eq!(read::<i128>("18E37").unwrap_err(), "expected a number that fits i128, found another");
}

/// `None` and the empty set are not written, and read as what they were.
#[test]
fn what_is_absent() {
    fn absent<T: Value + PartialEq + Debug>(value: T) {
        let doc = Doc { value };
        assert_eq!(to_json(&doc).unwrap(), "{}");
        assert_eq!(item_size(&doc).unwrap(), 0);
        assert_eq!(from_json::<Doc<T>>("{}").unwrap(), doc);
        assert_eq!(from_json::<Doc<T>>(r#"{"value":{"NULL":true}}"#).unwrap(), doc);
    }
    absent(None::<String>);
    absent(None::<Option<u8>>);
    absent(BTreeSet::<String>::new());
    absent(HashSet::<Vec<u8>>::new());
    absent(Box::new(None::<u8>));
    absent(Arc::new(BTreeSet::<u8>::new()));
    // An Option cannot tell these from None: nothing of DynamoDB's could.
    becomes(Some(None::<u8>), None).unwrap();
    becomes(Some(BTreeSet::<u8>::new()), None).unwrap();
    becomes(Some(()), None).unwrap();
    becomes(Some(AttributeValue::Null(true)), None).unwrap();
    // An empty string, binary, list or map is there.
    round_trip(Some(String::new())).unwrap();
    round_trip(Some(Vec::<u8>::new())).unwrap();
    round_trip(Some(Vec::<String>::new())).unwrap();
    round_trip(Some(BTreeMap::<String, u8>::new())).unwrap();
}

/// The forms are a contract: what is in tables must stay readable.
#[test]
fn the_form_of_each_type() {
    fn form<T: Value + Clone + PartialEq + Debug>(value: T, json: &str) {
        assert_eq!(to_json(&Doc { value: value.clone() }).unwrap(), format!(r#"{{"value":{json}}}"#));
        round_trip(value).unwrap();
    }
    form("a\"\n".to_owned(), r#"{"S":"a\"\n"}"#);
    form('ß', r#"{"S":"ß"}"#);
    form(-7i8, r#"{"N":"-7"}"#);
    form(1.5f32, r#"{"N":"1.5"}"#);
    form(1e100, r#"{"N":"1e100"}"#);
    form(vec![0u8, 255], r#"{"B":"AP8="}"#);
    form([1u8, 2, 3], r#"{"B":"AQID"}"#);
    form(Bytes::from_static(b"\xfb\xff"), r#"{"B":"+/8="}"#);
    form(true, r#"{"BOOL":true}"#);
    form((), r#"{"NULL":true}"#);
    form(vec![1u16, 2], r#"{"L":[{"N":"1"},{"N":"2"}]}"#);
    form(vec![Some(1u8), None], r#"{"L":[{"N":"1"},{"NULL":true}]}"#);
    form((1u8, 'a'), r#"{"L":[{"N":"1"},{"S":"a"}]}"#);
    form(BTreeMap::from([("k".to_owned(), None::<u8>)]), r#"{"M":{"k":{"NULL":true}}}"#);
    form(BTreeSet::from(["a".to_owned(), "b".to_owned()]), r#"{"SS":["a","b"]}"#);
    form(BTreeSet::from([1u8, 2]), r#"{"NS":["1","2"]}"#);
    form(BTreeSet::from([vec![1u8], vec![2]]), r#"{"BS":["AQ==","Ag=="]}"#);
    form(UNIX_EPOCH - Duration::from_secs(1), r#"{"N":"-1"}"#);
    form(Doc { value: 'x' }, r#"{"M":{"value":{"S":"x"}}}"#);
}

/// A user's own `Value` may pass on any text as a number: it must not reach the request as JSON.
#[test]
fn a_number_cannot_end_its_quotes() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Raw(String);

    impl Value for Raw {
        type Kind = kind::N;
        type Base = Self;

        fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
            encoder.number(&self.0)
        }

        fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
            decoder.with_number(str::to_owned).map(Self)
        }
    }

    let raw = || Raw(r#"1"},"admin":{"BOOL":true"#.to_owned());
    refused(raw()).unwrap();
    refused(BTreeSet::from([raw()])).unwrap();
    refused(Raw(String::new())).unwrap();
}

/// A set of a hasher of the user's own.
#[test]
fn other_hashers() {
    type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
    round_trip(HashSet::<u32, Hasher>::from_iter([1, 2, 3])).unwrap();
    round_trip(HashMap::<String, u32, Hasher>::from_iter([("a".to_owned(), 1)])).unwrap();
}

/// Lists and maps nested to a depth, around a value.
pub fn nested(depth: usize, as_list: bool) -> AttributeValue {
    (0..depth).fold(AttributeValue::Bool(true), |inner, _| {
        if as_list {
            AttributeValue::L(vec![inner])
        } else {
            AttributeValue::M(HashMap::from([("m".to_owned(), inner)]))
        }
    })
}

#[test]
fn nesting_ends_at_64_on_every_backend() {
    for as_list in [true, false] {
        let deepest = Doc { value: nested(64, as_list) };
        assert_eq!(from_map::<Doc<AttributeValue>>(to_map(&deepest).unwrap()).unwrap(), deepest);
        assert_eq!(from_json::<Doc<AttributeValue>>(to_json(&deepest).unwrap()).unwrap(), deepest);
        assert_eq!(item_size(&deepest).unwrap(), item_size_of(&to_map(&deepest).unwrap()));
        assert!(refused(nested(65, as_list)).unwrap().ends_with("nested deeper than 64 levels; DynamoDB takes 32"));
        let item = Item::from([("value".to_owned(), nested(65, as_list))]);
        assert!(from_map::<Item>(item).unwrap_err().to_string().contains("nested deeper than 64 levels"));
    }
}
