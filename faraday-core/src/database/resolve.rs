//! The choice of the database that an operation runs on: `on`, `scope`, `install`.

use std::future::Future;
use std::sync::{PoisonError, RwLock};

use super::Database;
use crate::error::{Error, ErrorKind, Result};

static INSTALLED: RwLock<Option<Database>> = RwLock::new(None);

tokio::task_local! {
    static SCOPED: Database;
}

impl Database {
    /// Makes this the default database of the process. A later call replaces it.
    pub fn install(&self) {
        *INSTALLED.write().unwrap_or_else(PoisonError::into_inner) = Some(self.clone());
    }

    /// Runs `future` with this as the default database of the operations in it.
    ///
    /// The scope is of this task: a task spawned inside does not inherit it.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// let db = Database::embedded()?;
    /// let ann = db.scope(async {
    ///     Table::<User>::create().await?;
    ///     Table::<User>::get("ann").await
    /// }).await?;
    /// assert!(ann.is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn scope<F: Future>(&self, future: F) -> F::Output {
        SCOPED.scope(self.clone(), future).await
    }

    /// The database of an operation: given with `on`, of its scope, or installed.
    pub(crate) fn find(told: Option<Self>) -> Result<Self> {
        told.or_else(|| SCOPED.try_with(Clone::clone).ok())
            .or_else(|| INSTALLED.read().unwrap_or_else(PoisonError::into_inner).clone())
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::NoDatabase,
                    "no database: call `.on(&db)` on the operation, run it inside `db.scope(…)`, or call `db.install()` once",
                )
            })
    }
}
