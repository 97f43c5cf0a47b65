//! DynamoDB's rules for the names of tables, indexes and key attributes, checked before a table is created: [`check_names`].
//!
//! The compiler checks the names in a struct. This module checks names that are known only at run time, like one with a prefix, and names
//! in schemas that are written by hand.

use super::request::TableRequest;
use crate::error::{Error, ErrorKind, Result};

/// See [naming rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
pub(super) fn check_names(table: &str, request: &TableRequest) -> Result<()> {
    check_name("table", table)?;
    let indexes = request.local_secondary_indexes.iter().chain(&request.global_secondary_indexes);
    let vectors = request.vector_indexes.iter().map(|index| &index.index_name);
    for name in indexes.map(|index| &index.index_name).chain(vectors) {
        check_name("index", name)?;
    }
    for definition in &request.attribute_definitions {
        let length = definition.attribute_name.len();
        if !(1..=255).contains(&length) {
            let name = &definition.attribute_name;
            return refuse(format!("the key attribute `{name}` has a name of {length} bytes; DynamoDB takes 1 to 255"));
        }
    }
    Ok(())
}

fn check_name(of: &str, name: &str) -> Result<()> {
    let length = name.len();
    if !(3..=255).contains(&length) {
        return refuse(format!("the {of} name `{name}` has {length} characters; DynamoDB takes 3 to 255"));
    }
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    match name.chars().find(|letter| !is_allowed(*letter)) {
        Some(letter) => {
            refuse(format!("the {of} name `{name}` has {letter:?}; DynamoDB takes a-z, A-Z, 0-9, _, - and ."))
        }
        None => Ok(()),
    }
}

fn refuse(message: String) -> Result<()> {
    Err(Error::new(ErrorKind::InvalidArgument, message))
}
