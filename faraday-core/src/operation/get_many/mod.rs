//! `Table::get_many`: reads the items of many keys.

mod wire;

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use futures_util::stream;
use serde_json::value::RawValue;
use tokio::time::Instant;

use crate::database::{Capacity, Destination, RetrySettings};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{
    Chunked, Cost, Execute, Execution, Expiry, Explain, Lenient, Metered, Named, Request, RowDecoder, Rows, Selected,
    SelectedNames, Sender, Sending, Strict, Whole, on_table, operation, parse, projection_with_key, run_chunks,
};
use crate::expression::Columns;
use crate::schema::{Identity, Item, KeyOf, Projection, TableSchema, TimeToLive};
use crate::table::Table;
use crate::transport::{Api, Reply};
use wire::{BatchGetItemAnswer, EncodedKeys, Frame, RequestedKey, each_once, of_table};

/// DynamoDB's limit of keys in one request.
const MAX_KEYS: usize = 100;

impl<I: Item> Table<I> {
    /// Reads the items with these keys, in the given order; `None` for a key without an item.
    ///
    /// A request has at most 100 keys, and several are under way at once. A key that is given twice is read once and
    /// returned twice. Keys that DynamoDB does not process are sent again with the next ones, after a pause. Reads half
    /// a capacity unit for every 4 KB of each item, a whole one if [`consistent`](GetMany::consistent).
    ///
    /// # Errors
    ///
    /// When there is no such table, an item does not fit the struct, or it is time to give up
    /// ([`ErrorKind::Unprocessed`]).
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
    /// What has expired is left out.
    live: bool,
    rows: D,
    concurrency: Option<usize>,
    destination: Destination,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, D: Rows> GetMany<I, D> {
    /// Sees every write that was acknowledged before; costs twice the capacity.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Leaves out the items that have expired, but that DynamoDB has not removed yet: they are `None`.
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
    pub fn select_names<N: Into<String>>(
        self,
        names: impl IntoIterator<Item = N>,
    ) -> GetMany<I, D::Replaced<SelectedNames<I>>> {
        self.map_rows(|_| D::replaced(SelectedNames::new(names)))
    }

    /// Gives each item that is there as a `Result`, so that one which does not fit its struct is no error of the whole read: see
    /// [`Query::lenient`](crate::operation::Query::lenient).
    pub fn lenient(self) -> GetMany<I, Lenient<D>>
    where
        D: Strict,
    {
        self.map_rows(Lenient::new)
    }

    /// The number of requests under way at once; 4 by default.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    fn map_rows<E>(self, map: impl FnOnce(D) -> E) -> GetMany<I, E> {
        let Self { keys, consistent, live, rows, concurrency, destination, of } = self;
        GetMany { keys, consistent, live, rows: map(rows), concurrency, destination, of }
    }

    /// The parameters besides the keys: the projection, with the key attributes that identify each returned item.
    fn table_parameters(&self) -> Result<Vec<u8>> {
        let mut request = Request::new();
        let projection = Expiry::also(self.expiry(), projection_with_key::<I, D>(&self.rows));
        request.expressions(&mut [("ProjectionExpression", projection)])?;
        if self.consistent {
            request.flag("ConsistentRead", true);
        }
        Ok(request.fields())
    }

    fn expiry(&self) -> Option<Expiry> {
        Expiry::of(&I::SCHEMA, self.live)
    }

    async fn read(self, execution: &mut Execution) -> Result<Vec<Option<D::Row>>> {
        execution.target.needs_keys(self.rows.is_encrypted())?;
        let parameters = self.table_parameters()?;
        let table = execution.target.table.clone();
        let frame = Arc::new(Frame { table, parameters, metered: execution.target.metered });
        let database = execution.database().clone();
        let rows = RowDecoder::new::<I>(&self.rows, &database)?;
        let expiry = self.expiry();
        let (mut reader, keys) = Reader::<I, D>::new(&rows, self.keys?, execution.sender.clone(), frame);
        reader.expiry = expiry;
        let source = Box::pin(stream::iter(keys.into_iter().map(Ok)));
        let settings = reader.sender.count_attempts(RetrySettings::BATCH);
        let stopped = run_chunks(&mut reader, source, settings, self.concurrency).await;
        execution.consumed.add(&reader.consumed);
        stopped.error.map_or(Ok(reader.items), Err)
    }
}

/// Sends the keys and puts the items at their positions.
struct Reader<'r, I, D: Rows> {
    rows: &'r RowDecoder<'r, D>,
    sender: Sender,
    expiry: Option<Expiry>,
    frame: Arc<Frame>,
    /// In the given order.
    items: Vec<Option<D::Row>>,
    wanted: HashMap<Identity, Vec<usize>>,
    consumed: Metered<()>,
    of: PhantomData<fn() -> I>,
}

impl<'r, I: Item, D: Rows> Reader<'r, I, D> {
    /// A reader that has found nothing yet, and the keys to read, each once.
    fn new(
        rows: &'r RowDecoder<'r, D>,
        keys: EncodedKeys,
        sender: Sender,
        frame: Arc<Frame>,
    ) -> (Self, Vec<RequestedKey>) {
        let mut items = Vec::new();
        items.resize_with(keys.len(), || None);
        let (wanted, asked) = each_once(keys);
        let consumed = Metered::none(());
        let reader = Self { rows, sender, expiry: None, frame, items, wanted, consumed, of: PhantomData };
        (reader, asked)
    }

    /// Puts an item of an answer at the positions of its key.
    fn place(&mut self, item: &[u8]) -> Result<()> {
        if let Some(expiry) = self.expiry
            && expiry.has_passed(item, self.sender.database().now())?
        {
            return Ok(());
        }
        let positions = self.wanted.get(&Identity::of(&I::SCHEMA, item)?);
        for position in positions.into_iter().flatten() {
            let row = self.rows.read_item(item);
            let row = row.map_err(|error| Error::from(error).with_part(format!("key {position}")))?;
            if let Some(slot) = self.items.get_mut(*position) {
                *slot = Some(row);
            }
        }
        Ok(())
    }
}

impl<I: Item, D: Rows> Chunked for Reader<'_, I, D> {
    type Part = RequestedKey;
    type Answer = Reply;

    const MAX_PARTS: usize = MAX_KEYS;
    const MAX_BYTES: usize = usize::MAX;
    const FAILS_AT_ONCE: bool = true;

    fn position(key: &RequestedKey) -> usize {
        key.position
    }

    fn identity(key: &RequestedKey) -> &Identity {
        &key.identity
    }

    fn size(_: &RequestedKey) -> usize {
        0
    }

    fn send(&mut self, chunk: Arc<Vec<RequestedKey>>) -> Sending<Reply> {
        self.consumed.requests += 1;
        let (sender, frame) = (self.sender.clone(), Arc::clone(&self.frame));
        Box::pin(async move {
            let (body, exchange) = (frame.body(&chunk).into(), sender.exchange());
            sender.send_recorded(Api::BatchGetItem, None, body, chunk.len(), &exchange).await
        })
    }

    fn waits_until(&self) -> Option<Instant> {
        self.sender.waits_until()
    }

    fn refuse(&mut self, _: usize, _: Error) -> bool {
        false
    }

    fn answered(&mut self, _: Vec<RequestedKey>, reply: Reply) -> Result<Vec<RequestedKey>> {
        let frame = Arc::clone(&self.frame);
        let mut answer: BatchGetItemAnswer<'_> = parse(reply.bytes())?;
        if let Some(capacity) = Capacity::sum(answer.consumed_capacity.take()) {
            self.consumed.capacity.get_or_insert_default().add(&capacity);
        }
        self.consumed.request_id.clone_from(&reply.request_id);
        let items = of_table(answer.responses, &frame.table)?.unwrap_or_default();
        for item in &items {
            self.place(item.get().as_bytes())?;
        }
        self.consumed.count += items.len() as u64;
        let put_off = of_table(answer.unprocessed_keys, &frame.table)?;
        let keys = put_off.map(|put_off| put_off.keys).unwrap_or_default();
        let asked_again = |key: &RawValue| {
            let json = key.get().as_bytes();
            let identity = Identity::of(&I::SCHEMA, json)?;
            let position = self.wanted.get(&identity).and_then(|positions| positions.first().copied());
            Ok(RequestedKey { position: position.unwrap_or(usize::MAX), identity, json: json.to_vec() })
        };
        keys.into_iter().map(asked_again).collect()
    }

    fn given_up(&self, kind: ErrorKind) -> Error {
        Error::new(kind, "no more keys were read until it was time to give up")
    }
}

operation!([I: Item, D: Rows] GetMany<I, D>);
on_table!([I: Item, D: Rows] GetMany<I, D>);

impl<I: Item, D: Rows> Execute for GetMany<I, D> {
    type Output = Vec<Option<D::Row>>;

    fn name(&self) -> &'static str {
        "BatchGetItem"
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<Self::Output> {
        matches!(&self.keys, Ok(keys) if keys.is_empty()).then(Vec::new)
    }

    async fn run(self, execution: &mut Execution) -> Result<Self::Output> {
        self.read(execution).await
    }

    fn explanation(self) -> Explain {
        let table = self.destination.name_of(I::SCHEMA.table());
        let mut asked = 0;
        let body = self.table_parameters().and_then(|parameters| {
            let (_, keys) = each_once(self.keys?);
            asked = keys.len();
            let first = keys.get(..keys.len().min(MAX_KEYS)).unwrap_or_default();
            Ok(Frame { table, parameters, metered: false }.body(first))
        });
        let cost = Cost::read(self.consistent, "for each 4 KB of each item, at least as much for each key");
        let cost = cost.times(asked).first_of(asked.div_ceil(MAX_KEYS));
        Explain::of_body("BatchGetItem", body, cost)
    }
}
