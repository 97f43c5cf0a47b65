//! A stream of rows that fetches one page at a time: [`Paged`].

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Result;

/// A source of pages.
pub(crate) trait PageSource: Sized + Send + 'static {
    type Row: Send + 'static;
    /// Where the next page starts.
    type Mark: Clone + Send;

    /// Whether there is no further page: after the last, and after an error.
    fn done(&self) -> bool;

    fn mark(&self) -> Self::Mark;

    /// The next page, which may be empty.
    fn page(&mut self) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

type Running<S> = Pin<Box<dyn Future<Output = (S, Result<Vec<<S as PageSource>::Row>>)> + Send>>;

/// The rows of all pages. The next page is requested when the one before is used up.
pub(crate) struct Paged<S: PageSource> {
    /// `None` while a page is being fetched, because the future owns it.
    source: Option<S>,
    ready: VecDeque<S::Row>,
    running: Option<Running<S>>,
    /// Where the current page started.
    mark: S::Mark,
    failed: bool,
}

// Only the future is pinned, in a box of its own.
impl<S: PageSource> Unpin for Paged<S> {}

impl<S: PageSource> Paged<S> {
    pub(crate) fn new(source: S) -> Self {
        Self { mark: source.mark(), source: Some(source), ready: VecDeque::new(), running: None, failed: false }
    }

    pub(crate) async fn try_next(&mut self) -> Result<Option<S::Row>> {
        std::future::poll_fn(|context| self.poll_row(context)).await.transpose()
    }

    /// The start of the first page that was not returned completely.
    pub(crate) fn mark(&self) -> S::Mark {
        match &self.source {
            Some(source) if self.ready.is_empty() && !self.failed => source.mark(),
            _ => self.mark.clone(),
        }
    }

    pub(crate) fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<S::Row>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            if let Some(running) = &mut self.running {
                let Poll::Ready((source, page)) = running.as_mut().poll(context) else { return Poll::Pending };
                self.running = None;
                self.source = Some(source);
                match page {
                    Ok(page) => self.ready = page.into(),
                    Err(error) => {
                        self.failed = true;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                continue;
            }
            match self.source.take() {
                Some(mut source) if !source.done() => {
                    self.mark = source.mark();
                    self.running = Some(Box::pin(async move {
                        let page = source.page().await;
                        (source, page)
                    }));
                }
                done => {
                    self.source = done;
                    return Poll::Ready(None);
                }
            }
        }
    }
}
