use faraday::Value;

use super::tree::{Tree, m, n, read, s, write};

#[derive(Debug, PartialEq, Value)]
struct Address {
    street: String,
    city: Option<City>,
}

#[derive(Debug, PartialEq, Value)]
#[faraday(rename_all = "camelCase")]
struct City {
    city_name: String,
    #[faraday(default)]
    post_code: u32,
}

#[test]
fn a_struct_is_a_map() {
    let address = Address { street: "Low Lane".into(), city: Some(City { city_name: "Leeds".into(), post_code: 12 }) };
    let city = m([("cityName", s("Leeds")), ("postCode", n("12"))]);
    let written = write(&address);
    assert_eq!(written, m([("street", s("Low Lane")), ("city", city)]));
    assert_eq!(read::<Address>(written).unwrap(), address);
}

#[test]
fn an_error_has_the_whole_path() {
    let address = m([("street", s("Low Lane")), ("city", m([("cityName", Tree::Bool(true))]))]);
    let error = read::<Address>(address).unwrap_err();
    assert_eq!(error.path(), "city.cityName");
    assert_eq!(error.message(), "expected S, found BOOL");
}

#[derive(Debug, PartialEq, Value)]
struct Tree2 {
    name: String,
    children: Vec<Self>,
}

#[test]
fn a_struct_may_hold_itself() {
    let leaf = Tree2 { name: "leaf".into(), children: vec![] };
    let tree = Tree2 { name: "root".into(), children: vec![leaf] };
    assert_eq!(read::<Tree2>(write(&tree)).unwrap(), tree);
}

#[derive(Debug, PartialEq, Value)]
struct Page<T> {
    items: Vec<T>,
    next: Option<T>,
}

#[test]
fn a_struct_may_be_generic() {
    let page = Page { items: vec!["a".to_owned()], next: None };
    assert_eq!(read::<Page<String>>(write(&page)).unwrap(), page);
    assert_eq!(Page::<u8>::ITEMS.name(), "items");
}

#[derive(Debug, PartialEq, Value)]
struct Empty {}

#[test]
fn a_struct_may_be_empty() {
    assert_eq!(write(&Empty {}), m([]));
    assert_eq!(read::<Empty>(m([("a", Tree::Null)])).unwrap(), Empty {});
}
