use std::collections::{HashMap, VecDeque};
use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::parse;
use crate::codec::json::write_string;
use crate::database::{Database, Reply};
use crate::error::{DecodeError, Error, ErrorKind, Result};
use crate::expression::Columns;
use crate::run::{
    Capacity, Consumed, Cost, Explain, Identity, Metered, Named, Opening, Operation, Pace, Patience, Request, Rows,
    Selected, Whole, operation, projection_with_key, send_body,
};
use crate::schema::{Item, KeyOf, Projection};
use crate::table::Table;

/// DynamoDB takes so many keys in one request.
const MAX_KEYS: usize = 100;
const CONCURRENCY: usize = 4;

impl<I: Item> Table<I> {
    /// Reads the items of many keys, in the order asked: `None` where there is none.
    ///
    /// A request has at most 100 keys, and several are under way at once. A key that is asked twice is read once and
    /// answered twice. Keys that DynamoDB puts off are asked again, together with the next ones, with back-off. Reads half
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
                key.encode_key(&I::SCHEMA).map_err(|error| Error::from(error).about(format!("key {position}")))?;
            Ok((Identity::of(&I::SCHEMA, &key)?, key))
        };
        GetMany {
            keys: keys.into_iter().enumerate().map(encode).collect(),
            consistent: false,
            rows: Whole::new(),
            patience: Patience::default(),
            concurrency: CONCURRENCY,
            database: None,
            of: PhantomData,
        }
    }
}

type Keys = Vec<(Identity, Vec<u8>)>;

/// Reads many items: see [`Table::get_many`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct GetMany<I, D = Whole<I>> {
    keys: Result<Keys>,
    consistent: bool,
    rows: D,
    patience: Patience,
    concurrency: usize,
    database: Option<Database>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, D: Rows> GetMany<I, D> {
    /// Sees every write that was acknowledged before; costs twice the capacity.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Gives only these places of each item: see [`Columns`].
    pub fn select<C: Columns<I> + 'static>(self, columns: C) -> GetMany<I, Selected<I, C>> {
        self.with_rows(Selected::new(columns))
    }

    /// Gives only the attributes of this [`Projection`] of each item.
    pub fn select_as<P: Projection<Of = I>>(self) -> GetMany<I, Named<P>> {
        self.with_rows(Named::new())
    }

    /// So many requests at once; 4 without it.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// Gives up after so many attempts in a row that were put off, with nothing read since the first; 10 without it.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.patience.attempts = attempts;
        self
    }

    /// Gives up once nothing was read for this long; two minutes without it.
    pub fn within(mut self, time: Duration) -> Self {
        self.patience.within = time;
        self
    }

    fn with_rows<E>(self, rows: E) -> GetMany<I, E> {
        let Self { keys, consistent, rows: _, patience, concurrency, database, of } = self;
        GetMany { keys, consistent, rows, patience, concurrency, database, of }
    }

    /// What stands beside the keys of a table: the projection, with the key by which an answer is known.
    fn settings(&self) -> Result<Vec<u8>> {
        let mut request = Request::new(String::new());
        request.expressions(vec![("ProjectionExpression", projection_with_key::<I, D>(&self.rows))])?;
        if self.consistent {
            request.flag("ConsistentRead", true);
        }
        Ok(request.fields())
    }

    async fn read(self, database: &Database, table: String, metered: bool) -> Result<Metered<Vec<Option<D::Row>>>> {
        let frame = Frame { table, settings: self.settings()?, metered };
        let rows = Opening::new::<I>(&self.rows, database)?;
        let (mut found, mut queue) = Found::new(&rows, self.keys?);
        let mut pace = Pace::new(self.patience);
        let mut in_flight = FuturesUnordered::new();
        while !(in_flight.is_empty() && queue.is_empty()) {
            let pause = pace.pause();
            while pause.is_none() && in_flight.len() < self.concurrency && !queue.is_empty() {
                let chunk: Vec<_> = queue.drain(..queue.len().min(MAX_KEYS)).collect();
                found.spent.requests += 1;
                in_flight.push(frame.send(database, chunk, pace.round()));
            }
            let (pause, end) = (pause.filter(|_| !queue.is_empty()), pace.deadline());
            let Some((chunk, round, reply)) = next(&mut in_flight, earlier(pause, end)).await else {
                if pace.is_over() && !in_flight.is_empty() {
                    return Err(given_up(ErrorKind::Timeout));
                }
                continue;
            };
            let sent = chunk.len();
            let (put_off, error) = match reply {
                Ok(reply) => (found.take::<I>(&reply, &frame.table)?, None),
                Err(error) if error.may_succeed_later() => (chunk, Some(error)),
                Err(error) => return Err(error),
            };
            pace.answered(put_off.len(), sent);
            if !put_off.is_empty() && !pace.put_off(round) {
                return Err(error.unwrap_or_else(|| given_up(ErrorKind::Unprocessed)));
            }
            queue.extend(put_off);
        }
        Ok(found.spent.map(|()| found.items))
    }
}

fn given_up(kind: ErrorKind) -> Error {
    Error::new(kind, "no more keys were read until it was time to give up")
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// The next answer; none if that time comes before.
async fn next<F: Future>(in_flight: &mut FuturesUnordered<F>, pause: Option<Instant>) -> Option<F::Output> {
    match pause {
        None => in_flight.next().await,
        Some(time) if in_flight.is_empty() => {
            tokio::time::sleep_until(time).await;
            None
        }
        Some(time) => tokio::time::timeout_at(time, in_flight.next()).await.ok().flatten(),
    }
}

/// What all requests of one operation have.
struct Frame {
    table: String,
    settings: Vec<u8>,
    metered: bool,
}

impl Frame {
    fn body(&self, keys: &[Vec<u8>]) -> Vec<u8> {
        let mut body =
            Vec::with_capacity(keys.iter().map(|key| key.len() + 1).sum::<usize>() + self.settings.len() + 64);
        body.extend_from_slice(br#"{"RequestItems":{"#);
        write_string(&mut body, &self.table);
        body.extend_from_slice(br#":{"Keys":["#);
        body.extend_from_slice(&keys.join(&b','));
        body.push(b']');
        body.extend_from_slice(&self.settings);
        body.extend_from_slice(b"}}");
        if self.metered {
            body.extend_from_slice(br#","ReturnConsumedCapacity":"INDEXES""#);
        }
        body.push(b'}');
        body
    }

    /// Sends a request; the keys and the round come back with the answer.
    async fn send(&self, database: &Database, keys: Vec<Vec<u8>>, round: u32) -> (Vec<Vec<u8>>, u32, Result<Reply>) {
        let reply = send_body!(database, self.body(&keys), batch_get_item, "BatchGetItem", BatchGetItemOutput);
        (keys, round, reply)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow, default)]
    responses: Option<HashMap<String, Vec<&'a RawValue>>>,
    #[serde(borrow, default)]
    unprocessed_keys: Option<HashMap<String, PutOff<'a>>>,
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutOff<'a> {
    #[serde(borrow)]
    keys: Vec<&'a RawValue>,
}

/// Where each key is wanted, and the keys to ask for, each once.
fn each_once(keys: Keys) -> (HashMap<Identity, Vec<usize>>, VecDeque<Vec<u8>>) {
    let mut wanted: HashMap<Identity, Vec<usize>> = HashMap::new();
    let mut queue = VecDeque::new();
    for (position, (identity, key)) in keys.into_iter().enumerate() {
        let positions = wanted.entry(identity).or_default();
        if positions.is_empty() {
            queue.push_back(key);
        }
        positions.push(position);
    }
    (wanted, queue)
}

struct Found<'r, D: Rows> {
    rows: &'r Opening<'r, D>,
    /// In the order asked.
    items: Vec<Option<D::Row>>,
    wanted: HashMap<Identity, Vec<usize>>,
    spent: Metered<()>,
}

impl<'r, D: Rows> Found<'r, D> {
    /// Nothing found yet, and the keys to ask for, each once.
    fn new(rows: &'r Opening<'r, D>, keys: Keys) -> (Self, VecDeque<Vec<u8>>) {
        let mut items = Vec::new();
        items.resize_with(keys.len(), || None);
        let (wanted, queue) = each_once(keys);
        (Self { rows, items, wanted, spent: Metered::none(()) }, queue)
    }

    /// Puts the items of an answer in their places, and gives the keys to ask for again.
    fn take<I: Item>(&mut self, reply: &Reply, table: &str) -> Result<Vec<Vec<u8>>> {
        let mut answer: Answer<'_> = parse(reply.bytes())?;
        if let Some(capacity) = Capacity::sum(answer.consumed_capacity.take()) {
            self.spent.capacity.get_or_insert_default().add(&capacity);
        }
        self.spent.request_id.clone_from(&reply.request_id);
        let items = of_table(answer.responses, table)?.unwrap_or_default();
        for item in &items {
            let bytes = item.get().as_bytes();
            let positions = self.wanted.get(&Identity::of(&I::SCHEMA, bytes)?);
            for position in positions.into_iter().flatten() {
                let row = self.rows.read_json(bytes);
                let row = row.map_err(|error| Error::from(error).about(format!("key {position}")))?;
                if let Some(slot) = self.items.get_mut(*position) {
                    *slot = Some(row);
                }
            }
        }
        self.spent.count += items.len() as u64;
        let put_off = of_table(answer.unprocessed_keys, table)?;
        let keys = put_off.map(|put_off| put_off.keys).unwrap_or_default();
        Ok(keys.into_iter().map(|key| key.get().as_bytes().to_vec()).collect())
    }
}

/// What an answer says of the one table that was asked: of another it says nothing, or some keys would count as not there.
fn of_table<T>(answer: Option<HashMap<String, T>>, table: &str) -> Result<Option<T>, DecodeError> {
    let mut answer = answer.unwrap_or_default();
    let found = answer.remove(table);
    if answer.is_empty() {
        Ok(found)
    } else {
        Err(DecodeError::new("expected the table that was asked, found another"))
    }
}

operation!([I: Item, D: Rows] GetMany<I, D>);

impl<I: Item, D: Rows> Operation for GetMany<I, D> {
    type Output = Vec<Option<D::Row>>;

    async fn run(mut self, metered: bool) -> Result<Metered<Self::Output>> {
        if matches!(&self.keys, Ok(keys) if keys.is_empty()) {
            return Ok(Metered::none(Vec::new()));
        }
        let database = Database::find(self.database.take()).map_err(|error| error.during("BatchGetItem", None))?;
        let table = database.table_name(I::SCHEMA.table());
        self.read(&database, table.clone(), metered).await.map_err(|error| error.during("BatchGetItem", Some(&table)))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let table = Explain::table::<I>(self.database.as_ref());
        let mut asked = 0;
        let body = self.settings().and_then(|settings| {
            let (_, mut keys) = each_once(self.keys?);
            asked = keys.len();
            keys.truncate(MAX_KEYS);
            Ok(Frame { table, settings, metered: false }.body(keys.make_contiguous()))
        });
        let cost = Cost::read(self.consistent, "for each 4 KB of each item, at least as much for each key");
        let cost = cost.times(asked).first_of(asked.div_ceil(MAX_KEYS));
        Explain::of_body("BatchGetItem", body, cost)
    }
}
