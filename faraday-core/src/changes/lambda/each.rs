//! Runs a handler over a batch: [`ChangeBatch::each_in_order`], [`ChangeBatch::each_concurrently`].

use std::collections::{HashMap, HashSet, VecDeque};
use std::future::Future;

use futures_util::StreamExt;
use futures_util::stream;

use super::batch::ChangeBatch;
use super::response::{BatchResponse, Failure};
use crate::changes::change::Change;
use crate::error::{Error, Result};
use crate::schema::{Item, Key};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A record: its place in the batch, its sequence number, and its change.
type Numbered<I> = (usize, String, Result<Change<I>>);

/// A failure with the place of its record in the batch.
type Failed = (usize, Failure);

impl<I: Item> ChangeBatch<I> {
    /// Calls the handler for one change after the other, in the order of the batch.
    ///
    /// When it fails, the later changes of the same item are left out, so that they are never handled before the one that failed;
    /// changes of other items go on. A change that cannot be decoded has failed. The response names what failed and what was left
    /// out. Lambda then sends all records again from the first of them, so that the handler may see a change twice.
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
    pub async fn each_in_order<F, E>(self, handler: F) -> BatchResponse
    where
        F: AsyncFn(Change<I>) -> Result<(), E>,
        E: Into<BoxError>,
    {
        let records = self.numbered();
        let mut failures = Vec::new();
        let mut stopped = HashSet::new();
        for (place, sequence_number, change) in records {
            let key = item_of(&change);
            let error = match change {
                _ if key.as_ref().is_some_and(|key| stopped.contains(key)) => None,
                Ok(change) => match handler(change).await {
                    Ok(()) => continue,
                    Err(error) => Some(error.into()),
                },
                Err(error) => Some(error.into()),
            };
            stopped.extend(key);
            failures.push((place, Failure::new(sequence_number, error)));
        }
        response(failures)
    }

    /// Calls the handler for up to `most` items at the same time. The changes of one item follow one another, in their order.
    ///
    /// When it fails, the later changes of the same item are left out, as in [`each_in_order`](ChangeBatch::each_in_order). All
    /// calls run in the task that awaits this.
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
    pub async fn each_concurrently<F, E>(self, most: usize, handler: F) -> BatchResponse
    where
        F: AsyncFn(Change<I>) -> Result<(), E>,
        E: Into<BoxError>,
    {
        let handler = &handler;
        let items = stream::iter(by_item(self.numbered())).map(|item| handle_item(item, handler));
        let failures: Vec<Vec<Failed>> = items.buffer_unordered(most.max(1)).collect().await;
        response(failures.into_iter().flatten().collect())
    }

    fn numbered(self) -> Vec<Numbered<I>> {
        let mut changes = self.into_iter();
        let records = std::iter::from_fn(|| changes.next_record());
        records.enumerate().map(|(place, (sequence_number, change))| (place, sequence_number, change)).collect()
    }
}

/// The changes of one item, until one fails.
fn handle_item<I: Item, F, E>(
    changes: VecDeque<Numbered<I>>,
    handler: &F,
) -> impl Future<Output = Vec<Failed>> + use<'_, I, F, E>
where
    F: AsyncFn(Change<I>) -> Result<(), E>,
    E: Into<BoxError>,
{
    async move {
        let mut failures: Vec<Failed> = Vec::new();
        for (place, sequence_number, change) in changes {
            let error = match change {
                _ if !failures.is_empty() => None,
                Ok(change) => match handler(change).await {
                    Ok(()) => continue,
                    Err(error) => Some(error.into()),
                },
                Err(error) => Some(error.into()),
            };
            failures.push((place, Failure::new(sequence_number, error)));
        }
        failures
    }
}

/// The changes of each item, in the order in which items come first. A record without a key is an item of its own.
fn by_item<I: Item>(records: Vec<Numbered<I>>) -> Vec<VecDeque<Numbered<I>>> {
    let mut items: Vec<VecDeque<Numbered<I>>> = Vec::new();
    let mut places: HashMap<Key<I>, usize> = HashMap::new();
    for record in records {
        let place = item_of(&record.2).map_or(items.len(), |key| *places.entry(key).or_insert(items.len()));
        match items.get_mut(place) {
            Some(item) => item.push_back(record),
            None => items.push([record].into()),
        }
    }
    items
}

/// The key of the item that a record is about, also of one that cannot be decoded.
fn item_of<I: Item>(change: &Result<Change<I>>) -> Option<Key<I>> {
    match change {
        Ok(change) => Some(change.key.clone()),
        Err(error) => error.item_key().and_then(|key| Key::of_attributes(key).ok()),
    }
}

fn response(mut failures: Vec<Failed>) -> BatchResponse {
    failures.sort_by_key(|(place, _)| *place);
    BatchResponse::of(failures.into_iter().map(|(_, failure)| failure).collect())
}

impl Error {
    /// The same error once more, for another record. Its cause is not copied.
    pub(super) fn same(&self) -> Self {
        Self::new(self.kind(), self.to_string())
    }
}
