//! What an operation is: [`Operation`] for users, [`Execute`] and [`SingleRequest`] for the operations of this crate.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::capacity::Metered;
use super::execution::{Execution, execute};
use super::explain::{Cost, Explain};
use super::request::Request;
use super::target::Target;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::schema::TableSchema;
use crate::transport::{Api, Reply};

/// The future that `.await` makes of an operation.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Something that can be sent to a database: `.await` sends it and gives its [`Output`](Operation::Output).
///
/// It is implemented by every operation of this crate, and by nothing else.
pub trait Operation: Execute + 'static {
    /// Runs it on this database.
    #[must_use]
    fn on(mut self, database: &Database) -> Self {
        *self.database() = Some(database.clone());
        self
    }

    /// Gives with the result what it consumed and the id of the request.
    fn metered(self) -> WithCapacity<Self> {
        WithCapacity(self)
    }

    /// Shows what it would send, and what that may cost: [`Explain`].
    fn explain(self) -> Explain {
        self.explanation()
    }
}

/// What an operation states about itself. [`execute`] does everything else.
///
/// An operation of one request implements [`SingleRequest`] instead.
pub trait Execute: Sized + Send {
    /// What it gives.
    type Output: Send;

    /// The name in DynamoDB's API: `Query`.
    #[doc(hidden)]
    fn name(&self) -> &'static str;

    /// The table, if there is exactly one.
    #[doc(hidden)]
    fn schema(&self) -> Option<TableSchema>;

    /// Where the database is kept that `on` sets.
    #[doc(hidden)]
    fn database(&mut self) -> &mut Option<Database>;

    /// The output, if it is known without any request: that of an empty batch.
    #[doc(hidden)]
    fn without_request(&self) -> Option<Self::Output> {
        None
    }

    /// Sends the requests that it takes.
    #[doc(hidden)]
    fn run(self, execution: &mut Execution) -> impl Future<Output = Result<Self::Output>> + Send;

    /// The first request, and what all of them may cost.
    #[doc(hidden)]
    fn explanation(self) -> Explain;
}

/// An operation that is one request on one table: it states its name, its request, what it makes of the answer, and its
/// cost.
pub(crate) trait SingleRequest: Sized + Send {
    type Output: Send;
    /// What reads the answer.
    type Reader: Send;

    const API: Api;

    fn schema() -> TableSchema;

    fn database(&mut self) -> &mut Option<Database>;

    /// The request for this table and time, and what reads its answer.
    fn request(self, target: &Target) -> Result<(Request, Self::Reader)>;

    /// What it makes of the answer.
    fn finish(reader: Self::Reader, reply: Reply, execution: &mut Execution) -> Result<Self::Output>;

    /// Adds to the error of a refused request what the operation knows about it.
    fn failed(_: &Self::Reader, error: Error, _: &Execution) -> Error {
        error
    }

    fn cost(&self) -> Cost;

    /// Sends the request and reads the answer.
    fn send(self, execution: &mut Execution) -> impl Future<Output = Result<Self::Output>> + Send {
        async move {
            let (request, reader) = self.request(&execution.target)?;
            match execution.send(Self::API, request.body()).await {
                Ok(reply) => Self::finish(reader, reply, execution),
                Err(error) => Err(Self::failed(&reader, error, execution)),
            }
        }
    }

    fn show(mut self) -> Explain {
        let cost = self.cost();
        let target = Target::shown(&Self::schema(), self.database().as_ref());
        Explain::new(Self::API.name(), self.request(&target).map(|(request, _)| request), cost)
    }
}

/// An operation that gives with its result what it consumed.
#[derive(Debug)]
#[must_use = "an operation does nothing until it is awaited"]
pub struct WithCapacity<O>(pub(crate) O);

impl<O: Execute> WithCapacity<O> {
    /// Runs it on this database.
    pub fn on(mut self, database: &Database) -> Self {
        *self.0.database() = Some(database.clone());
        self
    }
}

impl<O: Operation> IntoFuture for WithCapacity<O> {
    type Output = Result<Metered<O::Output>>;
    type IntoFuture = Running<'static, Metered<O::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(execute(self.0, true))
    }
}

/// Gives an operation of one request to [`execute`].
macro_rules! single_request {
    ([$($generics:tt)*] $name:ty, $output:ty) => {
        impl<$($generics)*> $crate::execute::Execute for $name {
            type Output = $output;

            fn name(&self) -> &'static str {
                <Self as $crate::execute::SingleRequest>::API.name()
            }

            fn schema(&self) -> Option<$crate::schema::TableSchema> {
                Some(<Self as $crate::execute::SingleRequest>::schema())
            }

            fn database(&mut self) -> &mut Option<$crate::database::Database> {
                $crate::execute::SingleRequest::database(self)
            }

            async fn run(self, execution: &mut $crate::execute::Execution) -> $crate::error::Result<Self::Output> {
                $crate::execute::SingleRequest::send(self, execution).await
            }

            fn explanation(self) -> $crate::execute::Explain {
                $crate::execute::SingleRequest::show(self)
            }
        }

        $crate::execute::operation!([$($generics)*] $name);
    };
}
pub(crate) use single_request;

/// Makes an operation something to `.await`, with `on`, `metered` and `explain` as methods of its own, so that no trait has
/// to be imported. An operation that borrows from its caller names the lifetime first: `'a;`.
macro_rules! operation {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $crate::execute::Operation for $name {}

        $crate::execute::operation!(methods 'static; [$($generics)*] $name);
    };
    ($lifetime:lifetime; [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> std::future::IntoFuture for $crate::execute::WithCapacity<$name> {
            type Output = $crate::error::Result<$crate::execute::Metered<<$name as $crate::execute::Execute>::Output>>;
            type IntoFuture =
                $crate::execute::Running<$lifetime, $crate::execute::Metered<<$name as $crate::execute::Execute>::Output>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin($crate::execute::execute(self.0, true))
            }
        }

        $crate::execute::operation!(methods $lifetime; [$($generics)*] $name);
    };
    (methods $lifetime:lifetime; [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $name {
            /// Runs it on this database.
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn on(mut self, database: &$crate::database::Database) -> Self {
                *$crate::execute::Execute::database(&mut self) = Some(database.clone());
                self
            }

            /// Shows the request that would go out, and what it may cost: [`Explain`](crate::Explain).
            #[must_use]
            pub fn explain(self) -> $crate::execute::Explain {
                $crate::execute::Execute::explanation(self)
            }

            /// Gives with the result what it consumed and the id of the request: [`Metered`](crate::Metered).
            pub fn metered(self) -> $crate::execute::WithCapacity<Self> {
                $crate::execute::WithCapacity(self)
            }
        }

        impl<$($generics)*> std::future::IntoFuture for $name {
            type Output = $crate::error::Result<<Self as $crate::execute::Execute>::Output>;
            type IntoFuture = $crate::execute::Running<$lifetime, <Self as $crate::execute::Execute>::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin($crate::execute::execute_unmetered(self))
            }
        }

        impl<$($generics)*> std::fmt::Debug for $name {
            // By name and table: keys and items stay out of it.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::execute::debug_operation(self, f)
            }
        }
    };
}
pub(crate) use operation;

/// Shows an operation as its name and its table, without any value.
pub(crate) fn debug_operation(operation: &impl Execute, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match operation.schema() {
        Some(schema) => write!(f, "{} {}", operation.name(), schema.table()),
        None => f.write_str(operation.name()),
    }
}
