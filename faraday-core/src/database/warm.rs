//! Makes a database ready for its first request: [`Database::warm`].

use super::Database;
use crate::error::{Error, ErrorKind, Result};

impl Database {
    /// Does now what the first request would have to wait for: finds the credentials, looks up the address, connects, and sees
    /// what the SDK puts into a request of each operation.
    ///
    /// Call it where a program starts, before it is given work: in the initialisation of a Lambda function, say. It sends one
    /// DescribeEndpoints, which reads no table and consumes no capacity. Any answer is fine, also that the credentials may not ask
    /// this.
    ///
    /// # Errors
    ///
    /// When there are no credentials or no region, and when no answer comes.
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
