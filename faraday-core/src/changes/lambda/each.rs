//! Calls a handler for each change of a batch: [`ChangeBatch::each_in_order`], [`ChangeBatch::each_concurrently`].

use std::collections::{HashMap, HashSet};
use std::future::Future;

use futures_util::StreamExt;
use futures_util::stream;

use super::batch::ChangeBatch;
use super::response::{BatchResponse, Failure};
use crate::changes::change::Change;
use crate::error::{Error, Result};
use crate::schema::{Item, Key};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A record: its position in the batch, its identifier, and its change.
type Placed<I> = (usize, String, Result<Change<I>>);

impl<I: Item> ChangeBatch<I> {
    /// Calls the handler for one change after the other, in the order of the batch.
    ///
    /// If it fails, later changes of the same item are left out, so that they are never handled before the failed one; changes of other
    /// items go on. A change that cannot be decoded has failed. The response names the changes that failed and those that were left out.
    /// Lambda then sends all records again from the first of them, so the handler may see a change twice.
    ///
    /// The handler is an `async` function, `async |change| …` or `|change| async move { … }`, and may borrow a database from outside. Leave
    /// out the `move` of an `async move` closure: the closure would own the database, and no call can borrow it from there. The error has
    /// any type that converts to `Box<dyn Error + Send + Sync>`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, changes::{BatchResponse, ChangeBatch}};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// async fn handler(batch: ChangeBatch<Order>) -> BatchResponse {
    ///     let response = batch
    ///         .each_in_order(async |change| {
    ///             println!("{}", change.sequence_number);
    ///             Ok::<_, faraday::Error>(())
    ///         })
    ///         .await;
    ///     response.failures().iter().for_each(|failure| eprintln!("{failure}"));
    ///     response
    /// }
    /// ```
    ///
    /// See [partial batch responses](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
    pub async fn each_in_order<F, Fut, E>(self, mut handler: F) -> BatchResponse
    where
        F: FnMut(Change<I>) -> Fut,
        Fut: Future<Output = Result<(), E>>,
        E: Into<BoxError>,
    {
        let mut changes = self.into_iter();
        let mut failures = Vec::new();
        let mut stopped = HashSet::new();
        while let Some((identifier, change)) = changes.next_record() {
            let key = item_of(&change);
            if key.as_ref().is_some_and(|key| stopped.contains(key)) {
                failures.push(Failure::left_out(identifier));
            } else if let Err(error) = handle(change, &mut handler).await {
                stopped.extend(key);
                failures.push(Failure::new(identifier, error));
            }
        }
        BatchResponse::of(failures)
    }

    /// Calls the handler for up to `most` items at the same time, at least one. The changes of one item are handled one after the other, in
    /// order.
    ///
    /// If it fails, later changes of the same item are left out, as in [`each_in_order`](ChangeBatch::each_in_order). All calls run in the
    /// task that awaits this.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, changes::{BatchResponse, ChangeBatch}};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// async fn handler(batch: ChangeBatch<Order>) -> BatchResponse {
    ///     batch.each_concurrently(8, async |change| {
    ///         println!("{}", change.sequence_number);
    ///         Ok::<_, faraday::Error>(())
    ///     }).await
    /// }
    /// ```
    ///
    /// See [partial batch responses](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
    pub async fn each_concurrently<F, Fut, E>(self, most: usize, handler: F) -> BatchResponse
    where
        F: Fn(Change<I>) -> Fut,
        Fut: Future<Output = Result<(), E>>,
        E: Into<BoxError>,
    {
        let handler = &handler;
        let items = stream::iter(by_item(self)).map(|item| handle_item(item, handler));
        let failures: Vec<Vec<(usize, Failure)>> = items.buffer_unordered(most.max(1)).collect().await;
        let mut failures: Vec<(usize, Failure)> = failures.into_iter().flatten().collect();
        failures.sort_by_key(|(place, _)| *place);
        BatchResponse::of(failures.into_iter().map(|(_, failure)| failure).collect())
    }
}

/// Calls the handler, unless the change cannot be decoded.
async fn handle<I, F, Fut, E>(change: Result<Change<I>>, mut handler: F) -> Result<(), BoxError>
where
    F: FnMut(Change<I>) -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: Into<BoxError>,
{
    handler(change?).await.map_err(Into::into)
}

/// Handles the changes of one item, until one fails.
async fn handle_item<I, F, Fut, E>(changes: Vec<Placed<I>>, handler: &F) -> Vec<(usize, Failure)>
where
    F: Fn(Change<I>) -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: Into<BoxError>,
{
    let mut failures = Vec::new();
    for (place, identifier, change) in changes {
        if !failures.is_empty() {
            failures.push((place, Failure::left_out(identifier)));
        } else if let Err(error) = handle(change, handler).await {
            failures.push((place, Failure::new(identifier, error)));
        }
    }
    failures
}

/// Groups the changes by item, in the order of each item's first change. A record without a key is a group of its own.
fn by_item<I: Item>(batch: ChangeBatch<I>) -> Vec<Vec<Placed<I>>> {
    let mut items: Vec<Vec<Placed<I>>> = Vec::new();
    let mut places: HashMap<Key<I>, usize> = HashMap::new();
    for (place, (identifier, change)) in batch.with_identifiers().enumerate() {
        let item = item_of(&change).map_or(items.len(), |key| *places.entry(key).or_insert(items.len()));
        match items.get_mut(item) {
            Some(item) => item.push((place, identifier, change)),
            None => items.push(vec![(place, identifier, change)]),
        }
    }
    items
}

/// Returns the key of a record's item, even if the record cannot be decoded.
fn item_of<I: Item>(change: &Result<Change<I>>) -> Option<Key<I>> {
    match change {
        Ok(change) => Some(change.key.clone()),
        Err(error) => error.item_key().and_then(|key| Key::of_attributes(key).ok()),
    }
}

impl Error {
    /// Returns the same error for another record, without its cause.
    pub(super) fn same(&self) -> Self {
        Self::new(self.kind(), self.to_string())
    }
}
