//! `Table::get_many`: reads the items of many keys.

mod list;
mod reader;
mod tables;
mod wire;

use std::marker::PhantomData;

use crate::database::Destination;
use crate::error::{Error, Result};
use crate::execute::{
    AttributeNames, Execute, Execution, Expiry, Explain, Lenient, Named, Request, Rows, Selected, SelectedNames,
    Strict, Whole, on_table, operation, projection_with_key,
};
use crate::expression::Columns;
use crate::schema::{Identity, Item, KeyOf, Projection, TableSchema, TimeToLive};
use crate::table::Table;
use crate::transport::Api;
use list::{List, ListRequest, ListSettings};
use reader::read_lists;
use tables::explain;
pub use tables::{GetManyTables, KeyList, KeyLists, get_many};
use wire::EncodedKeys;

impl<I: Item> Table<I> {
    /// Reads the items with these keys. Returns them in the given order, with `None` for a key without an item.
    ///
    /// [`get_many`](crate::get_many) reads from several tables in one request. A request has at most 100 keys, and several requests are
    /// under way at once. A key that you give twice is read once and returned twice. Keys that DynamoDB does not process are sent again
    /// with the next ones, after a pause. Consumes half a read unit for every 4 KB of each item, or one read unit with
    /// [`consistent`](GetMany::consistent).
    ///
    /// # Errors
    ///
    /// When the table does not exist, when an item does not fit the struct, or when it is time to give up
    /// ([`ErrorKind::Unprocessed`](crate::ErrorKind::Unprocessed)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Clone, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # Table::<User>::put(&User { id: "ann".into() }).on(&db).await?;
    /// let users: Vec<Option<User>> = Table::<User>::get_many(["bob", "ann"]).on(&db).await?;
    /// assert!(users[0].is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
    pub fn get_many<K: KeyOf<I::Key>>(keys: impl IntoIterator<Item = K>) -> GetMany<I> {
        let encode = |(position, key): (usize, K)| {
            let key =
                key.encode_key(&I::SCHEMA).map_err(|error| Error::from(error).with_part(format!("key {position}")))?;
            Ok((Identity::of(&I::SCHEMA, &key)?, key))
        };
        GetMany {
            keys: keys.into_iter().enumerate().map(encode).collect(),
            consistent: false,
            live: false,
            rows: Whole::new(),
            concurrency: None,
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

/// Reads many items: see [`Table::get_many`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct GetMany<I, D = Whole<I>> {
    keys: Result<EncodedKeys>,
    consistent: bool,
    /// Whether expired items are left out.
    live: bool,
    rows: D,
    concurrency: Option<usize>,
    destination: Destination,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, D: Rows> GetMany<I, D> {
    /// Makes the reads strongly consistent: they see every write that was acknowledged before. Costs twice the capacity.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Returns `None` for items that have expired but that DynamoDB has not deleted yet.
    ///
    /// They are read and charged all the same. See [`Query::live`](crate::operation::Query::live).
    pub fn live(mut self) -> Self
    where
        I::Ttl: TimeToLive<I>,
    {
        self.live = true;
        self
    }

    /// Returns only these places of each item: see [`Columns`].
    pub fn select<C: Columns<I> + 'static>(self, columns: C) -> GetMany<I, D::Replaced<Selected<I, C>>> {
        self.map_rows(|_| D::replaced(Selected::new(columns)))
    }

    /// Returns only the attributes of this [`Projection`] of each item.
    pub fn select_as<P: Projection<Of = I>>(self) -> GetMany<I, D::Replaced<Named<P>>> {
        self.map_rows(|_| D::replaced(Named::new()))
    }

    /// Returns only the attributes with these names, as a [`Partial`](crate::Partial): see
    /// [`Query::select_names`](crate::operation::Query::select_names).
    pub fn select_names(self, names: impl AttributeNames) -> GetMany<I, D::Replaced<SelectedNames<I>>> {
        self.map_rows(|_| D::replaced(SelectedNames::new(names)))
    }

    /// Returns each item as a `Result`, so that an item that does not fit its struct does not fail the whole read: see
    /// [`Query::lenient`](crate::operation::Query::lenient).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Damaged { #[faraday(partition_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # Table::<Order>::put(&Order { id: 7, total: 12 }).on(&db).await?;
    /// # Table::<Damaged>::put(&Damaged { id: 8 }).on(&db).await?;
    /// let orders = Table::<Order>::get_many([7, 8, 9]).lenient().on(&db).await?;
    /// assert_eq!(orders[0].as_ref().unwrap().as_ref().unwrap().total, 12);
    /// // Another program wrote order 8 without a total.
    /// assert_eq!(orders[1].as_ref().unwrap().as_ref().unwrap_err().key().to_string(), r#"{"id":8}"#);
    /// assert!(orders[2].is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn lenient(self) -> GetMany<I, Lenient<D>>
    where
        D: Strict,
    {
        self.map_rows(Lenient::new)
    }

    /// Sets the number of requests under way at once. The default is 4.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    fn has_no_keys(&self) -> bool {
        matches!(&self.keys, Ok(keys) if keys.is_empty())
    }

    fn map_rows<E>(self, map: impl FnOnce(D) -> E) -> GetMany<I, E> {
        let Self { keys, consistent, live, rows, concurrency, destination, of } = self;
        GetMany { keys, consistent, live, rows: map(rows), concurrency, destination, of }
    }
}

impl<I: Item, D: Rows> From<GetMany<I, D>> for List<D::Row> {
    fn from(read: GetMany<I, D>) -> Self {
        let GetMany { keys, consistent, live, rows, concurrency: _, destination, of: _ } = read;
        let expiry = Expiry::of(&I::SCHEMA, live);
        let parameters = || {
            let mut request = Request::new();
            // The key attributes identify each returned item.
            let projection = Expiry::also(expiry, projection_with_key::<I, D>(&rows));
            request.expressions(&mut [("ProjectionExpression", projection)])?;
            if consistent {
                request.flag("ConsistentRead", true);
            }
            Ok(request.fields())
        };
        let (parameters, encrypted, schema) = (parameters(), rows.is_encrypted(), I::SCHEMA);
        let request = ListRequest { schema, destination, keys, parameters, consistent, encrypted };
        Self::new(request, rows, expiry)
    }
}

#[diagnostic::do_not_recommend]
impl<I: Item, D: Rows> KeyList for GetMany<I, D> {
    type Row = D::Row;

    fn settings(&self) -> ListSettings<'_> {
        let Self { destination, concurrency, .. } = self;
        ListSettings { destination, has_concurrency: concurrency.is_some(), has_no_keys: self.has_no_keys() }
    }

    fn into_list(self) -> List<D::Row> {
        self.into()
    }
}

operation!([I: Item, D: Rows] GetMany<I, D>);
on_table!([I: Item, D: Rows] GetMany<I, D>);

impl<I: Item, D: Rows> Execute for GetMany<I, D> {
    type Output = Vec<Option<D::Row>>;

    fn name(&self) -> &'static str {
        Api::BatchGetItem.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<Self::Output> {
        self.has_no_keys().then(Vec::new)
    }

    async fn run(self, execution: &mut Execution) -> Result<Self::Output> {
        let concurrency = self.concurrency;
        let mut list = List::from(self);
        read_lists(vec![&mut list], concurrency, |_, position| format!("key {position}"), execution).await?;
        Ok(list.items)
    }

    fn explanation(mut self) -> Explain {
        let destination = std::mem::take(&mut self.destination);
        let (body, cost) = explain(vec![&mut List::from(self)], &destination);
        Explain::of_body(Api::BatchGetItem.name(), body, cost)
    }
}
