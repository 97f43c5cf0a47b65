//! The condition that an item without a version is unchanged since it was read: [`unchanged`].

use crate::codec::sdk_map::SdkItem;
use crate::expression::{Condition, Tokens};
use crate::schema::{Item, primary_keys};
use crate::value::{EncodeError, Names, Value};

/// The highest number of attributes that a condition compares. DynamoDB limits an expression to 4 KB and 300 operators, and each absent
/// attribute needs 33 bytes and two operators.
pub(super) const MOST_COMPARED: usize = 100;

/// Returns the condition that the item still has the same values: of the attributes that the write changes, then of those that the
/// struct declares, which must still be absent if they were, and then of all others, as far as they fit.
pub(super) fn unchanged<I: Item>(
    stored: &SdkItem,
    changed: &[&str],
    upgraded_from: &[&Names],
) -> Result<Condition<I>, EncodeError> {
    let mut tokens = Tokens::default();
    for (position, name) in compared::<I>(stored, changed, upgraded_from).into_iter().take(MOST_COMPARED).enumerate() {
        if position > 0 {
            tokens.text(" AND ");
        }
        match stored.get(name) {
            // No value of an item is shown, because the struct does not know whether all of them may be.
            Some(value) => {
                tokens.named(name.to_owned(), true);
                tokens.text(" = ");
                tokens.encoded(|encoder| value.encode(encoder));
            }
            None => {
                tokens.text("attribute_not_exists(");
                tokens.name(name.to_owned());
                tokens.text(")");
            }
        }
    }
    tokens.take_error()?;
    Ok(if tokens.is_empty() { Condition::all::<Condition<I>>([]) } else { Condition::of_conjunction(tokens) })
}

/// Returns the names of the attributes to compare, the most important first. The key names the item, and the version has a condition of
/// its own.
fn compared<'n, I: Item>(stored: &'n SdkItem, changed: &[&'n str], upgraded_from: &[&'n Names]) -> Vec<&'n str> {
    let sorted = |mut names: Vec<&'n str>| {
        names.sort_unstable();
        names
    };
    let older = upgraded_from.iter().flat_map(|names| names.declared_names());
    let declared = I::NAMES.declared_names().into_iter().chain(index_keys::<I>()).chain(older).collect();
    let others = stored.keys().map(String::as_str).collect();
    let is_compared =
        |name: &str| I::MANAGED.version() != Some(name) && !primary_keys(&I::SCHEMA).any(|(key, _)| key.name() == name);
    let mut compared: Vec<&str> = Vec::new();
    for name in [changed.to_vec(), declared, others].into_iter().flat_map(sorted) {
        if is_compared(name) && !compared.contains(&name) {
            compared.push(name);
        }
    }
    compared
}

/// Returns the names of all key attributes of indexes.
pub(super) fn index_keys<I: Item>() -> Vec<&'static str> {
    let indexes = I::SCHEMA.all_indexes();
    let keys = indexes.into_iter().flat_map(|index| index.partition_key().iter().chain(index.sort_key()));
    keys.map(|key| key.name()).collect()
}
