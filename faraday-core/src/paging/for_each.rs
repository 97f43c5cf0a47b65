//! Passes the items of a query or scan to a function one after the other, without an allocation for each: [`ForEach`].

use super::page_rows::PageRows;
use super::pager::Pager;
use super::terminal::Paging;
use crate::codec::json::WireAttributes;
use crate::database::Destination;
use crate::error::{Result, UnreadableItem};
use crate::execute::{Answer, Execute, Execution, Explain, on_table, operation};
use crate::schema::{ProjectionView, TableSchema};
use crate::value::{Arena, DecodeError, skip_entries};

type Function<'f, V> = Box<dyn for<'r> FnMut(<V as ProjectionView>::Row<'r>) + Send + 'f>;

/// Passes each item to a function: see [`Query::for_each_as`](crate::operation::Query::for_each_as).
#[must_use = "an operation does nothing until it is awaited"]
pub struct ForEach<'f, Q, V: ProjectionView> {
    paging: Q,
    function: Function<'f, V>,
}

impl<'f, Q, V: ProjectionView> ForEach<'f, Q, V> {
    pub(crate) fn new(paging: Q, function: impl FnMut(V::Row<'_>) + Send + 'f) -> Self {
        Self { paging, function: Box::new(function) }
    }
}

/// Reads the items of all pages into the same memory.
struct Reader<'f, V: ProjectionView> {
    function: Function<'f, V>,
    arena: Arena,
    /// How many items `limit` still allows.
    left: Option<u64>,
}

impl<V: ProjectionView> Reader<'_, V> {
    fn read(&mut self, item: WireAttributes<'_, '_>) -> Result<(), DecodeError> {
        match &mut self.left {
            Some(0) => return skip_entries(item),
            Some(left) => *left -= 1,
            None => {}
        }
        self.arena.reset();
        // After an item that cannot be read, the function gets no other item.
        let row = V::read(item, &self.arena).inspect_err(|_| self.left = Some(0))?;
        (self.function)(row);
        Ok(())
    }
}

impl<Q: Paging, V: ProjectionView> Execute for ForEach<'_, Q, V> {
    type Output = ();

    fn name(&self) -> &'static str {
        self.paging.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        self.paging.schema()
    }

    fn destination(&mut self) -> &mut Destination {
        self.paging.destination()
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        let mut pager: Pager<Q::Rows> = self.paging.paging(execution.target.metered).on(execution);
        let mut reader = Reader::<V> { function: self.function, arena: Arena::default(), left: pager.remaining };
        let mut result = Ok(());
        while result.is_ok() && !pager.done {
            let schema = pager.schema;
            let unreadable = |item: &[u8], error| Err(UnreadableItem::in_answer(&schema, item, error));
            let page = pager.next_page_by(|_, reply| Answer::read_reply(reply, |item| reader.read(item), unreadable));
            result = page.await.and_then(PageRows::all).map(drop::<Vec<()>>);
        }
        execution.consumed.add(&pager.consumed);
        result
    }

    fn explanation(self) -> Explain {
        self.paging.paging(false).explain()
    }
}

operation!('f; ['f, Q: Paging, V: ProjectionView + 'f] ForEach<'f, Q, V>);
on_table!(['f, Q: Paging, V: ProjectionView + 'f] ForEach<'f, Q, V>);
