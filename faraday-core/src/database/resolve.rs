//! Chooses the database that an operation runs on: `on`, `scope`, `install`.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use super::Database;
use crate::error::{Error, ErrorKind, Result};

/// Whether a scope has been used in this process: see [`Database::find`].
static SCOPES: AtomicBool = AtomicBool::new(false);

static INSTALLED: RwLock<Option<Database>> = RwLock::new(None);

tokio::task_local! {
    static SCOPED: Database;
}

impl Database {
    /// Makes this the default database of the process. A later call replaces it.
    ///
    /// It is meant for programs with one database. Once the process has used a [`scope`](Database::scope), operations outside a scope no
    /// longer run on the installed database: they fail unless they name a database with `on`.
    pub fn install(&self) {
        *INSTALLED.write().unwrap_or_else(PoisonError::into_inner) = Some(self.clone());
    }

    /// Runs `future` with this database as the default for the operations in it.
    ///
    /// The scope belongs to this task: a task that is spawned inside does not inherit it. Such a task could run on another database
    /// unnoticed, perhaps another tenant's. So as soon as the process has used a scope, an operation outside a scope is an error: give it
    /// a database with `on`, or put a scope around the spawned future. In a server with several databases use `on`, which does not depend
    /// on the task.
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
        SCOPES.store(true, Ordering::Relaxed);
        SCOPED.scope(self.clone(), future).await
    }

    /// Finds the database of an operation: given with `on`, of its scope, or installed. A process with scopes does not use the installed
    /// one, because a task without a scope may have been spawned inside one, and nothing shows that.
    pub(crate) fn find(told: Option<Self>) -> Result<Self> {
        if let Some(database) = told.or_else(|| SCOPED.try_with(Clone::clone).ok()) {
            return Ok(database);
        }
        let why = match INSTALLED.read().unwrap_or_else(PoisonError::into_inner).clone() {
            Some(_) if SCOPES.load(Ordering::Relaxed) => {
                "no database: this process uses `db.scope(…)`, and this operation runs outside of one; a spawned task does not \
                 inherit the scope: call `.on(&db)` on the operation, or put a scope around the task"
            }
            Some(database) => return Ok(database),
            None => {
                "no database: call `.on(&db)` on the operation, run it inside `db.scope(…)`, or call `db.install()` once"
            }
        };
        Err(Error::new(ErrorKind::NoDatabase, why))
    }
}
