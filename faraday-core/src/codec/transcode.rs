//! Copies an item from one form to another without building the values in between: from the bytes of an answer to plain JSON,
//! and from a line of an import to a request.

use crate::value::{
    AttributeType, DecodeError, Decoder, EncodeError, Encoder, ListDecoder, ListEncoder, MapDecoder, MapEncoder,
    SetType, check_number,
};

/// Copies all attributes, in their order.
pub(crate) fn copy_attributes<D: MapDecoder, E: MapEncoder>(mut from: D, to: &mut E) -> Result<(), DecodeError> {
    while let Some((name, value)) = from.next(str::to_owned)? {
        copy(value, to.attribute(&name)).map_err(|error| error.at_attribute(name))?;
    }
    Ok(())
}

fn copy<D: Decoder, E: Encoder>(from: D, to: E) -> Result<(), DecodeError> {
    if from.is_unknown() {
        return Err(DecodeError::new("expected a type that this version of faraday knows, found another"));
    }
    match from.kind() {
        AttributeType::S => from.with_string(|text| to.string(text))?.map_err(refused),
        AttributeType::N => from.with_number(|digits| number(digits, to))?.map_err(refused),
        AttributeType::B => from.with_binary(|bytes| to.binary(bytes))?.map_err(refused),
        AttributeType::Bool => to.boolean(from.boolean()?).map_err(refused),
        AttributeType::Null => from.null().and_then(|()| to.null().map_err(refused)),
        AttributeType::L => {
            let (mut elements, mut list) = (from.list()?, to.list().map_err(refused)?);
            let mut index = 0;
            while let Some(element) = elements.next().map_err(|error| error.at_index(index))? {
                copy(element, list.element()).map_err(|error| error.at_index(index))?;
                index += 1;
            }
            list.end().map_err(refused)
        }
        AttributeType::M => {
            let mut map = to.map().map_err(refused)?;
            copy_attributes(from.map()?, &mut map)?;
            map.end().map_err(refused)
        }
        AttributeType::Ss => {
            copy_set(SetType::Ss, from, to, |from, to| from.with_string(|text| to.string(text))?.map_err(refused))
        }
        AttributeType::Ns => {
            copy_set(SetType::Ns, from, to, |from, to| from.with_number(|digits| number(digits, to))?.map_err(refused))
        }
        AttributeType::Bs => {
            copy_set(SetType::Bs, from, to, |from, to| from.with_binary(|bytes| to.binary(bytes))?.map_err(refused))
        }
    }
}

fn copy_set<D: Decoder, E: Encoder>(
    set: SetType,
    from: D,
    to: E,
    element: impl for<'d, 'e> Fn(
        <D::Set as ListDecoder>::Element<'d>,
        <E::Set as ListEncoder>::Element<'e>,
    ) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let (mut elements, mut copied) = (from.set(set)?, to.set(set).map_err(refused)?);
    let mut is_empty = true;
    while let Some(next) = elements.next()? {
        element(next, copied.element())?;
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
