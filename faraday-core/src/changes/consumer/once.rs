//! Reads the changes that a stream has now, and then ends: [`Once`].

use std::fmt;
use std::future::IntoFuture;

use super::settings::Settings;
use super::stream::ChangeStream;
use crate::changes::change::Change;
use crate::database::{Database, Destination};
use crate::error::Result;
use crate::execute::Running;
use crate::schema::Item;
use std::marker::PhantomData;

/// The changes that the stream has now: see [`Changes::once`](super::Changes::once).
#[must_use = "an operation does nothing until it is awaited"]
pub struct Once<I> {
    pub(super) destination: Destination,
    pub(super) settings: Settings,
    pub(super) of: PhantomData<fn() -> I>,
}

impl<I: Item> Once<I> {
    /// Uses this database.
    pub fn on(mut self, database: &Database) -> Self {
        self.destination.set_database(database);
        self
    }

    /// Returns these changes as a stream, which then ends.
    pub fn stream(self) -> ChangeStream<I> {
        ChangeStream::new(self.destination, self.settings, true)
    }
}

impl<I> fmt::Debug for Once<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once")
    }
}

impl<I: Item> IntoFuture for Once<I> {
    type Output = Result<Vec<Change<I>>>;
    type IntoFuture = Running<'static, Vec<Change<I>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut changes = self.stream();
            let mut all = Vec::new();
            while let Some(change) = changes.try_next().await? {
                all.push(change);
            }
            Ok(all)
        })
    }
}
