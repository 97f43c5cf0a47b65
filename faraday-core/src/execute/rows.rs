//! What a read returns for each item: the whole item, a projection, or the selected places.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::answer::Answer;
use crate::codec::json::{self, WireAttributes};
use crate::codec::sdk_map::SdkItem;
use crate::database::Database;
use crate::encryption::DatabaseKeys;
use crate::error::{Result, UnreadableItem};
use crate::expression::{Columns, Selection, Tokens};
use crate::schema::{AttributeDecryption, Item, Projection, ProjectionView, TableSchema};
use crate::transport::Reply;
use crate::value::{Attributes, DecodeError, MapDecoder, has_encrypted, skip_entries};

/// How a row is decoded from an item: a type parameter of the builders of reads, set by `select`, `select_as`, `select_names` and
/// `lenient`.
pub trait Rows: Send + Sync + 'static {
    /// The row.
    type Row: Send + 'static;

    /// The type of these rows after `select` and `select_as` replaced them: it is as lenient as these.
    #[doc(hidden)]
    type Replaced<E: Rows>: Rows;

    /// Whether the row has encrypted attributes.
    #[doc(hidden)]
    fn is_encrypted(&self) -> bool;

    #[doc(hidden)]
    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<Self::Row, DecodeError>;

    #[doc(hidden)]
    fn projection(&self) -> Tokens;

    /// Whether reading a row of an enum finds out whether the enum has a variant for its kind. If not, other kinds must be left out by a
    /// filter.
    #[doc(hidden)]
    fn checks_kind(&self) -> bool {
        false
    }

    /// Returns the replacement of an item that cannot be read (`item` is DynamoDB JSON), or the error.
    #[doc(hidden)]
    fn unreadable(&self, item: &[u8], error: UnreadableItem) -> Result<Self::Row, UnreadableItem> {
        let _ = item;
        Err(error)
    }

    /// Replaces these rows by others that are as lenient as these.
    #[doc(hidden)]
    fn replaced<E: Rows>(rows: E) -> Self::Replaced<E>;
}

/// Replaces rows that are not lenient.
macro_rules! replaced {
    () => {
        type Replaced<E: Rows> = E;

        fn replaced<E: Rows>(rows: E) -> E {
            rows
        }
    };
}
pub(crate) use replaced;

impl<D: Rows> Rows for Arc<D> {
    type Row = D::Row;

    fn is_encrypted(&self) -> bool {
        D::is_encrypted(self)
    }

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<D::Row, DecodeError> {
        D::read(self, item, decryption)
    }

    fn projection(&self) -> Tokens {
        D::projection(self)
    }

    fn checks_kind(&self) -> bool {
        D::checks_kind(self)
    }

    fn unreadable(&self, item: &[u8], error: UnreadableItem) -> Result<D::Row, UnreadableItem> {
        D::unreadable(self, item, error)
    }

    replaced!();
}

/// The whole item, or all attributes that an index holds.
pub struct Whole<R>(PhantomData<fn() -> R>);

impl<R> Whole<R> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: Attributes + Send + 'static> Rows for Whole<R> {
    type Row = R;

    replaced!();

    fn is_encrypted(&self) -> bool {
        has_encrypted::<R>()
    }

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<R, DecodeError> {
        decode(item, decryption)
    }

    fn projection(&self) -> Tokens {
        Tokens::default()
    }

    fn checks_kind(&self) -> bool {
        true
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

    replaced!();

    fn is_encrypted(&self) -> bool {
        has_encrypted::<P>()
    }

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<P, DecodeError> {
        decode(item, decryption)
    }

    fn projection(&self) -> Tokens {
        let mut tokens = names(P::ATTRIBUTES);
        if self.is_encrypted() {
            add_key(&P::Of::SCHEMA, &mut tokens);
        }
        tokens
    }
}

/// The attributes of a [`ProjectionView`]. Its rows borrow, so they are read elsewhere.
pub struct Viewing<V>(PhantomData<fn() -> V>);

impl<V> Viewing<V> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<V: ProjectionView + 'static> Rows for Viewing<V> {
    type Row = ();

    replaced!();

    fn is_encrypted(&self) -> bool {
        false
    }

    fn read<M: MapDecoder>(&self, item: M, _: &AttributeDecryption) -> Result<(), DecodeError> {
        skip_entries(item)
    }

    fn projection(&self) -> Tokens {
        names(V::ATTRIBUTES)
    }
}

/// The selected places, as a tuple.
pub struct Selected<I, C> {
    selection: Selection,
    of: PhantomData<fn() -> (I, C)>,
}

impl<I, C: Columns<I>> Selected<I, C> {
    pub(crate) fn new(columns: C) -> Self {
        Self { selection: Selection::of(columns.into_paths()), of: PhantomData }
    }
}

impl<I: Item, C: Columns<I> + 'static> Rows for Selected<I, C> {
    type Row = C::Row;

    replaced!();

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<C::Row, DecodeError> {
        let mut item = SdkItem::decode_attributes(item)?;
        if !I::ENCRYPTED.is_empty() {
            let key = decryption.key_of(&item);
            decryption.decrypt(&mut item, &key, I::ENCRYPTED)?;
        }
        C::row(&item, &self.selection)
    }

    fn projection(&self) -> Tokens {
        let mut tokens = self.selection.projection();
        if self.is_encrypted() {
            add_key(&I::SCHEMA, &mut tokens);
        }
        tokens
    }

    fn is_encrypted(&self) -> bool {
        I::ENCRYPTED.iter().any(|name| self.selection.asks_for(name))
    }
}

/// Returns a projection of these attributes.
pub(crate) fn names(attributes: &[&'static str]) -> Tokens {
    let mut tokens = Tokens::default();
    for (position, name) in attributes.iter().enumerate() {
        if position > 0 {
            tokens.text(", ");
        }
        tokens.name(*name);
    }
    tokens
}

/// Decodes an item or a part of one, and decrypts its encrypted attributes first.
fn decode<M: MapDecoder, R: Attributes>(item: M, decryption: &AttributeDecryption) -> Result<R, DecodeError> {
    if has_encrypted::<R>() { decryption.decode(SdkItem::decode_attributes(item)?) } else { R::decode_attributes(item) }
}

/// Decodes rows, and decrypts them with the database's keys.
pub(crate) struct RowDecoder<'r, D> {
    rows: &'r D,
    decryption: AttributeDecryption,
}

impl<'r, D: Rows> RowDecoder<'r, D> {
    /// Fails before anything is sent if the rows need keys and the database has none.
    pub(crate) fn new<I: Item>(rows: &'r D, database: &Database) -> Result<Self> {
        Self::of(rows, I::SCHEMA, database)
    }

    /// Creates a decoder for the items of a schema.
    pub(crate) fn of(rows: &'r D, schema: TableSchema, database: &Database) -> Result<Self> {
        if rows.is_encrypted() {
            database.keys().needed()?;
        }
        Ok(Self::with_keys(rows, schema, database.keys().clone()))
    }

    /// Creates a decoder with these keys.
    pub(crate) fn with_keys(rows: &'r D, schema: TableSchema, keys: DatabaseKeys) -> Self {
        Self { rows, decryption: AttributeDecryption { keys, schema } }
    }

    pub(crate) fn read<M: MapDecoder>(&self, item: M) -> Result<D::Row, DecodeError> {
        self.rows.read(item, &self.decryption)
    }

    /// Reads the items of an answer.
    pub(crate) fn read_reply(&self, reply: &Reply) -> Result<Answer<D::Row>, DecodeError> {
        Answer::read_reply(reply, |item| self.read(item), |item, error| self.unreadable(item, error))
    }

    /// Returns the replacement of an item that cannot be read, or the error.
    fn unreadable(&self, item: &[u8], error: DecodeError) -> Result<D::Row, UnreadableItem> {
        self.rows.unreadable(item, self.unreadable_item(item, error))
    }

    /// Returns an item that cannot be read, as DynamoDB JSON, with its key.
    pub(crate) fn unreadable_item(&self, item: &[u8], error: DecodeError) -> UnreadableItem {
        UnreadableItem::in_answer(&self.decryption.schema, item, error)
    }

    /// Decodes a row from an item as DynamoDB JSON, or returns its replacement.
    pub(crate) fn read_item(&self, item: &[u8]) -> Result<D::Row, UnreadableItem> {
        self.read_json(item).or_else(|error| self.unreadable(item, error))
    }

    /// Decodes a row from an item as DynamoDB JSON.
    pub(crate) fn read_json(&self, item: &[u8]) -> Result<D::Row, DecodeError> {
        let mut json = json::Tokens::new(item)?;
        self.read(WireAttributes::begin(&mut json)?)
    }
}

/// Returns the projection of the rows with the key attributes that identify an answer; empty for the whole item.
pub(crate) fn projection_with_key<I: Item, D: Rows>(rows: &D) -> Tokens {
    let mut projection = rows.projection();
    if !projection.is_empty() {
        add_key(&I::SCHEMA, &mut projection);
    }
    projection
}

pub(super) fn add_key(schema: &TableSchema, projection: &mut Tokens) {
    for key in [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten() {
        if !projection.selects(key.name()) {
            projection.text(", ");
            projection.name(key.name());
        }
    }
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
    [V] Viewing<V>, "Viewing";
    [I, C] Selected<I, C>, "Selected";
}
