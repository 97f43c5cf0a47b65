//! The results of a query or scan other than all items: a count, the first item, the only item, a page.

use super::cursor::Cursor;
use super::pager::Pager;
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::execute::{Execute, Execution, Explain, Operation, Rows, on_table, operation};
use crate::schema::TableSchema;

/// A query or a scan.
pub trait Paging: Operation {
    /// How its rows are decoded.
    type Rows: Rows;

    #[doc(hidden)]
    fn paging(self, metered: bool) -> Pager<Self::Rows>;
}

/// The result of one request of a query or scan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<R> {
    /// The items. Even if there are none, the next page may have some.
    pub items: Vec<R>,
    /// Where the next page starts; `None` after the last.
    pub next: Option<Cursor>,
    /// How many items DynamoDB read, before the filter. Items beyond a [`limit`](crate::operation::Query::limit) are included.
    pub scanned_count: u64,
}

impl<D: Rows> Pager<D> {
    /// Returns the items of all pages.
    pub(crate) async fn all(&mut self) -> Result<Vec<D::Row>> {
        let mut all = Vec::new();
        while !self.done {
            let mut page = self.next_page().await?.all()?;
            if all.is_empty() {
                all = page;
            } else {
                all.append(&mut page);
            }
        }
        Ok(all)
    }

    fn at_most(&mut self, items: u64) {
        self.remaining = self.remaining.map(|limit| limit.min(items)).or(Some(items));
    }

    /// Returns the next page with its cursor. If a request with a filter returns more items than are wanted, the cursor is that of the
    /// last kept item.
    pub(crate) async fn whole_page(&mut self) -> Result<Page<D::Row>> {
        self.rows.watch(self.remaining);
        let before = self.consumed.scanned_count;
        let items = if self.done { Vec::new() } else { self.next_page().await?.all()? };
        Ok(Page { items, next: self.cursor(), scanned_count: self.consumed.scanned_count.saturating_sub(before) })
    }
}

impl<D: Rows> Pager<D> {
    async fn count(&mut self) -> Result<u64> {
        let limit = self.remaining;
        while !self.done {
            self.next_page().await?;
            // A count returns no items, so `limit` cannot cut them off.
            self.remaining = limit.map(|limit| limit.saturating_sub(self.consumed.count));
            self.done |= self.remaining == Some(0);
        }
        Ok(limit.map_or(self.consumed.count, |limit| limit.min(self.consumed.count)))
    }

    async fn first(&mut self) -> Result<Option<D::Row>> {
        Ok(self.all().await?.into_iter().next())
    }

    async fn one(&mut self) -> Result<Option<D::Row>> {
        let found = self.all().await?;
        if found.len() > 1 {
            let error = Error::new(ErrorKind::NotUnique, ErrorKind::NotUnique.summary());
            return Err(if self.api.is_write() { error.with_outcome(Outcome::Done) } else { error });
        }
        Ok(found.into_iter().next())
    }
}

macro_rules! terminals {
    ($($(#[$doc:meta])* $name:ident -> $output:ty, |$pager:ident| $read:expr;)*) => {$(
        $(#[$doc])*
        #[must_use = "an operation does nothing until it is awaited"]
        pub struct $name<Q>(pub(crate) Q);

        impl<Q: Paging> Execute for $name<Q> {
            type Output = $output;

            fn name(&self) -> &'static str {
                self.0.name()
            }

            fn schema(&self) -> Option<TableSchema> {
                self.0.schema()
            }

            fn destination(&mut self) -> &mut Destination {
                self.0.destination()
            }

            async fn run(self, execution: &mut Execution) -> Result<Self::Output> {
                let mut pager = self.0.paging(execution.target.metered).on(execution);
                Self::prepare(&mut pager);
                let $pager = &mut pager;
                let output = $read.await;
                execution.consumed.add(&pager.consumed);
                output
            }

            fn explanation(self) -> Explain {
                let mut pager = self.0.paging(false);
                Self::prepare(&mut pager);
                pager.explain()
            }
        }

        operation!([Q: Paging] $name<Q>);
        on_table!([Q: Paging] $name<Q>);
    )*};
}

terminals! {
    /// Counts the items: see [`Query::count`](crate::operation::Query::count).
    Count -> u64, |pager| pager.count();
    /// Returns the first item: see [`Query::first`](crate::operation::Query::first).
    First -> Option<<Q::Rows as Rows>::Row>, |pager| pager.first();
    /// Returns the only item: see [`Query::one`](crate::operation::Query::one).
    One -> Option<<Q::Rows as Rows>::Row>, |pager| pager.one();
    /// Returns one page: see [`Query::page`](crate::operation::Query::page).
    OnePage -> Page<<Q::Rows as Rows>::Row>, |pager| pager.whole_page();
}

impl<Q: Paging> Count<Q> {
    fn prepare(_: &mut Pager<Q::Rows>) {}
}

impl<Q: Paging> First<Q> {
    fn prepare(pager: &mut Pager<Q::Rows>) {
        pager.at_most(1);
    }
}

impl<Q: Paging> One<Q> {
    /// It reads two items, because a second one shows that the item is not the only one.
    fn prepare(pager: &mut Pager<Q::Rows>) {
        pager.at_most(2);
    }
}

impl<Q: Paging> OnePage<Q> {
    fn prepare(_: &mut Pager<Q::Rows>) {}
}
