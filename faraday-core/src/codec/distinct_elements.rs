//! A set has no two equal elements: DynamoDB refuses such a set. Elements are compared as DynamoDB stores them, because two
//! values that differ in Rust may be one string, number or binary there.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

use crate::value::{EncodeError, SetType, canonical_number};

/// Up to this many elements, comparing every pair is cheaper than hashing.
const FEW: usize = 16;

/// Refuses equal elements. `elements` are the stored forms: bytes, or texts in any encoding that distinguishes them.
pub(crate) fn check_distinct<T: AsRef<[u8]>>(set: SetType, elements: &[T]) -> Result<(), EncodeError> {
    let bytes = || elements.iter().map(AsRef::as_ref);
    let distinct = match set {
        // `1`, `1.0` and `1E0` are one number.
        SetType::Ns if !bytes().all(is_plain) => are_distinct(bytes().map(canonical)),
        _ => are_all_distinct(elements),
    };
    if distinct {
        Ok(())
    } else {
        Err(EncodeError::new("two elements of the set are equal in the form that is stored"))
    }
}

/// Whether no two of these texts have the same bytes.
pub(crate) fn are_all_distinct<T: AsRef<[u8]>>(texts: &[T]) -> bool {
    if texts.len() <= FEW { few_are_distinct(texts) } else { are_distinct(texts.iter().map(AsRef::as_ref)) }
}

/// Compares every pair, without a hash table and without allocating.
fn few_are_distinct<T: AsRef<[u8]>>(elements: &[T]) -> bool {
    let mut rest = elements;
    while let [first, others @ ..] = rest {
        if others.iter().any(|other| other.as_ref() == first.as_ref()) {
            return false;
        }
        rest = others;
    }
    true
}

/// Returns the elements without those that equal an earlier one.
pub(crate) fn without_repeats<'e>(set: SetType, elements: &[&'e [u8]]) -> Vec<&'e [u8]> {
    let mut seen = HashSet::with_capacity(elements.len());
    let form = |element: &'e [u8]| match set {
        SetType::Ns => Cow::Owned(canonical(element).into_owned().into_bytes()),
        _ => Cow::Borrowed(element),
    };
    elements.iter().copied().filter(|element| seen.insert(form(element))).collect()
}

/// Whether the text is an integer without leading zeros. Two such texts differ exactly if their numbers differ.
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
