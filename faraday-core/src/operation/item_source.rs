//! The queries and scans whose items a job works on: [`ItemSource`].

use std::sync::Arc;

use super::Query;
use super::scan::{ParallelScan, Scan};
use crate::database::Destination;
use crate::execute::{Execute, Rows, Whole};
use crate::paging::{Reading, Segments};
use crate::schema::{IndexSchema, Item};

/// A query or a scan that finds the items of a job: see [`jobs`](crate::jobs).
///
/// Its selection is ignored, because a job reads the attributes that it needs. The job uses its database, its table and its limits, unless
/// you give the job others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not find items of `{I}` for a job",
    label = "expected a query or a scan of `{I}`",
    note = "give one that is not awaited: `Table::<{I}>::query(…)`, `Table::<{I}>::index(…).query(…)`, or `Table::<{I}>::scan().parallel(8)`"
)]
pub trait ItemSource<I>: sealed::Sealed + Send + 'static {
    #[doc(hidden)]
    fn into_segments<E: Rows>(self, rows: E, reading: Reading) -> Segments<E>;

    /// Takes the database, the table and the limits of the query or scan, for the job.
    #[doc(hidden)]
    fn take_destination(&mut self) -> Destination;

    /// Returns `Query` or `Scan`.
    #[doc(hidden)]
    fn api_name(&self) -> &'static str;

    /// Returns the index that it reads; `None` for the table.
    #[doc(hidden)]
    fn index(&self) -> Option<&'static IndexSchema>;
}

/// A query or a scan whose rows are whole items, for [`Table::modify_all`](crate::Table::modify_all), which would otherwise drop the
/// attributes that were not read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not read whole items of `{I}`",
    label = "its rows are parts of items, and writing a part back would drop the rest",
    note = "give a query or scan of the table, or of an index with `projection = all`, without `select`"
)]
pub trait WholeItems<I>: ItemSource<I> {}

#[diagnostic::do_not_recommend]
impl<I: Item, S: 'static, K: 'static> WholeItems<I> for Query<I, S, K, Whole<I>> {}
#[diagnostic::do_not_recommend]
impl<I: Item, K: 'static> WholeItems<I> for Scan<I, K, Whole<I>> {}
#[diagnostic::do_not_recommend]
impl<I: Item, K: 'static> WholeItems<I> for ParallelScan<I, K, Whole<I>> {}

mod sealed {
    /// Seals [`ItemSource`](super::ItemSource): only queries and scans implement it.
    pub trait Sealed {}
}

macro_rules! of_one_segment {
    ($name:ident [$($before:ident),*]) => {
        impl<I: Item, $($before,)* K, D> sealed::Sealed for $name<I, $($before,)* K, D> {}

        #[diagnostic::do_not_recommend]
        impl<I: Item, $($before: 'static,)* K: 'static, D: Rows> ItemSource<I> for $name<I, $($before,)* K, D> {
            fn into_segments<E: Rows>(self, rows: E, reading: Reading) -> Segments<E> {
                let filter = self.filter_scope();
                let mut source = self.with_rows(Arc::new(rows));
                source.settings.paged = true;
                source.settings.count = reading.count;
                let index = source.settings.index;
                Segments::of_one::<I>(source.into_pager(reading.metered), index, filter)
            }

            fn take_destination(&mut self) -> Destination {
                std::mem::take(&mut self.settings.destination)
            }

            fn api_name(&self) -> &'static str {
                stringify!($name)
            }

            fn index(&self) -> Option<&'static IndexSchema> {
                self.settings.index
            }
        }
    };
}

of_one_segment! { Query [S] }
of_one_segment! { Scan [] }

impl<I: Item, K, D> sealed::Sealed for ParallelScan<I, K, D> {}

#[diagnostic::do_not_recommend]
impl<I: Item, K: 'static, D: Rows> ItemSource<I> for ParallelScan<I, K, D> {
    fn into_segments<E: Rows>(self, rows: E, reading: Reading) -> Segments<E> {
        self.job_segments(rows, reading)
    }

    fn take_destination(&mut self) -> Destination {
        std::mem::take(Execute::destination(self))
    }

    fn api_name(&self) -> &'static str {
        "Scan"
    }

    fn index(&self) -> Option<&'static IndexSchema> {
        self.scan.settings.index
    }
}
