//! A set has no two equal elements: DynamoDB refuses such a set. Elements are compared as DynamoDB stores them, because two
//! values that differ in Rust may be one string, number or binary there.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

use crate::value::{EncodeError, SetType, canonical_number};

/// Up to so many elements it is cheaper to compare each with each than to hash them.
const FEW: usize = 16;

/// Refuses elements that are equal. `element` gives the stored forms of `count` elements: texts, in any encoding that keeps them
/// apart, or bytes.
pub(crate) fn check_distinct<'e>(
    set: SetType,
    count: usize,
    element: impl Fn(usize) -> &'e [u8],
) -> Result<(), EncodeError> {
    let elements = || (0..count).map(&element);
    let distinct = match set {
        SetType::Ss | SetType::Bs if ascend(count, &element) => true,
        // `1`, `1.0` and `1E0` are one number.
        SetType::Ns if !elements().all(is_plain) => are_distinct(elements().map(canonical)),
        _ if count <= FEW => few_are_distinct(count, &element),
        _ => are_distinct(elements()),
    };
    if distinct {
        Ok(())
    } else {
        Err(EncodeError::new("two elements of the set are equal in the form that is stored"))
    }
}

/// Whether each is greater than the one before it, as those of a `BTreeSet` are: then no two are equal.
fn ascend<'e>(count: usize, element: impl Fn(usize) -> &'e [u8]) -> bool {
    let mut before = element(0);
    (1..count).all(|index| {
        let next = element(index);
        std::mem::replace(&mut before, next) < next
    })
}

/// Compares each with each, without a table of hashes and without memory.
fn few_are_distinct<'e>(count: usize, element: impl Fn(usize) -> &'e [u8]) -> bool {
    (1..count).all(|later| {
        let one = element(later);
        (0..later).all(|earlier| element(earlier) != one)
    })
}

/// The elements without those that are equal to one before them.
pub(crate) fn without_repeats<'e>(set: SetType, elements: &[&'e [u8]]) -> Vec<&'e [u8]> {
    let mut seen = HashSet::with_capacity(elements.len());
    let form = |element: &'e [u8]| match set {
        SetType::Ns => Cow::Owned(canonical(element).into_owned().into_bytes()),
        _ => Cow::Borrowed(element),
    };
    elements.iter().copied().filter(|element| seen.insert(form(element))).collect()
}

/// Whether the text of a number is the only one that the number has.
fn is_plain(digits: &[u8]) -> bool {
    let rest = digits.strip_prefix(b"-").unwrap_or(digits);
    rest.iter().all(u8::is_ascii_digit) && !rest.starts_with(b"0") || digits == b"0"
}

fn canonical(digits: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(digits).map_or(Cow::Borrowed(""), |text| Cow::Owned(canonical_number(text)))
}

fn are_distinct<T: Eq + Hash>(elements: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    elements.into_iter().all(|element| seen.insert(element))
}
