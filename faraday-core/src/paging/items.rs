//! The items and the pages of a query or scan as streams.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;

use super::cursor::Mark;
use super::page_rows::PageRows;
use super::pager::Pager;
use super::row_stream::{PageSource, Paged};
use super::terminal::Page;
use crate::error::Result;
use crate::execute::Metered;
use crate::execute::Rows;

type Boxed<R> = Pin<Box<dyn Stream<Item = Result<R>> + Send>>;
pub(crate) type Consumption = Arc<Mutex<Metered<()>>>;

/// The items of a query or scan as a [`Stream`]; [`try_next`](Items::try_next) reads them without a crate of stream adapters.
///
/// It requests the next page only when the current one is used up, unless it [reads ahead](crate::operation::Query::read_ahead). If you
/// drop the stream, nothing more is read.
///
/// After an error of a request the stream ends. An item that cannot be read is a separate error with its key
/// ([`Error::item_key`](crate::Error::item_key)): the next call continues with the item after it.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<R> {
    pub(super) stream: Boxed<R>,
    pub(super) consumed: Consumption,
}

/// The pages of a query or scan: a [`Stream`], and [`try_next`](Pages::try_next).
///
/// After an error the stream ends. A page with an item that cannot be read is an error too, and its other items are not returned: the
/// cursor of the page before it ([`Page::next`]) leads to that page again. With [`lenient`](crate::operation::Query::lenient), pages have the
/// other items, and the stream goes on.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<R> {
    stream: Boxed<Page<R>>,
    consumed: Consumption,
}

impl<R: Send + 'static> Items<R> {
    pub(crate) fn new<D: Rows<Row = R>>(pager: Pager<D>) -> Self {
        let consumed = Consumption::new(Mutex::new(Metered::none(())));
        let source = ByItem { pager, consumed: Arc::clone(&consumed) };
        Self { stream: Box::pin(Rowed(Paged::new(source))), consumed }
    }
}

impl<R: Send + 'static> Pages<R> {
    pub(crate) fn new<D: Rows<Row = R>>(pager: Pager<D>) -> Self {
        let consumed = Consumption::new(Mutex::new(Metered::none(())));
        let source = ByPage { pager, consumed: Arc::clone(&consumed) };
        Self { stream: Box::pin(Rowed(Paged::new(source))), consumed }
    }
}

macro_rules! streams {
    ($($name:ident of $row:ty;)*) => {$(
        impl<R> $name<R> {
            /// Returns the next one; `None` after the last.
            ///
            /// # Errors
            ///
            /// The errors of the query or scan.
            pub async fn try_next(&mut self) -> Result<Option<$row>> {
                std::future::poll_fn(|context| self.stream.as_mut().poll_next(context)).await.transpose()
            }

            /// Returns the consumption so far: requests, items, and capacity if the query or scan is `metered()`.
            #[must_use]
            pub fn consumed(&self) -> Metered<()> {
                self.consumed.lock().unwrap_or_else(PoisonError::into_inner).clone()
            }
        }

        impl<R> Stream for $name<R> {
            type Item = Result<$row>;

            fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                self.get_mut().stream.as_mut().poll_next(context)
            }
        }

        impl<R> fmt::Debug for $name<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

streams! {
    Items of R;
    Pages of Page<R>;
}

pub(crate) fn book<D>(pager: &Pager<D>, consumed: &Consumption) {
    consumed.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&pager.consumed);
}

pub(crate) struct ByItem<D> {
    pub(crate) pager: Pager<D>,
    pub(crate) consumed: Consumption,
}

impl<D: Rows> PageSource for ByItem<D> {
    type Row = D::Row;
    type Mark = Mark;

    fn done(&self) -> bool {
        self.pager.done
    }

    fn reads_ahead(&self) -> bool {
        self.pager.read_ahead
    }

    fn mark(&self) -> Mark {
        self.pager.mark()
    }

    async fn page(&mut self) -> Result<PageRows<D::Row>> {
        let page = self.pager.next_page().await;
        book(&self.pager, &self.consumed);
        page
    }
}

struct ByPage<D> {
    pager: Pager<D>,
    consumed: Consumption,
}

impl<D: Rows> PageSource for ByPage<D> {
    type Row = Page<D::Row>;
    type Mark = ();

    fn done(&self) -> bool {
        self.pager.done
    }

    fn reads_ahead(&self) -> bool {
        self.pager.read_ahead
    }

    fn mark(&self) {}

    async fn page(&mut self) -> Result<PageRows<Page<D::Row>>> {
        let page = self.pager.whole_page().await;
        book(&self.pager, &self.consumed);
        // If one of its items cannot be read, the others are lost. A stream that went on would skip them.
        self.pager.done |= page.is_err();
        Ok(vec![page?].into())
    }
}

struct Rowed<S: PageSource>(Paged<S>);

impl<S: PageSource> Stream for Rowed<S> {
    type Item = Result<S::Row>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_row(context)
    }
}
