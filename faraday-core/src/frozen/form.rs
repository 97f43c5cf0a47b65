//! How a frozen field is written and read that has a version, or takes bytes of another origin.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::older::{self, Older};
use super::{Frozen, freeze_as, header, open};
use crate::error::{DecodeError, EncodeError};
use crate::value::{Decoder, Encoder, Value, kind};

/// The options of a frozen field, which the derive makes: `version`, `upgrade` and `passthrough`.
pub trait FrozenForm<T>: Send + Sync + 'static {
    /// The version of the type that is written.
    const VERSION: u32;

    /// Reads an older version.
    ///
    /// # Errors
    ///
    /// When it is of a version that is not known any more, or damaged.
    fn upgrade(older: &Older<'_>) -> Result<T, DecodeError>;

    /// Reads bytes that have no header.
    ///
    /// # Errors
    ///
    /// When they are no such value.
    fn pass(bytes: &[u8]) -> Result<T, DecodeError>;
}

/// What the attribute of a field holds that is `#[faraday(frozen, version = …, upgrade = …)]` or
/// `#[faraday(frozen, passthrough)]`: what [`Frozen<T>`] is for one that is only `frozen`.
///
/// An update is given a [`Frozen`], written as the version of the field; a selection gives one of these.
///
/// # Examples
///
/// ```
/// use faraday::{DecodeError, Frozen, Item, Older, Table};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Item)]
/// #[faraday(table = "parcels")]
/// struct Parcel {
///     #[faraday(partition_key)]
///     id: u64,
///     #[faraday(frozen, version = 2, upgrade = upgrade)]
///     notes: Notes,
/// }
///
/// #[derive(Serialize, Deserialize)]
/// struct Notes { lines: Vec<String> }
///
/// fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
///     match older.version() {
///         1 => Ok(Notes { lines: vec![older.read()?] }), // it was a String
///         _ => Err(older.unknown()),
///     }
/// }
///
/// let update = Table::<Parcel>::update(7).set(Parcel::NOTES, Frozen(Notes { lines: Vec::new() }));
/// assert!(update.explain().body().is_ok());
/// ```
pub struct FrozenAs<T, F> {
    value: T,
    form: PhantomData<fn() -> F>,
}

impl<T, F> FrozenAs<T, F> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T, F> From<T> for FrozenAs<T, F> {
    fn from(value: T) -> Self {
        Self { value, form: PhantomData }
    }
}

impl<T, F> Deref for FrozenAs<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows that there is one, not what is in it.
impl<T, F> fmt::Debug for FrozenAs<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frozen<{}>(..)", std::any::type_name::<T>())
    }
}

impl<T: Serialize + DeserializeOwned, F: FrozenForm<T>> Value for FrozenAs<T, F> {
    type Kind = kind::B;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(&freeze_as(F::VERSION, &self.value)?)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        thaw_form(&decoder.binary()?, F::VERSION, F::upgrade, F::pass).map(Self::from)
    }
}

/// Reads bytes of a field of this version, older ones by `upgrade`, and those without a header by `pass`.
pub(crate) fn thaw_form<T: DeserializeOwned>(
    bytes: &[u8],
    version: u32,
    upgrade: fn(&Older<'_>) -> Result<T, DecodeError>,
    pass: fn(&[u8]) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    if !header::is_frozen(bytes) {
        return pass(bytes);
    }
    older::thaw_as(&open(bytes)?, version, upgrade)
}

/// The `upgrade` of a field that was never changed.
///
/// # Errors
///
/// Always.
pub fn no_upgrade<T>(older: &Older<'_>) -> Result<T, DecodeError> {
    Err(older.unknown())
}

/// The `pass` of a field that takes only what is frozen.
///
/// # Errors
///
/// Always.
pub fn no_pass<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    Frozen::from_bytes(bytes).map(Frozen::into_inner)
}

/// The `pass` of a field that is what its bytes are.
///
/// # Errors
///
/// Never.
#[allow(clippy::unnecessary_wraps, reason = "one of several functions of this type")]
pub fn pass_bytes<T: From<Vec<u8>>>(bytes: &[u8]) -> Result<T, DecodeError> {
    Ok(T::from(bytes.to_vec()))
}
