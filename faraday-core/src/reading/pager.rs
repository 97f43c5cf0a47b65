//! The requests of a query or scan, one after another.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::scan::ScanOutput;

use super::cursor::{Binding, Cursor};
use super::placed::Placed;
use crate::codec::json::{self, WireEncoder, WireMap, write_string};
use crate::codec::sdk_map::SdkItem;
use crate::database::{Codec, Database};
use crate::error::{Error, Result};
use crate::run::Answer;
use crate::run::Request;
use crate::run::send_wire;
use crate::run::{Capacity, Metered};
use crate::run::{Cost, Explain};
use crate::run::{Opening, Rows};
use crate::schema::{KeyElement, TableSchema};
use crate::value::{MapEncoder, Value};

pub(crate) const START: &str = "ExclusiveStartKey";

/// Which of the two operations reads the pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Query,
    Scan,
}

impl Reader {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Scan => "Scan",
        }
    }
}

/// What makes the requests, and what they have given so far.
pub(crate) struct Pager<D> {
    pub(crate) reader: Reader,
    pub(crate) database: Option<Database>,
    pub(crate) schema: TableSchema,
    /// All parameters but where to start.
    pub(crate) request: Request,
    /// What went wrong while it was put together.
    pub(crate) failed: Option<Error>,
    pub(crate) rows: Placed<D>,
    /// How many items are still wanted.
    pub(crate) remaining: Option<u64>,
    /// How many items a request looks at: asked by the user, else what is remaining if no filter drops any.
    pub(crate) page_size: Option<u32>,
    pub(crate) filtered: bool,
    pub(crate) binding: Binding,
    /// The key that the next page starts after.
    pub(crate) last_key: Option<Vec<u8>>,
    pub(crate) spent: Metered<()>,
    pub(crate) done: bool,
}

impl<D: Rows> Pager<D> {
    /// The next page; none after the last, and none after an error.
    pub(crate) async fn next_page(&mut self) -> Result<Vec<D::Row>> {
        let result = self.fetch().await;
        self.done = !matches!(&result, Ok(answer) if answer.last_key.is_some());
        let answer = result?;
        self.spend(&answer);
        self.last_key = answer.last_key;
        let mut items = answer.items;
        if let Some(remaining) = &mut self.remaining {
            let wanted = usize::try_from(*remaining).unwrap_or(usize::MAX);
            if items.len() > wanted {
                let place = self.rows.place().inspect_err(|_| self.done = true)?;
                self.last_key = place.or(self.last_key.take());
            }
            items.truncate(wanted);
            *remaining -= items.len() as u64;
            self.done |= *remaining == 0;
        }
        Ok(items)
    }

    /// Makes the first request fail, unless it does already.
    pub(crate) fn refuse(&mut self, error: Error) {
        self.failed.get_or_insert(error);
        self.done = false;
    }

    /// Where the page after this one starts.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        let key = self.last_key.as_deref()?;
        let ordered = json::decode_item(key).ok().and_then(|key| key_json(&key).ok());
        Some(Cursor::new(self.binding, ordered.unwrap_or_else(|| key.to_vec())))
    }

    /// The first request, for a reader's eyes.
    pub(crate) fn explain(mut self) -> Explain {
        let of = match self.reader {
            Reader::Query => {
                "for each 4 KB of all items that the key condition matches, whether a filter drops them or not"
            }
            Reader::Scan => {
                "for each 4 KB of the whole table or index: a scan reads all of it, whatever a filter drops"
            }
        };
        let cost = Cost::read(self.request.get_flag("ConsistentRead").unwrap_or_default(), of).at_least();
        let name = self.database.as_ref().map(|database| database.table_name(self.schema.table()));
        self.begin(name.unwrap_or_else(|| self.schema.table().to_owned()));
        if let Ok(Some(start)) = self.request.get_item(START) {
            self.request.replace_json(START, discreet(&self.schema, &start).unwrap_or_default());
        }
        let request = self.failed.map_or(Ok(self.request), Err);
        Explain::new(self.reader.name(), request, cost)
    }

    async fn fetch(&mut self) -> Result<Answer<D::Row>> {
        let reader = self.reader;
        let database = Database::find(self.database.take()).map_err(|error| error.during(reader.name(), None))?;
        let name = database.table_name(self.schema.table());
        if let Some(error) = self.failed.take() {
            return Err(error.during(reader.name(), Some(&name)));
        }
        self.begin(name);
        let request = &self.request;
        let rows = &Opening::of(&self.rows, self.schema, &database)
            .map_err(|error| error.during(reader.name(), Some(&request.table)))?;
        let answer = match (database.codec(), reader) {
            (Codec::Wire, Reader::Query) => send_wire!(database, request, query, "Query", QueryOutput, rows),
            (Codec::Wire, Reader::Scan) => send_wire!(database, request, scan, "Scan", ScanOutput, rows),
            (Codec::Map, Reader::Query) => query_map(&database, request, rows).await,
            (Codec::Map, Reader::Scan) => scan_map(&database, request, rows).await,
        };
        let answer = answer.map_err(|error| error.during(reader.name(), Some(&request.table)));
        self.database = Some(database);
        answer
    }

    /// Sets what differs from page to page.
    fn begin(&mut self, table: String) {
        self.request.table = table;
        if let Some(limit) = self.limit() {
            self.request.replace_number("Limit", limit);
        }
        if let Some(key) = self.last_key.take() {
            self.request.replace_json(START, key);
        }
    }

    fn limit(&self) -> Option<u32> {
        let wanted = self.remaining.filter(|_| !self.filtered).map(|wanted| u32::try_from(wanted).unwrap_or(u32::MAX));
        match (self.page_size, wanted) {
            (Some(size), Some(wanted)) => Some(size.min(wanted)),
            (size, wanted) => size.or(wanted),
        }
    }

    fn spend(&mut self, answer: &Answer<D::Row>) {
        self.spent.requests += 1;
        // What a server counts may be anything.
        self.spent.count = self.spent.count.saturating_add(answer.count);
        self.spent.scanned_count = self.spent.scanned_count.saturating_add(answer.scanned_count);
        self.spent.request_id.clone_from(&answer.request_id);
        if let Some(capacity) = &answer.capacity {
            self.spent.capacity.get_or_insert_default().add(capacity);
        }
    }
}

/// Sets what both have on the SDK's fluent builder, sends it and takes the answer apart.
macro_rules! read_map {
    ($call:expr, $request:expr, $rows:expr) => {{
        let request: &Request = $request;
        let output = $call
            .table_name(&request.table)
            .set_index_name(request.get_text("IndexName"))
            .set_filter_expression(request.get_text("FilterExpression"))
            .set_projection_expression(request.get_text("ProjectionExpression"))
            .set_expression_attribute_names(request.get_names()?)
            .set_expression_attribute_values(request.get_item("ExpressionAttributeValues")?)
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
            ..Answer::from_maps(output.items.unwrap_or_default(), $rows)?
        })
    }};
}

async fn query_map<D: Rows>(database: &Database, request: &Request, rows: &Opening<'_, D>) -> Result<Answer<D::Row>> {
    let call = database
        .client()
        .query()
        .set_key_condition_expression(request.get_text("KeyConditionExpression"))
        .set_scan_index_forward(request.get_flag("ScanIndexForward"));
    read_map!(call, request, rows)
}

async fn scan_map<D: Rows>(database: &Database, request: &Request, rows: &Opening<'_, D>) -> Result<Answer<D::Row>> {
    let call = database
        .client()
        .scan()
        .set_segment(request.get_number("Segment"))
        .set_total_segments(request.get_number("TotalSegments"));
    read_map!(call, request, rows)
}

/// A key to start after, for a reader's eyes: with a mark at what is not to be shown.
fn discreet(schema: &TableSchema, key: &SdkItem) -> Result<Vec<u8>> {
    let of_table = [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten();
    let of_indexes = schema.indexes().iter().flat_map(|index| index.partition_key().iter().chain(index.sort_key()));
    let hidden: Vec<_> = of_table.chain(of_indexes.copied()).filter(KeyElement::is_sensitive).collect();
    let mut json = Vec::with_capacity(64);
    let mut map = WireMap::open(&mut json, 0);
    for (name, value) in key.iter().collect::<BTreeMap<_, _>>() {
        let is_hidden = hidden.iter().any(|key| key.name() == name);
        value.encode(if is_hidden { map.sensitive_attribute(name) } else { map.attribute(name) })?;
    }
    map.close(b"}");
    Ok(json)
}

/// A key as DynamoDB JSON, its names in order: the same place is the same cursor.
pub(crate) fn key_json(key: &SdkItem) -> Result<Vec<u8>> {
    let mut json = vec![b'{'];
    for (position, (name, value)) in key.iter().collect::<BTreeMap<_, _>>().into_iter().enumerate() {
        if position > 0 {
            json.push(b',');
        }
        write_string(&mut json, name);
        json.push(b':');
        value.encode(WireEncoder::new(&mut json))?;
    }
    json.push(b'}');
    Ok(json)
}
