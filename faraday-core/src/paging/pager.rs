//! Sends the requests of a query or scan, one page after another: [`Pager`].

use std::time::SystemTime;

use super::cursor::{Cursor, CursorScope, Mark};
use super::live::Present;
use super::page_cutoff::PageCutoff;
use super::page_rows::PageRows;
use super::start_key::{key_json, redact};
use crate::codec::json;
use crate::database::{Database, Destination};
use crate::error::{Error, Result};
use crate::execute::{
    Answer, Cost, Execution, Explain, Metered, OperationReport, Request, RowDecoder, Rows, next_start,
};
use crate::schema::{KeyElement, TableSchema};
use crate::transport::{Api, Reply};
use crate::value::DecodeError;

pub(crate) const START: &str = "ExclusiveStartKey";

/// How a request says where its page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StartsBy {
    /// By the key of the last item, on one table: a query or scan.
    Key,
    /// By a token; the request itself names its tables: a PartiQL statement.
    Token,
}

/// Builds and sends the request of each page, and remembers the position.
pub struct Pager<D> {
    /// `Query`, `Scan` or `ReadStatement`.
    pub(crate) api: Api,
    pub(crate) starts_by: StartsBy,
    pub(crate) destination: Destination,
    pub(crate) schema: TableSchema,
    pub(crate) index: Option<&'static str>,
    /// All parameters except the start key.
    pub(crate) request: Request,
    /// The time that decides which items have expired. Each request sets it again.
    pub(crate) present: Option<Present>,
    /// The error that occurred while the request was built.
    pub(crate) failed: Option<Error>,
    pub(crate) rows: PageCutoff<D>,
    /// How many items `limit` still allows.
    pub(crate) remaining: Option<u64>,
    /// How many items a request reads, if the user set it.
    pub(crate) page_size: Option<u32>,
    /// Whether a stream requests the next page before it needs it.
    pub(crate) read_ahead: bool,
    pub(crate) filtered: bool,
    /// Whether other kinds of items are dropped. They are usually few, so a request reads as many items as are wanted, and more when that
    /// was not enough.
    pub(crate) of_one_kind: bool,
    /// A request reads this many times the wanted items.
    pub(crate) growth: u64,
    pub(crate) scope: CursorScope,
    /// The key that the next page starts after.
    pub(crate) last_key: Option<Vec<u8>>,
    pub(crate) consumed: Metered<()>,
    /// Whether requests ask for the consumed capacity.
    pub(crate) metered: bool,
    pub(crate) done: bool,
}

impl<D: Rows> Pager<D> {
    /// Returns the next page, and sets `done` after the last page and after an error.
    pub(crate) async fn next_page(&mut self) -> Result<PageRows<D::Row>> {
        self.next_page_by(|rows, reply| rows.read_reply(reply)).await
    }

    /// Returns the next page, with another reader of the answer.
    pub(crate) async fn next_page_by<T: Send>(
        &mut self,
        read: impl FnOnce(&RowDecoder<'_, PageCutoff<D>>, &Reply) -> std::result::Result<Answer<T>, DecodeError> + Send,
    ) -> Result<PageRows<T>> {
        let result = self.fetch(read).await;
        self.done = !matches!(&result, Ok((_, Some(_))));
        let (mut items, next) = result?;
        self.last_key = next;
        if let Some(remaining) = &mut self.remaining {
            let wanted = usize::try_from(*remaining).unwrap_or(usize::MAX);
            if items.len() > wanted {
                let place = self.rows.place().inspect_err(|_| self.done = true)?;
                self.last_key = place.or(self.last_key.take());
            }
            items.truncate(wanted);
            *remaining -= items.len() as u64;
            if self.of_one_kind {
                self.growth = self.growth.saturating_mul(2);
            }
            self.done |= *remaining == 0;
        }
        Ok(items)
    }

    /// Uses the database of this execution.
    pub(crate) fn on(mut self, execution: &Execution) -> Self {
        self.destination = execution.sender.destination();
        self
    }

    /// Makes the first request fail with this error, unless it fails already.
    pub(crate) fn refuse(&mut self, error: Error) {
        self.failed.get_or_insert(error);
        self.done = false;
    }

    /// Continues at the position of a checkpoint.
    pub(crate) fn go_on_at(&mut self, mark: Mark, keys: &[KeyElement]) -> Result<()> {
        match mark {
            Mark::Done => self.done = true,
            Mark::After(cursor) => self.last_key = Some(cursor.verified_key(self.scope, keys)?),
            Mark::Start => {}
        }
        Ok(())
    }

    /// Returns where the next page starts.
    pub(crate) fn mark(&self) -> Mark {
        match self.cursor() {
            _ if self.done => Mark::Done,
            Some(cursor) => Mark::After(cursor),
            None => Mark::Start,
        }
    }

    /// Returns the cursor of the next page.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        let key = self.last_key.as_deref()?;
        let ordered = json::decode_item(key).ok().and_then(|key| key_json(&key).ok());
        Some(Cursor::new(self.scope, ordered.unwrap_or_else(|| key.to_vec())))
    }

    /// Shows the first request, for `explain`.
    pub(crate) fn explain(mut self) -> Explain {
        let of = match self.api {
            Api::Query => {
                "for each 4 KB of all items that the key condition matches, whether a filter drops them or not"
            }
            Api::Scan => {
                "for each 4 KB of the whole table or index: a scan reads all of it, even if a filter drops items"
            }
            _ => {
                "for each 4 KB that is read: of the items of a key if the statement names one, otherwise of the whole table"
            }
        };
        let cost = Cost::read(self.request.get_flag("ConsistentRead").unwrap_or_default(), of).at_least();
        let table = self.destination.name_of(self.schema.table());
        let now = self.destination.database().map_or_else(SystemTime::now, Database::now);
        self.begin(now);
        if let Ok(Some(start)) = self.request.get_item(START) {
            self.request.replace_json(START, redact(&self.schema, &start).unwrap_or_default());
        }
        let request = self.failed.take().map_or(Ok(()), Err).map(|()| self.body(&table));
        Explain::of_body(self.api.name(), request, cost)
    }

    /// Returns the database, and the body of the first request on it.
    pub(crate) fn first_request(mut self) -> Result<(Database, Vec<u8>)> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let database = std::mem::take(&mut self.destination).find(Some(self.schema.table()))?;
        self.begin(database.now());
        let body = self.body(&database.name_of(self.schema.table()));
        Ok((database, body))
    }

    /// Returns the rows of the next page, and where the page after it starts.
    async fn fetch<T: Send>(
        &mut self,
        read: impl FnOnce(&RowDecoder<'_, PageCutoff<D>>, &Reply) -> std::result::Result<Answer<T>, DecodeError> + Send,
    ) -> Result<(PageRows<T>, Option<Vec<u8>>)> {
        let start = self.last_key.clone();
        let destination = std::mem::take(&mut self.destination);
        let schema = Some(&self.schema).filter(|_| self.starts_by == StartsBy::Key);
        let mut execution = Execution::begin(self.api.name(), schema, destination, self.metered)?;
        execution.sender.on_index(self.index);
        let report = execution.report();
        let answer = OperationReport::around(report.as_deref(), self.page(&mut execution, read)).await;
        let answer = execution.finish(report, answer);
        self.consumed.add(&execution.consumed);
        self.destination = execution.sender.destination_again();
        let Answer { items, unreadable, last_key, next_token, .. } = answer?;
        let next = match self.starts_by {
            StartsBy::Key => last_key,
            // A statement that writes has one page. Another request would write again.
            StartsBy::Token => next_token.filter(|_| !self.api.is_write()),
        };
        let next = next_start(start.as_ref(), next).map_err(|error| execution.with_context(error))?;
        let errors = unreadable.into_iter().map(|(before, item)| (before, execution.with_context(item.into())));
        Ok((PageRows::new(items, errors.collect()), next))
    }

    async fn page<T: Send>(
        &mut self,
        execution: &mut Execution,
        read: impl FnOnce(&RowDecoder<'_, PageCutoff<D>>, &Reply) -> std::result::Result<Answer<T>, DecodeError> + Send,
    ) -> Result<Answer<T>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.begin(execution.target.now);
        if execution.target.metered && !self.metered {
            self.request.metered(true);
            self.metered = true;
        }
        let rows = RowDecoder::of(&self.rows, self.schema, execution.database())?;
        let reply = execution.send(self.api, self.body(&execution.target.table)).await?;
        let answer = read(&rows, &reply)?;
        execution.record_capacity(answer.capacity.as_ref());
        execution.consumed.count = match self.starts_by {
            StartsBy::Key => answer.count,
            // The answer to a statement does not count them.
            StartsBy::Token => answer.items.len() as u64,
        };
        execution.consumed.scanned_count = answer.scanned_count;
        Ok(answer)
    }

    /// Sets the parameters that differ from page to page.
    fn begin(&mut self, now: SystemTime) {
        if let Some(present) = &self.present {
            present.set(&mut self.request, now);
        }
        if let Some(limit) = self.limit() {
            self.request.replace_number("Limit", limit);
        }
        if let Some(key) = self.last_key.take() {
            let start = if self.starts_by == StartsBy::Key { START } else { "NextToken" };
            self.request.replace_json(start, key);
        }
    }

    fn body(&self, table: &str) -> Vec<u8> {
        match self.starts_by {
            StartsBy::Key => self.request.body(table),
            StartsBy::Token => self.request.body_without_table(),
        }
    }

    fn limit(&self) -> Option<u32> {
        let wanted = self.remaining.filter(|_| !self.filtered).map(|wanted| wanted.saturating_mul(self.growth));
        let wanted = wanted.map(|wanted| u32::try_from(wanted).unwrap_or(u32::MAX));
        match (self.page_size, wanted) {
            (Some(size), Some(wanted)) => Some(size.min(wanted)),
            (size, wanted) => size.or(wanted),
        }
    }
}
