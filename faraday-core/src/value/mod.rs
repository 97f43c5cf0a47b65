//! What can be stored: [`Value`] and the two sides of the codec that it speaks to.
//!
//! [`Encoder`] and [`Decoder`] speak DynamoDB's own data model, not a general one, so that nothing has to be guessed:
//! a `Vec<u8>` is a binary because its implementation says so. The three backends behind them are in `codec`.
//!
#![doc = include_str!("nothing.md")]
#![doc = include_str!("types.md")]
#![doc = include_str!("serde_dynamo.md")]

mod attribute_value;
mod binary;
mod collection;
mod decode;
mod duration;
mod encode;
pub mod foreign;
pub mod kind;
pub(crate) mod names;
mod network;
mod number;
mod pointer;
pub(crate) mod rest;
mod scalar;
mod serde;
mod set;
pub(crate) mod stored;
pub mod time;
mod tuple;

pub use decode::{Decoder, ListDecoder, MapDecoder};
pub use encode::{Encoder, ListEncoder, MapEncoder};

use crate::error::{DecodeError, EncodeError};
pub use attribute_value::{from_attribute_value, to_attribute_value};
pub(crate) use collection::{decode_inner, encode_inner};
#[doc(hidden)]
pub use names::Names;
pub(crate) use number::{canonical_number, check_number, compare_numbers, count_digits};
pub use serde::Serde;
pub use stored::text;

/// A type that can be stored in an attribute.
///
/// Derive it for your own structs (a map), newtypes (as what they wrap) and unit enums (a string); it is implemented for
/// the types of the standard library that DynamoDB has a form for:
///
/// | type | DynamoDB |
/// |---|---|
/// | `String`, `char`, unit enums, IP and socket addresses, `PathBuf` | S |
/// | integers, [`NonZero`](std::num::NonZero), `f32`, `f64` | N |
/// | [`SystemTime`](std::time::SystemTime), [`Duration`](std::time::Duration) | N: epoch seconds, whole; seconds, exact |
/// | `Vec<u8>`, `[u8; N]`, [`bytes::Bytes`], [`Frozen<T>`](crate::Frozen) | B |
/// | `bool` | BOOL |
/// | `()` | NULL |
/// | `Vec<T>`, `[T; N]`, `VecDeque<T>`, tuples | L |
/// | structs, `BTreeMap<String, T>`, `HashMap<String, T>` | M |
/// | `BTreeSet<T>`, `HashSet<T>` of strings, numbers, binaries | SS, NS, BS; an empty one is not written |
/// | `Option<T>` | as `T`; `None` is not written |
/// | `Box<T>`, `Rc<T>`, `Arc<T>` | as `T` |
/// | `Box<str>`, `Rc<str>`, `Arc<str>`, `Cow<str>` | as `String` |
/// | `Box<[T]>`, `Rc<[T]>`, `Arc<[T]>`, `Cow<[T]>` | as `Vec<T>` |
///
/// and for those of [other crates](foreign), behind features.
///
/// # Examples
///
/// A type of your own, in its own form:
///
/// ```
/// use faraday::value::{kind, Decoder, Encoder, Value};
/// use faraday::{DecodeError, EncodeError};
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
///             let [_, r, g, b] = hex.ok_or_else(|| DecodeError::new("expected a colour like #ff8800"))?.to_be_bytes();
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
    note = "derive it with `#[derive(faraday::Value)]`, or store any serde type as one binary attribute with `#[faraday(frozen)]`"
)]
pub trait Value: Sized {
    /// Which of DynamoDB's types it is written as: one of the markers in [`kind`].
    type Kind: kind::Kind;

    /// What it is compared with in conditions: itself; for `Option<T>`, `Box<T>` and `Arc<T>` what is inside.
    type Base: Value;

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// When the value has no form in DynamoDB: a NaN, a number of more than 38 digits, a list nested too deep.
    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError>;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When what is stored is of another type, or does not fit: a number out of range, an unknown variant.
    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError>;

    /// Whether the attribute is left out when an item is written: `None` and the empty set.
    fn is_absent(&self) -> bool {
        false
    }

    /// What an absent attribute reads as, if it may be absent: `None` and the empty set.
    fn absent() -> Option<Self> {
        None
    }

    /// Writes several as one value: a list, but for `u8`, whose several are a binary.
    #[doc(hidden)]
    fn encode_elements<E: Encoder>(values: std::slice::Iter<'_, Self>, encoder: E) -> Result<(), EncodeError> {
        collection::encode_list(values, encoder)
    }

    /// Reads what `encode_elements` wrote.
    #[doc(hidden)]
    fn decode_elements<D: Decoder>(decoder: D) -> Result<Vec<Self>, DecodeError> {
        collection::decode_list(decoder)
    }

    // What expansions do with a field. Methods, because of a type that is no `Value` the compiler then has one thing to
    // say, whichever of them are called; of functions with a bound it would report each.

    /// Writes an attribute, unless it is absent.
    #[doc(hidden)]
    fn write_attribute<M: MapEncoder>(value: &Self, map: &mut M, name: &str) -> Result<(), EncodeError> {
        if value.is_absent() {
            return Ok(());
        }
        value.encode(map.attribute(name)).map_err(|error| error.at_attribute(name))
    }

    /// Writes an attribute; what is absent is NULL.
    #[doc(hidden)]
    fn write_nullable<M: MapEncoder>(value: &Self, map: &mut M, name: &str) -> Result<(), EncodeError> {
        encode_inner(value, map.attribute(name)).map_err(|error| error.at_attribute(name))
    }

    /// Reads an attribute.
    #[doc(hidden)]
    fn read_attribute<D: Decoder>(decoder: D, name: &str) -> Result<Option<Self>, DecodeError> {
        decode_inner(decoder).map(Some).map_err(|error: DecodeError| error.at_attribute(name))
    }

    /// What was read, or what its absence means; an error if it may not be absent.
    #[doc(hidden)]
    fn required(read: Option<Self>, name: &str) -> Result<Self, DecodeError> {
        read.or_else(Self::absent).ok_or_else(|| DecodeError::missing(name, <Self::Kind as kind::Kind>::NAME))
    }
}

/// A struct of one unnamed field, stored as what that is; derived with [`Value`]. What the field can be asked for in
/// conditions and updates, `contains`, `at`, `key`, `insert`, the newtype can be asked for too.
pub trait Newtype: Value {
    /// The field's type.
    type Inner;
}

/// The attributes of an item or of a map: what `#[derive(Item)]` and `#[derive(Value)]` generate for a struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no attributes of its own",
    label = "not a struct that is stored as a map",
    note = "derive `faraday::Value` for it, a struct with named fields, or use a map: `BTreeMap<String, AttributeValue>`"
)]
pub trait Attributes: Sized {
    /// The names that it reads; a map reads any.
    #[doc(hidden)]
    const NAMES: Names = Names::ALL;

    /// The names of those that are encrypted; an empty one stands for one that is not.
    #[doc(hidden)]
    const ENCRYPTED: &'static [&'static str] = &[];

    /// Writes every attribute that is not absent.
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB; the error names the attribute.
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError>;

    /// Reads every attribute, to the end of the map.
    ///
    /// # Errors
    ///
    /// When an attribute is missing, is of another type or does not fit; the error names the attribute.
    fn decode_attributes<M: MapDecoder>(map: M) -> Result<Self, DecodeError>;
}

/// Whether any of the attributes is encrypted.
pub(crate) const fn has_encrypted<T: Attributes>() -> bool {
    let mut names = T::ENCRYPTED;
    while let [first, rest @ ..] = names {
        if !first.is_empty() {
            return true;
        }
        names = rest;
    }
    false
}

/// DynamoDB's types, as `attribute_type` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// A string.
    S,
    /// A number.
    N,
    /// A binary.
    B,
    /// A boolean.
    Bool,
    /// Null.
    Null,
    /// A list.
    L,
    /// A map.
    M,
    /// A set of strings.
    Ss,
    /// A set of numbers.
    Ns,
    /// A set of binaries.
    Bs,
}

impl AttributeType {
    /// The name that DynamoDB gives it: `S`, `BOOL`, `SS`, ….
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
            Self::Bool => "BOOL",
            Self::Null => "NULL",
            Self::L => "L",
            Self::M => "M",
            Self::Ss => "SS",
            Self::Ns => "NS",
            Self::Bs => "BS",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "S" => Self::S,
            "N" => Self::N,
            "B" => Self::B,
            "BOOL" => Self::Bool,
            "NULL" => Self::Null,
            "L" => Self::L,
            "M" => Self::M,
            "SS" => Self::Ss,
            "NS" => Self::Ns,
            "BS" => Self::Bs,
            _ => return None,
        })
    }
}

impl std::fmt::Display for AttributeType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The three sets that DynamoDB has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetType {
    /// Strings.
    Ss,
    /// Numbers.
    Ns,
    /// Binaries.
    Bs,
}

impl SetType {
    /// The same, among all types.
    #[must_use]
    pub const fn attribute_type(self) -> AttributeType {
        match self {
            Self::Ss => AttributeType::Ss,
            Self::Ns => AttributeType::Ns,
            Self::Bs => AttributeType::Bs,
        }
    }
}
