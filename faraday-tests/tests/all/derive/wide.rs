//! Structs of many fields: other code reads them than small ones (`read_wide.rs` of the derive).

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;

use faraday::document::{from_json, to_json};
use faraday::{Frozen, Item, Value};
use serde::{Deserialize, Serialize};

/// As many fields as anybody has, of every common type.
#[rustfmt::skip]
#[derive(Debug, Clone, PartialEq, Default, Value)]
struct Wide {
    f000: String, f001: u64, f002: Option<String>, f003: bool, f004: Vec<u64>,
    f005: String, f006: u64, f007: Option<String>, f008: bool, f009: Vec<u64>,
    f010: String, f011: u64, f012: Option<String>, f013: bool, f014: Vec<u64>,
    f015: String, f016: u64, f017: Option<String>, f018: bool, f019: Vec<u64>,
    f020: String, f021: u64, f022: Option<String>, f023: bool, f024: Vec<u64>,
    f025: String, f026: u64, f027: Option<String>, f028: bool, f029: Vec<u64>,
    f030: String, f031: u64, f032: Option<String>, f033: bool, f034: Vec<u64>,
    f035: String, f036: u64, f037: Option<String>, f038: bool, f039: Vec<u64>,
    f040: String, f041: u64, f042: Option<String>, f043: bool, f044: Vec<u64>,
    f045: String, f046: u64, f047: Option<String>, f048: bool, f049: Vec<u64>,
    f050: String, f051: u64, f052: Option<String>, f053: bool, f054: Vec<u64>,
    f055: String, f056: u64, f057: Option<String>, f058: bool, f059: Vec<u64>,
    f060: String, f061: u64, f062: Option<String>, f063: bool, f064: Vec<u64>,
    f065: String, f066: u64, f067: Option<String>, f068: bool, f069: Vec<u64>,
    f070: String, f071: u64, f072: Option<String>, f073: bool, f074: Vec<u64>,
    f075: String, f076: u64, f077: Option<String>, f078: bool, f079: Vec<u64>,
    f080: String, f081: u64, f082: Option<String>, f083: bool, f084: Vec<u64>,
    f085: String, f086: u64, f087: Option<String>, f088: bool, f089: Vec<u64>,
    f090: String, f091: u64, f092: Option<String>, f093: bool, f094: Vec<u64>,
    f095: String, f096: u64, f097: Option<String>, f098: bool, f099: Vec<u64>,
    f100: String, f101: u64, f102: Option<String>, f103: bool, f104: Vec<u64>,
    f105: String, f106: u64, f107: Option<String>, f108: bool, f109: Vec<u64>,
    f110: String, f111: u64, f112: Option<String>, f113: bool, f114: Vec<u64>,
    f115: String, f116: u64, f117: Option<String>, f118: bool, f119: Vec<u64>,
    f120: String, f121: u64, f122: Option<String>, f123: bool, f124: Vec<u64>,
    f125: String, f126: u64, f127: Option<String>, f128: bool, f129: Vec<u64>,
    f130: String, f131: u64, f132: Option<String>, f133: bool, f134: Vec<u64>,
    f135: String, f136: u64, f137: Option<String>, f138: bool, f139: Vec<u64>,
    f140: String, f141: u64, f142: Option<String>, f143: bool, f144: Vec<u64>,
    f145: String, f146: u64, f147: Option<String>, f148: bool, f149: Vec<u64>,
    f150: String, f151: u64, f152: Option<String>, f153: bool, f154: Vec<u64>,
    f155: String, f156: u64, f157: Option<String>, f158: bool, f159: Vec<u64>,
    f160: String, f161: u64, f162: Option<String>, f163: bool, f164: Vec<u64>,
    f165: String, f166: u64, f167: Option<String>, f168: bool, f169: Vec<u64>,
    f170: String, f171: u64, f172: Option<String>, f173: bool, f174: Vec<u64>,
    f175: String, f176: u64, f177: Option<String>, f178: bool, f179: Vec<u64>,
    f180: String, f181: u64, f182: Option<String>, f183: bool, f184: Vec<u64>,
    f185: String, f186: u64, f187: Option<String>, f188: bool, f189: Vec<u64>,
    f190: String, f191: u64, f192: Option<String>, f193: bool, f194: Vec<u64>,
    f195: String, f196: u64, f197: Option<String>, f198: bool, f199: Vec<u64>,
    f200: String, f201: u64, f202: Option<String>, f203: bool, f204: Vec<u64>,
    f205: String, f206: u64, f207: Option<String>, f208: bool, f209: Vec<u64>,
    f210: String, f211: u64, f212: Option<String>, f213: bool, f214: Vec<u64>,
    f215: String, f216: u64, f217: Option<String>, f218: bool, f219: Vec<u64>,
    f220: String, f221: u64, f222: Option<String>, f223: bool, f224: Vec<u64>,
    f225: String, f226: u64, f227: Option<String>, f228: bool, f229: Vec<u64>,
    f230: String, f231: u64, f232: Option<String>, f233: bool, f234: Vec<u64>,
    f235: String, f236: u64, f237: Option<String>, f238: bool, f239: Vec<u64>,
    f240: String, f241: u64, f242: Option<String>, f243: bool, f244: Vec<u64>,
    f245: String, f246: u64, f247: Option<String>, f248: bool, f249: Vec<u64>,
}

#[test]
fn two_hundred_and_fifty_fields_are_read_back() {
    let wide = Wide {
        f000: "first".into(),
        f001: 1,
        f002: Some("here".into()),
        f123: true,
        f124: vec![1, 2],
        f249: vec![3],
        ..Wide::default()
    };
    assert_eq!(from_json::<Wide>(&to_json(&wide).unwrap()).unwrap(), wide);
}

#[test]
fn the_first_missing_field_is_the_one_that_is_reported() {
    let json = to_json(&Wide::default()).unwrap();
    let mut fields: BTreeMap<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
    for name in ["f200", "f101", "f245", "f111"] {
        fields.remove(name).unwrap();
        let json = serde_json::to_string(&fields).unwrap();
        let first = ["f101", "f111", "f200", "f245"].into_iter().find(|name| !fields.contains_key(*name)).unwrap();
        let error = from_json::<Wide>(&json).unwrap_err();
        assert!(error.to_string().contains(first), "{error} should name {first}");
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Notes(Vec<String>);

fn seven() -> u64 {
    7
}

/// Every way to store a field, in a struct that is wide.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "all")]
struct All {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key, rename = "at")]
    time: u64,
    plain: String,
    optional: Option<String>,
    list: Vec<u8>,
    #[faraday(alias = "older", alias = "oldest")]
    renamed: u64,
    #[faraday(default)]
    defaulted: u64,
    #[faraday(default = seven)]
    by_function: u64,
    #[faraday(frozen)]
    frozen: Notes,
    #[faraday(frozen)]
    maybe_frozen: Option<Notes>,
    #[faraday(frozen, default)]
    defaulted_frozen: Option<Notes>,
    #[faraday(serde)]
    serde: Notes,
    #[faraday(serde)]
    maybe_serde: Option<Notes>,
    #[faraday(as = String)]
    converted: Converted,
    #[faraday(skip)]
    skipped: u64,
    r#type: bool,
    typed: Frozen<Notes>,
    a: u8,
    b: u8,
    c: u8,
    #[faraday(version)]
    version: u64,
    #[faraday(flatten)]
    address: Address,
    #[faraday(extra)]
    extra: BTreeMap<String, AttributeValue>,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    city: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Converted(u32);

impl From<&Converted> for String {
    fn from(converted: &Converted) -> Self {
        converted.0.to_string()
    }
}

impl TryFrom<String> for Converted {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

fn all() -> All {
    All {
        id: "ann".into(),
        time: 9,
        plain: "p".into(),
        optional: Some("o".into()),
        list: vec![1],
        renamed: 3,
        defaulted: 4,
        by_function: 5,
        frozen: Notes(vec!["f".into()]),
        maybe_frozen: Some(Notes::default()),
        defaulted_frozen: Some(Notes::default()),
        serde: Notes(vec!["s".into()]),
        maybe_serde: None,
        converted: Converted(8),
        skipped: 0,
        r#type: true,
        typed: Frozen(Notes::default()),
        a: 1,
        b: 2,
        c: 3,
        version: 6,
        address: Address { city: "York".into() },
        extra: BTreeMap::from([("more".to_owned(), AttributeValue::Bool(true))]),
    }
}

#[test]
fn every_way_to_store_a_field_works_in_a_wide_struct() {
    assert_eq!(from_json::<All>(&to_json(&all()).unwrap()).unwrap(), all());
}

/// The item without this attribute, or with it under another name.
fn changed(name: &str, new_name: Option<&str>) -> faraday::Result<All> {
    let mut fields: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&to_json(&All { extra: BTreeMap::new(), ..all() }).unwrap()).unwrap();
    let value = fields.remove(name).unwrap();
    if let Some(new_name) = new_name {
        fields.insert(new_name.to_owned(), value);
    }
    Ok(from_json(serde_json::to_string(&fields).unwrap())?)
}

#[test]
fn what_is_missing_has_its_default_or_its_old_name_or_an_error() {
    assert_eq!(changed("renamed", Some("older")).unwrap().renamed, 3);
    assert_eq!(changed("renamed", Some("oldest")).unwrap().renamed, 3);
    assert_eq!(changed("defaulted", None).unwrap().defaulted, 0);
    assert_eq!(changed("by_function", None).unwrap().by_function, 7);
    assert_eq!(changed("maybe_frozen", None).unwrap().maybe_frozen, None);
    assert_eq!(changed("defaulted_frozen", None).unwrap().defaulted_frozen, None);
    assert_eq!(changed("optional", None).unwrap().optional, None);
    for name in ["plain", "frozen", "serde", "converted", "renamed", "type", "typed", "city", "at"] {
        let error = changed(name, None).unwrap_err();
        assert!(format!("{error:?} {error}").contains(name), "{error} should name {name}");
    }
}
