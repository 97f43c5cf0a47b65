//! Reads the rows of a statement, page by page: [`StatementRows`].

use super::output::check_rows;
use super::{Statement, cost, refused};
use crate::database::Destination;
use crate::error::Result;
use crate::execute::{Execute, Execution, Explain, Metered, Request, Whole, WithCapacity, operation};
use crate::paging::{Cursor, CursorScope, First, Items, One, OnePage, PageCutoff, Pager, Pages, Paging, StartsBy};
use crate::schema::{KeyElement, OptionOf, TableSchema};
use crate::transport::Api;
use crate::value::Attributes;

/// Replaces the table, which only the text of a statement names.
const NO_TABLE: TableSchema = TableSchema::new("", KeyElement::new::<String>(""));

impl Statement {
    /// Reads the items of a `SELECT`, or those that a write returns with `RETURNING`, as structs: an item, or any struct or map with its
    /// own attributes.
    ///
    /// A struct may have fewer attributes than the items. An attribute that was not selected reads as a missing one.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
    /// use faraday::Value;
    ///
    /// #[derive(Value)]
    /// struct Total {
    ///     total: u64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # Table::<Order>::put(&Order { id: 7, total: 12 }).on(&db).await?;
    /// let update = "UPDATE orders SET total = total + ? WHERE id = ? RETURNING ALL NEW *";
    /// let total = db.statement(update).bind(3).bind(7).rows::<Total>().one().await?;
    /// assert_eq!(total.map(|row| row.total), Some(15));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [SELECT](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html).
    pub fn rows<R: Attributes + Send + 'static>(self) -> StatementRows<R> {
        StatementRows::new(self)
    }
}

/// Reads the rows of a statement: see [`Statement::rows`]. `.await` reads all pages.
#[must_use = "an operation does nothing until it is awaited"]
pub struct StatementRows<R> {
    statement: Statement,
    rows: Whole<R>,
    consistent: bool,
    limit: Option<u64>,
    page_size: Option<u32>,
    read_ahead: bool,
    /// Whether pages are returned, with their cursors.
    paged: bool,
    after: Option<Cursor>,
}

impl<R: Attributes + Send + 'static> StatementRows<R> {
    pub(super) fn new(statement: Statement) -> Self {
        let (rows, limit, page_size) = (Whole::new(), None, None);
        Self { statement, rows, consistent: false, limit, page_size, read_ahead: false, paged: false, after: None }
    }

    /// Makes the reads strongly consistent: they see every write that was acknowledged before. Costs twice the capacity. DynamoDB refuses
    /// it on a global index.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Returns at most this many rows from one call, whatever the number of requests. By default there is no limit. `None`
    /// changes nothing.
    pub fn limit(mut self, rows: impl OptionOf<u64>) -> Self {
        self.limit = rows.into_option().or(self.limit);
        self
    }

    /// Sets how many items each request reads, before conditions on other attributes than the key. By default it reads as many as fit
    /// into 1 MB. `None` changes nothing.
    pub fn page_size(mut self, items: impl OptionOf<u32>) -> Self {
        self.page_size = items.into_option().or(self.page_size);
        self
    }

    /// Makes a stream request its next page as soon as the current one arrives: see
    /// [`Query::read_ahead`](crate::operation::Query::read_ahead).
    pub fn read_ahead(mut self) -> Self {
        self.read_ahead = true;
        self
    }

    /// Continues after a page. The cursor belongs to the text and the values of its statement, and any other statement refuses it. It
    /// contains DynamoDB's `NextToken`, which expires. By default it starts at the beginning. `None` changes
    /// nothing.
    pub fn after(mut self, cursor: impl OptionOf<Cursor>) -> Self {
        self.after = cursor.into_option().or(self.after);
        self
    }

    /// Returns the first row; `None` if there is none.
    pub fn first(self) -> First<Self> {
        First(self)
    }

    /// Returns the only row; `None` if there is none, and the error [`NotUnique`](crate::ErrorKind::NotUnique) if there are two.
    pub fn one(self) -> One<Self> {
        One(self)
    }

    /// Returns one page: the rows of one request, and the cursor of the next page. A page without rows is not always the last.
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
    /// # for id in 0..3 { Table::<Order>::put(&Order { customer: "ann".into(), id }).on(&db).await?; }
    /// let of_customer = "SELECT * FROM orders WHERE customer = ?";
    /// let orders = || db.statement(of_customer).bind("ann").rows::<Order>().page_size(2);
    /// let first = orders().page().await?;
    /// let second = orders().after(first.next.unwrap()).page().await?;
    /// assert_eq!((first.items.len(), second.items.len()), (2, 1));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [ExecuteStatement](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html).
    pub fn page(mut self) -> OnePage<Self> {
        self.paged = true;
        OnePage(self)
    }

    /// Returns the rows as a stream, which requests the next page when the current one is used up.
    pub fn stream(self) -> Items<R> {
        Items::new(self.paging(false))
    }

    /// Returns the pages as a stream, each with its cursor.
    pub fn pages(mut self) -> Pages<R> {
        self.paged = true;
        Pages::new(self.paging(false))
    }

    fn api(&self) -> Api {
        if self.statement.is_read() { Api::ReadStatement } else { Api::WriteStatement }
    }

    fn request(&mut self, scope: CursorScope) -> Result<(Request, Option<Vec<u8>>)> {
        check_rows::<R>()?;
        if self.page_size == Some(0) {
            return refused("a page size of 0 items reads nothing: give 1 or more");
        }
        let is_limited = self.limit.is_some() || self.page_size.is_some() || self.after.is_some();
        if self.api().is_write() && (is_limited || self.consistent) {
            return refused("only a SELECT has a limit, a page size, a cursor or consistent reads");
        }
        let mut request = self.statement.request()?;
        if self.consistent {
            request.flag("ConsistentRead", true);
        }
        let token = self.after.clone().map(|cursor| cursor.verified_token(scope)).transpose()?;
        Ok((request, token))
    }
}

impl<R: Attributes + Send + 'static> WithCapacity<StatementRows<R>> {
    /// Returns the rows as a stream; [`Items::consumed`] returns the consumption so far.
    pub fn stream(self) -> Items<R> {
        Items::new(self.0.paging(true))
    }

    /// Returns the pages as a stream, each with its cursor; [`Pages::consumed`] returns the consumption so far.
    pub fn pages(mut self) -> Pages<R> {
        self.0.paged = true;
        Pages::new(self.0.paging(true))
    }
}

impl<R: Attributes + Send + 'static> Paging for StatementRows<R> {
    type Rows = Whole<R>;

    fn paging(mut self, metered: bool) -> Pager<Whole<R>> {
        let scope =
            CursorScope::of(&[b"statement", self.statement.text.as_bytes(), &self.statement.values.join(&b',')]);
        let (api, built) = (self.api(), self.request(scope));
        let (mut request, last_key, failed) = match built {
            Ok((request, token)) => (request, token, None),
            Err(error) => (Request::new(), None, Some(error)),
        };
        request.metered(metered);
        Pager {
            api,
            starts_by: StartsBy::Token,
            destination: std::mem::take(&mut self.statement.destination),
            schema: NO_TABLE,
            index: None,
            request,
            present: None,
            done: self.limit == Some(0) && failed.is_none(),
            failed,
            rows: PageCutoff::new(self.rows),
            remaining: self.limit,
            page_size: self.page_size,
            read_ahead: self.read_ahead,
            // A write accepts no limit, not even that of `first`.
            filtered: api.is_write(),
            // Conditions on other attributes than the key drop items that a request has read.
            of_one_kind: !self.paged,
            growth: 1,
            scope,
            last_key,
            consumed: Metered::none(()),
            metered,
        }
    }
}

operation!([R: Attributes + Send + 'static] StatementRows<R>);

impl<R: Attributes + Send + 'static> Execute for StatementRows<R> {
    type Output = Vec<R>;

    fn name(&self) -> &'static str {
        Api::ReadStatement.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.statement.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<Vec<R>> {
        let mut pager = self.paging(execution.target.metered).on(execution);
        let all = pager.all().await;
        execution.consumed.add(&pager.consumed);
        all
    }

    fn explanation(self) -> Explain {
        let is_write = self.api().is_write();
        let explained = self.paging(false).explain();
        if is_write { explained.costing(cost(false, 1)) } else { explained }
    }
}
