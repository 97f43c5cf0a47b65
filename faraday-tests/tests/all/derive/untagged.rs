//! Untagged enums that hold themselves: the number of attempts to read one is bounded.

use faraday::Value;
use faraday::document::from_json;

#[derive(Debug, PartialEq, Value)]
#[faraday(untagged)]
enum Twice {
    Some { a: Box<Twice> },
    Other { a: Box<Twice>, b: u8 },
    Number(u64),
}

#[derive(Debug, PartialEq, Value)]
#[faraday(untagged)]
enum Once {
    Text(String),
    List(Vec<Once>),
    Map { inner: Box<Once> },
}

#[derive(Debug, PartialEq, Value)]
struct Holder<T> {
    v: T,
}

fn nested(levels: usize, open: &str, inner: &str, close: &str) -> String {
    format!(r#"{{"v":{}{inner}{}}}"#, open.repeat(levels), close.repeat(levels))
}

#[test]
fn a_value_that_doubles_its_attempts_with_every_level_is_an_error() {
    let deep = nested(30, r#"{"M":{"a":"#, r#"{"S":"no number"}"#, "}}");
    let error = from_json::<Holder<Twice>>(&deep).unwrap_err();
    assert!(error.to_string().contains("too many ways"), "{error}");
    let flat = nested(3, r#"{"M":{"a":"#, r#"{"N":"7"}"#, "}}");
    let seven = || Box::new(Twice::Number(7));
    let v = Twice::Some { a: Box::new(Twice::Some { a: Box::new(Twice::Some { a: seven() }) }) };
    assert_eq!(from_json::<Holder<Twice>>(&flat).unwrap(), Holder { v });
}

#[test]
fn a_deep_value_and_a_long_one_are_read() {
    let deep = nested(30, r#"{"M":{"inner":"#, r#"{"S":"text"}"#, "}}");
    assert!(from_json::<Holder<Once>>(&deep).is_ok());
    let long = nested(1, r#"{"L":["#, &[r#"{"L":[{"S":"a"}]}"#; 5000].join(","), "]}");
    assert!(from_json::<Holder<Once>>(&long).is_ok());
    assert!(from_json::<Vec1<Once>>(&long).is_ok());
}

#[derive(Debug, PartialEq, Value)]
struct Vec1<T> {
    v: Vec<T>,
}

#[test]
fn a_value_of_no_variant_is_told_from_one_with_too_many_ways() {
    let error = from_json::<Holder<Once>>(r#"{"v":{"BOOL":true}}"#).unwrap_err();
    assert!(error.to_string().contains("Text, List, Map"), "{error}");
    assert!(!error.to_string().contains("too many"), "{error}");
}
