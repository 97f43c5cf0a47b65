//! What becomes of the items of a query or scan: their count, the first, the only one, a page.

use super::cursor::Cursor;
use super::pager::Pager;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::run::Explain;
use crate::run::Metered;
use crate::run::Rows;
use crate::run::{Operation, operation};

/// A query or a scan.
pub trait Paging: Operation {
    /// How it reads a row.
    type Rows: Rows;

    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn paging(self, metered: bool) -> Pager<Self::Rows>;
}

/// What one request of a query or scan gave.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<R> {
    /// The items; none does not mean that there are none on the next page.
    pub items: Vec<R>,
    /// Where the next page starts; `None` after the last.
    pub next: Option<Cursor>,
    /// How many items were looked at, before the filter, among them those after the last one of a
    /// [`limit`](crate::Query::limit).
    pub scanned_count: u64,
}

impl<D: Rows> Pager<D> {
    /// Every item of every page.
    pub(crate) async fn all(&mut self) -> Result<Vec<D::Row>> {
        let mut all = Vec::new();
        while !self.done {
            let mut page = self.next_page().await?;
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

    /// The next page with its cursor. Where a filter makes that more items come than are wanted, the cursor is that of the
    /// last one that is kept.
    pub(crate) async fn whole_page(&mut self) -> Result<Page<D::Row>> {
        self.rows.watch(self.remaining);
        let before = self.spent.scanned_count;
        let items = if self.done { Vec::new() } else { self.next_page().await? };
        Ok(Page { items, next: self.cursor(), scanned_count: self.spent.scanned_count.saturating_sub(before) })
    }
}

macro_rules! terminals {
    ($($(#[$doc:meta])* $name:ident |$pager:ident| $prepare:expr;)*) => {$(
        $(#[$doc])*
        #[must_use = "an operation does nothing until it is awaited"]
        pub struct $name<Q>(pub(crate) Q);

        impl<Q: Paging> $name<Q> {
            fn pager(self, metered: bool) -> Pager<Q::Rows> {
                let mut pager = self.0.paging(metered);
                let prepare: fn(&mut Pager<Q::Rows>) = |$pager| $prepare;
                prepare(&mut pager);
                pager
            }
        }

        operation!([Q: Paging] $name<Q>);
    )*};
}

terminals! {
    /// Counts the items: see [`Query::count`](crate::Query::count).
    Count |_pager| ();
    /// Gives the first item: see [`Query::first`](crate::Query::first).
    First |pager| pager.at_most(1);
    /// Gives the only item: see [`Query::one`](crate::Query::one).
    One |pager| pager.at_most(2);
    /// Gives one page: see [`Query::page`](crate::Query::page).
    OnePage |_pager| ();
}

impl<Q: Paging> Operation for Count<Q> {
    type Output = u64;

    async fn run(self, metered: bool) -> Result<Metered<u64>> {
        let mut pager = self.pager(metered);
        let limit = pager.remaining;
        while !pager.done {
            pager.next_page().await?;
            // No items came that would have been taken off.
            pager.remaining = limit.map(|limit| limit.saturating_sub(pager.spent.count));
            pager.done |= pager.remaining == Some(0);
        }
        let count = limit.map_or(pager.spent.count, |limit| limit.min(pager.spent.count));
        Ok(pager.spent.map(|()| count))
    }

    fn database(&mut self) -> &mut Option<Database> {
        self.0.database()
    }

    fn explain(self) -> Explain {
        self.pager(false).explain()
    }
}

impl<Q: Paging> Operation for First<Q> {
    type Output = Option<<Q::Rows as Rows>::Row>;

    async fn run(self, metered: bool) -> Result<Metered<Self::Output>> {
        let mut pager = self.pager(metered);
        let found = pager.all().await?;
        Ok(pager.spent.map(|()| found.into_iter().next()))
    }

    fn database(&mut self) -> &mut Option<Database> {
        self.0.database()
    }

    fn explain(self) -> Explain {
        self.pager(false).explain()
    }
}

impl<Q: Paging> Operation for One<Q> {
    type Output = Option<<Q::Rows as Rows>::Row>;

    async fn run(self, metered: bool) -> Result<Metered<Self::Output>> {
        let mut pager = self.pager(metered);
        let found = pager.all().await?;
        if found.len() > 1 {
            let many = Error::new(ErrorKind::NotUnique, ErrorKind::NotUnique.summary());
            return Err(many.during(pager.reader.name(), Some(&pager.request.table)));
        }
        Ok(pager.spent.map(|()| found.into_iter().next()))
    }

    fn database(&mut self) -> &mut Option<Database> {
        self.0.database()
    }

    fn explain(self) -> Explain {
        self.pager(false).explain()
    }
}

impl<Q: Paging> Operation for OnePage<Q> {
    type Output = Page<<Q::Rows as Rows>::Row>;

    async fn run(self, metered: bool) -> Result<Metered<Self::Output>> {
        let mut pager = self.pager(metered);
        let page = pager.whole_page().await?;
        Ok(pager.spent.map(|()| page))
    }

    fn database(&mut self) -> &mut Option<Database> {
        self.0.database()
    }

    fn explain(self) -> Explain {
        self.pager(false).explain()
    }
}
