//! `group`: returns the items of an enum in a `Vec` for each kind.

use super::terminal::{Page, Paging};
use crate::database::Destination;
use crate::error::Result;
use crate::execute::{Execute, Execution, Explain, Rows, on_table, operation};
use crate::schema::{Grouped, TableSchema};

/// Returns the items of an enum in a `Vec` for each kind: see [`Query::group`](crate::operation::Query::group).
#[must_use = "an operation does nothing until it is awaited"]
pub struct Group<Q>(pub(crate) Q);

impl<Q: Paging<Rows: Rows<Row: Grouped>>> Execute for Group<Q> {
    type Output = <<Q::Rows as Rows>::Row as Grouped>::Groups;

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
        let mut groups = Self::Output::default();
        while !pager.done {
            groups.extend(pager.next_page().await?.all()?);
        }
        execution.consumed.add(&pager.consumed);
        Ok(groups)
    }

    fn explanation(self) -> Explain {
        self.0.paging(false).explain()
    }
}

operation!([Q: Paging<Rows: Rows<Row: Grouped>>] Group<Q>);
on_table!([Q: Paging<Rows: Rows<Row: Grouped>>] Group<Q>);

impl<R: Grouped> Page<R> {
    /// Returns its items in a `Vec` for each kind.
    #[must_use]
    pub fn group(self) -> R::Groups {
        let mut groups = R::Groups::default();
        groups.extend(self.items);
        groups
    }
}
