//! The functions for structs that borrow what they read.

use crate::expression::Place;
use crate::value::kind::{Kind, ViewedAs};
use crate::value::{Arena, AttributeType, DecodeError, Decoder, Value, View, Viewed};

/// Reads an attribute; NULL counts as absent if the type can be absent.
pub fn read_view<'r, D, T, How>(decoder: D, name: &str, arena: &'r Arena) -> Result<Option<T>, DecodeError>
where
    D: Decoder,
    T: View<'r, Viewed<How>>,
{
    if decoder.kind() == AttributeType::Null
        && let Some(absent) = T::absent()
    {
        let read = decoder.null().map(|()| Some(absent));
        return read.map_err(|error| error.at_attribute(name));
    }
    T::view(decoder, arena).map(Some).map_err(|error| error.at_attribute(name))
}

/// Returns the value that was read, or the value for an absent attribute. Fails if the attribute may not be absent.
pub fn required_view<'r, T: View<'r, Viewed<How>>, How>(read: Option<T>, name: &str) -> Result<T, DecodeError> {
    read.or_else(T::absent).ok_or_else(|| DecodeError::missing_field(name, T::Kind::NAME))
}

/// Type-checks if the attribute of `I` is stored as a type that the field of a view can read.
pub const fn is_viewed<'r, I, V, How>(_: &impl Place<I, Holds: Value<Kind: ViewedAs<V::Kind>>>)
where
    V: View<'r, Viewed<How>>,
{
}
