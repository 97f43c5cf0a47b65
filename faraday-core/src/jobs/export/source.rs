//! The sources of an export: [`ExportSource`].

use std::sync::{Arc, Mutex};

use super::block::{Block, ByBlock};
use super::line::{ExportRows, LineFormat, Stored};
use crate::error::{Error, ErrorKind};
use crate::execute::{Execute, Metered, Whole};
use crate::operation::{Checkpoint, ParallelItems, ParallelScan, Query, Scan};
use crate::paging::{Consumption, Pager, keys};
use crate::schema::{Item, KeyElement};
use crate::value::{Attributes, has_encrypted};

/// A source of an export: a query, a scan or a parallel scan of whole items.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not read whole items, and an export needs them",
    label = "expected a query or a scan of whole items",
    note = "leave out `select`, `select_as` and the like"
)]
pub trait ExportSource: Execute + 'static {
    #[doc(hidden)]
    fn blocks(self, shape: Shape, checkpoint: Option<Checkpoint>, metered: bool) -> ParallelItems<Block>;

    #[doc(hidden)]
    fn include_every_kind(&mut self);

    /// Returns a hash of the filter, the kinds and the order. A checkpoint is bound to it as well as to the scope of cursors.
    #[doc(hidden)]
    fn filter_hash(&self) -> u64;
}

/// Which parts of an item are written, and how.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    pub(super) format: LineFormat,
    /// Whether each item is read as its struct, and written as `put` does.
    pub(super) decoded: bool,
}

impl<I: Item, K: 'static, R: Attributes + Send + 'static> ExportSource for ParallelScan<I, K, Whole<R>> {
    fn blocks(self, shape: Shape, checkpoint: Option<Checkpoint>, metered: bool) -> ParallelItems<Block> {
        let limited = self.scan.settings.limit.is_some();
        let scan = match checkpoint.clone() {
            Some(checkpoint) => self.resume(checkpoint),
            None => self,
        };
        let refused = refused::<R>(shape).or_else(|| limited.then(no_limit));
        let format = shape.format;
        let mut blocks = if shape.decoded {
            scan.stream_by(metered, |pager, consumed| ByBlock { pager, consumed, format })
        } else {
            scan.with_rows(Stored).stream_by(metered, |pager, consumed| ByBlock { pager, consumed, format })
        };
        if let Some(error) = refused {
            blocks.refuse(error, checkpoint);
        }
        blocks
    }

    fn include_every_kind(&mut self) {
        self.scan.settings.every_kind = true;
    }

    fn filter_hash(&self) -> u64 {
        self.scan.filter_scope().value()
    }
}

/// Implements it for a query or a scan without segments.
macro_rules! of_one {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> ExportSource for $name {
            fn blocks(self, shape: Shape, checkpoint: Option<Checkpoint>, metered: bool) -> ParallelItems<Block> {
                let keys = keys::<I>(self.settings.index);
                if !shape.decoded {
                    return of_pager(self.with_rows(Stored).into_pager(metered), &keys, shape.format, checkpoint);
                }
                let mut blocks = of_pager(self.into_pager(metered), &keys, shape.format, checkpoint.clone());
                if let Some(error) = refused::<R>(shape) {
                    blocks.refuse(error, checkpoint);
                }
                blocks
            }

            fn include_every_kind(&mut self) {
                self.settings.every_kind = true;
            }

            fn filter_hash(&self) -> u64 {
                self.filter_scope().value()
            }
        }
    };
}

of_one!([I: Item, S: 'static, K: 'static, R: Attributes + Send + 'static] Query<I, S, K, Whole<R>>);
of_one!([I: Item, K: 'static, R: Attributes + Send + 'static] Scan<I, K, Whole<R>>);

/// Returns the blocks of these pages.
fn of_pager<D: ExportRows>(
    mut pager: Pager<D>,
    keys: &[KeyElement],
    format: LineFormat,
    checkpoint: Option<Checkpoint>,
) -> ParallelItems<Block> {
    let scope = pager.scope;
    let resumed = checkpoint.as_ref().map(|checkpoint| match checkpoint.of_one(scope) {
        Some(mark) => pager.go_on_at(mark, keys),
        None => Err(Error::new(ErrorKind::InvalidCursor, "the checkpoint is of another table, index or query")),
    });
    let consumed = Consumption::new(Mutex::new(Metered::none(())));
    let source = ByBlock { pager, consumed: Arc::clone(&consumed), format };
    let mut blocks = ParallelItems::of_one(scope, source, consumed);
    if let Some(Err(error)) = resumed {
        blocks.refuse(error, checkpoint);
    }
    blocks
}

fn refused<R: Attributes>(shape: Shape) -> Option<Error> {
    (shape.decoded && has_encrypted::<R>()).then(|| {
        let message =
            "the items have encrypted attributes, which a decoded export would show: export them as they are stored";
        Error::new(ErrorKind::InvalidArgument, message)
    })
}

fn no_limit() -> Error {
    let message = "a parallel scan that is exported has no `limit`: its pages are exported whole";
    Error::new(ErrorKind::InvalidArgument, message)
}
