//! An operation of many parts, as the scheduler of `chunks.rs` runs it: [`Chunked`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::time::Instant;

use crate::error::{Error, ErrorKind, Result};
use crate::schema::Identity;

/// A request that is under way.
pub(crate) type Sending<A> = Pin<Box<dyn Future<Output = Result<A>> + Send>>;

/// An operation of many parts: keys to read, or writes.
pub(crate) trait Chunked: Send {
    type Part: Clone + Send + Sync + 'static;
    type Answer: Send + 'static;

    /// The largest number of parts, and of bytes, of one request.
    const MAX_PARTS: usize;
    const MAX_BYTES: usize;
    /// Whether the first error ends the operation at once. Otherwise it waits for the requests under way, to learn their outcomes.
    const FAILS_AT_ONCE: bool;

    /// Returns the position of the part in the given order.
    fn position(part: &Self::Part) -> usize;

    /// Returns the item of this part. No request contains an item twice, and no two requests under way contain the same item.
    fn identity(part: &Self::Part) -> &Identity;

    /// Returns about how many bytes the part takes in a request body.
    fn size(part: &Self::Part) -> usize;

    /// Sends one request.
    fn send(&mut self, chunk: Arc<Vec<Self::Part>>) -> Sending<Self::Answer>;

    /// Returns until when requests wait for a rate limit, if any does. Such a wait is not a lack of progress.
    fn waits_until(&self) -> Option<Instant>;

    /// Records why the part at this position cannot be sent. Returns whether to continue with the next part.
    fn refuse(&mut self, position: usize, error: Error) -> bool;

    /// Takes an answer and returns the parts that DynamoDB did not process.
    fn answered(&mut self, chunk: Vec<Self::Part>, answer: Self::Answer) -> Result<Vec<Self::Part>>;

    /// Counts parts that will be sent again.
    fn retrying(&mut self, _: usize) {}

    /// Called after each answer was handled.
    fn progressed(&mut self) {}

    /// Returns the error for giving up, with the kind `Timeout` or `Unprocessed`.
    fn given_up(&self, kind: ErrorKind) -> Error;
}
