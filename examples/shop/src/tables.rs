//! `TABLES.md` is the page of the declaration.

use std::{env, fs};

use faraday::Item;

use super::{Line, Order, Shop, Stock, Tenant, User};

/// All kinds of the table.
#[derive(Item)]
#[faraday(table = Shop, whole_keys)]
enum Record {
    Tenant(Tenant),
    User(User),
    Order(Order),
    Line(Line),
    Stock(Stock),
}

#[test]
fn the_page_is_that_of_the_declaration() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/TABLES.md");
    let page = Record::SCHEMA.to_markdown();
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(file, &page).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap(), page, "FARADAY_BLESS=1 cargo test -p shop writes it again");
}
