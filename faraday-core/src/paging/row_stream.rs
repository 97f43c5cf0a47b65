//! Rows that come a page at a time.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Result;

/// What gives the pages.
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

/// The rows of all pages, each page asked for when the one before is used up.
pub(crate) struct Paged<S: PageSource> {
    /// Away while a page is being fetched.
    source: Option<S>,
    ready: VecDeque<S::Row>,
    running: Option<Running<S>>,
    /// Where the page started that is being fetched or given.
    mark: S::Mark,
    failed: bool,
}

// Nothing in it is ever pinned but the future, which has a box of its own.
impl<S: PageSource> Unpin for Paged<S> {}

impl<S: PageSource> Paged<S> {
    pub(crate) fn new(source: S) -> Self {
        Self { mark: source.mark(), source: Some(source), ready: VecDeque::new(), running: None, failed: false }
    }

    pub(crate) async fn try_next(&mut self) -> Result<Option<S::Row>> {
        std::future::poll_fn(|context| self.poll_row(context)).await.transpose()
    }

    /// Where the first page starts of which not every row was given.
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
