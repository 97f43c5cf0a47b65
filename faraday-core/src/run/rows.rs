//! What a read gives for each item: the whole of it, or what was selected.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::codec::map::SdkItem;
use crate::codec::tokens;
use crate::codec::wire::WireAttributes;
use crate::error::DecodeError;
use crate::expression::{Columns, Selection, Tokens};
use crate::schema::{Item, Projection};
use crate::value::{Attributes, MapDecoder};

/// How a row is read from an item: a marker on the builders of reads, set by `select` and `select_as`.
pub trait Rows: Send + Sync + 'static {
    /// The row.
    type Row: Send + 'static;

    #[doc(hidden)]
    fn read<M: MapDecoder>(&self, item: M) -> Result<Self::Row, DecodeError>;

    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn projection(&self) -> Tokens;
}

impl<D: Rows> Rows for Arc<D> {
    type Row = D::Row;

    fn read<M: MapDecoder>(&self, item: M) -> Result<D::Row, DecodeError> {
        D::read(self, item)
    }

    #[allow(private_interfaces)]
    fn projection(&self) -> Tokens {
        D::projection(self)
    }
}

/// The whole item, or all that an index holds of it.
pub struct Whole<R>(PhantomData<fn() -> R>);

impl<R> Whole<R> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: Attributes + Send + 'static> Rows for Whole<R> {
    type Row = R;

    fn read<M: MapDecoder>(&self, item: M) -> Result<R, DecodeError> {
        R::decode_attributes(item)
    }

    #[allow(private_interfaces)]
    fn projection(&self) -> Tokens {
        Tokens::default()
    }
}

/// The attributes of a [`Projection`].
pub struct Named<P>(PhantomData<fn() -> P>);

impl<P> Named<P> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<P: Projection> Rows for Named<P> {
    type Row = P;

    fn read<M: MapDecoder>(&self, item: M) -> Result<P, DecodeError> {
        P::decode_attributes(item)
    }

    #[allow(private_interfaces)]
    fn projection(&self) -> Tokens {
        let mut tokens = Tokens::default();
        for (position, name) in P::ATTRIBUTES.iter().enumerate() {
            if position > 0 {
                tokens.text(", ");
            }
            tokens.name(*name);
        }
        tokens
    }
}

/// The places that were selected, as a tuple.
pub struct Selected<I, C> {
    selection: Selection,
    of: PhantomData<fn() -> (I, C)>,
}

impl<I, C: Columns<I>> Selected<I, C> {
    pub(crate) fn new(columns: C) -> Self {
        Self { selection: Selection::of(columns.into_paths()), of: PhantomData }
    }
}

impl<I: 'static, C: Columns<I> + 'static> Rows for Selected<I, C> {
    type Row = C::Row;

    fn read<M: MapDecoder>(&self, item: M) -> Result<C::Row, DecodeError> {
        C::row(&SdkItem::decode_attributes(item)?, &self.selection)
    }

    #[allow(private_interfaces)]
    fn projection(&self) -> Tokens {
        self.selection.projection()
    }
}

/// A row of an item that is DynamoDB JSON.
pub(crate) fn read_json<D: Rows>(rows: &D, item: &[u8]) -> Result<D::Row, DecodeError> {
    let mut json = tokens::Tokens::new(item)?;
    rows.read(WireAttributes::begin(&mut json)?)
}

/// What the rows are read from, with the key by which an answer is known: empty for the whole item.
pub(crate) fn projection_with_key<I: Item, D: Rows>(rows: &D) -> Tokens {
    let mut projection = rows.projection();
    if projection.is_empty() {
        return projection;
    }
    for key in [Some(I::SCHEMA.partition_key()), I::SCHEMA.sort_key()].into_iter().flatten() {
        if !projection.selects(key.name()) {
            projection.text(", ");
            projection.name(key.name());
        }
    }
    projection
}

macro_rules! debug {
    ($([$($generics:tt)*] $name:ty, $text:literal;)*) => {$(
        impl<$($generics)*> fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($text)
            }
        }
    )*};
}

debug! {
    [R] Whole<R>, "Whole";
    [P] Named<P>, "Named";
    [I, C] Selected<I, C>, "Selected";
}
