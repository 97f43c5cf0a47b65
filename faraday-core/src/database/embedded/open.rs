//! Databases on the embedded engine: [`Database::embedded`], [`Database::open`].

use super::Engine;
use crate::database::Database;
use crate::database::client::local_client;
#[cfg(feature = "testing")]
use crate::database::kit::Kit;
use crate::error::{Error, ErrorKind, Result};

impl Database {
    /// Creates an empty engine in the memory of this process, which is gone with its last clone. Needs the feature `embedded`.
    ///
    /// The engine speaks DynamoDB's protocol to the SDK; only the network is missing. Creating one takes about 3.5 ms, so
    /// every test can have its own.
    ///
    /// # Errors
    ///
    /// When the engine cannot be set up.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let db = faraday::Database::embedded()?;
    /// # }
    /// # Ok::<(), faraday::Error>(())
    /// ```
    pub fn embedded() -> Result<Self> {
        Self::over(Engine::memory())
    }

    /// Opens an engine in this process that keeps its tables in a file, which is created if it does not exist. Needs the feature
    /// `embedded`.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, or belongs to another program.
    pub fn open(path: impl AsRef<std::path::Path>) -> Result<Self> {
        Self::over(Engine::open(path.as_ref()))
    }

    fn over(engine: std::result::Result<Engine, Box<dyn std::error::Error + Send + Sync>>) -> Result<Self> {
        let engine = engine.map_err(not_started)?;
        let database = Self::builder(local_client("http://embedded", "local", engine.connector())).embedded().build();
        #[cfg(feature = "testing")]
        let database = Self { kit: Kit { engine: Some(engine), ..Kit::default() }, ..database };
        Ok(database)
    }
}

pub(super) fn not_started(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::new(ErrorKind::Other, "the embedded engine did not start").with_source(error)
}
