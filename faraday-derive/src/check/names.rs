//! Rules for names that must be distinct.

use syn::LitStr;

use super::super::attributes::TableName;
use super::super::context::Context;
use super::super::model::{Container, Field};

/// Two fields cannot read one attribute, by name or by alias.
pub fn names_are_distinct(context: &Context, container: &Container, fields: &[Field]) {
    let stored: Vec<_> = fields.iter().filter(|field| field.is_attribute()).collect();
    let names = stored.iter().map(|field| &field.name);
    let kind = container.kind_attribute();
    for name in names.clone().chain(stored.iter().flat_map(|field| &field.options.aliases)) {
        if kind.is_some_and(|kind| kind.text().as_deref() == Some(name.value().as_str())) {
            let message = format!(
                "the attribute {:?} holds the kind of the item: rename this one, or that by `tag = \"…\"` beside `kind`",
                name.value()
            );
            context.error(name.span(), message);
        }
    }
    report_repeated(context, names.clone(), |name| {
        format!("two fields are stored as the attribute {name:?}: rename one")
    });
    let mut taken: Vec<String> = names.map(LitStr::value).collect();
    for alias in stored.iter().flat_map(|field| &field.options.aliases) {
        if taken.contains(&alias.value()) {
            let message = format!("the attribute {:?} has a field already: remove this `alias`", alias.value());
            context.error(alias.span(), message);
        }
        taken.push(alias.value());
    }
}

/// Reports every repeated name at its own span.
pub fn report_repeated<'n>(
    context: &Context,
    names: impl Iterator<Item = &'n LitStr>,
    message: impl Fn(&str) -> String,
) {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let text = name.value();
        if seen.contains(&text) {
            context.error(name.span(), message(&text));
        } else {
            seen.push(text);
        }
    }
}

/// DynamoDB must accept the name of a table.
pub fn table_name_is_allowed(context: &Context, table: &TableName) {
    let TableName::Text(table) = table else { return };
    let name = table.value();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    if !(3..=255).contains(&name.len()) || !name.chars().all(allowed) {
        context.error(table.span(), "a table's name has 3 to 255 of the characters a-z, A-Z, 0-9, `_`, `.` and `-`");
    }
}
