//! A stream of rows that fetches one page at a time: [`Paged`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::page_rows::PageRows;
use crate::error::Result;

/// A source of pages.
pub(crate) trait PageSource: Sized + Send + 'static {
    type Row: Send + 'static;
    /// A position: where a page starts.
    type Mark: Clone + Send;

    /// Whether there are no more pages: after the last one, or after an error.
    fn done(&self) -> bool;

    fn mark(&self) -> Self::Mark;

    /// Whether the next page is requested as soon as one arrives.
    fn reads_ahead(&self) -> bool {
        false
    }

    /// Returns the next page, which may be empty.
    fn page(&mut self) -> impl Future<Output = Result<PageRows<Self::Row>>> + Send;
}

/// A page, or the error in its place.
type Fetched<S> = Result<PageRows<<S as PageSource>::Row>>;
type Running<S> = Pin<Box<dyn Future<Output = (S, Fetched<S>)> + Send>>;

/// The rows of all pages. It requests the next page when the current one is used up, or as soon as the current one arrives if the source
/// reads ahead.
pub(crate) struct Paged<S: PageSource> {
    /// `None` while a page is being fetched, because the future owns it.
    source: Option<S>,
    ready: PageRows<S::Row>,
    running: Option<Running<S>>,
    /// The next page, if it arrived before the current one was used up.
    next: Option<Fetched<S>>,
    /// Where the current page started, and (`next_mark`) the one that is being fetched.
    mark: S::Mark,
    next_mark: S::Mark,
    reads_ahead: bool,
    failed: bool,
}

// Only the future is pinned, in its own box.
impl<S: PageSource> Unpin for Paged<S> {}

impl<S: PageSource> Paged<S> {
    pub(crate) fn new(source: S) -> Self {
        let (mark, reads_ahead) = (source.mark(), source.reads_ahead());
        let (ready, running, next, next_mark) = (PageRows::from(Vec::new()), None, None, mark.clone());
        Self { source: Some(source), ready, running, next, mark, next_mark, reads_ahead, failed: false }
    }

    /// Returns the source, unless a page is being fetched.
    #[cfg(feature = "streams")]
    pub(crate) fn source_mut(&mut self) -> Option<&mut S> {
        self.source.as_mut()
    }

    pub(crate) async fn try_next(&mut self) -> Result<Option<S::Row>> {
        std::future::poll_fn(|context| self.poll_row(context)).await.transpose()
    }

    /// Returns the start of the first page that was not returned completely.
    pub(crate) fn mark(&self) -> S::Mark {
        match &self.source {
            _ if self.failed || !self.ready.is_empty() => self.mark.clone(),
            Some(source) if self.next.is_none() => source.mark(),
            _ => self.next_mark.clone(),
        }
    }

    /// Whether a request failed, so that the stream ends. After a row that cannot be read, it continues.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    pub(crate) fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<S::Row>>> {
        loop {
            // Polled even while there are rows, because a future that nobody polls does nothing.
            let is_idle = self.reads_ahead || self.ready.is_empty();
            let has_ended = is_idle && self.next.is_none() && self.poll_fetch(context);
            if let Some(row) = self.ready.take() {
                return Poll::Ready(Some(row));
            }
            match self.next.take() {
                Some(Ok(page)) => {
                    self.mark = self.next_mark.clone();
                    self.ready = page;
                }
                Some(Err(error)) => {
                    (self.mark, self.failed) = (self.next_mark.clone(), true);
                    return Poll::Ready(Some(Err(error)));
                }
                None if has_ended => return Poll::Ready(None),
                None => return Poll::Pending,
            }
        }
    }

    /// Starts or continues to fetch the next page. Returns whether there is none.
    fn poll_fetch(&mut self, context: &mut Context<'_>) -> bool {
        if self.running.is_none() {
            match self.source.take() {
                Some(mut source) if !source.done() => {
                    self.next_mark = source.mark();
                    self.running = Some(Box::pin(async move {
                        let page = source.page().await;
                        (source, page)
                    }));
                }
                done => {
                    self.source = done;
                    return true;
                }
            }
        }
        if let Some(running) = &mut self.running
            && let Poll::Ready((source, page)) = running.as_mut().poll(context)
        {
            self.running = None;
            self.source = Some(source);
            self.next = Some(page);
        }
        false
    }
}
