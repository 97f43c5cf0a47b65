//! Copies an item from one form to another without building the values in between: from the bytes of an answer to plain JSON,
//! and from a line of an import to a request.

use super::distinct_elements::are_all_distinct;
use super::json::{WireAttributes, WireDecoder};
use crate::value::{
    AttributeType, DecodeError, Decoder, EncodeError, Encoder, ListDecoder, ListEncoder, MapDecoder, MapEncoder,
    SetType, check_number,
};

/// Where an item comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// DynamoDB sent it, so it keeps DynamoDB's rules.
    Answer,
    /// Somebody wrote it. What would be stored as something else is refused: two attributes of one name, and a NULL that is false.
    Line,
}

/// Copies all attributes, in their order.
pub(crate) fn copy_attributes<E: MapEncoder>(
    mut from: WireAttributes<'_, '_>,
    to: &mut E,
    origin: Origin,
) -> Result<(), DecodeError> {
    let mut names = Vec::new();
    while let Some((name, value)) = from.next(str::to_owned)? {
        copy(value, to.attribute(&name), origin).map_err(|error| error.at_attribute(name.as_str()))?;
        if origin == Origin::Line {
            names.push(name);
        }
    }
    check_names(&names)
}

/// Refuses two attributes of the same name, because only one would be stored.
pub(crate) fn check_names(names: &[String]) -> Result<(), DecodeError> {
    if are_all_distinct(names) {
        Ok(())
    } else {
        Err(DecodeError::new("expected each attribute once, found two of the same name"))
    }
}

fn copy<E: Encoder>(from: WireDecoder<'_, '_>, to: E, origin: Origin) -> Result<(), DecodeError> {
    if from.is_unknown() {
        return Err(DecodeError::new("expected a type that this version of faraday knows, found another"));
    }
    match from.kind() {
        AttributeType::S => from.with_string(|text| to.string(text))?.map_err(refused),
        AttributeType::N => from.with_number(|digits| number(digits, to))?.map_err(refused),
        AttributeType::B => from.with_binary(|bytes| to.binary(bytes))?.map_err(refused),
        AttributeType::Bool => to.boolean(from.boolean()?).map_err(refused),
        AttributeType::Null => match from.flag(AttributeType::Null)? || origin == Origin::Answer {
            true => to.null().map_err(refused),
            false => Err(DecodeError::new("expected a NULL that is true, found one that is false")),
        },
        AttributeType::L => {
            let (mut elements, mut list) = (from.list()?, to.list().map_err(refused)?);
            let mut index = 0;
            while let Some(element) = elements.next().map_err(|error| error.at_index(index))? {
                copy(element, list.element(), origin).map_err(|error| error.at_index(index))?;
                index += 1;
            }
            list.end().map_err(refused)
        }
        AttributeType::M => {
            let mut map = to.map().map_err(refused)?;
            copy_attributes(from.map()?, &mut map, origin)?;
            map.end().map_err(refused)
        }
        AttributeType::Ss => copy_set(SetType::Ss, from, to),
        AttributeType::Ns => copy_set(SetType::Ns, from, to),
        AttributeType::Bs => copy_set(SetType::Bs, from, to),
    }
}

fn copy_set<E: Encoder>(set: SetType, from: WireDecoder<'_, '_>, to: E) -> Result<(), DecodeError> {
    let (mut elements, mut copied) = (from.set(set)?, to.set(set).map_err(refused)?);
    let mut is_empty = true;
    while let Some(from) = elements.next()? {
        let to = copied.element();
        let element = match set {
            SetType::Ss => from.with_string(|text| to.string(text))?,
            SetType::Ns => from.with_number(|digits| number(digits, to))?,
            SetType::Bs => from.with_binary(|bytes| to.binary(bytes))?,
        };
        element.map_err(refused)?;
        is_empty = false;
    }
    if is_empty {
        return Err(DecodeError::new("expected a set with an element, found an empty one"));
    }
    copied.end().map_err(refused)
}

fn number(digits: &str, to: impl Encoder) -> Result<(), EncodeError> {
    check_number(digits)?;
    to.number(digits)
}

/// Turns an encoder's error about a value that was read into a `DecodeError`. Its message shows no value.
fn refused(error: EncodeError) -> DecodeError {
    DecodeError::new(error.to_string())
}
