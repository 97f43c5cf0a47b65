//! What an operation of many parts gives to the scheduler of `chunks.rs`: [`Chunked`].

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

    /// The most parts, and the most bytes, of one request.
    const MAX_PARTS: usize;
    const MAX_BYTES: usize;
    /// Whether the first error ends the operation at once. Otherwise it waits for the requests under way, to learn what
    /// they did.
    const FAILS_AT_ONCE: bool;

    /// The position of the part in the order given.
    fn position(part: &Self::Part) -> usize;

    /// The item of this part. One item is never twice in a request, and never in two requests under way.
    fn identity(part: &Self::Part) -> &Identity;

    /// About how many bytes the part takes in a request body.
    fn size(part: &Self::Part) -> usize;

    /// Sends one request.
    fn send(&mut self, chunk: Arc<Vec<Self::Part>>) -> Sending<Self::Answer>;

    /// Until when requests wait for a rate limit, if any does: that is no lack of progress.
    fn waits_until(&self) -> Option<Instant>;

    /// Records that the part at this position cannot be sent, and why. Returns whether to go on with the next part.
    fn refuse(&mut self, position: usize, error: Error) -> bool;

    /// Takes an answer and returns the parts that DynamoDB did not process.
    fn answered(&mut self, chunk: Vec<Self::Part>, answer: Self::Answer) -> Result<Vec<Self::Part>>;

    /// Counts parts that will be sent again.
    fn retrying(&mut self, _: usize) {}

    /// Called after each answer was handled.
    fn progressed(&mut self) {}

    /// The error for giving up, of the kind `Timeout` or `Unprocessed`.
    fn given_up(&self, kind: ErrorKind) -> Error;
}
