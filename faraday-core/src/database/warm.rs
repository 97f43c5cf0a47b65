//! Prepares a database for its first request: [`Database::warm`].

use super::Database;
use crate::error::{Error, ErrorKind, Result};

impl Database {
    /// Does now what the first request would wait for: finds the credentials, looks up the address, connects, and observes the SDK's
    /// request of each operation.
    ///
    /// Call it when a program starts, before it gets work, for example in the initialization of a Lambda function. It sends one
    /// DescribeEndpoints request, which reads no table and consumes no capacity. Any answer is fine, even that the credentials do not
    /// allow this request.
    ///
    /// # Errors
    ///
    /// When there are no credentials or no region, or when no answer comes.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// let db = faraday::Database::embedded()?;
    /// db.warm().await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DescribeEndpoints](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html).
    pub async fn warm(&self) -> Result<()> {
        let warmed = match self.unusable() {
            Some(message) => Err(Error::new(ErrorKind::InvalidArgument, message)),
            None => self.inner.transport.warm().await,
        };
        warmed.map_err(|error| error.with_operation("DescribeEndpoints", None))
    }
}
