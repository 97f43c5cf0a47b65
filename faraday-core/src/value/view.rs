//! Values that borrow: [`View`].

use std::borrow::Cow;
use std::marker::PhantomData;

use super::arena::Arena;
use super::base::{Value, decode_inner};
use super::decode::{Decoder, ListDecoder, MapDecoder};
use super::kind::{self, Kind};
use super::{AttributeType, SetType};
use crate::value::DecodeError;

/// A value that is read without an allocation: it borrows memory that the next item reuses.
///
/// Derive it with [`#[derive(Value)]`](derive@crate::Value) for a struct with a lifetime whose fields are references, and use it
/// in a [`Projection`](derive@crate::Projection) with a lifetime. It is implemented for:
///
/// | type | reads |
/// |---|---|
/// | `&str`, `Cow<str>` | S |
/// | `&[u8]` | B |
/// | `&[T]` of a `Copy` type: numbers, `bool`, `&str`, structs that are views | L, SS, NS, BS |
/// | structs that are views | M |
/// | `Option` of these | as the inner type; `None` if absent or NULL |
///
/// A view can be read, but not written. The compiler infers `How`.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Projection, Value};
///
/// #[derive(Value)]
/// struct Address {
///     street: String,
///     zip: Option<String>,
/// }
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: u64,
///     names: Vec<String>,
///     address: Address,
/// }
///
/// #[derive(Clone, Copy, Value)]
/// struct AddressView<'r> {
///     street: &'r str,
///     zip: Option<&'r str>,
/// }
///
/// #[derive(Projection)]
/// #[faraday(of = User)]
/// struct UserView<'r> {
///     id: u64,
///     names: &'r [&'r str],
///     address: AddressView<'r>,
/// }
/// ```
///
/// See [data types](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as a view",
    label = "neither a reference nor a struct that is a view",
    note = "a view holds `&str`, `&[u8]`, `&[T]` of a `Copy` type, `Option`s of these, structs with `#[derive(faraday::Value)]` that hold such references, and any `faraday::Value` without the lifetime"
)]
pub trait View<'r, How>: Sized {
    /// The DynamoDB type that the view reads: one of the markers in [`kind`].
    type Kind: Kind;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the stored value is of another type, or does not fit.
    #[doc(hidden)]
    fn view<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<Self, DecodeError>;

    /// Reads the elements of a list or set.
    #[doc(hidden)]
    fn view_elements<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<&'r [Self], DecodeError>
    where
        Self: Copy + 'r,
    {
        elements(decoder, arena)
    }

    /// Returns the value for an absent attribute, if the attribute may be absent.
    #[doc(hidden)]
    fn absent() -> Option<Self> {
        None
    }
}

/// The `How` of a type that owns what it reads: a [`Value`].
#[derive(Debug)]
pub enum ByValue {}

/// The `How` of a type that borrows.
#[derive(Debug)]
pub struct Viewed<How = ()>(PhantomData<How>);

/// A struct that is a view: what the derive implements.
#[doc(hidden)]
pub trait ViewAttributes<'r>: Sized {
    /// Reads every attribute, to the end of the map.
    fn view_attributes<M: MapDecoder>(map: M, arena: &'r Arena) -> Result<Self, DecodeError>;
}

fn elements<'r, T, How, D>(decoder: D, arena: &'r Arena) -> Result<&'r [T], DecodeError>
where
    T: View<'r, How> + Copy + 'r,
    D: Decoder,
{
    let set = match decoder.kind() {
        AttributeType::Ss => SetType::Ss,
        AttributeType::Ns => SetType::Ns,
        AttributeType::Bs => SetType::Bs,
        _ => return collect(decoder.list()?, arena),
    };
    collect(decoder.set(set)?, arena)
}

fn collect<'r, T, How, L>(mut list: L, arena: &'r Arena) -> Result<&'r [T], DecodeError>
where
    T: View<'r, How> + Copy + 'r,
    L: ListDecoder,
{
    let mut values = arena.list();
    while let Some(element) = list.next().map_err(|error| error.at_index(values.len()))? {
        values.push(T::view(element, arena).map_err(|error| error.at_index(values.len()))?);
    }
    Ok(values.into_bump_slice())
}

impl<'r, T: Value> View<'r, ByValue> for T {
    type Kind = T::Kind;

    fn view<D: Decoder>(decoder: D, _: &'r Arena) -> Result<Self, DecodeError> {
        decode_inner(decoder)
    }

    fn view_elements<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<&'r [Self], DecodeError>
    where
        Self: Copy + 'r,
    {
        if <<T::Kind as Kind>::List as Kind>::NAME != kind::B::NAME {
            return elements(decoder, arena);
        }
        let bytes = decoder.with_binary(|bytes| arena.bytes(bytes))?;
        T::of_bytes(bytes).ok_or_else(|| DecodeError::new("bytes are read as `&[u8]`"))
    }
}

impl<'r> View<'r, Viewed> for &'r str {
    type Kind = kind::S;

    fn view<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<Self, DecodeError> {
        decoder.with_string(|text| arena.text(text))
    }
}

impl<'r> View<'r, Viewed> for Cow<'r, str> {
    type Kind = kind::S;

    fn view<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<Self, DecodeError> {
        <&str>::view(decoder, arena).map(Cow::Borrowed)
    }
}

impl<'r, T, How> View<'r, Viewed<How>> for &'r [T]
where
    T: View<'r, How> + Copy + 'r,
{
    type Kind = <T::Kind as Kind>::List;

    fn view<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<Self, DecodeError> {
        T::view_elements(decoder, arena)
    }

    /// A missing list or set is read as empty, as for a `Vec`. A missing binary is an error.
    fn absent() -> Option<Self> {
        (Self::Kind::NAME == kind::L::NAME).then_some(&[])
    }
}

impl<'r, V, How> View<'r, Viewed<Option<How>>> for Option<V>
where
    V: View<'r, Viewed<How>>,
{
    type Kind = kind::Optional<V::Kind>;

    fn view<D: Decoder>(decoder: D, arena: &'r Arena) -> Result<Self, DecodeError> {
        if decoder.kind() == AttributeType::Null {
            return decoder.null().map(|()| None);
        }
        V::view(decoder, arena).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}
