//! One of several workers that share a change stream: [`Worker`].

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use super::beginning;
use super::heartbeat::keep_leases;
use super::lease_table::check_lease_table;
use super::leases::Leases;
use super::round::{Round, Rounds, run_rounds};
use super::settings::{Context, WorkerSettings};
use super::shard::{Deliver, Handle, read_shard};
use super::store::LeaseStore;
use super::transactional::HandleInTransaction;
use crate::changes::change::Change;
use crate::changes::consumer::{Changes, Position};
use crate::changes::decode::RecordDecoder;
use crate::changes::patience::patiently;
use crate::changes::requests::Source;
use crate::error::{Error, Result};
use crate::operation::Writes;
use crate::schema::Item;

type Stopping = Pin<Box<dyn Future<Output = ()> + Send>>;

impl<I: Item> Changes<I> {
    /// Reads the changes as one of several workers, which share the shards by leases in a table.
    ///
    /// `consumer` names the purpose: all workers with one name together handle every change, and workers with another name handle every
    /// change again. The leases keep the positions, so a worker goes on where the last one was. Only the first worker of a consumer decides
    /// where it begins; for later workers, [`from_now`](Changes::from_now), [`from_horizon`](Changes::from_horizon) and
    /// [`from`](Changes::from) have no effect.
    ///
    /// # Examples
    ///
    /// [`Leases`] has one.
    pub fn worker(self, consumer: impl Into<String>, leases: &Leases) -> Worker<I> {
        Worker {
            changes: self,
            consumer: consumer.into(),
            leases: leases.clone(),
            name: None,
            settings: WorkerSettings::new(),
            stop: None,
        }
    }
}

/// One of several workers; [`run`](Worker::run) starts it: see [`Changes::worker`].
///
/// # Guarantees
///
/// - **Every change is handled at least once.** A position is saved after the handler returned. When a worker is killed, another one
///   handles again what it handled since it last saved its position.
/// - **The changes of one item are handled in order**, by one worker at a time. A worker that could not renew its lease in time stops
///   before another takes it; only a handler that is still running then may overlap with the next worker.
/// - **Exactly once**, for what a handler writes in [`run_in_transactions`](Worker::run_in_transactions).
/// - **A worker that lost its lease saves no position.** Every such write has the condition that the lease is still its own.
///
/// The clocks of workers may differ: a lease has expired when a worker has seen it unchanged for the lease duration, by its own clock. When
/// a new worker starts, the others give it leases one by one, each after the change that is being handled.
///
/// See [DynamoDB Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).
#[must_use = "a worker does nothing until it runs"]
pub struct Worker<I> {
    changes: Changes<I>,
    consumer: String,
    leases: Leases,
    name: Option<String>,
    settings: WorkerSettings,
    stop: Option<Stopping>,
}

impl<I: Item> Worker<I> {
    /// Names the worker in its leases; by default it has a random name. No two workers of the consumer may have the same name at the same
    /// time: each would take the leases of the other for its own, so both might handle the same change.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets how long a worker may not renew its lease before another takes it: 20 seconds by default, from 100 ms to an hour. All workers
    /// of a consumer must have the same duration.
    ///
    /// A worker renews its leases four times in this duration, each with a write. If a handler blocks its thread for this long, the worker
    /// loses its lease.
    pub fn lease_duration(mut self, duration: Duration) -> Self {
        self.settings.lease_duration = duration;
        self
    }

    /// Sets how often the position in a shard is saved while changes come: every second by default. It is also saved when a shard has no
    /// more changes for now, and when the worker stops.
    pub fn checkpoint_every(mut self, interval: Duration) -> Self {
        self.settings.checkpoint_every = interval;
        self
    }

    /// Sets what happens with changes that the handler cannot get: a change whose image does not decode ([`is_decode`](Error::is_decode),
    /// with [`item_key`](Error::item_key)), and changes that the stream removed before they were read
    /// ([`lost_changes`](Error::lost_changes)).
    ///
    /// `Ok(())` goes on with the next change, an error ends the worker. By default both end the worker, and every later worker at the same
    /// change, so that no change is skipped in silence.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, Table, changes::{Leases, Worker}};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// fn worker(leases: &Leases) -> Worker<Order> {
    ///     Table::<Order>::changes().worker("projector", leases).on_error(|error| {
    ///         eprintln!("passed over: {error}");
    ///         Ok(())
    ///     })
    /// }
    /// ```
    pub fn on_error(mut self, handler: impl Fn(Error) -> Result<()> + Send + Sync + 'static) -> Self {
        self.settings.on_error = Some(Arc::new(handler));
        self
    }

    /// Stops the worker when this future is ready: after the changes that are being handled. It saves the positions and gives the leases
    /// back, so that another worker goes on at once.
    ///
    /// It waits for the running handlers, however long they take. If the process is killed after some time, put a `tokio::time::timeout`
    /// around the worker. With several futures, it stops when the first one is ready.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, changes::Worker};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// # async fn signal() -> std::io::Result<()> { Ok(()) }
    /// fn until_signal(worker: Worker<Order>) -> Worker<Order> {
    ///     worker.stop_when(async { signal().await.ok(); }) // `tokio::signal::ctrl_c()`
    /// }
    /// ```
    pub fn stop_when(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Some(match self.stop.take() {
            None => Box::pin(stop),
            Some(before) => Box::pin(select(before, Box::pin(stop)).map(drop)),
        });
        self
    }

    /// Calls the handler for every change, until the worker is [stopped](Worker::stop_when), the table's stream is disabled and read to its
    /// end, or something fails.
    ///
    /// Shards are handled at the same time, in the task that awaits this; the changes of one shard are handled one after the other. If the
    /// future is dropped, the leases expire, and other workers take them.
    ///
    /// The handler is an `async` function, `async |change| …` or `|change| async move { … }`, and may borrow variables from outside. Leave
    /// out the `move` of an `async move` closure: the closure would own them, and no call can borrow them from there. Its error is a
    /// [`faraday::Error`](Error), or any type with `From<faraday::Error>`: `Box<dyn Error>`, `anyhow::Error`, an enum of your own. A
    /// closure that ends in `Ok(())` must name it: `Ok::<_, faraday::Error>(())`.
    ///
    /// # Errors
    ///
    /// The first error of the handler: the change counts as not handled, the positions of all shards are saved, and the leases are given
    /// back. The next worker begins with the same change.
    ///
    /// Or an error of faraday: the table has no stream; there is no table of leases, or it has another key
    /// ([`TableMismatch`](crate::ErrorKind::TableMismatch)); the leases belong to another stream
    /// ([`InvalidCursor`](crate::ErrorKind::InvalidCursor)); a request fails for good. Throttled and unanswered requests are sent again for
    /// two minutes.
    pub async fn run<F, R, E>(self, handler: F) -> Result<(), E>
    where
        F: Fn(Change<I>) -> R,
        R: Future<Output = Result<(), E>>,
        E: From<Error>,
    {
        self.run_with(Handle(handler)).await
    }

    /// Calls the handler for every change, and sends the writes that it returns in one transaction with the position: each change is
    /// applied exactly once, even after failures.
    ///
    /// The writes are a tuple or a `Vec`, as for [`transaction`](crate::transaction()), up to 99, on the database of the leases, and at
    /// most one for an item. To put several kinds of writes into a `Vec`, use [`into_write`](crate::execute::Write::into_write). If there
    /// are none, only the position moves. A transaction consumes two write units for each KB, and two for the lease.
    ///
    /// # Errors
    ///
    /// The errors of [`run`](Worker::run), and when a condition of a write does not hold.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Item, Table, changes::Leases};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders", stream = new_and_old_images)]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     customer: String,
    /// }
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "customers")]
    /// struct Customer {
    ///     #[faraday(partition_key)]
    ///     name: String,
    ///     orders: i64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # let (leases, stop) = (Leases::new().on(&db), async {});
    /// # Table::<Order>::create().on(&db).await?;
    /// # Table::<Customer>::create().on(&db).await?;
    /// # leases.create().await?;
    /// Table::<Order>::changes()
    ///     .on(&db)
    ///     .worker("counter", &leases)
    ///     .stop_when(stop)
    ///     .run_in_transactions(async |change| {
    ///         let count = |order: &Order, by| {
    ///             Table::<Customer>::update(&order.customer).add(Customer::ORDERS, by)
    ///         };
    ///         let writes = match (change.old(), change.new()) {
    ///             // One write for an item: the customer is the same and has no more orders.
    ///             (Some(old), Some(new)) if old.customer == new.customer => Vec::new(),
    ///             (old, new) => {
    ///                 let fewer = old.map(|old| count(old, -1));
    ///                 let more = new.map(|new| count(new, 1));
    ///                 fewer.into_iter().chain(more).collect()
    ///             }
    ///         };
    ///         Ok::<_, faraday::Error>(writes)
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [transactions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
    pub async fn run_in_transactions<F, R, W, E>(self, handler: F) -> Result<(), E>
    where
        F: Fn(Change<I>) -> R,
        R: Future<Output = Result<W, E>>,
        W: Writes,
        E: From<Error>,
    {
        self.run_with(HandleInTransaction(handler)).await
    }

    async fn run_with<E: From<Error>>(self, deliver: impl Deliver<I, E>) -> Result<(), E> {
        let Self { changes, consumer, leases, name, settings, stop } = self;
        let mut stop = stop.unwrap_or_else(|| Box::pin(std::future::pending()));
        // The first requests may be sent again for minutes.
        let beginning = pin!(begin(changes, &consumer, &leases, name, settings));
        let (context, beginning) = match select(stop.as_mut(), beginning).await {
            Either::Left(_) => return Ok(()),
            Either::Right((begun, _)) => begun?,
        };
        work(&context, beginning, stop, &deliver).await
    }
}

impl<I> fmt::Debug for Worker<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Worker({})", self.consumer)
    }
}

async fn begin<I: Item>(
    changes: Changes<I>,
    consumer: &str,
    leases: &Leases,
    name: Option<String>,
    settings: WorkerSettings,
) -> Result<(Context<I>, Position)> {
    let schema = I::SCHEMA;
    let database = changes.destination.find(Some(schema.table()))?;
    let in_context = |error: Error| error.with_operation("GetRecords", Some(&database.name_of(schema.table())));
    let decoder = RecordDecoder::new(database.keys()).map_err(in_context)?;
    let (source, is_enabled) = patiently(&database, || Source::find(&schema, &database)).await?;
    changes.settings.check(&source.arn).map_err(in_context)?;
    settings.check().map_err(in_context)?;
    // From the system's randomness: a generator that the application seeds could give two workers the same name.
    let random = || getrandom::u64().unwrap_or_else(|_| fastrand::u64(..));
    let name = name.unwrap_or_else(|| format!("{:016x}", random()));
    let store = LeaseStore::new(leases.database(&database)?, consumer, &source, &name);
    patiently(&store.database, || check_lease_table(&store.database)).await?;
    let beginning = beginning::begin(&store, &source, &changes.settings.beginning, is_enabled).await?;
    Ok((Context::new(store, source, decoder, changes.settings, settings), beginning))
}

/// The next event of a worker.
enum Event<E> {
    Round(Result<Round>),
    ShardLeft(Result<(), E>),
    LeasesFailed(Error),
    Stop,
    AllLeft,
}

async fn work<I, E, D>(context: &Context<I>, beginning: Position, mut stop: Stopping, deliver: &D) -> Result<(), E>
where
    I: Item,
    E: From<Error>,
    D: Deliver<I, E>,
{
    let mut heartbeat = pin!(keep_leases(context).fuse());
    let mut rounds = pin!(run_rounds(context, Rounds::new(beginning)));
    let mut shards = FuturesUnordered::new();
    let mut outcome = Ok(());
    let mut is_stopping = false;
    loop {
        let event = std::future::poll_fn(|polled| {
            if !is_stopping && stop.as_mut().poll(polled).is_ready() {
                return Poll::Ready(Event::Stop);
            }
            if let Poll::Ready(Err(error)) = heartbeat.as_mut().poll(polled) {
                return Poll::Ready(Event::LeasesFailed(error));
            }
            if let Poll::Ready(Some(left)) = shards.poll_next_unpin(polled) {
                return Poll::Ready(Event::ShardLeft(left));
            }
            // Lets a round finish the leases that it has begun to take, so that they can be given back. Everything else in it can be
            // dropped.
            if is_stopping && !context.is_taking() {
                return if shards.is_empty() { Poll::Ready(Event::AllLeft) } else { Poll::Pending };
            }
            rounds.as_mut().poll_next(polled).map(|round| Event::Round(round.unwrap_or(Ok(Round::Finished))))
        })
        .await;
        let ended = match event {
            Event::AllLeft => return outcome,
            Event::ShardLeft(Ok(())) => continue,
            Event::Round(Ok(Round::Begin(begun))) => {
                for (lease, held) in begun {
                    shards.push(async move { read_shard(context, &held, lease, deliver).await });
                }
                if is_stopping {
                    context.stop_all();
                }
                continue;
            }
            Event::Round(Ok(Round::Finished)) | Event::Stop => Ok(()),
            Event::Round(Err(error)) | Event::LeasesFailed(error) => Err(error.into()),
            Event::ShardLeft(Err(error)) => Err(error),
        };
        // Reports the first error.
        if outcome.is_ok() {
            outcome = ended;
        }
        is_stopping = true;
        context.stop_all();
    }
}
