//! [`Value`], and how one value is written inside another.

use super::attribute_type::AttributeType;
use super::decode::{Decoder, ListDecoder};
use super::encode::{Encoder, ListEncoder, MapEncoder};
use super::key_part::KeyPart;
use super::kind;
use super::number_range::NumberRange;
use crate::value::{DecodeError, EncodeError};

/// A type that can be stored in an attribute.
///
/// Derive it for your own structs (a map), newtypes (stored as their field) and unit enums (a string). It is
/// implemented for these types of the standard library:
///
/// | type | DynamoDB |
/// |---|---|
/// | `String`, `char`, unit enums, IP and socket addresses, `PathBuf` | S |
/// | integers, [`NonZero`](std::num::NonZero), `f32`, `f64` | N |
/// | [`SystemTime`](std::time::SystemTime), [`Duration`](std::time::Duration) | N: epoch seconds, seconds, both exact to the nanosecond |
/// | `Vec<u8>`, `[u8; N]`, [`bytes::Bytes`], [`Frozen<T>`](crate::Frozen) | B |
/// | `bool` | BOOL |
/// | `()` | NULL |
/// | `Vec<T>`, `[T; N]`, `VecDeque<T>`, tuples | L |
/// | structs, `BTreeMap<K, T>`, `HashMap<K, T>`, with keys that are stored as S | M |
/// | `BTreeSet<T>`, `HashSet<T>` of strings, numbers, binaries | SS, NS, BS; an empty one is not written |
/// | `Option<T>` | as `T`; `None` is not written |
/// | `Box<T>`, `Rc<T>`, `Arc<T>` | as `T` |
/// | `Box<str>`, `Rc<str>`, `Arc<str>`, `Cow<str>` | as `String` |
/// | `Box<[T]>`, `Rc<[T]>`, `Arc<[T]>`, `Cow<[T]>` | as `Vec<T>` |
///
/// Types of [other crates](super::foreign) are behind features.
///
/// # Examples
///
/// A type of your own, with its own text form:
///
/// ```
/// use faraday::value::{Decoder, Encoder, Value, kind};
/// use faraday::value::{DecodeError, EncodeError};
///
/// struct Colour(u8, u8, u8);
///
/// impl Value for Colour {
///     type Kind = kind::S;
///     type Base = Self;
///
///     fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
///         encoder.string(&format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2))
///     }
///
///     fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
///         decoder.with_string(|text| {
///             let hex = text.strip_prefix('#').and_then(|hex| u32::from_str_radix(hex, 16).ok());
///             let [_, r, g, b] = hex
///                 .ok_or_else(|| DecodeError::new("expected a colour like #ff8800"))?
///                 .to_be_bytes();
///             Ok(Colour(r, g, b))
///         })?
///     }
/// }
/// ```
///
/// See [data types](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a DynamoDB attribute",
    label = "not a faraday::Value",
    note = "derive it with `#[derive(faraday::Value)]`, also for a struct that is an item itself; or store any serde type as one binary attribute with `#[faraday(frozen)]`; a struct that holds references is a `faraday::value::View`, which can only be read",
    note = "types of other crates need a feature of faraday: `uuid`, `chrono`, `time`, `jiff`, `rust_decimal`, `bigdecimal`, `url`, `indexmap`, `smol_str`, `compact_str`"
)]
pub trait Value: Sized {
    /// The DynamoDB type it is written as: one of the markers in [`kind`].
    type Kind: kind::Kind;

    /// The type that conditions compare it with: itself, or the inner type of `Option<T>`, `Box<T>` and `Arc<T>`.
    type Base: Value;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// When DynamoDB cannot hold the value: a NaN, a number of more than 38 digits, a list nested too deep.
    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError>;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the stored value is of another type, or does not fit: a number out of range, an unknown variant.
    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError>;

    /// The numbers that the type can hold.
    #[doc(hidden)]
    const RANGE: NumberRange = NumberRange::ANY;

    /// How a template writes the value as a part of a key.
    #[doc(hidden)]
    const KEY_PART: KeyPart = <Self::Kind as kind::Kind>::KEY_PART;

    /// Whether the attribute is left out when an item is written, as for `None` and the empty set.
    fn is_absent(&self) -> bool {
        false
    }

    /// Returns the value for an absent attribute (`None` or the empty set), if the attribute may be absent.
    fn absent() -> Option<Self> {
        None
    }

    /// Writes several values as one list, or as one binary for `u8`.
    #[doc(hidden)]
    fn encode_elements<E: Encoder>(values: std::slice::Iter<'_, Self>, encoder: E) -> Result<(), EncodeError> {
        encode_list(values, encoder)
    }

    /// Reads the values that `encode_elements` wrote.
    #[doc(hidden)]
    fn decode_elements<D: Decoder>(decoder: D) -> Result<Vec<Self>, DecodeError> {
        decode_list(decoder)
    }

    /// Returns the bytes as a slice of `Self`, if `Self` is `u8`.
    #[doc(hidden)]
    fn of_bytes(_: &[u8]) -> Option<&[Self]> {
        None
    }

    /// Returns the text of a string, so that a map needs no copy for the name of an entry.
    #[doc(hidden)]
    fn as_name(&self) -> Option<&str> {
        None
    }

    /// Takes the name of a map's entry as a string; gives it back as the error if the type is not a string.
    #[doc(hidden)]
    fn from_name(name: String) -> Result<Self, String> {
        Err(name)
    }

    // Generated code calls these methods for a field. As methods they give one compile error for a type that is no
    // `Value`; free functions with a bound would give one error for each call.

    /// Writes an attribute, unless it is absent.
    #[doc(hidden)]
    fn write_attribute<M: MapEncoder>(value: &Self, map: &mut M, name: &str) -> Result<(), EncodeError> {
        if value.is_absent() {
            return Ok(());
        }
        value.encode(map.attribute(name)).map_err(|error| error.at_attribute(name))
    }

    /// Writes an attribute; an absent value is NULL.
    #[doc(hidden)]
    fn write_nullable<M: MapEncoder>(value: &Self, map: &mut M, name: &str) -> Result<(), EncodeError> {
        encode_inner(value, map.attribute(name)).map_err(|error| error.at_attribute(name))
    }

    /// Reads an attribute.
    #[doc(hidden)]
    fn read_attribute<D: Decoder>(decoder: D, name: &str) -> Result<Option<Self>, DecodeError> {
        decode_inner(decoder).map(Some).map_err(|error: DecodeError| error.at_attribute(name))
    }

    /// Returns the value that was read, or the value for an absent attribute. Fails if the attribute may not be absent.
    #[doc(hidden)]
    fn required(read: Option<Self>, name: &str) -> Result<Self, DecodeError> {
        read.or_else(Self::absent).ok_or_else(|| DecodeError::missing_field(name, <Self::Kind as kind::Kind>::NAME))
    }
}

/// A struct of one unnamed field, stored as that field; derived with [`Value`].
///
/// A newtype has the methods of its field in conditions and updates: `contains`, `at`, `entry`, `insert`.
pub trait Newtype: Value {
    /// The field's type.
    type Inner;
}

pub(super) fn encode_list<'v, T, E>(values: impl Iterator<Item = &'v T>, encoder: E) -> Result<(), EncodeError>
where
    T: Value + 'v,
    E: Encoder,
{
    let mut list = encoder.list()?;
    for (index, value) in values.enumerate() {
        encode_inner(value, list.element()).map_err(|error| error.at_index(index))?;
    }
    list.end()
}

pub(super) fn decode_list<T: Value, D: Decoder>(decoder: D) -> Result<Vec<T>, DecodeError> {
    let mut list = decoder.list()?;
    let mut values = Vec::new();
    while let Some(element) = list.next().map_err(|error| error.at_index(values.len()))? {
        values.push(decode_inner(element).map_err(|error| error.at_index(values.len()))?);
    }
    Ok(values)
}

/// Writes an absent value as NULL, because a list cannot leave out an element.
pub(crate) fn encode_inner<T: Value, E: Encoder>(value: &T, encoder: E) -> Result<(), EncodeError> {
    if value.is_absent() { encoder.null() } else { value.encode(encoder) }
}

/// Reads what [`encode_inner`] wrote: NULL is absent, if the type can be absent.
pub(crate) fn decode_inner<T: Value, D: Decoder>(decoder: D) -> Result<T, DecodeError> {
    if decoder.kind() == AttributeType::Null
        && let Some(absent) = T::absent()
    {
        decoder.null()?;
        return Ok(absent);
    }
    T::decode(decoder)
}
