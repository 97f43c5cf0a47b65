//! Refuses a NULL in `Some`: it would be read back as `None`.

use super::{EncodeError, Encoder, SetType};

pub(super) const NOT_TOLD_APART: &str =
    "`Some` of what is stored as NULL, or not at all, would be read back as `None`: store `None`, or use another type";

/// Forwards a value, unless it is NULL.
pub(super) struct NotNull<E>(pub(super) E);

impl<E: Encoder> Encoder for NotNull<E> {
    type List = E::List;
    type Map = E::Map;
    type Set = E::Set;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.0.string(value)
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        self.0.number(digits)
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.0.binary(value)
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.0.boolean(value)
    }

    fn null(self) -> Result<(), EncodeError> {
        Err(EncodeError::new(NOT_TOLD_APART))
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        self.0.list()
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        self.0.map()
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.0.set(set)
    }
}
