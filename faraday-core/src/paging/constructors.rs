//! Pages, cursors and streams for tests of your own code.

use std::sync::Mutex;

use futures_util::stream;

use super::items::{Consumption, Items};
use super::{Cursor, CursorScope, Page};
use crate::error::Result;
use crate::execute::Metered;

impl<R> Page<R> {
    /// Makes a page with these items, for tests of your own code. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// A function that takes the read as an argument needs no engine in its test:
    ///
    /// ```
    /// use faraday::paging::{Cursor, Page};
    ///
    /// async fn names<F>(read: impl Fn(Option<Cursor>) -> F) -> faraday::Result<Vec<String>>
    /// where
    ///     F: Future<Output = faraday::Result<Page<String>>>,
    /// {
    ///     let (mut names, mut cursor) = (Vec::new(), None);
    ///     loop {
    ///         let page = read(cursor).await?;
    ///         names.extend(page.items);
    ///         cursor = page.next;
    ///         if cursor.is_none() {
    ///             return Ok(names);
    ///         }
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> faraday::Result<()> {
    /// let read = async |cursor: Option<Cursor>| match cursor {
    ///     None => Ok(Page::of(["ann".to_owned()], Some(Cursor::opaque("1")))),
    ///     Some(_) => Ok(Page::of(["bob".to_owned()], None)),
    /// };
    /// assert_eq!(names(|cursor| Box::pin(read(cursor))).await?, ["ann", "bob"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(items: impl IntoIterator<Item = R>, next: Option<Cursor>) -> Self {
        let items: Vec<R> = items.into_iter().collect();
        let scanned_count = items.len() as u64;
        Self { items, next, scanned_count }
    }
}

impl Cursor {
    /// Makes a cursor that no query or scan accepts, for tests that only pass it on. Equal texts give equal cursors. Needs the feature
    /// `testing`.
    #[must_use]
    pub fn opaque(text: &str) -> Self {
        Self::new(CursorScope::of(&[b"opaque"]), text.as_bytes().to_vec())
    }
}

impl<R: Send + 'static> Items<R> {
    /// Makes a stream with these items, and errors in place of some, for tests of your own code. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, ErrorKind, paging::Items};
    ///
    /// async fn sum(mut items: Items<u64>) -> faraday::Result<u64> {
    ///     let mut sum = 0;
    ///     while let Some(item) = items.try_next().await? {
    ///         sum += item;
    ///     }
    ///     Ok(sum)
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> faraday::Result<()> {
    /// assert_eq!(sum(Items::of([Ok(1), Ok(2)])).await?, 3);
    /// assert!(sum(Items::of([Ok(1), Err(Error::of(ErrorKind::Throttling))])).await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(items: impl IntoIterator<Item = Result<R>, IntoIter: Send + 'static>) -> Self {
        let consumed = Consumption::new(Mutex::new(Metered::none(())));
        Self { stream: Box::pin(stream::iter(items)), consumed }
    }
}
