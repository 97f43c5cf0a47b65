//! Pages of items, one request after another.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use futures_core::Stream;

use super::answer::Answer;
use super::request::Request;
use super::send::send_wire;
use crate::capacity::{Capacity, Metered};
use crate::codec::map::SdkItem;
use crate::database::{Codec, Database, Paged, Source};
use crate::error::{Error, Result};
use crate::value::Attributes;

const START: &str = "ExclusiveStartKey";

/// What makes the requests of a query, and what they have given so far.
pub(super) struct Pager<R> {
    pub(super) database: Option<Database>,
    pub(super) table: &'static str,
    /// All parameters but where to start.
    pub(super) request: Request,
    /// What went wrong while the query was put together.
    pub(super) failed: Option<Error>,
    /// How many items are still wanted.
    pub(super) remaining: Option<u64>,
    /// How many items a request looks at: asked by the user, else what is remaining if no filter drops any.
    pub(super) page_size: Option<u32>,
    pub(super) filtered: bool,
    pub(super) spent: Metered<()>,
    pub(super) done: bool,
    pub(super) of: PhantomData<fn() -> R>,
}

impl<R: Attributes + Send + 'static> Pager<R> {
    /// The next page; none after the last, and none after an error.
    async fn next_page(&mut self) -> Result<Vec<R>> {
        let result = self.fetch().await;
        match &result {
            Ok(answer) => self.done = answer.last_key.is_none(),
            Err(_) => self.done = true,
        }
        let answer = result?;
        self.spend(&answer);
        if let Some(key) = answer.last_key {
            self.request.replace_json(START, key);
        }
        let mut items = answer.items;
        if let Some(remaining) = &mut self.remaining {
            items.truncate(usize::try_from(*remaining).unwrap_or(usize::MAX));
            *remaining -= items.len() as u64;
            self.done |= *remaining == 0;
        }
        Ok(items)
    }

    async fn fetch(&mut self) -> Result<Answer<R>> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("Query", None))?;
        self.database = Some(database.clone());
        let name = database.table_name(self.table);
        let limit = self.limit();
        if let Some(error) = self.failed.take() {
            return Err(error.during("Query", Some(&name)));
        }
        let request = &mut self.request;
        request.table = name;
        if let Some(limit) = limit {
            request.replace_number("Limit", limit);
        }
        match database.codec() {
            Codec::Wire => send_wire!(database, request, query, "Query", QueryOutput),
            Codec::Map => query_map(&database, request).await.map_err(|e| e.during("Query", Some(&request.table))),
        }
    }

    fn limit(&self) -> Option<u32> {
        let wanted = self.remaining.filter(|_| !self.filtered).map(|wanted| u32::try_from(wanted).unwrap_or(u32::MAX));
        match (self.page_size, wanted) {
            (Some(size), Some(wanted)) => Some(size.min(wanted)),
            (size, wanted) => size.or(wanted),
        }
    }

    fn spend(&mut self, answer: &Answer<R>) {
        self.spent.requests += 1;
        self.spent.count += answer.count;
        self.spent.scanned_count += answer.scanned_count;
        self.spent.request_id.clone_from(&answer.request_id);
        if let Some(capacity) = &answer.capacity {
            self.spent.capacity.get_or_insert_default().add(capacity);
        }
    }

    /// Every item of every page.
    pub(super) async fn all(mut self) -> Result<Metered<Vec<R>>> {
        let mut all = Vec::new();
        while !self.done {
            let mut page = self.next_page().await?;
            if all.is_empty() { all = page } else { all.append(&mut page) }
        }
        Ok(self.spent.map(|()| all))
    }

    pub(super) fn stream(self) -> Items<R> {
        Items(Paged::new(self))
    }
}

async fn query_map<R: Attributes>(database: &Database, request: &Request) -> Result<Answer<R>> {
    let output = database
        .client()
        .query()
        .table_name(&request.table)
        .set_index_name(request.get_text("IndexName"))
        .set_key_condition_expression(request.get_text("KeyConditionExpression"))
        .set_filter_expression(request.get_text("FilterExpression"))
        .set_projection_expression(request.get_text("ProjectionExpression"))
        .set_expression_attribute_names(request.get_names()?)
        .set_expression_attribute_values(request.get_item("ExpressionAttributeValues")?)
        .set_scan_index_forward(request.get_flag("ScanIndexForward"))
        .set_consistent_read(request.get_flag("ConsistentRead"))
        .set_limit(request.get_number("Limit"))
        .set_exclusive_start_key(request.get_item(START)?)
        .set_select(request.get_text("Select").map(|value| value.as_str().into()))
        .set_return_consumed_capacity(request.get_text("ReturnConsumedCapacity").map(|value| value.as_str().into()))
        .send()
        .await
        .map_err(Error::from_sdk)?;
    Ok(Answer {
        count: output.count().try_into().unwrap_or_default(),
        scanned_count: output.scanned_count().try_into().unwrap_or_default(),
        capacity: output.consumed_capacity().map(Capacity::from),
        request_id: output.request_id().map(str::to_owned),
        last_key: output.last_evaluated_key.map(|key| key_json(&key)).transpose()?,
        ..Answer::from_maps(output.items.unwrap_or_default())?
    })
}

fn key_json(key: &SdkItem) -> Result<Vec<u8>> {
    let mut json = Vec::new();
    crate::codec::wire::encode_item(key, &mut json)?;
    Ok(json)
}

impl<R: Attributes + Send + 'static> Source for Pager<R> {
    type Row = R;

    fn done(&self) -> bool {
        self.done
    }

    async fn page(&mut self) -> Result<Vec<R>> {
        self.next_page().await
    }
}

/// The items of a query, a page at a time: a [`Stream`], and [`try_next`](Items::try_next) for those without a crate of
/// stream adapters.
///
/// A page is asked for when the one before is used up, and not before: dropped half-way, nothing more is read. After an
/// error it ends.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<R: Attributes + Send + 'static>(Paged<Pager<R>>);

impl<R: Attributes + Send + 'static> Items<R> {
    /// The next item, `None` after the last.
    ///
    /// # Errors
    ///
    /// As the query it was made of.
    pub async fn try_next(&mut self) -> Result<Option<R>> {
        self.0.try_next().await
    }
}

impl<R: Attributes + Send + 'static> Stream for Items<R> {
    type Item = Result<R>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_row(context)
    }
}

impl<R: Attributes + Send + 'static> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
