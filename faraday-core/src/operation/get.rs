//! `Table::get`: reads one item.

use std::collections::HashMap;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::database::Destination;
use crate::error::{Result, UnreadableItem};
use crate::execute::{
    Answer, AttributeNames, Cost, Execution, Expiry, Named, Read, Request, RowDecoder, Rows, Selected, SelectedNames,
    SingleRequest, Target, TransactRead, Whole, projection_with_key, single_request,
};
use crate::expression::Columns;
use crate::schema::{Identity, Item, KeyOf, Projection, TableSchema, TimeToLive};
use crate::table::Table;
use crate::transport::{Api, Reply};
use crate::value::{EncodeError, skip_entries};

impl<I: Item> Table<I> {
    /// Reads the item with this primary key. Returns `None` if there is none.
    ///
    /// `key` is the partition key's value, or a pair of the partition key's and the sort key's values. Consumes half a read unit for every
    /// 4 KB, or one read unit with [`consistent`](Get::consistent).
    ///
    /// # Errors
    ///
    /// When the table does not exist ([`is_table_not_found`](crate::Error::is_table_not_found)), or the item does not fit the struct
    /// ([`is_decode`](crate::Error::is_decode)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// let order = Table::<Order>::get(("ann", 7)).consistent().on(&db).await?;
    /// assert!(order.is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [GetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html).
    pub fn get(key: impl KeyOf<I::Key>) -> Get<I> {
        Get {
            key: key.encode_key(&I::SCHEMA),
            rows: Whole::new(),
            live: false,
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

/// Reads one item: see [`Table::get`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Get<I, D = Whole<I>, C = Eventual> {
    key: Result<Vec<u8>, EncodeError>,
    rows: D,
    /// Whether an expired item is left out.
    live: bool,
    destination: Destination,
    of: PhantomData<fn() -> (I, C)>,
}

/// The consistency of a read: [`Eventual`] or [`Consistent`].
pub trait Consistency: sealed::Sealed + 'static {
    #[doc(hidden)]
    const CONSISTENT: bool;
}

/// An eventually consistent read. It may miss the latest writes.
#[derive(Debug)]
pub enum Eventual {}

/// A strongly consistent read. It sees every write that was acknowledged before it.
#[derive(Debug)]
pub enum Consistent {}

mod sealed {
    /// Seals [`Consistency`](super::Consistency): only its two markers implement it.
    pub trait Sealed {}

    impl Sealed for super::Eventual {}
    impl Sealed for super::Consistent {}
}

impl Consistency for Eventual {
    const CONSISTENT: bool = false;
}

impl Consistency for Consistent {
    const CONSISTENT: bool = true;
}

/// Stands for a lenient `get`, which does not exist. No type implements it.
#[diagnostic::on_unimplemented(
    message = "`get` reads one item, so it has no lenient form",
    label = "an item that cannot be read is the error of the `get`",
    note = "leave `.lenient()` out: the error says why (`error.is_decode()`) and has the key (`error.item_key()`)",
    note = "`Table::<Order>::get_many([key]).lenient()` returns a `Result` for the item"
)]
pub trait LenientGet {}

impl<I: Item> Get<I> {
    /// Reads the item with this key, as DynamoDB JSON.
    pub(crate) fn of_key(key: Vec<u8>) -> Self {
        Self { key: Ok(key), rows: Whole::new(), live: false, destination: Destination::default(), of: PhantomData }
    }
}

impl<I: Item, D: Rows, C: Consistency> Get<I, D, C> {
    /// Makes the read strongly consistent: it sees every write that was acknowledged before. Costs twice the capacity.
    pub fn consistent(self) -> Get<I, D, Consistent> {
        let Self { key, rows, live, destination, of: _ } = self;
        Get { key, rows, live, destination, of: PhantomData }
    }

    /// Returns `None` for an item that has expired but that DynamoDB has not deleted yet.
    ///
    /// The item is read and charged all the same. See [`Query::live`](super::Query::live).
    pub fn live(mut self) -> Self
    where
        I::Ttl: TimeToLive<I>,
    {
        self.live = true;
        self
    }

    /// Returns only these places of the item: see [`Columns`].
    pub fn select<P: Columns<I> + 'static>(self, columns: P) -> Get<I, Selected<I, P>, C> {
        self.with_rows(Selected::new(columns))
    }

    /// Returns only the attributes of this [`Projection`].
    pub fn select_as<P: Projection<Of = I>>(self) -> Get<I, Named<P>, C> {
        self.with_rows(Named::new())
    }

    /// Returns the item as the SDK's map, with all its attributes, even those that the struct does not have. Encrypted values stay
    /// encrypted.
    ///
    /// [`Database::from_map`](crate::Database::from_map) converts the map to a struct.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # Table::<Order>::put(&Order { id: 7, total: 12 }).on(&db).await?;
    /// let order = Table::<Order>::get(7).as_map().on(&db).await?.unwrap_or_default();
    /// assert_eq!(order["total"].as_n(), Ok(&"12".to_owned()));
    /// assert_eq!(db.from_map::<Order>(order)?, Order { id: 7, total: 12 });
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [the types of attribute values](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
    pub fn as_map(self) -> Get<I, Whole<HashMap<String, AttributeValue>>, C> {
        self.with_rows(Whole::new())
    }

    /// Returns only the attributes with these names, as a [`Partial`](crate::Partial): see
    /// [`Query::select_names`](super::Query::select_names).
    pub fn select_names(self, names: impl AttributeNames) -> Get<I, SelectedNames<I>, C> {
        self.with_rows(SelectedNames::new(names))
    }

    /// Exists for its compile error, which says what to write instead.
    #[doc(hidden)]
    pub fn lenient(self) -> Self
    where
        Self: LenientGet,
    {
        self
    }

    /// Returns the key as DynamoDB JSON; `None` if it cannot be encoded, which building the request reports.
    pub(super) fn key(&self) -> Option<Vec<u8>> {
        self.key.as_ref().ok().cloned()
    }

    pub(crate) fn with_rows<E>(self, rows: E) -> Get<I, E, C> {
        let Self { key, rows: _, live, destination, of } = self;
        Get { key, rows, live, destination, of }
    }
}

impl<I: Item, D: Rows, C: Consistency> SingleRequest for Get<I, D, C> {
    type Output = Option<D::Row>;
    type Reader = (D, Option<Expiry>);

    const API: Api = Api::GetItem;

    fn schema() -> TableSchema {
        I::SCHEMA
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn request(self, target: &Target) -> Result<(Request, Self::Reader)> {
        target.needs_keys(self.rows.is_encrypted())?;
        let mut request = Request::new();
        request.json("Key", self.key?);
        let expiry = Expiry::of(&I::SCHEMA, self.live);
        request.expressions(&mut [("ProjectionExpression", Expiry::also(expiry, self.rows.projection()))])?;
        if C::CONSISTENT {
            request.flag("ConsistentRead", true);
        }
        request.metered(target.metered);
        Ok((request, (self.rows, expiry)))
    }

    fn finish((rows, expiry): Self::Reader, reply: Reply, execution: &mut Execution) -> Result<Option<D::Row>> {
        if let Some(expiry) = expiry
            && expiry.has_passed_for_reply(reply.bytes(), execution.target.now)?
        {
            let unreadable = |item: &[u8], error| Err(UnreadableItem::in_answer(&I::SCHEMA, item, error));
            let answer = Answer::read_reply(&reply, |item| skip_entries(item), unreadable)?;
            execution.record_capacity(answer.capacity.as_ref());
            return Ok(None);
        }
        let rows = RowDecoder::new::<I>(&rows, execution.database())?;
        let answer = rows.read_reply(&reply)?;
        execution.record_capacity(answer.capacity.as_ref());
        Ok(answer.all_readable()?.item)
    }

    fn cost(&self) -> Cost {
        Cost::read(C::CONSISTENT, "for each 4 KB of the item, at least one")
    }
}

single_request!([I: Item, D: Rows, C: Consistency] Get<I, D, C>, Option<D::Row>);

impl<I: Item, D: Rows> Read for Get<I, D> {
    type Rows = D;

    fn into_read(self) -> (TransactRead, D) {
        let Self { key, rows, live, destination, .. } = self;
        let expiry = Expiry::of(&I::SCHEMA, live);
        // The key is always read. If an item has none of the selected attributes, only its key distinguishes it from a missing item. AWS
        // documents both "null" and "an empty map" for that case, and engines differ.
        let projection = Expiry::also(expiry, projection_with_key::<I, D>(&rows));
        let identity = Identity::known::<I, _>(&key);
        let request = move || {
            let mut request = Request::new();
            request.json("Key", key?);
            request.expressions(&mut [("ProjectionExpression", projection)])?;
            Ok(request)
        };
        let read = TransactRead::new::<I>(identity, rows.is_encrypted(), &destination, request);
        (TransactRead { expiry, ..read }, rows)
    }
}
