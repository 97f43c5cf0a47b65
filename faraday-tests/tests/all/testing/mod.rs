//! The module for users' tests, `faraday::testing`: each fault, races, time, the record of requests, and results that tests make.

mod clock;
mod constructed;
mod embedded_with;
mod fault_table;
mod faults;
mod races;
mod recorded;

use std::panic::{AssertUnwindSafe, catch_unwind};

use faraday::Item;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    name: String,
    visits: u64,
}

fn user(id: &str) -> User {
    User { id: id.into(), name: "Ann".into(), visits: 1 }
}

/// The message of an assertion that does not hold.
fn message<T>(assertion: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(assertion)) else { panic!("it holds") };
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().unwrap()).to_owned(),
    }
}
