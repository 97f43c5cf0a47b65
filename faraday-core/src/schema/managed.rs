//! The attributes that faraday writes itself: the version of an item, and its times.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::encryption::Plaintext;
use crate::value::names::equal;
use crate::value::{EncodeError, Encoder, ListEncoder, MapEncoder, SetType, Value};

/// The managed attributes of a struct, which faraday writes itself: version and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Managed {
    version: Option<&'static str>,
    created_at: Option<&'static str>,
    updated_at: Option<&'static str>,
}

impl Managed {
    /// No managed attributes.
    pub const NONE: Self = Self { version: None, created_at: None, updated_at: None };

    /// Names the managed attributes.
    #[must_use]
    pub const fn new(
        version: Option<&'static str>,
        created_at: Option<&'static str>,
        updated_at: Option<&'static str>,
    ) -> Self {
        Self { version, created_at, updated_at }
    }

    /// Returns the attribute that holds the version, which begins with 1.
    #[must_use]
    pub const fn version(&self) -> Option<&'static str> {
        self.version
    }

    /// Returns the attribute that holds the time of the first write.
    #[must_use]
    pub const fn created_at(&self) -> Option<&'static str> {
        self.created_at
    }

    /// Returns the attribute that holds the time of the last write.
    #[must_use]
    pub const fn updated_at(&self) -> Option<&'static str> {
        self.updated_at
    }

    /// Whether both are the same attributes.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_same(&self, other: &Self) -> bool {
        same(self.version, other.version)
            && same(self.created_at, other.created_at)
            && same(self.updated_at, other.updated_at)
    }

    pub(crate) fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        [self.version, self.created_at, self.updated_at].contains(&Some(name))
    }

    /// Writes the values of the attributes after a write of an item with this stamp.
    pub(crate) fn write<M: MapEncoder>(&self, stamp: Stamp, now: SystemTime, map: &mut M) -> Result<(), EncodeError> {
        let next = stamp.next(now);
        if let Some(name) = self.version {
            stamp.check(name)?;
            u64::write_attribute(&next.version, map, name)?;
        }
        if let (Some(name), Some(created_at)) = (self.created_at, next.created_at) {
            SystemTime::write_attribute(&created_at, map, name)?;
        }
        if let Some(name) = self.updated_at {
            SystemTime::write_attribute(&now, map, name)?;
        }
        Ok(())
    }
}

const fn same(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => equal(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// The version and the creation time of an item in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The version as it was read; 0 if the item was never written.
    pub version: u64,
    /// The time of the first write; `None` or the epoch if the item was never written.
    pub created_at: Option<SystemTime>,
}

impl Stamp {
    /// Fails if the version cannot be raised, because a stale write would then look like a new one.
    pub(crate) fn check(self, name: &str) -> Result<(), EncodeError> {
        if self.version < u64::MAX {
            return Ok(());
        }
        Err(EncodeError::new("the version is the highest that a u64 holds, and cannot be raised").at_attribute(name))
    }

    /// Returns the stamp after a write at this time.
    pub(crate) fn next(self, now: SystemTime) -> Self {
        let created_at = self.created_at.filter(|time| *time != UNIX_EPOCH).unwrap_or(now);
        Self { version: self.version.saturating_add(1), created_at: Some(created_at) }
    }
}

/// The type of a field `#[faraday(version)]`.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be a version", label = "expected `u64`")]
pub trait VersionField {
    /// Returns the version.
    fn version(&self) -> u64;

    /// Sets the version.
    fn set_version(&mut self, version: u64);
}

impl VersionField for u64 {
    fn version(&self) -> u64 {
        *self
    }

    fn set_version(&mut self, version: u64) {
        *self = version;
    }
}

/// The type of a field `#[faraday(created_at)]` or `#[faraday(updated_at)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a time that the library writes",
    label = "expected `SystemTime` or `Option<SystemTime>`"
)]
pub trait TimeField {
    /// Returns the time.
    fn time(&self) -> Option<SystemTime>;

    /// Sets the time.
    fn set_time(&mut self, time: SystemTime);
}

impl TimeField for SystemTime {
    fn time(&self) -> Option<SystemTime> {
        Some(*self)
    }

    fn set_time(&mut self, time: SystemTime) {
        *self = time;
    }
}

impl TimeField for Option<SystemTime> {
    fn time(&self) -> Option<SystemTime> {
        *self
    }

    fn set_time(&mut self, time: SystemTime) {
        *self = Some(time);
    }
}

/// Forwards attributes to `map`, and holds back managed and encrypted ones until the item is sent. With `of_library`, it
/// forwards only the managed ones.
pub(crate) struct Deferring<'m, M> {
    pub(crate) map: &'m mut M,
    pub(crate) managed: Managed,
    pub(crate) of_library: bool,
    pub(crate) encrypted: Vec<(&'static str, Plaintext)>,
}

impl<M: MapEncoder> MapEncoder for Deferring<'_, M> {
    type Value<'e>
        = Kept<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        Kept((self.managed.has(name) == self.of_library).then(|| self.map.attribute(name)))
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        Kept((self.managed.has(name) == self.of_library).then(|| self.map.sensitive_attribute(name)))
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        if !self.of_library {
            self.encrypted.push((name, frozen));
        }
        Ok(())
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Forwards a value, or drops it.
pub(crate) struct Kept<E>(Option<E>);

impl<E> Kept<E> {
    fn then(self, write: impl FnOnce(E) -> Result<(), EncodeError>) -> Result<(), EncodeError> {
        self.0.map_or(Ok(()), write)
    }
}

impl<E: Encoder> Encoder for Kept<E> {
    type List = Kept<E::List>;
    type Map = Kept<E::Map>;
    type Set = Kept<E::Set>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.then(|encoder| encoder.string(value))
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        self.then(|encoder| encoder.number(digits))
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.then(|encoder| encoder.binary(value))
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.then(|encoder| encoder.boolean(value))
    }

    fn null(self) -> Result<(), EncodeError> {
        self.then(Encoder::null)
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        self.0.map(Encoder::list).transpose().map(Kept)
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        self.0.map(Encoder::map).transpose().map(Kept)
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.0.map(|encoder| encoder.set(set)).transpose().map(Kept)
    }
}

impl<L: ListEncoder> ListEncoder for Kept<L> {
    type Element<'e>
        = Kept<L::Element<'e>>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        Kept(self.0.as_mut().map(ListEncoder::element))
    }

    fn end(self) -> Result<(), EncodeError> {
        self.then(ListEncoder::end)
    }
}

impl<M: MapEncoder> MapEncoder for Kept<M> {
    type Value<'e>
        = Kept<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        Kept(self.0.as_mut().map(|map| map.attribute(name)))
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        Kept(self.0.as_mut().map(|map| map.sensitive_attribute(name)))
    }

    fn end(self) -> Result<(), EncodeError> {
        self.then(MapEncoder::end)
    }
}
