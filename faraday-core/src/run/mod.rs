//! How every operation runs: [`Operation`], which `.await` runs, its request, its answer, and what stands beside it.

mod answer;
mod backoff;
mod capacity;
mod current;
mod documents;
mod encoded;
mod explain;
mod identity;
mod request;
mod returning;
mod rows;
mod send;
mod write;

use std::future::{Future, IntoFuture};
use std::pin::Pin;

pub(crate) use capacity::Consumed;
pub use capacity::{Capacity, Metered};
pub use explain::{Cost, Explain};
pub(crate) use returning::KeySeals;
pub use returning::{New, Nothing, Old, Partial, Returning, UpdatedNew, UpdatedOld};
pub use rows::{Named, Rows, Selected, Whole};
pub(crate) use rows::{Opening, projection_with_key};
pub use write::{Read, TransactRead, TransactWrite, Write};

pub(crate) use answer::Answer;
pub(crate) use backoff::{Backoff, Pace, Patience};
pub(crate) use current::{checked, found_version};
pub(crate) use encoded::{Encoded, joined, open_attributes};
pub(crate) use identity::Identity;
pub(crate) use request::Request;
pub(crate) use send::{send_body, send_map_write, send_wire};
pub(crate) use write::Target;

use crate::database::Database;
use crate::error::Result;

/// What `.await` makes of an operation.
pub type Running<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// Something that can be sent to a database: `.await` sends it and gives its [`Output`](Operation::Output).
pub trait Operation: Sized + Send + 'static {
    /// What it gives.
    type Output: Send + 'static;

    #[doc(hidden)]
    fn run(self, metered: bool) -> impl Future<Output = Result<Metered<Self::Output>>> + Send;

    #[doc(hidden)]
    fn database(&mut self) -> &mut Option<Database>;

    /// Shows what it would send, and what that may cost: [`Explain`].
    fn explain(self) -> Explain;

    /// Runs it on this database.
    #[must_use]
    fn on(mut self, database: &Database) -> Self {
        *self.database() = Some(database.clone());
        self
    }

    /// Gives with the result what it consumed and the id of the request.
    fn metered(self) -> Meter<Self> {
        Meter(self)
    }
}

/// An operation that gives with its result what it consumed.
#[derive(Debug)]
#[must_use = "an operation does nothing until it is awaited"]
pub struct Meter<O>(pub(crate) O);

impl<O: Operation> Meter<O> {
    /// Runs it on this database.
    pub fn on(self, database: &Database) -> Self {
        Self(self.0.on(database))
    }
}

impl<O: Operation> IntoFuture for Meter<O> {
    type Output = Result<Metered<O::Output>>;
    type IntoFuture = Running<Metered<O::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.run(true))
    }
}

/// Makes an [`Operation`] something to `.await`, with `on` and `metered` as methods of its own, so that no trait has to
/// be imported.
macro_rules! operation {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $name {
            /// Runs it on this database.
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn on(self, database: &$crate::database::Database) -> Self {
                $crate::run::Operation::on(self, database)
            }

            /// Shows the request that would go out, and what it may cost: [`Explain`](crate::Explain).
            #[must_use]
            pub fn explain(self) -> $crate::run::Explain {
                $crate::run::Operation::explain(self)
            }

            /// Gives with the result what it consumed and the id of the request: [`Metered`](crate::Metered).
            pub fn metered(self) -> $crate::run::Meter<Self> {
                $crate::run::Operation::metered(self)
            }
        }

        impl<$($generics)*> std::future::IntoFuture for $name {
            type Output = $crate::error::Result<<Self as $crate::run::Operation>::Output>;
            type IntoFuture = $crate::run::Running<<Self as $crate::run::Operation>::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async move { $crate::run::Operation::run(self, false).await.map(|metered| metered.value) })
            }
        }

        impl<$($generics)*> std::fmt::Debug for $name {
            // Keys and items stay out of it.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}
pub(crate) use operation;

/// As [`operation`], for one that borrows from its caller and so is no [`Operation`]: `run` and `explain` are
/// methods of its own.
macro_rules! borrowing_operation {
    ([$($generics:tt)*] $name:ty, $output:ty) => {
        impl<'a, $($generics)*> $name {
            /// Runs it on this database.
            pub fn on(mut self, database: &$crate::database::Database) -> Self {
                self.database = Some(database.clone());
                self
            }

            /// Gives with the result what it consumed and the id of the request: [`Metered`](crate::Metered).
            pub fn metered(self) -> $crate::run::Meter<Self> {
                $crate::run::Meter(self)
            }
        }

        impl<'a, $($generics)*> $crate::run::Meter<$name> {
            /// Runs it on this database.
            pub fn on(self, database: &$crate::database::Database) -> Self {
                Self(self.0.on(database))
            }
        }

        impl<'a, $($generics)*> std::future::IntoFuture for $name {
            type Output = $crate::error::Result<$output>;
            type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async move { self.run(false).await.map(|metered| metered.value) })
            }
        }

        impl<'a, $($generics)*> std::future::IntoFuture for $crate::run::Meter<$name> {
            type Output = $crate::error::Result<$crate::run::Metered<$output>>;
            type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.0.run(true))
            }
        }

        impl<'a, $($generics)*> std::fmt::Debug for $name {
            // Keys and items stay out of it.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}
pub(crate) use borrowing_operation;
