use faraday::Value;

use super::tree::{n, read, s, write};

#[derive(Debug, Clone, Copy, PartialEq, Value)]
#[faraday(rename_all = "kebab-case")]
enum Status {
    Open,
    #[faraday(rename = "settled")]
    Paid,
    OnItsWay = 7,
}

#[test]
fn a_unit_enum_is_a_string() {
    for (status, name) in [(Status::Open, "open"), (Status::Paid, "settled"), (Status::OnItsWay, "on-its-way")] {
        assert_eq!(write(&status), s(name));
        assert_eq!(read::<Status>(s(name)).unwrap(), status);
    }
}

#[test]
fn an_unknown_variant_is_an_error_that_lists_the_known_ones() {
    let message = |tree| read::<Status>(tree).unwrap_err().to_string();
    assert_eq!(message(s("lost")), "expected one of open, settled, on-its-way, found another string");
    assert_eq!(message(n("7")), "expected S, found N");
}
